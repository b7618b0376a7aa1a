"""The books: accounts and transfers. The ledger knows nobody."""
