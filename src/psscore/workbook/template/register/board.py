"""The board: every indicator with its target, where it stands, where it should be, and its light."""

from __future__ import annotations

from psscore.functions.register import SEVERITIES
from psscore.model.register import Kpi, Quantity, Register
from psscore.model.text import Text
from psscore.scoring.conflicts import Severity
from psscore.scoring.lights import NAMES
from psscore.scoring.register_text import baseline_text, listed
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.register.example import Filled
from psscore.workbook.template.register.rows import (
    BLANK,
    COLOURS,
    DATE,
    FAULTY,
    FORMATS,
    NO_TARGET,
    ON,
    OWN_BANDS,
    OWN_DAYS,
    STANDARD,
    TO_CHOOSE,
    UNDATED,
    UNSET,
    WORST_FIRST,
    colour_lights,
    department_of,
    guarded,
    head,
    light_words,
    sound,
)
from psscore.workbook.template.register.tables import BOARD, TARGETS
from psscore.workbook.template.style import AMBER, AMBER_FILL, GREEN, WHITE
from psscore.workbook.template.tables import READINGS, SOUND

TOP = 5
_WIDTHS = {
    "A": 7, "B": 15, "C": 34, "D": 11, "E": 25, "F": 9, "G": 5, "H": 10, "I": 11, "J": 10, "K": 10, "L": 9, "M": 9,
    "N": 8, "O": 8, "P": 9, "Q": 30,
}  # fmt: skip
_HIDDEN = {
    "R": "state", "S": "choice", "T": "own_counted", "U": "fault", "V": "lag_light", "W": "day_light", "X": "met",
}  # fmt: skip
_TITLE = Text("城市综合服务目标督办总表", "City services: the board")
_NOTE = Text(
    "浅黄色填写：责任部门、自填基线、实际值、同一灯色已连续的期数（含本期）。其余为公式，随统计日期变化。超期天数为负即剩余天数。"
    "占比录入 0.8 或 80%；录入的不是数字或不可能的，灯为“有误”，核查说明原因。"
    "目标互相矛盾的指标在“目标与矛盾”表选定后才有应达值。",
    "Fill in the pale yellow cells: department, own baseline, actual value, periods the light has stood. The rest are "
    "formulas that follow the date; negative days overdue are days left. A share is typed 0.8 or 80%; what is no "
    "number, or cannot be, has no light and says why. Where targets contradict each other, choose one on the sheet "
    "Targets first.",
)


def write_board(book: Book, register: Register, filled: Filled | None) -> None:
    """The sheet `board`, printed on A3 landscape."""
    sheet, lang = book.sheet("board"), book.lang
    sheet.raw.set_tab_color(COLOURS["red"][0])
    sheet.columns(_WIDTHS)
    for letter in _HIDDEN:
        sheet.hide_column(letter)
    head(book, sheet, "Q", _TITLE, _NOTE)
    _date_and_legend(book, sheet, filled)
    formulas = _formulas(lang)
    rows = register.kpis
    sheet.table(BOARD, f"A{TOP}", len(rows), formulas, filter=True)
    sheet.height(TOP, 32)
    for row, kpi in enumerate(rows, TOP + 1):
        _row(book, sheet, row, kpi, register, filled, formulas)
    first, last = TOP + 1, TOP + len(rows)
    colour_lights(sheet, f"O{first}:O{last}", lang=lang)
    for area in (f"H{first}:I{last}", f"K{first}:M{last}", f"P{first}:P{last}"):
        # The light says in a word why there is no number.
        sheet.mark(area, f"=ISERROR({area.split(':')[0]})", font_color=WHITE)
    sheet.mark(f"P{first}:P{last}", f"=AND(ISNUMBER($P{first}),$P{first}>0)", font_color=COLOURS["red"][0], bold=True)
    contradiction = SEVERITIES[Severity.CONTRADICTION](lang)
    sheet.mark(f"Q{first}:Q{last}", f'=$Q{first}="{contradiction}"', bg_color=AMBER_FILL, font_color=AMBER)
    sheet.mark(f"Q{first}:Q{last}", f"=$Q{first}<>$R{first}", font_color=COLOURS["red"][0], bold=True)
    sheet.validate_list(f"B{first}:B{last}", _department_list(book, register), strict=False)
    sheet.validate_count(
        f"N{first}:N{last}",
        book.say("连续期数", "Periods running"),
        book.say("同一灯色已连续几期，含本期；不填按 1。", "How many periods the light has stood, this one included."),
    )
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:A{last}", "formula_differs": f"G{first}:X{last}"})
    sheet.raw.freeze_panes(TOP, 3)
    sheet.page(f"A1:Q{last}", landscape=True, repeat=(TOP,))
    sheet.raw.set_paper(8)
    sheet.protect()


