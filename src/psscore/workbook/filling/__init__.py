"""Counts into the input cells of a workbook: what would change, what is refused, and a record of the sources."""

from psscore.workbook.filling.change import Change, Plan
from psscore.workbook.filling.fill import Filled, WouldOverwrite, fill
from psscore.workbook.filling.record import Record, Source
from psscore.workbook.filling.requests import RequestCounts, plan_requests
from psscore.workbook.filling.survey import SurveyCounts, plan_survey

__all__ = [
    "Change",
    "Filled",
    "Plan",
    "Record",
    "RequestCounts",
    "Source",
    "SurveyCounts",
    "WouldOverwrite",
    "fill",
    "plan_requests",
    "plan_survey",
]
