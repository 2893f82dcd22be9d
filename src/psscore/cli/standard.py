"""`psscore standard`: which standards there are, what they say, and writing one's own, as TOML or in Excel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say

if TYPE_CHECKING:
    from psscore.model.faults import Fault

_app = typer.Typer(help="Evaluation standards. 评价标准。", no_args_is_help=True)
JsonOption = Annotated[
    Path | None, typer.Option("--json", help="JSON lines to a file, - for stdout. 机器可读结果，- 为标准输出。")
]


def register(app: typer.Typer) -> None:
    """Add the group of commands; `standards` is what it was called before."""
    from psscore.cli import standard_files  # noqa: F401 (adds its commands to the group)

    app.add_typer(_app, name="standard")
    app.add_typer(_app, name="standards", hidden=True)


@contextmanager
def complaints(lang: str) -> Iterator[None]:
    """Faults of references, data and files as sentences, and exit code 1."""
    from psscore.model.faults import ReferenceFault, StandardFaults
    from psscore.workbook.replace import NotWritten

    try:
        yield
    except ReferenceFault as fault:
        typer.echo(fault.message(lang), err=True)
    except StandardFaults as broken:
        for one in broken.faults:
            typer.echo(one.line(lang), err=True)
    except NotWritten as unwritten:
        typer.echo(unwritten.text(lang), err=True)
    except FileNotFoundError as missing:
        typer.echo(say(lang, f"没有文件 {missing.filename}", f"there is no file {missing.filename}"), err=True)
    else:
        return
    raise typer.Exit(1)


@_app.command("list")
def list_standards(json_to: JsonOption = None, lang: LangOption = Lang.ZH) -> None:
    """List every standard, shipped and your own, with its faults. 列出全部标准及其问题。"""
    from rich.table import Table
    from rich.text import Text

    from psscore.cli.screen import console
    from psscore.rulebook.catalogue import faults_of, known_standards, load_standard
    from psscore.scoring.numbers import short_text

    rows = Table()
    for title in (
        say(lang, "标准", "standard"),
        say(lang, "标题", "title"),
        say(lang, "总分", "points"),
        say(lang, "计分指标", "scored"),
        say(lang, "施行", "in force"),
        say(lang, "位置", "place"),
    ):
        rows.add_column(title, overflow="fold")
    machine: list[dict[str, object]] = []
    broken: list[Fault] = []
    for known in known_standards():
        faults = faults_of(known)
        broken += faults
        place = say(lang, "随附", "shipped") if known.shipped else str(known.folder)
        told: dict[str, object] = {"standard": known.name, "shipped": known.shipped, "folder": str(known.folder)}
        if faults:
            shown = say(lang, f"有 {len(faults)} 处问题", f"{len(faults)} faults")
            rows.add_row(*map(Text, (known.name, shown, "", "", "", place)), style="red")
        else:
            standard = load_standard(known.name)
            begin, end = standard.effective_from, standard.effective_to
            span = f"{begin or ''}–{end or ''}" if begin or end else ""
            points = "—" if standard.unscored else short_text(standard.total_points)
            cells = (known.name, standard.title(lang), points, str(len(standard.leaves)), span, place)
            rows.add_row(*map(Text, cells))
            told |= {
                "title": standard.title(lang),
                "total_points": None if standard.unscored else points,
                "indicators": len(standard.leaves),
                "effective_from": begin and begin.isoformat(),
                "effective_to": end and end.isoformat(),
                "digest": standard.digest,
            }
        machine.append(told | {"faults": [{"where": one.where, "message": one.message(lang)} for one in faults]})
    if not to_stdout(json_to):
        console().print(rows)
        for fault in broken:
            typer.echo(fault.line(lang), err=True)
    write_json_lines(machine, json_to, lang)


@_app.command("show")
def show(
    reference: Annotated[str, typer.Argument(help="Standard reference. 标准引用。")], lang: LangOption = Lang.ZH
) -> None:
    """Show indicators, rules and readings. 显示指标、规则和读法。"""
    from rich.table import Table
    from rich.text import Text

    from psscore.cli.screen import console
    from psscore.model.standard import Combine
    from psscore.rulebook import load_standard
    from psscore.scoring import rule
    from psscore.scoring.numbers import short_text

    with complaints(lang):
        standard = load_standard(reference)
    screen = console()
    screen.print(Text(f"{standard.reference}  {standard.title(lang)}", style="bold"))
    screen.print(Text(standard.source(lang)))
    if standard.points_given_by is not None:
        given_by = standard.points_given_by(lang)
        screen.print(say(lang, f"分值由{given_by}给定，来源没有分值", f"Points given by {given_by}, not by the source"))
    if standard.unscored is not None:
        screen.print(say(lang, "不计分：", "No score: ") + standard.unscored.reason(lang), style="yellow")
    readings = Table(title=say(lang, "读法", "Readings"), title_justify="left")
    for title in ("reading", say(lang, "含义", "meaning"), say(lang, "取值", "chosen"), say(lang, "可选", "values")):
        readings.add_column(title, overflow="fold")
    for reading in standard.readings:
        chosen = standard.chosen[reading.name]
        values = ", ".join(value.name for value in reading.values)
        shown = chosen or say(lang, "（未选）", "(not chosen)")
        readings.add_row(*map(Text, (reading.name, reading.title(lang), shown, values)))
    screen.print(readings)
    if standard.indicators:
        rows = Table(title=say(lang, "指标", "Indicators"), title_justify="left")
        for title in (
            say(lang, "编号", "code"),
            say(lang, "指标", "indicator"),
            say(lang, "分值", "points"),
            say(lang, "规则", "rule"),
        ):
            rows.add_column(title, overflow="fold")
        for item in standard.indicators:
            sentence = rule.sentence(item.scoring.rule, item.points)(lang) if item.scoring else ""
            if item.scale is not None:
                scale = short_text(item.scale)
                sentence = say(lang, f"下级合计 {scale} 分，按权重折算", f"{scale} points below, scaled to the weight")
            if item.combine is Combine.PRODUCT:
                sentence = say(lang, "由下级相乘", "the product of the rows below")
            points = "—" if standard.unscored else short_text(item.points)
            style = None if item.scoring or standard.unscored else "bold"
            name = Text(item.name(lang))
            if item.about:
                name.append(f"\n{item.about.source.clause(lang)}", style="dim")
            code = Text("  " * (item.level - 1) + item.code)
            rows.add_row(code, name, points, Text(sentence), style=style)
        screen.print(rows)


@_app.command("diff")
def diff(
    before: Annotated[str, typer.Argument(help="id/edition or a file. 标准或文件。")],
    after: Annotated[str, typer.Argument(help="id/edition or a file. 标准或文件。")],
    json_to: JsonOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Compare two standards; exit 1 when they differ. 比较两个标准。"""
    from rich.table import Table
    from rich.text import Text

    from psscore.cli.screen import console
    from psscore.rulebooks.compare import changes
    from psscore.rulebooks.library import open_source

    with complaints(lang):
        one, other = open_source(before), open_source(after)
    found = list(changes(one.book.raw, other.book.raw))
    if not to_stdout(json_to):
        rows = Table()
        for title in (
            say(lang, "类别", "kind"),
            say(lang, "编号", "code"),
            say(lang, "项", "key"),
            one.name,
            other.name,
        ):
            rows.add_column(title, overflow="fold")
        for change in found:
            rows.add_row(*map(Text, (change.kind(lang), change.name, change.key, change.before, change.after)))
        if found:
            console().print(rows)
        else:
            typer.echo(say(lang, "相同", "the same"))
    write_json_lines([change.to_json(lang) for change in found], json_to, lang)
    if found:
        raise typer.Exit(1)
