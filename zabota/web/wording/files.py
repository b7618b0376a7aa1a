"""Files that pages give and take: always an attachment, never something a browser would run."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from zabota.kit.errors import Refusal
from zabota.kit.uploads import MOST_BYTES


def attachment(name: str, body: bytes, media_type: str) -> HttpResponse:
    """A file to be saved under its name."""
    answer = HttpResponse(body, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def upload_of(request: HttpRequest, field: str) -> tuple[str, bytes]:
    """The name and the bytes of an uploaded file; refused without one or when it is too large."""
    file = request.FILES.get(field)
    if file is None or isinstance(file, list):
        raise Refusal("Choose a file.", code="no_file")
    if (file.size or 0) > MOST_BYTES:
        raise Refusal(
            "The file is larger than %(megabytes)s MB.",
            code="too_large",
            megabytes=MOST_BYTES // 1024 // 1024,
        )
    return file.name or "", file.read()
