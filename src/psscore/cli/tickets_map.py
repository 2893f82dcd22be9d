"""`psscore tickets map`: propose a mapping from the header and samples of an export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import write_file
from psscore.cli.tickets import app
from psscore.cli.tickets_told import refusals


@app.command("map")
def propose_map(
    export: Annotated[Path, typer.Argument(help="CSV or Excel export. 导出文件。")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Mapping to write, .toml. 写出映射。")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there. 覆盖已有文件。")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Propose a mapping of the columns; values are shown by their shape only. 由表头和样本推荐列映射。"""
    from rich.markup import escape
    from rich.table import Table

    from psscore.cli.screen import console
    from psscore.tickets.mapping import FIELDS
    from psscore.tickets.propose import propose

    with refusals(lang):
        if not export.is_file():
            typer.echo(say(lang, f"没有文件 {export}", f"there is no file {export}"), err=True)
            raise typer.Exit(1)
        proposal = propose(export)
    screen = console()
    rows = Table(title_justify="left")
    for title in (
        say(lang, "表头", "Header"),
        say(lang, "读作", "Read as"),
        say(lang, "样本（只示形状）", "Samples (shapes)"),
        "",
    ):
        rows.add_column(title, overflow="fold")
    for line in proposal.lines:
        taken = f"{line.field} {FIELDS[line.field].title(lang)}" if line.field else "—"
        note = line.note(lang) if line.note else ""
        rows.add_row(escape(line.header), taken, escape("  ".join(line.samples)), note)
    screen.print(rows)
    for form, count in proposal.formats:
        screen.print(
            say(lang, f"时间格式 {form}：{count} 个样本", f"time format {form}: {count} samples"), markup=False
        )
    for question in proposal.questions:
        screen.print("? " + question(lang), style="yellow", markup=False)
    if output is None:
        screen.print(proposal.toml, markup=False)
        return
    if output.exists() and not force:
        typer.echo(say(lang, f"{output} 已存在，用 --force 覆盖", f"{output} exists: --force overwrites it"), err=True)
        raise typer.Exit(1)
    write_file(output, proposal.toml.encode(), lang, force=True)
    screen.print(say(lang, f"已写出 {output}", f"written to {output}"))
