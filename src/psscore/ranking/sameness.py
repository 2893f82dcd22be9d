"""Whether evaluations can be compared at all: one standard, one edition, the same rules and readings, one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psscore.batch.units import plain
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.entrants import Entrant
from psscore.ranking.refusal import Problem, listed
from psscore.scoring.aggregate import undecided_reason

_DIGEST = 12


def sameness(field: Sequence[Entrant]) -> list[Problem]:
    """Everything in which the evaluations differ so that no ranking of them means anything."""
    names = _by(field, lambda one: f"{one.evaluation.standard_id}/{one.evaluation.edition}")
    problems: list[Problem] = []
    if len(names) > 1:
        problems.append(_mixed("mixed_standards", Text("评价标准不同", "different standards"), names))
    else:
        problems += _rules(field)
        problems += _readings(field)
    periods = _by(field, lambda one: plain(one.evaluation.period))
    periods.pop("", None)
    if len(periods) > 1:
        shown = {group[0].evaluation.period: group for group in periods.values()}
        problems.append(_mixed("mixed_periods", Text("评价期不同", "different periods"), shown))
    return problems


def rankable(standard: Standard) -> list[Problem]:
    """Why units cannot be ranked under this standard; empty when they can."""
    if standard.register is not None:
        why = Text("这是规划，只有目标，没有总分", "this is a plan: it has targets and no total")
        return [Problem("no_total", why)]
    if standard.unscored is not None:
        return [Problem("unscored", Text("该标准不计分：", "the standard has no points: ") + standard.unscored.reason)]
    if standard.undecided:
        return [Problem("undecided", undecided_reason(standard))]
    return []


def _rules(field: Sequence[Entrant]) -> list[Problem]:
    digests = _by(field, lambda one: one.evaluation.digest[:_DIGEST])
    if len(digests) > 1:
        return [_mixed("mixed_digests", Text("标准的摘要值不同，规则改过", "the rules were changed"), digests)]
    old = [one.unit for one in field if one.evaluation.digest != one.evaluation.standard.digest]
    if not old:
        return []
    who = listed(old)
    return [
        Problem(
            "other_rules",
            Text(
                f"计分以后标准的规则改过，请重新计分（psscore batch）：{who.zh}",
                f"the rules have changed since these were scored, score them again (psscore batch): {who.en}",
            ),
            tuple(old),
        )
    ]


def _readings(field: Sequence[Entrant]) -> list[Problem]:
    found: dict[str, dict[str, list[Entrant]]] = {}
    for one in field:
        for name, value in one.evaluation.standard.chosen.items():
            found.setdefault(name, {}).setdefault(value or "—", []).append(one)
    problems = []
    for name, values in found.items():
        if len(values) > 1:
            title = field[0].evaluation.standard.reading_title(name)
            what = Text(f"读法“{title.zh}”（{name}）不同", f'the reading "{title.en}" ({name}) differs')
            problems.append(_mixed("mixed_readings", what, values))
    return problems


def _by(field: Sequence[Entrant], key: object) -> dict[str, list[Entrant]]:
    assert callable(key)
    found: dict[str, list[Entrant]] = {}
    for one in field:
        found.setdefault(key(one), []).append(one)
    return found


def _mixed(code: str, what: Text, found: Mapping[str, Sequence[Entrant]]) -> Problem:
    """The values with their units; the most frequent last and only counted, because it is rarely the mistake."""
    ordered = sorted(found.items(), key=lambda item: len(item[1]))
    parts = []
    for value, group in ordered[:-1]:
        parts.append(Text(f"{value}：", f"{value}: ") + listed([one.unit for one in group]))
    value, group = ordered[-1]
    if len(group) > 1:
        parts.append(Text(f"{value}：其余 {len(group)} 个", f"{value}: the other {len(group)}"))
    else:
        parts.append(Text(f"{value}：", f"{value}: ") + listed([one.unit for one in group]))
    zh, en = "；".join(part.zh for part in parts), "; ".join(part.en for part in parts)
    about = tuple(f"{value}: {one.unit}" for value, group in ordered for one in group)
    return Problem(code, Text(f"{what.zh}，不能一起排名：{zh}", f"{what.en}, no common ranking: {en}"), about)
