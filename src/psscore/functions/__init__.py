"""The PS_* functions for Python: `from psscore.functions import PS_SCORE`.

They give what a cell shows: a number, a text, or a `CellError`. A list, tuple or pandas column in gives a list out.
"""

from __future__ import annotations

from psscore.functions.python_api import python_function
from psscore.functions.registry import FUNCTIONS

PS_STANDARD = python_function("PS_STANDARD")
PS_SCORE = python_function("PS_SCORE")
PS_EXPLAIN = python_function("PS_EXPLAIN")
PS_CHECK = python_function("PS_CHECK")
PS_POINTS = python_function("PS_POINTS")
PS_NAME = python_function("PS_NAME")
PS_RULE = python_function("PS_RULE")
PS_RATE = python_function("PS_RATE")
PS_CHANGE = python_function("PS_CHANGE")
PS_COUNT = python_function("PS_COUNT")
PS_SATISFACTION = python_function("PS_SATISFACTION")
PS_COHORT = python_function("PS_COHORT")
PS_DEDUCTIONS = python_function("PS_DEDUCTIONS")
PS_TOTAL = python_function("PS_TOTAL")
PS_SUBTOTAL = python_function("PS_SUBTOTAL")
PS_PROGRESS = python_function("PS_PROGRESS")
PS_GRADE = python_function("PS_GRADE")
PS_EXECUTION = python_function("PS_EXECUTION")
PS_TARGET = python_function("PS_TARGET")
PS_TIER = python_function("PS_TIER")
PS_REVIEW = python_function("PS_REVIEW")
PS_RANK = python_function("PS_RANK")
PS_KPI = python_function("PS_KPI")
PS_EXPECTED = python_function("PS_EXPECTED")
PS_ATTAINMENT = python_function("PS_ATTAINMENT")
PS_LAG = python_function("PS_LAG")
PS_OVERDUE = python_function("PS_OVERDUE")
PS_LIGHT = python_function("PS_LIGHT")

__all__ = list(FUNCTIONS)
