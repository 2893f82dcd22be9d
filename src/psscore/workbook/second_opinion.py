"""A second opinion on a scored workbook: LibreOffice calculates its ordinary formulas too, and nothing is written.

Our own cells are given to both engines as the workbook stores them, so only the ordinary formulas are compared.
"""

from __future__ import annotations

import datetime
import math

from psscore.engines.engine import Engine, Fault, Source
from psscore.engines.formualizer import Formualizer
from psscore.engines.libreoffice import LibreOffice
from psscore.functions.call import OMITTED
from psscore.model.text import Text
from psscore.workbook.address import a1
from psscore.workbook.inquiries import PREFIX
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book
from psscore.workbook.prepared import Prepared
from psscore.workbook.recalculate import own_functions
from psscore.workbook.refusal import Finding
from psscore.workbook.sheet import scan
from psscore.workbook.strings import shared_strings


def second_opinion(data: bytes, now: datetime.datetime) -> tuple[int, list[Finding]]:
    """How many formula cells both engines calculated, and a finding for each where they differ.

    Raises `NotInstalled` without LibreOffice. Numbers agree to one unit of the 14th digit; what only one of the two
    can calculate is no difference.
    """
    ours, theirs = _prepared(data, Formualizer), _prepared(data, LibreOffice)
    for side in (ours, theirs):
        side.engine.calculate(now)
    count, findings = 0, []
    for sheet, state in ours.states.items():
        kept = set(state.kept)
        cells = [cell for index, cell in enumerate(state.places) if index not in kept]
        count += len(cells)
        pairs = zip(cells, ours.engine.values(sheet, cells), theirs.engine.values(sheet, cells), strict=True)
        for cell, one, other in pairs:
            if not same(one, other):
                text = Text(f"本引擎得 {one}，LibreOffice 得 {other}", f"this engine gives {one}, LibreOffice {other}")
                findings.append(Finding(sheet, a1(*cell), "second_opinion", text))
    return count, findings


def same(one: object, other: object) -> bool:
    """True when two engines' results agree; a formula that shows nothing comes back without a value."""
    if isinstance(one, Fault) or isinstance(other, Fault):
        return True
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-14, abs_tol=1e-300)
    return one == other or (one == "" and other is None)


def _prepared(data: bytes, load: type[Formualizer] | type[LibreOffice]) -> Prepared:
    package = Package(data)
    book = read_book(package)
    scans = {sheet.part: scan(package.read(sheet.part), sheet.part) for sheet in book.sheets}
    strings = shared_strings(package.read(book.strings), book.strings) if book.strings else []

    def without_functions(source: Source) -> Engine:
        source.functions = {name: helper for name, helper in source.functions.items() if name.startswith(PREFIX)}
        return load(source)

    return Prepared(book, scans, strings, own_functions(), OMITTED, without_functions, replay=True)
