"""`psscore tickets ingest`: exports into the canonical table, every record accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psscore.cli.json_lines import to_stdout, write_json_lines
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.tickets import app
from psscore.cli.tickets_told import MapOption, MaxRejectsOption, refusals, share_of

if TYPE_CHECKING:
    from psscore.tickets.ingested import Ingested


@app.command("ingest")
def ingest(
    exports: Annotated[list[str], typer.Argument(help="Files, folders or patterns. 导出文件、文件夹或通配符。")],
    into: Annotated[Path, typer.Option("--into", "-o", help="Folder to write. 输出文件夹。")],
    mapping: MapOption = None,
    max_rejects: MaxRejectsOption = "1%",
    force: Annotated[
        bool, typer.Option("--force", help="Replace a folder read before. 替换以前读入的文件夹。")
    ] = False,
    json_to: Annotated[
        Path | None, typer.Option("--json", help="The receipt to a file, - for stdout. 机器可读回执。")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Read exports into a folder to count from: tickets as Parquet, and tables of rejects. 读入导出文件。"""
    from psscore.tickets.reading import ingest as read

    share = share_of(max_rejects, lang)
    with refusals(lang), _progress(exports, lang) as told:
        result = read(exports, mapping, into=into, max_rejects=share, force=force, progress=told)
    if not to_stdout(json_to):
        _show(result, lang)
    write_json_lines([result.to_json()], json_to, lang)


@contextmanager
def _progress(exports: list[str], lang: str) -> Iterator[Callable[[int], None] | None]:
    from psscore.cli.screen import console

    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from psscore.tickets.sources import find_sources

    size = sum(source.path.stat().st_size for source in find_sources(exports))
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(say(lang, "读入", "reading"), total=size)
        yield lambda done: bar.advance(task, done)


def _show(result: Ingested, lang: str) -> None:
    from rich.table import Table

    from psscore.cli.screen import console
    from psscore.tickets.ingested import STRUCTURE_TABLE, VALUES_TABLE
    from psscore.tickets.mapping import FIELDS
    from psscore.tickets.rejects import reason_text
    from psscore.tickets.several_cities import several_told

    screen = console()
    files = Table(title_justify="left")
    for title in (say(lang, "文件", "File"), "SHA-256", say(lang, "编码", "Encoding")):
        files.add_column(title, overflow="fold")
    for title in (say(lang, "读到", "Read"), say(lang, "接收", "Accepted"), say(lang, "拒收", "Rejected")):
        files.add_column(title, justify="right")
    for one in result.files:
        name = one.name if one.sheet is None else f"{one.name} [{one.sheet}]"
        counts = (f"{count:,}" for count in (one.read, one.accepted, one.rejected))
        files.add_row(name.replace("[", r"\["), one.sha256[:12], one.encoding or "Excel", *counts)
    screen.print(files)
    reasons = Table(title_justify="left")
    reasons.add_column(say(lang, "原因", "Reason"), overflow="fold")
    reasons.add_column(say(lang, "条数", "Records"), justify="right")
    for code, count in result.rejects.items():
        reasons.add_row(say(lang, "拒收：", "rejected: ") + reason_text(code)(lang), f"{count:,}")
    for doubt, count in result.doubts.items():
        field, _, code = doubt.partition(":")
        title = FIELDS[field].title(lang)
        reasons.add_row(f"{say(lang, '存疑：', 'doubtful: ')}{title}: {reason_text(code)(lang)}", f"{count:,}")
    if reasons.row_count:
        screen.print(reasons)
    screen.print(
        say(
            lang,
            f"读到 {result.read:,} = 接收 {result.accepted:,} + 拒收 {result.rejected:,}；"
            f"重复（同一工单的其他版本）{result.duplicates:,}；含存疑值 {result.doubtful:,}",
            f"read {result.read:,} = accepted {result.accepted:,} + rejected {result.rejected:,}; "
            f"further versions of a ticket {result.duplicates:,}; with a doubtful value {result.doubtful:,}",
        )
    )
    if warning := several_told(result.several_cities.to_json() if result.several_cities else None):
        screen.print(warning(lang), markup=False)
    where = say(lang, "已写入", "written to")
    screen.print(f"{where} {result.folder} ({STRUCTURE_TABLE}, {VALUES_TABLE})", style="dim")
