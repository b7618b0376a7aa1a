"""Robokassa's words ↔ ours: results and states, refunds and second slips."""
