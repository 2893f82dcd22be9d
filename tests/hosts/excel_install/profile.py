"""A Windows user as installing sees one, on folders of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psscore import __version__
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.python_lines import DLLS
from psscore.hosts.excel.native import XLWINGS

EXCEL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
CLOUD_POLICY = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0\Excel\Security"


class FakeRegistry:
    """Keys and names in any case, as in the real one."""

    def __init__(self) -> None:
        self.data: dict[str, dict[str, Any]] = {}

    def value(self, key: str, name: str = "") -> Any:
        return self.data.get(key.lower(), {}).get(name.lower())

    def names(self, key: str) -> Sequence[str]:
        return list(self.data.get(key.lower(), {}))

    def keys(self, key: str) -> Sequence[str]:
        start = key.lower() + "\\"
        return sorted({found[len(start) :].split("\\")[0] for found in self.data if found.startswith(start)})

    def write(self, key: str, name: str, value: Any) -> None:
        self.data.setdefault(key.lower(), {})[name.lower()] = value

    def delete(self, key: str, name: str) -> None:
        self.data.get(key.lower(), {}).pop(name.lower(), None)


@dataclass
class Profile:
    """Where everything of the fake user is; `machine` asks it anew each time."""

    root: Path
    user: str = "zhang"
    codec: str = "cp936"
    platform: str = "win32"
    registry: FakeRegistry = field(default_factory=FakeRegistry)
    environment: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    modules: set[str] = field(default_factory=lambda: {"pythoncom", "pywintypes", "win32com"})
    foreign: set[Path] = field(default_factory=set)
    python: Path = Path()
    base: Path = Path()

    def __post_init__(self) -> None:
        own = self.root / "Users" / self.user
        self.environment = {
            "USERPROFILE": str(own),
            "APPDATA": str(own / "AppData/Roaming"),
            "LOCALAPPDATA": str(own / "AppData/Local"),
            "ProgramData": str(self.root / "ProgramData"),
        }
        for name in ("APPDATA", "LOCALAPPDATA", "ProgramData"):
            Path(self.environment[name]).mkdir(parents=True, exist_ok=True)
        self.versions = {"psscore": __version__, "xlwings": XLWINGS, "pywin32": "311"}
        self.base = self.root / "Program Files/Python311"
        self.use_python(self.root / "venv")
        self.registry.write(EXCEL, "", str(self.put(self.root / "Office16/EXCEL.EXE", portable_executable(0x8664))))

    def use_python(self, prefix: Path) -> None:
        """An environment with pythonw.exe and both DLLs."""
        self.python = prefix / "Scripts" / "python.exe"
        for path in (self.python, self.python.with_name("pythonw.exe"), *(prefix / name for name in DLLS.values())):
            self.put(path, b"")

    @property
    def machine(self) -> Machine:
        return Machine(
            platform=self.platform,
            environment=self.environment,
            executable=self.python,
            base=self.base,
            codec=self.codec,
            code_page=self.codec,
            registry=self.registry,
            installed=self.versions.get,
            importable=self.modules.__contains__,
            owned=lambda path: path not in self.foreign,
        )

    @property
    def home(self) -> Path:
        return Path(self.environment["LOCALAPPDATA"]) / "psscore"

    @property
    def settings(self) -> Path:
        return self.home / "psscore.conf"

    @property
    def records(self) -> Path:
        return self.home / "installed.json"

    @property
    def xlstart(self) -> Path:
        return Path(self.environment["APPDATA"]) / "Microsoft/Excel/XLSTART"

    @property
    def addin(self) -> Path:
        return self.xlstart / "psscore.xlam"

    def put(self, path: Path, data: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def mark(self, path: Path, zone: int = 3) -> None:
        path.with_name(path.name + ":Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=%d\r\n" % zone)

    def files(self) -> dict[str, bytes]:
        """Everything on the disk, to see what a command changed."""
        return {str(path.relative_to(self.root)): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}

    def folders(self) -> set[str]:
        return {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_dir()}


def portable_executable(machine: int) -> bytes:
    """The head of a program for a processor."""
    head = bytearray(b"MZ".ljust(0x3C, b"\0") + (0x80).to_bytes(4, "little"))
    return bytes(head.ljust(0x80, b"\0") + b"PE\0\0" + machine.to_bytes(2, "little") + bytes(20))


def as_vba_reads(data: bytes, codec: str) -> dict[str, str]:
    """The lines of psscore.conf the way `Line Input` cuts them: at CR or CR LF, never at LF alone."""
    found: dict[str, str] = {}
    for row in data.decode(codec).replace("\r\n", "\r").split("\r"):
        key, sign, value = row.partition("=")
        if sign and key and row[0] != "#":
            found.setdefault(key.strip().lower(), value.strip())
    return found
