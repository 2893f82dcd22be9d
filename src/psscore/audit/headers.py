"""Header cells by their meaning, whatever a city calls them."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from psscore.audit.grid import Line
from psscore.audit.labels import one_line
from psscore.audit.refusal import AuditRefused
from psscore.model.text import Text


class Column(enum.Enum):
    """A column of the indicator table."""

    LEVEL1 = "一级指标"
    LEVEL2 = "二级指标"
    NAME = "三级指标"
    OPERATOR = "指标性质"
    TARGET = "年度指标值"
    UNIT = "度量单位"
    ACTUAL = "实际完成值"
    POINTS = "分值"
    SCORE = "得分"
    REASON = "偏差原因分析"


class Budget(enum.Enum):
    """A column, or a labelled line, of the budget block."""

    INITIAL = "年初预算数"
    ADJUSTED = "全年预算数"
    EXECUTED = "全年执行数"
    POINTS = "分值"
    RATE = "执行率"
    SCORE = "得分"


Role = TypeVar("Role", Column, Budget)

_POINTS = "分值 分数 标准分 标准分值 满分 满分值 指标分值 分值权重 权重分值 设定分值 赋分 权重分 points"
_WEIGHT = "权重 指标权重 weight"
_SCORE = "得分 评分 自评得分 自评分 自评分值 自评分数 实际得分 指标得分 评价得分 score"
_INDICATOR_NAMES = {
    Column.LEVEL1: "一级指标 一级 level1",
    Column.LEVEL2: "二级指标 二级 level2",
    Column.NAME: "三级指标 三级 三级指标名称 指标名称 具体指标 指标内容 绩效指标 绩效指标名称 level3 indicator",
    Column.OPERATOR: "指标性质 绩效指标性质 性质 计算符号 比较符号 符号",
    Column.UNIT: "度量单位 绩效度量单位 计量单位 指标单位 单位",
    Column.TARGET: "年度指标值 指标值 年度目标值 目标值 目标指标值 年初指标值 年初目标值 年初设定目标值 全年目标值 "
    "全年指标值 计划值 计划指标值 年度计划值 预期值 预期指标值 年度预期值 预期目标值 绩效目标值 绩效指标值 指标目标值 "
    "年度绩效指标值 年度指标 annualtarget target",
    Column.ACTUAL: "实际完成值 全年实际值 全年完成值 全年实际完成值 年度实际完成值 实际完成指标值 指标完成值 完成值 "
    "实际值 实际完成情况 实际完成 实际完成数 全年实际完成情况 完成情况 自评完成值 actualvalue actual",
    Column.POINTS: f"{_POINTS} {_WEIGHT}",
    Column.SCORE: _SCORE,
}
_REASON = re.compile(r"偏差|原因|改进措施|^reason")
_BUDGET_NAMES = {
    Budget.INITIAL: "年初预算数 年初预算 年初预算金额 年初预算批复数 年初批复数 initialbudget",
    Budget.ADJUSTED: "全年预算数 全年预算 全年预算金额 调整后预算数 调整后预算 调整预算数 调整后全年预算数 预算调整数 "
    "预算数 预算金额 adjustedbudget",
    Budget.EXECUTED: "全年执行数 全年执行 全年执行金额 执行数 实际执行数 执行金额 全年支出数 全年实际支出数 实际支出数 "
    "实际支出 支出数 executed",
    Budget.POINTS: f"{_POINTS} {_WEIGHT}",
    Budget.RATE: "执行率 预算执行率 资金执行率 全年执行率 rate",
    Budget.SCORE: _SCORE,
}
_INDICATOR_ROLES = {name: role for role, names in _INDICATOR_NAMES.items() for name in names.split()}
_BUDGET_ROLES = {name: role for role, names in _BUDGET_NAMES.items() for name in names.split()}
_LOOSE = frozenset(
    f"{_WEIGHT} 绩效指标 指标内容 年度指标 完成情况 实际完成情况 全年实际完成情况 实际完成 单位 性质 符号".split()
)
"""Names that mean a column only where no stricter name does: 权重 beside 分值 is the weight, 完成情况 a description."""


_BANNERS = frozenset(["绩效指标", "年度绩效指标", "年度指标", "项目绩效指标", "绩效目标", "年度绩效目标", "指标内容"])
"""Written down the left edge of the official form, merged over the header and every row."""


@dataclass(frozen=True, slots=True)
class Span:
    """The columns under one header cell: [first, last], blank header cells to its right included."""

    first: int
    last: int
    header: str


def plain(text: str) -> str:
    """A label without blanks, brackets, colons and stars: "分 值（100分）" is "分值"."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    bare = re.sub(r"[(\[【〔].*?(?:[)\]】〕]|$)", "", bare)
    return bare.strip(":*%、.")


