"""整改清单: every indicator short of full marks, what is wanted, and room for who and when."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.reports.document import Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.sections.losses import named
from psscore.reports.shown import number
from psscore.reports.subject import Row, Subject

NAME = "improvement_list"


def improvement(subject: Subject) -> Section | None:
    """The list; nothing where no indicator is short of anything."""
    rows = (*subject.losses, *subject.holes)
    if subject.standard.unscored is not None or not rows:
        return None
    lang = subject.lang
    titles = [
        ("序号", "No.", 6, "center"),
        ("指标", "Indicator", 23, "left"),
        ("存在的问题", "Problem", 30, "left"),
        ("整改目标（满分标准）", "Target for full marks", 23, "left"),
        ("责任单位", "Responsible", 14, "left"),
        ("完成时限", "Deadline", 11, "left"),
    ]
    body = [
        (str(place), named(subject, row), _problem(row, lang), row.rule, "", "")
        for place, row in enumerate(rows, start=1)
    ]
    note = Text(
        "“存在的问题”“整改目标”由得分和评分规则生成；责任单位和完成时限由单位填写。",
        "Problem and target come from the scores and the rules; who and when are for the unit to fill in.",
    )
    return Section(
        NAME,
        (
            Heading(Text("整改清单", "Improvement list")(lang)),
            Table(
                tuple(Column(Text(zh, en)(lang), wide, align) for zh, en, wide, align in titles),
                tuple(body),
                small=True,
            ),
            Paragraph(note(lang), Role.NOTE),
        ),
    )


def _problem(row: Row, lang: str) -> str:
    if row.lost is None:
        return Text(f"尚无得分：{row.why}", f"No score: {row.why}")(lang)
    lost = number(row.lost)
    return Text(f"失 {lost} 分：{row.why}", f"{lost} lost: {row.why}")(lang)
