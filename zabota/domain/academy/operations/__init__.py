"""Verbs of the academy."""
