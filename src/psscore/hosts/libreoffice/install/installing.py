"""Installing and removing: with LibreOffice's own installer, or for root into LibreOffice's folder of extensions."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

from psscore.hosts.excel.install.line import Line, Wrong, bad, ok
from psscore.hosts.excel.sources import addin_folder
from psscore.hosts.libreoffice.calc.macros import LIBRARY, PREFIX
from psscore.hosts.libreoffice.extension import IDENTIFIER
from psscore.hosts.libreoffice.install.office import Office
from psscore.hosts.libreoffice.install.registered import Registered, registered
from psscore.model.text import Text

_NO_PYTHON = re.compile(r"loader\.Python|pythonloader|pyuno|No module named 'uno", re.IGNORECASE)


def install(office: Office) -> list[Line]:
    """Install the extension for this version; lines about what was done. Raises `Wrong`, with nothing left half done.

    Root, for whom LibreOffice's installer does nothing, gets it for all users of the machine.
    """
    _check(office)
    file = addin_folder() / office.flavour.value
    if office.root:
        _unpack(office, file)
    else:
        code, said = office.run([str(office.unopkg), "add", "-f", str(file)])
        if code:
            raise Wrong([_python_missing() if _NO_PYTHON.search(said) else _refused("add", said)])
    found = registered(office, bundled=office.root)
    if found is None or found.broken:
        raise Wrong([_unregistered(found)])
    zh, en = ("所有用户", "all users") if office.root else ("当前用户", "this user")
    return [
        ok("office", office.shown, office.shown),
        ok(
            "extension",
            f"{file.name} {found.version} 已为{zh}装入，{found.parts} 个部分全部注册",
            f"{file.name} {found.version} installed for {en}, all {found.parts} parts registered",
        ),
    ]


def remove(office: Office) -> list[Line]:
    """Take the extension away, and what it put into the user's macros; no line when there was none."""
    _check(office, python=False)
    lines: list[Line] = []
    if office.root and office.bundled.is_dir():
        shutil.rmtree(office.bundled)
        lines.append(ok("extension", f"已删除 {office.bundled}", f"removed {office.bundled}"))
    elif not office.root and registered(office, bundled=False) is not None:
        code, said = office.run([str(office.unopkg), "remove", IDENTIFIER])
        if code:
            raise Wrong([_refused("remove", said)])
        lines.append(ok("extension", f"已卸载扩展 {IDENTIFIER}", f"removed the extension {IDENTIFIER}"))
    if count := remove_macros(office.profile):
        lines.append(ok("macros", f"已删除 {count} 个 Basic 模块", f"removed {count} Basic modules"))
    return lines


def remove_macros(profile: Path) -> int:
    """Take our modules out of the user's macros, where LibreOffice leaves them; how many there were."""
    folder = profile / "user" / "basic" / LIBRARY
    modules = sorted(folder.glob(f"{PREFIX}*.xba"))
    contents = folder / "script.xlb"
    if contents.is_file():
        text = contents.read_text("utf-8")
        kept = re.sub(rf'\s*<library:element library:name="{PREFIX}\w*"/>', "", text)
        if kept != text:
            contents.write_text(kept, "utf-8", newline="")
    for module in modules:
        module.unlink()
    return len(modules)


def python_there(office: Office) -> bool:
    """False when LibreOffice surely lacks Python; where its files lie differs, so only a known folder tells."""
    if not office.program.joinpath("soffice.bin").exists():
        return True
    return office.program.joinpath("pythonloader.py").exists()


def running(office: Office) -> Path | None:
    """The lock a running LibreOffice keeps in the user's profile; None when it does not run."""
    lock = office.profile / ".lock"
    return lock if lock.exists() else None


def _check(office: Office, *, python: bool = True) -> None:
    lines = []
    if lock := running(office):
        lines.append(_runs(lock))
    if python and not python_there(office):
        lines.append(_python_missing())
    if lines:
        raise Wrong(lines)


def _unpack(office: Office, file: Path) -> None:
    """Put the extension where LibreOffice finds those for all users: all of it, or nothing."""
    new = office.bundled.with_name("psscore.new")
    try:
        shutil.rmtree(new, ignore_errors=True)
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
            archive.extractall(new)
        shutil.rmtree(office.bundled, ignore_errors=True)
        new.rename(office.bundled)
    except OSError as failure:
        shutil.rmtree(new, ignore_errors=True)
        raise Wrong([_refused("unpack", str(failure))]) from failure


def _runs(lock: Path) -> Line:
    return bad(
        "running",
        Text(f"LibreOffice 正在运行（{lock}）", f"LibreOffice is running ({lock})"),
        Text(
            "请关闭所有 LibreOffice 窗口及快速启动器后再试；若已关闭，请删除该文件",
            "close all its windows and the quickstarter and try again; if it is closed, delete that file",
        ),
    )


def _python_missing() -> Line:
    return bad(
        "python",
        Text("此 LibreOffice 没有 Python 支持", "this LibreOffice has no Python"),
        Text(
            "请安装它（Debian、Ubuntu：apt-get install python3-uno；Fedora：dnf install libreoffice-pyuno），再试一次",
            "install it (Debian, Ubuntu: apt-get install python3-uno; Fedora: dnf install libreoffice-pyuno)",
        ),
    )


def _refused(what: str, said: str) -> Line:
    words = next((line.strip() for line in said.splitlines() if "ERROR" in line), said.strip()[:300] or "-")
    return bad(
        "unopkg",
        Text(f"LibreOffice 的安装程序未能完成（{what}）：{words}", f"LibreOffice's installer failed ({what}): {words}"),
        Text(
            "请关闭 LibreOffice 再试；仍不行时，用“工具→扩展管理器”添加 psscore.oxt",
            "close LibreOffice and try again; else add psscore.oxt in Tools > Extensions",
        ),
    )


def _unregistered(found: Registered | None) -> Line:
    names = ", ".join(found.broken) if found else IDENTIFIER
    return bad(
        "registered",
        Text(f"已装入，但 LibreOffice 没有注册：{names}", f"installed, but LibreOffice did not register: {names}"),
        Text(
            "请运行 psscore addin remove --libreoffice 后重新安装；仍不行时检查 LibreOffice 的 Python 支持",
            "run psscore addin remove --libreoffice and install again; else see whether LibreOffice has Python",
        ),
    )