def indicator_role(text: str) -> Column | None:
    label = plain(text)
    return _INDICATOR_ROLES.get(label) or (Column.REASON if len(label) < 30 and _REASON.search(label) else None)


def budget_role(text: str) -> Budget | None:
    label = plain(text)
    # "预算数(A)" loses its bracket above; "预算数A" carries the letter bare.
    return _BUDGET_ROLES.get(label) or _BUDGET_ROLES.get(re.sub(r"(?<![a-z])[a-z①-⑩]$", "", label))


def indicator_header(line: Line, below: Line | None) -> tuple[dict[Column, Span], int] | None:
    """The columns an indicator header declares and the lines it takes, 1 or 2; None when it is not one.

    A super-header "绩效指标" may stand above the level names, with the other names in the line above or below.
    """
    upper = _roles(line)
    lower = _roles(below) if below is not None else {}
    grouped = len(lower) >= 2 and not _complete(set(lower.values()))
    if below is not None and grouped and len(lower) == len(below.filled):
        # The lower line names what the upper one groups: where both name a column, the lower is nearer the data.
        merged = {column: role for column, role in upper.items() if column not in lower} | lower
        if len(upper) >= 2 and _complete(set(merged.values())):
            width = max(len(line.cells), len(below.cells))
            cells = tuple(line.at(c) if below.at(c).blank else below.at(c) for c in range(width))
            return _spans(Line(line.number, cells), merged), 2
    return (_spans(line, upper), 1) if _complete(set(upper.values())) else None


def _roles(line: Line) -> dict[int, Column]:
    """The columns of the line by their names; a label merged down beside the levels names none."""
    levels = [column for column, cell in line.filled if indicator_role(cell.text) in (Column.LEVEL1, Column.LEVEL2)]
    first = min(levels, default=0)
    roles = {
        column: role
        for column, cell in line.filled
        if (role := indicator_role(cell.text)) and not (column < first and plain(cell.text) in _BANNERS)
    }
    return _without_level_points(line, roles)


def _without_level_points(line: Line, roles: dict[int, Column]) -> dict[int, Column]:
    """The roles without 分值 beside 一级指标 and 二级指标, where 三级指标 has its own beside it."""
    left = {after: roles.get(before) for (before, _), (after, _) in pairwise(line.filled)}
    points = {column: left.get(column) for column, role in roles.items() if role is Column.POINTS}
    if Column.NAME not in points.values():
        return roles
    return {column: role for column, role in roles.items() if points.get(column) not in (Column.LEVEL1, Column.LEVEL2)}


def _complete(roles: set[Column]) -> bool:
    named = bool(roles & {Column.NAME, Column.LEVEL2})
    return named and Column.SCORE in roles and bool(roles & {Column.TARGET, Column.ACTUAL})


def budget_header(line: Line) -> dict[Budget, Span] | None:
    """The columns a budget header declares; None when it is not one."""
    roles = {column: role for column, cell in line.filled if (role := budget_role(cell.text))}
    found = set(roles.values())
    if Budget.EXECUTED not in found or not found & {Budget.ADJUSTED, Budget.INITIAL}:
        return None
    # "全年预算数 | 187.92 | 全年执行数 | 187.63" on one line are pairs, not a header.
    if any(re.fullmatch(r"-?[\d.,\s]+%?", unicodedata.normalize("NFKC", cell.text)) for _, cell in line.filled):
        return None
    return _spans(line, roles)


def _equally_loose(known: Span, header: str, role: Column | Budget) -> bool:
    """Two loose names of values: nothing says which one is meant."""
    return (
        role in (Column.POINTS, Column.ACTUAL, Column.TARGET)
        and plain(known.header) in _LOOSE
        and plain(header) in _LOOSE
    )


def _spans(line: Line, roles: Mapping[int, Role]) -> dict[Role, Span]:
    """Each role with its columns. The same role twice is refused, unless one name is loose, or both hold reasons."""
    found: dict[Role, Span] = {}
    starts = [column for column, _ in line.filled]
    for column, role in sorted(roles.items()):
        header = line.at(column).text
        last = min((start for start in starts if start > column), default=max(len(line.cells), column + 1)) - 1
        known = found.get(role)
        if known is None or (plain(known.header) in _LOOSE and plain(header) not in _LOOSE):
            found[role] = Span(column, last, header)
        elif known.last == column - 1 and (known.header == header or role is Column.REASON):
            found[role] = Span(known.first, last, known.header)
        elif role is not Column.REASON and (plain(header) not in _LOOSE or _equally_loose(known, header, role)):
            one, other = one_line(known.header), one_line(header)
            raise AuditRefused(
                Text(
                    f"第 {line.number} 行有两列都是“{role.value}”：{one}、{other}，请只保留要核的一列",
                    f'line {line.number} has two "{role.value}" columns, {one} and {other}: keep one',
                )
            )
    return found
