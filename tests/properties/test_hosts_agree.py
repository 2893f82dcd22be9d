"""Random evaluations: what the workbook shows headless is what plain Python says, digit for digit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from psscore.functions import PS_CHANGE, PS_SCORE, PS_STANDARD, PS_TOTAL
from psscore.model.cell_error import CellError
from psscore.rulebook import load_standard
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import draft
from psscore.workbook.template.example import EXAMPLE, Example, Group

PEOPLE = st.integers(0, 300)


@st.composite
def requests(draw: st.DrawFn) -> tuple[int, int, int]:
    total = draw(st.one_of(st.just(0), st.integers(1, 50_000)))
    near = st.integers(max(0, total - total // 10), total)
    return total, draw(near), draw(near)


@st.composite
def groups(draw: st.DrawFn, sample: tuple[Group, ...]) -> tuple[Group, ...]:
    answers = [(draw(PEOPLE), draw(PEOPLE), draw(PEOPLE)) for _ in sample]
    return tuple(
        Group(group.name, happy, fairly, happy + fairly + rest + 1)
        for group, (happy, fairly, rest) in zip(sample, answers, strict=True)
    )


@st.composite
def evaluations(draw: st.DrawFn) -> Example:
    readings = {
        "step": draw(st.sampled_from(["proportional", "whole", "ceil"])),
        "rate_rounding": draw(st.sampled_from(["exact", "percent_0", "percent_2"])),
        "rounding": draw(st.sampled_from(["half_up", "truncate"])),
        "satisfied": draw(st.sampled_from(["satisfied", "with_basically", "weighted_basically"])),
    }
    no_cases = draw(st.sampled_from([None, "full", "zero", "exclude"]))
    if no_cases:
        readings["no_cases"] = no_cases
    return replace(
        EXAMPLE,
        readings=readings,
        requests={key: draw(requests()) for key in EXAMPLE.requests},
        counts={key: draw(st.integers(0, 4000)) for key in EXAMPLE.counts},
        this_year=(draw(st.integers(0, 90_000)), draw(st.integers(1, 3_000_000))),
        last_year=(draw(st.integers(1, 90_000)), draw(st.integers(1, 3_000_000))),
        survey={key: draw(groups(sample)) for key, sample in EXAMPLE.survey.items()},
    )


def plain(case: Example) -> dict[str, float | CellError]:
    """The scores by plain calls, the survey by hand."""
    reference = PS_STANDARD("public-service", "2026", list(map("=".join, case.readings.items())))
    share = {"with_basically": Fraction(1), "weighted_basically": Fraction(9, 10)}.get(case.readings["satisfied"], 0)
    scores = {}
    for number, (total, signed, resolved) in enumerate(case.requests.values()):
        scores[str(2 * number + 1)] = PS_SCORE(str(2 * number + 1), signed, total, reference)
        scores[str(2 * number + 2)] = PS_SCORE(str(2 * number + 2), resolved, total, reference)
    scores |= {code: PS_SCORE(code, count, standard=reference) for code, count in case.counts.items()}
    for code, people in case.survey.items():
        happy = sum(Fraction(group.satisfied) + share * group.basically_satisfied for group in people)
        rate = happy / sum(group.surveyed for group in people)
        scores[code] = PS_SCORE(code, rate.numerator / rate.denominator, standard=reference)
    change = PS_CHANGE(*case.this_year, *case.last_year)
    scores["45"] = PS_SCORE("45", change, standard=reference)
    return scores


@settings(max_examples=12)
@given(evaluations())
def test_headless_equals_plain_python(case: Example) -> None:
    receipt = recalculate(draft("zh", case), Options()).receipt
    expected = plain(case)
    shown = {row["indicator"]: row["score"] for row in receipt["indicators"]}
    assert list(shown) == [leaf.code for leaf in load_standard().leaves]
    for code, score in shown.items():
        wanted = expected[code]
        assert (None if isinstance(wanted, CellError) else wanted) == (
            None if score is None else float(Fraction(score))
        )
    total = PS_TOTAL(list(expected), list(expected.values()), receipt["standard"]["reference"])
    assert receipt["total"] == (None if isinstance(total, CellError) else f"{total:.15g}")
