"""The Import buttons on an open workbook: what they write is what the command line writes into the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlwings
from openpyxl.styles import Protection

from hosts.xlwings.openpyxl_engine import opened
from psscore.hosts.xlwings import macros
from psscore.hosts.xlwings.importing import ASKS
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template import EXAMPLE, build

MAP = (
    "item,indicator_code,match_type,field,value,priority,valid_from,valid_to\n"
    "停车,1;2,exact,label,停车秩序,,,\n井盖,9;10,exact,label,井盖,,,\n"
)
TICKETS = (
    "工单编号,诉求类别,受理时间,派单时间,签收时间,是否解决\n"
    "A1,停车秩序,2025-03-01 08:00:00,2025-03-01 08:10:00,2025-03-01 08:20:00,是\n"
    "A2,停车秩序,2025-03-02 08:00:00,2025-03-02 08:10:00,2025-03-02 10:20:00,否\n"
    "A3,井盖,2025-03-02 08:00:00,2025-03-02 08:10:00,2025-03-02 08:20:00,是\n"
)


def calculated(data: bytes) -> bytes:
    done = recalculate(data, Options(allow_partial=True)).data
    assert done is not None
    return done


@contextmanager
def on_screen(data: bytes) -> Iterator[xlwings.Book]:
    book = opened(calculated(data), calculated)
    book.set_mock_caller()
    try:
        yield book
    finally:
        del xlwings.Book._mock_caller


@pytest.fixture
def empty() -> Iterator[xlwings.Book]:
    with on_screen(build("zh")) as book:
        yield book


@pytest.fixture
def full() -> Iterator[xlwings.Book]:
    with on_screen(build("zh", EXAMPLE)) as book:
        yield book


@pytest.fixture
def responses(tmp_path: Path) -> str:
    path = tmp_path / "答卷 1.csv"
    path.write_text("群体,37,38\n居民,满意,满意\n居民,不满意,满意\n商户,基本满意,一般\n", encoding="utf-8")
    return f"{path}\n"


@pytest.fixture
def exports(tmp_path: Path) -> str:
    paths = {"2025.csv": TICKETS, "ITEMS.csv": MAP}
    for name, text in paths.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return "".join(f"{tmp_path / name}\n" for name in paths)


def shown(book: xlwings.Book, sheet: str, *cells: str) -> list[object]:
    return [book.sheets[sheet].range(cell).raw_value for cell in cells]


def test_a_survey(empty: xlwings.Book, responses: str) -> None:
    told = macros.import_survey("zh", responses)
    assert told.startswith("已写入 ")
    assert "请按“评分”" in told
    assert "无效答案" in told
    assert shown(empty, "调查数据", "C5", "D5", "E5", "F5") == ["居民", 1, 0, 2]
    assert shown(empty, "调查数据", "C9", "D9", "E9", "F9") == ["商户", 0, 0, 0]
    assert shown(empty, "数据来源记录", "B5", "D5", "F5", "G5") == ["满意度调查", "答卷 1.csv", 3, 3]
    again = macros.import_survey("zh", responses)
    assert again.startswith("工作簿已是这些值，未改动。")
    assert shown(empty, "数据来源记录", "D6") == [None]


def test_tickets(empty: xlwings.Book, exports: str) -> None:
    empty.impl.formulas["封面"]["C11"] = "2025年度"
    told = macros.import_tickets("zh", exports)
    assert told.startswith("已写入 "), told
    assert "--signed-within" in told, "the cover states no limit"
    assert shown(empty, "平台数据", "D5", "E5", "F5", "D9", "F9") == [2, None, 1, 1, 1]
    assert shown(empty, "数据来源记录", "B5", "D5", "K5") == ["诉求工单", "2025.csv", "2025"]


def test_the_limit_on_the_cover_counts(empty: xlwings.Book, exports: str) -> None:
    empty.impl.formulas["封面"]["C11"] = "2025"
    reading = next(row for row in range(22, 40) if shown(empty, "封面", f"E{row}") == ["signed_within"])
    empty.impl.formulas["封面"][f"C{reading}"] = "2 小时内"
    macros.import_tickets("zh", exports)
    assert shown(empty, "平台数据", "D5", "E5") == [2, 1], "one after ten minutes, one after two hours and ten"


def test_what_was_typed_is_asked_about(full: xlwings.Book, responses: str) -> None:
    before = shown(full, "调查数据", "C5", "D5", "D6")
    asked = macros.import_survey("zh", responses)
    assert asked.startswith(ASKS)
    assert asked.endswith("覆盖吗？")
    assert "调查数据!D5: 231 → 1" in asked
    assert shown(full, "调查数据", "C5", "D5", "D6") == before
    assert macros.import_survey("zh", responses, force=True).startswith("已写入 ")
    assert shown(full, "调查数据", "C5", "D5") == ["居民", 1]


def test_a_locked_cell_takes_everything_back(empty: xlwings.Book, responses: str) -> None:
    empty.impl.formulas["调查数据"]["D9"].protection = Protection(locked=True)
    told = macros.import_survey("en", responses)
    assert "D9" in told
    assert shown(empty, "调查数据", "C5", "D5", "C9") == [None, None, None]


def test_a_workbook_open_read_only(empty: xlwings.Book, responses: str) -> None:
    empty.impl.ReadOnly = True
    assert "只读" in macros.import_survey("zh", responses)
    assert shown(empty, "调查数据", "C5") == [None]


@pytest.mark.parametrize(
    ("picked", "period", "said", "why"),
    [
        (["2025.csv"], "2025", "ITEMS.csv", "no item map"),
        (["ITEMS.csv"], "2025", "ITEMS.csv", "no export"),
        (["2025.csv", "ITEMS.csv"], "", "评价周期", "no year"),
        (["2025.csv", "ITEMS.csv"], "2025年上半年", "评价周期", "half a year"),
        (["2025.csv", "ITEMS.csv", "a.toml", "b.toml"], "2025", "只能选一个：a.toml、b.toml", "two mappings"),
        (["2025.csv", "ITEMS.csv", "bad.csv"], "2025", "bad.csv", "a file that is no export"),
    ],
)
def test_what_is_missing_is_said(
    empty: xlwings.Book, tmp_path: Path, exports: str, picked: list[str], period: str, said: str, why: str
) -> None:
    del exports
    (tmp_path / "bad.csv").write_text("x\n1\n", encoding="utf-8")
    empty.impl.formulas["封面"]["C11"] = period or None
    told = macros.import_tickets("zh", "\n".join(str(tmp_path / name) for name in picked))
    assert said in told, why
    assert "请报告" not in told
    assert shown(empty, "平台数据", "D5") == [None]


def test_a_survey_that_cannot_be_read(empty: xlwings.Book, tmp_path: Path) -> None:
    told = macros.import_survey("zh", f"{tmp_path / 'gone.csv'}")
    assert "gone.csv 无法读取" in told
    assert shown(empty, "调查数据", "C5") == [None]
