"""The computer and the user that the add-in is installed for."""

from __future__ import annotations

import importlib
import importlib.util
import locale
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from psscore.hosts.excel.install.registry import NoRegistry, Registry, WindowsRegistry

_ADMINISTRATORS = ("S-1-5-32-544", "S-1-5-18", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")


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
    owned: Callable[[Path], bool]  # whether a folder belongs to this user or to the administrators

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
        owned=_owned if windows else lambda _: True,
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


def _owned(path: Path) -> bool:
    try:
        security = importlib.import_module("win32security")
        api = importlib.import_module("win32api")
        descriptor = security.GetFileSecurity(str(path), security.OWNER_SECURITY_INFORMATION)
        token = security.OpenProcessToken(api.GetCurrentProcess(), security.TOKEN_QUERY)
        user = security.GetTokenInformation(token, security.TokenUser)[0]
        owner = security.ConvertSidToStringSid(descriptor.GetSecurityDescriptorOwner())
        return owner in (security.ConvertSidToStringSid(user), *_ADMINISTRATORS)
    except Exception:
        # Without pywin32, or where Windows does not say: nobody we may trust.
        return False
