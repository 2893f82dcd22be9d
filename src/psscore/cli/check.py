"""`psscore check`: was a workbook tampered with?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.faults import Faults
from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import check_json
from psscore.results_folder import JOURNAL

if TYPE_CHECKING:
    from psscore.results import Evaluation
    from psscore.tampering import Checker, Expectations, HandedOut, Report

_FOUND, _UNREADABLE = 2, 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="WORKBOOK...", help="Workbooks, or folders of them; never written to. 工作簿或文件夹。"),
    ],
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="TEMPLATE", help="The workbook that was handed out. 发放的工作簿。"),
    ] = None,
    standard: Annotated[
        str | None, typer.Option("--standard", metavar="REF", help="The standard asked for. 要求的标准和读法。")
    ] = None,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", metavar="RESULTS", help="Results of psscore batch. 批量计分的结果。")
    ] = None,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="One JSON object a workbook, to a file or -. 机器可读结果。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Compare workbooks with the one handed out: formulas, rows, rules, results. 核查工作簿是否被改动。"""
    from psscore.tampering import Checker, Expectations, to_json

    faults = Faults(lang)
    check_json(faults, json_to)
    expectations = Expectations(
        _handed_out(against, faults), _reference(standard, faults), _evaluations(receipts, faults), str(lang.value)
    )
    faults.leave()
    workbooks, missing = _workbooks(sources, against, receipts, lang)
    quiet = to_stdout(json_to)
    reports = list(_checked(workbooks, Checker(expectations), lang, quiet=quiet))
    write_json_lines((to_json(report, lang) for report in reports), json_to, lang)
    for sentence in missing:
        typer.echo(sentence, err=True)
    if not quiet and reports:
        _show(reports, expectations, lang)
    if missing or any(report.status == "unreadable" for report in reports):
        raise typer.Exit(_UNREADABLE)
    if any(report.status == "findings" for report in reports):
        raise typer.Exit(_FOUND)


def _workbooks(
    sources: list[Path], against: Path | None, receipts: Path | None, lang: str
) -> tuple[dict[str, Path], list[str]]:
    """The workbooks by the names they are told by, and a sentence for each source that gives none."""
    from psscore.batch.found import find

    found: dict[str, Path] = {}
    missing = []
    own = against.resolve() if against is not None else None
    for source in sources:
        if not source.is_dir():
            found[str(source)] = source
            continue
        inside = find(source, receipts if receipts is not None else source / ".none").workbooks
        inside = {name: path for name, path in inside.items() if path.resolve() != own}
        if not inside:
            sentence = f"{source} 里没有 .xlsx 或 .xlsm 工作簿", f"there is no .xlsx or .xlsm workbook in {source}"
            missing.append(say(lang, *sentence))
        # Receipts know a workbook by its name in its folder.
        found |= {(name if len(sources) == 1 else str(path)): path for name, path in inside.items()}
    return found, missing


def _checked(workbooks: dict[str, Path], checker: Checker, lang: str, *, quiet: bool) -> Iterator[Report]:
    from psscore.tampering import Report
    from psscore.workbook.one_file import read_file
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten

    def one(name: str, path: Path) -> Report:
        try:
            return checker.check(read_file(path), name)
        except (Refused, NotWritten) as failure:
            return Report(name, refusal=failure.text)

    if quiet or len(workbooks) < 2 or not sys.stderr.isatty():
        for name, path in workbooks.items():
            yield one(name, path)
        return
    from rich.progress import Progress

    from psscore.cli.screen import console

    with Progress(console=console(stderr=True), transient=True) as bar:
        for name, path in bar.track(workbooks.items(), description=say(lang, "核查", "Checking")):
            yield one(name, path)


def _handed_out(path: Path | None, faults: Faults) -> HandedOut | None:
    if path is None:
        return None
    from psscore.tampering import HandedOut, open_workbook
    from psscore.workbook.one_file import read_file
    from psscore.workbook.refusal import Refused
    from psscore.workbook.replace import NotWritten

    try:
        opened = open_workbook(read_file(path))
    except (Refused, NotWritten) as failure:
        faults.usage(f"--against {path}：{failure.text.zh}", f"--against {path}: {failure.text.en}")
        return None
    if not any(name.startswith("ps_") for name in opened.book.tables):
        faults.usage(f"--against {path} 不是评价工作簿", f"--against {path} is no evaluation workbook")
    return HandedOut(opened)


def _reference(text: str | None, faults: Faults) -> str:
    if text is None:
        return ""
    from psscore.model.faults import ReferenceFault, StandardFaults
    from psscore.rulebook import load_standard

    try:
        load_standard(text)
    except ReferenceFault as fault:
        faults.usage(fault.message("zh"), fault.message("en"))
    except StandardFaults as wrong:
        for each in wrong.faults:
            faults.usage(each.line("zh"), each.line("en"))
    return text


def _evaluations(source: Path | None, faults: Faults) -> list[Evaluation] | None:
    if source is None:
        return None
    from psscore.results import open_results

    path = source / JOURNAL if source.is_dir() else source
    if not path.is_file():
        faults.usage(
            f"{source} 里没有 psscore batch 的回执 {JOURNAL}", f"{source} has no receipts ({JOURNAL}) of psscore batch"
        )
        return None
    opened = open_results([path], lang=faults.lang)
    for trouble in opened.troubles:
        faults.usage(f"--receipts {path}：{trouble.why.zh}", f"--receipts {path}: {trouble.why.en}")
    return opened.evaluations


def _show(reports: list[Report], expectations: Expectations, lang: str) -> None:
    from psscore.cli.check_screen import common_lines, common_notes, details, summary, verdict
    from psscore.cli.screen import console

    screen = console()
    many = len(reports) > 1
    if many:
        screen.print(summary(reports, lang))
    notes = common_notes(reports)
    for report in reports:
        # The table has said all there is to say about the others.
        if not many or report.refusal or any(finding not in notes for finding in report.findings):
            for part in details(report, expectations.handed_out is not None, lang, notes):
                screen.print(part, soft_wrap=True)
    for line in common_lines(notes, lang):
        screen.print(line, soft_wrap=True)
    if many:
        screen.print(verdict(reports, lang), soft_wrap=True)
