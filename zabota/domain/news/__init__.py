"""News: what we tell many partners at once, to whom, and what became of each letter."""
