"""The rows of somebody's own table as a tree: indicators, subtotals, the total, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.rulebooks.draft.grid import Grid, folded
from psscore.rulebooks.draft.groups import content_rows
from psscore.rulebooks.draft.headers import Header, Role, is_header
from psscore.rulebooks.draft.points import Points, points_in_name, read_points
from psscore.rulebooks.draft.remarks import grades_in, vetoes_in
from psscore.rulebooks.finding import Finding, Severity

_TOTAL = re.compile(r"(?:总分|合计|总计|总分值|满分|共计)(?:值|分)?(?:\([^)]*\))?:?(\d+(?:\.\d+)?分?)?")
_SUBTOTAL = re.compile(r".{0,20}小计(?:\([^)]*\))?:?")
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明)\d*[::]|注\d|(?:等级|评价等级|考核等级)|一票否[决优](?:制|项|事项|情形|指标)?[::]"
)
_LABEL = re.compile(r"(?:注|备注|说明|填表说明|等级|评价等级|考核等级|等级划分|一票否决|一票否决事项)\d*[::]?")
_TEXTS = (Role.DEFINITION, Role.METHOD, Role.SOURCE, Role.REFERENCE, Role.RULE, Role.UNIT, Role.COLLECTION)


@dataclass(slots=True)
class Node:
    """An indicator of the table: its name, printed points, the cells they stand in, and what is below it."""

    name: str
    row: int
    place: str
    printed: Points | None = None
    points_place: str = ""
    number: str = ""
    number_place: str = ""
    texts: dict[Role, str] = field(default_factory=dict)
    places: dict[Role, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def leaves(self) -> list[Node]:
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]


@dataclass(slots=True)
class Read:
    """What a table holds, and what is wrong with it."""

    file: str
    roots: list[Node] = field(default_factory=list)
    total: tuple[Points, str] | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    findings: list[Finding] = field(default_factory=list)

    def find(self, severity: Severity, where: str, zh: str, en: str) -> None:
        self.findings.append(Finding(severity, self.file, where, Text(zh, en)))


class Reader:
    """Reads one table, row by row."""

    def __init__(self, grid: Grid, header: Header, file: str) -> None:
        self.grid, self.header = grid, header
        self.read = Read(file)
        self.levels = header.levels or header.of(Role.DEFINITION)[:1]
        self.points = self._points_columns()
        self.named_by_content = content_rows(grid, header, self.levels, self.points[self.levels[-1]])
        self.path: list[Node] = []
        self.keys: list[object] = []
        self.section: Node | None = None
        self.since: list[Node] = []
        self.last: tuple[object, Node] | None = None

    def run(self) -> Read:
        """Everything below the header."""
        self.read.title = next((text for row in self.grid.texts[: self.header.first] for text in row if text), "")
        self._say_where_names_are()
        for row in range(self.header.last + 1, len(self.grid.texts)):
            self._row(row)
        return self.read

    def _say_where_names_are(self) -> None:
        content = self.header.one(Role.DEFINITION)
        if not self.named_by_content or content is None:
            return
        line, level = self.header.last, self.levels[-1]
        above, below = (self.grid.at(line, column) for column in (level, content))
        self.read.find(
            Severity.NOTE,
            self.grid.place(line, content),
            f"“{above}”一格管几行，这些行的指标名称取自“{below}”，“{above}”作为上级",
            f'"{above}" names several rows: they take their names from "{below}", and "{above}" is their parent',
        )

    def _points_columns(self) -> dict[int, int]:
        """The points column of each level: the one right of it, before the next level."""
        found: dict[int, int] = {}
        for column in self.header.of(Role.POINTS):
            left = [level for level in self.levels if level < column]
            found[max(left, default=self.levels[-1])] = column
        if self.levels[-1] not in found:
            found[self.levels[-1]] = self.header.of(Role.POINTS)[-1]
        return found

    def _row(self, row: int) -> None:
        filled = {column: text for column in range(self.grid.width) if (text := self.grid.at(row, column))}
        if not filled or is_header(self.grid, row, self.header) or self._numbering(row):
            return
        spans = {self.grid.span(row, column) for column in filled}
        first = folded(filled[min(filled)])
        labels = [folded(text) for text in list(filled.values())[:3]]
        self._remarks(row)
        if any(_TOTAL.fullmatch(label) for label in labels):
            self._total(row, filled)
        elif any(_SUBTOTAL.fullmatch(label) for label in labels):
            self._subtotal(row)
        elif len(spans) == 1 and (_NOTE.match(first) or len(first) > 60):
            self._note(row, min(filled))
        elif len(spans) == 1 and next(iter(spans)).right - next(iter(spans)).left + 1 >= max(
            2, len(self.header.columns) // 2
        ):
            self._heading(row, min(filled))
        elif _LABEL.fullmatch(first) and not read_points(self.grid.at(row, self.points[self.levels[-1]])):
            self._note(row, next((column for column, text in filled.items() if folded(text) != first), min(filled)))
        else:
            self._data(row)

    def _note(self, row: int, column: int) -> None:
        note = self.grid.at(row, column), self.grid.place(row, column)
        if note not in self.read.notes:
            self.read.notes.append(note)

    def _remarks(self, row: int) -> None:
        """A column of remarks beside the rows may hold grades and vetoes."""
        for column in self.header.of(Role.NOTE):
            text = self.grid.at(row, column)
            if self.grid.span(row, column).top == row and (vetoes_in(text) or grades_in(text)):
                self._note(row, column)

    def _numbering(self, row: int) -> bool:
        texts = [folded(self.grid.at(row, column)) for column in self.header.columns]
        numbers = [int(text) for text in texts if text.isdecimal()]
        return len(numbers) == len(texts) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def _total(self, row: int, filled: dict[int, str]) -> None:
        for column in [*self.points.values(), *filled]:
            text = self.grid.at(row, column)
            match = _TOTAL.fullmatch(folded(text))
            if points := read_points(match[1] or "" if match else text):
                self.read.total = points, self.grid.place(row, column)
                return

    def _subtotal(self, row: int) -> None:
        column = self.points[self.levels[-1]]
        points = read_points(self.grid.at(row, column))
        if points is not None:
            added = sum((leaf.printed.all for leaf in self.since if leaf.printed), start=points.all * 0)
            if added != points.all:
                self.read.find(
                    Severity.DIFFERENCE,
                    self.grid.place(row, column),
                    f"小计印为 {points.all}，各项相加为 {added}",
                    f"the subtotal is printed as {points.all}, its rows add to {added}",
                )
        self.since = []

    def _heading(self, row: int, column: int) -> None:
        """A line over the whole width: a part of the table, unless its columns name the first level themselves."""
        name, printed = points_in_name(self.grid.at(row, column))
        self.since = []
        if Role.LEVEL1 in self.header.columns.values():
            return
        self.section = Node(name, row, self.grid.place(row, column), printed, self.grid.place(row, column))
        self.read.roots.append(self.section)
        self.path, self.keys = [], []

    def _data(self, row: int) -> None:
        depth = 0
        last, at = self.levels[-1], self.points[self.levels[-1]]
        name, points = self.grid.span(row, last), self.grid.span(row, at)
        # A name over several lines that each have points of their own is one more level.
        grouped = name.bottom > name.top and (points.top > name.top or points.bottom < name.bottom)
        grouped = grouped or row in self.named_by_content
        for index, column in enumerate(self.levels if grouped else self.levels[:-1]):
            text, span = self.grid.at(row, column), self.grid.span(row, column)
            key: object = (span.top, span.left) if span.bottom > span.top else text
            if index < len(self.path) and (not text or key == self.keys[index]):
                depth = index + 1
                continue
            if not text:
                break
            self._open(index, row, column, key)
            depth = index + 1
        self.path, self.keys = self.path[:depth], self.keys[:depth]
        self._leaf(row, grouped=grouped)

    def _open(self, index: int, row: int, column: int, key: object) -> None:
        name, printed = points_in_name(self.grid.at(row, column))
        place = points_place = self.grid.place(row, column)
        if (points_at := self.points.get(column)) is not None and column != self.levels[-1]:
            printed = read_points(self.grid.at(row, points_at)) or printed
            points_place = self.grid.place(row, points_at)
        node = Node(name, row, place, printed, points_place)
        above = self.path[index - 1].children if index else self.section.children if self.section else self.read.roots
        above.append(node)
        self.path, self.keys = [*self.path[:index], node], [*self.keys[:index], key]

    def _leaf(self, row: int, *, grouped: bool) -> None:
        column, at = self.levels[-1], self.points[self.levels[-1]]
        name, text, span = self.grid.at(row, column), self.grid.at(row, at), self.grid.span(row, at)
        texts = {role: self.grid.at(row, where) for role in _TEXTS if (where := self.header.one(role)) is not None}
        key = (span.top, span.left) if span.bottom > span.top else None
        if self.last and ((key is not None and key == self.last[0]) or (not text and not name)):
            self._more(self.last[1], texts)
            return
        content = self.header.one(Role.DEFINITION)
        if not name or grouped:
            name = texts.get(Role.DEFINITION) or texts.get(Role.RULE, "")
            column = content if texts.get(Role.DEFINITION) and content is not None else column
        if not name:
            return
        if not grouped and not self.grid.at(row, self.levels[-1]):
            self.read.find(
                Severity.DIFFERENCE,
                self.grid.place(row, self.levels[-1]),
                f"没有指标名称，暂以“{name[:40]}”代替，请填写",
                f'there is no name here, "{name[:40]}" stands in for it: write one',
            )
        short, in_name = points_in_name(name)
        node = Node(
            short[:120], row, self.grid.place(row, column), read_points(text) or in_name, self.grid.place(row, at)
        )
        if node.printed is None:
            self.read.find(
                Severity.FAULT,
                self.grid.place(row, at),
                f"分值“{text}”不能读成一个数" if text else "没有分值",
                f'the points "{text}" cannot be read as a number' if text else "there are no points",
            )
        if (number := self.header.one(Role.NUMBER)) is not None:
            node.number, node.number_place = folded(self.grid.at(row, number)), self.grid.place(row, number)
        node.texts = {role: value for role, value in texts.items() if value}
        node.places = {
            role: self.grid.place(row, where) for role in _TEXTS if (where := self.header.one(role)) is not None
        }
        (self.path[-1].children if self.path else self.section.children if self.section else self.read.roots).append(
            node
        )
        self.since.append(node)
        self.last = key, node

    def _more(self, node: Node, texts: dict[Role, str]) -> None:
        """A further line of the same indicator: its points are merged over it, or it has none of its own."""
        for role, text in texts.items():
            known = node.texts.get(role, "")
            if text and text not in known.split("\n"):
                node.texts[role] = f"{known}\n{text}" if known else text
