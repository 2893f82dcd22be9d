"""The guide: how to fill the workbook, what its colours and errors mean, which readings there are."""

from __future__ import annotations

from collections.abc import Iterator

from psscore.model.standard import Reading
from psscore.model.text import Text
from psscore.workbook.template.book import Book, Sheet
from psscore.workbook.template.style import AMBER, AMBER_FILL, FAINT
from psscore.workbook.template.tables import CHOICES, FORM_READINGS, READINGS

COLOURS: tuple[tuple[tuple[str, ...], dict[str, str], Text, Text], ...] = (
    (("input",), {}, Text("浅黄", "pale yellow"), Text("填写", "to be filled in")),
    (
        ("cell",),
        {},
        Text("白色", "white"),
        Text("公式或固定文字，已锁定（无密码）", "formulas and fixed text, locked without a password"),
    ),
    (
        ("cell",),
        {"bg_color": AMBER_FILL, "font_color": AMBER},
        Text("橙色", "amber"),
        Text("需要选择，或数字之间有矛盾", "a choice is due, or numbers contradict each other"),
    ),
    (
        ("cell",),
        {"font_color": FAINT},
        Text("#N/A", "#N/A"),
        Text("浅灰的错误值：还没有得分", "pale errors: no score yet"),
    ),
)
ERRORS: tuple[tuple[str, Text], ...] = (
    (
        "#N/A",
        Text(
            "尚不能得出：有数据未填，或有口径未选；原因见同行“核查”。",
            "Not ready: something is blank or a reading is open; the reason is in the same row.",
        ),
    ),
    (
        "#NULL!",
        Text(
            "该行按口径不计入（无诉求时选择“不计入”）。",
            "The row is left out by the reading chosen for topics without requests.",
        ),
    ),
    (
        "#VALUE!",
        Text(
            "填写的内容无法识别（如数字写成文字）；或程序没有评分函数，用 psscore score 计分。",
            "The input cannot be read (text for a number), or the functions are missing: run psscore score.",
        ),
    ),
    (
        "#NUM!",
        Text(
            "数字超出可能的范围，例如已解决数大于总诉求量。", "A number that cannot be, such as resolved above total."
        ),
    ),
    (
        "#NAME?",
        Text(
            "评分函数没有加载；也可以用命令 psscore score 对文件直接计分。",
            "The scoring functions are not loaded; the command psscore score scores the file without them.",
        ),
    ),
)
CHANGES: tuple[Text, ...] = (
    Text(
        "可以改工作表名称、移动列、加自己的工作表和图表：公式按表名和列名取数。",
        "Sheets may be renamed, columns moved, sheets and charts added: formulas go by table and column names.",
    ),
    Text(
        "要加行：先“撤销工作表保护”（无密码），在表中插入整行，再重新保护。同一编号多行时，平台数据相加，调查数据按群体合并。",
        "To add rows: unprotect the sheet (no password), insert table rows, protect again. Several rows of one code "
        "add up in the platform data and count as groups in the survey.",
    ),
    Text("不要改表头文字和“编号”“代码”两列。", "Leave the headers and the columns Code and Name as they are."),
)


def choices(book: Book) -> Iterator[tuple[str, str, Reading]]:
    """Every reading: its table on the cover, its standard, itself."""
    for reading in book.content.readings:
        yield READINGS.name, book.content.standard[0], reading
    if book.content.form_standard:
        for reading in book.content.form_readings:
            yield FORM_READINGS.name, book.content.form_standard[0], reading


def choice_label(book: Book, reading: Reading, value: str | None) -> str | None:
    return None if value is None else book.t(reading.title_of(value))


def choice_ranges(book: Book) -> dict[tuple[str, str], str]:
    """Where the choices of each reading stand, for the lists on the cover."""
    row, found = _choices_top(book) + 1, {}
    sheet = book.sheets["guide"](book.lang)
    for table, _, reading in choices(book):
        last = row + len(reading.values) - 1
        found[table, reading.name] = f"='{sheet}'!$C${row}:$C${last}"
        row = last + 1
    return found


