"""Room for the seals and signatures a report ends with."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.reports.document import Paragraph, Role, Section

NAME = "signature"
_LINES = {
    "self": (
        Text("填报单位（盖章）：", "Unit (seal):"),
        Text("单位负责人：", "Head of the unit:"),
        Text("填报人：", "Filled in by:"),
        Text("日期：　　　　年　　月　　日", "Date:"),
    ),
    "third_party": (
        Text("评价机构（盖章）：", "Evaluating body (seal):"),
        Text("评价负责人：", "Evaluator in charge:"),
        Text("日期：　　　　年　　月　　日", "Date:"),
    ),
}


def signature(kind: str, lang: str) -> Section:
    """Lines that people fill in."""
    return Section(NAME, tuple(Paragraph(line(lang), Role.SIGNATURE) for line in _LINES[kind]))
