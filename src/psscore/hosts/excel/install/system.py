"""What this operating system lacks for the add-in."""

from __future__ import annotations

from psscore.hosts.excel.install.line import Line, bad
from psscore.hosts.excel.install.machine import Machine
from psscore.model.text import Text

_HEADLESS = Text(
    "用 psscore score 计算工作簿，结果与 Excel 中逐位相同",
    "score workbooks with psscore score: digit for digit what Excel would show",
)


def not_here(machine: Machine) -> Line | None:
    """Why the add-in cannot be installed on this computer; None on Windows."""
    if machine.windows:
        return None
    if machine.platform == "darwin":
        return bad(
            "system",
            Text(
                "Mac 版 Excel 中 xlwings 不提供单元格函数，只有按钮可用 xlwings 原有的方式运行",
                "in Excel for Mac xlwings has no functions in cells, only buttons, by xlwings' own means",
            ),
            _HEADLESS + Text("；按钮见 docs/install.zh.md", "; for buttons see docs/install.en.md"),
        )
    return bad(
        "system",
        Text(
            "加载项只能装在有 Excel 的 Windows 上，这里不是 Windows",
            "the add-in is for Windows with Excel, and this is not Windows",
        ),
        _HEADLESS,
    )
