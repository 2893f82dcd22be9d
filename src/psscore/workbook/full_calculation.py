"""Asking the program that opens a workbook to calculate everything."""

from __future__ import annotations

import re

from psscore.model.text import Text
from psscore.workbook.refusal import Refused

_CALCPR = re.compile(rb"<calcPr\b([^>]*?)(/?)>")
_FULL = re.compile(rb'\sfullCalcOnLoad="[^"]*"')
_BEFORE_CALCPR = (b"</definedNames>", b"</externalReferences>", b"</functionGroups>", b"</sheets>")


def full_calculation(workbook: bytes) -> bytes:
    """The workbook part asking its program to calculate everything when it opens."""
    wanted = b' fullCalcOnLoad="1"'
    found = _CALCPR.search(workbook)
    if found:
        attributes = _FULL.sub(b"", found[1]).rstrip() + wanted
        return workbook[: found.start()] + b"<calcPr" + attributes + found[2] + b">" + workbook[found.end() :]
    for end in _BEFORE_CALCPR:
        at = workbook.find(end)
        if at >= 0:
            at += len(end)
            return workbook[:at] + b"<calcPr" + wanted + b"/>" + workbook[at:]
    raise Refused(
        "package_refused",
        Text("工作簿部件的写法特殊，无法部分写入", "the workbook part is unusual, so it cannot be written in part"),
    )
