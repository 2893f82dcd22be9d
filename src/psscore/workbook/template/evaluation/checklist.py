"""A standard without points: a checklist with evidence and comments, and its rates. It gives no total."""

from __future__ import annotations

from psscore.model.standard import Indicator, Standard
from psscore.model.text import Text
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.cover import CardWriter
from psscore.workbook.template.evaluation.content import Filled
from psscore.workbook.template.evaluation.tables import CHECKLIST, RATES
from psscore.workbook.template.style import AMBER, GREEN, MUTED, NAVY, REPEATED

ANSWERS: dict[str, Text] = {
    "yes": Text("是", "yes"),
    "partly": Text("部分", "partly"),
    "no": Text("否", "no"),
    "not_applicable": Text("不适用", "not applicable"),
}
_TOP = 5


def items_of(standard: Standard) -> tuple[Indicator, ...]:
    """What is checked: the indicators with words of the source, rates aside; all of the last level where none has."""
    parents = {item.parent for item in standard.indicators}
    last = [item for item in standard.indicators if item.code not in parents]
    return tuple(item for item in last if not is_rate(item))


def is_rate(item: Indicator) -> bool:
    """A named rate with its method: parts over a whole."""
    return item.about is not None and item.name.zh.endswith("率") and "/" in item.about.method


def checklist_cards(standard: Standard) -> CardWriter:
    """The three cards of the cover: no total, how far the check is, how many indicators are missing."""

    def write(book: Book, sheet: Sheet) -> None:
        say, lang = book.say, book.lang
        unscored = standard.unscored
        assert unscored is not None
        answers = CHECKLIST.column("answer", lang)
        count = len(items_of(standard))
        missing = sum(standard.missing)
        cards = (
            ("B", "C", say("总分", "Total"), say("不计分", "none"), say("来源没有分值", "the source has no points")),
            ("D", "D", say("已核对", "Checked"), f'=COUNTA({answers})&"/{count}"', say("核对项目", "items")),
            (
                "E",
                "F",
                say("尚缺指标", "Indicators missing"),
                missing if unscored.declared else "—",
                say("来源所述，本文件没有", "declared by the source, not here"),
            ),
        )
        for first, last, label, value, note in cards:
            for row, content, roles in (
                (5, label, ("card", "muted")),
                (6, value, ("card_value",)),
                (7, note, ("card", "muted", "small")),
            ):
                area = f"{first}{row}:{last}{row}"
                if first != last:
                    sheet.merge(area, content, *roles)
                elif isinstance(content, str) and content.startswith("="):
                    sheet.formula(f"{first}{row}", content, *roles)
                else:
                    sheet.write(f"{first}{row}", content, *roles)

    return write


