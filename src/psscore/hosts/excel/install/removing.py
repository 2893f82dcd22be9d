"""Removing: what was recorded as installed is taken away, and nothing else."""

from __future__ import annotations

from pathlib import Path

from psscore.hosts.excel.install import records as recorded
from psscore.hosts.excel.install.line import Line, Wrong, bad, note
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.obstacles import user
from psscore.hosts.excel.install.places import home
from psscore.hosts.excel.install.steps import (
    RUN_KEY,
    RUN_NAME,
    Delete,
    DropFolder,
    RunEntry,
    Step,
    close_excel,
    is_open,
)
from psscore.hosts.excel.install.system import not_here
from psscore.model.text import Text


def removal(machine: Machine) -> tuple[list[Step], list[Line]]:
    """What to take away, empty when nothing was installed, and what to tell. Raises `Wrong` when it cannot be."""
    if elsewhere := not_here(machine):
        raise Wrong([elsewhere])
    place = home(machine)
    try:
        found = recorded.read(place) if place else None
    except (OSError, ValueError) as failure:
        raise Wrong([_damaged(failure)]) from failure
    if place is None or found is None:
        return [], [note("absent", Text("没有安装过加载项", "the add-in is not installed"))]
    if place.shared and found.user != user(machine):
        raise Wrong([_somebody_else(found.user)])
    addins = [Path(path) for path in found.addins]
    if held := [path for path in addins if is_open(path)]:
        lines = [bad("open", Text(f"{path} 正在被使用", f"{path} is in use"), close_excel(path)) for path in held]
        raise Wrong(lines)
    steps: list[Step] = [Delete(path) for path in addins if path.exists()]
    if place.settings.exists():
        steps.append(Delete(place.settings))
    lines, entry = [], machine.registry.value(RUN_KEY, RUN_NAME)
    if found.run_entry is not None and entry == found.run_entry:
        steps.append(RunEntry(machine.registry, None))
    elif found.run_entry is not None and entry is not None:
        lines.append(_changed(entry))
    steps.append(Delete(place.records))
    steps += [DropFolder(Path(path)) for path in reversed(found.folders)]
    return steps, lines


def _changed(entry: str) -> Line:
    return note(
        "run_changed",
        Text(
            f"登录启动项 {RUN_NAME} 已被改动，予以保留：{entry}", f"the entry {RUN_NAME} at log-on was changed: {entry}"
        ),
        Text(
            "不需要时请在 Windows 的“启动应用”中关闭",
            "switch it off under Startup apps of Windows if you do not want it",
        ),
    )


def _damaged(failure: Exception) -> Line:
    return bad(
        "records",
        Text(
            f"安装清单不可读（{failure}），未删除任何文件",
            f"the list of installed files is damaged ({failure}); nothing was removed",
        ),
        Text("请再安装一次以重建清单，然后卸载", "install once more, which makes the list anew, then remove"),
    )


def _somebody_else(name: str) -> Line:
    return bad(
        "foreign",
        Text(f"加载项的设置属于另一位用户（{name}）", f"the settings belong to another user ({name})"),
        Text("请由该用户或管理员卸载", "have that user or the administrator remove it"),
    )
