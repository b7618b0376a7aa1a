"""Which papers a partner gets, what is written on them, and how it is printed. Plain Python."""
