"""Words of the back office for templates."""
