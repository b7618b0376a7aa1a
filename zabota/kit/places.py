"""Where the checkout is, and the folder of everything made at run time."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATE = Path(os.environ.get("ZABOTA_STATE") or ROOT / ".data").resolve()
