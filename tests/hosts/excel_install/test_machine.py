"""The real computer's side: the registry and the owner of a folder, over stand-ins for the modules of Windows."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import pytest

from psscore.hosts.excel.install import machine
from psscore.hosts.excel.install.registry import NoRegistry, WindowsRegistry

KEY = r"HKCU\Software\psscore"


class Handle:
    def __init__(self, values: dict[str, Any], below: list[str]) -> None:
        self.values, self.below = values, below

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *_: object) -> None: ...


class Winreg:
    """The functions of winreg that are called, as Python documents them: what is absent is FileNotFoundError."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "U", "M", "C"
    KEY_READ, KEY_SET_VALUE, KEY_WOW64_64KEY, REG_SZ = 1, 2, 256, 1

    def __init__(self) -> None:
        self.tree: dict[tuple[str, str], dict[str, Any]] = {}

    def OpenKey(self, hive: str, path: str, reserved: int, access: int) -> Handle:
        assert reserved == 0
        assert access in (1 | 256, 2)
        below = [found for kept, found in self.tree if kept == hive and found.startswith(path + "\\")]
        if (hive, path) not in self.tree and not below:
            raise FileNotFoundError(2, "no key")
        names = sorted({found[len(path) + 1 :].split("\\")[0] for found in below})
        return Handle(self.tree.get((hive, path), {}), names)

    def CreateKeyEx(self, hive: str, path: str, reserved: int, access: int) -> Handle:
        assert (reserved, access) == (0, 2)
        return Handle(self.tree.setdefault((hive, path), {}), [])

    def QueryValueEx(self, handle: Handle, name: str) -> tuple[Any, int]:
        if name not in handle.values:
            raise FileNotFoundError(2, "no value")
        return handle.values[name], 1

    def SetValueEx(self, handle: Handle, name: str, reserved: int, kind: int, value: str) -> None:
        assert (reserved, kind) == (0, self.REG_SZ)
        handle.values[name] = value

    def DeleteValue(self, handle: Handle, name: str) -> None:
        if handle.values.pop(name, None) is None:
            raise FileNotFoundError(2, "no value")

    def EnumValue(self, handle: Handle, index: int) -> tuple[str, Any, int]:
        if index >= len(handle.values):
            raise OSError(259, "no more data")
        return list(handle.values.items())[index] + (1,)

    def EnumKey(self, handle: Handle, index: int) -> str:
        if index >= len(handle.below):
            raise OSError(259, "no more data")
        return handle.below[index]


def test_the_registry_of_windows() -> None:
    registry = WindowsRegistry(Winreg())
    assert registry.value(KEY, "run") is None
    assert list(registry.names(KEY)) == []
    registry.delete(KEY, "run")
    registry.write(KEY, "run", "a")
    registry.write(KEY + r"\below", "", "b")
    assert registry.value(KEY, "run") == "a"
    assert registry.value(KEY + r"\below") == "b"
    assert list(registry.names(KEY)) == ["run"]
    assert list(registry.keys(KEY)) == ["below"]
    registry.delete(KEY, "run")
    registry.delete(KEY, "run")
    assert registry.value(KEY, "run") is None


def test_without_windows_the_registry_is_empty() -> None:
    registry = NoRegistry()
    assert (registry.value(KEY), list(registry.names(KEY)), list(registry.keys(KEY))) == (None, [], [])
    with pytest.raises(OSError, match="registry"):
        registry.write(KEY, "run", "a")


@pytest.mark.parametrize(
    ("owner", "mine"),
    [("S-1-5-21-7-7-7-1001", True), ("S-1-5-32-544", True), ("S-1-5-18", True), ("S-1-5-21-7-7-7-1002", False)],
)
def test_who_owns_a_folder(monkeypatch: pytest.MonkeyPatch, owner: str, mine: bool) -> None:
    security = types.SimpleNamespace(
        OWNER_SECURITY_INFORMATION=1,
        TOKEN_QUERY=8,
        TokenUser=1,
        GetFileSecurity=lambda _path, _what: types.SimpleNamespace(GetSecurityDescriptorOwner=lambda: owner),
        OpenProcessToken=lambda _process, _access: "token",
        GetTokenInformation=lambda _token, _what: ("S-1-5-21-7-7-7-1001", 0),
        ConvertSidToStringSid=str,
    )
    monkeypatch.setitem(sys.modules, "win32security", security)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "win32api", types.SimpleNamespace(GetCurrentProcess=lambda: -1))  # type: ignore[arg-type]
    assert machine._owned(Path("x")) is mine


def test_an_owner_windows_does_not_tell_is_a_stranger() -> None:
    assert machine._owned(Path("x")) is False


def test_this_computer() -> None:
    here = machine.this_machine()
    assert here.python_folder == Path(sys.executable).parent
    assert here.importable("typer")
    assert not here.importable("no_such_module")
    assert not here.importable("no_such_module.below")
    assert here.installed("typer")
    assert here.installed("no-such-package") is None
