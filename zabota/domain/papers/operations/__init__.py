"""Verbs of papers: making, replacing, sending, signing, and errands in the background."""
