"""Exports of tickets for tests: a header, sound rows, and rows with one fault each."""

from __future__ import annotations

HEADER = "工单编号,受理时间,签收时间,是否解决,诉求内容\n"


def row(number: int, text: str = "路灯不亮", *, created: str = "2025-03-04 10:00:00", resolved: str = "是") -> str:
    """A sound row."""
    return f"GD{number:06d},{created},2025-03-05 10:20:00,{resolved},{text}\n"


def export(faults: int = 0, fault: str = "", *, rows: int = 200) -> str:
    """Sound rows, every so-manyth of which is the fault instead; `{}` in it is the number."""
    every = rows // faults if faults else 2 * rows
    lines = [fault.replace("{}", f"{n:06d}") if n % every == every // 2 else row(n) for n in range(rows)]
    return HEADER + "".join(lines)
