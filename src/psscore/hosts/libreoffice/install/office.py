"""The LibreOffice of this machine: its programs, its version, the user's profile."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from psscore.hosts.excel.install.line import Line, Wrong, bad
from psscore.hosts.libreoffice.extension import Flavour
from psscore.model.text import Text

_VERSION = re.compile(r"LibreOffice\D* (\d+)\.(\d+)[.\d]*")
_OLDEST_CURRENT, _OLDEST = (25, 2), (7, 4)
_SECONDS = 180

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command: its exit code, and all it wrote."""


@dataclass(frozen=True, slots=True)
class Office:
    """Everything installing asks of LibreOffice."""

    soffice: Path
    unopkg: Path
    version: tuple[int, int]
    shown: str  # the version as LibreOffice says it
    profile: Path  # the user's settings and extensions
    root: bool  # LibreOffice's installer installs nothing for this user
    run: Run

    @property
    def flavour(self) -> Flavour:
        """The extension for this version."""
        return Flavour.CURRENT if self.version >= _OLDEST_CURRENT else Flavour.BASIC

    @property
    def program(self) -> Path:
        """The folder of LibreOffice's own programs."""
        return self.soffice.resolve().parent

    @property
    def bundled(self) -> Path:
        """Where an extension lies that is there for all users."""
        return self.program.parent / "share" / "extensions" / "psscore"


def find_office(environment: Mapping[str, str] = os.environ, run: Run | None = None) -> Office:
    """The LibreOffice a user starts. Raises `Wrong`: there is none, or one that is too old or says no version."""
    run = run or _run
    soffice = next(filter(None, (shutil.which(name, path=path) for name, path in _places(environment))), None)
    if soffice is None:
        raise Wrong([_NONE])
    unopkg = _beside(Path(soffice), "unopkg") or shutil.which("unopkg", path=environment.get("PATH"))
    if unopkg is None:
        raise Wrong([_no_installer(soffice)])
    code, said = run([soffice, "--version"])
    found = _VERSION.search(said)
    if code or found is None:
        raise Wrong([_silent(soffice, said)])
    version = int(found[1]), int(found[2])
    if version < _OLDEST:
        raise Wrong([_too_old(found[0])])
    root = getattr(os, "geteuid", lambda: 1)() == 0
    return Office(Path(soffice), Path(unopkg), version, found[0], _profile(environment), root, run)


def _places(environment: Mapping[str, str]) -> list[tuple[str, str | None]]:
    path = environment.get("PATH")
    places: list[tuple[str, str | None]] = [("soffice", path), ("libreoffice", path)]
    if sys.platform == "win32":
        folders = (environment.get(name) for name in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"))
        places += [("soffice.com", str(Path(folder, "LibreOffice", "program"))) for folder in folders if folder]
    if sys.platform == "darwin":
        places.append(("soffice", "/Applications/LibreOffice.app/Contents/MacOS"))
    return places


def _beside(soffice: Path, name: str) -> str | None:
    folders = (soffice.parent, soffice.resolve().parent)
    return next(filter(None, (shutil.which(name, path=str(folder)) for folder in folders)), None)


def _profile(environment: Mapping[str, str]) -> Path:
    home = Path(environment.get("HOME") or Path.home())
    if sys.platform == "win32":
        return Path(environment.get("APPDATA") or home) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "libreoffice" / "4"


def _run(command: Sequence[str]) -> tuple[int, str]:
    # A Python of the user's would become LibreOffice's, and know nothing of it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    folders = environment.get("PATH", "").split(os.pathsep)
    environment["PATH"] = os.pathsep.join(
        one for one in folders if not Path(one).parent.joinpath("pyvenv.cfg").exists()
    )
    try:
        ran = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        return 1, str(failure)
    return ran.returncode, ran.stdout.decode("utf-8", "replace")


_NONE = bad(
    "libreoffice",
    Text("没有找到 LibreOffice（PATH 中没有 soffice）", "LibreOffice was not found: no soffice on the PATH"),
    Text(
        "请先安装 LibreOffice 25.2 以上版本（Debian：apt-get install libreoffice-calc python3-uno），或把它的 program "
        "文件夹加入 PATH",
        "install LibreOffice 25.2 or later first (Debian: apt-get install libreoffice-calc python3-uno), or put its "
        "folder program on the PATH",
    ),
)


def _no_installer(soffice: str) -> Line:
    return bad(
        "unopkg",
        Text(f"{soffice} 旁没有扩展安装程序 unopkg", f"there is no installer unopkg beside {soffice}"),
        Text(
            "请在 LibreOffice 中用“工具→扩展管理器”添加 psscore.oxt",
            "add psscore.oxt in LibreOffice: Tools > Extensions",
        ),
    )


def _silent(soffice: str, said: str) -> Line:
    words = said.strip().splitlines()[-1:] or ["-"]
    return bad(
        "version",
        Text(f"{soffice} --version 没有说出版本：{words[0]}", f"{soffice} --version tells no version: {words[0]}"),
        Text("请检查 LibreOffice 能否启动", "see whether LibreOffice starts"),
    )


def _too_old(shown: str) -> Line:
    return bad(
        "version",
        Text(f"{shown} 太旧，需要 7.4 以上", f"{shown} is too old: it takes 7.4 or later"),
        Text("请升级 LibreOffice，最好是 25.2 以上", "update LibreOffice, at best to 25.2 or later"),
    )
