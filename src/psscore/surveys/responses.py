"""Responses counted: rows of respondents, or counts somebody took already. Every row meets exactly one fate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import Path

from psscore.model.text import Text
from psscore.surveys.answers import Answer, plain, shown_answer
from psscore.surveys.columns import Heading, heading_of
from psscore.surveys.counted import add_counts
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.files import read_file
from psscore.surveys.items import Item, names_of
from psscore.surveys.long import add_answers, contradictions, in_both_layouts
from psscore.surveys.mapping import Mapping
from psscore.surveys.names import groups_are_names
from psscore.surveys.rows import body, group_of, total_labels
from psscore.surveys.spellings import one_spelling
from psscore.surveys.tally import Fate, FileTally, Tally
from psscore.surveys.totals import totals_in
from psscore.surveys.unused import unused_in
from psscore.tickets.file_names import told_apart


def count_responses(paths: Sequence[Path], items: Sequence[Item], mapping: Mapping) -> Tally:
    """Count files of responses. Raises `SurveyFaults` with everything that keeps a file from being read.

    A respondent's number that comes again, in any file, is a duplicate when the answers are the same; when they differ
    all its rows are rejected. Rows without a single opinion are excluded.
    """
    names = names_of(items, mapping.items)
    texts: list[Text] = []
    opened: list[tuple[FileTally, Heading]] = []
    for path, name in zip(paths, told_apart([(path.resolve(), path.name) for path in paths]), strict=True):
        try:
            file = read_file(path, mapping)
        except SurveyFaults as faults:
            texts += faults.texts
            continue
        heading, wrong = heading_of(file, names, mapping)
        texts += wrong
        if heading is not None:
            opened.append((FileTally(name, file.sha256), heading))
    same = _same_file(one for one, _ in opened)
    texts += same or _same_rows(opened)
    texts += groups_are_names(opened, mapping)
    texts += in_both_layouts([heading for _, heading in opened])
    if texts:
        raise SurveyFaults(texts)
    given, mapping = mapping, one_spelling([heading for _, heading in opened], mapping)
    tally = Tally(weights=dict(mapping.weights))
    repeated = _conflicts(opened, mapping)
    seen: set[str] = set()
    long, answered = contradictions([heading for _, heading in opened], names, mapping), set[tuple[str, str]]()
    counts = [heading for _, heading in opened if heading.counts]
    totals = totals_in(counts, names, mapping, _asked(opened, names))
    places = {id(heading): place for place, heading in enumerate(counts)}
    for file_tally, heading in opened:
        tally.files.append(file_tally)
        if heading.counts:
            add_counts(tally, file_tally, heading, names, mapping, totals, places[id(heading)])
        elif heading.answer is not None:
            add_answers(tally, file_tally, heading, names, mapping, long, answered)
        else:
            _add_rows(tally, file_tally, heading, mapping, repeated, seen)
    tally.unused = unused_in([heading for _, heading in opened], tally.groups, replace(given, weights=mapping.weights))
    return tally


def _asked(opened: Iterable[tuple[FileTally, Heading]], names: Map[str, str]) -> set[str]:
    """The items that files of responses ask about."""
    found: set[str] = set()
    for _, heading in opened:
        found |= set(heading.items.values())
        if heading.item is not None:
            found |= {names.get(plain(row[heading.item]), "") for _, row in body(heading)}
    return found


def _same_file(files: Iterable[FileTally]) -> list[Text]:
    names: dict[str, list[str]] = defaultdict(list)
    for file in files:
        names[file.sha256].append(file.file)
    return [
        Text(f"同一份文件给了两次：{'、'.join(same)}", f"the same file is given twice: {', '.join(same)}")
        for same in names.values()
        if len(same) > 1
    ]


def _same_rows(opened: Iterable[tuple[FileTally, Heading]]) -> list[Text]:
    """Files that hold the same rows, though their bytes differ: saved again, or with a line more at the end."""
    names: dict[tuple[tuple[str, ...], ...], list[str]] = defaultdict(list)
    for file, heading in opened:
        rows = tuple(cells[: heading.width] for _, cells in body(heading))
        if rows:
            titles = next(cells for number, cells in heading.grid.rows if number == heading.row)
            names[titles[: heading.width], *rows].append(file.file)
    return [
        Text(
            f"同样的数据给了两次（内容相同，文件不同）：{'、'.join(same)}",
            f"the same data are given twice (other files, the same rows): {', '.join(same)}",
        )
        for same in names.values()
        if len(same) > 1
    ]


def _said(heading: Heading, row: Sequence[str]) -> tuple[str, ...]:
    places = [*heading.items, *([heading.group] if heading.group is not None else [])]
    return tuple(plain(row[place]) for place in places)


def _conflicts(opened: Iterable[tuple[FileTally, Heading]], mapping: Mapping) -> set[str]:
    """Respondents' numbers whose rows contradict each other."""
    said: dict[str, set[tuple[tuple[str, str], ...]]] = defaultdict(set)
    for _, heading in opened:
        if heading.respondent is None or not heading.items:
            continue
        for _, row in body(heading):
            number = plain(row[heading.respondent])
            answers = sorted((code, plain(row[place])) for place, code in heading.items.items())
            group = group_of(heading, row, mapping) or ""
            said[number].add((("", group), *answers))
    return {number for number, versions in said.items() if number and len(versions) > 1}


