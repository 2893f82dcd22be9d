"""小计 lines: the points and scores they state against the rows of their 一级 or 二级 indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from psscore.audit.budget import AuditedBudget
from psscore.audit.fields import dashed
from psscore.audit.figures import Figure, number_text, read_points, read_score, same
from psscore.audit.finding import Finding, at
from psscore.audit.headers import plain
from psscore.audit.table import Field, Form, FormRow, Subtotal
from psscore.audit.verdict import AuditedRow
from psscore.model.standard import Standard
from psscore.model.text import Text

_POINTS, _SCORE = Text("分值", "points"), Text("得分", "score")
_LEVEL1, _LEVEL2 = ("一级指标", "一级"), ("二级指标", "二级")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row that counts, with its figures; None where it has none that can be read."""

    row: FormRow
    points: Fraction | None
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a group of rows adds up to; None when one has a hole."""

    name: str
    points: Fraction | None
    score: Fraction | None


def audit_subtotals(
    standard: Standard, form: Form, rows: Sequence[AuditedRow], budget: AuditedBudget | None
) -> list[Finding]:
    """What is wrong with the subtotals; one that fits any group it may stand for is right."""
    entries = [_Entry(one.row, one.points, one.score) for one in rows]
    if form.budget and form.budget.row and budget:
        entries.append(_Entry(form.budget.row, budget.points, budget.score))
    entries.sort(key=lambda entry: entry.row.line)
    findings: list[Finding] = []
    for before, line in zip((None, *form.subtotals), form.subtotals, strict=False):
        printed = {}
        for name, field, read in (
            (_POINTS, line.points, read_points(line.points, standard.total_points)),
            (_SCORE, line.score, read_score(line.score)),
        ):
            if isinstance(read, Figure):
                printed[name] = read.number
            elif not dashed(field):
                findings.append(
                    _finding("unreadable", line, field, Text(f"{name.zh}：{read.zh}", f"{name.en}: {read.en}"))
                )
        if printed:
            findings += _compared(line, printed, _groups(entries, line, before.line if before else 0))
    return findings


def _groups(entries: Sequence[_Entry], line: Subtotal, since: int) -> list[_Sum]:
    """The groups a subtotal may stand for: the one it names, or those its place allows."""
    above = [entry for entry in entries if entry.row.line < line.line]
    if line.group and line.group not in _LEVEL1 + _LEVEL2:
        for level in (_level1, _level2):
            if named := [entry for entry in entries if _named(level(entry.row), line.group)]:
                return [_sum(line.group, named)]
    if line.heads:
        below = [entry for entry in entries if entry.row.line > line.line]
        found = _run(below, _level2 if line.level2 else _level1, (line.level1, line.level2))
        return [_sum(line.level2 or line.level1, found)] if found else []
    if not above:
        return []
    last = above[-1].row
    groups = []
    if last.level2 and line.group not in _LEVEL1:
        groups.append(_sum(last.level2, _run(above[::-1], _level2, (last.level1, last.level2))))
    if last.level1 and line.group not in _LEVEL2:
        groups.append(_sum(last.level1, _run(above[::-1], _level1, (last.level1, ""))))
    if not line.group and (fresh := [entry for entry in above if entry.row.line > since]):
        groups.append(_sum("", fresh))
    return [one for number, one in enumerate(groups) if all(not _alike(one, other) for other in groups[:number])]


def _run(entries: Sequence[_Entry], level: Callable[[FormRow], str], levels: tuple[str, str]) -> list[_Entry]:
    """The entries next to the line, as far as they share its level."""
    found = []
    for entry in entries:
        if entry.row.level1 != levels[0] or (level is _level2 and entry.row.level2 != levels[1]):
            break
        found.append(entry)
    return found


def _compared(line: Subtotal, printed: Mapping[Text, Fraction], groups: Sequence[_Sum]) -> list[Finding]:
    sums = [{_POINTS: one.points, _SCORE: one.score} for one in groups]
    # A group with a hole may be the one meant; its rows are findings already.
    if any(found[name] is None for found in sums for name in printed):
        return []
    fits = [[same(found[name] or Fraction(0), number) for name, number in printed.items()] for found in sums]
    if not groups or any(all(fit) for fit in fits):
        return []
    near = [group for group, fit in zip(groups, fits, strict=True) if any(fit)] or list(groups)
    zh, en = [], []
    for group in near:
        added = _shown({_POINTS: group.points, _SCORE: group.score}, printed)
        zh.append(f"{group.name or '上次小计以来'}各行合计{added.zh}")
        en.append(f"{group.name or 'the rows since the last subtotal'} add up to {added.en}")
    shown = _shown(printed, printed)
    message = Text(
        f"小计印出{shown.zh}；{'；'.join(dict.fromkeys(zh))}",
        f"subtotal printed {shown.en}; {'; '.join(dict.fromkeys(en))}",
    )
    return [_finding("subtotal_mismatch", line, line.points if dashed(line.score) else line.score, message)]


def _shown(figures: Mapping[Text, Fraction | None], names: Iterable[Text]) -> Text:
    numbers = [(name, number_text(figures[name] or Fraction(0))) for name in names]
    return Text(
        "、".join(f"{name.zh} {number}" for name, number in numbers),
        ", ".join(f"{name.en} {number}" for name, number in numbers),
    )


def _sum(name: str, entries: Sequence[_Entry]) -> _Sum:
    return _Sum(name, _added([entry.points for entry in entries]), _added([entry.score for entry in entries]))


def _alike(one: _Sum, other: _Sum) -> bool:
    return (one.points, one.score) == (other.points, other.score)


def _added(numbers: Sequence[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, Fraction(0)) if len(known) == len(numbers) else None


def _named(level: str, group: str) -> bool:
    return plain(level).removesuffix("指标") == plain(group).removesuffix("指标") != ""


def _level1(row: FormRow) -> str:
    return row.level1


def _level2(row: FormRow) -> str:
    return row.level2


def _finding(code: str, line: Subtotal, field: Field, message: Text) -> Finding:
    return Finding(code, at(field.where, line.label), message)
