"""The budget row recomputed: which rounding gives the printed execution score and rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from psscore.audit.fields import dashed
from psscore.audit.figures import Figure, json_number, read_figure, read_points, read_score
from psscore.audit.finding import Finding, at
from psscore.audit.rounding import execution_roundings, fitting, rate_modes
from psscore.audit.table import BudgetLine, Field
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.scoring import ratio
from psscore.scoring.numbers import short_text

_NAME = Text("预算执行", "budget execution")


@dataclass(frozen=True, slots=True)
class AuditedBudget:
    """The budget row as printed, the exact rate and score, and the roundings that reproduce the print."""

    initial: Fraction | None = None
    adjusted: Fraction | None = None
    executed: Fraction | None = None
    points: Fraction | None = None
    printed_rate: str | None = None
    rate: Fraction | None = None
    score: Fraction | None = None
    exact_score: Fraction | None = None
    candidates: tuple[str, ...] = ()
    scored: bool = False

    @property
    def rounding(self) -> str | None:
        """The first rounding that reproduces the print; None when none does or there was nothing to compare."""
        return self.candidates[0] if self.candidates else None

    def to_json(self) -> dict[str, Any]:
        return {
            "initial": json_number(self.initial),
            "adjusted": json_number(self.adjusted),
            "executed": json_number(self.executed),
            "points": json_number(self.points),
            "printed_rate": self.printed_rate,
            "rate": json_number(None if self.rate is None else self.rate * 100),
            "score": json_number(self.score),
            "rule_points": json_number(self.exact_score),
            "rounding": self.rounding,
            "candidates": list(self.candidates),
        }


def audit_budget(
    standard: Standard, rules: FormRules, line: BudgetLine, places: int
) -> tuple[AuditedBudget, list[Finding]]:
    """The budget row and what is wrong with it; `places` are the decimals the table prints."""
    row = _Row(standard, rules, line, places)
    return row.audited(), row.findings


class _Row:
    """The figures of the budget row; each that cannot be read is a finding."""

    def __init__(self, standard: Standard, rules: FormRules, line: BudgetLine, places: int) -> None:
        self.findings: list[Finding] = []
        self._rules, self._line, self._places = rules, line, places
        self._adjusted = self._amount(line.adjusted, "全年预算数", "adjusted budget")
        self._executed = self._amount(line.executed, "全年执行数", "expenditure")
        # Some forms print amounts only, and score their execution in the table below or not at all.
        self._scored = line.score is not None and not all(dashed(f) for f in (line.points, line.score) if f)
        self._points, self._score = None, None
        if self._scored and line.score is not None:
            points = read_points(line.points, standard.total_points) if line.points else Text("没有印出", "not printed")
            self._points = self._found(line.points, points, "预算执行分值", "points of budget execution")
            self._score = self._found(line.score, read_score(line.score), "预算执行得分", "score of budget execution")
        rate = read_figure(line.rate) if line.rate else None
        self._rate = rate if isinstance(rate, Figure) else None

    def audited(self) -> AuditedBudget:
        initial = read_figure(self._line.initial) if self._line.initial else None
        audited = AuditedBudget(
            _number(initial if isinstance(initial, Figure) else None),
            _number(self._adjusted),
            _number(self._executed),
            _number(self._points),
            self._line.rate.text or None if self._line.rate else None,
            score=_number(self._score),
            scored=self._scored,
        )
        rate = self._execution_rate()
        if rate is None:
            return audited
        self._check_rate(rate)
        if self._points is None:
            return replace(audited, rate=rate)
        full, rule = self._points.number, self._rules.execution
        exact = ratio.points(rule, full, rate)
        if self._score is None:
            return replace(audited, rate=rate, exact_score=exact)
        candidates = execution_roundings(rule, full, rate, self._score, self._rate, self._places)
        if not candidates:
            self._mismatch(exact, full, self._score, audited)
        return replace(audited, rate=rate, exact_score=exact, candidates=candidates)

    def _amount(self, field: Field | None, zh: str, en: str) -> Figure | None:
        if field is None:
            return self._found(None, Text("没有这一栏，无法重算执行率", "no such field: no rate to recompute"), zh, en)
        read = read_figure(field)
        negative = isinstance(read, Figure) and read.number < 0
        return self._found(field, Text("为负", "is negative") if negative else read, zh, en)

    def _found(self, field: Field | None, read: Figure | Text, zh: str, en: str) -> Figure | None:
        if isinstance(read, Figure):
            return read
        self._say("unreadable", field, f"{zh}：{read.zh}", f"{en}: {read.en}")
        return None

    def _execution_rate(self) -> Fraction | None:
        budget, executed = self._adjusted, self._executed
        if budget is None or executed is None:
            return None
        if budget.unit and executed.unit and budget.unit != executed.unit:
            zh, en = f"单位不一致：{budget.unit} 与 {executed.unit}", f"units differ: {budget.unit} and {executed.unit}"
            self._say("unreadable", self._line.executed, zh, en)
            return None
        if budget.number == 0:
            self._say(
                "undecidable", self._line.adjusted, "全年预算数为 0，没有执行率", "the adjusted budget is 0: no rate"
            )
            return None
        return executed.number / budget.number

    def _check_rate(self, rate: Fraction) -> None:
        if self._rate is None or self._line.rate is None or rate_modes(rate, self._rate):
            return
        printed, shown = self._line.rate.text, short_text(rate * 100)
        self._say(
            "budget_mismatch",
            self._line.rate,
            f"印出的执行率 {printed} 与重算的 {shown}% 不符，四舍五入或截尾均不能得到",
            f"printed rate {printed}, recomputed {shown} %: no rounding gives it",
        )

    def _mismatch(self, exact: Fraction, full: Fraction, score: Figure, audited: AuditedBudget) -> None:
        printed, shown = short_text(score.number), short_text(exact)
        zh = f"印出的得分 {printed} 与重算的 {shown} 不符，各种取舍方式均不能得到"
        en = f"printed score {printed}, recomputed {shown}: no rounding gives it"
        if audited.initial and audited.executed is not None:
            other = ratio.points(self._rules.execution, full, audited.executed / audited.initial)
            if fitting(other, score, self._places):
                zh += "；按年初预算数计算可得此分，但执行率应以全年预算数为基数"
                en += "; the initial budget would give it, but the rate is taken on the adjusted budget"
        self._say("budget_mismatch", self._line.score, zh, en)

    def _say(self, code: str, field: Field | None, zh: str, en: str) -> None:
        where = field.where if field else self._line.where
        self.findings.append(Finding(code, at(where, _NAME), Text(zh, en)))


def _number(figure: Figure | None) -> Fraction | None:
    return figure.number if figure else None
