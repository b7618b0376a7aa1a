"""The Bot API as its documentation tells it: one bot, its chats, its webhook.

A test speaks as people do by /_say {"chat", "from", "text", "reply_to", "id", "edit", "photo"}, lets the bot
into a group by /_group {"chat", "title", "inside"}, asks to join by /_ask, starts the bot by /_start,
says who has blocked it by /_config {"blocked": [ids], "loses": n, "limit": n, "grown": {"old": new}} and
reads what there is in the chats at /_truth.
"""

from __future__ import annotations

import json
import re
import time
from base64 import b64decode, b64encode
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from tests.emulators.server import Delivery, Emulator, Request

TOKEN = "100500:test_token_of_the_bot_of_zabota"
PATH = re.compile(r"/(file/)?bot([^/]+)/(.+)")


class TelegramApi(Emulator):
    def begin(self) -> None:
        self.webhook: dict[str, Any] = {}
        self.chats: dict[str, dict[str, Any]] = {}
        self.files: dict[str, str] = {}
        self.calls: list[dict[str, Any]] = []
        self.blocked: set[int] = set()
        self.grown: dict[str, int] = {}
        self.limit = 10_000  # messages before 429
        self.loses = 0  # so many answers are lost though the deed was done
        self.broken = 0  # so many answers are 500 and nothing was done
        self.update_id = 1000
        self.numbers: dict[str, int] = {}

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return self._play(request)
            found = PATH.fullmatch(request.path)
            if found is None:
                return _no(404, "Not Found")
            if found.group(2) != TOKEN:
                return _no(401, "Unauthorized")
            if found.group(1):
                return 200, b64decode(self.files[found.group(3)])
            return self._api(found.group(3), _wish(request))

    def _api(self, method: str, wish: dict[str, Any]) -> tuple[int, Any]:
        self.calls.append({"method": method, **wish})
        deed = getattr(self, f"_do_{method}", None)
        if deed is None:
            return _no(404, "Not Found: method not found")
        if self.broken and method.startswith("send"):
            self.broken -= 1
            return 502, "bad gateway"
        status, said = deed(wish)
        if self.loses and status == 200 and method.startswith("send"):
            self.loses -= 1
            return 502, "bad gateway"
        return status, said

    def _do_getMe(self, _: Any) -> tuple[int, Any]:
        return _yes(
            {"id": 100500, "is_bot": True, "first_name": "Забота", "username": "zabota_bot"}
        )

    def _do_setWebhook(self, wish: dict[str, Any]) -> tuple[int, Any]:
        if not re.fullmatch(r"[\w-]{1,256}", wish.get("secret_token", "")):
            return _no(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = wish
        return _yes(True)

    def _do_deleteWebhook(self, _: Any) -> tuple[int, Any]:
        self.webhook = {}
        return _yes(True)

    def _do_getWebhookInfo(self, _: Any) -> tuple[int, Any]:
        return _yes({"url": self.webhook.get("url", ""), "pending_update_count": self.under_way()})

    def _do_sendMessage(self, wish: dict[str, Any]) -> tuple[int, Any]:
        text = wish.get("text", "")
        if not text:
            return _no(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _no(400, "Bad Request: message is too long")
        return self._write(wish, text=text)

    def _do_sendPhoto(self, wish: dict[str, Any]) -> tuple[int, Any]:
        return self._write(wish, text=wish.get("caption", ""), file=wish["photo"])

    def _do_sendDocument(self, wish: dict[str, Any]) -> tuple[int, Any]:
        return self._write(wish, text=wish.get("caption", ""), file=wish["document"])

    def _write(self, wish: dict[str, Any], **kept: Any) -> tuple[int, Any]:
        chat = str(wish["chat_id"])
        if chat in self.grown:
            more = {"migrate_to_chat_id": self.grown[chat]}
            return _no(400, "Bad Request: group chat was upgraded to a supergroup chat", more)
        if int(chat) in self.blocked:
            return _no(403, "Forbidden: bot was blocked by the user")
        if chat not in self.chats or not self.chats[chat]["inside"]:
            return _no(400 if chat not in self.chats else 403, "chat not found or bot was kicked")
        if self.limit <= 0:
            return _no(429, "Too Many Requests: retry after 7", {"retry_after": 7})
        self.limit -= 1
        number = self._number(chat)
        reply = (wish.get("reply_parameters") or {}).get("message_id")
        self.chats[chat]["messages"][str(number)] = {"by": "bot", "reply_to": reply, **kept}
        return _yes({"message_id": number, "chat": {"id": int(chat)}, "date": int(time.time())})

    def _do_editMessageText(self, wish: dict[str, Any]) -> tuple[int, Any]:
        message = self._find(wish)
        if message is None or message["by"] != "bot":
            return _no(400, "Bad Request: message to edit not found")
        if message["text"] == wish["text"]:
            return _no(400, "Bad Request: message is not modified")
        message["text"] = wish["text"]
        return _yes(True)

    def _do_deleteMessage(self, wish: dict[str, Any]) -> tuple[int, Any]:
        if self._find(wish) is None:
            return _no(400, "Bad Request: message to delete not found")
        del self.chats[str(wish["chat_id"])]["messages"][str(wish["message_id"])]
        return _yes(True)

    def _do_approveChatJoinRequest(self, wish: dict[str, Any]) -> tuple[int, Any]:
        return self._judge(wish, "approved")

    def _do_declineChatJoinRequest(self, wish: dict[str, Any]) -> tuple[int, Any]:
        return self._judge(wish, "declined")

    def _judge(self, wish: dict[str, Any], verdict: str) -> tuple[int, Any]:
        asked = self.chats[str(wish["chat_id"])]["asked"]
        if asked.get(str(wish["user_id"])) != "asked":
            return _no(400, "Bad Request: HIDE_REQUESTER_MISSING")
        asked[str(wish["user_id"])] = verdict
        return _yes(True)

    def _do_banChatMember(self, wish: dict[str, Any]) -> tuple[int, Any]:
        self.chats[str(wish["chat_id"])]["asked"][str(wish["user_id"])] = "banned"
        return _yes(True)

    def _do_unbanChatMember(self, wish: dict[str, Any]) -> tuple[int, Any]:
        self.chats[str(wish["chat_id"])]["asked"][str(wish["user_id"])] = "out"
        return _yes(True)

    def _do_getFile(self, wish: dict[str, Any]) -> tuple[int, Any]:
        if wish["file_id"] not in self.files:
            return _no(400, "Bad Request: wrong file_id")
        return _yes({"file_id": wish["file_id"], "file_path": wish["file_id"]})

    def _find(self, wish: dict[str, Any]) -> dict[str, Any] | None:
        chat = self.chats.get(str(wish["chat_id"]), {"messages": {}})
        found: dict[str, Any] | None = chat["messages"].get(str(wish["message_id"]))
        return found

    def _number(self, chat: str) -> int:
        self.numbers[chat] = self.numbers.get(chat, 0) + 1
        return self.numbers[chat]

    def _tell(self, kind: str, said: dict[str, Any]) -> dict[str, Any]:
        self.update_id += 1
        update = {"update_id": self.update_id, kind: said}
        if self.webhook:
            headers = {
                "content-type": "application/json",
                "x-telegram-bot-api-secret-token": self.webhook["secret_token"],
            }
            body = json.dumps(update, ensure_ascii=False).encode()
            self.deliver(Delivery(self.webhook["url"], body, headers))
        return update

    def forged(self, delivery: Delivery) -> Delivery:
        """Somebody who knows the address and not the word."""
        headers = {**delivery.headers, "x-telegram-bot-api-secret-token": "0" * 64}
        return Delivery(delivery.url, delivery.body.replace(b'"text"', b'"text" '), headers)

    def _play(self, request: Request) -> tuple[int, Any]:
        said = request.json()
        match request.path:
            case "/_config":
                self.blocked = set(said.get("blocked", self.blocked))
                self.grown.update(said.get("grown", {}))
                self.limit = said.get("limit", self.limit)
                self.loses = said.get("loses", self.loses)
                self.broken = said.get("broken", self.broken)
            case "/_group":
                return 200, self._group(said)
            case "/_say":
                return 200, self._say(said)
            case "/_start":
                user = said["from"]
                self._chat(user["id"], user["first_name"])
                return 200, self._say({**said, "chat": user["id"], "private": True})
            case "/_ask":
                self._chat(said["from"]["id"], said["from"]["first_name"])
                self.chats[str(said["chat"])]["asked"][str(said["from"]["id"])] = "asked"
                chat = {"id": said["chat"], "type": "supergroup", "title": "Чат"}
                return 200, self._tell("chat_join_request", {
                    "chat": chat, "from": {"is_bot": False, **said["from"]},
                    "user_chat_id": said["from"]["id"], "date": int(time.time())})  # fmt: skip
            case "/_truth":
                return 200, {"chats": self.chats, "calls": self.calls, "webhook": self.webhook}
        return 200, {}

    def _chat(self, number: int, title: str) -> dict[str, Any]:
        fresh = {"title": title, "inside": True, "messages": {}, "asked": {}}
        return self.chats.setdefault(str(number), fresh)

    def _group(self, said: dict[str, Any]) -> dict[str, Any]:
        chat = self._chat(said["chat"], said.get("title", "Чат"))
        chat["inside"] = said.get("inside", True)
        status = "administrator" if chat["inside"] else "kicked"
        bot = {"id": 100500, "is_bot": True, "first_name": "Забота"}
        return self._tell("my_chat_member", {
            "chat": {"id": said["chat"], "type": "supergroup", "title": chat["title"]},
            "from": {"id": 1, "is_bot": False, "first_name": "Админ"}, "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": "left"},
            "new_chat_member": {"user": bot, "status": status}})  # fmt: skip

    def _say(self, said: dict[str, Any]) -> dict[str, Any]:
        chat = str(said["chat"])
        number = said.get("id") or self._number(chat)
        message: dict[str, Any] = {
            "message_id": number,
            "from": {"is_bot": False, **said["from"]},
            "chat": {
                "id": said["chat"],
                "type": "private" if said.get("private") else "supergroup",
            },
            "date": said.get("date", int(time.time())),
        }
        if said.get("reply_to"):
            message["reply_to_message"] = {"message_id": said["reply_to"]}
        if "photo" in said:
            key = f"file{len(self.files)}"
            self.files[key] = said["photo"]
            message["photo"] = [{"file_id": key, "width": 9, "height": 9}]
            message["caption"] = said.get("text", "")
        else:
            message["text"] = said["text"]
        message.update(said.get("more", {}))
        self.chats[chat]["messages"][str(number)] = {
            "by": said["from"]["first_name"], "text": said.get("text", "")}  # fmt: skip
        kind = "edited_message" if said.get("edit") else "message"
        return self._tell(kind, message)


def _wish(request: Request) -> dict[str, Any]:
    """JSON, or a form with a file."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        wish: dict[str, Any] = request.json()
        return wish
    raw = b"content-type: " + kind.encode() + b"\r\n\r\n" + request.body
    wish = {}
    for part in BytesParser(policy=HTTP).parsebytes(raw).iter_parts():
        name = part.get_param("name", header="content-disposition")
        body = part.get_payload(decode=True)
        wish[str(name)] = b64encode(body).decode() if part.get_filename() else body.decode()
    return wish


def _yes(result: Any) -> tuple[int, Any]:
    return 200, {"ok": True, "result": result}


def _no(code: int, words: str, more: dict[str, Any] | None = None) -> tuple[int, Any]:
    said = {"ok": False, "error_code": code, "description": words}
    return code, {**said, "parameters": more} if more else said


EMULATOR = TelegramApi
