"""The rules each of two evaluations follows, and everything about them that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.results import Evaluation
from psscore.results.wording import first_finding
from psscore.rulebook.catalogue import load_standard
from psscore.rulebook.reference import Reference, parse_reference

_OPEN = Text("未选定", "not chosen")
_ABSENT = Text("没有这个读法", "no such reading")


class NotComparable(Exception):
    """Evaluations that are not set against each other; `reasons` says why and what to do."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__("; ".join(reason.en for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before the differences are read, such as `other_edition`."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """A reading the two evaluations do not share; `affects` is "score" or "input" as in the standard."""

    name: str
    title: Text
    base: Text
    other: Text
    affects: str


@dataclass(frozen=True, slots=True)
class Side:
    """An evaluation with its standard; None where that is not known here.

    `same_rules`: the standard known here is the one it was scored with, by its digest.
    """

    evaluation: Evaluation
    standard: Standard | None
    same_rules: bool


def side_of(evaluation: Evaluation) -> Side:
    """The evaluation with what is known of its rules."""
    try:
        standard = evaluation.standard
    except (ReferenceFault, StandardFaults):
        return Side(evaluation, None, False)
    return Side(evaluation, standard, standard.digest == evaluation.digest)


def alike(base: Side, other: Side) -> bool:
    """Whether both were scored by the same rules and readings, known here or not."""
    return base.evaluation.digest == other.evaluation.digest and _choices(base) == _choices(other)


def base_rules_by_other_readings(base: Side, other: Side) -> Standard | None:
    """The standard of `base` with the readings of `other`, as far as it has them; None when there is none."""
    if base.standard is None or other.standard is None:
        return None
    allowed = {reading.name: [value.name for value in reading.values] for reading in base.standard.readings}
    chosen = {
        name: value
        for name, value in other.standard.chosen.items()
        if value is not None and value in allowed.get(name, ())
    }
    try:
        found = load_standard(str(Reference(base.standard.id, base.standard.edition, chosen, base.standard.lang)))
    except (ReferenceFault, StandardFaults):
        return None
    # What is kept in a store may have been replaced here since.
    return found if found.digest == base.standard.digest else None


def check_standards(base: Evaluation, other: Evaluation, *, any_standard: bool) -> None:
    """Raise `NotComparable` when one has no standard, or the two follow standards of different names."""
    for one in (base, other):
        if one.status in ("refused", "error") or not one.reference:
            raise NotComparable(_no_evaluation(one))
    if not any_standard and _id(base) != _id(other):
        raise NotComparable(
            Text(
                f"评价标准不同：{base.name} 用 {_id(base)}，{other.name} 用 {_id(other)}；确要比较请加 --any-standard",
                f"different standards: {base.name} by {_id(base)}, {other.name} by {_id(other)}; "
                "add --any-standard to compare them all the same",
            )
        )


def check_something(base: Side, other: Side) -> None:
    """Raise `NotComparable` when there are neither totals nor rows to compare."""
    if any(side.evaluation.items or side.evaluation.total is not None for side in (base, other)):
        return
    unscored = base.standard.unscored if base.standard is not None else None
    zh, en = (f"：{unscored.reason.zh}", f": {unscored.reason.en}") if unscored else ("", "")
    raise NotComparable(
        Text(
            f"{base.evaluation.name} 没有分数可以比较{zh}",
            f"{base.evaluation.name} has no points to compare{en}",
        )
    )


def reading_differences(base: Side, other: Side) -> tuple[ReadingDifference, ...]:
    """Every reading the two do not share, in the order of the standard."""
    one, two = _choices(base), _choices(other)
    found = []
    for name in dict.fromkeys([*one, *two]):
        if one.get(name, "") != two.get(name, ""):
            known = next((s.standard for s in (base, other) if s.standard and name in s.standard.chosen), None)
            title = known.reading_title(name) if known else Text(name, name)
            affects = next((r.affects for r in known.readings if r.name == name), "score") if known else "score"
            found.append(ReadingDifference(name, title, _value(base, name, one), _value(other, name, two), affects))
    return tuple(found)


