"""How many answers a survey needs, and how many people to ask: always rounded up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from psscore.model.text import Text
from psscore.surveys.faults import SurveyFaults
from psscore.surveys.interval import normal_quantile

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Sample:
    """What is wanted of a simple random sample, for each group that is to be judged by itself.

    `margin`, `confidence` and `response` are shares of 1; `population` None means far more people than are asked.
    The rate expected is 1/2, the least favourable.
    """

    margin: Fraction = Fraction(5, 100)
    confidence: Fraction = Fraction(95, 100)
    population: int | None = None
    response: Fraction = Fraction(1)
    design_effect: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        limits = (
            (0 < self.margin < 1, "误差 margin 须大于 0 小于 100", "the margin lies between 0 and 100"),
            (
                _HALF <= self.confidence < 1,
                "置信度 confidence 须不小于 50 小于 100",
                "the confidence is 50 to under 100",
            ),
            (self.population is None or self.population > 0, "总体人数须大于 0", "the population is above 0"),
            (0 < self.response <= 1, "回收率 response 须大于 0，不超过 1", "the response rate is above 0, at most 1"),
            (self.design_effect >= 1, "设计效应 design-effect 不小于 1", "the design effect is 1 or more"),
        )
        if texts := [Text(zh, en) for sound, zh, en in limits if not sound]:
            raise SurveyFaults(texts)

    @property
    def answers(self) -> int:
        """Valid answers needed: z² / 4e², corrected for a finite population, times the design effect."""
        z = Fraction(normal_quantile(self.confidence))
        number = z * z / (4 * self.margin * self.margin)
        if self.population is not None:
            number = number / (1 + (number - 1) / self.population)
        needed = ceil(number * self.design_effect)
        return needed if self.population is None else min(needed, self.population)

    @property
    def people(self) -> int:
        """People to ask so that as many answer, by the response rate; more than there are when that cannot be."""
        return ceil(self.answers / self.response)
