"""Somebody's own table of indicators, read as a draft standard whose rules wait for confirmation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psscore.model.text import Text
from psscore.rulebooks.check import check_raw
from psscore.rulebooks.draft.build import Builder, Draft
from psscore.rulebooks.draft.grid import grid_of
from psscore.rulebooks.draft.headers import find_header
from psscore.rulebooks.draft.rows import Reader
from psscore.rulebooks.finding import Finding, Severity
from psscore.rulebooks.sheets import Rulebook

__all__ = ["Draft", "draft_of"]


def draft_of(book: Any, file: str, name: str, *, sheet: str | None = None, collection: str | None = None) -> Draft:
    """The draft of a workbook's table: of the named sheet, else of the first that has one.

    `name` is the `id/edition` the standard is to have, `collection` how data are collected where the table is silent.
    """
    pages = [page for page in book.worksheets if sheet in (None, page.title)]
    for page in pages:
        grid = grid_of(page)
        header = find_header(grid)
        if header is None:
            continue
        read = Reader(grid, header, file).run()
        if read.roots:
            return Builder(read, name, page.title, collection).build()
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
        while where and where not in draft.places:
            where = where.rpartition(" > ")[0]
        place = draft.places.get(where, "")
        # Points that cannot be read, or names that occur twice, have been reported in the table's own words.
        if place in said and (one.where.endswith(("> name", "> points")) or one.severity is Severity.FAULT):
            continue
        found.append(replace(one, where=f"{place}（{one.where}）" if place else one.where))
    return found
