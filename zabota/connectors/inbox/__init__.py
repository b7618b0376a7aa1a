"""Every outside event in its own bytes, before it is understood."""
