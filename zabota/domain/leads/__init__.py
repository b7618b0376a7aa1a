"""Integrators as clients find them, and clients who come to us, handed to the integrator they fit."""
