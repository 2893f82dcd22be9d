"""Where users keep standards of their own: `<folder>/<id>/<edition>/standard.toml`, laid out as the shipped ones."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from psscore.model.faults import Fault, StandardFaults
from psscore.model.text import Text
from psscore.rulebook.parse import parse_raw

VARIABLE = "PSSCORE_STANDARDS"
FILE = "standard.toml"
_PART = re.compile(r'[^./\\:*?"<>|\x00-\x1f][^/\\:*?"<>|\x00-\x1f]*')

Stamp = tuple[str, int, int]
"""A file as it is now: its path, time of change in nanoseconds, and size."""


def user_folders() -> tuple[Path, ...]:
    """The folders of `PSSCORE_STANDARDS`, or the one under the user's data folder. They need not exist."""
    listed = os.environ.get(VARIABLE)
    if listed is not None:
        return tuple(_expanded(part) for part in listed.split(os.pathsep) if part)
    return (data_folder(),)


def _expanded(part: str) -> Path:
    try:
        return Path(part).expanduser()
    except RuntimeError:  # ~nobody: a folder that is not there
        return Path(part)


def data_folder() -> Path:
    """Where this system keeps a user's data: the place for standards when no other is named."""
    home = Path.home()
    if sys.platform == "win32":
        root = Path(os.environ.get("APPDATA") or home / "AppData/Roaming")
    elif sys.platform == "darwin":
        root = home / "Library/Application Support"
    else:
        root = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return root / "psscore/standards"


def valid_name(name: str) -> bool:
    """Whether `id/edition` can be a folder on every system, and lies inside its parent."""
    parts = name.split("/")
    return len(parts) == 2 and all(_PART.fullmatch(part) and not part.endswith((".", " ")) for part in parts)


def user_standards() -> tuple[tuple[str, Path], ...]:
    """Every standard of the user as `id/edition` and its folder; the same name may stand in several folders."""
    found = []
    for root in user_folders():
        for path in sorted(_files(root)):
            edition = path.parent
            found.append((f"{edition.parent.name}/{edition.name}", edition))
    return tuple(found)


def user_stamps() -> tuple[Stamp, ...]:
    """What tells the user's standards as they are now from others; those that cannot be looked at are left out."""
    stamps = []
    for _, folder in user_standards():
        with contextlib.suppress(OSError):
            stamps.append(stamp_of(folder))
    return tuple(stamps)


def user_folder(name: str) -> Path | None:
    """The folder of a user's standard, the first that has it; None when there is none of this name."""
    if not valid_name(name):
        return None
    for root in user_folders():
        folder = root.joinpath(*name.split("/"))
        if os.path.isfile(os.path.join(folder, FILE)):
            return folder
    return None


def stamp_of(folder: Path) -> Stamp:
    """What tells a changed file from the same one."""
    path = os.path.join(folder, FILE)
    state = os.stat(path)
    return path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=64)
def read_user(name: str, stamp: Stamp) -> Mapping[str, Any] | tuple[Fault, ...]:
    """The data of a user's standard, or what is wrong with the file. Read again when its stamp is another."""
    path = stamp[0]
    try:
        raw = parse_raw(Path(path).read_text("utf-8-sig"), path)
    except StandardFaults as broken:
        return broken.faults
    except UnicodeDecodeError:
        return (Fault(path, "UTF-8", Text("文件不是 UTF-8 文本，请另存为 UTF-8", "not UTF-8 text: save it as UTF-8")),)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return (Fault(path, FILE, Text(f"文件无法读取：{why}", f"the file cannot be read: {why}")),)
    wanted = dict(zip(("id", "edition"), name.split("/"), strict=True))
    faults = [
        Fault(path, key, Text(f"须与所在文件夹同名：{value}", f"must be the name of its folder: {value}"))
        for key, value in wanted.items()
        if raw.get(key) != value
    ]
    return tuple(faults) or raw


def _files(root: Path) -> list[Path]:
    try:
        return [
            path for path in root.glob(f"*/*/{FILE}") if valid_name(f"{path.parent.parent.name}/{path.parent.name}")
        ]
    except OSError:
        return []
