"""Settings of Office that keep macros or add-ins from running; they are read, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psscore.hosts.excel.addin import FILE_NAME
from psscore.hosts.excel.install.excel import office
from psscore.hosts.excel.install.line import Line, bad, note
from psscore.hosts.excel.install.machine import Machine
from psscore.hosts.excel.install.trusted import keys, locations_off, user_locations_allowed
from psscore.model.text import Text

_ADMINISTRATOR = Text(
    "请管理员按 docs/install.zh.md 设置受信任位置或为文件签名",
    "ask the administrator for a trusted location or a signature, see docs/install.en.md",
)


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    name: str
    value: int
    text: Text
    # A file in a trusted location runs all the same.
    spares_trusted: bool


_RULES = (
    _Rule(
        "macros_off",
        "VBAWarnings",
        4,
        Text("宏一律禁用且不提示（VBAWarnings=4）", "macros are off without notice (VBAWarnings=4)"),
        True,
    ),
    _Rule(
        "macros_signed",
        "VBAWarnings",
        3,
        Text(
            "只允许已签名的宏（VBAWarnings=3），本产品未签名",
            "only signed macros run (VBAWarnings=3); ours are unsigned",
        ),
        True,
    ),
    _Rule(
        "macros_internet",
        "blockcontentexecutionfrominternet",
        1,
        Text("来自互联网的文件中的宏被策略禁止", "a policy blocks macros in files from the internet"),
        True,
    ),
    _Rule(
        "addins_off",
        "DisableAllAddins",
        1,
        Text("所有加载项被禁用（DisableAllAddins）", "all add-ins are off (DisableAllAddins)"),
        False,
    ),
    _Rule(
        "addins_signed",
        "RequireAddinSig",
        1,
        Text(
            "只允许已签名的加载项（RequireAddinSig），本产品未签名",
            "only signed add-ins load (RequireAddinSig); ours is unsigned",
        ),
        False,
    ),
)


def policy_lines(machine: Machine) -> Iterator[Line]:
    """A line for each setting that stands in the way: "bad" when the add-in cannot run, else a note."""
    off = locations_off(machine)
    for rule in _RULES:
        # A policy wins over what the user chose.
        values = (machine.registry.value(key, rule.name) for key in keys(machine))
        if next((value for value in values if value is not None), None) != rule.value:
            continue
        if rule.spares_trusted and not off:
            yield note(
                rule.code,
                rule.text,
                Text(
                    "受信任位置中的文件不受影响：把工作簿放在那里",
                    "files in trusted locations run: keep the workbooks there",
                ),
            )
        else:
            yield bad(rule.code, rule.text, _ADMINISTRATOR)
    if off:
        yield bad("no_locations", Text("受信任位置全部停用", "all trusted locations are switched off"), _ADMINISTRATOR)
    elif not user_locations_allowed(machine):
        yield bad(
            "no_user_locations",
            Text(
                "只认策略指定的受信任位置，XLSTART 可能不算",
                "only trusted locations set by policy count, which XLSTART may not be",
            ),
            _ADMINISTRATOR,
        )
    yield from _vba_off(machine)
    yield from _disabled(machine)


def _vba_off(machine: Machine) -> Iterator[Line]:
    tail = rf"Software\Policies\Microsoft\Office\{office(machine)}\Common"
    if any(machine.registry.value(rf"{hive}\{tail}", "VBAOff") == 1 for hive in ("HKCU", "HKLM")):
        yield bad(
            "vba_off", Text("Office 的 VBA 被策略关闭（VBAOff）", "a policy switches VBA off (VBAOff)"), _ADMINISTRATOR
        )


def _disabled(machine: Machine) -> Iterator[Line]:
    """Excel's own list of what crashed it."""
    key = rf"HKCU\Software\Microsoft\Office\{office(machine)}\Excel\Resiliency\DisabledItems"
    wanted = FILE_NAME.encode("utf-16-le")
    for name in machine.registry.names(key):
        value = machine.registry.value(key, name)
        if isinstance(value, bytes) and wanted in value.lower():
            yield bad(
                "disabled_item",
                Text("Excel 已把此加载项列为禁用项目", "Excel has put the add-in on its list of disabled items"),
                Text(
                    "Excel：文件 > 选项 > 加载项 > 管理：禁用项目 > 转到 > 启用",
                    "Excel: File > Options > Add-ins > Manage: Disabled Items > Go > Enable",
                ),
            )
