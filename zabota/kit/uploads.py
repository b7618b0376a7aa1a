"""Files that people send: recognised by their content, small enough, never something that runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from zabota.kit.errors import Refusal

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
PICTURES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
TEXT = "text/plain"
DRAWN = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")  # what wants to be a picture
ENDINGS = {
    "image/png": {"png"}, "image/jpeg": {"jpg", "jpeg"}, "image/gif": {"gif"}, "image/webp": {"webp"},
    "application/pdf": {"pdf"}, TEXT: {"txt", "csv", "md", "log"},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {"docx"},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"xlsx"},
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": {"pptx"},
}  # fmt: skip
OFFICE = {"word/": "wordprocessingml.document", "xl/": "spreadsheetml.sheet",
          "ppt/": "presentationml.presentation"}  # fmt: skip
MACROS = "vbaProject.bin"
MOVE = ("GIF", "PNG", "WEBP")
COLOURS = ("icc_profile", "transparency")  # what a picture says of itself and may go on saying
SAVED = {"JPEG": {"quality": 92}, "WEBP": {"quality": 92}}
# Words by their content, yet somebody's computer runs them or draws them as a page.
RUN = frozenset({
    "bat", "cmd", "com", "hta", "htm", "html", "js", "jse", "lnk", "mht", "mjs", "ps1", "reg", "scr", "sh", "svg",
    "url", "vbe", "vbs", "wsf", "xhtml", "xml",
})  # fmt: skip


class UploadRefused(Refusal):
    """This file is not taken, with the reason."""

    code = "upload_refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is kept: a safe name, its true type, its bytes; pixels for a picture."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    width: int | None = None
    height: int | None = None

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it in place."""
        return self.width is not None


def take_upload(name: str, content: bytes, *, most_bytes: int = MOST_BYTES) -> Upload:
    """Look at a file and keep what is safe of its name; refused when too large or of another kind.

    Pictures, PDF, plain text and office files without macros are taken.
    """
    if not content:
        raise UploadRefused("The file is empty.")
    if len(content) > most_bytes:
        raise UploadRefused(
            "The file is larger than %(megabytes)s MB.", megabytes=most_bytes // 1024 // 1024
        )
    kind, width, height = _kind_of(content)
    if kind == TEXT and _ending(name) in RUN:
        raise _not_taken()
    return Upload(_safe_name(name, kind), kind, content, sha256(content).hexdigest(), width, height)


def shrunk(content: bytes, most: tuple[int, int]) -> bytes:
    """The picture within a size, turned upright, as PNG; what a camera wrote into it is gone."""
    with Image.open(BytesIO(content)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        upright.thumbnail(most)
        made = BytesIO()
        upright.save(made, "PNG", optimize=True)
    return made.getvalue()


def bare(upload: Upload) -> Upload:
    """The file without what a camera wrote into it: where, when, by which device; upright.

    Only pictures carry that. One that moves is left as it is: no camera made it.
    """
    if not upload.is_picture:
        return upload
    with Image.open(BytesIO(upload.content)) as picture:
        kind = "JPEG" if picture.format == "MPO" else picture.format or ""  # telephones' depth
        if getattr(picture, "n_frames", 1) > 1 and kind in MOVE:
            return upload
        made = BytesIO()
        upright = ImageOps.exif_transpose(picture)
        colours: dict[str, Any] = {
            name: upright.info[name] for name in COLOURS if name in upright.info
        }
        upright.info = {}
        upright.save(made, kind, **colours, **SAVED.get(kind, {}))
    content = made.getvalue()
    return replace(
        upload, content=content, sha256=sha256(content).hexdigest(), width=upright.width,
        height=upright.height,
    )  # fmt: skip


def _kind_of(content: bytes) -> tuple[str, int | None, int | None]:
    if content.startswith(b"%PDF-"):
        return "application/pdf", None, None
    if content.startswith(b"PK\x03\x04"):
        return _office(content), None, None
    if picture := _picture(content):
        return picture
    if content.startswith(DRAWN):
        raise _damaged()
    if _is_text(content):
        return TEXT, None, None
    raise _not_taken()


def _picture(content: bytes) -> tuple[str, int, int] | None:
    try:
        with Image.open(BytesIO(content)) as picture:
            kind, (width, height) = PICTURES.get(picture.format or ""), picture.size
            if kind is None:
                return None
            if width * height > MOST_PIXELS:
                raise UploadRefused("The picture has too many pixels. Make it smaller.")
            picture.verify()
        with Image.open(BytesIO(content)) as picture:
            picture.load()  # one that was cut off is found here, not when it is made smaller
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return None
    return kind, width, height


def _office(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError):
        raise _damaged() from None
    if "[Content_Types].xml" in names and not any(name.endswith(MACROS) for name in names):
        for folder, word in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return f"application/vnd.openxmlformats-officedocument.{word}"
    raise UploadRefused("Archives and files with macros are not taken. Send the document itself.")


def _is_text(content: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0b\x0e-\x1f]", content) or re.match(
        rb"\s*<(!doctype|html|svg|script|\?xml)", content, re.I
    ):
        return False
    for encoding in ("utf-8", "cp1251"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not content.startswith((b"#!", b"MZ"))
    return False


def _safe_name(name: str, kind: str) -> str:
    """The last part of the name, of harmless characters, with an ending that fits the content."""
    path = PurePath(_last_part(name))
    stem = re.sub(r"[^\w\s().,№+-]", "_", path.stem).strip(" .")[:80] or "file"
    ending, usual = _ending(name), "txt" if kind == TEXT else min(ENDINGS[kind])
    return f"{stem}.{ending if ending in ENDINGS[kind] else usual}"


def _not_taken() -> UploadRefused:
    return UploadRefused(
        "This kind of file is not taken. Send a picture, a PDF, a text or an office file.",
        code="not_taken",
    )


def _damaged() -> UploadRefused:
    return UploadRefused("The file is damaged or was cut off on the way. Send it once more.")


def _ending(name: str) -> str:
    return PurePath(_last_part(name)).suffix.lstrip(".").strip().lower()


def _last_part(name: str) -> str:
    return name.replace("\\", "/").split("/")[-1]
