"""Processors as separate programs on the loopback: real HTTP, their own truth, and knobs for trouble.

`python -m tests.emulators yookassa --port 0` starts one and prints its address. Nothing here imports
the product: signatures and shapes are written a second time, after the processors' documentation.
"""
