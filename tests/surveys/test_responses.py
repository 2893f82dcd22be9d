"""Every row of responses meets one fate, and every answer one count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psscore.surveys.faults import SurveyFaults
from psscore.surveys.tally import Base, Cell, Fate
from surveys.made import mapped, tally, write

HEAD = "答卷编号,调查群体,37,市政设施诉求服务满意率\n"
ROWS = HEAD + "1,居民,满意,不满意\n2,居民,基本满意,不了解\n3,商户,满意,\n4,商户,一般,满意\n"


def test_answers_are_counted_by_item_and_group(tmp_path: Path) -> None:
    found = tally([write(tmp_path, ROWS)])
    assert found.cells == {
        ("37", "居民"): Cell(satisfied=1, basically=1),
        ("39", "居民"): Cell(dissatisfied=1, unrated=1),
        ("37", "商户"): Cell(satisfied=1, invalid=1),
        ("39", "商户"): Cell(satisfied=1, blank=1),
    }
    assert found.words == {"一般": 1}
    assert found.files[0].fates == {Fate.USED: 4}


@pytest.mark.parametrize(
    ("base", "surveyed", "excluded"),
    [(Base.RATED, (2, 1, 1, 1), (0, 1, 1, 1)), (Base.ALL, (2, 2, 1, 2), (0, 0, 1, 0))],
)
def test_the_denominator(tmp_path: Path, base: Base, surveyed: tuple[int, ...], excluded: tuple[int, ...]) -> None:
    cells = tally([write(tmp_path, ROWS)]).cells.values()
    assert tuple(cell.surveyed(base) for cell in cells) == surveyed
    assert tuple(cell.excluded(base) for cell in cells) == excluded
    assert all(cell.surveyed(base) + cell.excluded(base) == cell.total for cell in cells)


@pytest.mark.parametrize(
    ("answer", "counted", "why"),
    [
        ("满意", "satisfied", "the word itself"),
        ("非常满意", "satisfied", "very satisfied"),
        (" 满 意 ", "satisfied", "blanks inside and around"),
        ("Satisfied", "satisfied", "English, capitals"),
        ("基本满意", "basically", "its own count"),
        ("不满意", "dissatisfied", "contains 满意 and is the opposite"),
        ("非常不满意", "dissatisfied", "the same"),
        ("未评价", "unrated", "no opinion"),
        ("一般", "invalid", "positive or not is not for us to say"),
        ("较满意", "invalid", "the same"),
        ("5", "invalid", "a mark nobody explained"),
        ("", "blank", "not answered"),
        ("#N/A", "invalid", "an error"),
        ("=1+1", "invalid", "no formula runs"),
    ],
)
def test_words(tmp_path: Path, answer: str, counted: str, why: str) -> None:
    found = tally([write(tmp_path, f'群体,37\n甲,"{answer}"\n')])
    assert found.cells["37", "甲"] == Cell(**{counted: 1}), why


def test_a_mapping_explains_words_headings_and_groups(tmp_path: Path) -> None:
    words = mapped(
        columns={"group": "身份"},
        items={"37": ["Q1"]},
        answers={"satisfied": ["A", "5"], "basically": ["满意"]},
        groups={"户籍": "户籍居民", "": "未填"},
    )
    found = tally([write(tmp_path, "身份,Q1\n户籍,A\n户籍,满意\n,５\n")], words)
    assert found.cells == {
        ("37", "户籍居民"): Cell(satisfied=1, basically=1),
        ("37", "未填"): Cell(satisfied=1),
    }, "a mapping also takes a word away from what it means by itself"


FATES = [
    (HEAD + "1,居民,满意,满意\n1,居民,满意,满意\n", {Fate.USED: 1, Fate.DUPLICATE: 1}, "the same answers again"),
    (HEAD + "1,居民,满意,满意\n1,居民,不满意,满意\n", {Fate.REJECTED: 2}, "one number, other answers: neither counts"),
    (HEAD + "1,居民,满意,满意\n１,居民,满意,满意\n", {Fate.USED: 1, Fate.DUPLICATE: 1}, "full-width digits"),
    (HEAD + "1,居民,满意,满意\n1,商户,满意,满意\n", {Fate.REJECTED: 2}, "one number in two groups"),
    (HEAD + ",居民,满意,满意\n,居民,满意,满意\n", {Fate.USED: 2}, "no numbers: nothing to compare"),
    (HEAD + "1,,满意,满意\n", {Fate.REJECTED: 1}, "no group"),
    (HEAD + "1,,,\n", {Fate.EXCLUDED: 1}, "a line prepared and not filled in"),
    (HEAD + "1,居民,不了解,\n", {Fate.EXCLUDED: 1}, "not a single opinion"),
    (HEAD + HEAD + "1,居民,满意,满意\n", {Fate.REJECTED: 1, Fate.USED: 1}, "files pasted together"),
    (HEAD + "1,居民,满意,满意,满意\n", {Fate.REJECTED: 1}, "a column too many"),
    (HEAD + "1,居民,满意\n", {Fate.USED: 1}, "short rows are blank at the end"),
    (HEAD + '1,居民,"满意\n2,居民",满意\n', {Fate.REJECTED: 1}, "a quote that swallowed a line"),
    (HEAD + "\n,,,\n1,居民,满意,满意\n", {Fate.USED: 1}, "blank lines are no rows"),
    (HEAD, {}, "nobody answered"),
    ("说明\n\n" + HEAD + "1,居民,满意,满意\n", {Fate.USED: 1}, "a title above the heading"),
]


@pytest.mark.parametrize(("text", "fates", "why"), FATES, ids=[row[-1] for row in FATES])
def test_the_fate_of_rows(tmp_path: Path, text: str, fates: dict[Fate, int], why: str) -> None:
    found = tally([write(tmp_path, text)]).files[0]
    assert found.fates == fates, why
    assert len(found.rejects) == fates.get(Fate.REJECTED, 0)


def test_rejected_rows_are_named_as_the_file_numbers_them(tmp_path: Path) -> None:
    found = tally([write(tmp_path, HEAD + "1,居民,满意,满意\n\n2,,满意,满意\n")])
    assert [(row, why.zh) for _, row, why in found.rejected()] == [(4, "没有填调查群体")]


def test_duplicates_are_seen_across_files(tmp_path: Path) -> None:
    first = write(tmp_path, HEAD + "1,居民,满意,满意\n")
    second = write(tmp_path, HEAD + "2,居民,满意,满意\n1,居民,满意,满意\n", "b.csv")
    assert [one.fates for one in tally([first, second]).files] == [{Fate.USED: 1}, {Fate.USED: 1, Fate.DUPLICATE: 1}]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", "3", ""]),
            st.sampled_from(["甲", "乙", ""]),
            st.sampled_from(["满意", "不满意", "一般", ""]),
            st.sampled_from(["基本满意", "不了解", ""]),
        ),
        max_size=12,
    )
)
def test_no_row_and_no_answer_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    text = HEAD + "".join(",".join(row) + "\n" for row in rows)
    found = tally([write(folder, text)])
    assert found.files[0].read == sum(any(row) for row in rows)
    counted = found.files[0].fates[Fate.USED] + found.files[0].fates[Fate.EXCLUDED]
    unnamed = sum(not row[1] and not row[2] and not row[3] and bool(row[0]) for row in rows)
    per_item = Counter({item: sum(cell.total for cell in found.of_item(item).values()) for item in ("37", "39")})
    assert per_item["37"] == per_item["39"] == counted - unnamed, "but for lines without group and answers"


REFUSED = [
    ("姓名,电话\n王,13800000000\n", "a.csv", {}, "没有调查项目的列", "no item at all"),
    (HEAD.replace("市政设施诉求服务满意率", "37"), "a.csv", {}, "有两列都是指标 37", "an item twice"),
    (HEAD + '1,居民,"满意,满意\n', "a.csv", {}, "引号或分隔符不成对", "a quote that never ends"),
    (HEAD + '1,居民,"满意"x,满意\n', "a.csv", {}, "引号或分隔符不成对", "a quote inside"),
    ("答卷编号;37\n1;满意\n", "a.csv", {}, "没有调查项目的列", "another delimiter is not guessed"),
    (HEAD, "a.pdf", {}, "应为 Excel 或 CSV 文件", "no such kind of file"),
    (HEAD, "a.xlsx", {}, "不是可读的 Excel 文件", "a CSV called Excel"),
    (HEAD, "a.csv", {"items": {"99": ["x"]}}, "没有这些指标：99", "a code of no item"),
]


@pytest.mark.parametrize(("text", "name", "tables", "said", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_is_refused(
    tmp_path: Path, text: str, name: str, tables: dict[str, dict[str, object]], said: str, why: str
) -> None:
    with pytest.raises(SurveyFaults) as faults:
        tally([write(tmp_path, text, name)], mapped(**tables))
    assert said in "".join(one.zh for one in faults.value.texts), why


def test_no_telephone_number_is_told(tmp_path: Path) -> None:
    with pytest.raises(SurveyFaults) as faults:
        tally([write(tmp_path, "13812345678,王小明\n")])
    assert "13812345678" not in faults.value.texts[0].zh
    found = tally([write(tmp_path, HEAD + "13812345678,居民,满意 请打13812345678,满意\n")])
    assert list(found.words) == ["…(16)"]


def test_every_unreadable_file_is_named(tmp_path: Path) -> None:
    bad = [write(tmp_path, "x\n", f"{name}.csv") for name in "ab"]
    with pytest.raises(SurveyFaults) as faults:
        tally([*bad, tmp_path / "gone.csv"])
    assert [any(name in text.zh for text in faults.value.texts) for name in ("a.csv", "b.csv", "gone.csv")] == [
        True
    ] * 3


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SurveyFaults, match="given twice"):
        tally([write(tmp_path, ROWS), write(tmp_path, ROWS, "copy.csv")])


@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_an_encoding_is_stated_not_guessed(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, ROWS, encoding=encoding)
    with pytest.raises(SurveyFaults, match="gb18030"):
        tally([path])
    assert tally([path], mapped(file={"encoding": encoding})).files[0].read == 4


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, ROWS.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert tally([path]).files[0].fates == {Fate.USED: 4}


def test_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("说明").append(["只有文字"])
    sheet = book.worksheets[0]
    for row in ([], ["答卷编号", "群体", "37"], [1, "居民", "满意"], [2.0, "居民", True], [None, None, None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = tally([tmp_path / "a.xlsx"])
    assert found.cells == {("37", "居民"): Cell(satisfied=1, invalid=1)}
    second = book.create_sheet("二")
    second.append(["群体", "37"])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(SurveyFaults, match="look like responses"):
        tally([tmp_path / "b.xlsx"])
    named = mapped(file={"sheet": sheet.title})
    assert tally([tmp_path / "b.xlsx"], named).files[0].read == 2
    with pytest.raises(SurveyFaults, match="no such sheet"):
        tally([tmp_path / "b.xlsx"], mapped(file={"sheet": "三"}))
