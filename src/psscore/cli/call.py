"""`psscore call`: any function from the shell."""

from __future__ import annotations

from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say

_WORDS = {"ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("call", context_settings=_WORDS)(call_function)


def call_function(
    function: Annotated[str, typer.Argument(help="Function, e.g. score or PS_SCORE; `list` shows all. 函数名。")],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(help='Cell values: 93, 97.35%, "" blank, - left out, \'text, [1,2] column. 参数。'),
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Call a function as a cell does: `psscore call score 1 93 100`. 像单元格一样调用函数。"""
    from psscore.cli.arguments import cell_of
    from psscore.functions.call import call
    from psscore.functions.registry import FUNCTIONS
    from psscore.model.cell_error import CellError

    if function.lower() == "list":
        for item in FUNCTIONS.values():
            typer.echo(f"{item.example:<60} {item.summary(lang)}")
        return
    name = function.upper().replace(".", "_")
    name = name if name.startswith("PS_") else f"PS_{name}"
    if name not in FUNCTIONS:
        known = ", ".join(key.removeprefix("PS_").lower() for key in FUNCTIONS)
        typer.echo(
            say(lang, f"没有函数 {function}，可用：{known}", f"no function {function}; known: {known}"), err=True
        )
        raise typer.Exit(64)
    called = call(name, *(cell_of(word) for word in arguments or ()))
    rows = called.value if isinstance(called.value, list) else [[called.value]]
    for row in rows:
        typer.echo("\t".join(shown(cell) for cell in row))
    if called.reason is not None:
        typer.echo(called.reason(lang), err=True)
    if any(isinstance(cell, CellError) for row in rows for cell in row):
        raise typer.Exit(1)


def shown(cell: object) -> str:
    """A cell as Excel shows it in General format."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell)
