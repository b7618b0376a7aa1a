"""Bytes of a table → rows we understand; pure."""
