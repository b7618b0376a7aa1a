"""Processors' registers: what they say they took and gave back, held against what we know."""
