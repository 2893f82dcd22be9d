"""`psscore addin`: install the Excel add-in, look at it, remove it, find what is wrong, build it."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from psscore.cli.lang import Lang, LangOption, say
from psscore.cli.runtime import Runtime

if TYPE_CHECKING:
    from psscore.hosts.excel.install.line import Line

_LibreOffice = Annotated[
    bool, typer.Option("--libreoffice", help="The extension of LibreOffice instead. 改为 LibreOffice 的扩展。")
]
_app = typer.Typer(help="The add-in of Excel or LibreOffice. Excel 加载项或 LibreOffice 扩展。", no_args_is_help=True)
_SHOWN = {"ok": ("✓", "green"), "note": ("!", "yellow"), "bad": ("✗", "red")}


class Server(enum.StrEnum):
    """Who starts Python."""

    START = "start"
    RUNNING = "running"


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    app.add_typer(_app, name="addin")


@_app.command("install")
def install(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Folder for the add-in instead of XLSTART. 加载项的文件夹。")
    ] = None,
    server: Annotated[
        Server, typer.Option("--server", help="Excel starts Python, or uses one started at log-on. 由谁启动 Python。")
    ] = Server.START,
    no_warm_start: Annotated[
        bool, typer.Option("--no-warm-start", help="Start Python with the first calculation. 首次计算时才启动。")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done. 只显示将做什么。")] = False,
    libreoffice: _LibreOffice = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Install for this user, without administrator rights. 为当前用户安装，无需管理员权限。"""
    if libreoffice:
        _only(lang, folder is None and server is Server.START and not no_warm_start)
        _install_libreoffice(dry_run, lang)
        return
    from psscore.hosts.excel.install.installing import Options, plan
    from psscore.hosts.excel.install.line import Wrong
    from psscore.hosts.excel.install.machine import this_machine

    where = folder.expanduser().absolute() if folder else None
    try:
        planned = plan(this_machine(), Options(where, server.value, not no_warm_start))
        if not dry_run:
            planned.do()
    except Wrong as wrong:
        _stop(wrong.lines, lang, say(lang, "未安装：", "Not installed:"))
    for step in planned.steps:
        typer.echo(f"{'-' if dry_run else '✓'} {step.text(lang)}")
    _print(planned.lines, lang)
    if dry_run:
        typer.echo(_unchanged(lang))
    elif planned.steps:
        typer.echo(
            say(lang, f"已安装：{planned.addin}。请重新启动 Excel", f"installed: {planned.addin}. Restart Excel")
        )
    else:
        typer.echo(say(lang, f"早已安装：{planned.addin}", f"already installed: {planned.addin}"))


