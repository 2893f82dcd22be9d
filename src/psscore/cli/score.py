"""`psscore score`: recalculate workbooks without Excel."""

from __future__ import annotations

import datetime
import hashlib
import sys
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.scoring_options import NowOption, OperatorOption, PartialOption, StampOption
from psscore.cli.stopping import stop_asked
from psscore.cli.store_option import StoreOption, check_store, keep

EXIT = {"error": 1, "refused": 2, "partial": 2, "stale": 3}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("score")(score)


def score(
    files: Annotated[list[Path], typer.Argument(help="Workbooks, .xlsx or .xlsm. 工作簿。")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here: a file, or a folder for several. 输出。")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Replace the file itself. 就地更新。")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 3 when results are stale. 只检查。")
    ] = False,
    allow_partial: PartialOption = False,
    now: NowOption = None,
    stamp: StampOption = False,
    operator: OperatorOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Worker processes. 并行进程数。")] = 1,
    opinion: Annotated[
        bool,
        typer.Option(
            "--second-opinion", help="Let LibreOffice calculate too and name differences. 用 LibreOffice 复核。"
        ),
    ] = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="Receipts as JSON lines to a file, - for stdout. 机器可读回执。")
    ] = None,
    store: StoreOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Score workbooks without Excel; without -o or --in-place nothing is written. 无需 Excel 计分。"""
    from psscore.batch.score_files import score_files
    from psscore.workbook.recalculate import Options
    from psscore.workbook.stamps import login_name

    if sum((output is not None, in_place, check)) > 1:
        raise typer.BadParameter(
            say(lang, "-o、--in-place、--check 只能选一个", "choose one of -o, --in-place, --check")
        )
    if output is not None and len(files) > 1 and not output.is_dir():
        raise typer.BadParameter(
            say(
                lang,
                f"多个文件时 -o 须为已有的文件夹：{output}",
                f"for several files -o must be an existing folder: {output}",
            )
        )
    _check_targets(files, output, lang)
    _check_json_target(json_to, files, output, lang)
    options = Options(allow_partial=allow_partial, now=now, lang=lang, stamp=stamp, operator=operator or login_name())
    dry = output is None and not in_place
    run: dict[str, Any] = {"output": output, "in_place": in_place, "check": dry, "options": options, "jobs": jobs}
    check_store(store, lang)
    # Of the files as they came: in place, they are others afterwards.
    digests = {str(path): _digest(path) for path in files} if store is not None else {}
    # A single workbook is interrupted at once, before it is written.
    with stop_asked() if len(files) > 1 else nullcontext(threading.Event()) as asked:
        run["stopped"] = asked.is_set
        receipts = _with_progress(score_files, files, run, quiet=to_stdout(json_to), lang=lang)
    if len(receipts) < len(files):
        # What was written before the interruption must be known.
        write_json_lines(receipts, json_to, lang)
        if not to_stdout(json_to) and receipts:
            show_receipts(receipts, lang)
        raise typer.Abort
    if opinion:
        _ask_libreoffice(receipts, options.now or datetime.datetime.now(), lang)
    if not to_stdout(json_to):
        show_receipts(receipts, lang, dry=dry and not check)
    write_json_lines(receipts, json_to, lang)
    if store is not None:
        _keep(receipts, digests, store, json_to, lang)
    codes = [exit_code(receipt) for receipt in receipts]
    worst = next((code for code in (1, 2, 3) if code in codes), 0)
    if worst and not (worst == 3 and not check):
        raise typer.Exit(worst)


def _keep(receipts: list[dict[str, Any]], digests: dict[str, str], store: str, json_to: Path | None, lang: str) -> None:
    from psscore.results.receipts import evaluation_of

    told = []
    for receipt in receipts:
        written = receipt.get("output")
        more = {
            "input_digest": digests.get(receipt["file"]),
            "output_digest": _digest(Path(written)) if written else None,
        }
        told.append(evaluation_of(receipt | more))
    keep(store, told, lang, quiet=to_stdout(json_to))


def _digest(path: Path) -> str:
    """SHA-256 of a file, "" when it cannot be read: scoring it says why."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _ask_libreoffice(receipts: list[dict[str, Any]], now: datetime.datetime, lang: str) -> None:
    """Add what LibreOffice calculates differently to the findings; nothing is written."""
    from psscore.engines.libreoffice import NotInstalled
    from psscore.workbook.second_opinion import second_opinion

    for receipt in receipts:
        if receipt["status"] in ("refused", "error"):
            continue
        data = Path(receipt.get("output") or receipt["file"]).read_bytes()
        try:
            compared, findings = second_opinion(data, now)
        except NotInstalled:
            typer.echo(
                say(lang, "没有安装 LibreOffice（soffice），无法复核", "LibreOffice (soffice) is not installed"),
                err=True,
            )
            raise typer.Exit(1) from None
        receipt["second_opinion"] = {"compared": compared, "different": len(findings)}
        receipt["findings"] += [
            {"sheet": f.sheet, "cell": f.cell, "code": f.code, "message": f.text(lang)} for f in findings
        ]


