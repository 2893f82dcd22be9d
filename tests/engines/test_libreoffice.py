"""The engine against LibreOffice, a different implementation, on whole workbooks."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from psscore.engines.engine import Engine, Place, Source
from psscore.engines.formualizer import Formualizer
from psscore.engines.libreoffice import LibreOffice
from psscore.functions.call import OMITTED
from psscore.workbook.inquiries import PREFIX
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.prepared import Prepared
from psscore.workbook.recalculate import own_functions
from psscore.workbook.sheet import scan
from psscore.workbook.strings import shared_strings
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

pytestmark = pytest.mark.usefixtures("soffice")


def prepared(data: bytes, load: type[Engine]) -> Prepared:
    """The workbook's ordinary formulas in an engine, our own cells given as they are stored."""
    package = Package(data)
    book = read_book(package)
    scans = {sheet.part: scan(package.read(sheet.part), sheet.part) for sheet in book.sheets}
    strings = shared_strings(package.read(book.strings), book.strings) if book.strings else []

    def without_functions(source: Source) -> Engine:
        source.functions = {name: helper for name, helper in source.functions.items() if name.startswith(PREFIX)}
        return load(source)

    return Prepared(book, scans, strings, own_functions(), OMITTED, without_functions, replay=True)


def compared(data: bytes) -> tuple[int, dict[Place, tuple[object, object]]]:
    """How many formula cells both calculated, and those where they differ."""
    ours, theirs = prepared(data, Formualizer), prepared(data, LibreOffice)  # type: ignore[type-abstract]
    for one in (ours, theirs):
        one.engine.calculate(datetime(2026, 3, 1))
    differences = {}
    count = 0
    for name, state in ours.states.items():
        given = set(state.kept)
        cells = [cell for index, cell in enumerate(state.places) if index not in given]
        count += len(cells)
        pairs = zip(cells, ours.engine.values(name, cells), theirs.engine.values(name, cells), strict=True)
        differences.update({(name, *cell): (a, b) for cell, a, b in pairs if not same(a, b)})
    return count, differences


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-300)
    # A formula that shows nothing comes back without a value.
    return one == other or (one == "" and other is None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_filled_standard_workbook(lang: str) -> None:
    count, differences = compared(build(lang, EXAMPLE))
    assert count > 600
    assert differences == {}
