"""Sentences that more than one site says, so that they say them alike."""
