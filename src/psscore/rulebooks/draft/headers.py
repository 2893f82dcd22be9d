"""What the columns of somebody's own table hold, by their headers."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from psscore.rulebooks.draft.grid import Grid, folded

_SEARCHED = 40
"""Rows above the table: titles, dates, the name of the office."""


class Role(enum.Enum):
    """What a column holds."""

    NUMBER = "序号"
    LEVEL1 = "一级指标"
    LEVEL2 = "二级指标"
    LEVEL3 = "三级指标"
    LEVEL4 = "四级指标"
    DEFINITION = "指标解释"
    METHOD = "计算方法"
    SOURCE = "数据来源"
    REFERENCE = "参考值"
    RULE = "计分方式"
    POINTS = "分值"
    UNIT = "单位"
    COLLECTION = "采集方式"
    NOTE = "备注"


LEVELS = (Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.LEVEL4)
_NAMES = {
    Role.NUMBER: "序号 编号 指标编号 序",
    Role.LEVEL1: "一级指标 一级 考核项目 考核类别 考评项目 考评类别 类别 项目 评价维度 维度 考核大项 大项 考核类型 "
    "指标类别 评价项目",
    Role.LEVEL2: "二级指标 二级 考核分项 分项 子项目 子项 考评分项",
    Role.LEVEL3: "三级指标 三级 指标名称 考核指标 指标 具体指标 评价指标 三级指标名称 考核要点 考评指标 评价要素",
    Role.LEVEL4: "四级指标 四级",
    Role.DEFINITION: "指标解释 指标说明 考核内容 考评内容 评价内容 工作要求 考核要求 考核内容及要求 内容 工作内容 "
    "主要内容 评价要点 指标描述 指标释义 考核内容及标准 指标内容 要求",
    Role.METHOD: "计算方法 计算公式 评价方法 考核方式 考核办法 考评方法 考核方法 评价方式 计算方式",
    Role.SOURCE: "数据来源 资料来源 数据采集 评分依据 佐证材料 责任单位 牵头单位 考核单位 责任部门 考核部门 依据",
    Role.REFERENCE: "参考值 目标值 标准值 指标值 年度目标 目标 目标要求",
    Role.RULE: "计分方式 评分标准 评分细则 计分方法 评分办法 扣分标准 计分标准 考核标准 评价标准 计分规则 评分规则 "
    "扣分细则 评分方法 考评标准 计分办法 评分说明 计分细则 考核评分标准 评分标准及办法",
    Role.POINTS: "分值 标准分 满分 权重 分数 赋分 基本分 权重分 标准分值 满分值 分值权重 权重分值 配分 基础分",
    Role.UNIT: "单位 计量单位 度量单位",
    Role.COLLECTION: "采集方式 数据采集方式",
    Role.NOTE: "备注 说明 得分 自评得分 考核得分 自评分 实得分 扣分原因",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table begins and what its columns are. `points` has the points column of each level, by its column."""

    first: int
    last: int
    columns: dict[int, Role]
    weights: bool = False

    def of(self, role: Role) -> list[int]:
        return [column for column, known in self.columns.items() if known is role]

    def one(self, role: Role) -> int | None:
        return next(iter(self.of(role)), None)

    @property
    def levels(self) -> list[int]:
        return [column for role in LEVELS for column in self.of(role)]


def role_of(label: str) -> Role | None:
    """What a header cell announces; brackets and units in it change nothing."""
    bare = re.sub(r"[(\[【〔].*?(?:[)\]】〕]|$)", "", folded(label)).strip(":*、.")
    return _ROLES.get(bare)


def find_header(grid: Grid) -> Header | None:
    """The line with most known names, and the one below it where names are on two lines; None when there is none."""
    best: Header | None = None
    for row in range(min(len(grid.texts), _SEARCHED)):
        header = _header(grid, row)
        if header and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def is_header(grid: Grid, row: int, header: Header) -> bool:
    """Whether a later line repeats the header, as on a new page."""
    same = [column for column, role in header.columns.items() if role_of(grid.at(row, column)) is role]
    return len(same) >= max(2, len(header.columns) - 1)


def _header(grid: Grid, row: int) -> Header | None:
    columns = _roles(grid, row)
    last = row
    # A label merged over two lines stands in both; the lower line names what the upper one groups.
    below = _roles(grid, row + 1) if row + 1 < len(grid.texts) else {}
    two = any(grid.span(row, column).bottom == row + 1 for column in columns)
    if two and len(below) >= len(columns):
        columns, last = columns | below, row + 1
    roles = set(columns.values())
    if Role.POINTS not in roles or not roles & {*LEVELS, Role.DEFINITION}:
        return None
    weights = any(
        "权重" in grid.at(line, column)
        for line in (row, last)
        for column, role in columns.items()
        if role is Role.POINTS
    )
    return Header(row, last, columns, weights)


def _roles(grid: Grid, row: int) -> dict[int, Role]:
    found: dict[int, Role] = {}
    for column in range(grid.width):
        span = grid.span(row, column)
        role = role_of(grid.at(row, column))
        if role is None or column != span.left:
            continue
        if role in found.values() and role not in (Role.POINTS, Role.NOTE):
            continue
        found[column] = role
    return found
