"""CloudPayments: notifications signed over the raw body, answered with codes."""
