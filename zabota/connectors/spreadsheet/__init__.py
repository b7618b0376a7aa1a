"""Tables that a person brings: partners, clients, codes, attributions and past payments move in."""
