"""What is to be looked at in an open workbook, each at its cell: error values of our functions, and what checks say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psscore.hosts.libreoffice.calc.errors import error_of
from psscore.hosts.libreoffice.commands.reasons import call_of, reason
from psscore.hosts.libreoffice.commands.typed_over import cells, typed_over, value
from psscore.hosts.libreoffice.commands.workbook import Place, Workbook, address
from psscore.model.text import Text
from psscore.scoring.grade import NO_GRADES

_CHECKS = ("PS_CHECK", "PS_REVIEW")
_CHECK_COLUMNS = ("核查", "Finding")
_TABLES = ("ps_requests", "ps_scores", "ps_form")
_SOUND = ("", "✓")


@dataclass(frozen=True)
class Finding:
    """A cell and what is wrong with it."""

    place: Place
    sheet: str
    text: Text

    def line(self, lang: str) -> str:
        """`评分表!I5` and what is wrong."""
        return f"{self.sheet}!{address(*self.place[1:])} {self.text(lang)}"


def findings(workbook: Workbook) -> list[Finding]:
    """One for a cell, in the order of sheets and rows."""
    found: dict[Place, Text] = dict(_errors(workbook))
    for place, text in (*typed_over(workbook), *_checks(workbook)):
        found.setdefault(place, text)
    ordered = sorted(found, key=lambda place: (place[0], place[2], place[1]))
    return [Finding(place, workbook.sheets[place[0]].name, found[place]) for place in ordered]


def _errors(workbook: Workbook) -> Iterator[tuple[Place, Text]]:
    for formula in workbook.formulas:
        if not formula.error:
            continue
        if "PS_GRADE" in formula.functions:
            grade = call_of(workbook, formula)
            if grade is not None and grade.reason is NO_GRADES:
                continue
        why, lead = reason(workbook, formula), f"{formula.functions[0]} {error_of(formula.error)}"
        yield formula.place, Text(f"{lead}：{why.zh}", f"{lead}: {why.en}")


def _checks(workbook: Workbook) -> Iterator[tuple[Place, Text]]:
    for formula in workbook.formulas:
        said = formula.value
        if formula.functions[0] in _CHECKS and isinstance(said, str) and said.strip() not in _SOUND:
            yield formula.place, Text(said, said)
    for table in _TABLES:
        column = workbook.column(table, _CHECK_COLUMNS)
        for place in cells(column):
            said = value(workbook, place)
            if isinstance(said, str) and said.strip() not in _SOUND:
                yield place, Text(said, said)
