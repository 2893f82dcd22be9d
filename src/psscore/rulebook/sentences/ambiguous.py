"""Words that make a number mean something else: named and refused before anything is read."""

from __future__ import annotations

import re
import unicodedata

from psscore.model.text import Text
from psscore.rulebook.sentences.statements import UNITS

_DIGIT = "[一二两三四五六七八九]"
_ENDS = "".join(sorted({unit[-1] for unit in UNITS.split("|")}))
_RAW: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(rf"百分之{_DIGIT}{{2,}}|{_DIGIT}{{2,}}(?:个?百分点|[{_ENDS}])|{_DIGIT}{{2,}}(?:十|百|千|万)"),
        "是约数",
        "is no exact number",
    ),
)
_PLAIN: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"[±∓]\d[\d.]*[%‰]?|(?:正负|上下浮动|上下|浮动)\d[\d.]*[%‰]?"), "有两个方向", "goes in two directions"),
    (
        re.compile(rf"(?:^|(?<![\d%‰)分第{_ENDS}]))[-−–—―]\d[\d.]*[%‰]?"),
        "是负数还是连接号不清楚",
        "may be a negative number or a dash",
    ),
    (
        re.compile(rf"每\d*[十百千万亿]+(?:{UNITS})?|每\d[\d.]*万元|每万元"),
        "是按一批计，不足一批如何计未写明",
        "counts by the batch, and a part of one is not covered",
    ),
    (
        re.compile(r"(?:倒数|后|末位?|末尾)第?\d+(?:-第?\d+)?[名位]"),
        "是从末位数起的名次",
        "counts places from the last",
    ),
)


def ambiguous(text: str, plain: str) -> Text | None:
    """Why a sentence is not read although its words are known, with the words; None when nothing speaks against it.

    `text` is the sentence as written, `plain` the same in one spelling.
    """
    raw = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for where, patterns in ((raw, _RAW), (plain, _PLAIN)):
        for pattern, zh, en in patterns:
            if found := pattern.search(where):
                return Text(f"“{found[0]}”{zh}，未作规则", f'"{found[0]}" {en}: no rule was made')
    return None
