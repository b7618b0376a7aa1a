"""Robokassa: a signed result of a payment; the link to pay is made without a call."""
