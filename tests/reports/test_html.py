"""The page: whole in itself, safe, the same every time."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from psscore.reports import UnitSettings, to_html, unit_report
from psscore.reports.unit_report import by_unit
from psscore.results import Evaluation, Finding

HOSTILE = "<script>alert(1)</script>&\"'</style><b>\x00\ud800"


class Texts(HTMLParser):
    """The tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br", "col", "rect", "line"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line"):
            assert self.open.pop() == tag


@pytest.mark.parametrize("kind", ["self", "third_party", "card"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_is_whole_in_itself(evaluation: Evaluation, kind: str, lang: str) -> None:
    settings = UnitSettings(kind, lang, last=by_unit([evaluation]))
    page = to_html(unit_report(evaluation, settings))
    seen = Texts(page)
    assert seen.open == []
    assert seen.links == []
    assert "script" not in seen.tags
    assert "http" not in page
    assert seen.tags.count("svg") == (1 if kind == "card" else 3)
    assert page == to_html(unit_report(evaluation, settings))


def test_texts_of_strangers_are_escaped(evaluation: Evaluation) -> None:
    hostile = dataclasses.replace(
        evaluation,
        unit=HOSTILE,
        period=HOSTILE,
        evaluator=HOSTILE,
        findings=(Finding("check", HOSTILE, "A1", HOSTILE),),
    )
    page = to_html(unit_report(hostile, UnitSettings("self")))
    page.encode("utf-8")
    seen = Texts(page)
    assert {"script", "b"}.isdisjoint(seen.tags)
    assert seen.tags.count("style") == 1
    assert "\x00" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page


def test_the_header_of_a_page_cannot_leave_its_string(evaluation: Evaluation) -> None:
    page = to_html(
        unit_report(dataclasses.replace(evaluation, unit='"; } body { display: none } /* \\'), UnitSettings())
    )
    style = page[page.index("<style>") : page.index("</style>")]
    header = re.search(r"@top-right \{ content: (\"[^\"]*\");", style)
    assert header is not None
    assert "display: none }" not in header[1]
    assert "\\22 " in header[1]


def test_every_cell_of_a_table_is_there(evaluation: Evaluation) -> None:
    page = to_html(unit_report(evaluation))
    for item in evaluation.items:
        assert f">{item.indicator}</td>" in page
    assert page.count("<h2>") == 7
    assert "{{" not in page
