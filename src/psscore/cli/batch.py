"""`psscore batch`: score a folder of workbooks."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated, Any

import typer

from psscore.cli.faults import Faults
from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.outputs import ForceOption
from psscore.cli.publishing import BulletinOption, ByOption, Publishing, RankingOption, ReportsOption
from psscore.cli.scoring_options import NowOption, OperatorOption, PartialOption, StampOption
from psscore.cli.stopping import stop_asked
from psscore.cli.store_option import StoreOption, keep, note_store

_EXTRA = 'pip install "psscore[cluster]"'


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("batch")(batch)


def batch(
    inbox: Annotated[Path, typer.Argument(help="Folder of workbooks, with its folders. 收件夹，含子文件夹。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for results. 结果文件夹。")],
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=61, help="Processes; as many as cores. 并行进程数。")
    ] = None,
    watching: Annotated[
        bool, typer.Option("--watch", help="Serve the folder until Ctrl-C. 持续处理新到的文件。")
    ] = False,
    poll: Annotated[float, typer.Option(help="Seconds between looks with --watch. 查看间隔（秒）。", min=0.05)] = 2.0,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler whose workers do the work. Dask 集群地址。")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=1, help="Seconds a workbook may take. 每份的时限（秒）。")] = 120.0,
    redo: Annotated[bool, typer.Option("--redo", help="Score unchanged workbooks again too. 全部重做。")] = False,
    allow_partial: PartialOption = False,
    now: NowOption = None,
    stamp: StampOption = False,
    operator: OperatorOption = None,
    store: StoreOption = None,
    ranking: RankingOption = None,
    reports: ReportsOption = None,
    bulletin: BulletinOption = None,
    by: ByOption = None,
    force: ForceOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Score every workbook of a folder; run it again to go on. 批量计分，可随时中断续做。"""
    from psscore.batch.batch import folder_fault, score_folder
    from psscore.batch.summary import BadFolders, Settings
    from psscore.batch.watch import watch
    from psscore.cli.batch_screen import Screen, no_workbooks, show
    from psscore.folder_lock import Busy
    from psscore.workbook.recalculation import Options
    from psscore.workbook.stamps import login_name

    options = Options(allow_partial=allow_partial, now=now, lang=lang, stamp=stamp, operator=operator or login_name())
    settings = Settings(options, jobs, limit=time_limit, redo=redo)
    publishing = Publishing(ranking, reports, bulletin, by, lang, force)
    faults = Faults(lang)
    if (why := folder_fault(inbox, out)) is not None:
        faults.add(why)
    publishing.check(faults, inbox, out, watching=watching)
    note_store(faults, store)
    faults.leave()
    try:
        with stop_asked() as asked, _cluster(scheduler, lang) as executor, Screen(lang, watching=watching) as screen:
            common: dict[str, Any] = {"settings": settings, "executor": executor, "stopped": asked.is_set}
            if watching:

                def arrived(receipt: dict[str, Any]) -> None:
                    screen.finished(receipt)
                    if store is not None:
                        _keep_one(receipt, store, lang)

                summary = watch(
                    inbox,
                    out,
                    poll=poll,
                    pause=asked.wait,
                    progress=arrived,
                    skipped=screen.skipped,
                    **common,
                )
            else:
                summary = score_folder(inbox, out, started=screen.started, progress=screen.finished, **common)
    except BadFolders as bad:
        typer.echo(bad.text(lang), err=True)
        raise typer.Exit(1) from None
    except Busy:
        busy = f"另一个批处理正在写入 {out}，请等它结束", f"another batch is writing to {out}: wait until it has ended"
        typer.echo(say(lang, *busy), err=True)
        raise typer.Exit(1) from None
    show(summary, out, lang, watching=watching)
    if store is not None and (summary.found or watching):
        _keep(out, store, lang)
    if not summary.found and not watching:
        typer.echo(no_workbooks(inbox, lang), err=True)
        raise typer.Exit(1)
    if summary.exit_code == 130:
        raise typer.Abort
    codes = summary.exit_code, publishing.publish(out) if publishing else 0
    if code := next((code for code in (1, 2) if code in codes), 0):
        raise typer.Exit(code)


def _keep_one(receipt: dict[str, Any], store: str, lang: str) -> None:
    """Store a result as soon as it is there; one that cannot be is stored with all others in the end."""
    from psscore.batch.job import KEPT
    from psscore.history import StoreProblem, open_store
    from psscore.results.receipts import evaluation_of

    if receipt["status"] == KEPT:
        return
    try:
        with open_store(store, write=True) as opened:
            opened.add([evaluation_of(receipt)])
    except StoreProblem as problem:
        typer.echo(problem.text(lang), err=True)


def _keep(out: Path, store: str, lang: str) -> None:
    """Store what the receipts tell, those of earlier runs included."""
    from psscore.batch.journal import NAME
    from psscore.results.receipts import read_receipts

    keep(store, list(read_receipts(out / NAME)), lang)


@contextlib.contextmanager
def _cluster(address: str | None, lang: str) -> Iterator[Executor | None]:
    """The executor of a Dask cluster; None without an address."""
    if address is None:
        yield None
        return
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        message = f"--scheduler 需要 Dask：{_EXTRA}", f"--scheduler needs Dask: {_EXTRA}"
        typer.echo(say(lang, *message), err=True)
        raise typer.Exit(1) from None
    try:
        client = distributed.Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        reason = f"连不上调度器 {address}：{failure}", f"the scheduler {address} cannot be reached: {failure}"
        typer.echo(say(lang, *reason), err=True)
        raise typer.Exit(1) from None
    try:
        yield client.get_executor()
    finally:
        client.close()
