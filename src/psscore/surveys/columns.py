"""The heading of a file of responses: which column is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.surveys.answers import TITLES, Answer, plain
from psscore.surveys.files import Grid, ResponseFile
from psscore.surveys.items import HEAD
from psscore.surveys.mapping import Mapping as Words
from psscore.tickets.personal import headings_shown

_COUNTS = {
    "code": (Text("编号", "Code"), Text("项目编号", "Item code"), Text("指标编号", "Indicator")),
    "item": (Text("调查项目", "Item"), Text("指标", "Indicator name")),
    "satisfied": (TITLES[Answer.SATISFIED],),
    "basically": (TITLES[Answer.BASICALLY],),
    "dissatisfied": (TITLES[Answer.DISSATISFIED],),
    "unrated": (TITLES[Answer.UNRATED], Text("未评价", "Not rated")),
    "surveyed": (Text("调查数", "Surveyed"),),
    "weight": (Text("权重", "Weight"),),
}
_COUNT_NAMES = {plain(text): key for key, texts in _COUNTS.items() for title in texts for text in (title.zh, title.en)}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading stands, and the places of its columns: `items` for a row a respondent, `counts` for counts,
    `item` and `answer` for a row an answer.
    """

    grid: Grid
    row: int
    width: int
    respondent: int | None
    group: int | None
    items: Mapping[int, str]
    counts: Mapping[str, int]
    unknown: tuple[str, ...]
    item: int | None = None
    answer: int | None = None


def heading_of(file: ResponseFile, names: Mapping[str, str], words: Words) -> tuple[Heading | None, list[Text]]:
    """The heading of the one sheet that has one, and what is wrong with it."""
    found = [heading for grid in file.grids if (heading := _in_grid(grid, names, words)) is not None]
    if len(found) > 1:
        sheets = "、".join(heading.grid.sheet for heading in found)
        return None, [
            Text(
                f"{file.name} 有几个工作表都像答卷（{sheets}）：在映射文件 [file] sheet 中指定一个",
                f"several sheets of {file.name} look like responses ({sheets}): name one under [file] sheet",
            )
        ]
    if not found:
        return None, [_nothing(file)]
    return found[0], _twice(file, found[0])


def _in_grid(grid: Grid, names: Mapping[str, str], words: Words) -> Heading | None:
    for number, row in grid.rows[:HEAD]:
        titles = [plain(text) for text in row]
        items = {place: names[title] for place, title in enumerate(titles) if title in names}
        counts = {_COUNT_NAMES[title]: place for place, title in enumerate(titles) if title in _COUNT_NAMES}
        counted = "satisfied" in counts and bool({"surveyed", "dissatisfied"} & set(counts))
        by_item = counted and bool({"code", "item"} & set(counts))
        respondent, group = (_place(titles, labels) for labels in (words.respondent, words.group))
        # A row that names one item only may belong to a list of items, unless it is the first or asks who answers.
        item, answer = (_place(titles, labels) for labels in (words.item, words.answer_column))
        by_answer = not items and not by_item and item is not None and answer is not None
        alone = len(set(items.values())) < 2 and respondent is None and group is None and number != grid.rows[0][0]
        if not by_item and not by_answer and (not items or alone):
            continue
        width = max(place for place, title in enumerate(titles, 1) if title)
        known = set(items) | set(counts.values())
        if not by_answer:
            item = answer = None
        known |= {place for place in (respondent, group, item, answer) if place is not None}
        unknown = tuple(row[at] for at, title in enumerate(titles) if title and at not in known)
        if by_item:
            items = {}
        counts = counts if by_item else {}
        return Heading(grid, number, width, respondent, group, items, counts, unknown, item, answer)
    return None


def _place(titles: Sequence[str], labels: Sequence[str]) -> int | None:
    return next((place for place, title in enumerate(titles) if title in labels), None)


def _nothing(file: ResponseFile) -> Text:
    first = next((row for grid in file.grids for _, row in grid.rows[:1]), ())
    seen = headings_shown(first, 20)
    return Text(
        f"{file.name} 前 {HEAD} 行中没有调查项目的列（{seen.zh}）：表头请写指标编号或名称，或在映射文件 [items] 中说明",
        f"none of the first {HEAD} rows of {file.name} names a surveyed item ({seen.en}): head the columns "
        f"with the indicators' codes or names, or explain them under [items] of a mapping file",
    )


def _twice(file: ResponseFile, heading: Heading) -> list[Text]:
    codes = list(heading.items.values())
    return [
        Text(f"{file.name} 有两列都是指标 {code}", f"two columns of {file.name} are the item {code}")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
