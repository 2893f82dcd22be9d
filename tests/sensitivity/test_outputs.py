"""The report as JSON, as a page and as a workbook."""

from __future__ import annotations

import io
import json
import re
import zipfile
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from hosts.excel.package_check import check
from psscore.sensitivity import SCHEMA, Report, Settings, examine, report, to_json
from psscore.sensitivity.chart import tornado
from psscore.sensitivity.page import page
from psscore.sensitivity.sheets import workbook
from psscore.sensitivity.view import Bar, bars, lines, signed, summary
from psscore.workbook.recalculate import Recalculator
from sensitivity.workbooks import changed, example

SVG = "{http://www.w3.org/2000/svg}"
UNIT = '=1+1 <b>"某区"</b>'


@pytest.fixture(scope="module", params=["zh", "en"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = tmp_path_factory.mktemp("outputs")
    for name, unit in (("a", UNIT), ("b", "乙区")):
        (folder / f"{name}.xlsm").write_bytes(changed(example(), {"ps_unit": unit}))
    settings = Settings(weights=Fraction(10), lang=request.param)
    paths = [folder / "a.xlsm", folder / "b.xlsm", folder / "none.xlsm"]
    return report(examine(paths, settings, recalculator=Recalculator()), settings)


def test_json_holds_numbers_as_exact_texts(found: Report) -> None:
    told = json.loads(json.dumps(to_json(found)))
    assert told["schema"] == SCHEMA == "psscore.sensitivity/1"
    first, _, last = told["files"]
    assert (last["status"], last["unit"]) == ("error", None)
    assert (first["unit"], first["total"], first["smallest"], first["largest"]) == (UNIT, "83.69", "79.69", "88.96")
    step = next(one for one in first["readings"] if one["reading"] == "step")
    assert (step["chosen"], step["spread"], step["not_varied"]) == ("proportional", "5.4", None)
    ceil = step["values"][2]
    keys = ("value", "chosen", "total", "difference", "grade", "gained", "lost", "reason")
    assert [ceil[key] for key in keys] == ["ceil", False, "80.5", "-3.19", "良", "0.07", "3.26", None]
    assert {"indicator": "16", "before": "1.8", "after": "1.6", "difference": "-0.2"}.items() <= ceil["rows"][0].items()
    excluded = next(one for one in first["readings"] if one["reading"] == "no_cases")["values"][2]["rows"][0]
    assert (excluded["after"], excluded["difference"]) == ("excluded", None)
    assert first["weights"]["what_if"] is True
    assert (first["weights"]["smallest"]["total"], first["weights"]["smallest"]["raised"]) == ("82.89", ["C"])
    assert not re.search(r": -?\d+\.\d", json.dumps(told)), "a number with decimals is a text"


def test_the_lines_begin_with_the_widest_reading(found: Report) -> None:
    shown = lines(found.files[0], found.settings.lang)
    assert [line.total for line in shown[:3]] == [Fraction("83.69"), Fraction("85.9"), Fraction("80.5")]
    assert [line.own for line in shown[:3]] == [True, False, False]
    assert shown[2].codes.startswith("16 -0.2")
    assert len(shown[2].names.splitlines()) == 3


def test_the_summary_says_what_is_a_what_if(found: Report) -> None:
    said = "\n".join(summary(found.files[0], found.settings.lang))
    assert re.search(r"79\.69.*88\.96.*9\.27", said)
    assert ("假设" if found.settings.lang == "zh" else "what-if") in said


class Text(HTMLParser):
    """The words of a page, and whatever it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.fetched: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href")]
        assert tag not in ("script", "link", "iframe")


def test_the_page_needs_nothing_beside_it(found: Report) -> None:
    text = page(found)
    read = Text()
    read.feed(text)
    assert read.fetched == []
    assert UNIT in "".join(read.words)
    assert '<b>"某区' not in text
    svg = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(svg) == 2
    assert f'<html lang="{found.settings.lang}">' in text


def test_the_picture(found: Report) -> None:
    made = bars(found.files[0], found.settings.lang)
    assert [(bar.low, bar.high) for bar in made[:2]] == [
        (Fraction("80.5"), Fraction("85.9")),
        (Fraction("83.69"), Fraction("88.96")),
    ]
    tree = ElementTree.fromstring(tornado(made, Fraction("83.69"), "t"))
    width, height = float(tree.get("width", 0)), float(tree.get("height", 0))
    rects = [{k: float(r.get(k, 0)) for k in ("x", "y", "width", "height")} for r in tree.iter(f"{SVG}rect")][1:]
    # Two bars lie on both sides of the total, one bar for each other.
    both = sum(bar.low < Fraction("83.69") < bar.high for bar in made)
    assert len(rects) == len(made) + both
    assert all(r["x"] >= 0 and r["x"] + r["width"] <= width and r["y"] + r["height"] <= height for r in rects)
    assert rects[0]["width"] / rects[1]["width"] == pytest.approx(3.19 / 2.21, rel=0.02)


def test_a_picture_of_equal_or_huge_numbers() -> None:
    for low, high in ((Fraction(5), Fraction(5)), (Fraction(-3), Fraction(10**5))):
        ElementTree.fromstring(tornado([Bar("x" * 99, low, high, ("a" * 99, "<&"))], None, "<&>"))


def test_the_workbook(found: Report) -> None:
    data = workbook(found)
    assert check(data, "xlsx") == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    zh = found.settings.lang == "zh"
    assert book.sheetnames == (
        ["口径影响", "图", "权重变动（假设）", "排名"] if zh else ["Readings", "Chart", "Weights (what if)", "Ranking"]
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells), "a unit's name became a formula"
    assert UNIT in {cell.value for cell in cells}
    first = book.worksheets[0]
    totals = {(row[0].value, row[1].value): (row[2].value, row[3].value) for row in first.iter_rows(max_row=20)}
    assert totals[
        "不足一个百分点的计法" if zh else "A part of a percentage point",
        "不足一档按一档计" if zh else "a started step counts",
    ] == (80.5, -3.19)
    chart = book.worksheets[1]
    assert [cell.value for cell in chart[3]][1:3] == [-3.19, 2.21]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [name for name in archive.namelist() if name.startswith("xl/charts/")] == [
            "xl/charts/chart1.xml",
            "xl/charts/chart2.xml",
        ]
    ranks = book.worksheets[3]
    assert [ranks.cell(row, 4).value for row in (4, 5)] == [1, 1]
    assert book.worksheets[0]["A1"].value == ("口径影响分析" if zh else "What the readings change")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, ""),
        (Fraction(0), "0"),
        (Fraction("0.2"), "+0.2"),
        (Fraction("-0.2"), "-0.2"),
        (Fraction(1, 3), "≈0.3333"),
    ],
)
def test_differences_carry_their_sign(number: Fraction | None, text: str) -> None:
    assert signed(number) == text
