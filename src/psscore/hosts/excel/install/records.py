"""The list of what was installed, so that removing takes that and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from psscore.hosts.excel.addin import FILE_NAME
from psscore.hosts.excel.install.places import Home

SCHEMA = "psscore.installed/1"


@dataclass(frozen=True, slots=True)
class Records:
    """What one installation wrote; `user` is the profile it was for, which matters in a folder everybody shares."""

    version: str
    user: str
    addins: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()  # that did not exist before
    run_entry: str | None = None

    def to_bytes(self) -> bytes:
        return (json.dumps({"schema": SCHEMA, **asdict(self)}, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read(home: Home) -> Records | None:
    """The records; None when there are none. Raises `ValueError` for a file that is not such a list."""
    try:
        found = json.loads(home.records.read_bytes().decode("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise ValueError(f"{home.records} is no list of installed files")
    run = found.get("run_entry")
    records = Records(
        version=_text(found.get("version")),
        user=_text(found.get("user")),
        addins=_texts(found.get("addins")),
        folders=_texts(found.get("folders")),
        run_entry=None if run is None else _text(run),
    )
    # A damaged list must not make us delete what we never write.
    if any(Path(path).name != FILE_NAME for path in records.addins):
        raise ValueError(f"{home.records} lists files that psscore does not write")
    return records


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list")
    return tuple(_text(item) for item in value)
