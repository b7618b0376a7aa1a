"""Codes as sentences for people."""
