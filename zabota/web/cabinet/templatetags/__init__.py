"""Tags of the cabinet."""
