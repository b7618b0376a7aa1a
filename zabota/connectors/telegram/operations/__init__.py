"""Verbs of Telegram: what is heard there, what is carried there, who is who."""
