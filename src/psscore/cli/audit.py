"""`psscore audit`: re-add published self-evaluation tables."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit")(audit)


def audit(
    tables: Annotated[list[Path], typer.Argument(help="Filled forms, .xlsx, .xlsm or .csv. 已填的自评表。")],
    json_to: Annotated[
        Path | None, typer.Option("--json", help="Findings as JSON lines to a file, - for stdout. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Check printed totals, budget rows, scores and grades; exit 1 on findings. 复核已公布的自评表。"""
    from psscore.audit import AuditRefused, audit_file
    from psscore.cli.screen import console

    found, refused, lines = False, False, []
    for path in tables:
        try:
            result = audit_file(path, lang=lang)
        except AuditRefused as refusal:
            refused = True
            typer.echo(f"{path}: {refusal.message(lang)}", err=True)
            continue
        found = found or not result.clean
        lines.append(json.dumps(result.to_json(), ensure_ascii=False) + "\n")
        if str(json_to) != "-":
            for part in result.tables(lang):
                console().print(part)
    if str(json_to) == "-":
        sys.stdout.write("".join(lines))
    elif json_to is not None:
        json_to.write_text("".join(lines), encoding="utf-8")
    if refused or found:
        raise typer.Exit(2 if refused else 1)
