"""Registers of processors: bytes → rows, and lumps on the account ↔ days of a register."""
