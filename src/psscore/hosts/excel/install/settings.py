"""psscore.conf, which PsSettings.bas reads: lines of key=value in the code page of Windows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from psscore.hosts.excel.install.machine import Machine

Server = Literal["start", "running"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose, and the folder of pythonw.exe."""

    folder: Path
    server: Server = "start"
    warm_start: bool = True

    def to_bytes(self, codec: str) -> bytes:
        """The file. VBA ends a line at CR only, and takes the bytes for text of the code page. Raises
        `UnicodeEncodeError` when that has no such letters."""
        lines = (
            "# written by: psscore addin install",
            f"folder={self.folder}",
            f"server={self.server}",
            f"warm_start={'yes' if self.warm_start else 'no'}",
        )
        return "".join(f"{line}\r\n" for line in lines).encode(codec)


def read(machine: Machine, path: Path) -> Mapping[str, str]:
    """The keys and values as PsSetting sees them. Raises `OSError`, and `UnicodeDecodeError` for foreign bytes."""
    found: dict[str, str] = {}
    for row in path.read_bytes().decode(machine.codec).replace("\r\n", "\r").split("\r"):
        key, sign, value = row.partition("=")
        if sign and key and not row.startswith("#"):
            found[key.strip().lower()] = value.strip()
    return found
