"""The verb of settings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.settings.events import SettingChanged, SettingPlanDropped
from zabota.domain.settings.facts import Option, Value
from zabota.domain.settings.models import Setting
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


@transaction.atomic
def set_option(
    option: Option, value: Value, *, at: datetime, by: str, since: datetime | None = None
) -> bool:
    """Give the option a value from now on, or from a later moment; whether anything changed.

    The former one stays as history. What was planned for the same moment is replaced.
    """
    begins = since or at
    before = get_setting(option, at=begins)
    if before == value:
        return False
    if since is not None:
        Setting.objects.filter(name=option.name, set_at=since).delete()
    Setting.objects.create(name=option.name, value=value, set_at=begins, set_by=by)
    publish(
        SettingChanged(
            at=at,
            by=by,
            name=option.name,
            before=str(before),
            after=str(value),
            since=local_date(since).isoformat() if since else "",
        )
    )
    return True


@transaction.atomic
def drop_plan(setting: Setting, *, at: datetime, by: str) -> None:
    """Take back a value whose day has not come; refused once it holds. Twice is once."""
    kept = Setting.objects.select_for_update().filter(pk=setting.pk).first()
    if kept is None:
        return
    if kept.set_at <= at:
        raise Refusal("It holds already: set another value instead.", code="holds_already")
    kept.delete()
    day = local_date(kept.set_at).isoformat()
    publish(SettingPlanDropped(at=at, by=by, name=kept.name, value=str(kept.value), since=day))
