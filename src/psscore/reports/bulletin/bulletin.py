"""The bulletin as a document."""

from __future__ import annotations

from dataclasses import dataclass

from psscore.model.text import Text
from psscore.ranking import Ranking
from psscore.reports.bulletin.common_losses import common_losses
from psscore.reports.bulletin.ends import Ends, lists
from psscore.reports.bulletin.standings import places, summary, unranked
from psscore.reports.document import Document, Heading, Paragraph, Role, Section
from psscore.reports.sections.method import method_blocks
from psscore.reports.shown import NONE, standard_name


@dataclass(frozen=True, slots=True)
class BulletinSettings:
    """How a bulletin is made; without `ends` the red and black list are as long as the standard says, if it does.

    `top` is how many indicators with losses are listed.
    """

    lang: str = "zh"
    ends: Ends | None = None
    top: int = 10


def bulletin(ranking: Ranking, settings: BulletinSettings = BulletinSettings()) -> Document:
    """A ranking as a bulletin: places, red and black list, units without data, losses, method."""
    lang, standard = settings.lang, ranking.standard
    period = ranking.period
    title = Text(f"关于{period}评价情况的通报", f"Bulletin on the evaluation{f' of {period}' if period else ''}")(lang)
    ends = settings.ends or Ends()
    if settings.ends is None and standard.ranking is not None:
        ends = Ends(standard.ranking.first, standard.ranking.last)
    made = (
        Section("lead", (Paragraph(standard_name(standard, lang), Role.LEAD),)),
        summary(ranking, lang),
        places(ranking, lang),
        *lists(ranking, ends, lang),
        unranked(ranking, lang),
        common_losses(ranking, settings.top, lang),
        Section("method", (Heading(Text("评价依据与方法", "Method")(lang)), *method_blocks(standard, lang))),
    )
    first = ranking.standings[0].evaluation
    clock = max(one.evaluation.clock for one in ranking.standings)
    return Document(
        kind="bulletin",
        lang=lang,
        title=title,
        header=period,
        footer=Text(f"标准摘要 {first.digest[:16]}", f"Digest {first.digest[:16]}")(lang),
        clock=clock,
        sections=tuple(section for section in made if section is not None),
        fields={
            "title": title,
            "period": period or NONE,
            "standard": standard.title(lang),
            "reference": first.reference,
            "units": str(len(ranking.standings) + len(ranking.unranked)),
            "ranked": str(len(ranking.standings)),
            "digest": first.digest,
            "short_digest": first.digest[:16],
            "scored_at": clock.replace("T", " "),
        },
    )
