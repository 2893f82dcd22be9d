"""Evaluations to the units of a ranking: their names, their groups, and those that cannot take part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from psscore.batch.units import plain
from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.ranking.refusal import Problem, listed
from psscore.ranking.result import Unranked
from psscore.ranking.settings import Settings
from psscore.results import Evaluation
from psscore.results.wording import first_finding

_FAILED = {"refused", "error"}


@dataclass(frozen=True, slots=True)
class Entrant:
    """A unit with an evaluation: `key` tells it from all others, `listed` is its line in the printed order."""

    key: str
    unit: str
    group: str
    evaluation: Evaluation
    listed: int


@dataclass(slots=True)
class Entrants:
    """Who may be ranked, who may not, and what is wrong."""

    found: list[Entrant] = field(default_factory=list)
    unranked: list[Unranked] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


class Groups:
    """The group of each unit, as a list or the folders give it."""

    def __init__(self, settings: Settings) -> None:
        self._folders = settings.by_folder
        self._given = settings.groups
        self._names: dict[str, str] = {}
        self._of: dict[str, str] = {}
        self.shown: dict[str, str] = {}
        self.clashes: list[str] = []
        for unit, group in (settings.groups or {}).items():
            key = plain(unit)
            self.shown.setdefault(key, unit)
            if self._of.setdefault(key, self._name(group)) != self._name(group):
                self.clashes.append(unit)
        self._lines = {key: line for line, key in enumerate(self._of)}

    def _name(self, group: str) -> str:
        return self._names.setdefault(plain(group), group.strip())

    def of(self, key: str, evaluation: Evaluation | None) -> str | None:
        """The group of a unit; None when the list does not have the unit."""
        if self._given is not None:
            return self._of.get(key)
        if self._folders and evaluation is not None:
            return self._name(evaluation.folder or "/")
        return ""

    def line(self, key: str, otherwise: int) -> int:
        """The line of a unit in the list; without a list, of its evaluation."""
        return self._lines.get(key, otherwise)


def entrants(evaluations: Sequence[Evaluation], settings: Settings) -> Entrants:
    """Sort out who takes part; workbooks that failed, are partial or in no group do not."""
    out = Entrants()
    groups = Groups(settings)
    if groups.clashes:
        who = listed(groups.clashes)
        out.problems.append(
            Problem(
                "two_groups",
                Text(f"分组名单中同一单位有两个组：{who.zh}", f"units with two groups in the list: {who.en}"),
                tuple(groups.clashes),
            )
        )
    readable: list[Evaluation] = []
    for one in evaluations:
        if one.status in _FAILED:
            out.unranked.append(_left_out(one, groups, one.status, _reason(one)))
        elif fault := _unknown(one):
            out.unranked.append(_left_out(one, groups, "no_standard", fault))
        elif not one.items and one.total is None and one.standard.leaves:
            # Any workbook in the folder: its standard is only the one a workbook has that names none.
            why = Text("工作簿里没有计分的指标", "the workbook scores no indicators")
            out.unranked.append(_left_out(one, groups, "no_items", why))
        else:
            readable.append(one)
    keys = _keys(readable, settings, out.problems)
    unnamed = [one.file for one in readable if not one.unit]
    if unnamed:
        who = listed(unnamed)
        out.notes.append(
            Text(f"封面没有填单位名称，用文件名代替：{who.zh}", f"no unit on the cover, named by the file: {who.en}")
        )
    for number, (one, (key, shown)) in enumerate(zip(readable, keys, strict=True)):
        bare = plain(one.name)
        group = groups.of(plain(shown), one) or groups.of(bare, one)
        if group is None:
            why = Text("不在分组名单中", "not in the list of groups")
            out.unranked.append(Unranked(shown, "", one.file, "no_group", why))
        elif one.status == "partial" and not settings.partial:
            why = _reason(one) + Text("（用 --partial 可参加排名）", " (--partial ranks it all the same)")
            out.unranked.append(Unranked(shown, group, one.file, "partial", why))
        else:
            out.found.append(Entrant(key, shown, group, one, groups.line(plain(shown), groups.line(bare, number))))
    have = {plain(one.name) for one in evaluations} | {plain(shown) for _, shown in keys}
    for key, unit in groups.shown.items():
        if key not in have:
            why = Text("没有评价结果", "there is no evaluation")
            out.unranked.append(Unranked(unit, groups.of(key, None) or "", "", "no_data", why))
    return out


def standard_of(evaluation: Evaluation) -> Standard | Text:
    """The standard of an evaluation, or why it cannot be had."""
    try:
        return evaluation.standard
    except ReferenceFault as fault:
        return fault.message
    except StandardFaults as faults:
        lines = faults.faults[0]
        return Text(lines.line("zh"), lines.line("en"))


def _unknown(one: Evaluation) -> Text | None:
    if not one.reference:
        return Text("工作簿没有写明评价标准", "the workbook names no standard")
    found = standard_of(one)
    return found if isinstance(found, Text) else None


def _reason(one: Evaluation) -> Text:
    if found := first_finding(one):
        return found
    words: Mapping[str, Text] = {
        "partial": Text("有公式无法计算", "formulas that cannot be calculated"),
        "refused": Text("工作簿被拒绝", "the workbook was refused"),
    }
    return words.get(one.status, Text("计分时出错", "an error while scoring"))


def _left_out(one: Evaluation, groups: Groups, kind: str, why: Text) -> Unranked:
    return Unranked(one.name, groups.of(plain(one.name), one) or "", one.file, kind, why)


def _keys(readable: Sequence[Evaluation], settings: Settings, problems: list[Problem]) -> list[tuple[str, str]]:
    """A key and a name to show for each evaluation; two workbooks of one name are a problem, or two units."""
    alike: dict[str, list[Evaluation]] = {}
    for one in readable:
        alike.setdefault(plain(one.name), []).append(one)
    twice: list[str] = []
    perhaps: list[str] = []
    for same in alike.values():
        if len(same) < 2:
            continue
        words = f"{same[0].name}（{'；'.join(one.file for one in same)}）"
        if len({one.folder for one in same}) < len(same):
            twice.append(words)
        elif not settings.same_name:
            perhaps.append(words)
    if twice:
        who = listed(twice)
        problems.append(
            Problem(
                "same_unit",
                Text(f"同一单位有两份工作簿，请只留一份：{who.zh}", f"two workbooks of one unit, keep one: {who.en}"),
                tuple(twice),
            )
        )
    if perhaps:
        who = listed(perhaps)
        problems.append(
            Problem(
                "same_name",
                Text(
                    f"不同文件夹中有同名单位，可能是两个单位，也可能是一个单位的两份：{who.zh}；"
                    "确是两个单位时用 --same-name",
                    f"the same name in other folders, perhaps two units, perhaps one unit twice: {who.en}; "
                    "if they are two units, say --same-name",
                ),
                tuple(perhaps),
            )
        )
    found = []
    for one in readable:
        key = plain(one.name)
        if len(alike[key]) > 1:
            found.append((f"{key}\n{one.folder}", f"{one.name}（{one.folder or '—'}）"))
        else:
            found.append((key, one.name))
    return found
