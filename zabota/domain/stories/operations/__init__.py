"""Verbs of stories."""
