"""What the owner sets in the back office: dated values, each with who set it."""
