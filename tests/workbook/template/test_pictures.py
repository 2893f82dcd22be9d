"""The sheet of charts shows what the other sheets hold: nothing of its own but an order."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.pictures import LISTED, TOP
from psscore.workbook.template.tables import LEVEL_2, REQUESTS, SCORES
from workbook.template.opened import Opened, opened

SHEETS = {"zh": "图表", "en": "Charts"}
LEVELS = TOP + 1 + LISTED + 1  # below the heading, the list and the next heading


def shown(book: Opened, lang: str, first: int, rows: int, columns: str) -> list[tuple[str, ...]]:
    return [
        tuple(book.by_place[f"{SHEETS[lang]}!{column}{row}"].value or "" for column in columns)
        for row in range(first, first + rows)
    ]


def lost(book: Opened, lang: str, table: str) -> list[tuple[str, Decimal]]:
    """Code and points lost of every scored row, the most first, equal ones in the order of the table."""
    source = SCORES if table == "ps_scores" else LEVEL_2
    code = "indicator" if table == "ps_scores" else "code"
    columns = (book.column(table, source.columns[key](lang)) for key in (code, "points", "score"))
    found = [
        (str(code), Decimal(str(points)) - Decimal(str(score)))
        for code, points, score in zip(*columns, strict=True)
        if score and not score.startswith("#")
    ]
    found.sort(key=lambda row: -row[1])
    return [row for row in found if row[1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("table", "first", "rows"), [("ps_scores", TOP + 1, LISTED), ("ps_level2", LEVELS + 1, 12)])
def test_the_most_points_lost_come_first(lang: str, table: str, first: int, rows: int) -> None:
    book = opened(lang, True)
    found = shown(book, lang, first, rows, "LM")
    expected = lost(book, lang, table)
    assert len(expected) >= 10
    assert [(label.split()[0], Decimal(number)) for label, number in found if label] == expected[:rows]
    equal = [number for _, number in expected[:rows]]
    assert len(set(equal)) < len(equal), "rows that lost the same are among them"


def test_the_empty_workbook_lists_nothing() -> None:
    book = opened("zh", False)
    assert set(shown(book, "zh", TOP + 1, LISTED, "KLM")) == {("", "", "")}
    assert set(shown(book, "zh", LEVELS + 1, 12, "KLM")) == {("", "", "")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rates_are_those_of_the_score_sheet(lang: str) -> None:
    book = opened(lang, True)
    topics = book.column("ps_requests", REQUESTS.columns["topic"](lang))
    totals = book.column("ps_requests", REQUESTS.columns["total"](lang))
    rates = [book.column("ps_requests", REQUESTS.columns[key](lang)) for key in ("signed_rate", "resolved_rate")]
    expected = [
        (f"{topic}  ({total})", signed or "", resolved or "")
        for topic, total, signed, resolved in zip(topics, totals, *rates, strict=True)
    ]
    first = LEVELS + 1 + 12 + 1
    found = shown(book, lang, first + 1, 16, "LMN")
    assert [row[0] for row in found] == [row[0] for row in expected]
    for mine, theirs in zip(found, expected, strict=True):
        for one, other in zip(mine[1:], theirs[1:], strict=True):
            assert (one == "") == (other == ""), mine
            assert one == "" or abs(Decimal(one) - Decimal(other)) < Decimal("1e-12"), mine
    assert ("0" in totals) == any(row[1] == "" for row in found), "no requests is no rate, not 0 %"


@pytest.mark.parametrize(
    ("values", "label", "rate", "why"),
    [
        ((10, None, 5), "停车秩序问题  (10，未填全)", "", "not signed for: not known, not 0 %"),
        ((10, 0, 0), "停车秩序问题  (10)", "0", "none of ten"),
        ((0, 0, 0), "停车秩序问题  (0)", "", "no requests: no rate"),
        ((None, None, None), "停车秩序问题", "", "nothing is filled in"),
    ],
)
def test_a_rate_that_is_not_known_is_no_bar(values: tuple[int | None, ...], label: str, rate: str, why: str) -> None:
    tables = InputTables(opened("zh", True).data)
    table = tables.table("ps_requests")
    cells = [table.cell("编号", "T01", title) for title in ("总诉求量", "立即签收数", "已解决数")]
    data = write_inputs(opened("zh", True).data, dict(zip(cells, values, strict=True)))
    outcome = recalculate(data, Options(allow_partial=True))
    assert outcome.data is not None
    first = LEVELS + 1 + 12 + 1
    found = shown(Opened(outcome.data), "zh", first + 1, 1, "LM")
    assert found == [(label, rate)], why


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_range_of_a_chart_is_on_the_sheet_and_filled(lang: str) -> None:
    book = opened(lang, True)
    drawn = [member for member in book.members if member.startswith("xl/charts/chart")]
    mine = [text for name in drawn if f"<c:f>'{SHEETS[lang]}'!" in (text := book.members[name].decode())]
    assert len(mine) == 4
    for text in mine:
        ranges = re.findall(rf"<c:f>'{SHEETS[lang]}'!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</c:f>", text)
        assert len(ranges) >= 2
        for column, top, bottom in ranges:
            values = [book.by_place[f"{SHEETS[lang]}!{column}{row}"].value for row in range(int(top), int(bottom) + 1)]
            assert any(values), (column, top, bottom)


def test_no_formula_of_the_sheet_calls_our_functions() -> None:
    book = opened("zh", True)
    texts = [cell.formula for cell in book.cells if cell.sheet == "图表" and cell.formula is not None]
    assert 150 < len(texts) < 250
    assert [text for text in texts if "PS_" in re.sub(r"ps_\w+", "", text).upper()] == []
