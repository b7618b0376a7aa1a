"""Batches, payouts and their orders to the bank."""
