"""`psscore survey map`: propose a mapping from the heading and answers of a file of responses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from psscore.cli.lang import say
from psscore.cli.outputs import write_file

if TYPE_CHECKING:
    from psscore.model.standard import Standard


def propose_map(responses: Path, standard: Standard, output: Path | None, force: bool, lang: str) -> None:
    """Show column by column what a file would be read as; print the mapping, or write it. Raises `SurveyFaults`."""
    from rich.markup import escape
    from rich.table import Table

    from psscore.cli.screen import console
    from psscore.surveys.items import items_of
    from psscore.surveys.propose import propose

    proposal = propose(responses, items_of(standard))
    screen = console()
    rows = Table(title_justify="left")
    for title in (
        say(lang, "表头", "Header"),
        say(lang, "读作", "Read as"),
        say(lang, "样本（不读的列只示形状）", "Samples (shapes where a column is not read)"),
    ):
        rows.add_column(title, overflow="fold")
    for line in proposal.lines:
        rows.add_row(escape(line.header), escape(line.read_as(lang)) or "—", escape("  ".join(line.samples)))
    screen.print(rows)
    for question in proposal.questions:
        screen.print("? " + question(lang), style="yellow", markup=False)
    if output is None:
        screen.print(proposal.toml, markup=False, soft_wrap=True)
        return
    if output.exists() and not force:
        typer.echo(say(lang, f"{output} 已存在，用 --force 覆盖", f"{output} exists: --force overwrites it"), err=True)
        raise typer.Exit(1)
    write_file(output, proposal.toml.encode(), lang, force=True)
    screen.print(say(lang, f"已写出 {output}", f"written to {output}"))
