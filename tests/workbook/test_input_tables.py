"""Input cells are found by names, tables, headings and keys, wherever they stand."""

from __future__ import annotations

import pytest

from psscore.model.text import Text
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import write_inputs
from psscore.workbook.refusal import Refused
from psscore.workbook.template import EXAMPLE, build
from psscore.workbook.template.tables import READINGS, REQUESTS, SURVEY
from workbook.books import book, rows, sheet, table

MOVED = book(
    {
        "改名": sheet(
            '<row r="3"><c r="C3" t="str"><v>Total</v></c><c r="D3" t="str"><v>Code</v></c></row>'
            '<row r="4"><c r="C4"><v>7</v></c><c r="D4" t="str"><v> T01 </v></c></row>'
            '<row r="5"><c r="D5"><v>2</v></c></row>'
            '<row r="6"><c r="D6" t="str"><f>"T"&amp;"03"</f><v>T03</v></c></row>'
            '<row r="7"><c r="C7"><v>9</v></c><c r="D7" t="str"><v>T01</v></c></row><row r="8"><c r="D8"/></row>'
        )
    },
    raw=True,
    tables={"改名": [table("ps_requests", "C3:D8", ["Total", "Code"])]},
    names={"ps_unit": "'改名'!$C$4", "two": "'改名'!$C$4:$C$5", "ps_score": "'改名'!$D$6"},
)


@pytest.mark.parametrize(
    ("key", "cells", "why"),
    [
        ("T01", ["C4", "C7"], "one code in two rows, one typed with blanks"),
        ("2", ["C5"], "a code typed as a number"),
        ("T03", ["C6"], "a formula's stored result"),
        ("T04", [], "no such row"),
    ],
)
def test_rows_are_found_by_their_key(key: str, cells: list[str], why: str) -> None:
    found = InputTables(MOVED).table("PS_Requests").cells(REQUESTS.columns["code"], key, REQUESTS.columns["total"])
    assert found == [("改名", cell) for cell in cells], why


def test_keys_and_values() -> None:
    found = InputTables(MOVED).table("ps_requests")
    assert found.keys("code") == ["T01", "2", "T03", "T01"]
    assert found.value(("改名", "C7")) == 9
    assert found.value(("改名", "C8")) is None


def test_names() -> None:
    found = InputTables(MOVED)
    assert found.named("PS_UNIT") == ("改名", "C4")
    assert (found.value("ps_unit"), found.value("ps_score"), found.value("nothing")) == (7, "T03", None)
    assert (found.named("two"), found.named("nothing")) == (None, None)
    assert [found.is_formula(name) for name in ("ps_unit", "ps_score", "nothing")] == [False, True, False]
    assert [found.has(name) for name in ("Ps_Requests", "ps_scores")] == [True, False]


@pytest.mark.parametrize(
    ("name", "column", "key", "said"),
    [
        ("ps_scores", "Code", "T01", "the workbook has no table ps_scores; it has: ps_requests"),
        ("ps_requests", "Sum", "T01", 'the table ps_requests has no column "Sum"; it has: total、code'),
        ("ps_requests", "Total", "T04",
         'no row of the table ps_requests has T04 in the column "Code"; there are: T01、2、T03'),
        ("ps_requests", "Total", "T01", 'several rows of the table ps_requests have T01 as their "Code" (C4、C7)'),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(name: str, column: str, key: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        InputTables(MOVED).table(name).cell("Code", key, column)
    assert (refused.value.code, refused.value.text.en) == ("no_such_input", said)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cells_of_the_template(lang: str) -> None:
    data = build(lang, EXAMPLE)
    found = InputTables(data)
    reading = found.table(READINGS.name).cell(READINGS.columns["name"], "step", READINGS.columns["choice"])
    topic = found.table(REQUESTS.name).cell(REQUESTS.columns["code"], "T01", REQUESTS.columns["total"])
    answers = found.table(SURVEY.name).cells(SURVEY.columns["code"], "37", SURVEY.columns["satisfied"])
    assert (found.table(REQUESTS.name).value(topic), len(answers)) == (4826, 3)
    new = InputTables(write_inputs(data, {reading: "whole", topic: 1, answers[0]: 2}))
    assert new.table(READINGS.name).value(reading) == "whole"
    assert new.table(REQUESTS.name).value(topic) == 1
    assert new.table(SURVEY.name).value(answers[0]) == 2


def test_a_broken_cell_is_refused() -> None:
    data = book({"S": rows('<c r="A1" t="s"><v>9</v></c>')}, names={"n": "'S'!$A$1"})
    with pytest.raises(Refused, match="holds no cell value"):
        InputTables(data).value("n")


def test_texts_name_a_column_in_either_language() -> None:
    assert InputTables(MOVED).table("ps_requests").keys(Text("编号", "Code"))[0] == "T01"
