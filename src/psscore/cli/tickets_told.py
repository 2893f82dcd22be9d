"""Complaints of reading tickets as sentences: exit code 2, nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

REFUSED = 2
MapOption = Annotated[Path | None, typer.Option("--map", help="Mapping of the columns, .toml. 列映射，默认用随附的。")]


@contextmanager
def refusals(lang: str) -> Iterator[None]:
    """Print every sentence of a refusal and leave."""
    from psscore.tickets.refusal import TicketsRefused

    try:
        yield
    except TicketsRefused as refused:
        for sentence in refused.sentences:
            typer.echo(sentence(lang), err=True)
        raise typer.Exit(REFUSED) from None
