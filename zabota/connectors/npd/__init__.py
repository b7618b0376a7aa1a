"""The tax service, asked whether a partner is self-employed today."""
