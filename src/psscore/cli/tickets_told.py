"""Complaints of reading tickets as sentences: exit code 2, nothing written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import say

REFUSED = 2
MapOption = Annotated[Path | None, typer.Option("--map", help="Mapping of the columns, .toml. 列映射，默认用随附的。")]

MaxRejectsOption = Annotated[
    str, typer.Option("--max-rejects", help="Share of records, such as 1%. 可拒收或存疑的比例上限。")
]
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%?")


def share_of(text: str, lang: str) -> Fraction:
    """The share of `--max-rejects`."""
    match = _SHARE.fullmatch(text.strip())
    if match is None or Fraction(match[1]) > 100:
        raise typer.BadParameter(say(lang, f"比例须如 1%：{text}", f"a share is written as 1%: {text}"))
    share = Fraction(match[1])
    if text.strip().endswith("%"):
        return share / 100
    if share > 1:
        raise typer.BadParameter(say(lang, f"请写明单位：{text}%？", f"with its unit, please: {text}%?"))
    return share


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
