"""Lists of units as text tables: groups, numbers of cases, other scores, announced points."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

from psscore.batch.units import plain
from psscore.model.text import Text, counted
from psscore.plain_text import decoded
from psscore.ranking.refusal import Problem
from psscore.ranking.settings import Adjustment

_COLUMNS = {
    "unit": ("unit", "单位", "单位名称", "被评价单位"),
    "group": ("group", "分组", "组别"),
    "volume": ("volume", "件数", "cases", "办件量", "受理量"),
    "score": ("score", "得分", "分数"),
    "full": ("full", "满分"),
    "points": ("points", "加减分"),
    "deduction": ("deduction", "扣分"),
    "reason": ("reason", "原因", "理由", "事由"),
}
_NAMES = {plain(title): key for key, titles in _COLUMNS.items() for title in titles}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_TOO_LARGE = 10**15
"""What a sheet cannot show digit for digit."""


class BadList(Exception):
    """A list that cannot be used: everything wrong in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message.en for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    unit: str
    cells: Mapping[str, str]


class _List:
    """One file: its rows by the names of the columns, and the faults found so far."""

    def __init__(self, path: Path, *wanted: str, either: tuple[str, ...] = ()) -> None:
        self.path = path
        self.problems: list[tuple[int, Problem]] = []
        self.rows = list(self._read(wanted, either))

    def fault(self, line: int, zh: str, en: str) -> None:
        """Note what is wrong on a line."""
        where = Text(f"{self.path.name} 第 {line} 行：", f"{self.path.name}, line {line}: ")
        self.problems.append((line, Problem("bad_list", where + Text(zh, en))))

    def done(self) -> None:
        """Raise `BadList` when something is wrong."""
        if not self.rows and not self.problems:
            self.fault(1, "名单是空的", "the list is empty")
        if self.problems:
            raise BadList([problem for _, problem in sorted(self.problems, key=lambda found: found[0])])

    def number(self, row: _Row, column: str) -> Fraction | None:
        """The number of a cell; None, and a fault, when it is none."""
        text = unicodedata.normalize("NFKC", row.cells.get(column, "")).replace("−", "-").strip()
        title = _COLUMNS[column][1]
        if _NUMBER.fullmatch(text):
            number = Fraction(Decimal(text))
            if abs(number) < _TOO_LARGE:
                return number
            shown = f"{text[:12]}…"
            self.fault(row.line, f"“{title}”太大：{shown}", f'"{column}" is too large: {shown}')
            return None
        self.fault(row.line, f"“{title}”不是数：{text or '空'}", f'"{column}" is no number: {text or "blank"}')
        return None

    def once(self) -> Iterator[_Row]:
        """The rows, each unit only once."""
        seen: dict[str, int] = {}
        for row in self.rows:
            first = seen.setdefault(plain(row.unit), row.line)
            if first == row.line:
                yield row
            else:
                self.fault(row.line, f"{row.unit} 已在第 {first} 行", f"{row.unit} is on line {first} already")

    def _read(self, wanted: tuple[str, ...], either: tuple[str, ...]) -> Iterator[_Row]:
        try:
            text = decoded(self.path.read_bytes())
        except OSError as failure:
            why = Text(f"无法读取 {self.path}：{failure.strerror}", f"cannot read {self.path}: {failure.strerror}")
            self.problems.append((0, Problem("bad_list", why)))
            return
        if text is None:
            self.fault(1, "不是 UTF-8、UTF-16 或 GB18030 文本", "not UTF-8, UTF-16 or GB18030 text")
            return
        first = text.partition("\n")[0]
        delimiter = next((mark for mark in ("\t", ";", "；", "，") if mark in first and "," not in first), ",")
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        titles: list[str] | None = None
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if titles is None:
                    titles = [_NAMES.get(plain(cell), "") for cell in cells]
                    if not self._columns(reader.line_num, titles, wanted, either):
                        return
                    continue
                if any(cell.strip() for cell in cells[len(titles) :]):
                    # 1,234 without quotes would be read as 1.
                    self.fault(
                        reader.line_num,
                        f"多出 {len(cells) - len(titles)} 个单元格：含逗号的内容须加引号，数字不写千位逗号",
                        f"{counted(len(cells) - len(titles), 'cell')} too many: "
                        "put quotes around commas, write numbers without",
                    )
                    continue
                named = {key: cell.strip() for key, cell in zip(titles, cells, strict=False) if key}
                if named.get("unit"):
                    yield _Row(reader.line_num, named["unit"], named)
                else:
                    self.fault(reader.line_num, "单位是空的", "the unit is blank")
        except csv.Error as fault:
            self.fault(reader.line_num, f"无法按 CSV 读取（{fault}）", f"not readable as CSV ({fault})")

    def _columns(self, line: int, titles: list[str], wanted: tuple[str, ...], either: tuple[str, ...]) -> bool:
        lacking = [key for key in ("unit", *wanted) if key not in titles]
        if either and sum(key in titles for key in either) != 1:
            zh, en = "或".join(_COLUMNS[key][1] for key in either), " or ".join(either)
            self.fault(line, f"须有“{zh}”之中的一列", f"one column of {en} is needed")
        if lacking:
            zh, en = "、".join(_COLUMNS[key][1] for key in lacking), ", ".join(lacking)
            self.fault(line, f"表头缺少：{zh}（{en}）", f"columns missing in the heading: {en}")
        twice = sorted({key for key in titles if key and titles.count(key) > 1})
        if twice:
            self.fault(line, f"表头重复：{'、'.join(twice)}", f"columns given twice: {', '.join(twice)}")
        return not self.problems


