"""Faults in the words of the sheet: which column, and what to type, for people who never see the data file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from psscore.model.text import Text
from psscore.rulebooks.columns import COVER_ROWS, GRADES, KINDS, RULES, Column, SheetKind
from psscore.rulebooks.finding import Finding
from psscore.rulebooks.places import path_of
from psscore.rulebooks.unfold import Path

BLANK = Text("未填", "blank, fill in one of")
FILL = Text("未填，请填写", "blank: fill it in")
SAID: Mapping[str, Text] = {
    "须为文本": Text("须为文本", "must be text"),
    '须为 { zh = "…", en = "…" }': Text("须为文本（英文可空）", "must be text (the English may be blank)"),
    '须为数字，小数写成 "0.2"': Text(
        "“{value}”不是数字，请直接填 5 或 0.2 这样的数", "“{value}” is not a number: type one such as 5 or 0.2"
    ),
    "须为数字列表": Text("请填用“、”隔开的数字，如 5、3、1", "type numbers with 、 between them, such as 5、3、1"),
    "须为文本列表": Text("请填用“、”隔开的文字", "type texts with 、 between them"),
    '须为日期，如 "2026-01-01"': Text("请填 2026-01-01 这样的日期", "type a date such as 2026-01-01"),
    "缺少该表": FILL,
    "须为表数组": Text("这里须逐行填写，每行一条", "needs rows, one for each"),
    "须为表": Text("这里不能只填一个值", "a single value is not enough here"),
    "未知的键，请检查拼写": Text(
        "不认识这一列的键，请核对第 2 行", "the key of this column is unknown: check the second row"
    ),
}
"""What the loader says of data, and what that is in a sheet."""
_CHOICE = re.compile(r"无效，可用：(?P<known>.*)", re.DOTALL)
_NO_GRADE = re.compile(r"没有等级 ，可用：(?P<known>.*)", re.DOTALL)
_UNDECLARED = re.compile(r"读法 (?P<name>.*) 没有在 \[\[reading\]\] 中声明", re.DOTALL)


def in_words(finding: Finding, raw: Mapping[str, Any], place: str) -> Finding:
    """The finding with its cell, the title of its column, and a message without notation; unchanged without a cell."""
    if not place:
        return finding
    path = path_of(finding.where, raw)
    title, column = _title(path, raw)
    return Finding(
        finding.severity,
        finding.file,
        f"{place}（{title}）" if title else f"{place}（{finding.where}）",
        _message(finding.message, value_at(raw, path), column),
    )


def value_at(raw: Any, path: Path) -> Any:
    """The value at a path of the data; None where there is none."""
    for key in path:
        listed = isinstance(raw, list) and isinstance(key, int) and 0 <= key < len(raw)
        if not listed and not (isinstance(raw, Mapping) and key in raw):
            return None
        raw = raw[key]
    return raw


def _message(message: Text, value: Any, column: Column | None) -> Text:
    blank = value is None or value == ""
    if choice := _CHOICE.search(message.zh):
        known = choice["known"].split(", ")
        shown = column.names if column is not None and column.names else known
        head = BLANK if blank else Text(f"“{value}”不在可选值中", f'"{value}" is none of its values')
        return Text(f"{head.zh}，可填：{'、'.join(shown)}", f"{head.en}: {', '.join(known)}")
    if blank and (grade := _NO_GRADE.fullmatch(message.zh)):
        return Text(f"{BLANK.zh}，可填：{grade['known']}", f"{BLANK.en}: {grade['known']}")
    if undeclared := _UNDECLARED.fullmatch(message.zh):
        name = undeclared["name"]
        return Text(f"“读法”表里没有读法 {name}，请先加上", f"sheet 读法 has no reading {name}: add it there")
    said = SAID.get(message.zh)
    if said is None:
        return message
    if blank:
        return FILL
    return Text(said.zh.replace("{value}", str(value)), said.en.replace("{value}", str(value)))


def _title(path: Path, raw: Mapping[str, Any]) -> tuple[str, Column | None]:
    """What people call a place: the record by its code or name, and the title of the column."""
    cover = COVER_ROWS.get(".".join(str(key) for key in path))
    if cover is not None:
        return f"“{cover.zh}”", None
    for kind in KINDS:
        depth = len(kind.path)
        if path == kind.path:
            return f"“{kind.name.zh}”表", None
        if path[:depth] == kind.path and len(path) > depth:
            column = _column(kind, path[depth + 1 :])
            return f"{_record(kind, path[: depth + 1], raw)}{f'“{column.label.zh}”' if column else ''}", column
    return "", None


def _record(kind: SheetKind, path: Path, raw: Mapping[str, Any]) -> str:
    if kind is RULES:
        return f"规则 {path[-1]}"
    record = value_at(raw, path)
    if not isinstance(record, Mapping):
        return kind.name.zh
    if kind is GRADES:
        grade = record.get("grade")
        return f"等级“{grade.get('zh', '')}”" if isinstance(grade, Mapping) else "等级"
    return f"{kind.name.zh} {record.get(kind.identity, '')}".rstrip()


def _column(kind: SheetKind, rest: Path) -> Column | None:
    """The column of a key: `name` stands in `name.zh`, `tiers[2].points` in `tiers[].points`."""
    parts = "".join("[]" if isinstance(key, int) else f".{key}" for key in rest).removeprefix(".")
    return next((one for one in kind.columns if one.key in (parts, f"{parts}.zh", f"{parts}[].{_last(one)}")), None)


def _last(column: Column) -> str:
    return column.key.rpartition(".")[2]
