"""The folder for the add-in: whether Excel loads it from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psscore.hosts.excel.install.line import Line, bad, note
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.places import LONGEST_BOOK, on_network, synced_by
from psscore.hosts.excel.install.trusted import is_trusted, network_allowed
from psscore.model.text import Text


def target_lines(machine: Machine, target: Path | None) -> Iterator[Line]:
    """What stands against the place, or should be known of it."""
    if target is None:
        yield bad(
            "no_appdata",
            Text("环境变量 APPDATA 没有设置，找不到 XLSTART", "APPDATA is not set, so XLSTART is not known"),
            Text("请用 --folder 指定文件夹", "name a folder with --folder"),
        )
        return
    if (synced := synced_by(machine, target)) is not None:
        yield bad(
            "onedrive",
            Text(
                f"{target} 由 OneDrive 同步（{synced}）：Excel 会把公式中的加载项写成网址",
                f"{target} is synchronised by OneDrive ({synced}): Excel would write the add-in's address on the web "
                "into formulas",
            ),
            Text("请用 --folder 指定本机的文件夹", "name a folder of this computer with --folder"),
        )
    if target.parent.exists() and not target.parent.is_dir():
        yield bad(
            "folder",
            Text(f"{target.parent} 不是文件夹", f"{target.parent} is not a folder"),
            Text("请用 --folder 指定另一个文件夹", "name another folder with --folder"),
        )
    if len(str(target)) > LONGEST_BOOK:
        yield bad(
            "long_addin",
            Text(
                f"加载项的路径有 {len(str(target))} 个字符，Excel 最多打开 {LONGEST_BOOK} 个：{target}",
                f"the add-in's path has {len(str(target))} characters, Excel opens {LONGEST_BOOK} at most: {target}",
            ),
            Text("请用 --folder 指定路径较短的文件夹", "name a folder with a shorter path with --folder"),
        )
    if on_network(target) and not network_allowed(machine):
        yield note(
            "network",
            Text(
                f"{target.parent} 在网络上，Excel 默认不信任网络位置",
                f"{target.parent} is on the network, and Excel does not trust network locations by default",
            ),
            Text(
                "请用 --folder 指定本机文件夹，或由管理员允许网络上的受信任位置",
                "name a folder of this computer with --folder, or have the administrator allow trusted locations on "
                "the network",
            ),
        )


def trust_steps(machine: Machine, target: Path) -> Iterator[Line]:
    """What to do in Excel for a folder other than XLSTART."""
    folder = target.parent
    if not is_trusted(machine, folder):
        yield note(
            "trust",
            Text(f"Excel 还不信任 {folder}", f"Excel does not trust {folder} yet"),
            Text(
                f"Excel：文件 > 选项 > 信任中心 > 信任中心设置 > 受信任位置 > 添加新位置，路径填 {folder}，确定",
                "Excel: File > Options > Trust Center > Trust Center Settings > Trusted Locations > Add new location, "
                f"path {folder}, OK",
            ),
        )
    yield note(
        "load",
        Text("Excel 不会自动加载这个文件夹中的加载项", "Excel does not load add-ins from this folder by itself"),
        Text(
            f"Excel：文件 > 选项 > 加载项 > 管理：Excel 加载项 > 转到 > 浏览，选择 {target}，确定",
            f"Excel: File > Options > Add-ins > Manage: Excel Add-ins > Go > Browse, choose {target}, OK",
        ),
    )
