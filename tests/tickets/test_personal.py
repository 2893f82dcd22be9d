"""Personal data: found however it is written, and headings quoted only where they are headings."""

from __future__ import annotations

import json
from pathlib import Path

import pandas
import pytest

from psscore.tickets import TicketsRefused, ingest
from psscore.tickets.counting import Settings, count
from psscore.tickets.engines.duckdb import DuckDb
from psscore.tickets.item_map import clean, parse_item_map
from psscore.tickets.personal import headings_shown, holds_number, label_shown, may_hold_number
from psscore.tickets.places import Place
from psscore.tickets.report import to_json
from psscore.tickets.total_rows import is_total
from tickets.engines import in_sqlite
from tickets.maps import HEADER
from tickets.truth import START, blank


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
    ("label", "found", "why"),
    [
        ("8123 4567", True, "two parts"),
        ("8123-4567", True, "with a hyphen"),
        ("８１２３　４５６７", True, "full width"),
        ("812 3456", True, "seven digits"),
        ("王某 6512-3456 转 801", True, "with an extension"),
        ("联系电话：81234567", True, "in one run after its word"),
        ("tel 8123456", True, "the same in Latin"),
        ("13800138000", True, "whatever is a number for certain"),
        ("81234567", False, "a code may be written so"),
        ("21010203 停车", False, "the code of a category"),
        ("2024-2025年度", False, "two years"),
        ("2025-0012号", False, "a number within a year"),
        ("2025 1203", False, "a date"),
        ("302-2025", False, "a room or route, and a year"),
        ("8123-4567-0001", False, "a code of parts"),
        ("3.2025-1234", False, "a part of one"),
        ("1234 5678", False, "no landline begins so"),
        ("垃圾分类-01-02-0003", False, "a code"),
        ("电话预约类20250304", False, "a date after the word"),
    ],
)
def test_a_landline_without_its_area_code(label: str, found: bool, why: str) -> None:
    assert may_hold_number(label) is found, why
    assert (label_shown(label) != label) is found
    assert not any(char.isdigit() for char in label_shown(label)) or not found


SECRETS = ("13800138000", "王小明", "8123", "4567", "19491231")
LABELS = [
    ("label", "王小明 138-0013-8000 停车"),
    ("label", "反映人电话13800138000噪音"),
    ("sublabel", "8123 4567"),
    ("unit", "王小明13800138000"),
    ("district", "１３８００１３８０００"),
    ("channel", "110105 19491231 002X"),
    ("city", "来电 8123-4567"),
    ("label", "王小明" * 40),
]


@pytest.mark.parametrize("source", ["database", "frame"])
@pytest.mark.parametrize(("field", "label"), LABELS)
def test_labels_of_databases_and_frames_are_shown_by_their_shape(source: str, field: str, label: str) -> None:
    row = blank("T1", created_s=START, **{"label": "停车", field: label})
    engine = in_sqlite([row]) if source == "database" else DuckDb.frame(pandas.DataFrame([row]))
    rules = parse_item_map(HEADER + "停车,1,keyword,label,停车,,,\n别的,3,keyword,label,车,,,\n")
    by = ("city", "district", "unit", "channel")
    told = []
    for items in (rules, None):
        counts = count(engine, Settings((*by, "item") if items else by, items))
        told.append(json.dumps([to_json(counts, records={}), counts.sql], ensure_ascii=False))
    with pytest.raises(TicketsRefused) as refused:
        count(engine, Settings(places=(Place("district", "没有的"),)))
    told.append(str(refused.value) + "".join(one.zh + one.en for one in refused.value.sentences))
    assert [(secret, text) for text in told for secret in SECRETS if secret in text.replace("-", "")] == []
    if field in by:
        assert label_shown(clean(label)) in told[1], "what the group is called"


def test_groups_that_are_not_shown_stay_apart_and_codes_are_shown() -> None:
    rows = [
        blank(f"T{at}", created_s=START, unit=f"王小明1380013800{at}", platform_code="110105194912310021")
        for at in range(3)
    ]
    counts = count(in_sqlite(rows), Settings(("unit",), parse_item_map(HEADER + "停车,1,code,platform_code,9,,,\n")))
    assert len({group.key for group in count(in_sqlite(rows), Settings(("unit",))).groups}) == 3
    assert to_json(counts, records={})["items"]["unmapped"][0]["platform_code"] == "110105194912310021"


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
