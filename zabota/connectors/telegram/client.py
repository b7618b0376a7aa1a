"""Calls to the Bot API, and what an answer means: done, nothing done, refused, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx

from zabota.connectors.connections.facts import Keys
from zabota.kit.outside import PrivateAddress, outside

Json = dict[str, Any]
API = "https://api.telegram.org/"
PATIENCE = httpx.Timeout(30.0, connect=5.0)
# With these the call has not left the house.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, PrivateAddress)


class TelegramFault(Exception):
    """A call did not succeed; never carries the address, for the token is in it."""


class NotReached(TelegramFault):
    """The call never got there: nothing was done."""


class Unclear(TelegramFault):
    """The call may have got there: whether it was done is not known."""


class SlowDown(TelegramFault):
    """Too many calls: nothing was done, and nothing shall be asked for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class GroupMoved(TelegramFault):
    """The group is a supergroup now, with another number; nothing was done."""

    def __init__(self, chat_id: int) -> None:
        super().__init__(f"now {chat_id}")
        self.chat_id = chat_id


class Refused(TelegramFault):
    """Telegram says no, with its reason."""


class Forbidden(Refused):
    """The bot was put out of the chat, or the person has blocked it."""


class TokenRefused(Refused):
    """Telegram knows no bot with this token."""


class Telegram:
    """One bot; use it in a `with`."""

    def __init__(self, keys: Keys) -> None:
        base = (keys["api_url"] or API).rstrip("/")
        token = keys["token"]
        self._files = f"{base}/file/bot{token}/"
        self._client = outside(f"{base}/bot{token}/")

    def __enter__(self) -> Telegram:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get_me(self) -> Json:
        """The bot itself: id, username."""
        return dict(self._call("getMe"))

    def set_webhook(self, url: str, *, secret: str, wanted: Sequence[str]) -> None:
        """Be told of what is wanted, one call at a time: so the order of a chat is kept."""
        self._call(
            "setWebhook",
            url=url,
            secret_token=secret,
            max_connections=1,
            allowed_updates=list(wanted),
        )

    def delete_webhook(self) -> None:
        """Be told no more."""
        self._call("deleteWebhook")

    def get_webhook(self) -> Json:
        """Where the bot is told now, how much waits, and what went wrong last."""
        return dict(self._call("getWebhookInfo"))

    def send_message(self, chat_id: int, text: str, *, reply_to: int = 0) -> int:
        """Plain text: nothing in it is markup. The number of the new message."""
        wish: Json = {"chat_id": chat_id, "text": text, **_reply(reply_to)}
        return int(self._call("sendMessage", **wish)["message_id"])

    def send_file(
        self,
        chat_id: int,
        *,
        name: str,
        content: bytes,
        media_type: str,
        caption: str = "",
        picture: bool = False,
    ) -> int:
        """A picture or a document; the number of the new message."""
        method, field = ("sendPhoto", "photo") if picture else ("sendDocument", "document")
        form = {"chat_id": str(chat_id), **({"caption": caption[:1000]} if caption else {})}
        made = self._ask(method, data=form, files={field: (name, content, media_type)})
        return int(made["message_id"])

    def edit_message(self, chat_id: int, message_id: int, text: str) -> None:
        """Other words in a message of the bot; the same words are no fault."""
        try:
            self._call("editMessageText", chat_id=chat_id, message_id=message_id, text=text)
        except Refused as refused:
            if "not modified" not in str(refused):
                raise

    def delete_message(self, chat_id: int, message_id: int) -> None:
        """Take a message away; one that is away already is no fault."""
        try:
            self._call("deleteMessage", chat_id=chat_id, message_id=message_id)
        except Refused as refused:
            if "not found" not in str(refused):
                raise

    def let_in(self, chat_id: int, user_id: int) -> None:
        """Approve a request to join."""
        self._call("approveChatJoinRequest", chat_id=chat_id, user_id=user_id)

    def decline(self, chat_id: int, user_id: int) -> None:
        """Decline a request to join."""
        self._call("declineChatJoinRequest", chat_id=chat_id, user_id=user_id)

    def put_out(self, chat_id: int, user_id: int) -> None:
        """Remove somebody from a group; he may ask again."""
        self._call("banChatMember", chat_id=chat_id, user_id=user_id)
        self._call("unbanChatMember", chat_id=chat_id, user_id=user_id, only_if_banned=True)

    def fetch_file(self, file_id: str) -> bytes:
        """The bytes of a file, at most 20 MB by their own limit."""
        path = self._call("getFile", file_id=file_id)["file_path"]
        try:
            answer = self._client.get(f"{self._files}{path}", timeout=PATIENCE)
        except httpx.HTTPError as fault:
            raise Unclear(type(fault).__name__) from None
        if answer.status_code != 200:
            raise Unclear(f"file: {answer.status_code}")
        return answer.content

    def _call(self, method: str, **wish: Any) -> Any:
        return self._ask(method, json=wish)

    def _ask(self, method: str, **options: Any) -> Any:
        try:
            answer = self._client.post(method, timeout=PATIENCE, **options)
        except _BEFORE as fault:
            raise NotReached(type(fault).__name__) from None
        except httpx.HTTPError as fault:
            raise Unclear(type(fault).__name__) from None
        return _result(answer)


def _result(answer: httpx.Response) -> Any:
    try:
        said = answer.json()
    except ValueError:
        raise Unclear(f"{answer.status_code}, not JSON") from None
    if not isinstance(said, dict):
        raise Unclear(f"{answer.status_code}, not an object")
    if said.get("ok") and answer.status_code == 200:
        return said.get("result")
    more = said.get("parameters") or {}
    words = str(said.get("description") or answer.status_code)[:200]
    if answer.status_code == 429:
        raise SlowDown(int(more.get("retry_after") or 5))
    if answer.status_code >= 500:
        raise Unclear(words)
    if moved := more.get("migrate_to_chat_id"):
        raise GroupMoved(int(moved))
    if answer.status_code in (401, 404):
        raise TokenRefused(words)
    raise (Forbidden if answer.status_code == 403 else Refused)(words)


def _reply(to: int) -> Json:
    if not to:
        return {}
    return {"reply_parameters": {"message_id": to, "allow_sending_without_reply": True}}
