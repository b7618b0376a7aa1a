"""The bell: what a person was told, and by which way he wants it; the same at every site."""
