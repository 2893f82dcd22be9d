"""A column of names taken for the column of groups: nobody's name is a group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from fractions import Fraction

from psscore.model.text import Text
from psscore.surveys.answers import plain
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping
from psscore.surveys.rows import body
from psscore.surveys.tally import FileTally
from psscore.tickets.personal import could_be_name, is_addressed

_FEWEST = 5
_SHARE = Fraction(4, 5)
_EACH = Fraction(3, 2)
WHICH_GROUPS = Text(
    "调查群体一栏像是姓名，内容不列出：群体在哪一列？写入 [columns] group",
    "the column of groups looks like names of persons and is not quoted: which column holds the groups? Name it under "
    "[columns] group",
)


def groups_are_names(opened: Iterable[tuple[FileTally, Heading]], mapping: Mapping) -> list[Text]:
    """A fault for each file whose groups look like names of persons: nearly all of them, and nearly one a respondent.

    One bare name among groups cannot be told from another word; groups that the mapping explains are not looked at.
    """
    return [
        Text(
            f"{file.file} 的调查群体一栏像是姓名（{count} 个不同的值，几乎一人一个）：这是个人信息，未统计；"
            "请在映射 [columns] group 中写明群体所在的列，确是群体的在 [groups] 中逐一说明",
            f"the groups of {file.file} look like names of persons ({count} values, nearly one a respondent): personal "
            "data, nothing is counted and they are not quoted; name the column of groups under [columns] group of a "
            "mapping file, or explain groups that are some under [groups]",
        )
        for file, heading in opened
        if (count := _names(heading, mapping))
    ]


def _names(heading: Heading, mapping: Mapping) -> int:
    """How many groups there are when they look like names; else 0."""
    if heading.group is None or heading.counts:
        return 0
    asked: dict[str, set[str]] = defaultdict(set)
    for number, row in body(heading):
        label = row[heading.group]
        if label and plain(label) not in mapping.groups:
            asked[label].add(_respondent(heading, row) or str(number))
    return len(asked) if look_like_names({label: len(people) for label, people in asked.items()}) else 0


def look_like_names(labels: Map[str, int]) -> bool:
    """Whether labels, each with how many people it stands for, are nearly all names, and nearly one a person."""
    names = [label for label in labels if could_be_name(label) or is_addressed(label)]
    alone = sum(labels[label] for label in names) <= _EACH * len(names)
    return len(names) >= _FEWEST and len(names) >= _SHARE * len(labels) and alone


def _respondent(heading: Heading, row: Sequence[str]) -> str:
    return "" if heading.respondent is None else plain(row[heading.respondent])
