"""Files from people: recognised by what is in them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from zabota.kit.uploads import UploadRefused, bare, take_upload


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
        ("../../etc/passwd", b"root", "passwd.txt", "text/plain"),
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


@pytest.mark.parametrize(
    "content",
    [picture()[:-20], picture("JPEG")[:200], packed("[Content_Types].xml", "word/a.xml")[:-9]],
)
def test_of_what_was_cut_off_that_is_said(content: bytes) -> None:
    with pytest.raises(UploadRefused, match="cut off"):
        take_upload("файл", content)


def test_too_large() -> None:
    with pytest.raises(UploadRefused, match="1 MB"):
        take_upload("a.txt", b"a" * (1024 * 1024 + 1), most_bytes=1024 * 1024)


@pytest.mark.parametrize("name", ["страница.html", "a.SVG", "a.bat", "счёт.txt.js", "a.ps1 "])
def test_words_that_a_computer_runs_are_not_taken(name: str) -> None:
    with pytest.raises(UploadRefused):
        take_upload(name, b"hello <script>alert(1)</script>")


def photo(kind: str, **told: object) -> bytes:
    told_by_camera = Image.Exif()
    told_by_camera[0x010F] = "SecretCamera"
    told_by_camera[0x0112] = 6  # held on its side
    told_by_camera.get_ifd(0x8825)[1] = "N"
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, kind, exif=told_by_camera, **told)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_goes_on_without_what_the_camera_wrote(kind: str) -> None:
    taken = take_upload(f"снимок.{kind.lower()}", photo(kind))
    assert b"SecretCamera" in taken.content, "or the test proves nothing"
    kept = bare(taken)
    assert b"SecretCamera" not in kept.content
    with Image.open(BytesIO(kept.content)) as picture:
        assert not picture.getexif()
        assert (picture.format, picture.size) == (kind, (30, 40)), "upright"
    assert (kept.width, kept.height) == (30, 40)
    assert kept.sha256 != taken.sha256


def test_a_comment_of_a_picture_goes_too() -> None:
    assert (
        b"Ivan at home"
        not in bare(take_upload("a.jpg", photo("JPEG", comment="Ivan at home"))).content
    )


def test_a_telephones_picture_in_depth_is_a_picture() -> None:
    depth, drawn = Image.new("RGB", (40, 30), "white"), BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "MPO", save_all=True, append_images=[depth])
    taken = take_upload("снимок.jpg", drawn.getvalue())
    assert (taken.name, taken.content_type) == ("снимок.jpg", "image/jpeg")
    with Image.open(BytesIO(bare(taken).content)) as picture:
        assert picture.format == "JPEG"


def test_what_moves_and_what_is_seen_through_stay_so() -> None:
    drawn = BytesIO()
    frames = [Image.new("RGB", (4, 3), colour) for colour in ("green", "white")]
    frames[0].save(drawn, "GIF", save_all=True, append_images=frames[1:])
    moving = take_upload("a.gif", drawn.getvalue())
    assert bare(moving) == moving

    clear = BytesIO()
    Image.new("RGBA", (4, 3), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(BytesIO(bare(take_upload("a.png", clear.getvalue())).content)) as picture:
        assert picture.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
    words = take_upload("a.txt", b"words")
    assert bare(words) == words


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_is_not_taken(kind: str) -> None:
    drawn = BytesIO()
    Image.effect_noise((60, 60), 80).convert("RGB").save(drawn, kind)
    with pytest.raises(UploadRefused):
        take_upload("a.jpg", drawn.getvalue()[: len(drawn.getvalue()) // 2])
