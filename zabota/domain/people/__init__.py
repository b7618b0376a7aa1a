"""Who signs in and what staff may do."""