def write_checklist(book: Book, standard: Standard, filled: Filled | None = None) -> None:
    """One row an item: answer, evidence, comment; the counts above."""
    sheet = book.sheet("checklist")
    sheet.raw.set_tab_color("#1F4E79")
    say, t, lang = book.say, book.t, book.lang
    unscored = standard.unscored
    assert unscored is not None
    sheet.columns({"A": 8, "B": 16, "C": 24, "D": 46, "E": 11, "F": 34, "G": 34})
    sheet.height(1, 34)
    sheet.merge("A1:G1", say(f"{t(standard.title)}　核对清单", f"{t(standard.title)}: checklist"), "title")
    sheet.merge("A2:G2", t(unscored.reason), "note", font_color=AMBER)
    sheet.height(2, 30)
    answers = CHECKLIST.column("answer", lang)
    told = '&"　　"&'.join(f'"{t(text)} "&COUNTIF({answers},"{t(text)}")' for text in ANSWERS.values())
    sheet.merge("A3:G3", f"={told}", "small", "left", font_color=NAVY)
    sheet.height(3, 20)
    sheet.height(4, 6)
    items = items_of(standard)
    sheet.table(CHECKLIST, f"A{_TOP}", len(items), filter=True)
    sheet.height(_TOP, 24)
    above = ""
    for row, item in enumerate(items, _TOP + 1):
        path = [t(standard.by_code[code].name) for code in reversed(standard.path(item))][:-1]
        group = path[0] if path else ""
        quote = item.about.source.quote if item.about else ""
        answer, evidence, comment = (*((filled.answers if filled else {}).get(item.code, ())), "", "", "")[:3]
        sheet.height(row, max(34, 12 + 12 * (len(quote) // 26 + 1)))
        sheet.write(f"A{row}", item.code, "cell", "center", "text", "muted")
        same = {"font_color": REPEATED} if group == above else {}
        sheet.write(f"B{row}", group, "cell", "small", "wrap", **same)
        sheet.write(f"C{row}", " / ".join((*path[1:], t(item.name))), "cell", "wrap", "small")
        sheet.write(f"D{row}", quote, "cell", "wrap", font_size=8, font_color=MUTED)
        sheet.write(f"E{row}", t(ANSWERS[answer]) if answer else None, "input", "center")
        sheet.write(f"F{row}", evidence, "input", "wrap", "small", "indent")
        sheet.write(f"G{row}", comment, "input", "wrap", "small", "indent")
        above = group
    first, last = _TOP + 1, _TOP + len(items)
    sheet.validate_list(f"E{first}:E{last}", [t(text) for text in ANSWERS.values()])
    sheet.mark(f"E{first}:E{last}", f'=$E{first}="{t(ANSWERS["yes"])}"', font_color=GREEN, bold=True)
    sheet.mark(f"E{first}:E{last}", f'=OR($E{first}="{t(ANSWERS["no"])}",$E{first}="{t(ANSWERS["partly"])}")',
               font_color=AMBER, bold=True)  # fmt: skip
    sheet.numbers_as_text(f"A{first}:A{last}")
    sheet.raw.freeze_panes(_TOP, 3)
    sheet.page(f"A1:G{last}", landscape=True, repeat=(_TOP,))
    sheet.protect(rows=True)


def write_rates(book: Book, standard: Standard, filled: Filled | None = None) -> None:
    """The named rates: two counts and their quotient; pooled, so the counts of several units may be added first."""
    sheet = book.sheet("rates")
    sheet.raw.set_tab_color("#7F9DB9")
    say, t, lang = book.say, book.t, book.lang
    rates = [item for item in standard.indicators if is_rate(item)]
    sheet.columns({"A": 8, "B": 24, "C": 52, "D": 13, "E": 13, "F": 13})
    sheet.height(1, 34)
    sheet.merge("A1:F1", say("比率", "Rates"), "title")
    note = say(
        "各单位的分子、分母分别相加后再相除；不要把各单位的比率平均。",
        "Add the counts of all units before dividing; never average the rates of units.",
    )
    sheet.merge("A2:F2", note, "note")
    sheet.height(2, 22)
    top = 4
    part, whole = (RATES.this_row(key, lang) for key in ("part", "whole"))
    formula = f'=IF(OR({part}="",{whole}=""),"—",PS_RATE({part},{whole}))'
    sheet.table(RATES, f"A{top}", len(rates), {"rate": formula})
    sheet.height(top, 24)
    for row, item in enumerate(rates, top + 1):
        assert item.about is not None
        typed = (*((filled.values if filled else {}).get(item.code, ())), None, None)[:2]
        sheet.height(row, 34)
        sheet.write(f"A{row}", item.code, "cell", "center", "text", "muted")
        sheet.write(f"B{row}", t(item.name), "cell", "wrap", "indent")
        sheet.write(f"C{row}", item.about.method, "cell", "wrap", "small", "indent")
        sheet.write(f"D{row}", typed[0], "input", "count")
        sheet.write(f"E{row}", typed[1], "input", "count")
        sheet.formula(f"F{row}", formula, "cell", "rate", "center", "bold", font_color=NAVY)
    last = top + len(rates)
    sheet.validate_count(
        f"D{top + 1}:E{last}", say("件数", "Counts"), say("不小于 0 的整数。", "Whole numbers from 0.")
    )
    sheet.numbers_as_text(f"A{top + 1}:A{last}")
    sheet.page(f"A1:F{last}", landscape=True, pages=1)
    sheet.protect()
