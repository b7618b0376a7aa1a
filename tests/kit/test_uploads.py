"""Files from people: recognised by what is in them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from zabota.kit.uploads import UploadRefused, take_upload


def packed(*names: str) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "…")
    return kept.getvalue()


def picture(kind: str = "PNG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (4, 3), "green").save(drawn, kind)
    return drawn.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept", "kind"),
    [
        ("фото.jpg", picture(), "фото.png", "image/png"),
        ("C:\\акт.PDF", b"%PDF-1.7 ...", "акт.pdf", "application/pdf"),
        ("список.csv", "имя;сумма".encode("cp1251"), "список.csv", "text/plain"),
        ("../../etc/passwd", b"root", "passwd.csv", "text/plain"),
        ("a.docx", packed("[Content_Types].xml", "word/document.xml"), "a.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)  # fmt: skip
def test_what_is_taken(name: str, content: bytes, kept: str, kind: str) -> None:
    upload = take_upload(name, content)
    assert (upload.name, upload.content_type) == (kept, kind)
    assert upload.is_picture == kind.startswith("image/")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"MZ\x90\x00\x03", b"#!/bin/sh\nrm", b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>",
        packed("virus.exe"), packed("[Content_Types].xml", "word/vbaProject.bin"), b"\x89PNG\r\n\x1a\nbroken",
        picture("BMP"),
    ],
)  # fmt: skip
def test_what_is_not(content: bytes) -> None:
    with pytest.raises(UploadRefused):
        take_upload("счёт.pdf", content)


def test_too_large() -> None:
    with pytest.raises(UploadRefused, match="1 MB"):
        take_upload("a.txt", b"a" * (1024 * 1024 + 1), most_bytes=1024 * 1024)
