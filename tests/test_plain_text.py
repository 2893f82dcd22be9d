"""Texts of strangers in the encodings spreadsheets save, and what is none."""

import pytest

from psscore.plain_text import decoded

TEXT = "单位,件数\n城东区,3\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xff", b"\x00\x01", b"\xef\xbb\xbf\xff"])
def test_no_text(data: bytes) -> None:
    assert decoded(data) is None
