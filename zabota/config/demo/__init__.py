"""A year of the story, told through the product's own flows."""
