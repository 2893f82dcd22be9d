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
from psscore.workbook.template.evaluation.causes import deducted, tables_of
from psscore.workbook.template.evaluation.content import Filled
from psscore.workbook.template.score_sheet import TOP, calculated, frame, result_line, unit_line, write_results
from psscore.workbook.template.style import FAINT, NAVY, REPEATED
from psscore.workbook.template.tables import SCORES, Table

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
    frame(sheet, len(rows))


def _head(book: Book, sheet: Sheet) -> None:
    say = book.say
    for row, points in ((1, 34), (2, 24), (3, 6)):
        sheet.height(row, points)
    sheet.merge(
        "A1:N1", say(f"{book.t(book.content.title)}　评分表", f"{book.t(book.content.title)}: score sheet"), "title"
    )
    sheet.merge("A2:G2", unit_line(book), "small")
    sheet.write("H2", say("总分", "Total"), "right", "muted", "small")
    sheet.formula("I2", "=ps_result_total", "bold", "score", "right", font_color=NAVY)
    sheet.formula("J2", result_line(book, graded=book.content.graded), "small")
    sheet.fade_errors("I2:I2")


def _calculated(lang: str) -> dict[str, str]:
    value, base = (or_blank(SCORES.this_row(key, lang)) for key in ("value", "base"))
    return calculated(lang, (value, base), (value, base))


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
    formulas["finding"] = _with_reason(book, item, formulas["finding"])
    write_results(book, sheet, row, about, formulas, None, line)


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
