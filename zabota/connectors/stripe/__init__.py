"""Stripe: paid invoices, refunds, disputes."""
