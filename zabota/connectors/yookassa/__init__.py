"""YooKassa: card and SBP payments of clients, refunds; the object asked for again is the truth."""
