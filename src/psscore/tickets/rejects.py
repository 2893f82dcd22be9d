"""Why a record is no accepted ticket, and what is doubtful in an accepted one. Values are told by their shape only."""

from __future__ import annotations

from psscore.model.text import Text

REJECTED = {
    "columns": Text("列数与表头不符", "not as many columns as the header"),
    "quote": Text("引号不成对或引号后有多余字符", "a quote without its pair, or text after a closing quote"),
    "line_end": Text("行内有孤立的回车符", "a lone carriage return within the line"),
    "long": Text("一行超过 2 MB", "a record of more than 2 MB"),
    "damaged": Text("编码损坏，字符无法读取", "characters that cannot be read in the stated encoding"),
    "id_missing": Text("没有工单编号", "no ticket number"),
    "id_scientific": Text(
        "工单编号成了科学计数，位数已丢失；请在导出时把该列设为文本",
        "the ticket number is in scientific notation and has lost digits: export that column as text",
    ),
    "blank": Text("空行", "a blank row"),
    "header": Text("重复的表头", "the header repeated"),
    "total": Text("合计行", "a row of totals"),
}
"""Reasons a record is rejected."""

NO_TICKETS = frozenset({"blank", "header", "total"})
"""Rejected, but no loss: such records are no tickets, and do not count towards the share that stops the reading."""

STRUCTURE = frozenset({"columns", "quote", "line_end", "long"})
"""Told in the table of structure; all other reasons in the table of values."""

DOUBTS = {
    "unreadable": Text("时间不符合映射中的任何格式", "a time of no form the mapping lists"),
    "unlisted": Text("取值不在映射的 [values] 中", "a value that [values] in the mapping does not list"),
    "not_count": Text("不是次数（非负整数）", "not a count"),
    "blank": Text("没有受理时间", "no time of creation"),
    "backwards": Text("早于受理时间", "earlier than the time of creation"),
    "outside": Text("不在映射写明的起止日期（span）内", "outside the span that the mapping states"),
}
"""What is doubtful in an accepted ticket; the value is null where it could not be read."""


def reason_text(code: str) -> Text:
    """A reason in words."""
    return REJECTED.get(code) or DOUBTS[code]
