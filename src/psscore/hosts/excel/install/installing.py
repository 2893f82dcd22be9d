"""Installing: everything is looked at first, then all changes are made, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from psscore import __version__
from psscore.hosts.excel.addin import FILE_NAME, addin_bytes
from psscore.hosts.excel.install import records as recorded
from psscore.hosts.excel.install.line import Line, Wrong, bad, note
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.mark_of_web import is_marked
from psscore.hosts.excel.install.obstacles import (
    foreign_folder,
    foreign_settings,
    long_command,
    no_home,
    run_command,
    unreadable_records,
    user,
)
from psscore.hosts.excel.install.places import Home, addin_path, home, same, xlstart
from psscore.hosts.excel.install.python_lines import python_lines
from psscore.hosts.excel.install.records import Records
from psscore.hosts.excel.install.settings import Server, Settings
from psscore.hosts.excel.install.steps import (
    RUN_KEY,
    RUN_NAME,
    Delete,
    MakeFolder,
    RunEntry,
    Step,
    Unmark,
    Write,
    close_excel,
    do_all,
    is_open,
)
from psscore.hosts.excel.install.system import not_here
from psscore.hosts.excel.install.target import target_lines, trust_steps
from psscore.hosts.excel.install.versions import newer, version_at
from psscore.hosts.excel.sources import addin_folder
from psscore.model.text import Text


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asks for."""

    folder: Path | None = None
    server: Server = "start"
    warm_start: bool = True


@dataclass(slots=True)
class Plan:
    """The changes to make, and what to tell besides."""

    addin: Path
    steps: list[Step] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def do(self) -> None:
        """Make the changes. Raises `Wrong` and leaves everything as it was."""
        do_all(self.steps)


def plan(machine: Machine, options: Options, data: bytes | None = None) -> Plan:
    """What installing would do; `data` is the add-in, else the one psscore carries. Raises `Wrong` with everything
    that stands in the way."""
    if elsewhere := not_here(machine):
        raise Wrong([elsewhere])
    place, target = home(machine), addin_path(machine, options.folder)
    wrong = [line for line in python_lines(machine) if line.state == "bad"]
    wrong += target_lines(machine, target)
    if place is None:
        wrong.append(no_home())
    before = None
    if place is not None:
        try:
            before = recorded.read(place)
        except (OSError, ValueError) as failure:
            wrong.append(unreadable_records(place, failure))
        if before is not None or not _holds_settings(machine, place, options):
            wrong += foreign_settings(machine, place, before)
        wrong += foreign_folder(machine, place)
    if options.server == "running":
        wrong += long_command(machine)
    old = [Path(path) for path in before.addins] if before else []
    new = shipped_addin() if data is None else data
    if target is not None:
        wrong += [
            bad("open", Text(f"{path} 正在被使用", f"{path} is in use"), close_excel(path))
            for path in {target, *old}
            if is_open(path) and not (same(path, target) and _holds(path, new))
        ]
    if [line for line in wrong if line.state == "bad"] or place is None or target is None:
        raise Wrong(wrong)
    result = Plan(target, lines=[line for line in wrong if line.state != "bad"])
    _fill(result, machine, options, place, before, new)
    return result


def shipped_addin() -> bytes:
    """The add-in that comes with this psscore; made anew where it has none."""
    try:
        return addin_folder().joinpath(FILE_NAME).read_bytes()
    except FileNotFoundError:
        return addin_bytes()


def _fill(result: Plan, machine: Machine, options: Options, place: Home, before: Records | None, data: bytes) -> None:
    target, steps = result.addin, result.steps
    made = list(dict.fromkeys([*_missing(place.folder), *_missing(target.parent)]))
    steps += [MakeFolder(folder, private=place.shared and folder == place.folder) for folder in made]
    command = run_command(machine) if options.server == "running" else None
    old = [Path(path) for path in before.addins if not same(path, target)] if before else []
    records = Records(
        version=__version__,
        user=user(machine),
        addins=(str(target),),
        folders=tuple(dict.fromkeys([*(before.folders if before else ()), *map(str, made)])),
        run_entry=command,
    )
    # The list goes first: what is cut short can still be removed.
    _write(steps, place.records, records.to_bytes(), place.folder)
    _write(steps, place.settings, _settings(machine, options).to_bytes(machine.codec), place.folder)
    if _holds(target, data):
        steps += [Unmark(target)] if is_marked(target) else []
    else:
        steps.append(Write(target, data, _drafts(machine, target)))
        result.lines += _replaced(target)
    for path in (path for path in old if path.exists()):
        steps.append(Delete(path))
    entry = machine.registry.value(RUN_KEY, RUN_NAME)
    if command is not None and entry != command:
        steps.append(RunEntry(machine.registry, command))
    elif command is None and before and before.run_entry is not None and entry == before.run_entry:
        steps.append(RunEntry(machine.registry, None))
    if command is not None:
        result.lines.append(_start_now(command))
    if not _is_xlstart(machine, target.parent):
        result.lines += trust_steps(machine, target)
        result.lines += _second(machine, old)


def _missing(folder: Path) -> list[Path]:
    """The folders to make, the outermost first."""
    found: list[Path] = []
    while not folder.exists() and folder != folder.parent:
        found.insert(0, folder)
        folder = folder.parent
    return found


def _second(machine: Machine, old: list[Path]) -> list[Line]:
    other = addin_path(machine, None)
    if other is None or not other.exists() or any(same(path, other) for path in old):
        return []
    return [
        note(
            "second_copy",
            Text(f"{other} 也是此加载项，Excel 会加载两份", f"{other} is this add-in too: Excel would load both"),
            Text("请删除不用的一份", "delete the one you do not use"),
        )
    ]


def _settings(machine: Machine, options: Options) -> Settings:
    return Settings(machine.python_folder, options.server, options.warm_start)


def _holds_settings(machine: Machine, place: Home, options: Options) -> bool:
    """Whether the settings are there already, as when an administrator wrote them for everybody."""
    if not machine.encodes(str(machine.python_folder)):
        return False
    return _holds(place.settings, _settings(machine, options).to_bytes(machine.codec))


def _write(steps: list[Step], path: Path, data: bytes, beside: Path) -> None:
    if not _holds(path, data):
        steps.append(Write(path, data, beside))


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _drafts(machine: Machine, target: Path) -> Path:
    # Above the start folder, on the same disk.
    return target.parent.parent if _is_xlstart(machine, target.parent) else target.parent


def _is_xlstart(machine: Machine, folder: Path) -> bool:
    start = xlstart(machine)
    return start is not None and same(folder, start)


def _replaced(target: Path) -> list[Line]:
    if not target.exists():
        return []
    found = version_at(target)
    if found is None:
        return [
            note(
                "replaced", Text("将替换一个没有版本号的同名文件", "a file of this name without a version is replaced")
            )
        ]
    if found == __version__:
        return [note("replaced", Text(f"将替换内容不同的 {found}", f"another file of version {found} is replaced"))]
    how = Text("较新的", "the newer") if newer(found, __version__) else Text("较旧的", "the older")
    return [note("replaced", how + Text(f" {found} 将被 {__version__} 替换", f" {found} is replaced by {__version__}"))]


def _start_now(command: str) -> Line:
    return note(
        "log_on",
        Text("Python 将在登录 Windows 时启动", "Python starts when you log on to Windows"),
        Text(f"现在：注销后重新登录，或运行 {command}", f"for now: log off and on again, or run {command}"),
    )
