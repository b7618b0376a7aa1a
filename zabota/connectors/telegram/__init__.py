"""Telegram: the partners' chat in a group there, and notices to whoever wants them there."""
