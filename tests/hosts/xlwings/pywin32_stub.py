"""Stands in for pywin32, so that xlwings' Windows modules load and run elsewhere.

Only for a process of its own: xlwings keeps its Windows flavour as long as the process lives.
"""

from __future__ import annotations

import builtins
import ctypes
import importlib
import sys
import types
from typing import Any

# These look at the platform when they are loaded, so they come first.
_BEFORE = (
    "asyncio concurrent.futures ctypes locale pathlib pandas shutil socket ssl subprocess tempfile threading zipfile"
)


class ComError(Exception):
    """pywintypes.com_error."""

    @property
    def hresult(self) -> Any:
        return self.args[0] if self.args else 0


class IID(str):
    """A class id, compared without regard to case."""

    __slots__ = ()

    def __new__(cls, text: str) -> IID:
        return super().__new__(cls, text.upper())


class PyIDispatch:
    """What COM hands Python for an object, before `Dispatch` makes something usable of it."""

    def __init__(self, target: Any) -> None:
        self.target = target

    def GetTypeInfo(self) -> Any:
        return types.SimpleNamespace(GetDocumentation=lambda _: (type(self.target).__name__,))


class _Anything:
    """Answers whatever the Windows API is asked while modules load."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything()

    def __call__(self, *_: object, **__: object) -> Any:
        return _Anything()


def _module(name: str, **members: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    return module


def _dispatch(target: Any, *_: object, **__: object) -> Any:
    return target.target if type(target) is PyIDispatch else target


def _unwrap(target: Any) -> Any:
    if type(target).__name__ != "XLPythonObject":
        raise TypeError(target)
    return target


def install() -> None:
    """Put the stand-ins in place and load xlwings with them."""
    for name in _BEFORE.split():
        importlib.import_module(name)
    _module(
        "pywintypes",
        com_error=ComError,
        error=type("error", (Exception,), {}),
        TimeType=type("TimeType", (), {}),
        IID=IID,
    )
    for name in ("win32api", "win32con", "win32gui", "win32process", "win32timezone", "win32event"):
        _module(name, __getattr__=lambda _: _Anything())
    sys.modules["win32process"].__dict__["GetWindowThreadProcessId"] = lambda _: (1, 4711)
    _module(
        "pythoncom",
        TypeIIDs={"IDispatch": PyIDispatch},
        IID_IDispatch="IDispatch",
        IID_IEnumVARIANT="IEnumVARIANT",
        com_error=ComError,
        ole_error=ComError,
        CoInitialize=lambda: None,
        Missing=object(),
        __file__="pythoncom",
    )
    classes = {name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")}
    gencache = types.SimpleNamespace(EnsureModule=lambda *_, **__: None)
    client = _module("win32com.client", Dispatch=_dispatch, DispatchEx=_dispatch, gencache=gencache, **classes)
    server = _module(
        "win32com.server",
        util=_module("win32com.server.util", wrap=lambda target, *_, **__: target, unwrap=_unwrap),
        policy=_module("win32com.server.policy", DefaultPolicy=object),
        dispatcher=_module("win32com.server.dispatcher"),
        exception=_module("win32com.server.exception", COMException=ComError),
    )
    _module("win32com", client=client, server=server)
    windows: Any = ctypes
    windows.windll = windows.oledll = _Anything()
    builtins.__dict__.setdefault("WindowsError", OSError)
    kept = sys.platform, ctypes.PyDLL
    sys.platform, windows.PyDLL = "win32", lambda *_, **__: _Anything()
    try:
        importlib.import_module("xlwings")
    finally:
        sys.platform, windows.PyDLL = kept
