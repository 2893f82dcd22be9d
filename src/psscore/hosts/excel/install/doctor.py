"""Everything that keeps the functions from calculating in Excel, each with what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from psscore import __version__
from psscore.hosts.excel.install import records as recorded
from psscore.hosts.excel.install import settings as configured
from psscore.hosts.excel.install.excel import everybodys_xlstart, find_excel
from psscore.hosts.excel.install.line import Line, bad, note, ok
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.mark_of_web import is_marked
from psscore.hosts.excel.install.obstacles import foreign_folder, run_command
from psscore.hosts.excel.install.places import Home, addin_path, home, same
from psscore.hosts.excel.install.policies import policy_lines
from psscore.hosts.excel.install.python_lines import python_lines
from psscore.hosts.excel.install.records import Records
from psscore.hosts.excel.install.steps import RUN_KEY, RUN_NAME
from psscore.hosts.excel.install.system import not_here
from psscore.hosts.excel.install.trusted import is_trusted
from psscore.hosts.excel.install.versions import version_at
from psscore.hosts.excel.install.workbooks import workbook_lines
from psscore.model.text import Text

INSTALL = Text("运行 psscore addin install", "run psscore addin install")


def examine(machine: Machine, workbooks: Sequence[Path] = ()) -> list[Line]:
    """A line for each thing looked at. On other systems than Windows, the workbooks only."""
    elsewhere = not_here(machine)
    lines = [elsewhere] if elsewhere else list(_computer(machine))
    if elsewhere and workbooks:
        lines = [note(elsewhere.code, elsewhere.text)]
    there = bool(addins(machine)) if elsewhere is None else None
    for path in workbooks:
        lines += workbook_lines(machine, path, there)
    return lines


def addins(machine: Machine) -> list[Path]:
    """The copies of the add-in on this computer: in the start folders and where it was installed to."""
    found: list[Path] = []
    place = home(machine)
    try:
        records = recorded.read(place) if place else None
    except (OSError, ValueError):
        records = None
    shared = addin_path(machine, everybodys_xlstart(machine))
    for path in (addin_path(machine, None), shared, *(Path(path) for path in (records.addins if records else ()))):
        if path is not None and os.path.isfile(path) and not any(same(path, other) for other in found):
            found.append(path)
    return found


def _computer(machine: Machine) -> Iterator[Line]:
    yield ok("system", "Windows", "Windows")
    yield from _excel(machine)
    yield from python_lines(machine)
    place = home(machine)
    records: Records | None = None
    if place is None:
        yield bad("no_home", Text("没有可用的设置文件夹", "there is no folder for settings"), INSTALL)
    else:
        yield from _settings(machine, place)
        try:
            records = recorded.read(place)
        except (OSError, ValueError) as failure:
            yield bad(
                "records",
                Text(f"安装清单不可读（{failure}）", f"the list of installed files is damaged ({failure})"),
                Text(f"删除 {place.records} 后再安装一次", f"delete {place.records} and install again"),
            )
    yield from _addin(machine)
    yield from _entry(machine, place, records)
    yield from policy_lines(machine)


def _excel(machine: Machine) -> Iterator[Line]:
    excel = find_excel(machine)
    if excel is None:
        yield bad(
            "excel",
            Text("没有找到 Excel", "Excel was not found"),
            Text(
                "请安装桌面版 Excel；WPS 不支持，可用 psscore score",
                "install the desktop Excel; WPS is not supported: use psscore score",
            ),
        )
    elif excel.from_store:
        yield bad(
            "excel_store",
            Text(
                f"Excel 来自 Microsoft Store（{excel.path}），常无法与 Python 连接（错误 -2147221164）",
                f"Excel is from the Microsoft Store ({excel.path}) and often cannot reach Python (error -2147221164)",
            ),
            Text(
                "请卸载后安装桌面版 Office，或用 psscore score",
                "replace it by the desktop Office, or use psscore score",
            ),
        )
    else:
        bits = f" ({excel.bits})" if excel.bits else ""
        yield ok("excel", f"Excel{bits}：{excel.path}", f"Excel{bits}: {excel.path}")


def _settings(machine: Machine, place: Home) -> Iterator[Line]:
    if place.shared:
        yield note(
            "shared",
            Text(
                f"代码页 {machine.code_page} 写不出用户文件夹，设置在 {place.folder}",
                f"the code page {machine.code_page} cannot write the user's folder: the settings are in {place.folder}",
            ),
        )
    yield from foreign_folder(machine, place)
    try:
        found = configured.read(machine, place.settings)
    except FileNotFoundError:
        yield bad(
            "settings", Text(f"没有设置文件 {place.settings}", f"there are no settings: {place.settings}"), INSTALL
        )
        return
    except (OSError, UnicodeDecodeError) as failure:
        yield bad(
            "settings",
            Text(
                f"设置文件不可读：{place.settings}（{failure}）",
                f"the settings cannot be read: {place.settings} ({failure})",
            ),
            INSTALL,
        )
        return
    folder, server = found.get("folder", ""), found.get("server", "") or "start"
    wrong = False
    if not folder or not same(folder, machine.python_folder):
        wrong = True
        yield bad(
            "settings_python",
            Text(
                f"Excel 将使用 {folder or '—'} 中的 Python，而这里是 {machine.python_folder}",
                f"Excel is to use the Python in {folder or '—'}, and this one is in {machine.python_folder}",
            ),
            Text(
                "用要给 Excel 使用的那个 Python 运行 psscore addin install",
                "run psscore addin install with the Python that Excel is to use",
            ),
        )
    if server not in ("start", "running"):
        wrong = True
        yield bad(
            "settings_server",
            Text(f"设置 server={server} 无法识别", f"the setting server={server} is not known"),
            INSTALL,
        )
    if not wrong:
        yield ok("settings", f"{place.settings}（server={server}）", f"{place.settings} (server={server})")


def _addin(machine: Machine) -> Iterator[Line]:
    found = addins(machine)
    if not found:
        yield bad("addin", Text("没有安装加载项", "the add-in is not installed"), INSTALL)
    if len(found) > 1:
        yield bad(
            "second_copy",
            Text(
                f"加载项有 {len(found)} 份：{'、'.join(map(str, found))}",
                f"the add-in is there {len(found)} times: {', '.join(map(str, found))}",
            ),
            Text("删除不用的", "delete those you do not use"),
        )
    for path in found:
        version = version_at(path)
        if version != __version__:
            yield bad(
                "addin_version",
                Text(
                    f"{path} 为 {version or '?'}，psscore 为 {__version__}",
                    f"{path} is of {version or '?'}, psscore is {__version__}",
                ),
                INSTALL,
            )
        elif is_marked(path):
            yield bad(
                "addin_mark",
                Text(
                    f"{path} 带有来自互联网的标记，Excel 不加载",
                    f"{path} is marked as from the internet: Excel does not load it",
                ),
                INSTALL,
            )
        elif not is_trusted(machine, path.parent):
            yield bad(
                "addin_trust",
                Text(f"{path.parent} 不是受信任位置", f"{path.parent} is no trusted location"),
                Text(
                    "Excel：文件 > 选项 > 信任中心 > 信任中心设置 > 受信任位置 > 添加新位置",
                    "Excel: File > Options > Trust Center > Trust Center Settings > Trusted Locations > "
                    "Add new location",
                ),
            )
        else:
            yield ok("addin", f"{path}（{version}）", f"{path} ({version})")


def _entry(machine: Machine, place: Home | None, records: Records | None) -> Iterator[Line]:
    """`server=running` and what Windows starts at log-on must fit."""
    try:
        server = configured.read(machine, place.settings).get("server", "") if place else ""
    except (OSError, UnicodeDecodeError):
        return
    entry = machine.registry.value(RUN_KEY, RUN_NAME)
    if server == "running" and entry != run_command(machine):
        yield bad(
            "server_entry",
            Text(
                "设置要求登录时启动 Python，但启动项没有或不同",
                "Python should start at log-on, and the entry for it is absent or differs",
            ),
            Text(
                "运行 psscore addin install --server running，或由管理员按文档启动",
                "run psscore addin install --server running, or start it by other means as documented",
            ),
        )
    elif server == "running":
        yield ok("server_entry", "Python 在登录时启动", "Python starts at log-on")
    elif entry is not None and records is not None and entry == records.run_entry:
        yield bad(
            "server_entry",
            Text("Python 在登录时启动，但设置没有使用它", "Python starts at log-on, and the settings do not use it"),
            INSTALL,
        )
