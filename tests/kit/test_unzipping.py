"""Archives of strangers: what is inside comes out whole, in bounds, and under its own name."""

from __future__ import annotations

import io
import zipfile
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

import pytest

from zabota.kit.unzipping import Unpacked, unpack


def packed(*files: tuple[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def opened(raw: bytes, *, most_files: int = 5, most_bytes: int = 1_000) -> list[Unpacked]:
    return unpack(raw, most_files=most_files, most_bytes=most_bytes)


@pytest.mark.parametrize("packing", [ZIP_STORED, ZIP_DEFLATED])
def test_files_come_out_in_order(packing: int) -> None:
    raw = packed(("b.txt", b"1"), ("folder/выписка.txt", b"22"), packing=packing)
    assert opened(raw) == [Unpacked("b.txt", b"1"), Unpacked("выписка.txt", b"22")]


def test_russian_names_of_windows() -> None:
    raw = packed(("xxxxxxx.txt", b"1")).replace(b"xxxxxxx", "выписка".encode("cp866"))
    assert [file.name for file in opened(raw)] == ["выписка.txt"]


def test_folders_and_litter_are_no_files() -> None:
    raw = packed(("a/", b""), ("__MACOSX/._b.txt", b"x"), ("a/.DS_Store", b"x"), ("b.txt", b"1"))
    assert [file.name for file in opened(raw)] == ["b.txt"]


def test_a_bomb_is_not_unpacked_and_its_neighbours_are() -> None:
    raw = packed(
        ("bomb.txt", b"0" * 10_000_000), ("good.txt", b"1" * 900), ("late.txt", b"2" * 101)
    )
    assert [(file.name, file.problem, len(file.content)) for file in opened(raw)] == [
        ("bomb.txt", "too_large", 0), ("good.txt", "", 900), ("late.txt", "too_large", 0),
    ]  # fmt: skip


def test_a_bomb_that_says_it_is_small_is_damaged() -> None:
    size = (10_000_000).to_bytes(4, "little")
    raw = packed(("bomb.txt", b"0" * 10_000_000)).replace(size, (10).to_bytes(4, "little"))
    assert opened(raw) == [Unpacked("bomb.txt", b"", "damaged")]


def test_too_many_files_are_told_by_name() -> None:
    raw = packed(*((f"{n}.txt", b"x") for n in range(7)))
    assert [file.problem for file in opened(raw)] == [""] * 5 + ["too_many"] * 2


def test_a_locked_file_is_told() -> None:
    raw = bytearray(packed(("a.txt", b"secret"), ("b.txt", b"1")))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert [file.problem for file in opened(bytes(raw))] == ["locked", ""]


@pytest.mark.parametrize("packing", [ZIP_BZIP2, ZIP_LZMA])
def test_an_unusual_packing_is_told(packing: int) -> None:
    assert opened(packed(("a.txt", b"x"), packing=packing))[0].problem == "packed_otherwise"


# Named: an archive bears the time of its making, and every process of a run must know a test by one name.
@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\x03\x04 no archive", packed(), packed(("a", b"x"))[:-9]],
    ids=["nothing", "a beginning", "no files", "cut off"],
)
def test_what_cannot_be_opened_holds_nothing(raw: bytes) -> None:
    assert opened(raw) == []


def test_a_damaged_file_is_told() -> None:
    raw = packed(("a.txt", b"abcdefgh"), packing=ZIP_STORED).replace(b"abcdefgh", b"abcdefgX")
    assert opened(raw) == [Unpacked("a.txt", b"", "damaged")]
