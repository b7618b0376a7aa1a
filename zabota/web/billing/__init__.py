"""Invoices as two sites show them: the list, the form with its running total, the page of one."""
