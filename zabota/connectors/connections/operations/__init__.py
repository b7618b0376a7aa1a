"""Verbs of connections: setting up, receiving, understanding, looking again."""
