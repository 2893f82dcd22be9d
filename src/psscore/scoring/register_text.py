"""Values, targets and baselines of a register in words."""

from __future__ import annotations

from fractions import Fraction

from psscore.model.register import Baseline, Kpi, PlanTarget, Quantity
from psscore.model.rules import Operator
from psscore.model.text import Text
from psscore.scoring.numbers import short_text

_SIGN = {Operator.EQUAL: ""}


def value_text(kpi: Kpi, value: Fraction) -> Text:
    """A value as the indicator's kind prints it: 80%, 2:1, 24 小时."""
    match kpi.quantity:
        case Quantity.SHARE | Quantity.CHANGE:
            shown = f"{short_text(value * 100)}%"
            return Text(shown, shown)
        case Quantity.RATIO:
            shown = f"{short_text(value)}:1"
            return Text(shown, shown)
        case Quantity.COUNT | Quantity.AMOUNT:
            number = short_text(value)
            return Text(f"{number} {kpi.unit.zh}".rstrip(), f"{number} {kpi.unit.en}".rstrip())


def target_text(kpi: Kpi, target: PlanTarget) -> Text:
    """A target with its deadline and section: ≥80% 2024年前（5.2）."""
    if target.value is None:
        shown = Text("数字缺损", "a lost digit")
    else:
        value, sign = value_text(kpi, target.value), target.operator.value
        shown = Text(f"{sign}{value.zh}", f"{sign}{value.en}")
    words = target.deadline.words
    due = f" {target.due:%Y-%m-%d}" if target.due else ""
    scope = target.scope
    section = target.place.section
    return Text(
        f"{shown.zh} {words or '无期限'}" + (f" {scope.zh}" if scope else "") + f"（{section}）",
        f"{shown.en}{due or ' no deadline'}" + (f" {scope.en}" if scope else "") + f" ({section})",
    )


def numbered(kpi: Kpi, index: int) -> Text:
    """A target under the number by which it is chosen, counted from 1."""
    text = target_text(kpi, kpi.targets[index])
    return Text(f"{index + 1}. {text.zh}", f"{index + 1}. {text.en}")


def baseline_text(kpi: Kpi, baseline: Baseline) -> Text:
    """A baseline with its bound, year and section: <35%（2.3）."""
    value, sign = value_text(kpi, baseline.value), _SIGN.get(baseline.operator, baseline.operator.value)
    year = f" {baseline.year}" if baseline.year else ""
    scope = baseline.scope
    section = baseline.place.section
    return Text(
        f"{sign}{value.zh}{year}" + (f" {scope.zh}" if scope else "") + f"（{section}）",
        f"{sign}{value.en}{year}" + (f" {scope.en}" if scope else "") + f" ({section})",
    )


def listed(texts: list[Text]) -> Text:
    return Text("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))
