"""Standing earned by deeds: the monthly rating, levels, badges."""
