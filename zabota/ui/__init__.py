"""Looks: the pages' frames, components, styles, icons and charts. Knows no room of the domain."""
