"""Kept views of the cabinet's lists."""

from __future__ import annotations

from zabota.web.cabinet.access import members_page
from zabota.web.saved import SavedViews

views = SavedViews(site="cabinet", rule=members_page, lists={"clients": "cabinet:clients"})
