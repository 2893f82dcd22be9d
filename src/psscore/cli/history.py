"""`psscore history`: the evaluations kept in a store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from psscore.cli.faults import Faults
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import check_file
from psscore.cli.targets import check_targets
from psscore.model.text import counted
from psscore.results_folder import JOURNAL

if TYPE_CHECKING:
    from psscore.history import Entry, Store
    from psscore.results import Evaluation

_app = typer.Typer(help="Evaluations kept over the years. 历次评价结果。", no_args_is_help=True)
_Store = Annotated[
    str, typer.Option("--store", metavar="STORE", help="A .duckdb file or postgresql:// database. 结果库。")
]
_Unit = Annotated[str | None, typer.Option("--unit", help="Only this unit. 只看这个单位。")]
_Period = Annotated[str | None, typer.Option("--period", help="Only this period. 只看这个周期。")]
_Standard = Annotated[
    str | None, typer.Option("--standard", help="Only this standard, id or id/edition. 只看这个标准。")
]
_Every = Annotated[bool, typer.Option("--every", help="Also those a later workbook replaced. 含已被更正的。")]
_Json = Annotated[Path | None, typer.Option("--json", help="JSON lines to a file, - for stdout. 机器可读结果。")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="history")


@_app.command("add")
def add(
    results: Annotated[
        list[Path], typer.Argument(help="Folders of results, receipts, workbooks or stores. 结果文件夹、回执、工作簿。")
    ],
    store: _Store,
    lang: LangOption = Lang.ZH,
) -> None:
    """Keep evaluations; those that are there already stay as they are. 存入评价结果，已有的不重复。"""
    from psscore.cli.store_option import check_store, keep
    from psscore.results import open_results
    from psscore.results.wording import first_finding

    check_store(store, lang)
    opened = open_results(results, lang=lang)
    for trouble in opened.troubles:
        typer.echo(f"{trouble.source}: {trouble.why(lang)}", err=True)
    if opened.troubles:
        # Half a list would look like a whole one later.
        typer.echo(say(lang, "都没有存入", "nothing was stored"), err=True)
        raise typer.Exit(1)
    keep(store, opened.evaluations, lang)
    refused = [one for one in opened.evaluations if one.status in ("refused", "error")]
    for one in refused:
        why = first_finding(one)
        typer.echo(f"{one.file}: {why(lang) if why else one.status}", err=True)
    if refused:
        raise typer.Exit(2)


@_app.command("list")
def show_list(
    store: _Store,
    unit: _Unit = None,
    period: _Period = None,
    standard: _Standard = None,
    every: _Every = False,
    json_to: _Json = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Units, periods, totals. 单位、周期、总分一览。"""
    with _opened(store, lang) as found:
        entries = found.entries(unit=unit or "", period=period or "", standard=standard or "", every=every)
        nothing = "" if entries else found.nothing(period or "")(lang)
    if not to_stdout(json_to):
        from psscore.cli.history_screen import entries_table
        from psscore.cli.screen import console

        if entries:
            console().print(entries_table(entries, lang, every=every))
        else:
            typer.echo(nothing, err=True)
    write_json_lines([_entry_json(entry) for entry in entries], json_to, lang)


@_app.command("show")
def show(
    unit: Annotated[str, typer.Argument(help="The unit, as its cover names it. 单位名称。")],
    store: _Store,
    standard: _Standard = None,
    every: _Every = False,
    json_to: _Json = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """One unit over time: totals and every indicator. 一个单位历次的总分和各项得分。"""
    with _opened(store, lang) as found:
        evaluations = found.evaluations(unit=unit, standard=standard or "", every=every)
        known = () if evaluations else sorted({entry.unit for entry in found.entries() if entry.unit})
    if not evaluations:
        listed = "、".join(known[:20])
        unknown = f"结果库里没有单位“{unit}”，有：{listed}", f'the store has no unit "{unit}"; it has: {listed}'
        typer.echo(say(lang, *unknown), err=True)
        raise typer.Exit(1)
    if not to_stdout(json_to):
        from psscore.cli.history_screen import indicators_table, totals_table
        from psscore.cli.screen import console

        console().print(totals_table(evaluations, lang))
        console().print(indicators_table(evaluations, lang))
    write_json_lines(_receipts(evaluations), json_to, lang)


@_app.command("export")
def export(
    store: _Store,
    output: Annotated[Path, typer.Option("--output", "-o", help="Receipts, .jsonl, or a table, .csv. 输出。")],
    unit: _Unit = None,
    period: _Period = None,
    standard: _Standard = None,
    every: _Every = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write what is kept: .jsonl without loss, .csv for other programs. 导出，.jsonl 无损，.csv 供其他程序。"""
    from psscore.history.table import csv_text
    from psscore.workbook.replace import NotWritten, replace

    suffix = output.suffix.lower()
    faults = Faults(lang)
    # Programs write and read these: they carry no mark, and are replaced as `--json` files are.
    check_file(faults, output, (".jsonl", ".csv"), force=True)
    if (output.parent / JOURNAL).is_file():
        check_targets(faults, (output,), [output.parent])
    faults.leave()
    with _opened(store, lang) as found:
        evaluations = found.evaluations(unit=unit or "", period=period or "", standard=standard or "", every=every)
        nothing = "" if evaluations else found.nothing(period or "")(lang)
    if not evaluations:
        typer.echo(nothing, err=True)
        raise typer.Exit(1)
    if suffix == ".csv":
        # Excel takes a file for UTF-8 by its mark.
        text = "\ufeff" + csv_text(evaluations, str(lang.value))
    else:
        text = "".join(
            json.dumps(receipt, ensure_ascii=False) + "\n" for receipt in _receipts(evaluations, apart=every)
        )
    try:
        replace(output, text.encode("utf-8", "backslashreplace"))
    except NotWritten as failure:
        typer.echo(f"{output}: {failure.text(lang)}", err=True)
        raise typer.Exit(1) from None
    done = f"已写入 {output}：{len(evaluations)} 份", f"written: {output}, {counted(len(evaluations), 'evaluation')}"
    typer.echo(say(lang, *done))


@contextmanager
def _opened(place: str, lang: str) -> Iterator[Store]:
    """A store for reading; exit 1 with a sentence when it cannot be read."""
    from psscore.history import StoreProblem, open_store

    try:
        with open_store(place) as store:
            yield store
    except StoreProblem as problem:
        typer.echo(problem.text(lang), err=True)
        raise typer.Exit(1) from None


def _receipts(evaluations: list[Evaluation], *, apart: bool = False) -> list[dict[str, Any]]:
    """Receipts; `apart` gives each a name of its own, as of one name only the last line counts."""
    from psscore.history.receipt import receipt_of

    receipts = [receipt_of(one) for one in evaluations]
    names = [receipt["file"] for receipt in receipts]
    if not apart and len(set(names)) == len(names):
        return receipts
    seen: dict[str, int] = {}
    for receipt in receipts:
        name = receipt["file"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            receipt["file"] = f"{name} ({seen[name]})"
    return receipts


def _entry_json(entry: Entry) -> dict[str, Any]:
    from psscore.scoring.numbers import exact_text

    body = {name: getattr(entry, name) for name in entry.__slots__}
    return body | {"total": None if entry.total is None else exact_text(entry.total)}
