"""Bank's files in and out, as pure functions: bytes to facts and orders to bytes."""
