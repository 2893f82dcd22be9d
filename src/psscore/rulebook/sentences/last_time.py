"""What "1%" is of when something is compared with last time: of a rate its points, of a volume the volume."""

from __future__ import annotations

import re

from psscore.model.text import Text
from psscore.rulebook.sentences.parts import Contradiction
from psscore.rulebook.sentences.statements import Statement

_RATE = re.compile(r"(?<!增长|变化|下降|提升|提高|节约|降低|增加)率$|(?<!增长)(?:比例|占比|比重|满意度)$")
_VOLUME = re.compile(
    r"(?:总量|数量|件量|投诉量|诉求量|用量|产量|总数|次数|件数|人数|户数|个数|起数|总额|金额|收入|支出|费用|成本)$"
)

THIS_AND_LAST = Text(
    "按相对变化理解：数值为本期数，基数为上期数", "read as a relative change: value now, base last time"
)


def against_last(of: str, step: Statement, text: str) -> str:
    """Compared with last time: a rate by points of itself, a volume in proportion."""
    if _VOLUME.search(of) and "百分点" not in text:
        return "change"
    if _RATE.search(of) or ("百分点" in text and not _VOLUME.search(of)):
        return "difference"
    raise Contradiction(
        f"“{step.words}”的“%”是百分点还是相对变化未写明",
        f'"{step.words}": percentage points or a relative change?',
    )
