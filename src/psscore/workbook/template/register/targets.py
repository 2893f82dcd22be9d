"""The targets of the plan, what contradicts what, and which target somebody chose for which reason."""

from __future__ import annotations

from collections.abc import Mapping

from psscore.functions.register import SEVERITIES
from psscore.model.register import Kpi, Register
from psscore.model.text import Text
from psscore.scoring.conflicts import Severity, conflicts
from psscore.workbook.template.book import Book
from psscore.workbook.template.register.example import Filled
from psscore.workbook.template.register.rows import ON, STANDARD, head, sound
from psscore.workbook.template.register.tables import BOARD, TARGETS
from psscore.workbook.template.style import AMBER, AMBER_FILL, MUTED
from psscore.workbook.template.tables import UNUSED

TOP = 4
_TITLE = Text("目标与矛盾", "Targets and contradictions")
_NOTE = Text(
    "方案各处的说法全部保留。有矛盾的须选定一个目标（写编号，如 2；路径写 1+3；给无期限的目标定日期写 4@2025-12-31），"
    "并写明由谁、为何；三项齐全才生效。基线有矛盾的，在督办总表填自己的基线，在此写明由谁、为何后才生效。",
    "Everything the plan says is kept. Where it contradicts itself choose a target by its number (2; a path 1+3; a day "
    "for an undated one 4@2025-12-31) and say who chose it and why; it is in force once all three are there. "
    "Where the baseline is contradictory, type your own on the board; it is in force once who and why stand here.",
)


def write_targets(book: Book, register: Register, filled: Filled | None) -> None:
    """The sheet `targets`: contradictions first. Printed on A3 landscape."""
    sheet, lang = book.sheet("targets"), book.lang
    sheet.raw.set_tab_color("#C08A3E")
    sheet.columns({"A": 7, "B": 28, "C": 62, "D": 11, "E": 62, "F": 15, "G": 14, "H": 30, "I": 12})
    for letter in "JKL":
        sheet.hide_column(letter)
    head(book, sheet, "I", _TITLE, _NOTE)
    sheet.height(3, 6)
    cell = {key: TARGETS.this_row(key, lang) for key in TARGETS.columns}
    chosen, who, why = cell["choice"], cell["who"], cell["why"]
    formulas = {
        "targets": sound(f'PS_KPI({cell["code"]},"targets","","",{STANDARD})', UNUSED),
        "severity": sound(f'PS_KPI({cell["code"]},"severity","","",{STANDARD})'),
        "finding": sound(f'PS_KPI({cell["code"]},"findings","","",{STANDARD})'),
        "counted": f'=IF(OR({chosen}="",{who}="",{why}=""),"",{chosen}&"")',
        "signed": f'=IF(OR({who}="",{why}=""),0,1)',
        "open": _open(cell, lang),
    }
    rows = sorted(register.kpis, key=lambda kpi: _rank(register, kpi))
    sheet.table(TARGETS, f"A{TOP}", len(rows), formulas, filter=True)
    sheet.height(TOP, 24)
    for row, kpi in enumerate(rows, TOP + 1):
        length = max((len(conflict.text(lang)) for conflict in conflicts(register, kpi)), default=0)
        lines = max(2, -(-max(length, 26 * len(kpi.targets)) // 42))
        sheet.height(row, min(14 * lines, 110))
        choice = filled.choices.get(kpi.code) if filled else None
        sheet.write(f"A{row}", kpi.code, "cell", "center", "small", "text")
        sheet.write(f"B{row}", book.t(kpi.name), "cell", "wrap", "small", "bold")
        sheet.formula(f"C{row}", formulas["targets"], "cell", "wrap", "small")
        sheet.formula(f"D{row}", formulas["severity"], "cell", "center", "small")
        sheet.formula(f"E{row}", formulas["finding"], "cell", "wrap", "small")
        sheet.write(f"F{row}", choice.target if choice else None, "input", "center", "text")
        sheet.write(f"G{row}", choice.who if choice else None, "input", "small", "wrap")
        sheet.write(f"H{row}", choice.why if choice else None, "input", "small", "wrap")
        sheet.write(f"I{row}", choice.on if choice else None, "input", "center", "date")
        for letter, key in (("J", "counted"), ("K", "signed"), ("L", "open")):
            sheet.formula(f"{letter}{row}", formulas[key], "tiny")
    first, last = TOP + 1, TOP + len(rows)
    worst = SEVERITIES[Severity.CONTRADICTION](lang)
    sheet.mark(f"D{first}:E{last}", f'=$D{first}="{worst}"', font_color=AMBER)
    sheet.mark(f"F{first}:H{last}", f'=AND($L{first}=1,F{first}="")', bg_color=AMBER_FILL)
    sheet.mark(f"F{first}:F{last}", f'=AND($J{first}<>"",$L{first}=1)', bg_color="#F8CBAD")
    sheet.mark(f"G{first}:H{last}", f'=AND($F{first}<>"",$J{first}="",G{first}="")', bg_color="#F8CBAD")
    sheet.mark(f"D{first}:E{last}", f'=$D{first}<>"{worst}"', font_color=MUTED)
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:A{last} F{first}:F{last}"})
    sheet.raw.freeze_panes(TOP, 2)
    end = _look_alikes(book, register, last + 2)
    sheet.page(f"A1:I{end}", landscape=True, repeat=(TOP,))
    sheet.raw.set_paper(8)
    sheet.protect()


def _open(cell: Mapping[str, str], lang: str) -> str:
    """1 for a contradiction nothing in force resolves: no valid target, or no baseline of the operator's own."""
    code = cell["code"]
    row = f"MATCH({code},{BOARD.column('code', lang)},0)"
    own = f'IFERROR(INDEX({BOARD.column("own_counted", lang)},{row})&"","")'
    started = f'AND({own}<>"",PS_CHECK({code},"",{own},{STANDARD})="")'
    contradiction = SEVERITIES[Severity.CONTRADICTION](lang)
    return (
        f'=IF({cell["severity"]}<>"{contradiction}",0,'
        f'IF(ISERROR(PS_KPI({code},"target",{ON},{cell["counted"]},{STANDARD})),1,'
        f'IF(PS_KPI({code},"baseline_conflict","","",{STANDARD})="",0,IF({started},0,1))))'
    )


def _rank(register: Register, kpi: Kpi) -> int:
    found = conflicts(register, kpi)
    return list(Severity).index(found[0].severity) if found else len(Severity)


def _look_alikes(book: Book, register: Register, row: int) -> int:
    sheet = book.sheet("targets")
    sheet.merge(f"A{row}:I{row}", book.say("形似而不矛盾", "Alike, and no contradiction"), "heading")
    sheet.height(row, 26)
    for row, item in enumerate(register.look_alikes, row + 1):  # noqa: B020 (the list goes on below the heading)
        sheet.height(row, 20)
        sheet.merge(f"A{row}:B{row}", ", ".join(item.codes), "cell", "small")
        sheet.merge(f"C{row}:I{row}", book.t(item.reason), "cell", "small", "wrap")
    return row
