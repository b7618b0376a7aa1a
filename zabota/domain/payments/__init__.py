"""Money in and refunds, as facts."""
