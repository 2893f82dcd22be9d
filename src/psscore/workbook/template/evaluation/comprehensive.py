"""综合评价: the three evaluations of a city side by side, and self-evaluation beside the third party."""

from __future__ import annotations

from collections.abc import Mapping

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.evaluation.comparison import write_comparison
from psscore.workbook.template.style import AMBER, NAVY

_TOP = 4


def write_comprehensive(book: Book, own: Standard, others: Mapping[Text, Standard]) -> None:
    """This workbook's evaluation, and the ones whose official text is not here: they say what is missing, no score.

    A total over the three is not made: the source gives no weights for it.
    """
    sheet = book.sheet("comprehensive")
    sheet.raw.set_tab_color("#9AA7B4")
    say, t = book.say, book.t
    sheet.columns({"A": 16, "B": 40, "C": 12, "D": 22, "E": 13, "F": 13, "G": 26})
    sheet.height(1, 34)
    sheet.merge("A1:G1", say("综合评价", "Comprehensive evaluation"), "title")
    note = say(
        "公众服务、运行监测、管理监督三项评价并列；来源没有给出三项之间的权重，因此不合计。"
        "后两项只有名称：有正式文本后，按 docs/rulebooks.zh.md 建成自有标准，在各自的工作簿中评分，再把结果填在这里。",
        "The three evaluations side by side. The source gives no weights between them, so there is no sum. Of the "
        "latter two only names are here: with the official text, make your own standards (docs/rulebooks.en.md), score "
        "them in their workbooks and type the results here.",
    )
    sheet.merge("A2:G2", note, "note")
    sheet.height(2, 42)
    heads = (
        say("评价", "Evaluation"), say("评价标准", "Standard"), say("应有指标", "Declared"),
        say("本文件所载", "Here"), say("得分", "Score"), say("满分", "Full marks"), say("状态", "State"),
    )  # fmt: skip
    for column, head in zip("ABCDEFG", heads, strict=True):
        sheet.write(f"{column}{_TOP}", head, "header")
    sheet.height(_TOP, 22)
    _own(book, sheet, _TOP + 1, own)
    for row, (title, standard) in enumerate(others.items(), _TOP + 2):
        assert standard.unscored is not None
        declared = standard.unscored.declared
        have = [sum(item.level == level for item in standard.indicators) for level in range(1, len(declared) + 1)]
        sheet.height(row, 40)
        sheet.write(f"A{row}", t(title), "cell", "wrap", "small", "bold", "indent")
        sheet.write(f"B{row}", f"{standard.id}/{standard.edition}", "cell", "wrap", "small", "indent")
        sheet.write(f"C{row}", "/".join(map(str, declared)), "cell", "center", "small")
        missing = "/".join(str(number) for number in standard.missing)
        shown = say(f"{'/'.join(map(str, have))}，缺 {missing}", f"{'/'.join(map(str, have))}, missing {missing}")
        sheet.write(f"D{row}", shown, "cell", "center", "small", font_color=AMBER)
        sheet.write(f"E{row}", None, "input", "center", "score")
        sheet.write(f"F{row}", None, "input", "center", "points")
        waiting = say("来源没有分值，不评分", "no points in the source: not scored")
        typed = say("另册评分，人工填入", "scored elsewhere, typed in")
        sheet.formula(f"G{row}", f'=IF(E{row}="","{waiting}","{typed}")', "cell", "small", "indent", "wrap")
    last = write_comparison(book, sheet, own.leaves, _TOP + len(others) + 7)
    sheet.page(f"A1:G{last}", repeat=(_TOP,))
    sheet.protect()


def _own(book: Book, sheet: Sheet, row: int, own: Standard) -> None:
    levels = [sum(item.level == level for item in own.indicators) for level in (1, 2, 3)]
    shown = "/".join(map(str, levels))
    sheet.height(row, 40)
    sheet.write(f"A{row}", book.say("公众服务", "Public service"), "cell", "small", "bold", "wrap", "indent")
    sheet.write(f"B{row}", f"{own.id}/{own.edition}", "cell", "small", "indent", "wrap")
    sheet.write(f"C{row}", shown, "cell", "center", "small")
    sheet.write(f"D{row}", shown, "cell", "center", "small")
    sheet.formula(f"E{row}", '=IF(ISERROR(ps_result_total),"—",ps_result_total)', "cell", "center", "score", "bold",
                  font_color=NAVY)  # fmt: skip
    sheet.formula(f"F{row}", "=ps_max_points", "cell", "center", "points")
    done = book.say(
        '=IF(ISERROR(ps_result_total),"总分暂缺","等级 "&IF(ISERROR(ps_result_grade),"—",ps_result_grade))',
        '=IF(ISERROR(ps_result_total),"total withheld","grade "&IF(ISERROR(ps_result_grade),"—",ps_result_grade))',
    )
    sheet.formula(f"G{row}", done, "cell", "small", "indent")