def write_guide(book: Book) -> None:
    sheet = book.sheet("guide")
    sheet.raw.set_tab_color("#9AA7B4")
    sheet.columns({"A": 4, "B": 36, "C": 42, "D": 9, "E": 19, "F": 36})
    say = book.say
    sheet.height(1, 34)
    sheet.merge("A1:E1", say("使用说明", "Guide"), "title")
    row = _heading(sheet, 2, say("填写步骤", "Filling in the workbook"))
    for number, step in enumerate(book.content.steps, 1):
        row = _line(book, sheet, row, str(number), step)
    row = _heading(sheet, row, say("颜色", "Colours"))
    for roles, properties, shown, meaning in COLOURS:
        sheet.height(row, 20)
        sheet.write(f"B{row}", book.t(shown), *roles, "center", "small", locked=True, **properties)
        sheet.merge(f"C{row}:E{row}", book.t(meaning), "small", "indent")
        row += 1
    row = _heading(sheet, row, say("错误值", "Error values"))
    for error, meaning in ERRORS:
        sheet.height(row, 20)
        sheet.write(f"B{row}", error, "center", "small", "muted")
        sheet.merge(f"C{row}:E{row}", book.t(meaning), "small", "indent", "wrap")
        row += 1
    row = _heading(sheet, row, say("加行、改名、移动", "Adding rows, renaming, moving"))
    for text in CHANGES:
        row = _line(book, sheet, row, "·", text)
    row = _heading(
        sheet,
        row,
        say("评分口径的可选项（封面下拉列表取自此表）", "Readings and their choices (the lists on the cover)"),
    )
    assert row == _choices_top(book), "the lists on the cover point here"
    end = _choices(book, sheet, row)
    sheet.page(f"A1:E{end}", pages=0)
    sheet.protect()


def _choices_top(book: Book) -> int:
    """The header row of the table of choices: five headings above it, one row a line."""
    return 2 + 5 + len(book.content.steps) + len(COLOURS) + len(ERRORS) + len(CHANGES)


def _heading(sheet: Sheet, row: int, text: str) -> int:
    sheet.height(row, 30)
    sheet.merge(f"A{row}:E{row}", text, "heading", valign="bottom")
    return row + 1


def _line(book: Book, sheet: Sheet, row: int, mark: str, text: Text) -> int:
    sheet.height(row, 30 if book.lang == "en" else 22)
    sheet.write(f"A{row}", mark, "center", "muted", "small")
    sheet.merge(f"B{row}:E{row}", book.t(text), "small", "wrap")
    return row + 1


def _choices(book: Book, sheet: Sheet, top: int) -> int:
    rows = [(name, reading, value) for _, name, reading in choices(book) for value in reading.values]
    if not rows:
        sheet.merge(
            f"B{top}:E{top}", book.say("该标准没有待选的口径。", "Nothing to choose in this standard."), "small"
        )
        return top
    sheet.table(CHOICES, f"B{top}", len(rows))
    sheet.height(top, 22)
    for row, (standard, reading, value) in enumerate(rows, top + 1):
        label = book.t(value.title)
        sheet.height(row, 17)
        sheet.write(f"B{row}", book.t(reading.title), "cell", "small")
        sheet.write(f"C{row}", label, "cell", "small")
        sheet.write(f"D{row}", "●" if value.name == reading.default else None, "cell", "center", "small", "muted")
        sheet.write(f"E{row}", value.name, "cell", "tiny")
        sheet.write(f"F{row}", f"{standard}|{reading.name}|{label}", "cell", "tiny")
    last = top + len(rows)
    sheet.mark(f"B{top + 1}:B{last}", f"=$B{top + 1}=$B{top}", font_color=FAINT)
    return last
