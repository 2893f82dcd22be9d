"""Whether this Python is one that Excel can start: looked at before anything is written, and by the doctor."""

from __future__ import annotations

import os
from collections.abc import Iterator

from psscore import __version__
from psscore.hosts.excel.install.line import Line, bad, note, ok
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.places import LONGEST_PATH
from psscore.hosts.excel.native import XLWINGS
from psscore.model.text import Text

DLLS = {64: f"xlwings64-{XLWINGS}.dll", 32: f"xlwings32-{XLWINGS}.dll"}

_PYWIN32 = ("pythoncom", "pywintypes", "win32com")
_AGAIN = Text(
    'python -m pip install --force-reinstall "psscore[excel]"',
    'python -m pip install --force-reinstall "psscore[excel]"',
)


def python_lines(machine: Machine) -> Iterator[Line]:
    """One line for each thing Excel needs of this Python."""
    folder = machine.python_folder
    yield from _store(machine)
    if os.path.isfile(folder / "pythonw.exe"):
        yield ok("pythonw", f"{folder} 中有 pythonw.exe", f"pythonw.exe is in {folder}")
    else:
        yield bad(
            "pythonw",
            Text(f"{folder} 中没有 pythonw.exe", f"there is no pythonw.exe in {folder}"),
            Text(
                "请用 python.org 的 Python 新建环境后重装 psscore",
                "make a new environment with the Python of python.org and install psscore there",
            ),
        )
    yield from _dll_lines(machine)
    yield _xlwings(machine)
    missing = [name for name in _PYWIN32 if not machine.importable(name)]
    if missing:
        yield bad(
            "pywin32",
            Text(f"缺少 pywin32（{', '.join(missing)}）", f"pywin32 is missing ({', '.join(missing)})"),
            Text(f"运行 {_AGAIN.zh}", f"run {_AGAIN.en}"),
        )
    else:
        yield ok("pywin32", "pywin32 已安装", "pywin32 is installed")
    yield _psscore(machine)
    yield from _path(machine)


def dll_found(machine: Machine, bits: int) -> bool:
    """Where PsRuntime looks: the folder of pythonw.exe, then the one above."""
    folder = machine.python_folder
    return any(os.path.isfile(place / DLLS[bits]) for place in (folder, folder.parent))


def _dll_lines(machine: Machine) -> Iterator[Line]:
    folder = machine.python_folder
    for bits, name in DLLS.items():
        if dll_found(machine, bits):
            yield ok(f"dll{bits}", f"{name} 已就位", f"{name} is in place")
            continue
        yield bad(
            f"dll{bits}",
            Text(
                f"{folder} 及其上级文件夹中没有 {name}（用于 {bits} 位 Excel）",
                f"{name} (for Excel of {bits} bits) is neither in {folder} nor in the folder above",
            ),
            Text(
                f"不要用 pip install --user；运行 {_AGAIN.zh}；仍然没有时，请查杀毒软件的隔离区",
                f"do not use pip install --user; run {_AGAIN.en}; if it is gone again, look into the quarantine of "
                "the antivirus program",
            ),
        )


def _xlwings(machine: Machine) -> Line:
    found = machine.installed("xlwings")
    if found == XLWINGS:
        return ok("xlwings", f"xlwings {XLWINGS}", f"xlwings {XLWINGS}")
    there = Text("没有安装 xlwings", "xlwings is not installed")
    if found:
        there = Text(f"xlwings 的版本是 {found}", f"xlwings is of version {found}")
    return bad(
        "xlwings",
        there + Text(f"，须恰为 {XLWINGS}", f"; it must be exactly {XLWINGS}"),
        Text(f"运行 python -m pip install xlwings=={XLWINGS}", f"run python -m pip install xlwings=={XLWINGS}"),
    )


def _psscore(machine: Machine) -> Line:
    found = machine.installed("psscore")
    if found == __version__:
        return ok("psscore", f"psscore {__version__}", f"psscore {__version__}")
    there = found or "—"
    return bad(
        "psscore",
        Text(
            f"正在运行 psscore {__version__}，但此 Python 中安装的是 {there}，Excel 只会找到后者",
            f"this is psscore {__version__}, but {there} is what this Python has installed, and Excel finds only that",
        ),
        Text('运行 python -m pip install "psscore[excel]"', 'run python -m pip install "psscore[excel]"'),
    )


def _store(machine: Machine) -> Iterator[Line]:
    if any("windowsapps" in str(path).lower() for path in (machine.base, machine.executable)):
        yield bad(
            "python_store",
            Text(
                "这是 Microsoft Store 的 Python：它写入用户文件夹的文件 Excel 看不到",
                "this is the Python of the Microsoft Store: Excel does not see what it writes into the user's folders",
            ),
            Text(
                "请用 python.org 的 Python 新建环境后重装 psscore",
                "make a new environment with the Python of python.org and install psscore there",
            ),
        )


def _path(machine: Machine) -> Iterator[Line]:
    folder = str(machine.python_folder)
    plain = Text(
        "请在路径短而简单的文件夹中新建环境，例如 %ProgramData%\\psscore\\venv",
        "make the environment in a folder with a short and simple path, such as %ProgramData%\\psscore\\venv",
    )
    if not machine.encodes(folder):
        yield bad(
            "code_page",
            Text(
                f"Windows 的代码页 {machine.code_page} 写不出 Python 的路径 {folder}，Excel 无法启动它",
                f"the code page of Windows, {machine.code_page}, cannot write Python's path {folder}: "
                "Excel cannot start it",
            ),
            plain,
        )
    longest = len(folder) + 1 + max(len(name) for name in (*DLLS.values(), "pythonw.exe"))
    if longest > LONGEST_PATH:
        yield bad(
            "long_path",
            Text(
                f"Python 的路径过长（{longest} 个字符，最多 {LONGEST_PATH}）：{folder}",
                f"Python's path is too long ({longest} characters, {LONGEST_PATH} at most): {folder}",
            ),
            plain,
        )
    if machine.windows and folder.startswith(("\\\\", "//")):
        yield note(
            "python_network",
            Text(f"Python 在网络上（{folder}），启动会慢", f"Python is on the network ({folder}): it starts slowly"),
        )