@_app.command("remove")
def remove(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done. 只显示将做什么。")] = False,
    libreoffice: _LibreOffice = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Remove what install wrote, and nothing else. 卸载：只删除安装时写入的文件。"""
    if libreoffice:
        _remove_libreoffice(dry_run, lang)
        return
    from psscore.hosts.excel.install.line import Wrong
    from psscore.hosts.excel.install.machine import this_machine
    from psscore.hosts.excel.install.removing import removal
    from psscore.hosts.excel.install.steps import do_all

    try:
        steps, lines = removal(this_machine())
        if not dry_run:
            do_all(steps)
    except Wrong as wrong:
        _stop(wrong.lines, lang, say(lang, "未卸载：", "Not removed:"))
    for step in steps:
        typer.echo(f"{'-' if dry_run else '✓'} {step.text(lang)}")
    _print(lines, lang)
    if dry_run:
        typer.echo(_unchanged(lang))
    elif steps:
        typer.echo(say(lang, "已卸载", "removed"))


@_app.command("status")
def status(libreoffice: _LibreOffice = False, lang: LangOption = Lang.ZH) -> None:
    """Show what is installed where, and whether versions agree; exit 1 if not. 显示已安装的各部分及其版本。"""
    if libreoffice:
        _examine_libreoffice(lang)
        return
    from rich.table import Table
    from rich.text import Text

    from psscore.cli.screen import console
    from psscore.hosts.excel.install.machine import this_machine
    from psscore.hosts.excel.install.status import parts
    from psscore.hosts.excel.install.system import not_here

    machine = this_machine()
    if elsewhere := not_here(machine):
        _stop([elsewhere], lang, say(lang, "没有加载项：", "No add-in:"))
    found = parts(machine)
    table = Table()
    for title in (
        "",
        say(lang, "部分", "Part"),
        say(lang, "版本", "Version"),
        say(lang, "位置", "Where"),
    ):
        table.add_column(title, overflow="fold")
    for part in found:
        mark, style = _SHOWN["ok" if part.fits else "bad"]
        table.add_row(Text(mark, style=style), part.name(lang), part.version, part.where)
    console().print(table)
    if not all(part.fits for part in found):
        typer.echo(say(lang, "有不一致之处：运行 psscore addin doctor", "not all agree: run psscore addin doctor"))
        raise typer.Exit(1)


@_app.command("doctor")
def doctor(
    workbooks: Annotated[list[Path] | None, typer.Argument(help="Workbooks to look at. 要检查的工作簿。")] = None,
    libreoffice: _LibreOffice = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Name everything that is wrong and what to do; exit 1 if anything is. 查出问题并说明怎么办。"""
    if libreoffice:
        _examine_libreoffice(lang)
        return
    from psscore.hosts.excel.install.doctor import examine
    from psscore.hosts.excel.install.machine import this_machine

    _judge(examine(this_machine(), workbooks or []), lang)


@_app.command("build")
def build(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to. 输出文件夹。")] = Path(),
    runtime: Annotated[
        Runtime, typer.Option("--runtime", help="The VBA that talks to Python. 与 Python 通信的 VBA。")
    ] = Runtime.SLIM,
    lang: LangOption = Lang.ZH,
) -> None:
    """Build the add-in from source, the same bytes every time. 由源生成加载项，逐字节可重现。"""
    from psscore.hosts.excel.addin import build_addin

    output.mkdir(parents=True, exist_ok=True)
    try:
        path = build_addin(output, runtime.value)
    except ImportError as missing:
        typer.echo(say(lang, f"缺少 xlwings：{missing}", f"xlwings is missing: {missing}"), err=True)
        raise typer.Exit(1) from None
    typer.echo(say(lang, f"已生成 {path}", f"wrote {path}"))


def _install_libreoffice(dry_run: bool, lang: str) -> None:
    from psscore.hosts.excel.install.line import Wrong
    from psscore.hosts.libreoffice.install.installing import install as install_extension
    from psscore.hosts.libreoffice.install.office import find_office

    try:
        office = find_office()
        if dry_run:
            name = office.flavour.value
            typer.echo(say(lang, f"- 把 {name} 装入 {office.shown}", f"- install {name} into {office.shown}"))
            typer.echo(_unchanged(lang))
            return
        lines = install_extension(office)
    except Wrong as wrong:
        _stop(wrong.lines, lang, say(lang, "未安装：", "Not installed:"))
    _print(lines, lang)
    typer.echo(say(lang, "已安装。请启动 LibreOffice", "installed. Start LibreOffice"))


def _remove_libreoffice(dry_run: bool, lang: str) -> None:
    from psscore.hosts.excel.install.line import Wrong
    from psscore.hosts.libreoffice.install.installing import remove as remove_extension
    from psscore.hosts.libreoffice.install.office import find_office

    try:
        office = find_office()
        if dry_run:
            typer.echo(say(lang, f"- 从 {office.shown} 卸载扩展", f"- remove the extension from {office.shown}"))
            typer.echo(_unchanged(lang))
            return
        lines = remove_extension(office)
    except Wrong as wrong:
        _stop(wrong.lines, lang, say(lang, "未卸载：", "Not removed:"))
    _print(lines, lang)
    typer.echo(say(lang, "已卸载", "removed") if lines else say(lang, "没有安装", "nothing was installed"))


def _examine_libreoffice(lang: str) -> None:
    from psscore.hosts.excel.install.line import Wrong
    from psscore.hosts.libreoffice.install.doctor import examine as examine_extension
    from psscore.hosts.libreoffice.install.office import find_office

    try:
        lines = examine_extension(find_office())
    except Wrong as wrong:
        lines = list(wrong.lines)
    _judge(lines, lang)


def _only(lang: str, fine: bool) -> None:
    if not fine:
        typer.echo(
            say(
                lang,
                "--folder、--server、--no-warm-start 只用于 Excel",
                "--folder, --server, --no-warm-start: Excel only",
            ),
            err=True,
        )
        raise typer.Exit(64)


def _judge(lines: Sequence[Line], lang: str) -> None:
    _print(lines, lang)
    if wrong := [line for line in lines if line.state == "bad"]:
        typer.echo(say(lang, f"{len(wrong)} 处有问题", f"{len(wrong)} wrong"))
        raise typer.Exit(1)
    typer.echo(say(lang, "没有发现问题", "nothing wrong was found"))


def _print(lines: Sequence[Line], lang: str, *, stderr: bool = False) -> None:
    from rich.text import Text

    from psscore.cli.screen import console

    screen = console(stderr=stderr)
    for line in lines:
        mark, style = _SHOWN[line.state]
        screen.print(Text(f"{mark} ", style=style) + Text(line.text(lang)), soft_wrap=True)
        if line.remedy is not None:
            screen.print(Text(f"  → {line.remedy(lang)}", style="bold"), soft_wrap=True)


def _unchanged(lang: str) -> str:
    return say(lang, "以上为将要做的，什么都没有改动", "this is what would be done; nothing was changed")


def _stop(lines: Sequence[Line], lang: str, head: str) -> NoReturn:
    typer.echo(head, err=True)
    _print(lines, lang, stderr=True)
    raise typer.Exit(1)
