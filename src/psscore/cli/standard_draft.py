"""`psscore standard import` of somebody's own table: the draft, and what it leaves to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from psscore.cli.lang import say
from psscore.cli.standard import complaints
from psscore.cli.standard_output import stops, tell, write

if TYPE_CHECKING:
    from psscore.rulebooks.draft import Draft
    from psscore.rulebooks.finding import Finding


def way_named(collection: str | None, lang: str) -> str | None:
    """The code of the way of collection that was named, in Chinese or by its code."""
    from psscore.rulebooks.collection import choices, way_of

    if collection is None:
        return None
    way = way_of(collection)
    if way is None:
        zh = f"--collection “{collection}”无效，可用：{choices()}"
        raise typer.BadParameter(say(lang, zh, f'--collection "{collection}" is unknown; use one of: {choices("en")}'))
    return way


def propose(draft: Draft, found: list[Finding], file: Path, output: Path | None, force: bool, lang: str) -> None:
    """The draft workbook, with what was understood of each sentence beside it; exit 1 when the table has faults."""
    from psscore.rulebooks.finding import Severity
    from psscore.rulebooks.library import workbook_of

    tell(found, lang)
    if not draft.book.raw:
        raise typer.Exit(1)
    path = output or file.with_name(f"{file.stem}-{say(lang, '待确认', 'draft')}.xlsx")
    with complaints(lang):
        write({path: workbook_of(draft.book, lang, draft.shown)}, force, lang)
    understood = sum(texts["(proposal)"] != "由评价人评定" for texts in draft.shown.values())
    count = len(draft.shown)
    unsaid = sum(finding.severity is Severity.OPEN for finding in found)
    typer.echo(
        say(
            lang,
            f"{count} 项中识别出 {understood} 项规则。请在“指标”表核对“识别结果”，在“确认”列填“是”，"
            f"{f'补上 {unsaid} 处待填，' if unsaid else ''}再运行 psscore standard import {path}",
            f"{understood} of {count} rules understood. Check the proposals on sheet 指标, "
            f'write yes under "Confirmed", {f"fill in the {unsaid} things left open, " if unsaid else ""}then run '
            f"psscore standard import {path}",
        )
    )
    if stops(found):
        typer.echo(say(lang, "原表有错误，改好之前不能导入", "the table has faults: mend them to import it"), err=True)
        raise typer.Exit(1)
