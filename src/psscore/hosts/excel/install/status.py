"""What is installed where, in which version, and whether the parts agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psscore import __version__
from psscore.hosts.excel.install import settings as configured
from psscore.hosts.excel.install.doctor import addins
from psscore.hosts.excel.install.excel import find_excel
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.places import addin_path, home, same
from psscore.hosts.excel.install.python_lines import DLLS, dll_found
from psscore.hosts.excel.install.steps import RUN_KEY, RUN_NAME
from psscore.hosts.excel.install.versions import version_at
from psscore.hosts.excel.native import XLWINGS
from psscore.model.text import Text

_ADDIN = Text("加载项", "Add-in")
_ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Part:
    """One row: what, where, its version, and whether it fits the rest."""

    code: str
    name: Text
    where: str
    version: str
    fits: bool


def parts(machine: Machine) -> list[Part]:
    """Every part, installed or not."""
    found = [_addin(path, len(addins(machine)) == 1) for path in addins(machine)]
    if not found:
        found = [Part("addin", _ADDIN, str(addin_path(machine, None) or _ABSENT), _ABSENT, False)]
    found += [_settings(machine), _package(machine, "psscore", __version__), _package(machine, "xlwings", XLWINGS)]
    for bits, name in DLLS.items():
        there = dll_found(machine, bits)
        dll = Text(f"DLL（{bits} 位 Excel）", f"DLL for {bits}-bit Excel")
        found.append(Part(f"dll{bits}", dll, name, XLWINGS if there else _ABSENT, there))
    pywin32 = machine.installed("pywin32")
    found.append(
        Part("pywin32", Text("pywin32", "pywin32"), str(machine.python_folder), pywin32 or _ABSENT, bool(pywin32))
    )
    if (entry := machine.registry.value(RUN_KEY, RUN_NAME)) is not None:
        found.append(Part("server", Text("登录启动项", "Starts at log-on"), str(entry), _ABSENT, True))
    excel = find_excel(machine)
    where = str(excel.path) if excel else _ABSENT
    bits_known = f"{excel.bits}-bit" if excel and excel.bits else _ABSENT
    found.append(Part("excel", Text("Excel", "Excel"), where, bits_known, excel is not None and not excel.from_store))
    return found


def _addin(path: Path, alone: bool) -> Part:
    version = version_at(path)
    return Part("addin", _ADDIN, str(path), version or "?", version == __version__ and alone)


def _settings(machine: Machine) -> Part:
    name, place = Text("设置", "Settings"), home(machine)
    if place is None:
        return Part("settings", name, _ABSENT, _ABSENT, False)
    try:
        found = configured.read(machine, place.settings)
    except (OSError, UnicodeDecodeError):
        return Part("settings", name, str(place.settings), _ABSENT, False)
    fits = same(found.get("folder", ""), machine.python_folder)
    return Part("settings", name, str(place.settings), f"server={found.get('server') or 'start'}", fits)


def _package(machine: Machine, name: str, wanted: str) -> Part:
    found = machine.installed(name)
    return Part(name, Text(name, name), str(machine.python_folder), found or _ABSENT, found == wanted)
