"""T-Bank acquiring: only CONFIRMED is money; amounts are kopecks, calls are signed by a token."""
