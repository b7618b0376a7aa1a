"""The site of machines: version 1 of the API."""
