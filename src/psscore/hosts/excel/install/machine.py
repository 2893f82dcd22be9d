"""The computer and the user that the add-in is installed for."""

from __future__ import annotations

import importlib.util
import locale
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from psscore.hosts.excel.install.registry import NoRegistry, Registry, WindowsRegistry


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything installing asks of a computer."""

    platform: str  # as sys.platform
    environment: Mapping[str, str]
    executable: Path  # the Python that runs psscore, and that Excel is to start
    base: Path  # where that Python itself was installed; differs from its environment's folder
    codec: str  # of the code page in which VBA and the DLL see paths
    code_page: str  # its name, for people
    registry: Registry
    installed: Callable[[str], str | None]  # the version of a package, by its name
    importable: Callable[[str], bool]

    @property
    def windows(self) -> bool:
        return self.platform == "win32"

    @property
    def python_folder(self) -> Path:
        """Where pythonw.exe should be."""
        return self.executable.parent

    def folder(self, variable: str) -> Path | None:
        """The folder an environment variable names; None when it is not set."""
        named = self.environment.get(variable, "").strip()
        return Path(named) if named else None

    def encodes(self, text: str) -> bool:
        """Whether a text survives the way through the code page, as every path that VBA and the DLL see must."""
        try:
            return text.encode(self.codec).decode(self.codec) == text
        except UnicodeError:
            return False


def this_machine() -> Machine:
    """The computer this runs on."""
    windows = sys.platform == "win32"
    return Machine(
        platform=sys.platform,
        environment=os.environ,
        executable=Path(sys.executable),
        base=Path(sys.base_prefix),
        codec="mbcs" if windows else "utf-8",
        code_page=locale.getencoding() if windows else "utf-8",
        registry=WindowsRegistry() if windows else NoRegistry(),
        installed=_version,
        importable=_importable,
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
