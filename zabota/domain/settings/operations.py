"""The verb of settings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.settings.events import SettingChanged
from zabota.domain.settings.facts import Option, Value
from zabota.domain.settings.models import Setting
from zabota.domain.settings.queries import get_setting
from zabota.kit.events.announce import publish


@transaction.atomic
def set_option(option: Option, value: Value, *, at: datetime, by: str) -> bool:
    """Give the option a value from now on; whether anything changed. The former one stays as history."""
    before = get_setting(option, at=at)
    if before == value:
        return False
    Setting.objects.create(name=option.name, value=value, set_at=at, set_by=by)
    publish(SettingChanged(at=at, by=by, name=option.name, before=str(before), after=str(value)))
    return True
