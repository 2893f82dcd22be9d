"""The Windows registry, asked and changed by full names (HKCU\\Software\\...); without one it is empty."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

_HIVES = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE", "HKCR": "HKEY_CLASSES_ROOT"}


class Registry(Protocol):
    """What installing asks of a registry. Nothing raises for a key or value that is absent."""

    def value(self, key: str, name: str = "") -> Any:
        """A value, the key's default value without a name; None when it is absent."""

    def names(self, key: str) -> Sequence[str]:
        """The names of the values in a key."""

    def keys(self, key: str) -> Sequence[str]:
        """The names of the keys right below a key."""

    def write(self, key: str, name: str, value: str) -> None:
        """Store a text, making the key. Raises `OSError`."""

    def delete(self, key: str, name: str) -> None:
        """Take a value away. Raises `OSError`, not for one that is absent."""


class NoRegistry:
    """Where there is no Windows."""

    def value(self, key: str, name: str = "") -> Any:  # noqa: ARG002
        return None

    def names(self, key: str) -> Sequence[str]:  # noqa: ARG002
        return ()

    def keys(self, key: str) -> Sequence[str]:  # noqa: ARG002
        return ()

    def write(self, key: str, name: str, value: str) -> None:  # noqa: ARG002
        raise OSError(f"no registry to write {key} in")

    def delete(self, key: str, name: str) -> None:
        """There is nothing to take away."""


class WindowsRegistry:
    """The registry of this computer, as this user sees it."""

    def __init__(self, winreg: Any = None) -> None:
        self._winreg = winreg or importlib.import_module("winreg")

    def value(self, key: str, name: str = "") -> Any:
        try:
            with self._open(key) as handle:
                return self._winreg.QueryValueEx(handle, name)[0]
        except OSError:
            return None

    def names(self, key: str) -> Sequence[str]:
        return self._listed(key, lambda handle, index: self._winreg.EnumValue(handle, index)[0])

    def keys(self, key: str) -> Sequence[str]:
        return self._listed(key, self._winreg.EnumKey)

    def write(self, key: str, name: str, value: str) -> None:
        hive, path = self._parts(key)
        with self._winreg.CreateKeyEx(hive, path, 0, self._winreg.KEY_SET_VALUE) as handle:
            self._winreg.SetValueEx(handle, name, 0, self._winreg.REG_SZ, value)

    def delete(self, key: str, name: str) -> None:
        hive, path = self._parts(key)
        try:
            with self._winreg.OpenKey(hive, path, 0, self._winreg.KEY_SET_VALUE) as handle:
                self._winreg.DeleteValue(handle, name)
        except FileNotFoundError:
            return

    def _listed(self, key: str, at: Any) -> list[str]:
        found: list[str] = []
        try:
            with self._open(key) as handle:
                while True:
                    found.append(at(handle, len(found)))
        except OSError:
            # The end of the list is told by an error, as is a key that is absent.
            return found

    def _open(self, key: str) -> Any:
        hive, path = self._parts(key)
        # A 32-bit Python must see what Excel of 64 bits sees.
        return self._winreg.OpenKey(hive, path, 0, self._winreg.KEY_READ | self._winreg.KEY_WOW64_64KEY)

    def _parts(self, key: str) -> tuple[Any, str]:
        hive, _, path = key.partition("\\")
        return getattr(self._winreg, _HIVES[hive]), path
