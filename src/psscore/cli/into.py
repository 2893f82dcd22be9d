"""`--into`: counts into a workbook, shown before they are written, the same for every command that counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from psscore.cli.lang import say

if TYPE_CHECKING:
    from psscore.workbook.filling import Change, Filled, Plan, Record
    from psscore.workbook.input_tables import InputTables

REFUSED = 2


def moment(text: str | None, lang: str) -> datetime:
    """The time of `--now`, or the clock's."""
    if text is None:
        return datetime.now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        example = "2026-01-15T09:00:00"
        raise typer.BadParameter(
            say(lang, f"--now 写成 {example} 的样子", f"write --now like {example}"), param_hint="--now"
        ) from None


def open_into(path: Path, lang: str) -> tuple[bytes, InputTables]:
    """The workbook of `--into`; exit 2 with a sentence when it is none."""
    from psscore.workbook.input_tables import InputTables
    from psscore.workbook.refusal import Refused

    try:
        data = path.read_bytes()
        return data, InputTables(data)
    except Refused as refused:
        typer.echo(f"{path}: {refused.text(lang)}", err=True)
        raise typer.Exit(REFUSED) from None
    except OSError as error:
        why = error.strerror
        typer.echo(say(lang, f"无法读取 {path}：{why}", f"cannot read {path}: {why}"), err=True)
        raise typer.Exit(1) from None


def write_into(
    path: Path,
    opened: tuple[bytes, InputTables],
    plan_of: Callable[[InputTables], Plan],
    record: Record,
    now: datetime,
    lang: str,
    *,
    force: bool = False,
    check: bool = False,
    quiet: bool = False,
) -> dict[str, Any]:
    """Show old and new values, then write them; gives the part of a receipt about it. Exit 2 when it is refused."""
    from psscore.workbook.filling import WouldOverwrite, fill
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten, check_writable, replace

    data, tables = opened
    try:
        if not check:
            check_writable(path)
        done = fill(data, tables, plan_of(tables), record, now=now, force=force)
        if not quiet:
            show_changes(done.written, lang)
        if not check and done.data is not data:
            replace(path, done.data)
    except WouldOverwrite as refused:
        typer.echo(f"{path}: {refused.text(lang)}", err=True)
        show_changes(refused.changes, lang, err=True)
        raise typer.Exit(REFUSED) from None
    except Refused as refused:
        typer.echo(f"{path}: {refused.text(lang)}", err=True)
        raise typer.Exit(REFUSED) from None
    except NotWritten as failure:
        typer.echo(f"{path}: {failure.text(lang)}", err=True)
        raise typer.Exit(1) from None
    status = _status(done, data, check)
    if not quiet:
        _tell(path, done, status, lang)
    return {
        "file": str(path),
        "status": status,
        "changes": [_change(one, lang) for one in done.written],
        "recorded": len({one.row for one in done.record}),
        "notes": [note(lang) for note in done.notes],
    }


def _status(done: Filled, before: bytes, check: bool) -> str:
    if done.data is before:
        return "unchanged"
    return "would_write" if check else "written"


def _change(one: Change, lang: str) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "cell": one.cell,
        "table": one.table,
        "row": one.row,
        "column": one.column(lang),
        "old": one.old,
        "new": one.new,
    }


def show_changes(changes: list[Change] | tuple[Change, ...], lang: str, *, err: bool = False) -> None:
    """A table of the cells that change: where, what stood there, what they get."""
    from rich.table import Table

    from psscore.cli.screen import console

    if not changes:
        return
    table = Table(box=None, header_style="bold")
    for title in (say(lang, "单元格", "Cell"), say(lang, "行", "Row"), say(lang, "列", "Column")):
        table.add_column(title)
    for title in (say(lang, "原值", "Old"), say(lang, "新值", "New")):
        table.add_column(title, justify="right")
    for one in changes:
        old, new = _shown(one.old), _shown(one.new)
        lost = "[red]" if one.overwrites else ""
        table.add_row(f"{one.sheet}!{one.cell}", one.row, one.column(lang), f"{lost}{old}", new)
    console(stderr=err).print(table)


def _shown(value: object) -> str:
    if value is None or value == "":
        return "—"
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text.replace("[", r"\[")


def _tell(path: Path, done: Filled, status: str, lang: str) -> None:
    for note in done.notes:
        typer.echo(note(lang))
    count = len(done.written)
    told = {
        "unchanged": say(lang, f"{path} 已是这些值，未改动", f"{path} holds these values already; nothing was written"),
        "would_write": say(lang, f"将写入 {path}：{count} 个单元格", f"would write {count} cells of {path}"),
        "written": say(
            lang,
            f"已写入 {path}：{count} 个单元格，来源已登记；请运行 psscore score {path} --in-place 重新计分",
            f"wrote {count} cells of {path} and recorded the sources; now run psscore score {path} --in-place",
        ),
    }
    typer.echo(told[status])
