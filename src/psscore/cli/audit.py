"""`psscore audit`: re-add published self-evaluation tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit")(audit)


def audit(
    tables: Annotated[list[Path], typer.Argument(help="Filled forms, .xlsx, .xlsm or .csv. 已填的自评表。")],
    standard: Annotated[
        str | None,
        typer.Option(
            "--standard", help="Standard and readings, e.g. project-self-evaluation/2020?reverse=ratio. 标准与读法。"
        ),
    ] = None,
    json_to: Annotated[
        Path | None,
        typer.Option("--json", help="One JSON object per form and line, to a file, - for stdout. 机器可读结果。"),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Check printed totals, budget rows, scores and grades; exit 1 on findings. 复核已公布的自评表。"""
    from psscore.audit import DEFAULT_STANDARD, AuditRefused, audit_forms
    from psscore.cli.screen import console

    reference = DEFAULT_STANDARD if standard is None else standard
    _check_standard(reference, lang)
    found, refused, forms = False, False, []
    for path in tables:
        try:
            results = audit_forms(path, lang=lang, standard=reference)
        except AuditRefused as refusal:
            refused = True
            typer.echo(f"{path}: {refusal.message(lang)}", err=True)
            continue
        found = found or not all(result.clean for result in results)
        forms += [result.to_json() for result in results]
        if not to_stdout(json_to):
            for part in [part for result in results for part in result.tables(lang)]:
                console().print(part)
    write_json_lines(forms, json_to, lang)
    if refused or found:
        raise typer.Exit(2 if refused else 1)


def _check_standard(reference: str, lang: str) -> None:
    """A usage error that lists the standards for self-evaluation forms, unless the reference names one of them."""
    from psscore.model.faults import ReferenceFault, StandardFaults
    from psscore.rulebook import load_standard, standard_ids

    known = "、".join(name for name in standard_ids() if load_standard(name).form)
    try:
        if load_standard(reference).form is not None:
            return
        wrong = say(lang, f"{reference} 不是自评表标准", f"{reference} is not a standard for self-evaluation forms")
    except ReferenceFault as fault:
        wrong = fault.message(lang)
    except StandardFaults as broken:
        wrong = "; ".join(fault.line(lang) for fault in broken.faults)
    raise typer.BadParameter(
        say(lang, f"{wrong}；自评表标准：{known}", f"{wrong}; standards for self-evaluation forms: {known}")
    )
