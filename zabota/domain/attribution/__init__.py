"""Promo codes and whose client it is, since when."""
