"""Reports on one unit: self-evaluation, third-party evaluation, and the card of one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from psscore.batch.units import plain
from psscore.model.text import Text
from psscore.reports.document import Document, Paragraph, Role, Section
from psscore.reports.sections.appendix import appendix
from psscore.reports.sections.card import card
from psscore.reports.sections.change import change
from psscore.reports.sections.findings import findings
from psscore.reports.sections.improvement import improvement
from psscore.reports.sections.losses import losses
from psscore.reports.sections.method import method
from psscore.reports.sections.overview import overview, shown_total
from psscore.reports.sections.scores import scores
from psscore.reports.sections.signature import signature
from psscore.reports.shown import NONE
from psscore.reports.subject import NoReport, Subject, subject_of
from psscore.results import Evaluation
from psscore.results.wording import mode_key, mode_text

UNIT_KINDS = ("self", "third_party", "card")
TITLES = {
    "self": Text("自评价报告", "Self-evaluation report"),
    "third_party": Text("第三方评价报告", "Third-party evaluation report"),
    "card": Text("评价结果卡", "Evaluation card"),
}
SUPERIOR = Text("上级评价报告", "Report of the higher authority")


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """How a unit's report is made.

    `kind` "" takes it from the cover of the workbook; `top` is how many losses are shown with their reasons. `last`:
    evaluations of the period before, by `batch.units.plain` of the unit's name; None where nobody asked.
    """

    kind: str = ""
    lang: str = "zh"
    top: int = 10
    last: Mapping[str, Sequence[Evaluation]] | None = None


def unit_report(evaluation: Evaluation, settings: UnitSettings = UnitSettings()) -> Document:
    """The report of one evaluation. Raises `NoReport`, which says why there can be none."""
    lang = settings.lang
    subject = subject_of(evaluation, lang)
    kind = settings.kind or _kind(evaluation)
    last = _last(evaluation, settings)
    title = (SUPERIOR if kind == "third_party" and mode_key(evaluation.mode) == "superior" else TITLES[kind])(lang)
    if kind == "card":
        sections = card(subject, last)
    else:
        made = (
            overview(subject),
            method(subject),
            scores(subject),
            losses(subject, settings.top),
            findings(subject),
            change(subject, last),
            improvement(subject),
            signature(kind, lang),
            appendix(subject),
        )
        sections = tuple(section for section in made if section is not None)
    fields = _fields(subject, title)
    lead = " · ".join(part for part in (evaluation.period, evaluation.evaluator) if part)
    return Document(
        kind=kind,
        lang=lang,
        title=f"{evaluation.name} {title}" if lang == "en" else f"{evaluation.name}{title}",
        header=evaluation.name,
        footer=Text(f"标准摘要 {evaluation.digest[:16]}", f"Digest {evaluation.digest[:16]}")(lang),
        clock=evaluation.clock,
        sections=(Section("lead", (Paragraph(lead, Role.LEAD),)), *sections) if lead else sections,
        fields=fields,
    )


def by_unit(evaluations: Iterable[Evaluation]) -> dict[str, list[Evaluation]]:
    """Evaluations under the names of their units, as `UnitSettings.last` takes them."""
    found: dict[str, list[Evaluation]] = {}
    for one in evaluations:
        if one.unit:
            found.setdefault(plain(one.unit), []).append(one)
    return found


def _kind(evaluation: Evaluation) -> str:
    """The outline for what the cover says: a higher authority evaluates as a third party does."""
    way = mode_key(evaluation.mode)
    if way:
        return "self" if way == "self" else "third_party"
    seen = evaluation.mode or NONE
    raise NoReport(
        Text(
            f"封面的评价方式是“{seen}”，不知是自评还是第三方评价：请用 --kind 指明",
            f'the cover gives "{seen}" as the way of evaluation: say --kind self or --kind third-party',
        )
    )


def _last(evaluation: Evaluation, settings: UnitSettings) -> Subject | Text | None:
    if settings.last is None:
        return None
    found = settings.last.get(plain(evaluation.unit), ()) if evaluation.unit else ()
    # Of a self-evaluation and a third party's the one made in the same way is meant.
    way = mode_text(evaluation.mode)
    alike = [one for one in found if mode_text(one.mode) == way] or list(found)
    if not alike:
        return Text("上期结果中没有该单位。", "The results of the last period do not have this unit.")
    if len(alike) > 1:
        files_zh, files_en = "、".join(one.file for one in alike), ", ".join(one.file for one in alike)
        return Text(
            f"上期结果中该单位有 {len(alike)} 份，不知用哪一份：{files_zh}。",
            f"The last period has {len(alike)} results of this unit, and nothing says which to use: {files_en}.",
        )
    try:
        return subject_of(alike[0], settings.lang)
    except NoReport as why:
        return Text(f"上期结果不能使用：{why.text.zh}", f"The result of the last period cannot be used: {why.text.en}")


def _fields(subject: Subject, title: str) -> dict[str, str]:
    seen = subject.evaluation
    return {
        "title": title,
        "unit": seen.name,
        "period": seen.period or NONE,
        "evaluator": seen.evaluator or NONE,
        "mode": seen.mode or NONE,
        "standard": subject.standard.title(subject.lang),
        "reference": seen.reference,
        "total": shown_total(subject),
        "grade": seen.grade or NONE,
        "progress": seen.progress or NONE,
        "digest": seen.digest,
        "short_digest": seen.digest[:16],
        "scored_at": seen.clock.replace("T", " "),
        "file": seen.file,
    }
