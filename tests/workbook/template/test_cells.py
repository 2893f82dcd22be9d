"""What is typed in is open and checked; what is calculated is locked and has its value."""

import re

import pytest

from psscore.functions.registry import FUNCTIONS
from psscore.workbook.template.tables import PROVENANCE
from workbook.template.opened import Cell, M, Opened, opened

EDITIONS = [("zh", False), ("zh", True), ("en", False), ("en", True)]
IDS = [f"{lang}-{'filled' if filled else 'empty'}" for lang, filled in EDITIONS]
books = pytest.mark.parametrize("book", [pytest.param(item, id=name) for item, name in zip(EDITIONS, IDS, strict=True)])


def formulas(book: Opened) -> list[Cell]:
    return [cell for cell in book.cells if cell.formula is not None]


@books
def test_every_formula_is_locked_and_every_sheet_protected_without_a_password(book: tuple[str, bool]) -> None:
    found = opened(*book)
    assert [cell.place for cell in formulas(found) if not cell.locked] == []
    for number, sheet in enumerate(found.sheets, 1):
        protection = found.sheet_xml(number).find(f"{M}sheetProtection")
        assert protection is not None, sheet
        assert protection.get("sheet") == "1"
        assert protection.get("password") is None
        assert protection.get("hashValue") is None


@books
def test_every_formula_has_its_value(book: tuple[str, bool]) -> None:
    found = opened(*book)
    assert len(formulas(found)) > 900
    assert [cell.place for cell in formulas(found) if cell.value is None] == []


INPUTS = {
    "ps_readings": ["选择"],
    "ps_form_readings": ["选择"],
    "ps_requests": ["总诉求量", "立即签收数", "已解决数"],
    "ps_proactive": ["数量"],
    "ps_population": ["诉求总量", "人口数"],
    "ps_monthly": ["月份", "总量", "立即签收", "已解决"],
    "ps_survey": ["调查群体", "满意", "基本满意", "调查数", "权重"],
    "ps_scores": ["备注"],
    "ps_form": ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析"],
    "ps_provenance": [title.zh for title in PROVENANCE.columns.values()],
    "ps_level2": [],
    "ps_level1": [],
    "ps_findings": [],
    "ps_choices": [],
}


