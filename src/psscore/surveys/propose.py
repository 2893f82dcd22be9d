"""A mapping proposed from a file of responses, with what speaks for each line; what words mean is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from psscore.model.text import Text
from psscore.surveys.answers import Answer, group_name, plain, shown, shown_answer
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.files import CSV, Grid, read_file
from psscore.surveys.items import HEAD, Item, names_of
from psscore.surveys.mapping import GROUP, ITEM, RESPONDENT, Mapping
from psscore.surveys.names import WHICH_GROUPS, look_like_names
from psscore.tickets.personal import heading_shown, is_personal, looks_like_data, masked

_RESPONDENT = ("序号", "编号", "答卷序号", "答题序号", "样本编号", "样本号", "答卷id", "id", "no.")
_GROUP = ("身份", "受访者身份", "人员类别", "受访群体", "对象类别", "您的身份", "您的身份是", "类别")
_ANSWER = ("答案", "回答", "评价", "评价结果", "选项", "满意度", "打分", "答复", "answer", "rating")
_ITEM = ("题目", "问题", "题号", "事项", "question")
_MOST_WORDS = 12
_LONGEST_WORD = 12
_LONGEST_ANSWER = 6
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One column: what it would be read as, "" for nothing, and its values: short ones, or their shapes."""

    header: str
    read_as: Text
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mapping as TOML, its evidence column by column, and what has to be asked."""

    toml: str
    lines: tuple[Line, ...]
    questions: tuple[Text, ...]


def propose(path: Path, items: Sequence[Item]) -> Proposal:
    """Propose a mapping for a file with a row for each respondent, or for each answer. Raises `SurveyFaults`."""
    grid, settings = _open(path)
    return _Reader(grid, items, settings).proposal()


def _open(path: Path) -> tuple[Grid, list[str]]:
    """The first sheet with rows; of a CSV, the first encoding and separator that give a table."""
    if path.suffix.lower() not in CSV:
        grids = [grid for grid in read_file(path, Mapping()).grids if len(grid.rows) > 1]
        if not grids:
            raise SurveyFaults([_no_table(path)])
        return grids[0], [f"sheet = {_quoted(grids[0].sheet)}"] if len(grids) > 1 else []
    faults: SurveyFaults | None = None
    for encoding in ("utf-8", "gb18030"):
        for delimiter in (",", "\t", ";"):
            try:
                grid = read_file(path, replace(Mapping(), encoding=encoding, delimiter=delimiter)).grids[0]
            except SurveyFaults as found:
                faults = faults or found
                continue
            if len(grid.rows) > 1 and max(len(row) for _, row in grid.rows[:HEAD]) > 1:
                mark = "\\t" if delimiter == "\t" else delimiter
                return grid, [f"encoding = {_quoted(encoding)}", f'delimiter = "{mark}"']
    raise faults or SurveyFaults([_no_table(path)])


def _no_table(path: Path) -> Text:
    return Text(f"{path.name} 中没有答卷：至少要有表头和一行", f"{path.name} holds no responses: a heading and one row")


class _Reader:
    def __init__(self, grid: Grid, items: Sequence[Item], settings: list[str]) -> None:
        self.items, self.settings = items, settings
        self.names = names_of(items, {})
        self.known = Mapping()
        at = self._heading(grid)
        self.titles = list(grid.rows[at][1])
        if looks_like_data(self.titles) and not {plain(title) for title in self.titles} & set(self.names):
            raise SurveyFaults(
                [
                    Text(
                        "第一行像数据，不像表头，内容不列出：请先加上一行列名",
                        "the first row looks like data, not like a header, and is not quoted: add a row of headings",
                    )
                ]
            )
        rows = [row for _, row in grid.rows[at + 1 :]]
        self.columns = [[row[place] for row in rows if place < len(row) and row[place]] for place in range(self.width)]
        self.questions: list[Text] = []

    @property
    def width(self) -> int:
        return len(self.titles)

    def _heading(self, grid: Grid) -> int:
        """The first row nearly as wide as any, unless an earlier or later one names more of what is known."""
        head = [row for _, row in grid.rows[:HEAD]]
        known = {*self.names, *map(plain, (*RESPONDENT, *GROUP, *ITEM, *_RESPONDENT, *_GROUP, *_ANSWER))}
        widest = max(sum(map(bool, row)) for row in head)
        return max(
            range(len(head)),
            key=lambda at: (
                sum(plain(cell) in known for cell in head[at]),
                5 * sum(map(bool, head[at])) >= 3 * widest,
                -at,
            ),
        )

    def proposal(self) -> Proposal:
        roles: dict[int, Text] = {}
        respondent = self._place((*RESPONDENT, *_RESPONDENT))
        group = self._place((*GROUP, *_GROUP), but=respondent)
        answer = self._place(_ANSWER)
        if answer is not None and respondent is not None and self._names_items(respondent):
            respondent = None
        item = self._place((*ITEM, *_ITEM), but=respondent)
        found = self._items({respondent, group, answer if item is not None else None})
        if found or item is None or answer is None:
            item = answer = None
        taken = (("respondent", respondent), ("group", group), ("item", item), ("answer", answer))
        columns = [f"{key} = [{_quoted(self.titles[at])}]" for key, at in taken if at is not None]
        for (_, at), title in zip(taken, _ROLES, strict=True):
            if at is not None:
                roles[at] = title
        asked = list(found)
        for at, code in found.items():
            name = next(one.name for one in self.items if one.code == code)
            roles[at] = Text(f"{code} {name.zh}", f"{code} {name.en}")
        named = [f"{_key(code)} = [{_quoted(self.titles[at])}]" for at, code in found.items() if self._needs(at)]
        if item is not None and answer is not None:
            named, asked = self._named_in(item), [answer]
        if respondent is None:
            self.questions.append(
                Text("没有认出答卷编号：重复的答卷看不出来", "no column of respondents' numbers: duplicates go unseen")
            )
        if not asked:
            self.questions.append(
                Text(
                    "没有认出任何调查项目：请在 [items] 中写明哪一列是哪个指标",
                    "no surveyed item was recognised: say under [items] which column asks about which indicator",
                )
            )
        hidden = group is not None and look_like_names(Counter(self.columns[group]))
        if hidden:
            self.questions.append(WHICH_GROUPS)
        parts = [
            _section("file", self.settings),
            _section("columns", columns),
            _section("items", named),
            _section("answers", self._answers(asked)),
            _section("groups", [] if hidden else self._groups(group)),
        ]
        lines = [
            Line(
                heading_shown(title),
                roles.get(at, Text("", "")),
                self._samples(
                    at,
                    None
                    if at not in roles or at == respondent or (hidden and at == group)
                    else group_name
                    if at == group
                    else shown
                    if at == item
                    else shown_answer,
                ),
            )
            for at, title in enumerate(self.titles)
            if title
        ]
        return Proposal("\n\n".join(filter(None, parts)) + "\n", tuple(lines), tuple(self.questions))

    def _place(self, labels: Sequence[str], but: int | None = None) -> int | None:
        titles = [plain(title) for title in self.titles]
        return next((titles.index(at) for at in map(plain, labels) if at in titles and titles.index(at) != but), None)

    def _items(self, others: set[int | None]) -> dict[int, str]:
        """Columns of answers and the item each asks about: by its name, by a code in the heading, by likeness."""
        found: dict[int, str] = {}
        likeness: list[tuple[float, int, str]] = []
        for at, title in enumerate(self.titles):
            if at in others or not title or is_personal(title):
                continue
            exact = self.names.get(plain(title))
            if exact is not None:
                found[at] = exact
            elif self._is_answered(at):
                likeness += [(self._likeness(title, one), at, one.code) for one in self.items]
        for alike, at, code in sorted(likeness, key=lambda one: (-one[0], one[1])):
            best = [one for score, place, one in likeness if place == at and score == alike]
            if alike >= _ALIKE and len(best) == 1 and at not in found and code not in found.values():
                found[at] = code
        for at, title in enumerate(self.titles):
            if at not in others and at not in found and title and self._is_answered(at):
                named = heading_shown(title)
                self.questions.append(
                    Text(
                        f"“{named}”像是调查项目，对应哪个指标？写入 [items]",
                        f'"{named}" looks like a surveyed item: which indicator is it? Add it to [items]',
                    )
                )
        return dict(sorted(found.items()))

    def _names_items(self, at: int) -> bool:
        """Whether every value of a column is a code or name of an item: then it numbers no respondents."""
        return bool(self.columns[at]) and all(plain(value) in self.names for value in self.columns[at])

    def _is_answered(self, at: int) -> bool:
        """Whether at least half of a column's values are words for satisfaction."""
        values = self.columns[at]
        return bool(values) and 2 * sum(self.known.answer(one) is not None for one in values) >= len(values)

    @staticmethod
    def _likeness(title: str, item: Item) -> float:
        """1 for the code as a number of its own; else the share of the name's pairs of letters the heading has."""
        if re.search(rf"(?<!\d){re.escape(item.code)}(?!\d)", plain(title)):
            return 1.0
        have, want = (
            {text[at : at + 2] for at in range(len(text) - 1)} for text in (plain(title), plain(item.name.zh))
        )
        return len(have & want) / len(want) if want else 0.0

    def _needs(self, at: int) -> bool:
        return plain(self.titles[at]) not in self.names

    def _named_in(self, item: int) -> list[str]:
        """Items as a column of them calls them, those that are not understood."""
        lines = []
        for value, count in Counter(self.columns[item]).most_common(4 * _MOST_WORDS):
            if plain(value) in self.names:
                continue
            likeness = sorted(((self._likeness(value, one), one.code) for one in self.items), reverse=True)
            if likeness[0][0] >= _ALIKE and likeness[0][0] > likeness[1][0]:
                lines.append(f"{_key(likeness[0][1])} = [{_quoted(value)}]")
            else:
                lines.append(f"# ? = [{_quoted(shown(value))}]    # {count}")
                self.questions.append(
                    Text(f"项目“{shown(value)}”是哪个指标？", f'which indicator is the item "{shown(value)}"?')
                )
        return lines

    def _answers(self, places: Sequence[int]) -> list[str]:
        """The words nobody has explained, left open."""
        counted = Counter(value for at in places for value in self.columns[at] if self.known.answer(value) is None)
        words = [(word, count) for word, count in counted.most_common(_MOST_WORDS) if len(word) <= _LONGEST_ANSWER]
        if not words:
            return []
        listed = "、".join(shown_answer(word) for word, _ in words)
        self.questions.append(
            Text(
                f"这些答案各算满意、基本满意、不满意还是不了解？{listed}",
                f"which of satisfied, basically, dissatisfied and unrated are these answers? {listed}",
            )
        )
        return [f"# {answer.value} = []" for answer in Answer] + [
            f"# {_quoted(shown_answer(word))}    # {count}" for word, count in words
        ]

    def _groups(self, place: int | None) -> list[str]:
        if place is None:
            return []
        counted = Counter(value for value in self.columns[place] if len(value) <= _LONGEST_WORD)
        return [f'# {_quoted(group_name(name))} = ""    # {count}' for name, count in counted.most_common(_MOST_WORDS)]

    def _samples(self, at: int, read: Callable[[str], str] | None) -> tuple[str, ...]:
        """Short values of columns that are read; of others only the shapes, of personal ones nothing."""
        if is_personal(self.titles[at]):
            return ()
        return tuple(value for value, _ in Counter(map(read or masked, self.columns[at])).most_common(3))


_ROLES = (
    Text("答卷编号", "respondent's number"),
    Text("调查群体", "group"),
    Text("调查项目", "item"),
    Text("答案", "answer"),
)


def _section(name: str, lines: Sequence[str]) -> str:
    return "\n".join([f"[{name}]", *lines]) if lines else ""


def _key(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z0-9_-]+", code) else _quoted(code)


def _quoted(value: str) -> str:
    """A TOML text, on one line."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"\\u{ord(one):04x}" if ord(one) < 32 or ord(one) == 127 else one for one in escaped) + '"'
