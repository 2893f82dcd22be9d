"""What is wrong with the extension in LibreOffice, all of it at once, each with what to do."""

from __future__ import annotations

from psscore import __version__
from psscore.hosts.excel.install.line import Line, bad, note, ok
from psscore.hosts.libreoffice.extension import Flavour
from psscore.hosts.libreoffice.install.installing import python_there, running
from psscore.hosts.libreoffice.install.office import Office
from psscore.hosts.libreoffice.install.registered import Registered, registered
from psscore.model.text import Text

_INSTALL = Text("请运行 psscore addin install --libreoffice", "run psscore addin install --libreoffice")


def examine(office: Office) -> list[Line]:
    """Everything looked at, sound or not."""
    lines = [ok("office", f"{office.shown}：{office.soffice}", f"{office.shown}: {office.soffice}")]
    if python_there(office):
        lines.append(ok("python", "有 Python 支持", "Python is there"))
    else:
        lines.append(bad("python", Text("没有 Python 支持", "Python is missing"), _INSTALL))
    if lock := running(office):
        text = Text(f"LibreOffice 正在运行（{lock}）", f"LibreOffice is running ({lock})")
        lines.append(note("running", text, Text("安装前请先关闭", "close it before installing")))
    found = [(registered(office, bundled=bundled), bundled) for bundled in (False, True)]
    there = [(one, bundled) for one, bundled in found if one is not None]
    if not there:
        lines.append(bad("extension", Text("扩展未安装", "the extension is not installed"), _INSTALL))
    for one, bundled in there:
        lines += _extension(office, one, bundled)
    if len(there) > 1:
        text = Text("既为当前用户又为所有用户安装", "installed for this user and for all users")
        lines.append(bad("twice", text, Text("请卸载其中一个", "remove one of them")))
    return lines


def _extension(office: Office, found: Registered, bundled: bool) -> list[Line]:
    zh, en = ("所有用户", "all users") if bundled else ("当前用户", "this user")
    lines = []
    if found.broken:
        names = ", ".join(found.broken)
        lines.append(bad("registered", Text(f"未注册：{names}", f"not registered: {names}"), _INSTALL))
    if found.version != __version__:
        text = Text(
            f"扩展为 {found.version}，psscore 为 {__version__}",
            f"the extension is {found.version}, psscore {__version__}",
        )
        lines.append(bad("version", text, _INSTALL))
    if found.basic != (office.flavour is Flavour.BASIC):
        text = Text(f"装的不是适合 {office.shown} 的扩展", f"not the extension for {office.shown}")
        lines.append(bad("flavour", text, _INSTALL))
    if lines:
        return lines
    return [
        ok(
            "extension",
            f"扩展 {found.version}（{zh}），{found.parts} 个部分全部注册",
            f"extension {found.version} ({en}), all {found.parts} parts registered",
        )
    ]