def _add_rows(
    tally: Tally, file: FileTally, heading: Heading, mapping: Mapping, repeated: set[str], seen: set[str]
) -> None:
    for number, row in body(heading):
        if total_labels(heading, row, mapping):
            file.totals.append(number)
            file.fates[Fate.EXCLUDED] += 1
            continue
        fate, why = _fate(heading, row, mapping, repeated, seen)
        if why is not None:
            file.rejects.append((number, why))
        if fate is None:
            fate = _count(tally, heading, row, mapping)
            file.unnumbered += heading.respondent is not None and not row[heading.respondent]
        file.fates[fate] += 1


def _fate(
    heading: Heading, row: Sequence[str], mapping: Mapping, repeated: set[str], seen: set[str]
) -> tuple[Fate | None, Text | None]:
    """What becomes of a row that is not counted; None for one that is, or may be."""
    if any(row[heading.width :]):
        more = Text("列数多于表头", "more columns than the heading has")
        return Fate.REJECTED, more
    if any("\n" in row[place] for place in heading.items):
        return Fate.REJECTED, Text("答案中有换行：引号可能不成对", "an answer spans lines: quotes may not match")
    if _said(heading, row) == _titles(heading):
        return Fate.REJECTED, Text("重复的表头", "the heading again")
    if group_of(heading, row, mapping) is None:
        if not any(row[place] for place in heading.items):
            return Fate.EXCLUDED, None
        return Fate.REJECTED, Text("没有填调查群体", "no group is given")
    if heading.respondent is None:
        return None, None
    respondent = plain(row[heading.respondent])
    if not respondent:
        return None, None
    if respondent in repeated:
        return Fate.REJECTED, Text("同一答卷编号的答案不同", "the same respondent's number with other answers")
    if respondent in seen:
        return Fate.DUPLICATE, None
    seen.add(respondent)
    return None, None


def _titles(heading: Heading) -> tuple[str, ...]:
    row = next(row for number, row in heading.grid.rows if number == heading.row)
    return _said(heading, row)


def _count(tally: Tally, heading: Heading, row: Sequence[str], mapping: Mapping) -> Fate:
    group = group_of(heading, row, mapping)
    assert group is not None
    rated: Counter[bool] = Counter()
    for place, code in heading.items.items():
        text = row[place]
        answer = mapping.answer(text) if text else None
        if text and answer is None:
            tally.words[shown_answer(text)] += 1
        tally.cell(code, group).add(answer, blank=not text)
        rated[answer not in (None, Answer.UNRATED)] += 1
    return Fate.USED if rated[True] else Fate.EXCLUDED
