"""`psscore standards`: which standards there are, what they say, and checking one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from psscore.cli.lang import Lang, LangOption, say

_app = typer.Typer(help="Evaluation standards. 评价标准。", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="standards")


@_app.command("list")
def list_standards(lang: LangOption = Lang.ZH) -> None:
    """List the shipped standards. 列出随附的标准。"""
    from psscore.rulebook import load_standard, standard_ids

    for name in standard_ids():
        standard = load_standard(name)
        typer.echo(f"{name}  {standard.title(lang)}  {standard.digest[:12]}")


@_app.command("show")
def show(
    reference: Annotated[str, typer.Argument(help="Standard reference. 标准引用。")], lang: LangOption = Lang.ZH
) -> None:
    """Show indicators, rules and readings. 显示指标、规则和读法。"""
    from rich.table import Table

    from psscore.cli.screen import console
    from psscore.model.faults import ReferenceFault
    from psscore.model.standard import Combine
    from psscore.rulebook import load_standard
    from psscore.scoring import rule
    from psscore.scoring.numbers import short_text

    try:
        standard = load_standard(reference)
    except ReferenceFault as fault:
        typer.echo(fault.message(lang), err=True)
        raise typer.Exit(1) from None
    screen = console()
    screen.print(f"{standard.reference}  {standard.title(lang)}", style="bold", highlight=False)
    screen.print(standard.source(lang), highlight=False)
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
        readings.add_row(reading.name, reading.title(lang), chosen or say(lang, "（未选）", "(not chosen)"), values)
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
            rows.add_row("  " * (item.level - 1) + item.code, item.name(lang), points, sentence, style=style)
        screen.print(rows)


@_app.command("check")
def check(
    file: Annotated[
        Path, typer.Argument(help="A standard.toml of your own. 自有标准文件。", exists=True, dir_okay=False)
    ],
    lang: LangOption = Lang.ZH,
) -> None:
    """Check a standard file and name every fault. 检查标准文件，一次列出全部问题。"""
    from psscore.model.faults import StandardFaults
    from psscore.rulebook.catalogue import all_faults, parse_raw

    try:
        faults = all_faults(parse_raw(file.read_text("utf-8"), file.name), file.name)
    except StandardFaults as broken:
        faults = broken.faults
    except UnicodeDecodeError:
        typer.echo(say(lang, f"{file.name} 不是 UTF-8 文本", f"{file.name} is not UTF-8 text"), err=True)
        raise typer.Exit(1) from None
    for fault in faults:
        typer.echo(fault.line(lang))
    if faults:
        raise typer.Exit(1)
    typer.echo(say(lang, f"{file.name}：无问题", f"{file.name}: no faults"))
