"""Conversation as both sites show it: rooms, bubbles, the live stream."""
