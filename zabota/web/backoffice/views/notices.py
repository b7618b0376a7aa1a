"""The bell of the back office."""

from __future__ import annotations

from zabota.domain.notices.rules import OFFICE
from zabota.domain.people.rules import Right
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.bell.site import BellPages

bell = BellPages(site="office", rule=staff_page(Right.READ), frame=page, side=OFFICE)
