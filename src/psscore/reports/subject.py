"""What a report speaks of: one evaluation beside the standard it was scored by."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.model.observation import Hole
from psscore.model.rules import Bonus
from psscore.model.scorecard import Refused, Scored, Total
from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.results import Evaluation, Item
from psscore.results.wording import finding_text, result_of, without_name, worded
from psscore.scoring import rule
from psscore.scoring.aggregate import total
from psscore.scoring.explain import explanation

MISSING = Text("工作簿中没有该指标的得分", "the workbook has no score for this indicator")
_STATUS = "原因不明", "the reason is not known"
_HOLES = frozenset(hole.value for hole in Hole) | {"excluded"}


class NoReport(ValueError):
    """An evaluation that no report can be made of; the text says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator, what was typed for it, and what became of it.

    `lost` are its points not earned, `effect` what the total would gain if it alone had full points; None while that
    cannot be said. `why` is the receipt's explanation without the name. `agrees`: the rules known here give the same.
    """

    indicator: Indicator
    item: Item | None
    lost: Fraction | None
    effect: Fraction | None
    why: str
    rule: str
    agrees: bool

    @property
    def hole(self) -> str:
        """ "" with a score, else the kind of hole."""
        return self.item.hole if self.item else "missing"

    @property
    def bonus(self) -> bool:
        """Points that nobody has to earn."""
        return self.indicator.scoring is not None and isinstance(self.indicator.scoring.rule, Bonus)

    @property
    def weight(self) -> Fraction:
        """What losses are sorted by."""
        return self.effect or self.lost or Fraction(0)


@dataclass(frozen=True, slots=True)
class Branch:
    """An indicator above the last level and its subtotal; `score` None while it is withheld."""

    indicator: Indicator
    score: Fraction | None
    available: Fraction
    waiting: int  # rows without a score


@dataclass(frozen=True)
class Subject:
    """An evaluation, its standard, and everything sections ask of them."""

    evaluation: Evaluation
    standard: Standard
    lang: str

    @cached_property
    def total(self) -> Total | Refused:
        """The total of the rows, worked out anew."""
        return total(self.standard, self.evaluation.scores)

    @cached_property
    def readded(self) -> bool:
        """Whether the rows make the total the workbook shows."""
        if not self.standard.leaves or self.evaluation.total is None:
            return True
        return isinstance(self.total, Total) and self.total.score == self.evaluation.total

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every indicator of the last level, in the order of the standard."""
        return tuple(self._row(item) for item in self.standard.leaves)

    @cached_property
    def losses(self) -> tuple[Row, ...]:
        """Rows that lost points, the largest loss first; bonus points that were not earned are none."""
        lost = [row for row in self.rows if row.lost is not None and row.lost > 0 and not row.bonus]
        return tuple(sorted(lost, key=lambda row: -row.weight))

    @cached_property
    def holes(self) -> tuple[Row, ...]:
        """Rows without a score that should have one."""
        return tuple(row for row in self.rows if row.hole and row.hole != "excluded")

    @cached_property
    def excluded(self) -> tuple[Row, ...]:
        """Rows that leave the total."""
        return tuple(row for row in self.rows if row.hole == "excluded")

    @cached_property
    def changed_rules(self) -> bool:
        """Whether the standard known here is another one than that of the evaluation."""
        return self.evaluation.digest != self.standard.digest

    def branches(self, level: int) -> tuple[Branch, ...]:
        """The subtotals of a level; none where the standard does not have it."""
        found = []
        for item in self.standard.indicators:
            under = self.standard.under(item.code)
            if item.level != level or not under:
                continue
            waiting = sum(self.evaluation.scores.get(leaf.code) is None for leaf in under)
            made = total(self.standard, self.evaluation.scores, item.code)
            if isinstance(made, Total):
                found.append(Branch(item, made.earned, made.available, waiting))
            else:
                found.append(Branch(item, None, item.points, waiting))
        return tuple(found)

    def place_of(self, item: Indicator) -> str:
        """The names above an indicator, from level 1 down."""
        above = [self.standard.by_code[code].name(self.lang) for code in self.standard.path(item)[1:]]
        return " / ".join(reversed(above))

    def _row(self, indicator: Indicator) -> Row:
        assert indicator.scoring is not None
        item = self.evaluation.by_indicator.get(indicator.code)
        told = rule.sentence(indicator.scoring.rule, indicator.points)(self.lang)
        if item is None:
            return Row(indicator, None, None, None, MISSING(self.lang), told, True)
        why, agrees = self._why(indicator, item)
        if item.score is None:
            return Row(indicator, item, None, None, why, told, agrees)
        full = indicator.points if item.points is None else item.points
        return Row(indicator, item, full - item.score, self._effect(indicator), why, told, agrees)

    def _effect(self, indicator: Indicator) -> Fraction | None:
        if not self.standard.weighted or not isinstance(self.total, Total):
            return None
        alone = total(self.standard, {**self.evaluation.scores, indicator.code: indicator.points})
        return alone.exact - self.total.exact if isinstance(alone, Total) else None

    def _why(self, indicator: Indicator, item: Item) -> tuple[str, bool]:
        """The explanation in the language of the report where the rules here lead to the same score."""
        result = result_of(self.standard, item)
        if isinstance(result, Scored):
            return without_name(indicator, explanation(result)(self.lang)), True
        if result is not None:
            return result.reason(self.lang), True
        # A hole that no rule makes, such as a score typed over its formula, contradicts none.
        beside = item.value is None or item.hole not in _HOLES
        return without_name(indicator, item.explanation), item.score is None and beside


def subject_of(evaluation: Evaluation, lang: str) -> Subject:
    """The subject of a report. Raises `NoReport`."""
    if evaluation.status in ("refused", "error"):
        told = [finding_text(finding) for finding in evaluation.findings]
        zh, en = ("；".join(one.zh for one in told), "; ".join(one.en for one in told)) if told else _STATUS
        raise NoReport(Text(f"工作簿没有计分：{zh}", f"the workbook was not scored: {en}"))
    if not evaluation.reference:
        raise NoReport(
            Text("不知道按哪个标准计分：请先用 psscore score 计分", "no standard is named: score it with psscore score")
        )
    try:
        standard = evaluation.standard
    except ReferenceFault as fault:
        raise NoReport(fault.message) from fault
    except StandardFaults as faults:
        raise NoReport(
            Text(*("；".join(fault.line(lang) for fault in faults.faults) for lang in ("zh", "en")))
        ) from faults
    if standard.register is not None:
        raise NoReport(
            Text(
                "方案督办没有得分，不出评价报告：请看督办工作簿",
                "a plan that is watched has no scores to report on: see its workbook",
            )
        )
    return Subject(worded(evaluation, lang), standard, lang)
