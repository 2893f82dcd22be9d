"""Where things lie for a user: by the same rules as PsSettings.bas and PsRuntime.bas, which read them."""

from __future__ import annotations

import ntpath
import os
from dataclasses import dataclass
from pathlib import Path

from psscore.hosts.excel.addin import FILE_NAME
from psscore.hosts.excel.install.machine import Machine

LONGEST_PATH = 259  # what GetAttr, LoadLibraryA and CreateProcessA take
LONGEST_BOOK = 218  # what Excel takes as the full name of a file

_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MOUNTS = r"HKCU\Software\SyncEngines\Providers\OneDrive"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of psscore; `shared` when it is the one for everybody, since VBA cannot reach the user's own."""

    folder: Path
    shared: bool

    @property
    def settings(self) -> Path:
        return self.folder / "psscore.conf"

    @property
    def records(self) -> Path:
        return self.folder / "installed.json"


def home(machine: Machine) -> Home | None:
    """What PsHome gives on this machine: a folder VBA cannot name in its code page does not exist for it."""
    own = machine.folder("LOCALAPPDATA")
    if own is not None and os.path.isdir(own) and machine.encodes(str(own)) and len(str(own)) <= LONGEST_PATH:
        return Home(own / "psscore", shared=False)
    everybody = machine.folder("ProgramData")
    return None if everybody is None else Home(everybody / "psscore", shared=True)


def xlstart(machine: Machine) -> Path | None:
    """The folder whose add-ins Excel loads for this user, a trusted location unless a policy says otherwise."""
    roaming = machine.folder("APPDATA")
    return None if roaming is None else roaming / "Microsoft" / "Excel" / "XLSTART"


def addin_path(machine: Machine, folder: Path | None) -> Path | None:
    """Where the add-in goes: into the folder named, else into XLSTART."""
    where = folder or xlstart(machine)
    return None if where is None else where / FILE_NAME


def same(one: Path | str, other: Path | str) -> bool:
    return _plain(one) == _plain(other)


def inside(path: Path | str, folder: Path | str) -> bool:
    """Whether a path is a folder or something below it; by its spelling, as Windows compares."""
    root = _plain(folder)
    return _plain(path) == root or _plain(path).startswith(root + "/")


def on_network(path: Path | str) -> bool:
    return str(path).replace("/", "\\").startswith("\\\\")


def synced_by(machine: Machine, path: Path | str) -> str | None:
    """The OneDrive or SharePoint folder a path lies in; there, Excel names a file by its address on the web."""
    if str(path).lower().startswith(("https:", "http:")):
        return str(path)
    roots = [machine.environment.get(name, "") for name in _ONEDRIVE]
    for account in machine.registry.keys(_MOUNTS):
        roots.append(str(machine.registry.value(rf"{_MOUNTS}\{account}", "MountPoint") or ""))
    return next((root for root in roots if root and inside(path, root)), None)


def _plain(path: Path | str) -> str:
    text = str(path)
    if os.sep == "\\" or ntpath.splitdrive(text)[0]:
        text = ntpath.normpath(text)
    return text.replace("\\", "/").rstrip("/").lower()
