"""The bell of the cabinet; while staff look at a cabinet, its frame shows none."""

from __future__ import annotations

from zabota.domain.notices.rules import CABINET
from zabota.web.bell.site import BellPages
from zabota.web.cabinet.access import own_page
from zabota.web.cabinet.frame import page

bell = BellPages(site="cabinet", rule=own_page, frame=page, side=CABINET)
