"""The buttons, run over an xlwings engine on openpyxl: what they say and do is what headless says."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest
import xlwings
from openpyxl.styles import Protection

import psscore
from hosts.xlwings import openpyxl_engine
from hosts.xlwings.openpyxl_engine import opened
from psscore.hosts.xlwings import macros, summary
from psscore.hosts.xlwings.failure import words
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE


def calculated(data: bytes) -> bytes:
    done = recalculate(data, Options(allow_partial=True)).data
    assert done is not None
    return done


def as_it_is(data: bytes) -> bytes:
    return data


@pytest.fixture(scope="module")
def filled() -> bytes:
    return calculated(build("zh", EXAMPLE))


@pytest.fixture
def book(filled: bytes) -> Iterator[xlwings.Book]:
    found = opened(filled, calculated)
    with called_from(found):
        yield found


@contextmanager
def called_from(book: xlwings.Book) -> Iterator[None]:
    """The buttons belong to this workbook."""
    book.set_mock_caller()
    try:
        yield
    finally:
        del xlwings.Book._mock_caller


def cell(book: xlwings.Book, sheet: str, at: str) -> object:
    return book.sheets[sheet].range(at).raw_value


def typed(book: xlwings.Book, sheet: str, at: str, value: object) -> None:
    book.impl.formulas[sheet][at] = value


def test_scoring_says_what_headless_says_and_selects_the_first_finding(book: xlwings.Book, filled: bytes) -> None:
    receipt = recalculate(filled, Options()).receipt
    told = macros.score_workbook(lang="zh")
    assert told.startswith(f"总分 {receipt['total']} / {receipt['max_points']}　等级 {receipt['grade']}　进度 47/47")
    assert f"问题 {len(receipt['findings'])} 条，已选中第一条：" in told
    first = receipt["findings"][0]
    assert f"{first['sheet']}!{first['cell']} {first['message']}" in told
    selected = book.app.selection
    assert selected is not None
    assert (selected.sheet.name, selected.row, selected.column) == ("平台数据", 16, 9)
    assert book.impl.active == "平台数据"
    assert "注意" not in told


def test_scoring_stamps_time_operator_digest_and_version(book: xlwings.Book, filled: bytes) -> None:
    receipt = recalculate(filled, Options()).receipt
    told = macros.score_workbook(lang="zh")
    at = cell(book, "封面", "C16")
    assert isinstance(at, datetime.datetime)
    assert abs(datetime.datetime.now() - at) < datetime.timedelta(minutes=5)
    assert cell(book, "封面", "C17") == "王评估员"
    assert cell(book, "封面", "C18") == receipt["standard"]["digest"]
    assert cell(book, "封面", "F17") == f"psscore {psscore.__version__}"
    assert f"已记录：{at:%Y-%m-%d %H:%M}，王评估员" in told


def test_checking_says_the_same_and_writes_nothing(book: xlwings.Book) -> None:
    checked = macros.check_workbook(lang="zh")
    assert cell(book, "封面", "C16") is None
    assert macros.score_workbook(lang="zh").startswith(checked)


@pytest.mark.usefixtures("book")
def test_english() -> None:
    told = macros.score_workbook(lang="en")
    assert told.startswith("Total 83.69 of 100, grade 良, scored 47/47")
    assert "the first is selected:" in told
    assert "Stamped: " in told


def test_what_was_typed_but_not_saved_counts(book: xlwings.Book) -> None:
    typed(book, "平台数据", "D5", None)
    told = macros.check_workbook(lang="zh")
    assert told.startswith("总分暂缺，已得分指标 45/47")


def test_a_screen_that_was_not_recalculated_is_named(filled: bytes) -> None:
    book = opened(filled, as_it_is)
    with called_from(book):
        told = macros.check_workbook(lang="zh")
    # openpyxl keeps no results, so that every formula shows nothing until it is calculated.
    assert "个单元格显示的不是由现有数据算出的值" in told
    assert "Ctrl+Alt+F9" in told


def test_a_protected_stamp_cell_is_named_and_the_rest_goes_on(book: xlwings.Book) -> None:
    sheet = book.impl.formulas["封面"]
    assert sheet.protection.sheet, "the cover is protected, its stamp cells are not"
    sheet["C16"].protection = Protection(locked=True)
    told = macros.score_workbook(lang="zh")
    assert "封面!C16 不能写入计分时间" in told
    assert told.startswith("总分 ")


def test_a_workbook_open_read_only_is_not_stamped(book: xlwings.Book) -> None:
    book.impl.ReadOnly = True
    told = macros.score_workbook(lang="zh")
    assert told.startswith("总分 ")
    assert "工作簿以只读方式打开" in told
    assert cell(book, "封面", "C16") is None


STAMPS = ("C16", "C17", "F17", "C18")


def test_a_stamp_is_written_whole_or_not_at_all(book: xlwings.Book) -> None:
    macros.score_workbook(lang="zh")
    book.app.impl.user = "李评估员"
    before = [cell(book, "封面", at) for at in STAMPS]
    book.impl.formulas["封面"]["C18"].protection = Protection(locked=True)
    told = macros.score_workbook(lang="zh")
    book.app.impl.user = "王评估员"
    assert "封面!C18 不能写入计分时间" in told
    assert [cell(book, "封面", at) for at in STAMPS] == before


def test_a_formula_in_a_stamp_cell_is_not_overwritten(book: xlwings.Book) -> None:
    typed(book, "封面", "F17", "=C17")
    told = macros.score_workbook(lang="zh")
    assert "封面!F17 中有公式" in told
    assert book.impl.formulas["封面"]["F17"].value == "=C17"
    assert cell(book, "封面", "C16") is None


@pytest.mark.parametrize("operator", ["=cmd|'/c calc'!A1", "007", "'quoted", "+1", "@SUM(1)", "TRUE"])
@pytest.mark.parametrize("form", ["@", "General"])
def test_an_operator_is_a_text(book: xlwings.Book, operator: str, form: str) -> None:
    book.app.impl.user = operator
    book.impl.formulas["封面"]["C17"].number_format = form
    macros.score_workbook(lang="zh")
    book.app.impl.user = "王评估员"
    assert cell(book, "封面", "C17") == operator
    assert book.impl.formulas["封面"]["C17"].value == operator


def test_scores_that_are_not_those_of_the_data_are_not_stamped(filled: bytes) -> None:
    book = opened(filled, as_it_is)
    with called_from(book):
        told = macros.score_workbook(lang="zh")
        assert "个单元格显示的不是由现有数据算出的值" in told
        assert told.endswith("未记录计分时间：屏幕上的得分不是由现有数据算出的。")
    assert cell(book, "封面", "C16") is None


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_finding_on_a_hidden_sheet(book: xlwings.Book, state: str) -> None:
    book.impl.formulas["平台数据"].sheet_state = state
    told = macros.score_workbook(lang="zh")
    assert told.startswith("总分 83.69")
    assert "问题 3 条：" in told
    assert "已记录：" in told


def test_readings_of_a_hidden_cover(book: xlwings.Book) -> None:
    book.impl.formulas["封面"].sheet_state = "hidden"
    assert macros.readings(lang="zh").startswith("public-service/2026\n")


@pytest.mark.usefixtures("book")
def test_a_picture_is_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise AttributeError("<unknown>.Address")

    monkeypatch.setattr(openpyxl_engine.App, "selection", property(refuse))
    assert macros.explain_selection(lang="zh") == "请先选中一个得分单元格。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_stamp_is_told_below_many_findings(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "_LISTED", 60)
    book = opened(calculated(build("zh", EXAMPLE)), calculated)
    with called_from(book):
        for row in range(5, 15):
            typed(book, "平台数据", f"D{row}", "长" * 30)
        told = macros.score_workbook(lang=lang)
    assert told.splitlines()[-2] == "…"
    assert told.splitlines()[-1].startswith(("已记录：", "Stamped: "))
    assert len(told.encode("gbk")) <= 1024, "what a message box of Chinese Windows shows"


FITTED = [
    ("a\nb", "", "a\nb", "short"),
    ("a\nb", "end", "a\nb\nend", "with a last line"),
    ("a" * 1000, "", "a" * 1000, "just fits"),
    ("字" * 500, "", "字" * 500, "Chinese letters are twice as wide"),
    ("一\n" + "字" * 500, "", "一\n…", "cut at a line"),
    ("x\n" + "a" * 996, "end", "x\n…\nend", "the last line stays"),
    ("字" * 501, "", "字" * 250 + "\n…", "one line that is too long"),
]


@pytest.mark.parametrize(("text", "last", "shown", "why"), FITTED, ids=[row[3] for row in FITTED])
def test_a_message_box(text: str, last: str, shown: str, why: str) -> None:
    assert summary.fitted(text, last) == shown, why
    assert summary.fitted(shown) == shown, "what fits stays"


WORDS = [
    (RuntimeError(-2147352567, "Exception occurred.", (0, "Excel", "磁盘已满\n", None, 0, 0), None), "磁盘已满"),
    (
        RuntimeError(-2147417848, "The object invoked has disconnected.", None, None),
        "The object invoked has disconnected.",
    ),
    (OSError(28, "No space left on device", "C:\\Temp\\x"), "No space left on device"),
    (ValueError("odd"), "odd"),
    (KeyError("name"), "'name'"),
]


@pytest.mark.parametrize(("failure", "said"), WORDS, ids=[row[1] for row in WORDS])
def test_the_words_of_a_failure(failure: Exception, said: str) -> None:
    assert words(failure) == said


def test_excel_that_gives_no_copy(book: xlwings.Book) -> None:
    book.impl.refuses = OSError("Call was rejected by callee.")
    told = macros.score_workbook(lang="zh")
    assert "Excel 没有给出工作簿的副本（Call was rejected by callee.）" in told
    assert "Traceback" not in told
    assert cell(book, "封面", "C16") is None


def test_a_com_error_is_told_by_its_words(book: xlwings.Book) -> None:
    book.impl.refuses = RuntimeError(-2147352567, "Exception occurred.", (0, "Excel", "磁盘已满", None, 0, 0), None)
    assert "（磁盘已满）" in macros.score_workbook(lang="zh")


def test_a_workbook_that_cannot_be_scored_is_not_stamped(filled: bytes) -> None:
    book = opened(filled, lambda data: data[: len(data) // 2])
    with called_from(book):
        told = macros.score_workbook(lang="zh")
    assert told.startswith("无法读取：")
    assert cell(book, "封面", "C16") is None


EXPLAINED = [
    ("I5", "1 停车秩序问题响应率", "the score itself"),
    ("D6", "2 停车秩序问题解决率", "anything in its row"),
]


@pytest.mark.parametrize(("at", "start", "why"), EXPLAINED, ids=[row[2] for row in EXPLAINED])
def test_explaining_a_score(book: xlwings.Book, at: str, start: str, why: str) -> None:
    book.sheets["评分表"].range(at).select()
    assert macros.explain_selection(lang="zh").startswith(start), why


def test_explaining_elsewhere(book: xlwings.Book) -> None:
    assert macros.explain_selection(lang="zh") == "请先选中一个得分单元格。"
    book.sheets["封面"].range("B6").select()
    assert "没有 PS_SCORE 得分" in macros.explain_selection(lang="zh")


def test_the_readings_and_where_to_choose_them(book: xlwings.Book) -> None:
    told = macros.readings(lang="zh")
    assert told.startswith("public-service/2026\n")
    assert "不足一个百分点的计法：按比例（插入法）" in told
    assert "project-self-evaluation/2020" in told
    assert len(told.encode("gbk")) <= 1024, "a message box shows no more"
    selected = book.app.selection
    assert selected is not None
    assert (selected.sheet.name, selected.row) == ("封面", 23)


def test_a_reading_that_is_open_comes_first() -> None:
    book = opened(calculated(build("zh")), calculated)
    with called_from(book):
        told = macros.readings(lang="zh").splitlines()
    assert told[1].startswith("★ 无诉求时的计法：未选")


def plain(formulas: dict[str, object]) -> xlwings.Book:
    """A workbook without our names, open and calculated."""
    made = openpyxl.Workbook()
    for at, value in formulas.items():
        made.worksheets[0][at] = value
    out = io.BytesIO()
    made.save(out)
    return opened(calculated(out.getvalue()), calculated, "x.xlsx")


PLAIN: list[tuple[dict[str, object], str, str]] = [
    ({"A1": 5, "A2": "=A1*2"}, "此工作簿中没有 PS_ 公式，无可评分。", "nothing of ours"),
    ({"A1": '=PS_SCORE("1",93,100)', "A2": '=PS_SCORE("2",B2,100)'}, "没有总分，已得分指标 1/2\n", "scores, no total"),
]


@pytest.mark.parametrize(("formulas", "start", "why"), PLAIN, ids=[row[2] for row in PLAIN])
def test_a_workbook_without_our_names(formulas: dict[str, object], start: str, why: str) -> None:
    book = plain(formulas)
    with called_from(book):
        assert macros.score_workbook(lang="zh").startswith(start), why
        assert macros.check_workbook(lang="zh").startswith(start), why


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_readings_of_a_standard_that_is_none(book: xlwings.Book, lang: str) -> None:
    typed(book, "封面", "C13", "foo")
    book.impl.shown["封面"]["C15"].value = None
    told = macros.readings(lang=lang).splitlines()[0]
    assert told.startswith("封面!C15 ")
    assert ("不是标准引用" in told) is (lang == "zh")


@pytest.mark.parametrize("given", ["foo", None], ids=["unknown", "blank"])
def test_no_digest_of_a_standard_that_was_not_used(book: xlwings.Book, given: str | None) -> None:
    typed(book, "封面", "C13", given)
    macros.score_workbook(lang="zh")
    assert cell(book, "封面", "C18") in (None, ""), "the default standard's would be a lie"
