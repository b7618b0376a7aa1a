"""Files of messages in Telegram: fetched, looked at like every upload; what is not taken is named."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zabota.connectors.connections.facts import NotCertain
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.telegram.client import Refused, Telegram, TelegramFault
from zabota.connectors.telegram.facts import SentFile
from zabota.kit.uploads import MOST_BYTES, Upload, UploadRefused, take_upload


def fetch_files(
    connection: Connection, files: Sequence[SentFile]
) -> tuple[list[Upload], list[str]]:
    """The files that we take, and a line for each that we do not; raises NotCertain to come again."""
    if not files:
        return [], []
    taken, lines = [], []
    with Telegram(keys_of(connection)) as bot:
        for file in files:
            if (upload := _fetch(bot, file)) is not None:
                taken.append(upload)
            else:
                lines.append(_("[a file that stayed in Telegram: %(name)s]") % {"name": file.name})
    return taken, lines


def _fetch(bot: Telegram, file: SentFile) -> Upload | None:
    if file.size > MOST_BYTES:
        return None
    try:
        return take_upload(file.name, bot.fetch_file(file.file_id))
    except (Refused, UploadRefused):
        return None
    except TelegramFault as fault:
        raise NotCertain(f"file: {fault}") from fault
