"""What we owe for a payment, and why; reversals."""
