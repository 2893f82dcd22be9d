"""LibreOffice with our extension, started once for a list of workbooks, with a profile and extensions of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from needs import absent
from psscore.hosts.libreoffice.calc.errors import CODES

SCRIPT = Path(__file__).with_name("uno_script.py")
COMMANDS = Path(__file__).with_name("command_script.py")
CLICKS = Path(__file__).with_name("click_script.py")
FILLINGS = Path(__file__).with_name("filling_script.py")
PYTHON = "/usr/bin/python3"  # the one python3-uno belongs to
ERRORS = {code: error for error, code in CODES.items()}

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""

Cells = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Book:
    """A workbook to open; cells to write before it is calculated; where to save it; how many calculations to time."""

    data: bytes
    cells: Cells = field(default_factory=dict)
    save: Path | None = None
    hard: int = 1
    name: str = "book.xlsx"


@dataclass(frozen=True)
class Calculated:
    """Values of all cells by sheet and address, errors as `CellError` or Calc's own number; formulas; seconds."""

    cells: dict[str, dict[str, Any]]
    formulas: dict[str, dict[str, str]]
    seconds: list[float]


@dataclass(frozen=True)
class Calc:
    """LibreOffice, the folder of its extensions and one for its profiles; or a profile with extensions in it."""

    soffice: str
    bundled: Path | None
    folder: Path
    profile: Path | None = None

    def calculate(self, *books: Book) -> list[Calculated]:
        """Open each workbook and calculate it: what the cells hold."""
        return self.ask(*books)[0]

    def ask(self, *books: Book) -> tuple[list[Calculated], dict[str, Any]]:
        """The same, and the functions as the function wizard lists them."""
        folder = self.folder / uuid.uuid4().hex[:12]
        asked: list[dict[str, Any]] = []
        for number, book in enumerate(books):
            path = folder / str(number) / book.name
            path.parent.mkdir(parents=True)
            path.write_bytes(book.data)
            save = book.save.as_uri() if book.save else None
            asked.append({"url": path.as_uri(), "cells": book.cells, "save": save, "hard": book.hard})
        found = _run(self._command(folder), SCRIPT, {"books": asked})
        return [_calculated(book) for book in found["books"]], found["functions"]

    def command(self, *books: tuple[bytes, str, list[list[Any]]], lang: str = "zh") -> list[list[Any]]:
        """Open each workbook (bytes, name), take the steps `command_script.py` knows: what each gives."""
        folder = self.folder / uuid.uuid4().hex[:12]
        language(folder / "profile", lang)
        asked = []
        for number, (data, name, steps) in enumerate(books):
            path = folder / str(number) / name
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
            asked.append({"url": path.as_uri(), "steps": steps})
        found = _run(self._command(folder), COMMANDS, {"books": asked})
        if not found["locale"].startswith(lang):
            absent("LibreOffice in Chinese", "apt-get install libreoffice-l10n-zh-cn")
        answers: list[list[Any]] = found["books"]
        return answers

    def click(self, data: bytes, display: str, pictures: Path) -> dict[str, Any]:
        """Open a workbook in a window in Chinese and press our buttons, see `click_script.py`."""
        folder = self.folder / uuid.uuid4().hex[:12]
        language(folder / "profile", "zh")
        path = folder / "工作簿.xlsx"
        path.write_bytes(data)
        asked = {"url": path.as_uri(), "pictures": str(pictures)}
        return _run(self._command(folder), CLICKS, asked, display)

    def fill(self, data: bytes, name: str, fillings: list[dict[str, Any]]) -> list[dict[str, list[list[Any]]]]:
        """Type fillings into one workbook, see `filling_script.py`: the rows of every sheet for each."""
        folder = self.folder / uuid.uuid4().hex[:12]
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        found = _run(self._command(folder), FILLINGS, {"url": path.as_uri(), "fillings": fillings})["fillings"]
        return [
            {sheet: [[_value(cell) for cell in row] for row in rows] for sheet, rows in one.items()} for one in found
        ]

    def _command(self, folder: Path) -> list[str]:
        where = [f"-env:UserInstallation={(self.profile or folder / 'profile').as_uri()}"]
        if self.bundled:
            where.append(f"-env:BUNDLED_EXTENSIONS={self.bundled.as_uri()}")
        return [self.soffice, *where]


def language(profile: Path, lang: str) -> None:
    """Give a profile a language of its menus, and leave out what a first start shows."""
    locale = {"zh": "zh-CN", "en": "en-US"}[lang]
    settings = {
        ("Office.Linguistic/General", "UILocale"): locale,
        ("Setup/L10N", "ooLocale"): locale,
        ("Office.Common/Misc", "ShowTipOfTheDay"): "false",
        ("Office.Common/Misc", "FirstRun"): "false",
        ("UserProfile/Data", "sn"): "张",
        ("UserProfile/Data", "givenname"): "三",
    }
    items = [
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for (path, name), value in settings.items()
    ]
    target = profile / "user" / "registrymodifications.xcu"
    target.parent.mkdir(parents=True)
    target.write_text(_SETTINGS.format("\n".join(items)), "utf-8")


def soffice_74() -> str:
    """The command of LibreOffice 7.4, unpacked beside the installed one. A user's machine may lack it; CI may not."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    found = cache / "psscore" / "libreoffice-7.4" / "soffice"
    if not found.exists():
        absent("LibreOffice 7.4", ".ci/libreoffice-7.4 unpacks it on Debian bookworm")
    return str(found)


def install(extension: bytes, folder: Path) -> Path:
    """Unpack the extension where LibreOffice looks for those an administrator has put beside it; give the folder."""
    bundled = folder / "extensions"
    target = bundled / "psscore"
    target.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(extension)) as archive:
        archive.extractall(target)
    return bundled


def _run(command: list[str], script: Path, asked: dict[str, Any], display: str = "") -> dict[str, Any]:
    pipe = f"psscore{uuid.uuid4().hex[:12]}"
    started = [*command, f"--accept=pipe,name={pipe};urp;", "--norestore", "--nologo"]
    if not display:
        started.append("--headless")
    # Neither LibreOffice nor its Python may find the psscore under test by another way than the extension.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    # A python3 of a virtual environment on the path would become LibreOffice's, which has no UNO.
    folders = environment.get("PATH", "").split(os.pathsep)
    environment["PATH"] = os.pathsep.join(
        part for part in folders if not Path(part).parent.joinpath("pyvenv.cfg").exists()
    )
    if display:
        environment |= {"DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"}
    office = subprocess.Popen(
        started, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        ran = subprocess.run(
            [PYTHON, str(script)],
            input=json.dumps({"pipe": pipe} | asked),
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert ran.stdout.endswith("\n"), f"{ran.returncode}: {ran.stderr}"
        office.wait(60)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGTERM)
            office.wait(60)
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _calculated(found: dict[str, Any]) -> Calculated:
    cells = {
        sheet: {address: _value(value) for address, value in values.items()} for sheet, values in found["cells"].items()
    }
    return Calculated(cells, found["formulas"], found["seconds"])


def _value(found: Any) -> Any:
    if isinstance(found, dict):
        return ERRORS.get(found["error"], f"Err:{found['error']}")
    return found
