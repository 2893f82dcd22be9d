"""概述: who was evaluated, by whom, by which standard, and what came out."""

from __future__ import annotations

from collections.abc import Iterator

from psscore.model.scorecard import Refused
from psscore.model.text import Text, counted
from psscore.reports.document import Block, Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import NONE, number, rate, standard_name
from psscore.reports.subject import Subject
from psscore.results.wording import missing_text, no_total_text

NAME = "overview"


def overview(subject: Subject) -> Section:
    """The facts of the cover, then the result in sentences."""
    lang = subject.lang
    blocks: list[Block] = [Heading(Text("概述", "Overview")(lang)), _cover(subject)]
    blocks += [Paragraph(sentence(lang)) for sentence in _sentences(subject)]
    blocks += [Paragraph(sentence(lang), Role.WARNING) for sentence in warnings(subject)]
    return Section(NAME, tuple(blocks))


def shown_total(subject: Subject) -> str:
    """The total out of its full marks, or that it is withheld, or that the standard has none."""
    lang, evaluation = subject.lang, subject.evaluation
    if subject.standard.unscored is not None:
        return Text("该标准不计分", "the standard has no points")(lang)
    if evaluation.total is None:
        return Text("未得出", "withheld")(lang)
    return f"{number(evaluation.total)} / {number(evaluation.max_points or subject.standard.total_points)}"


def _cover(subject: Subject) -> Table:
    seen, lang = subject.evaluation, subject.lang
    rows = [
        (Text("被评价单位", "Evaluated unit"), seen.unit or seen.file),
        (Text("评价周期", "Period"), seen.period),
        (Text("评价方式", "Way of evaluation"), seen.mode),
        (Text("评价人", "Evaluator"), seen.evaluator),
        (Text("评价标准", "Standard"), standard_name(subject.standard, lang)),
        (Text("总分", "Total"), shown_total(subject)),
        (Text("等级", "Grade"), seen.grade),
        (Text("进度", "Progress"), seen.progress),
        (Text("计分时间", "Scored at"), seen.clock.replace("T", " ")),
    ]
    if subject.standard.unscored is not None:
        rows = [row for row in rows if row[0].en not in ("Grade", "Progress")]
    return Table(
        (Column("", 2), Column("", 7)),
        tuple((title(lang), value or NONE) for title, value in rows),
    )


def _sentences(subject: Subject) -> Iterator[Text]:
    seen, standard = subject.evaluation, subject.standard
    if standard.unscored is not None:
        yield Text(f"不计分：{standard.unscored.reason.zh}。", f"No points: {standard.unscored.reason.en}.")
        return
    full = seen.max_points or standard.total_points
    if seen.total is None:
        if subject.holes:
            told = missing_text(seen, [row.indicator.code for row in subject.holes], standard)
            yield Text(f"总分未得出：{told.zh}。", f"The total is withheld: {told.en}.")
        elif isinstance(subject.total, Refused) and standard.leaves:
            yield Text(f"总分未得出：{subject.total.reason.zh}。", f"The total is withheld: {subject.total.reason.en}.")
        elif why := no_total_text(seen):
            yield Text(f"总分未得出：{why.zh}。", f"The total is withheld: {why.en}.")
        else:
            yield Text("总分未得出。", "The total is withheld.")
    else:
        grade_zh = f"，等级为{seen.grade}" if seen.grade else ""
        grade_en = f"; grade: {seen.grade}" if seen.grade else ""
        yield Text(
            f"总分 {number(seen.total)} 分，满分 {number(full)} 分，得分率 {rate(seen.total, full)}{grade_zh}。",
            f"Total {number(seen.total)} of {number(full)} points, {rate(seen.total, full)}{grade_en}.",
        )
    if branches := subject.branches(1):
        zh = "，".join(f"{b.indicator.name.zh} {number(b.score)} / {number(b.available)} 分" for b in branches)
        en = ", ".join(f"{b.indicator.name.en} {number(b.score)} / {number(b.available)}" for b in branches)
        yield Text(f"一级指标：{zh}。", f"Level 1: {en}.")
    if standard.form is not None and not standard.leaves:
        yield Text(
            "该标准的指标由单位在自评表中自定，逐项得分见工作簿。",
            "The indicators of this standard are the unit's own, in its form: the workbook has their scores.",
        )
    if rows := subject.rows:
        full_marks = sum(row.lost is not None and row.lost <= 0 for row in rows)
        kinds = [
            (full_marks, "项满分", "with full marks"),
            (len(subject.losses), "项失分", "with points lost"),
            (
                sum(row.lost is not None and row.lost > 0 and row.bonus for row in rows),
                "项加分未得满",
                "bonus not full",
            ),
            (len(subject.excluded), "项不计入", "left out"),
            (len(subject.holes), "项尚无得分", "without a score"),
        ]
        zh = "，".join(f"{count} {words}" for count, words, _ in kinds if count)
        en = ", ".join(f"{count} {words}" for count, _, words in kinds if count)
        yield Text(f"共 {len(rows)} 项指标：{zh}。", f"{counted(len(rows), 'indicator')}: {en}.")


def warnings(subject: Subject) -> Iterator[Text]:
    """What a reader must know before believing the figures."""
    seen = subject.evaluation
    if seen.status == "partial":
        yield Text(
            "注意：计分不完整，有公式保留旧值，见核查发现。",
            "Note: the workbook was scored in part, some formulas keep old values; see the findings.",
        )
    if subject.changed_rules:
        was, now = seen.digest[:12] or NONE, subject.standard.digest[:12]
        yield Text(
            f"注意：计分所用标准的摘要为 {was}，与现有的 {now} 不同；本报告中的规则文字取自后者。",
            f"Note: the standard that was scored by has the digest {was}, the one known here {now}; "
            "the rules are quoted from the latter.",
        )
    if not subject.readded:
        again = subject.total
        zh = f"为 {number(again.score)} 分" if not isinstance(again, Refused) else "得不出总分"
        en = f"make {number(again.score)}" if not isinstance(again, Refused) else "make no total"
        yield Text(
            f"注意：工作簿的总分 {number(seen.total)} 与各项得分不符，各项得分合计{zh}。",
            f"Note: the workbook's total {number(seen.total)} is not that of its rows, which {en}.",
        )
    if other := [row.indicator.code for row in subject.rows if not row.agrees]:
        zh, en = "、".join(other), ", ".join(other)
        yield Text(
            f"注意：下列指标按现有规则和录入值算不出工作簿中的得分：{zh}。",
            f"Note: by the rules known here the inputs of these indicators do not give the workbook's scores: {en}.",
        )
