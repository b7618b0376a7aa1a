"""Those who bring clients and earn."""
