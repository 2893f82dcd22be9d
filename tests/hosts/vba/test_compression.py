"""Our compression, read back by another decompressor."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hosts.vba.reading import decompressed
from psscore.hosts.vba.compression import compress

RANDOM = random.Random(7)


def read_back(data: bytes) -> bytes:
    return decompressed(compress(data))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "nothing at all"),
        (b"a", "one literal"),
        (b"abc", "as long as the shortest match, with nothing before it"),
        (b"abcabc", "the shortest match"),
        (b"a" * 73, "the example of MS-OVBA 3.2.3: a match that overlaps itself"),
        (b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa", "the example of MS-OVBA 3.2.2"),
        (b"a" * 4095, "one byte short of a chunk"),
        (b"a" * 4096, "a chunk"),
        (b"a" * 4097, "a chunk and a byte: the match may not reach back into the first chunk"),
        (b"Dim a As Long\r\n" * 2000, "source text over many chunks"),
        (bytes(RANDOM.randrange(256) for _ in range(4096)), "a chunk that does not shrink is stored"),
        (bytes(RANDOM.randrange(256) for _ in range(3600)), "literals only, still below the size of a chunk"),
    ],
)
def test_reads_back(data: bytes, why: str) -> None:
    assert read_back(data) == data, why


def test_the_example_without_matches_is_stored_as_in_the_specification() -> None:
    """MS-OVBA 3.2.1."""
    expected = "0119b000616263646566676800696a6b6c6d6e6f70007172737475762e"
    assert compress(b"abcdefghijklmnopqrstuv.").hex() == expected


def test_the_overlapping_example_is_stored_as_in_the_specification() -> None:
    """MS-OVBA 3.2.3."""
    assert compress(b"a" * 73).hex() == "0103b002614500"


def test_offsets_widen_where_the_specification_says() -> None:
    """A copy token's offset takes 4 bits up to position 16, then one more at every power of two, all in one chunk."""
    for position in (15, 16, 17, 31, 32, 33, 64, 65, 128, 129, 256, 257, 512, 513, 1024, 1025, 2048, 2049, 4090):
        unlike = bytes(RANDOM.randrange(128) for _ in range(position))
        data = (b"XYZ" + unlike)[:position] + b"XYZ" + unlike[:40]
        assert read_back(data)[: len(data)] == data, position


@given(st.binary(max_size=9000))
def test_any_bytes_read_back(data: bytes) -> None:
    back = read_back(data)
    # A stored chunk is filled up with zeros, and only the last one can be short.
    assert back[: len(data)] == data
    assert back[len(data) :].strip(b"\0") == b""


@given(st.text(alphabet="abcdefg \r\n", max_size=20000))
def test_text_reads_back_exactly(text: str) -> None:
    data = text.encode()
    assert read_back(data) == data


@given(st.text(alphabet="ab\n", max_size=6000))
def test_the_same_text_gives_the_same_bytes(text: str) -> None:
    assert compress(text.encode()) == compress(text.encode())
    assert len(compress(text.encode())) <= len(text) * 9 // 8 + 5
