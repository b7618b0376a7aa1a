"""YooKassa's words → facts: payments of clients, and payouts."""
