"""What stands in the way of installing, besides Python and the folder for the add-in."""

from __future__ import annotations

from psscore.hosts.excel.install.line import Line, bad
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.places import Home
from psscore.hosts.excel.install.records import Records
from psscore.model.text import Text

LONGEST_RUN = 260  # what Windows takes as the command of an entry in Run


def run_command(machine: Machine) -> str:
    """The command that waits for Excel: no window, no shell, nothing imported from the current folder."""
    return f'"{machine.python_folder / "pythonw.exe"}" -P -B -c "import xlwings; xlwings.serve()"'


def user(machine: Machine) -> str:
    """Whom an installation is for."""
    return machine.environment.get("USERPROFILE") or machine.environment.get("USERNAME", "")


def foreign_settings(machine: Machine, place: Home, before: Records | None) -> list[Line]:
    if not place.shared or not place.settings.exists() or (before is not None and before.user == user(machine)):
        return []
    return [
        bad(
            "foreign_settings",
            Text(
                f"{place.settings} 是另一位用户的（{before.user if before else '?'}），"
                f"而代码页 {machine.code_page} 写不出本用户的文件夹",
                f"{place.settings} belongs to another user ({before.user if before else '?'}), and the code page "
                f"{machine.code_page} cannot write this user's own folder",
            ),
            Text(
                "请管理员为全体用户安装，见 docs/install.zh.md",
                "ask the administrator to install for everybody: see docs/install.en.md",
            ),
        )
    ]


def foreign_folder(machine: Machine, place: Home) -> list[Line]:
    """Whoever owns the shared folder decides which Python Excel starts."""
    if not place.shared or not place.folder.exists() or machine.owned(place.folder):
        return []
    return [
        bad(
            "foreign_folder",
            Text(
                f"{place.folder} 属于另一位用户，他可以决定 Excel 启动什么程序",
                f"{place.folder} belongs to another user, who could decide which program Excel starts",
            ),
            Text(
                "请管理员删除它，或接管其所有权，见 docs/install.zh.md",
                "have the administrator delete it or take it over: see docs/install.en.md",
            ),
        )
    ]


def no_home() -> Line:
    return bad(
        "no_home",
        Text("环境变量 LOCALAPPDATA 和 ProgramData 都没有", "neither LOCALAPPDATA nor ProgramData is set"),
        Text("请在普通的 Windows 用户会话中运行", "run it in an ordinary session of a Windows user"),
    )


def unreadable_records(place: Home, failure: Exception) -> Line:
    return bad(
        "records",
        Text(f"安装清单不可读：{place.records}（{failure}）", f"the list of installed files is damaged: {failure}"),
        Text(f"请删除 {place.records} 后再安装一次", f"delete {place.records} and install again"),
    )


def long_command(machine: Machine) -> list[Line]:
    length = len(run_command(machine))
    if length <= LONGEST_RUN:
        return []
    return [
        bad(
            "long_command",
            Text(
                f"启动命令有 {length} 个字符，Windows 登录启动项最多 {LONGEST_RUN} 个",
                f"the command has {length} characters; Windows starts at most {LONGEST_RUN} at log-on",
            ),
            Text("请在路径较短的文件夹中新建环境", "make the environment in a folder with a shorter path"),
        )
    ]
