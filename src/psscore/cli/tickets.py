"""`psscore tickets`: from exports of hotlines and grids to counts, one module a command."""

from __future__ import annotations

from importlib import import_module

import typer

from psscore.cli.default_command import CountsByDefault

COMMANDS = ("map", "ingest", "anonymise", "items", "count", "plot")
app = typer.Typer(
    cls=CountsByDefault, help="Tickets of hotlines and grids, from exports to counts. 热线和网格工单：由导出到计数。"
)


@app.callback(invoke_without_command=True)
def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def register(parent: typer.Typer) -> None:
    """Add the group; each module of it adds its command when it is imported."""
    for command in COMMANDS:
        import_module(f"psscore.cli.tickets_{command}")
    parent.add_typer(app, name="tickets")
