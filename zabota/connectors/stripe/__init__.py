"""Stripe: paid invoices, single payments, refunds, disputes."""
