"""`psscore sensitivity`: what the readings change."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption, check_outputs, write_file

if TYPE_CHECKING:
    from psscore.sensitivity import FileReport, Report, Settings

EXIT = {"error": 1, "refused": 2, "partial": 2}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sensitivity")(sensitivity)


def sensitivity(
    files: Annotated[list[Path], typer.Argument(help="Workbooks, .xlsx or .xlsm; never written to. 工作簿。")],
    reading: Annotated[
        list[str] | None, typer.Option("--reading", "-r", help="Only this reading; may be repeated. 只看这个口径。")
    ] = None,
    together: Annotated[
        bool, typer.Option("--all", help="Every combination of readings as well. 口径的全部组合。")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Most combinations over all workbooks. 组合数上限。")
    ] = 20_000,
    weights: Annotated[
        str | None, typer.Option("--weights", help="Vary each weight by this many percent. 权重变动百分比。")
    ] = None,
    level: Annotated[int, typer.Option("--level", min=1, help="Level whose weights are varied. 权重的层级。")] = 1,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Tables and charts, .xlsx. 表和图。")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="A page with pictures, .html. 网页报告。")] = None,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="The report as JSON to a file, - for stdout. 机器可读结果。")
    ] = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Total, grade and ranks under each reading; files stay as they are. 口径改变时总分、等级和名次的变化。"""
    from psscore.sensitivity import Settings, report, to_json
    from psscore.sensitivity.files import TooMany, UnknownReading

    faults = Faults(lang)
    check_outputs(faults, output, json_to, files, force=force)
    check_outputs(faults, html, None, files, (".html",), force=force)
    settings = Settings(tuple(reading or ()), _percent(weights, faults), level, together, limit, str(lang.value))
    faults.leave()
    try:
        found = report(_with_progress(files, settings, quiet=to_stdout(json_to)), settings)
    except TooMany as many:
        raise typer.BadParameter(
            say(
                lang,
                f"共 {many.count} 种组合，超过上限 {many.limit}：用 --reading 选定口径，或提高 --limit",
                f"{many.count} combinations, more than {many.limit}: choose readings with --reading or raise --limit",
            )
        ) from None
    except UnknownReading as unknown:
        known = "、".join(unknown.known)
        raise typer.BadParameter(
            say(
                lang,
                f"没有影响得分的口径 {unknown.name}，可用：{known}",
                f"no reading {unknown.name} that affects scores; known: {known}",
            )
        ) from None
    _write(found, output, html, lang, force=force)
    if not to_stdout(json_to):
        _show(found, output, html, lang)
    write_json_lines([to_json(found)], json_to, lang)
    codes = [EXIT.get(file.status, 0) for file in found.files]
    if worst := next((code for code in (1, 2) if code in codes), 0):
        raise typer.Exit(worst)


def _percent(text: str | None, faults: Faults) -> Fraction | None:
    if text is None:
        return None
    try:
        number = Fraction(text.removesuffix("%"))
    except (ValueError, ZeroDivisionError):
        number = Fraction(0)
    if not 0 < number < 100:
        faults.usage(f"--weights 须大于 0 小于 100，不能是 {text}", f"--weights lies between 0 and 100, not {text}")
    return number


def _write(found: Report, output: Path | None, html: Path | None, lang: str, *, force: bool) -> None:
    if output is not None:
        from psscore.sensitivity.sheets import workbook

        write_file(output, workbook(found), lang, force=force)
    if html is not None:
        from psscore.sensitivity.page import page

        write_file(html, page(found).encode(), lang, force=force)


def _with_progress(files: list[Path], settings: Settings, *, quiet: bool) -> list[FileReport]:
    from psscore.sensitivity import examine
    from psscore.sensitivity.files import Progress

    if quiet or not sys.stderr.isatty():
        return examine(files, settings)
    from rich.progress import Progress as Bar

    from psscore.cli.screen import console

    with Bar(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(settings.lang, "试算", "Trying out"), total=None)
        told = Progress(lambda steps: bar.update(task, total=steps), lambda: bar.advance(task))
        return examine(files, settings, told)


def _show(found: Report, output: Path | None, html: Path | None, lang: str) -> None:
    from psscore.cli.screen import console
    from psscore.cli.sensitivity_screen import file_parts, files_table, ranking_parts

    screen = console()
    if len(found.files) > 1:
        screen.print(files_table(found, lang))
    for file in found.files if len(found.files) == 1 else ():
        for part in file_parts(file, lang):
            screen.print(part, soft_wrap=isinstance(part, str))
    for part in ranking_parts(found, lang):
        screen.print(part, soft_wrap=isinstance(part, str))
    if len(found.files) > 1 and output is None and html is None:
        what = "每份工作簿的详情用 -o 或 --html 写出。", "Details of each workbook: write them with -o or --html."
        screen.print(say(lang, *what), style="dim", soft_wrap=True)
    for path in (output, html):
        if path is not None:
            screen.print(say(lang, f"已写入 {path}", f"written: {path}"), soft_wrap=True)
