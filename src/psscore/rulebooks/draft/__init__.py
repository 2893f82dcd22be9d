"""Somebody's own table of indicators, read as a draft standard whose rules wait for confirmation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psscore.model.text import Text
from psscore.rulebooks.check import check_raw
from psscore.rulebooks.draft.build import Builder, Draft, Given
from psscore.rulebooks.draft.grid import MAX_COLUMNS, MAX_ROWS, grid_of
from psscore.rulebooks.draft.headers import find_header
from psscore.rulebooks.draft.rows import Reader
from psscore.rulebooks.finding import Finding, Severity
from psscore.rulebooks.places import path_of
from psscore.rulebooks.sheets import Rulebook
from psscore.rulebooks.wording import in_words, value_at

__all__ = ["Draft", "Given", "draft_of"]
NOTHING = Given()
_ASKED = (" > collection", " > grade")
"""What a draft is asked for by a finding of its own, in the words of the table."""


def draft_of(book: Any, file: str, name: str, *, sheet: str | None = None, given: Given = NOTHING) -> Draft:
    """The draft of a workbook's table: of the named sheet, else of the first that has one.

    `name` is the `id/edition` the standard is to have, `given` what its author says where the table is silent.
    """
    pages = [page for page in book.worksheets if sheet in (None, page.title)]
    for page in pages:
        grid = grid_of(page)
        header = find_header(grid)
        if header is None:
            continue
        read = Reader(grid, header, file).run()
        if grid.beyond:
            read.find(
                Severity.FAULT,
                grid.beyond,
                f"只读前 {MAX_ROWS} 行、前 {MAX_COLUMNS} 列，此处起未读：请拆成几张表，或删去表外的内容",
                f"only {MAX_ROWS} rows and {MAX_COLUMNS} columns are read, this is beyond: split the table, "
                "or delete what does not belong to it",
            )
        if read.roots:
            return Builder(read, name, page.title, given).build()
    looked = "、".join(page.title for page in book.worksheets)
    message = Text(
        f"没有找到指标表：须有“分值”列和“三级指标”“考核内容”之类的列（找过：{looked}）",
        f"no table of indicators: it needs a column 分值 and one such as 三级指标 or 考核内容 (looked at: {looked})",
    )
    return Draft(Rulebook({}), findings=[Finding(Severity.FAULT, file, "-", message)])


def draft_findings(draft: Draft, file: str) -> list[Finding]:
    """What was found while reading, and the faults that would keep the draft from loading."""
    found = list(draft.findings)
    said = {finding.where for finding in found}
    for one in check_raw(draft.book.raw, file) if draft.book.raw else []:
        where = one.where
        if where.endswith(_ASKED) and _missing(draft, where):
            continue
        while where and where not in draft.places:
            where = where.rpartition(" > ")[0]
        place = draft.places.get(where, "")
        # Points that cannot be read, or names that occur twice, have been reported in the table's own words.
        if place in said and (one.where.endswith(("> name", "> points")) or one.severity is Severity.FAULT):
            continue
        found.append(in_words(replace(one, file=file), draft.book.raw, place))
    return found


def _missing(draft: Draft, where: str) -> bool:
    return value_at(draft.book.raw, path_of(where, draft.book.raw)) is None
