"""The partners talk: a chat opened by the first paying client, open rooms, a direct line to us."""
