"""Answers one to a row: respondent, item, answer. Every row meets exactly one fate, as rows of respondents do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from psscore.model.text import Text
from psscore.surveys.answers import Answer, plain, shown_answer
from psscore.surveys.columns import Heading
from psscore.surveys.mapping import Mapping as Words
from psscore.surveys.rows import body, group_of, total_labels
from psscore.surveys.tally import Fate, FileTally, Tally


@dataclass(frozen=True, slots=True)
class Contradictions:
    """Respondents of several groups, and (respondent, item) with several answers: none of their rows is counted."""

    groups: frozenset[str] = frozenset()
    answers: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def contradictions(headings: Iterable[Heading], names: Mapping[str, str], words: Words) -> Contradictions:
    """What the rows of all files say against each other."""
    groups: dict[str, set[str]] = defaultdict(set)
    answers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for heading in headings:
        if heading.answer is None or heading.respondent is None:
            continue
        for _, row in body(heading):
            respondent, code = plain(row[heading.respondent]), _code(heading, row, names)
            if not respondent or code is None:
                continue
            if group := group_of(heading, row, words):
                groups[respondent].add(group)
            answers[respondent, code].add(plain(row[heading.answer]))
    return Contradictions(
        frozenset(one for one, several in groups.items() if len(several) > 1),
        frozenset(one for one, several in answers.items() if len(several) > 1),
    )


def in_both_layouts(headings: Sequence[Heading]) -> list[Text]:
    """A fault when a respondent has a row of all answers and rows of single ones: they would count twice."""
    wide, long = (
        {
            plain(row[heading.respondent])
            for heading in headings
            if heading.respondent is not None and not heading.counts and (heading.answer is not None) is single
            for _, row in body(heading)
        }
        for single in (False, True)
    )
    both = len((wide & long) - {""})
    if not both:
        return []
    return [
        Text(
            f"{both} 个答卷编号既在一行一份的文件中，又在一行一个答案的文件中：会重复计数，请只给其中一种",
            f"{both} respondents' numbers stand in a file with a row for each respondent and in one with a row for "
            "each answer: they would count twice, give one of them",
        )
    ]


def add_answers(
    tally: Tally,
    file: FileTally,
    heading: Heading,
    names: Mapping[str, str],
    words: Words,
    wrong: Contradictions,
    seen: set[tuple[str, str]],
) -> None:
    """Add the rows of a file; `seen` are the (respondent, item) met before, in any file."""
    assert heading.answer is not None, "a file of answers has a column of them"
    for number, row in body(heading):
        if total_labels(heading, row, words):
            file.totals.append(number)
            file.fates[Fate.EXCLUDED] += 1
            continue
        code, group = _code(heading, row, names), group_of(heading, row, words)
        respondent = plain(row[heading.respondent]) if heading.respondent is not None else ""
        why = _rejected(heading, row, code, group, respondent, wrong)
        if why is not None:
            file.rejects.append((number, why))
            file.fates[Fate.REJECTED] += 1
            continue
        assert code is not None
        if group is None:
            file.fates[Fate.EXCLUDED] += 1
            continue
        if respondent and (respondent, code) in seen:
            file.fates[Fate.DUPLICATE] += 1
            continue
        seen.add((respondent, code))
        file.unnumbered += heading.respondent is not None and not respondent
        text = row[heading.answer]
        answer = words.answer(text) if text else None
        if text and answer is None:
            tally.words[shown_answer(text)] += 1
        tally.cell(code, group).add(answer, blank=not text)
        file.fates[Fate.EXCLUDED if answer in (None, Answer.UNRATED) else Fate.USED] += 1


def _code(heading: Heading, row: Sequence[str], names: Mapping[str, str]) -> str | None:
    assert heading.item is not None, "a file of answers has a column of items"
    return names.get(plain(row[heading.item]))


def _rejected(
    heading: Heading,
    row: Sequence[str],
    code: str | None,
    group: str | None,
    respondent: str,
    wrong: Contradictions,
) -> Text | None:
    """Why a row is not counted; None for one that is, or that says nothing."""
    assert heading.answer is not None
    if any(row[heading.width :]):
        return Text("列数多于表头", "more columns than the heading has")
    if "\n" in row[heading.answer]:
        return Text("答案中有换行：引号可能不成对", "an answer spans lines: quotes may not match")
    titles = next(cells for number, cells in heading.grid.rows if number == heading.row)
    if row[: len(titles)] == titles:
        return Text("重复的表头", "the heading again")
    if code is None:
        return Text("没有这个调查项目", "no such surveyed item")
    if group is None and row[heading.answer]:
        return Text("没有填调查群体", "no group is given")
    if respondent in wrong.groups:
        return Text("同一答卷编号的调查群体不同", "the same respondent's number in another group")
    if (respondent, code) in wrong.answers:
        return Text("同一答卷编号对同一项目的答案不同", "the same respondent's number with another answer to the item")
    return None
