"""Ways in and out that staff set up: keys, the address they call, what came and what became of it."""
