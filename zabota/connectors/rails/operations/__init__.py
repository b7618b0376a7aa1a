"""Verbs of rails: calling about an attempt, and about all that are due."""
