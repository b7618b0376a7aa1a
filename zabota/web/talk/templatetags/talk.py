"""How long something took, in words."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

register = template.Library()
HOUR, DAY = 3600, 86_400


@register.filter
def lasting(length: timedelta) -> str:
    """15 min, 3 h, 2 d: the largest unit of which there is at least one."""
    seconds = round(length.total_seconds())
    if seconds < HOUR:
        return _("%(n)s min") % {"n": max(1, round(seconds / 60))}
    if seconds < DAY:
        return _("%(n)s h") % {"n": round(seconds / HOUR)}
    return _("%(n)s d") % {"n": round(seconds / DAY)}