def read_groups(path: Path) -> dict[str, str]:
    """Unit to group, in the order of the list. Raises `BadList`."""
    found = _List(path, "group")
    groups: dict[str, str] = {}
    for row in found.once():
        if row.cells.get("group"):
            groups[row.unit] = row.cells["group"]
        else:
            found.fault(row.line, f"{row.unit} 没有组", f"{row.unit} has no group")
    found.done()
    return groups


def read_units(path: Path) -> dict[str, str]:
    """Unit to group, "" for one without, in the order of the list. Raises `BadList`."""
    found = _List(path)
    units = {row.unit: row.cells.get("group", "") for row in found.once()}
    found.done()
    return units


def read_volumes(path: Path) -> dict[str, Fraction]:
    """Unit to number of cases. Raises `BadList`."""
    found = _List(path, "volume")
    volumes: dict[str, Fraction] = {}
    for row in found.once():
        number = found.number(row, "volume")
        if number is not None and (number < 0 or number.denominator != 1):
            found.fault(
                row.line, f"件数须是不小于 0 的整数：{number}", f"a number of cases is whole, from 0 up: {number}"
            )
        elif number is not None:
            volumes[row.unit] = number
    found.done()
    return volumes


def read_scores(path: Path) -> dict[str, tuple[Fraction, Fraction | None]]:
    """Unit to score and full points, None where the list does not say. Raises `BadList`."""
    found = _List(path, "score")
    scores: dict[str, tuple[Fraction, Fraction | None]] = {}
    for row in found.once():
        score = found.number(row, "score")
        full = found.number(row, "full") if row.cells.get("full") else None
        if score is not None:
            scores[row.unit] = score, full
    found.done()
    return scores


def read_adjustments(path: Path) -> tuple[Adjustment, ...]:
    """Announced points: 加减分 as they are, or 扣分 to be taken away; a unit may have several. Raises `BadList`."""
    found = _List(path, "reason", either=("points", "deduction"))
    adjustments = []
    for row in found.rows:
        taken = "deduction" in row.cells
        number = found.number(row, "deduction" if taken else "points")
        if taken and number is not None and number < 0:
            found.fault(row.line, "“扣分”须不小于 0", '"deduction" is not below 0')
        if not row.cells.get("reason"):
            found.fault(row.line, f"{row.unit} 没有写原因", f"{row.unit}: the reason is blank")
        elif number is not None:
            adjustments.append(Adjustment(row.unit, -number if taken else number, row.cells["reason"]))
    found.done()
    return tuple(adjustments)
