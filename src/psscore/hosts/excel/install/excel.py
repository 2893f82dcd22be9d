"""Excel on this computer: where it is, which version, how many bits."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from psscore.hosts.excel.install.machine import Machine

_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_MACHINES = {0x8664: 64, 0xAA64: 64, 0x14C: 32}  # PE machine types
_USUAL = "16.0"  # Office 2016 to 2024 and Microsoft 365


@dataclass(frozen=True, slots=True)
class Excel:
    """An installed Excel; `bits` is None when its file cannot be read."""

    path: Path
    bits: int | None

    @property
    def from_store(self) -> bool:
        """Installed by the Microsoft Store: it runs apart from other programs, which COM may not cross."""
        return "windowsapps" in str(self.path).lower()


def find_excel(machine: Machine) -> Excel | None:
    """The Excel that Windows starts by its name; None without one."""
    for hive in ("HKCU", "HKLM"):
        path = machine.registry.value(rf"{hive}\{_PATHS}")
        if isinstance(path, str) and path.strip('" '):
            found = Path(path.strip('" '))
            return Excel(found, _bits(found))
    return None


def everybodys_xlstart(machine: Machine) -> Path | None:
    """The start folder beside Excel, whose add-ins load for all users; None without Excel."""
    excel = find_excel(machine)
    return None if excel is None else excel.path.parent / "XLSTART"


def office(machine: Machine) -> str:
    """The version number in Office's registry keys."""
    current = machine.registry.value(r"HKCR\Excel.Application\CurVer")
    number = str(current).rpartition(".")[2] if current else ""
    return f"{number}.0" if number.isdigit() else _USUAL


def _bits(path: Path) -> int | None:
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
        (start,) = struct.unpack_from("<I", head, 0x3C)
        (machine,) = struct.unpack_from("<H", head, start + 4)
    except (OSError, struct.error):
        return None
    return _MACHINES.get(machine)