@pytest.mark.parametrize("table", INPUTS)
def test_the_inputs_of_a_table_are_open_and_nothing_else(table: str) -> None:
    book = opened("zh", False)
    area, columns = book.tables[table]
    left, top, _, bottom = re.match(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", area).groups()  # type: ignore[union-attr]
    sheet = book.table_sheet(table)
    for place, column in enumerate(columns):
        for row in range(int(top) + 1, int(bottom) + 1):
            cell = book.by_place[f"{sheet}!{chr(ord(left) + place)}{row}"]
            assert cell.locked == (column not in INPUTS[table]), cell.place


def test_open_cells_of_the_empty_workbook_are_empty_but_for_the_defaults() -> None:
    book = opened("zh", False)
    filled = {cell.place for cell in book.cells if not cell.locked and cell.value not in (None, "")}
    readings = book.column("ps_readings", "选择") + book.column("ps_form_readings", "选择")
    readings += book.column("ps_points_readings", "取值")
    chosen = sum(choice is not None for choice in readings)
    assert len(filled) == chosen + 3, "besides the readings: standard, edition, points of the budget row"


@books
def test_validations_and_conditional_formats_call_none_of_our_functions(book: tuple[str, bool]) -> None:
    found = opened(*book)
    for number, sheet in enumerate(found.sheets, 1):
        root = found.sheet_xml(number)
        texts = [item.text or "" for tag in ("formula", "formula1", "formula2") for item in root.iter(f"{M}{tag}")]
        assert [text for text in texts if "PS_" in text.upper().replace("PS_FINDINGS", "")] == [], sheet


def test_numbers_that_are_typed_are_checked() -> None:
    book = opened("zh", False)
    checked: set[str] = set()
    for number, sheet in enumerate(book.sheets, 1):
        for item in book.sheet_xml(number).iter(f"{M}dataValidation"):
            if item.get("type") in ("whole", "decimal", "list", "date"):
                checked |= {f"{sheet}!{area}" for area in item.get("sqref", "").split()}
    for expected in (
        "平台数据!D5:D20",
        "平台数据!E5:E20",
        "平台数据!F5:F20",
        "调查数据!D5:D34",
        "图表!G5:I16",
        "自评表!H13:H32",
        "封面!F10",
    ):
        assert expected in checked


@books
def test_every_function_exists(book: tuple[str, bool]) -> None:
    used = {name for cell in formulas(opened(*book)) for name in re.findall(r"\bPS_[A-Z]+", cell.formula or "")}
    assert used <= set(FUNCTIONS)
    assert {"PS_SCORE", "PS_EXPLAIN", "PS_CHECK", "PS_RULE", "PS_TOTAL", "PS_SUBTOTAL", "PS_TARGET"} <= used


@books
def test_no_formula_is_an_array(book: tuple[str, bool]) -> None:
    found = opened(*book)
    for number in range(1, len(found.sheets) + 1):
        for formula in found.sheet_xml(number).iter(f"{M}f"):
            assert formula.get("t") is None


def test_both_editions_have_the_same_formulas() -> None:
    zh, en = opened("zh", True), opened("en", True)
    sheets = dict(zip(en.sheets, zh.sheets, strict=True))
    words = {
        f"[{english}]": f"[{chinese}]"
        for name in zh.tables
        for chinese, english in zip(zh.tables[name][1], en.tables[name][1], strict=True)
    }

    def plain(text: str | None, translate: bool) -> str:
        text = (text or "").replace(',"lang=en"', "")
        if translate:
            for english, chinese in sheets.items():
                text = text.replace(f"'{english}'!", f"'{chinese}'!")
            # Two headers may share an English word: compare table by table.
            for name in zh.tables:
                pairs = sorted(zip(en.tables[name][1], zh.tables[name][1], strict=True), key=lambda pair: -len(pair[0]))
                for english, chinese in pairs:
                    text = text.replace(f"{name}[{english}]", f"{name}[{chinese}]")
                    text = text.replace(f"{name}[[#This Row],[{english}]", f"{name}[[#This Row],[{chinese}]")
                    text = text.replace(f"{name}[[#Headers],[{english}]", f"{name}[[#Headers],[{chinese}]")
                text = re.sub(
                    rf"({name}\[(?:\[#This Row\],)?\[)([^\]]+)(\]:\[)([^\]]+)(\]\])",
                    lambda m, pairs=dict(pairs): m[1] + pairs.get(m[2], m[2]) + m[3] + pairs.get(m[4], m[4]) + m[5],
                    text,
                )
        return re.sub(r'"[^"]*"', '""', text)

    assert words
    chinese = {cell.place: plain(cell.formula, False) for cell in formulas(zh)}
    english = {f"{sheets[cell.sheet]}!{cell.name}": plain(cell.formula, True) for cell in formulas(en)}
    assert chinese == english


@books
def test_every_row_with_something_on_it_has_its_height(book: tuple[str, bool]) -> None:
    found = opened(*book)
    for number, sheet in enumerate(found.sheets, 1):
        for row in found.sheet_xml(number).iter(f"{M}row"):
            if any(cell.findtext(f"{M}v") for cell in row):
                assert row.get("ht"), f"{sheet} row {row.get('r')}"


@books
def test_every_sheet_prints_on_a4_with_page_numbers(book: tuple[str, bool]) -> None:
    found = opened(*book)
    for number, sheet in enumerate(found.sheets, 1):
        setup = found.sheet_xml(number).find(f"{M}pageSetup")
        assert setup is not None, sheet
        assert setup.get("paperSize") == "9"
        assert setup.get("fitToWidth", "1") == "1"
        footer = found.sheet_xml(number).findtext(f"{M}headerFooter/{M}oddFooter") or ""
        assert "&P" in footer
        assert "&N" in footer
