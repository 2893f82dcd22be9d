"""Tickets whose newest versions differ though they share a moment: which of them counts, as a sentence."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.tickets.counting import Ties


def tied_told(ties: Ties) -> Text | None:
    """The warning about tied versions; None where there are none."""
    if not ties.tied:
        return None
    found = Text(
        f"{ties.tied} 件工单的最新版本更新时间相同而内容不同，按后读入者计（如 {ties.example}）",
        f"{ties.tied} tickets have newest versions of one moment that differ: the one read last counts "
        f"(as {ties.example})",
    )
    if ties.across:
        found += Text(
            f"；其中 {ties.across} 件的这些版本在不同的已读入文件夹里，按给出文件夹的先后，后给出的算数："
            "次序不同，计数可能不同",
            f"; {ties.across} of them have these versions in several folders of read tickets: the folder named last "
            "decides, and another order may count otherwise",
        )
    if ties.undetermined:
        found += Text(
            f"；其中 {ties.undetermined} 件连读入次序也相同，结果不定，请补更新时间",
            f"; nothing orders {ties.undetermined} of them, their counts may change: add the time of change",
        )
    return found


def untold_told(untold: int) -> Text | None:
    """What is said of tickets counted at a moment though nothing says when they were changed; None for none."""
    if not untold:
        return None
    return Text(
        f"{untold} 件工单没有更新时间：按其派单、签收、办结时间判断，晚于统计时点的当作还没有发生；作废按导出时的状态",
        f"{untold} tickets have no time of change: they are judged by when they were dispatched, signed for and "
        "closed; what is after the moment had not happened; voided is as it was exported",
    )
