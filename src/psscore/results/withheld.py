"""Why a workbook that was scored has no total."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.results.evaluation import Evaluation
from psscore.results.wording import missing_text, no_total_text, standard_of

_FAILED = ("refused", "error")
_NONE = Text("总分未得出", "no total came out")


def withheld_text(one: Evaluation) -> Text | None:
    """The reason in a sentence; None with a total, and where none is due: a standard without points, a failed file."""
    if one.total is not None or one.status in _FAILED:
        return None
    standard = standard_of(one)
    if standard is None:
        return Text(f"标准“{one.reference}”在此处不存在", f'the standard "{one.reference}" is not known here')
    if standard.unscored is not None:
        return None
    if not standard.leaves:
        # The rows of a form are not known to its standard.
        return _NONE
    if not one.items:
        return Text("工作簿里没有计分的指标", "the workbook scores no indicators")
    given = one.by_indicator
    missing = [
        leaf.code
        for leaf in standard.leaves
        if (item := given.get(leaf.code)) is None or (item.score is None and item.hole != "excluded")
    ]
    if missing:
        return missing_text(one, missing, standard)
    return no_total_text(one) or _NONE
