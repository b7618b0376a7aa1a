"""Start one processor: `python -m tests.emulators NAME [--port N]`; prints its address and serves."""

from __future__ import annotations

import argparse

from tests.emulators.server import serve

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--port", type=int, default=0)
    wanted = parser.parse_args()
    serve(wanted.name, wanted.port)
