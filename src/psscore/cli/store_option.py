"""The option `--store` that commands which score share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.lang import say
from psscore.model.text import Text

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
    faults = Faults(lang)
    note_store(faults, place)
    faults.leave()


def note_store(faults: Faults, place: str | None) -> None:
    """Note, before any work, why results could not be kept there.

    To be called last: a store that is new is not begun when something else is wrong already.
    """
    from psscore.history import StoreProblem, open_store
    from psscore.results.stores import where

    if place is None:
        return
    found = where(place)
    if faults and found is not None and not found.url and not Path(found.place).exists():
        if not (folder := Path(found.place).parent).is_dir():
            faults.add(Text(f"文件夹 {folder} 不存在", f"the folder {folder} does not exist"))
        return
    try:
        with open_store(place, write=True):
            pass
    except StoreProblem as problem:
        faults.add(problem.text)


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