def _date_and_legend(book: Book, sheet: Sheet, filled: Filled | None) -> None:
    sheet.height(3, 26)
    sheet.height(4, 6)
    sheet.merge("A3:B3", book.say("统计日期", "Date of the report"), "label", "indent")
    sheet.write("C3", filled.on if filled else None, "input", "date", "center", "bold")
    book.name(DATE, "board", "C3")
    sheet.merge(
        "D3:E3",
        book.say("图例（灯色以字为准）：", "Legend (the word counts):"),
        "right", "small", "muted",
    )  # fmt: skip
    meanings = {
        "red": book.say("红：严重落后或超期", "red: far behind or overdue"),
        "amber": book.say("黄：落后", "amber: behind"),
        "blue": book.say("蓝：临近期限", "blue: near the deadline"),
        "green": book.say("绿：按进度或已达到", "green: on schedule or met"),
    }
    for name, area in zip(WORST_FIRST, ("F3:H3", "I3:J3", "K3:L3", "M3:O3"), strict=True):
        fill, ink = COLOURS[name]
        sheet.merge(area, meanings[name], "center", "small", bg_color=fill, font_color=ink)
    sheet.merge("P3:Q3", book.say("界限见“亮灯规则”", "limits: sheet Lights"), "center", "small", "muted")


def _department_list(book: Book, register: Register) -> list[str]:
    return [book.t(name) for name in register.departments.values()]


def reading(name: str, lang: str) -> str:
    """The chosen value of a reading on the cover, as a formula."""
    names, values = READINGS.column("name", lang), READINGS.column("value", lang)
    return f'INDEX({values},MATCH("{name}",{names},0))'


def light_formula(value: str, kind: str, own: str, running: str | None, lang: str) -> str:
    """PS_LIGHT by the bands of the reading, or by the user's own."""
    periods = f",{guarded(running)}" if running else ',""'
    declared = f',"{kind}"{periods},{STANDARD}'
    return f'IF(LEFT({reading(kind, lang)},4)="own_",PS_LIGHT({value},{own}{periods}),PS_LIGHT({value}{declared}))'


def _formulas(lang: str) -> dict[str, str]:
    cell = {key: BOARD.this_row(key, lang) for key in BOARD.columns}
    own, choice, actual = guarded(cell["own_counted"]), guarded(cell["choice"]), guarded(cell["actual"])
    code, target = cell["code"], cell["target"]
    path = f"{ON},{choice},{own},{STANDARD}"
    found = f"MATCH({code},{TARGETS.column('code', lang)},0)"
    words = ",".join(f'"{word}"' for word in light_words(lang))
    ranks = {name: f"IFERROR(MATCH({cell[name]},{{{words}}},0),0)" for name in ("lag_light", "day_light")}
    # A deadline far away says nothing good about an indicator: only its blue and red count.
    worst = f"MAX({ranks['lag_light']},IF({ranks['day_light']}>1,{ranks['day_light']},0))"
    green, contradiction = NAMES["green"](lang), SEVERITIES[Severity.CONTRADICTION](lang)
    wrong = f'{cell["fault"]}<>"{SOUND}"'
    untargeted = (
        f'IF({cell["state"]}="{contradiction}","{TO_CHOOSE(lang)}",'
        f'IF(ISNA({target}),"{UNDATED(lang)}","{FAULTY(lang)}"))'
    )
    light = (
        f'=IF({wrong},"{FAULTY(lang)}",IF({cell["operator"]}="","{NO_TARGET(lang)}",IF(ISERROR({target}),{untargeted},'
        f'IF({cell["actual"]}="","{BLANK(lang)}",'
        f'IF({cell["met"]},"{green}",IFERROR(CHOOSE({worst},{words}),"{UNSET(lang)}"))))))'
    )
    unsigned = Text(
        "自填基线未生效：须在“目标与矛盾”写明由谁、为何", "own baseline not in force: on Targets, say who and why"
    )(lang)
    no_choice = Text(
        '"选定目标“"&{0}&"”不成立，见方案中的编号和期限"',
        '"chosen target """&{0}&""" does not hold: see its numbers and deadlines"',
    )(lang)
    check = (
        f'=IF({wrong},{cell["fault"]},IF(AND({cell["own"]}<>"",{cell["own_counted"]}=""),"{unsigned}",'
        f'IF(AND({cell["choice"]}<>"",ISERROR({target})),{no_choice.format(cell["choice"])},{cell["state"]})))'
    )
    signed = f"N(IFERROR(INDEX({TARGETS.column('signed', lang)},{found}),0))=1"
    baseline_conflict = f'PS_KPI({code},"baseline_conflict","","",{STANDARD})'
    by_operator = (
        f'IF({cell["operator"]}="≥",{cell["actual"]}>={target},'
        f'IF({cell["operator"]}=">",{cell["actual"]}>{target},{cell["actual"]}<={target}))'
    )
    return {
        "target": f'=PS_KPI({code},"target",{ON},{choice},{STANDARD})',
        "deadline": f'=PS_KPI({code},"deadline",{ON},{choice},{STANDARD})',
        "expected": f"=PS_EXPECTED({code},{path})",
        "attainment": f"=PS_ATTAINMENT({code},{actual},{path})",
        "lag": f"=PS_LAG({code},{actual},{path})",
        "light": light,
        "days": f'=IF({cell["met"]},"",PS_OVERDUE({cell["deadline"]},{ON}))',
        "check": check,
        "state": sound(f'PS_KPI({code},"severity","","",{STANDARD})'),
        "choice": f'=IFERROR(INDEX({TARGETS.column("counted", lang)},{found})&"","")',
        "own_counted": f'=IF({cell["own"]}="","",IF(OR({signed},{baseline_conflict}=""),{cell["own"]},""))',
        "fault": sound(f"PS_CHECK({code},{actual},{guarded(cell['own'])},{STANDARD})"),
        "lag_light": f"={light_formula(cell['lag'], 'lights', OWN_BANDS, cell['running'], lang)}",
        "day_light": f"={light_formula(cell['days'], 'task_lights', OWN_DAYS, None, lang)}",
        "met": f'=IF({wrong},FALSE,IF(OR({cell["actual"]}="",ISERROR({target})),FALSE,{by_operator}))',
    }


