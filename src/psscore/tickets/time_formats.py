"""Formats of time in a mapping: which are sound, and which cannot stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from psscore.model.text import Text

EXCEL_SERIAL, EXCEL_1904 = "excel", "excel1904"
"""Days since 1900 as Excel counts them, and since 1904 as old workbooks of Excel for Mac do."""
SERIALS = {EXCEL_SERIAL: 25569, EXCEL_1904: 24107}
"""The number each has for 1 January 1970."""
TYPED = "%Y-%m-%d %H:%M:%S"
"""How cells that are dates, not text, are written out: read whatever the mapping lists."""
_DIRECTIVES = frozenset("YmdHIMSfpz%")


def format_faults(formats: Sequence[str]) -> Iterator[Text]:
    """What is wrong with a list of formats for one column: a value must have one reading only."""
    for item in formats:
        if item in SERIALS:
            continue
        used = set(re.findall(r"%(.?)", item))
        if not {"Y", "m", "d"} <= used or used - _DIRECTIVES:
            yield Text(
                f"“{item}”须含 %Y、%m、%d，并只用 %H %I %M %S %f %p %z；Excel 序列号写 excel",
                f'"{item}" must hold %Y, %m and %d, and else only %H %I %M %S %f %p %z; excel for serial numbers',
            )
        if ("I" in used) != ("p" in used) or {"H", "I"} <= used:
            yield Text(
                f"“{item}”：12 小时制写 %I 并有 %p（上午、下午），24 小时制只写 %H",
                f'"{item}": twelve hours are %I together with %p, twenty-four are %H alone',
            )
    if set(SERIALS) <= set(formats):
        yield Text(
            "excel 和 excel1904 不能并列：同一个序列号会有两种读法，相差 1462 天",
            "excel and excel1904 cannot both be listed: one number would have two readings, 1462 days apart",
        )
    dated = [item for item in formats if {"%Y", "%m", "%d"} <= set(re.findall("%.", item))]
    if any(item.index("%Y") < item.index("%d") < item.index("%m") for item in dated):
        yield Text("年在前时须按年月日", "with the year first, the month comes before the day")
    elif len({item.index("%d") < item.index("%m") for item in dated if item.index("%Y") > item.index("%d")}) > 1:
        yield Text(
            "日在前和月在前的格式不能并列：同一个值会有两种读法；各列写法不同的，在 [times] 中按列写明",
            "day first and month first cannot both be listed: one value would have two readings; where columns are "
            "written differently, give each its own under [times]",
        )
