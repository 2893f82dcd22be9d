"""Compound files: read by another reader, and by a checker every rule of which can fail."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psscore.hosts.vba.compound_check import check
from psscore.hosts.vba.compound_file import END, FREE, NO_STREAM, compound_file

TREE = {
    "VBA": {"dir": b"d" * 700, "_VBA_PROJECT": b"1234567", "Alpha": b"a" * 5000, "Beta": b"b" * 100, "Gamma": b""},
    "PROJECT": b"p" * 900,
    "PROJECTwm": b"w" * 30,
}
SOUND = compound_file(TREE)


def codes(data: bytes) -> set[str]:
    return {fault.code for fault in check(data)}


@pytest.mark.parametrize(
    ("size", "why"),
    [(0, "empty"), (1, "one byte"), (64, "a mini sector"), (65, "and a byte"), (4095, "last in the mini stream"),
     (4096, "first outside it"), (4097, "and a byte"), (70_000, "more than one FAT sector names"), (2_000_000, "many")],
)  # fmt: skip
def test_a_stream_of_any_size(size: int, why: str) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    data = compound_file({"S": {"stream": content}, "other": b"x"})
    assert check(data) == [], why
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        assert file.openstream(["S", "stream"]).read() == content
        assert file.parsing_issues == []


@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True), st.binary(max_size=6000), max_size=40
    )
)
def test_any_tree(streams: dict[str, bytes]) -> None:
    named = {name.upper(): (name, content) for name, content in streams.items()}
    tree = dict(named.values())
    data = compound_file({"VBA": tree})
    assert check(data) == []
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        assert {path[1]: file.openstream(path).read() for path in file.listdir()} == tree


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert compound_file(TREE) == SOUND
    assert check(SOUND) == []


def test_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        compound_file({"big": bytes(8_000_000)})


# Where things lie in SOUND: the directory, its entries, and the FAT are found from the header.
DIRECTORY = (struct.unpack_from("<I", SOUND, 48)[0] + 1) * 512
MINI_FAT = (struct.unpack_from("<I", SOUND, 60)[0] + 1) * 512
FAT = (struct.unpack_from("<I", SOUND, 76)[0] + 1) * 512


def entry(name: str) -> int:
    wanted = name.encode("utf-16le") + b"\0\0"
    return next(at for at in range(DIRECTORY, len(SOUND), 128) if SOUND[at:].startswith(wanted))


def start_of(name: str) -> int:
    return int(struct.unpack_from("<I", SOUND, entry(name) + 116)[0])


def number_of(name: str) -> int:
    return (entry(name) - DIRECTORY) // 128


Change = Callable[[bytearray], object]


def put(at: int, value: int, form: str = "<I") -> Change:
    return lambda data: struct.pack_into(form, data, at, value)


def rename(old: str, new: str) -> Change:
    def change(data: bytearray) -> None:
        raw = new.encode("utf-16le") + b"\0\0"
        at = entry(old)
        data[at : at + 64] = raw.ljust(64, b"\0")
        struct.pack_into("<H", data, at + 64, len(raw))

    return change


def top_of(storage: str) -> int:
    """Where the entry at the top of a storage's tree lies."""
    return DIRECTORY + 128 * int(struct.unpack_from("<I", SOUND, entry(storage) + 76)[0])


PLANTED: list[tuple[str, Change]] = [
    ("header", put(0, 0)),
    ("header", put(26, 4, "<H")),
    ("header", lambda data: data.pop()),
    ("fat_count", put(44, 2)),
    ("fat_count", put(80, 9999)),
    ("fat_mark", put(FAT + 4 * struct.unpack_from("<I", SOUND, 76)[0], END)),
    ("mini_fat_length", put(64, 2)),
    ("root", put(DIRECTORY + 66, 2, "<B")),
    ("chain", put(FAT + 4 * start_of("Alpha"), 100)),
    ("shared", put(FAT + 4 * start_of("Alpha"), start_of("Alpha"))),
    ("shared", put(entry("PROJECT") + 116, start_of("dir"))),
    ("length", put(FAT + 4 * start_of("Alpha"), END)),
    ("length", put(entry("Root Entry") + 120, 64)),
    ("length", put(entry("dir") + 120, 5, "<Q")),
    ("order", rename("Alpha", "Aaaa")),
    ("order", rename("Beta", "alphaalpha")),
    ("order", rename("Gamma", "ALPHA")),
    ("tree", put(top_of("VBA") + 68, 500)),
    ("tree", put(top_of("VBA") + 72, number_of("VBA"))),
    ("unreachable", put(top_of("VBA") + 68, NO_STREAM)),
    ("black_height", put(top_of("VBA") + 68, NO_STREAM)),
    ("red_top", put(top_of("VBA") + 67, 0, "<B")),
    ("lost", put(FAT + 4 * start_of("Alpha") + 4, END)),
    ("lost", put(MINI_FAT + 4 * start_of("dir"), END)),
    ("beyond", put(FAT + 508, END)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), PLANTED, ids=[f"{n}-{code}" for n, (code, _) in enumerate(PLANTED)])
def test_the_checker_finds_a_planted_defect(code: str, change: Change) -> None:
    data = bytearray(SOUND)
    change(data)
    assert code in codes(bytes(data))


def test_the_checker_finds_two_reds_in_a_row() -> None:
    data = bytearray(SOUND)
    for at in range(DIRECTORY, FAT, 128):
        data[at + 67] = 0
    assert "red_red" in codes(bytes(data))


def test_every_rule_of_the_checker_was_seen_to_fail() -> None:
    from pathlib import Path

    import psscore.hosts.vba.compound_check as module

    text = Path(module.__file__).read_text("utf-8")
    asked = {part.split('"')[1] for part in text.split("_fault(")[1:] if '"' in part.split(",")[0]}
    assert asked - {code for code, _ in PLANTED} == {"red_red"}
    assert FREE == 0xFFFFFFFF
