"""What is wrong among the statements of one indicator or task: found by comparing them, never stored."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from psscore.model.register import Covers, Deadline, Kpi, Register, Task, Window
from psscore.model.rules import Operator
from psscore.model.text import Text
from psscore.scoring.register_text import baseline_text, listed, numbered, target_text, value_text


class Severity(enum.Enum):
    """How far a finding goes."""

    CONTRADICTION = "contradiction"  # both cannot hold: somebody must choose
    MILD = "mild"  # said loosely in one place and precisely in another: meeting the precise one meets both
    NOTE = "note"  # something to know


class Kind(enum.Enum):
    """What was found."""

    WEAKER_LATER = "weaker_later"
    TWO_VALUES = "two_values"
    TWO_DEADLINES = "two_deadlines"
    BEFORE_PLAN = "before_plan"
    BASELINE_BORROWED = "baseline_borrowed"
    BASELINE_BEYOND = "baseline_beyond"
    LOOSE_DEADLINE = "loose_deadline"
    UNDATED = "undated"
    ILLEGIBLE = "illegible"
    TARGET_IS_BASELINE = "target_is_baseline"
    BASELINE_BOUND = "baseline_bound"
    BASELINE_PART = "baseline_part"


_SEVERITY = {Kind.LOOSE_DEADLINE: Severity.MILD} | dict.fromkeys(
    (Kind.UNDATED, Kind.ILLEGIBLE, Kind.TARGET_IS_BASELINE, Kind.BASELINE_BOUND, Kind.BASELINE_PART), Severity.NOTE
)
OF_BASELINES = frozenset({Kind.BASELINE_BORROWED, Kind.BASELINE_BEYOND})


@dataclass(frozen=True, slots=True)
class Conflict:
    """One finding; `text` names both sides with their sections."""

    kind: Kind
    text: Text

    @property
    def severity(self) -> Severity:
        return _SEVERITY.get(self.kind, Severity.CONTRADICTION)


def conflicts(register: Register, kpi: Kpi) -> tuple[Conflict, ...]:
    """Everything found in what the plan says of an indicator, the contradictions first."""
    found = [*among_targets(register, kpi, range(len(kpi.targets))), *_baselines(kpi)]
    for kind, zh, en in ((Kind.UNDATED, "没有期限", "no deadline"), (Kind.ILLEGIBLE, "数字缺损", "a digit is lost")):
        rows = [
            index
            for index, target in enumerate(kpi.targets)
            if (target.value is None if kind is Kind.ILLEGIBLE else target.due is None)
        ]
        if rows:
            which = listed([numbered(kpi, index) for index in rows])
            found.append(Conflict(kind, Text(f"{zh}：{which.zh}", f"{en}: {which.en}")))
    order = list(Severity)
    return tuple(sorted(found, key=lambda conflict: order.index(conflict.severity)))


def among_targets(register: Register, kpi: Kpi, indices: Sequence[int]) -> list[Conflict]:
    """What is wrong among some targets of an indicator; a path such as 50 % in 2024, 80 % in 2025 is not."""
    dated = [(index, kpi.targets[index]) for index in indices if kpi.targets[index].due]
    found: list[Conflict] = []
    by_value: defaultdict[Fraction, list[tuple[int, Deadline]]] = defaultdict(list)
    weaker: dict[tuple[Fraction, Fraction, bool], tuple[int, int]] = {}
    for index, target in dated:
        if target.value is not None:
            by_value[target.value].append((index, target.deadline))
    for (one, first), (two, second) in combinations(dated, 2):
        if first.value is None or second.value is None or first.value == second.value:
            continue
        assert first.due is not None
        assert second.due is not None
        early, late = (one, two) if first.due <= second.due else (two, one)
        values = first.value, second.value
        if early == two:
            values = second.value, first.value
        if first.due == second.due:
            weaker.setdefault((min(values), max(values), True), (one, two))
        elif kpi.direction.weaker(values[1], than=values[0]):
            weaker.setdefault((*values, False), (early, late))
    for (_, _, same_day), (early, late) in weaker.items():
        sides = numbered(kpi, early), numbered(kpi, late)
        if same_day:
            found.append(_pair(Kind.TWO_VALUES, "同一期限，目标不同", "one deadline, two targets", *sides))
        else:
            found.append(_pair(Kind.WEAKER_LATER, "后一目标反而较低", "the later target is the weaker one", *sides))
    for value, stated in by_value.items():
        kind = _windows([deadline for _, deadline in stated])
        if kind is not None:
            shown = value_text(kpi, value)
            zh, en = _WORDS[kind]
            which = listed([numbered(kpi, index) for index, _ in stated])
            found.append(Conflict(kind, Text(f"{shown.zh} {zh}：{which.zh}", f"{shown.en}, {en}: {which.en}")))
    for index, target in dated:
        if target.due is not None and target.due < register.begins:
            text = numbered(kpi, index)
            found.append(
                Conflict(
                    Kind.BEFORE_PLAN,
                    Text(f"期限早于方案开始：{text.zh}", f"the deadline is before the plan begins: {text.en}"),
                )
            )
    return found


_WORDS = {
    Kind.TWO_DEADLINES: ("期限不同", "two deadlines"),
    Kind.LOOSE_DEADLINE: ("期限有粗有细", "a loose and a precise deadline"),
}


def task_conflict(task: Task) -> Conflict | None:
    """What is wrong among the deadlines a task is given."""
    kind = _windows([stated.deadline for stated in task.stated if stated.deadline.window])
    if kind is None:
        return None
    zh, en = _WORDS[kind]
    places = [f"{stated.deadline.words}（{stated.place.section}）" for stated in task.stated]
    last = [
        f"{stated.deadline.window.last:%Y-%m-%d} ({stated.place.section})"
        for stated in task.stated
        if stated.deadline.window
    ]
    return Conflict(kind, Text(f"{zh}：{'；'.join(places)}", f"{en}: {'; '.join(last)}"))


def _windows(deadlines: Sequence[Deadline]) -> Kind | None:
    windows: list[Window] = [deadline.window for deadline in deadlines if deadline.window]
    pairs = [(one, two) for one, two in combinations(windows, 2) if one.last != two.last]
    if any(not (one.holds(two) or two.holds(one)) for one, two in pairs):
        return Kind.TWO_DEADLINES
    return Kind.LOOSE_DEADLINE if pairs else None


def _pair(kind: Kind, zh: str, en: str, one: Text, two: Text) -> Conflict:
    return Conflict(kind, Text(f"{zh}：{one.zh}；{two.zh}", f"{en}: {one.en}; {two.en}"))


def _baselines(kpi: Kpi) -> list[Conflict]:
    found: list[Conflict] = []
    exact = [baseline for baseline in kpi.baselines if baseline.operator is Operator.EQUAL]
    whole = [baseline for baseline in exact if baseline.covers is Covers.WHOLE]
    for baseline in exact:
        if baseline.covers is Covers.OTHER:
            same = [other for other in whole if other.value == baseline.value]
            if same and Kind.BASELINE_BORROWED not in {conflict.kind for conflict in found}:
                sides = baseline_text(kpi, baseline), baseline_text(kpi, same[0])
                found.append(
                    _pair(Kind.BASELINE_BORROWED, "基线借自另一个量", "the baseline is another quantity's", *sides)
                )
        elif baseline.covers is Covers.PART:
            text = baseline_text(kpi, baseline)
            found.append(Conflict(Kind.BASELINE_PART, Text(f"基线只含一部分：{text.zh}", f"a part only: {text.en}")))
    for baseline in whole[:1]:
        beyond = [t for t in kpi.targets if t.value is not None and kpi.direction.weaker(t.value, baseline.value)]
        level = [t for t in kpi.targets if t.value == baseline.value]
        text = baseline_text(kpi, baseline)
        if beyond:
            told = listed([target_text(kpi, target) for target in beyond])
            found.append(_pair(Kind.BASELINE_BEYOND, "基线已超过目标", "the baseline is beyond the target", text, told))
        if level:
            told = listed([target_text(kpi, target) for target in level])
            found.append(_pair(Kind.TARGET_IS_BASELINE, "目标等于基线", "the target is the baseline", text, told))
    if not whole and any(baseline.operator is not Operator.EQUAL for baseline in kpi.baselines):
        told = listed([baseline_text(kpi, baseline) for baseline in kpi.baselines])
        found.append(
            Conflict(Kind.BASELINE_BOUND, Text(f"基线只有界限：{told.zh}", f"the baseline is a bound: {told.en}"))
        )
    return found
