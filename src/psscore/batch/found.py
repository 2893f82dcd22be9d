"""The workbooks of an inbox, and what else lies there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from psscore.model.text import Text

_WORKBOOKS = {".xlsx", ".xlsm"}
_OTHER_SPREADSHEETS = {".xls", ".xlsb", ".et", ".ods", ".xlt", ".xltx", ".xltm", ".csv"}
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar"}
# Texts with commas are lists more often than evaluations.
_HANDED_IN = (_OTHER_SPREADSHEETS | _ARCHIVES) - {".csv"}


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not scored, and why.

    `unread`: workbooks may lie in it that nobody saw. `meant`: it may be what a unit handed in, in another form.
    """

    name: str
    why: Text
    unread: bool = False
    meant: bool = False


@dataclass(slots=True)
class Found:
    """Workbooks by their name relative to the inbox (with `/`), sorted; and what was skipped."""

    workbooks: dict[str, Path] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)


def find(inbox: Path, results: Path) -> Found:
    """Everything in an inbox, folders in it included; the folder of results is not looked into."""
    found = Found()
    own = os.path.realpath(results)

    def unreadable(failure: OSError) -> None:
        name = _relative(Path(failure.filename or inbox), inbox)
        why = Text(f"无法打开文件夹（{failure.strerror}）", f"the folder cannot be opened ({failure.strerror})")
        found.skipped.append(Skipped(name, why, unread=True, meant=True))

    for folder, folders, files in os.walk(inbox, onerror=unreadable):
        here = Path(folder)
        for name in list(folders):
            if os.path.realpath(here / name) == own:
                folders.remove(name)
            elif (here / name).is_symlink():
                why = Text("指向别处的文件夹链接，不跟随", "a link to a folder elsewhere, not followed")
                found.skipped.append(Skipped(_relative(here / name, inbox), why, meant=True))
        for name in files:
            relative = _relative(here / name, inbox)
            reason = _reason(name)
            if reason is None:
                found.workbooks[relative] = here / name
            else:
                meant = Path(name).suffix.lower() in _HANDED_IN and not name.startswith(("~$", ".~lock.", "._"))
                found.skipped.append(Skipped(relative, reason, meant=meant))
    found.workbooks = dict(sorted(found.workbooks.items()))
    found.skipped.sort(key=lambda item: item.name)
    return found


def _relative(path: Path, inbox: Path) -> str:
    return path.relative_to(inbox).as_posix() if path.is_relative_to(inbox) else str(path)


def _reason(name: str) -> Text | None:
    """Why a file is not scored; None for a workbook."""
    ending = Path(name).suffix.lower()
    rows: tuple[tuple[Callable[[], bool], Text], ...] = (
        (
            lambda: name.startswith(("~$", ".~lock.")),
            Text(
                "锁文件：有人正打开这份工作簿，计的是最后一次保存的内容",
                "a lock file: somebody has the workbook open; what was saved last is scored",
            ),
        ),
        (lambda: name.startswith("._"), Text("不是工作簿", "not a workbook")),
        (lambda: ending in _WORKBOOKS, Text("", "")),
        (
            lambda: ending in _OTHER_SPREADSHEETS,
            Text(f"{ending} 须先另存为 .xlsx 或 .xlsm", f"{ending}: save it as .xlsx or .xlsm first"),
        ),
        (lambda: ending in _ARCHIVES, Text("压缩包，请先解压", "an archive: unpack it first")),
    )
    for applies, why in rows:
        if applies():
            return why if why.zh else None
    return Text("不是工作簿", "not a workbook")
