"""Sentences of the cabinet."""
