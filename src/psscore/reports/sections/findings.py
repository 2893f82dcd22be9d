"""核查发现: what the run that scored the workbook had to say of it."""

from __future__ import annotations

from psscore.model.text import Text, counted
from psscore.reports.document import Block, Column, Heading, Paragraph, Role, Section, Table
from psscore.reports.shown import NONE
from psscore.reports.subject import Subject
from psscore.workbook.codes import NOTES, code_name

NAME = "findings"
_MOST = 100


def findings(subject: Subject) -> Section:
    """Findings with their places, those that say the same together."""
    lang = subject.lang
    alike: dict[tuple[str, str], list[str]] = {}
    for finding in subject.evaluation.findings:
        if finding.code not in NOTES:
            where = "!".join(part for part in (finding.sheet, finding.cell) if part)
            alike.setdefault((finding.code, finding.message), []).append(where or NONE)
    blocks: list[Block] = [Heading(Text("核查发现", "Findings")(lang))]
    if not alike:
        blocks.append(Paragraph(Text("计分时没有发现问题。", "Nothing was found when it was scored.")(lang)))
        return Section(NAME, tuple(blocks))
    count = sum(len(places) for places in alike.values())
    told = Text(f"计分时发现 {count} 处问题：", f"{counted(count, 'finding')} when it was scored:")
    blocks.append(Paragraph(told(lang)))
    rows = []
    for (code, message), places in list(alike.items())[:_MOST]:
        where = places[0]
        if len(places) > 1:
            where += Text(f" 等 {len(places)} 处", f" and {len(places) - 1} more")(lang)
        rows.append((where, code_name(code, lang), message))
    columns = (
        Column(Text("位置", "Where")(lang), 24),
        Column(Text("类别", "Kind")(lang), 16),
        Column(Text("说明", "Message")(lang), 60),
    )
    blocks.append(Table(columns, tuple(rows), small=True))
    if rest := len(alike) - len(rows):
        blocks.append(
            Paragraph(Text(f"其余 {rest} 类见回执。", f"{counted(rest, 'more kind')} in the receipt.")(lang), Role.NOTE)
        )
    return Section(NAME, tuple(blocks))
