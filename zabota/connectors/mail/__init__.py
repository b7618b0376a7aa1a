"""Letters: what partners and staff are told by e-mail, once for each event."""
