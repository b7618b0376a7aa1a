"""What a partner keeps about a client of his: next step, tags, notes, files."""
