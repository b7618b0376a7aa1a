"""What a bot of Telegram needs from staff, and how Telegram speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.operations.kinds import Field, Kind
from zabota.connectors.telegram.client import API
from zabota.connectors.telegram.operations.setting import CODE, check_keys, receive, sample

TELEGRAM = Kind(
    code=CODE,
    title="Telegram",
    about=_("The partners' chat in a group of Telegram, and notices to whoever wants them there."),
    fields=(
        Field(name="token", label=_("Token of the bot"), secret=True, pattern=r"\d{3,20}:[\w-]{20,100}",
              help=_("Write to @BotFather: /newbot. It answers with the token.")),
        Field(name="api_url", label=_("Address of the API"), default=API, aside=True),
    ),
    receive=receive,
    job="telegram.read",
    guide=(
        _("Under Chat, Telegram press “Point the bot here”: the address and a secret word are set by themselves."),
        _("Tell @BotFather /setprivacy, Disable: otherwise the bot hears only commands."),
        _("Add the bot to the group and make it an administrator; then choose its room under Chat, Telegram."),
    ),
    headers=("content-type",),
    sample=sample,
    check_keys=check_keys,
)  # fmt: skip
