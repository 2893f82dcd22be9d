"""Lists of units: encodings, headings, numbers, and every fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from psscore.ranking import Adjustment
from psscore.ranking.unit_lists import BadList, read_adjustments, read_groups, read_scores, read_volumes

GOOD: tuple[tuple[Callable[[Path], Any], bytes, Any, str], ...] = (
    (read_groups, "unit,group\n甲,一\n\n乙,二\n".encode(), {"甲": "一", "乙": "二"}, "English heading, a blank line"),
    (read_groups, "单位,分组\n甲,一\n".encode("gb18030"), {"甲": "一"}, "as Chinese Excel saves it"),
    (read_groups, b"\xef\xbb\xbf" + "单位名称;组别\n甲;一\n".encode(), {"甲": "一"}, "a mark, semicolons"),
    (read_groups, "单位\t分组\t备注\n甲\t一\tx\n".encode("utf-16"), {"甲": "一"}, "Unicode text, a column too many"),
    (
        read_groups,
        '单位,分组\n"甲,乙",一\n=cmd,二\n'.encode(),
        {"甲,乙": "一", "=cmd": "二"},
        "quotes; a formula is text",
    ),
    (read_volumes, "单位,件数\n甲,１２０\n".encode(), {"甲": Fraction(120)}, "wide digits"),
    (read_volumes, "单位,件数\n甲,0\n".encode(), {"甲": Fraction(0)}, "no cases"),
    (
        read_scores,
        "单位,得分,满分\n甲,4.5,5\n乙,90,\n".encode(),
        {"甲": (Fraction("4.5"), Fraction(5)), "乙": (Fraction(90), None)},
        "full points or none",
    ),
    (
        read_adjustments,
        "单位,加减分,原因\n甲,-1,事故\n甲,+0.5,表彰\n".encode(),
        (Adjustment("甲", Fraction(-1), "事故"), Adjustment("甲", Fraction("0.5"), "表彰")),
        "points as they are",
    ),
    (
        read_adjustments,
        "单位,扣分,原因\n甲,1,事故\n".encode(),
        (Adjustment("甲", Fraction(-1), "事故"),),
        "deductions are taken away",
    ),
)

BAD: tuple[tuple[Callable[[Path], Any], bytes, tuple[str, ...], str], ...] = (
    (read_groups, b"", ("名单是空的",), "empty"),
    (read_groups, b"unit,group\n", ("名单是空的",), "a heading only"),
    (read_groups, b"\x89PNG\xff\x00", ("不是 UTF-8",), "a picture"),
    (read_groups, "单位,名称\n甲,x\n".encode(), ("表头缺少：分组",), "no such column"),
    (read_groups, "单位,单位,分组\n甲,x,一\n".encode(), ("表头重复：unit",), "a column twice"),
    (
        read_groups,
        "单位,分组\n甲,\n,一\nA 市,一\nＡ市,一\n".encode(),
        ("第 2 行", "第 3 行", "已在第 4 行"),
        "all at once",
    ),
    (
        read_volumes,
        "单位,件数\n甲,多\n乙,-1\n丙,1.5\n丁,\n".encode(),
        ("第 2 行", "第 3 行", "第 4 行", "第 5 行"),
        "no counts",
    ),
    (read_volumes, "单位,件数\n甲,1,234\n".encode(), ("多出 1 个单元格",), "1,234 is not 1"),
    (read_volumes, "单位,件数\n甲,nan\n乙,1e5\n".encode(), ("nan", "1e5"), "words for numbers"),
    (read_adjustments, "单位,加减分,原因\n甲,-1,\n".encode(), ("没有写原因",), "a reason is compulsory"),
    (read_adjustments, f"单位,加减分,原因\n甲,{'9' * 400},x\n".encode(), ("“加减分”太大",), "beyond any sheet"),
    (read_adjustments, "单位,扣分,加减分,原因\n甲,1,1,x\n".encode(), ("之中的一列",), "which of the two?"),
    (read_adjustments, "单位,扣分,原因\n甲,-1,x\n".encode(), ("须不小于 0",), "minus a minus"),
)


@pytest.mark.parametrize(("read", "data", "wanted", "why"), GOOD, ids=[row[-1] for row in GOOD])
def test_read(read: Callable[[Path], Any], data: bytes, wanted: Any, why: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(data)
    assert read(path) == wanted, why


@pytest.mark.parametrize(("read", "data", "said", "why"), BAD, ids=[row[-1] for row in BAD])
def test_refused(read: Callable[[Path], Any], data: bytes, said: tuple[str, ...], why: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(data)
    with pytest.raises(BadList) as told:
        read(path)
    messages = [problem.message.zh for problem in told.value.problems]
    assert len(messages) == len(said), (why, messages)
    for words, message in zip(said, messages, strict=True):
        assert words in message, why


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="cannot read"):
        read_groups(tmp_path / "none.csv")
