"""The option `--store` that commands which score share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.lang import say

if TYPE_CHECKING:
    from psscore.results import Evaluation

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="STORE", help="Keep the results in this .duckdb file or postgresql:// database. 存入结果库。"
    ),
]


def check_store(place: str | None, lang: str) -> None:
    """Exit 1 with a sentence, before any work, when results could not be kept there."""
    from psscore.history import StoreProblem, open_store

    if place is None:
        return
    try:
        with open_store(place, write=True):
            pass
    except StoreProblem as problem:
        typer.echo(problem.text(lang), err=True)
        raise typer.Exit(1) from None


def keep(place: str, evaluations: Sequence[Evaluation], lang: str, *, quiet: bool = False) -> None:
    """Put the evaluations into the store and say how many were new; exit 1 when it cannot be written."""
    from psscore.history import StoreProblem, open_store
    from psscore.results.stores import where

    try:
        with open_store(place, write=True) as store:
            added = store.add(evaluations)
    except StoreProblem as problem:
        typer.echo(problem.text(lang), err=True)
        typer.echo(
            say(
                lang,
                "结果未存入；结果文件不受影响，之后可用 psscore history add 存入",
                "the results were not stored; the files are all right: store them later with psscore history add",
            ),
            err=True,
        )
        raise typer.Exit(1) from None
    found = where(place)
    shown = found.shown if found else place
    new, known, left = len(added.new), len(added.known), len(added.left_out)
    zh, en = f"结果库 {shown}：新存 {new}，已有 {known}", f"store {shown}: {new} new, {known} there already"
    if left:
        zh, en = f"{zh}，没有结果而未存 {left}", f"{en}, {left} without a result to keep"
    typer.echo(say(lang, zh, en), err=quiet)
