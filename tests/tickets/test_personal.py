"""Personal data: found however it is written, and headings quoted only where they are headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from psscore.tickets import TicketsRefused, ingest
from psscore.tickets.personal import headings_shown, holds_number
from psscore.tickets.total_rows import is_total


@pytest.mark.parametrize(
    ("label", "found", "why"),
    [
        ("13800138000", True, "a mobile number"),
        ("138-0013-8000 王小明", True, "with hyphens"),
        ("138 0013 8000", True, "with blanks"),
        ("138.0013.8000", True, "with dots"),
        ("138–0013—8000", True, "with dashes"),
        ("１３８００１３８０００", True, "full width"),
        ("138\u200b0013\u200b8000", True, "with what nobody sees"),
        ("+86 13800138000", True, "with the code of the country"),
        ("电话8613800138000", True, "the same in one run"),
        ("010-65123456", True, "a landline"),
        ("（0571）8512 3456", True, "a landline in brackets"),
        ("110105 19491231 002X", True, "an identity number in parts"),
        ("11010519491231002x", True, "in one run"),
        ("1380013800", False, "a digit too few"),
        ("138001380001", False, "a digit too many"),
        ("2025-03-04 10:00:00", False, "a time"),
        ("12345热线", False, "the name of the line"),
        ("第12网格 2025", False, "small numbers"),
        ("垃圾分类-01-02-0003", False, "a code"),
    ],
)
def test_a_number_of_a_person(label: str, found: bool, why: str) -> None:
    assert holds_number(label) is found, why


@pytest.mark.parametrize(
    ("label", "total"),
    [
        ("合计", True),
        ("小 计", True),
        ("总计：200 件", True),
        ("Total", True),
        ("汇总部", False),
        ("合计划", False),
        ("", False),
    ],
)
def test_a_row_of_totals(label: str, total: bool) -> None:
    assert is_total(label) is total


@pytest.mark.parametrize(
    ("cells", "said", "quoted"),
    [
        (["工单号", "来电人", "时间"], "表头有", True),
        (["T1", "王小明", "13800138000", "北京市"], "像数据", False),
        (["T1", "王小明", "北京市朝阳区"], "不像表头", False),
        (["GD1", "王小明", "2025-03-04 10:00"], "像数据", False),
        (["工单时间", "王小明 138-0013-8000"], "像数据", False),
    ],
)
def test_headings_are_quoted_only_where_they_are_headings(cells: list[str], said: str, quoted: bool) -> None:
    told = headings_shown(cells)
    assert said in told.zh
    assert any(cell in text for cell in cells for text in (told.zh, told.en)) is quoted


@pytest.mark.parametrize(
    "unit", ["138-0013-8000 王小明", "１３８００１３８０００", "010-65123456", "110105 19491231 002X"]
)
def test_numbers_in_labels_stop_the_reading(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"工单编号,受理时间,承办单位\nGD1,2025-03-04 10:00:00,{unit}\n", "utf-8")
    with pytest.raises(TicketsRefused) as refused:
        ingest(path)
    assert refused.value.code == "personal_data"
    assert unit not in str(refused.value)


def test_a_file_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("T1,王小明,13800138000,北京市\nT2,李四,13800138001,北京市\n", "utf-8")
    with pytest.raises(TicketsRefused) as refused:
        ingest(path)
    assert [
        (secret, text)
        for text in map(str, refused.value.sentences)
        for secret in ("王小明", "138001")
        if secret in text
    ] == []
    assert "像数据" in refused.value.sentences[0].zh


def test_a_cell_that_begins_as_a_mark_is_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("工单编号,受理时间\n\x01foo,2025-03-04 10:00:00\n\x01blank,2025-03-04 10:00:00\n".encode())
    with ingest(path) as result:
        assert (result.accepted, result.rejects) == (2, {})
