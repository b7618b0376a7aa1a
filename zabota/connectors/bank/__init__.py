"""Bank statements in, payment orders out."""