def _row(
    book: Book,
    sheet: Sheet,
    row: int,
    kpi: Kpi,
    register: Register,
    filled: Filled | None,
    formulas: dict[str, str],
) -> None:
    number = {"num_format": FORMATS[kpi.quantity]}
    baseline = book.t(listed(list(dict.fromkeys(baseline_text(kpi, item) for item in kpi.baselines))))
    sheet.height(row, 27 if len(baseline) < 46 else 38)
    department = department_of(kpi, filled, register.departments)
    sheet.write(f"A{row}", kpi.code, "cell", "center", "small", "text")
    sheet.write(f"B{row}", book.t(department) if department else None, "input", "small", "wrap")
    sheet.write(f"C{row}", book.t(kpi.name), "cell", "wrap", "bold", "small")
    unit = Text("", "") if kpi.quantity is Quantity.RATIO else kpi.unit
    sheet.write(f"D{row}", book.t(unit), "cell", "center", "tiny", "wrap")
    sheet.write(f"E{row}", baseline, "cell", "wrap", "tiny")
    sheet.write(f"F{row}", filled.own.get(kpi.code) if filled else None, "input", "small", **number)
    operators = {target.operator.value for target in kpi.targets}
    sheet.write(f"G{row}", operators.pop() if len(operators) == 1 else "", "cell", "center")
    sheet.formula(f"H{row}", formulas["target"], "cell", "center", "bold", **number)
    sheet.formula(f"I{row}", formulas["deadline"], "cell", "center", "small", "date")
    sheet.write(f"J{row}", filled.actual.get(kpi.code) if filled else None, "input", "center", "bold", **number)
    sheet.formula(f"K{row}", formulas["expected"], "cell", "center", **number)
    for letter, key in (("L", "attainment"), ("M", "lag")):
        sheet.formula(f"{letter}{row}", formulas[key], "cell", "center", num_format="0.0%")
    sheet.write(f"N{row}", filled.running.get(kpi.code) if filled else None, "input", "center", "count")
    sheet.formula(f"O{row}", formulas["light"], "cell", "center", font_size=12)
    sheet.formula(f"P{row}", formulas["days"], "cell", "center", "count")
    sheet.formula(f"Q{row}", formulas["check"], "cell", "center", "wrap", font_size=8, font_color=GREEN)
    for letter, key in _HIDDEN.items():
        sheet.formula(f"{letter}{row}", formulas[key], "tiny")
