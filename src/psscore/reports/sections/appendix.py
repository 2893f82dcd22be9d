"""附录: every indicator with inputs, rule, score and citation; digests and versions."""

from __future__ import annotations

from psscore import __version__
from psscore.model.standard import Indicator
from psscore.model.text import Text
from psscore.reports.document import Block, Column, Heading, PageBreak, Section, Table
from psscore.reports.shown import NONE, number
from psscore.reports.subject import Row, Subject

NAME = "appendix"


def appendix(subject: Subject) -> Section:
    """Begins on a page of its own."""
    lang = subject.lang
    blocks: list[Block] = [PageBreak(), Heading(Text("附录", "Appendix")(lang))]
    if subject.rows:
        blocks += [Heading(Text("各指标明细", "Every indicator")(lang), 2), _details(subject)]
    elif subject.standard.indicators:
        blocks += [Heading(Text("指标清单", "Indicators")(lang), 2), _checklist(subject)]
    blocks += [Heading(Text("文件与版本", "Files and versions")(lang), 2), _versions(subject)]
    return Section(NAME, tuple(blocks))


def _details(subject: Subject) -> Table:
    lang = subject.lang
    titles = [
        ("编号", "Code", 7, "center"),
        ("指标、评分规则及出处", "Indicator, rule and citation", 44, "left"),
        ("数值", "Value", 10, "right"),
        ("基数", "Base", 10, "right"),
        ("得分 / 分值", "Score / points", 12, "right"),
        ("得分说明", "How the score came about", 34, "left"),
    ]
    body = [
        (
            row.indicator.code,
            "\n".join([row.indicator.name(lang), row.rule, citation(row.indicator, lang)]),
            number(row.item.value) if row.item else NONE,
            number(row.item.base) if row.item else NONE,
            _score(row, lang),
            row.why,
        )
        for row in subject.rows
    ]
    columns = tuple(Column(Text(zh, en)(lang), width, align) for zh, en, width, align in titles)
    return Table(columns, tuple(body), small=True)


def citation(item: Indicator, lang: str) -> str:
    """The clause and the words of the source, which stay in its language."""
    if item.about is None:
        return ""
    source = item.about.source
    where = source.clause(lang)
    if not source.quote:
        return Text(f"出处：{where}", f"Source: {where}")(lang)
    return Text(f"出处：{where}：“{source.quote}”", f'Source: {where}: "{source.quote}"')(lang)


def _score(row: Row, lang: str) -> str:
    if row.hole == "excluded":
        return Text("不计入", "left out")(lang)
    return f"{number(row.item.score if row.item else None)} / {number(row.indicator.points)}"


def _checklist(subject: Subject) -> Table:
    lang = subject.lang
    columns = (
        Column(Text("编号", "Code")(lang), 10, "center"),
        Column(Text("指标", "Indicator")(lang), 35),
        Column(Text("来源的说明", "What the source says")(lang), 55),
    )
    rows = []
    for item in subject.standard.indicators:
        about = item.about
        told = [text for text in (about.definition, about.method) if text] if about else []
        told += [citation(item, lang)] if about else []
        rows.append((item.code, item.name(lang), "\n".join(told)))
    strong = frozenset(place for place, item in enumerate(subject.standard.indicators) if item.level == 1)
    return Table(columns, tuple(rows), strong, small=True)


def _versions(subject: Subject) -> Table:
    seen, lang = subject.evaluation, subject.lang
    rows = [
        (Text("评价标准", "Standard"), seen.reference),
        (Text("标准摘要 SHA-256", "Digest of the standard, SHA-256"), seen.digest),
        (Text("工作簿", "Workbook"), seen.file),
        (Text("计分前文件 SHA-256", "Workbook as it came, SHA-256"), seen.input_digest),
        (Text("计分后文件 SHA-256", "Workbook scored, SHA-256"), seen.output_digest),
        (Text("计分时间", "Scored at"), seen.clock.replace("T", " ")),
        (Text("计分程序", "Scored by"), f"psscore {seen.psscore}" + (f", {seen.engine}" if seen.engine else "")),
        (Text("报告程序", "Report by"), f"psscore {__version__}"),
    ]
    body = tuple((title(lang), value) for title, value in rows if value)
    return Table((Column("", 3), Column("", 7)), body, small=True)
