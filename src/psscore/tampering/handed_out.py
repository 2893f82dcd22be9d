"""The workbook that was handed out: a file, or the one psscore builds for a standard; read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.rulebook import load_standard
from psscore.rulebook.reference import parse_reference
from psscore.tampering.canonical import Canon, Canonical
from psscore.tampering.keyed import Keyed, key_column, keyed
from psscore.tampering.opened import Opened, open_workbook
from psscore.tampering.sheet_view import Place
from psscore.workbook.template.any_standard import NoWorkbook, workbook_of
from psscore.workbook.tokens import tokenize

_RESULTS = (
    "ps_result_total", "ps_result_grade", "ps_max_points", "ps_form_total", "ps_form_grade", "ps_form_points",
    "ps_standard_reference", "ps_form_standard",
)  # fmt: skip
_SCORING = frozenset({"PS_SCORE", "PS_TOTAL", "PS_SUBTOTAL", "PS_GRADE", "PS_EXECUTION", "PS_TARGET", "PS_LIGHT"})
_ADDRESSES = frozenset({"cell", "rows", "columns", "prefix"})


@dataclass(frozen=True)
class HandedOut:
    """A workbook as it was handed out, its formulas by what they mean."""

    opened: Opened

    @cached_property
    def tables(self) -> Mapping[str, Keyed]:
        """The tables with their rows by key."""
        book = self.opened.book
        return {name: keyed(self.opened, table, key_column(self.opened, table)) for name, table in book.tables.items()}

    @cached_property
    def formulas(self) -> Mapping[tuple[str, Place], Canonical]:
        """Every formula by sheet and place."""
        canon = Canon(self.opened, self.tables, lambda sheet, at: (sheet, at))
        return {
            (name, at): canon.read(held.formula, name, at)
            for name, sheet in self.opened.sheets.items()
            for at, held in sheet.cells.items()
            if held.formula
        }

    @cached_property
    def calculated(self) -> Mapping[tuple[str, str], Canonical]:
        """The formula of every table column, by table and heading, that is the same in all its rows."""
        found = {}
        for name, rows in self.tables.items():
            table = rows.table
            for offset, heading in enumerate(table.columns):
                places = [(row, table.left + offset) for row in range(table.first_row, table.last_row + 1)]
                formulas = {self.formulas.get((table.sheet, at)) for at in places}
                if len(formulas) == 1 and (only := formulas.pop()) is not None:
                    found[name, heading] = only
        return found

    @cached_property
    def decisive(self) -> frozenset[str]:
        """The names and table columns (`ps_scores[得分]`) that a score, a total or a grade rests on."""
        scored = (
            label for at, formula in self.formulas.items() if formula.functions & _SCORING for label in self.labels(*at)
        )
        return self._below({*_RESULTS, *scored})

    @cached_property
    def main(self) -> frozenset[str]:
        """Those the results on the cover rest on; the sheets of other systems that come with them may be taken out."""
        named = [name for name in _RESULTS if name in self.opened.names]
        return self._below(set(named)) if {"ps_result_total", "ps_form_total"} & {*named} else self.decisive

    @cached_property
    def _reads(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for at, formula in self.formulas.items():
            for label in self.labels(*at):
                found.setdefault(label, set()).update(formula.reads)
        return found

    def _below(self, start: set[str]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(start)
        while waiting:
            label = waiting.pop()
            if label not in found:
                found.add(label)
                waiting += self._reads.get(label, ())
        return frozenset(found)

    def is_spare(self, sheet: str) -> bool:
        """True of a sheet that no result on the cover rests on."""
        names = {name for (where, _), name in self._named.items() if where == sheet}
        tables = {name for name, rows in self.tables.items() if rows.table.sheet == sheet}
        return not any(label in names or label.partition("[")[0] in tables for label in self.main)

    def is_decisive(self, sheet: str, at: Place) -> bool:
        """True when a score, a total or a grade rests on the cell."""
        own = self.formulas.get((sheet, at))
        return any(label in self.decisive for label in self.labels(sheet, at)) or bool(own and own.functions & _SCORING)

    def labels(self, sheet: str, at: Place) -> list[str]:
        """What formulas call a cell: its name, its column of a table."""
        found = []
        if name := self._named.get((sheet, at)):
            found.append(name)
        table = self.opened.table_at(sheet, at)
        if table is not None:
            found.append(f"{table.name.casefold()}[{table.columns[at[1] - table.left]}]")
        return found

    @cached_property
    def _named(self) -> Mapping[tuple[str, Place], str]:
        cells = {name: self.opened.book.cell(name) for name in self.opened.names if name.startswith("ps_")}
        return {(cell[0], cell[1:]): name for name, cell in cells.items() if cell is not None}

    @cached_property
    def addressed(self) -> frozenset[tuple[str, Place]]:
        """The formulas that name cells by their addresses; the same words mean the same in all others."""
        return frozenset(
            (name, at)
            for name, sheet in self.opened.sheets.items()
            for at, held in sheet.cells.items()
            if held.formula and any(token.kind in _ADDRESSES for token in tokenize(held.formula))
        )


def built_for(reference: str, lang: str) -> HandedOut | None:
    """The workbook psscore builds for a standard; None when the standard is not known here or has no workbook."""
    standard = known(reference)
    if standard is None:
        return None
    parsed = parse_reference(reference)
    choices = tuple(parsed.choices.items())
    shape = tuple((item.code, item.points) for item in standard.indicators)
    return _built(parsed.id, parsed.edition, lang, shape, choices)


def known(reference: str) -> Standard | None:
    """A standard by its reference; None when it is not known here."""
    try:
        return load_standard(reference)
    except (ReferenceFault, StandardFaults):
        return None


_kept: dict[tuple[object, ...], HandedOut] = {}


def _built(name: str, edition: str, lang: str, shape: object, choices: tuple[tuple[str, str], ...]) -> HandedOut | None:
    """Readings that change nothing about the indicators change nothing about the workbook."""
    key = name, edition, lang, shape
    found = _kept.get(key)
    if found is None:
        query = "&".join(f"{reading}={value}" for reading, value in choices)
        try:
            data = workbook_of(f"{name}/{edition}{'?' if query else ''}{query}", lang)
        except NoWorkbook:
            return None
        if len(_kept) >= 16:
            _kept.clear()
        found = _kept[key] = HandedOut(open_workbook(data))
    return found
