"""The score sheet of any standard: the raw figures are typed beside the indicators they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from psscore.functions.cells import number_out
from psscore.model.observation import BaseUse, Cohort, Measure
from psscore.model.rules import Judgement
from psscore.model.standard import Indicator, Scoring, Standard
from psscore.model.text import Text
from psscore.workbook.template.blanks import or_blank
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.content import COLLECTIONS
from psscore.workbook.template.evaluation.causes import deducted, tables_of
from psscore.workbook.template.evaluation.content import Filled
from psscore.workbook.template.style import AMBER, FAINT, GREEN, NAVY, REPEATED
from psscore.workbook.template.tables import SCORES, SOUND, Table

TOP = 4
_COHORTS = {
    Cohort.MEAN: Text("全体的平均值", "mean of the group"),
    Cohort.BEST: Text("全体的最好值", "best of the group"),
    Cohort.LOWEST: Text("全体的最低值", "lowest of the group"),
    Cohort.RANK: Text("在全体中的名次", "place in the group"),
}
_SHAPES = {
    Measure.RATE: "rate",
    Measure.CHANGE: "rate",
}


def write_scores(book: Book, standard: Standard, filled: Filled | None) -> None:
    sheet = book.sheet("scores")
    sheet.raw.set_tab_color("#1F4E79")
    english = book.lang == "en"
    deep = max(item.level for item in standard.leaves)
    sheet.columns(
        {
            "A": 9 if english else 7, "B": 12, "C": 12, "D": 26, "E": 6.5, "F": 10, "G": 10, "H": 8.5, "I": 8,
            "J": 46, "K": 18, "L": 30, "M": 9, "N": 18,
        }
    )  # fmt: skip
    for letter, level in (("B", 2), ("C", 3)):
        if deep < level:
            sheet.hide_column(letter)
    sheet.hide_column("O")
    _head(book, sheet)
    rows = standard.leaves
    sheet.table(SCORES, f"A{TOP}", len(rows), _calculated(book.lang), filter=True)
    sheet.height(TOP, 24)
    above: Sequence[Indicator] = ()
    tables = tables_of(standard)
    for row, item in enumerate(rows, TOP + 1):
        path = [standard.by_code[code] for code in reversed(standard.path(item))][:-1]
        _row(book, sheet, row, item, path, above, filled, tables.get(item.code))
        above = path
    first, last = TOP + 1, TOP + len(rows)
    sheet.fade_errors(f"E{first}:L{last}")
    sheet.mark(f"K{first}:K{last}", f'=$K{first}="{SOUND}"', font_color=GREEN)
    lost = f"=AND(ISNUMBER($I{first}),ISNUMBER($E{first}),$I{first}<$E{first})"
    sheet.mark(f"I{first}:I{last}", lost, font_color=AMBER)
    sheet.numbers_as_text(f"A{first}:A{last}")
    sheet.raw.ignore_errors({"number_stored_as_text": f"A{first}:A{last}", "formula_differs": f"E{first}:O{last}"})
    sheet.raw.freeze_panes(TOP, 4)
    sheet.page(f"A1:N{last}", landscape=True, repeat=(TOP,))
    sheet.protect()


def _head(book: Book, sheet: Sheet) -> None:
    say = book.say
    for row, points in ((1, 34), (2, 24), (3, 6)):
        sheet.height(row, points)
    sheet.merge(
        "A1:N1", say(f"{book.t(book.content.title)}　评分表", f"{book.t(book.content.title)}: score sheet"), "title"
    )
    unit = say(
        '="评价单位："&IF(ps_unit="","（未填）",ps_unit)&"　　评价周期："&IF(ps_period="","（未填）",ps_period)',
        '="Evaluated unit: "&IF(ps_unit="","(blank)",ps_unit)&"     Period: "&IF(ps_period="","(blank)",ps_period)',
    )
    sheet.merge("A2:G2", unit, "small")
    sheet.write("H2", say("总分", "Total"), "right", "muted", "small")
    sheet.formula("I2", "=ps_result_total", "bold", "score", "right", font_color=NAVY)
    grade, progress = (f'IF(ISERROR({name}),"—",{name})' for name in ("ps_result_grade", "ps_result_progress"))
    graded = say(f'"　等级 "&{grade}&"　', f'"   Grade "&{grade}&"  ') if book.content.graded else '"'
    result = say(f'={graded}　进度 "&{progress}', f'={graded}   Progress "&{progress}')
    sheet.formula("J2", result, "small")
    sheet.fade_errors("I2:I2")


def _calculated(lang: str) -> dict[str, str]:
    this = {key: SCORES.this_row(key, lang) for key in SCORES.columns}
    four = f"{this['indicator']},{or_blank(this['value'])},{or_blank(this['base'])},ps_standard_reference"
    row = f"ROW()-ROW({SCORES.header('indicator', lang)})"
    return {
        "points": f"=PS_POINTS({this['indicator']},ps_standard_reference)",
        "score": f"=PS_SCORE({four})",
        "explanation": f"=PS_EXPLAIN({four})",
        "finding": f'=IF(PS_CHECK({four})="","{SOUND}",PS_CHECK({four}))',
        "rule": f"=PS_RULE({this['indicator']},ps_standard_reference)",
        "finding_row": f'=IF({this["finding"]}="{SOUND}","",{row})',
    }


def _row(
    book: Book,
    sheet: Sheet,
    row: int,
    item: Indicator,
    path: Sequence[Indicator],
    above: Sequence[Indicator],
    filled: Filled | None,
    causes: Table | None,
) -> None:
    t, scoring, about = book.t, item.scoring, item.about
    assert scoring is not None
    assert about is not None
    formulas = _calculated(book.lang)
    sheet.height(row, 44)
    line = {} if list(path) == list(above) and above else {"top": 1, "top_color": NAVY}
    sheet.write(f"A{row}", item.code, "cell", "center", "text", **line)
    for column, part, before in (("B", path[:1], above[:1]), ("C", path[1:], above[1:])):
        same = {"font_color": REPEATED} if part and list(part) == list(before) else {}
        shown = " / ".join(t(node.name) for node in part)
        sheet.write(f"{column}{row}", shown, "cell", "small", "wrap", **line, **same)
    sheet.write(f"D{row}", t(item.name), "cell", "small", "wrap", **line)
    sheet.formula(f"E{row}", formulas["points"], "cell", "center", "points", **line)
    _inputs(book, sheet, row, item, scoring, filled, line, causes)
    sheet.formula(f"I{row}", formulas["score"], "cell", "score", "bold", "center", font_color=NAVY, **line)
    sheet.formula(f"J{row}", formulas["explanation"], "cell", "wrap", "indent", font_size=8, **line)
    finding = _with_reason(book, item, formulas["finding"])
    sheet.formula(f"K{row}", finding, "cell", "wrap", "indent", "finding", font_size=8, **line)
    sheet.formula(f"L{row}", formulas["rule"], "cell", "wrap", "indent", "tiny", **line)
    sheet.write(f"M{row}", t(COLLECTIONS[about.collection]), "cell", "small", "center", "muted", "wrap", **line)
    sheet.write(f"N{row}", None, "input", "wrap", "indent", font_size=8, **line)
    sheet.formula(f"O{row}", formulas["finding_row"], "cell", "tiny", **line)


def _with_reason(book: Book, item: Indicator, finding: str) -> str:
    """The check of a row; where an evaluator judges, it asks for the reason that is due below some points."""
    scoring = item.scoring
    if scoring is None or not isinstance(scoring.rule, Judgement):
        return finding
    score, remark = (SCORES.this_row(key, book.lang) for key in ("score", "remark"))
    due = number_out(item.points * scoring.rule.reason_below)
    asked = book.say(f"低于 {due:g} 分，须在备注中说明原因", f"below {due:g}: give the reason under remarks")
    return f'=IF(AND(ISNUMBER({score}),N({score})<{due:g},{remark}=""),"{asked}",{finding.removeprefix("=")})'


def _inputs(
    book: Book,
    sheet: Sheet,
    row: int,
    item: Indicator,
    scoring: Scoring,
    filled: Filled | None,
    line: dict[str, object],
    causes: Table | None,
) -> None:
    value, base = (list(filled.values.get(item.code, ())) if filled else []) + [None, None], None
    value, base = value[0], value[1]
    if causes is not None:
        sheet.formula(f"F{row}", deducted(causes, book.lang), "cell", "points", **line)
    else:
        sheet.write(f"F{row}", value, "input", "points", **line)
        _hint(book, sheet, f"F{row}", _value_hint(item, scoring))
    if scoring.base is BaseUse.NONE:
        sheet.formula(f"G{row}", '=""', "cell", **line)
    else:
        sheet.write(f"G{row}", base, "input", "points", **line)
        _hint(book, sheet, f"G{row}", _base_hint(scoring))
    part, whole = SCORES.this_row("value", book.lang), SCORES.this_row("base", book.lang)
    if scoring.measure is Measure.RATE:
        ready = f'IF({whole}="",{or_blank(part)},PS_RATE({part},{whole}))'
        sheet.formula(f"H{row}", f'=IFERROR({ready},"")', "cell", "rate", **line)
    else:
        sheet.write(f"H{row}", book.t(scoring.unit), "cell", "small", "center", font_color=FAINT, **line)


def _hint(book: Book, sheet: Sheet, cell: str, hint: Text) -> None:
    sheet.raw.data_validation(
        cell, {"validate": "any", "input_title": book.say("填写", "Type in"), "input_message": book.t(hint)[:255]}
    )


def _value_hint(item: Indicator, scoring: Scoring) -> Text:
    about = item.about
    assert about is not None
    told = about.method or about.definition or item.name.zh
    unit = scoring.unit
    end = Text(f"（{unit.zh}）", f" ({unit.en})")
    if scoring.cohort is Cohort.RANK:
        return Text(_COHORTS[Cohort.RANK].zh, _COHORTS[Cohort.RANK].en) + end
    ready = scoring.measure in (Measure.RATE, Measure.CHANGE) and scoring.base is BaseUse.OPTIONAL
    tail = Text("；基数留空时填现成的比率", "; a ready rate when the base is left blank") if ready else Text("", "")
    return Text(told[:120], item.name.en) + end + tail


def _base_hint(scoring: Scoring) -> Text:
    if scoring.cohort is not None:
        return _COHORTS[scoring.cohort]
    return Text("基数：应有或全部的数量", "base: all there are, or all that were due")
