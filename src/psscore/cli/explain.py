"""`psscore explain`: how points come about."""

from __future__ import annotations

from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption

_WORDS = {"ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", context_settings=_WORDS)(explain)


def explain(
    indicator: Annotated[str, typer.Argument(help="Indicator code, e.g. 1. 指标编号。")],
    value: Annotated[str, typer.Argument(help="Count or ready rate (97.35%). 数值或比率。")],
    base: Annotated[str, typer.Argument(help="Base of the rate. 基数。")] = "-",
    standard: Annotated[str, typer.Option("--standard", "-s", help="Standard reference. 评价标准。")] = "",
    lang: LangOption = Lang.ZH,
) -> None:
    """Explain a score: `psscore explain 1 93 100`. 说明得分的由来。"""
    from psscore.cli.arguments import cell_of
    from psscore.functions.call import call
    from psscore.model.cell_error import CellError
    from psscore.rulebook.reference import DEFAULT_REFERENCE

    reference = standard or DEFAULT_REFERENCE
    reference += f"{'&' if '?' in reference else '?'}lang={lang}"
    cells = cell_of(indicator), cell_of(value), cell_of(base)
    called = call("PS_EXPLAIN", *cells, reference)
    if isinstance(called.value, CellError):
        typer.echo(f"{called.value} {called.reason(lang) if called.reason else ''}", err=True)
        raise typer.Exit(1)
    typer.echo(called.value)
    typer.echo(f"{call('PS_RULE', cells[0], reference).value}")
    if isinstance(call("PS_SCORE", *cells, reference).value, CellError):
        raise typer.Exit(1)