def rule_notices(base: Side, other: Side, readings: tuple[ReadingDifference, ...]) -> tuple[Notice, ...]:
    """What differs between the rules of the two, the gravest first."""
    one, two = base.evaluation, other.evaluation
    found = []
    if _id(one) != _id(two):
        found.append(
            Notice(
                "other_standard",
                Text(f"评价标准不同：{_id(one)} 与 {_id(two)}", f"different standards: {_id(one)} and {_id(two)}"),
            )
        )
    elif _edition(one) != _edition(two):
        found.append(
            Notice(
                "other_edition",
                Text(
                    f"标准版本不同：{_edition(one)} 与 {_edition(two)}", f"editions: {_edition(one)}, {_edition(two)}"
                ),
            )
        )
    elif one.digest != two.digest:
        found.append(
            Notice(
                "other_digest",
                Text(
                    f"标准 {_id(one)}/{_edition(one)} 的内容不同，摘要 {one.digest[:12]} 与 {two.digest[:12]}",
                    f"the contents of {_id(one)}/{_edition(one)} differ: digests {one.digest[:12]}, {two.digest[:12]}",
                ),
            )
        )
    for side in {one.digest: base, two.digest: other}.values():
        if not side.same_rules:
            found.append(Notice("unknown_rules", _unknown(side.evaluation)))
    scoring = [reading for reading in readings if reading.affects == "score"]
    for kind, listed, zh, en in (
        ("other_readings", scoring, "计分读法不同：", "other readings for scores: "),
        (
            "other_input_readings",
            [reading for reading in readings if reading not in scoring],
            "数据口径不同：",
            "other readings for the data: ",
        ),
    ):
        if listed:
            shown_zh = "；".join(f"{r.title.zh}（{r.base.zh} → {r.other.zh}）" for r in listed)
            shown_en = "; ".join(f"{r.title.en} ({r.base.en} → {r.other.en})" for r in listed)
            found.append(Notice(kind, Text(zh + shown_zh, en + shown_en)))
    return tuple(found)


def _no_evaluation(one: Evaluation) -> Text:
    said = first_finding(one)
    if one.status in ("refused", "error") and said is not None:
        return Text(f"{one.file} 没有评价结果：{said.zh}", f"{one.file} has no result: {said.en}")
    return Text(
        f"{one.file} 不是评价工作簿：没有评价标准", f"{one.file} is no evaluation workbook: it names no standard"
    )


def _unknown(one: Evaluation) -> Text:
    return Text(
        f"{one.file} 计分时的标准（摘要 {one.digest[:12]}）与这里的不同或这里没有：规则无法逐项核对",
        f"the standard {one.file} was scored with (digest {one.digest[:12]}) is not the one known here: its rules "
        "cannot be compared row by row",
    )


def _id(one: Evaluation) -> str:
    return one.standard_id or _parsed(one.reference)[0]


def _edition(one: Evaluation) -> str:
    return one.edition or _parsed(one.reference)[1]


def _parsed(text: str) -> tuple[str, str, Mapping[str, str]]:
    """Id, edition and choices of a reference, or what stands there instead."""
    try:
        reference = parse_reference(text)
    except ReferenceFault:
        return text, "", {}
    return reference.id, reference.edition, reference.choices


def _choices(side: Side) -> Mapping[str, str | None]:
    if side.standard is not None:
        return side.standard.chosen
    return dict(_parsed(side.evaluation.reference)[2])


def _value(side: Side, name: str, choices: Mapping[str, str | None]) -> Text:
    if name not in choices:
        return _ABSENT
    value = choices[name]
    if value is None:
        return _OPEN
    if side.standard is not None:
        for reading in side.standard.readings:
            if reading.name == name:
                return reading.title_of(value)
    return Text(value, value)
