"""Calling the rails that are called: each attempt under its key, what is not known asked again."""
