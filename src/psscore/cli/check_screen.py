"""What a check found, as tables on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from psscore.cli.lang import say
from psscore.cli.screen import evened
from psscore.model.text import counted

if TYPE_CHECKING:
    from psscore.tampering import Finding, Report

_SHOWN = 40
_FILES = 3
# Findings whose sentence says what should be there.
_COMPLETE = frozenset({"reading_differs", "receipt_differs"})
# Findings of one kind on one sheet that are told one by one.
_OF_A_KIND = 4
_SEVERITY = {
    "critical": ("严重", "critical", "bold red"),
    "warning": ("警告", "warning", "yellow"),
    "note": ("提示", "note", "dim"),
}
_STATUS = {
    "sound": ("未发现改动", "nothing found", "green"),
    "findings": ("有问题", "findings", "red"),
    "unreadable": ("不能核查", "unreadable", "red"),
}


def summary(reports: Sequence[Report], lang: str) -> Table:
    """One line a workbook, those with the gravest findings first."""
    table = Table()
    for title in (say(lang, "文件", "File"), say(lang, "单位", "Unit"), say(lang, "结果", "Result")):
        table.add_column(title, overflow="fold")
    for title in (say(lang, "文件中总分", "Total in file"), say(lang, "应得总分", "Total due")):
        table.add_column(title, justify="right")
    for zh, en, _ in _SEVERITY.values():
        table.add_column(say(lang, zh, en), justify="right")
    body: list[list[str | Text]] = []
    for report in sorted(reports, key=_weight):
        counts = {str(severity): count for severity, count in report.counts.items()}
        numbers = [
            Text(str(counts.get(severity, 0)), style=style if counts.get(severity) else "dim")
            for severity, (_, _, style) in _SEVERITY.items()
        ]
        stored, due = report.totals.stored, report.totals.due
        told = Text(stored or "—"), Text(due or "—", style="bold red" if stored and due and stored != due else "")
        body.append([Text(report.file), Text(report.unit), _status(report, lang), *told, *numbers])
    for row in evened(body, (3, 4)):
        table.add_row(*row)
    return table


def common_notes(reports: Sequence[Report]) -> dict[Finding, list[str]]:
    """The notes without a place that several workbooks have in common, with the files."""
    found: dict[Finding, list[str]] = {}
    for report in reports:
        for finding in report.findings:
            if str(finding.severity) == "note" and not finding.sheet:
                found.setdefault(finding, []).append(report.file)
    return {finding: files for finding, files in found.items() if len(files) > 1}


def common_lines(notes: Mapping[Finding, Sequence[str]], lang: str) -> Iterator[Text]:
    """One line for each such note."""
    from psscore.tampering.codes import TAMPERING

    zh, en, style = _SEVERITY["note"]
    for finding, files in notes.items():
        named = say(lang, "、", ", ").join(files[:_FILES])
        if len(files) > _FILES:
            named += say(lang, " 等", " and others")
        number = say(lang, f"{len(files)} 份", counted(len(files), "workbook"))
        told = f"{TAMPERING[finding.code].name(lang)}{say(lang, '：', ': ')}{finding.text(lang)}"
        advice = f"{say(lang, '；', '; ')}{finding.advice(lang)}"
        yield Text.assemble((say(lang, zh, en), style), f"  {number} ", told, advice, (f"  {named}", "dim"))


def details(report: Report, handed_out: bool, lang: str, told_once: Container[Finding] = ()) -> Iterator[Table | Text]:
    """The findings of one workbook without those told once for all, and a line that sums them up."""
    title = f"{report.file}  {report.unit}".rstrip()
    if report.refusal is not None:
        yield Text.assemble((title, "bold"), "  ", _status(report, lang), "  ", report.refusal(lang))
        return
    findings = [finding for finding in report.findings if finding not in told_once]
    if findings:
        yield _table(findings, title, lang)
    counts = {str(severity): count for severity, count in report.counts.items()}
    told = say(lang, "，", ", ").join(
        say(lang, f"{zh} {counts[severity]} 项", f"{counts[severity]} {en}")
        for severity, (zh, en, _) in _SEVERITY.items()
        if counts.get(severity)
    )
    if not report.compared:
        compared = say(lang, "没有可比对的工作簿", "nothing to compare with")
    elif handed_out:
        compared = say(lang, "已与发放的工作簿比对", "compared with the workbook handed out")
    else:
        compared = say(lang, "已与该标准的工作簿比对", "compared with the workbook of its standard")
    line = Text.assemble((title, "bold"), "  ", _status(report, lang))
    yield Text.assemble(line, f"  {told}" if told else "", (f"  {compared}", "dim"))
    stored, due = report.totals.stored, report.totals.due
    if stored and due and stored != due:
        yield Text(
            say(
                lang,
                f"文件中总分 {stored}；按现有输入和原公式应得 {due}",
                f"Total in the file {stored}; due by its inputs and the original formulas: {due}",
            ),
            style="bold red",
        )


def verdict(reports: Sequence[Report], lang: str) -> Text:
    """How many workbooks of each kind there are."""
    told = Text(say(lang, f"共 {len(reports)} 份", counted(len(reports), "workbook")), style="bold")
    for status, (zh, en, style) in _STATUS.items():
        if count := sum(report.status == status for report in reports):
            told.append(say(lang, f"，{zh} {count}", f", {en} {count}"), style=style)
    return told


def _status(report: Report, lang: str) -> Text:
    zh, en, style = _STATUS[report.status]
    return Text(say(lang, zh, en), style=style)


def _weight(report: Report) -> tuple[bool, int, int, str]:
    counts = {str(severity): count for severity, count in report.counts.items()}
    return report.status != "unreadable", -counts.get("critical", 0), -counts.get("warning", 0), report.file


def _table(findings: Sequence[Finding], title: str, lang: str) -> Table:
    from psscore.tampering.codes import TAMPERING

    table = Table(title=Text(title), title_justify="left")
    for heading in (
        ("程度", "Weight"),
        ("位置", "Where"),
        ("问题", "Finding"),
        ("说明", "Message"),
        ("处理", "What to do"),
    ):
        table.add_column(say(lang, *heading), overflow="fold", no_wrap=heading[0] in ("程度", "问题"))
    alike: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        key = str(finding.severity), finding.code, finding.text(lang), finding.expected
        alike.setdefault(key, []).append(finding)
    kinds = Counter((severity, code, group[0].sheet) for (severity, code, *_), group in alike.items())
    told: Counter[tuple[str, str, str]] = Counter()
    rest = 0
    for (severity, code, message, expected), group in alike.items():
        if table.row_count >= _SHOWN:
            rest += len(group)
            continue
        zh, en, style = _SEVERITY[severity]
        kind = severity, code, group[0].sheet
        told[kind] += 1
        left = kinds[kind] - _OF_A_KIND
        if left > 1 and told[kind] > _OF_A_KIND:
            if told[kind] == _OF_A_KIND + 1:
                more = say(lang, f"同一工作表还有 {left} 处同类，见 --json", f"{left} more of this kind: see --json")
                table.add_row("", Text(group[0].sheet), Text(TAMPERING[code].name(lang)), more, "")
            continue
        where = "!".join(part for part in (group[0].sheet, group[0].cell) if part) or "—"
        if len(group) > 1:
            where += say(lang, f" 等 {len(group)} 处", f" and {len(group) - 1} more")
        if expected and code not in _COMPLETE:
            message += say(lang, f"；应为 {expected}", f"; should be {expected}")
        name = TAMPERING[code].name(lang)
        cells = (
            Text(say(lang, zh, en), style=style),
            Text(where),
            Text(name),
            Text(message),
            Text(group[0].advice(lang)),
        )
        table.add_row(*cells)
    if rest:
        table.add_row("…", "", "", say(lang, f"其余 {rest} 项见 --json", f"{rest} more in --json"), "")
    return table
