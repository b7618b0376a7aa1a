"""Companies that pay."""