def exit_code(receipt: dict[str, Any]) -> int:
    """0 when done; a partial result that was asked for and written is done."""
    if receipt["status"] == "partial" and receipt.get("output"):
        return 0
    return EXIT.get(receipt["status"], 0)


def _check_targets(files: list[Path], output: Path | None, lang: str) -> None:
    """Refuse outputs that would overwrite each other, or carry a name Excel would not open."""
    if output is None:
        return
    if output.is_dir():
        names = [file.name for file in files]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            shown = "、".join(twice)
            raise typer.BadParameter(
                say(
                    lang,
                    f"同名文件会在 {output} 中互相覆盖：{shown}",
                    f"same names would overwrite each other in {output}: {shown}",
                )
            )
    elif output.suffix.lower() != files[0].suffix.lower():
        want = files[0].suffix
        raise typer.BadParameter(
            say(lang, f"输出文件的扩展名应为 {want}，与输入一致", f"the output must end in {want}, as the input does")
        )


def _check_json_target(json_to: Path | None, files: list[Path], output: Path | None, lang: str) -> None:
    """Receipts must not replace a workbook."""
    if json_to is None or to_stdout(json_to):
        return
    workbooks = {path.resolve() for path in (*files, *((output,) if output else ()))}
    if json_to.resolve() in workbooks or json_to.suffix.lower() in (".xlsx", ".xlsm"):
        raise typer.BadParameter(
            say(lang, f"--json 不能写到工作簿 {json_to}", f"--json must not replace the workbook {json_to}")
        )


def show_receipts(receipts: list[dict[str, Any]], lang: str, *, dry: bool = False) -> None:
    """What happened, as tables."""
    from psscore.cli.screen import (
        console,
        files_table,
        findings_table,
        notes,
        score_table,
        status_text,
        summary_lines,
    )

    screen = console()
    if len(receipts) > 1:
        screen.print(files_table(receipts, lang))
        for receipt in receipts:
            if (found := findings_table(receipt["findings"], lang)) is not None:
                screen.print(receipt["file"], style="bold")
                screen.print(found)
        return
    for receipt in receipts:
        if receipt["indicators"]:
            screen.print(score_table(receipt, lang))
        for line in summary_lines(receipt, lang):
            screen.print(line, soft_wrap=True)
        if (found := findings_table(receipt["findings"], lang)) is not None:
            screen.print(found)
        for note in notes(receipt["findings"]):
            screen.print(note, style="dim", soft_wrap=True)
        if opinion := receipt.get("second_opinion"):
            compared, different = opinion["compared"], opinion["different"]
            screen.print(
                say(
                    lang,
                    f"LibreOffice 复核 {compared} 个普通公式，{different} 个不同",
                    f"LibreOffice calculated {compared} ordinary formulas too: {different} differ",
                )
            )
        target = f" → {receipt['output']}" if receipt.get("output") not in (None, receipt["file"]) else ""
        done = status_text(receipt["status"], lang, copied=bool(target))
        screen.print(f"{receipt['file']}{target}", done, soft_wrap=True)
        if receipt["status"] == "partial" and not receipt.get("output"):
            screen.print(
                say(
                    lang,
                    "有公式保留旧值，未写入文件；确认可以接受时加 --allow-partial。",
                    "Some formulas keep old values: nothing written; add --allow-partial if that is acceptable.",
                )
            )
        if dry and receipt["status"] == "stale":
            screen.print(say(lang, "未写入文件；用 -o 或 --in-place 写入。", "Nothing written; use -o or --in-place."))


def _with_progress(
    run: Any, files: list[Path], arguments: dict[str, Any], *, quiet: bool, lang: str
) -> list[dict[str, Any]]:
    """The receipts in the order of the files."""
    if quiet or len(files) == 1 or not sys.stderr.isatty():
        return list(run(files, **arguments))
    from rich.progress import Progress

    from psscore.cli.screen import console

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(lang, "计分", "Scoring"), total=len(files))
        return list(run(files, **arguments, progress=lambda _: bar.advance(task)))
