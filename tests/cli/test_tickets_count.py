"""`psscore tickets count`, `plot` and `items` as the shell sees them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from cli.conftest import Run
from psscore.tickets.canonical import NAMES, create_table
from psscore.tickets.item_map import COLUMNS

Shell = Callable[..., Run]
HEADER = "工单编号,城市,区县,诉求类别,受理时间,派单时间,签收时间,办理时限,办结时间,更新时间,是否解决"
# ruff: noqa: E501
ROWS = """
T1,甲市,东城,停车秩序问题,2025-01-05 08:00,2025-01-05 08:10,2025-01-05 08:40,2025-01-08 08:00,2025-01-06 08:00,2025-01-06 08:00,是
T1,甲市,东城,停车秩序问题,2025-01-05 08:00,2025-01-05 08:10,,2025-01-08 08:00,,2025-01-07 08:00,否
T2,甲市,西城,停车秩序问题,2025-03-05 08:00,2025-03-05 08:10,2025-03-05 08:40,2025-03-08 08:00,2025-03-09 08:00,2025-03-09 08:00,是
T3,甲市,西城,停车秩序问题,2025-03-05 08:00,2025-03-05 08:10,2025-03-05 08:41,2025-03-08 08:00,2025-03-08 08:00,2025-03-09 08:00,是
T4,甲市,东城,噪音,2025-03-05 08:00,2025-03-05 08:10,2025-03-05 08:41,2025-03-08 08:00,2025-03-08 08:00,2025-03-09 08:00,是
T5,甲市,东城,井盖问题,2024-03-05 08:00,2024-03-05 08:10,2024-03-05 08:41,2024-03-08 08:00,2024-03-08 08:00,2024-03-09 08:00,是
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "工单.csv"
    path.write_text(HEADER + ROWS, "utf-8")
    return path


@pytest.fixture
def items(tmp_path: Path, psscore: Shell) -> Path:
    path = tmp_path / "ITEMS.csv"
    assert psscore("tickets", "items", "-o", path).code == 0
    return path


def counted(psscore: Shell, *words: object) -> dict[str, object]:
    run = psscore("tickets", "count", *words, "--json", "-")
    assert run.code == 0, run.err
    found = json.loads(run.out)
    assert isinstance(found, dict)
    return found


def test_counts_are_whole_numbers_with_all_that_was_left_out(psscore: Shell, export: Path, items: Path) -> None:
    found = counted(
        psscore, export, "--items", items, "--period", "2025", "--signed-within", "30", "--as-of", "2025-12-31"
    )
    assert [found[key] for key in ("schema", "read", "accepted", "rejected", "duplicate")] == [
        "psscore.tickets/1",
        6,
        6,
        0,
        1,
    ]
    assert found["versions"] == {
        "all": 6,
        "counted": 3,
        "superseded": 1,
        "later": 0,
        "elsewhere": 0,
        "unmapped": 0,
        "undated": 0,
        "outside": 1,
        "excluded": 0,
        "other_items": 1,
    }
    (group,) = found["groups"]
    assert group["item"] == "停车秩序问题"
    wanted = {"total": 3, "signed_in_time": 1, "resolved": 2, "closed": 2, "closed_on_time": 1, "overdue": 2}
    assert {name: group["counts"][name] for name in wanted} == wanted
    assert group["counts"]["reworked"] is None, "a column nobody delivered is not a 0"
    assert [(one["indicator"], one["value"], one["base"]) for one in found["indicators"]] == [("1", 1, 3), ("2", 2, 3)]
    assert [one["label"] for one in found["items"]["unmapped"]] == ["噪音"]
    assert len(found["sources"][0]["sha256"]) == 64
    assert found["readings"]["signed_within_minutes"] == 30


def test_without_a_limit_signing_is_withheld_and_the_rest_counted(psscore: Shell, export: Path, items: Path) -> None:
    found = counted(psscore, export, "--items", items)
    assert found["totals"]["signed_in_time"] is None
    assert "--signed-within" in found["withheld"]["signed_in_time"]
    assert found["totals"]["resolved"] == 3
    first = found["indicators"][0]
    assert (first["value"], first["reason"]) == (None, found["withheld"]["signed_in_time"])


def whole_years(export: Path) -> None:
    """The first and the last month of the two years as well."""
    rows = "".join(f"{number},甲市,东城,噪音,{day} 08:00{',' * 7}\n" for number, day in WHOLE)
    export.write_text(HEADER + ROWS + rows, "utf-8")


WHOLE = (("T8", "2024-01-09"), ("T9", "2025-12-09"))


def test_every_ticket_of_two_years_per_inhabitants(psscore: Shell, export: Path) -> None:
    whole_years(export)
    words = "--period", "2025", "--population", "2025=20000", "--population", "2024=10000"
    found = counted(psscore, export, *words)
    years = [(year["year"], year["requests"], year["population"]) for year in found["requests"]["years"]]
    assert years == [(2025, 5, 20000), (2024, 2, 10000)]
    assert found["requests"]["change"] == 0.25


INCOMPLETE = [
    (("T8", "T9"), (), None, "both years whole"),
    (("T9",), (), "2024-01", "the first months of the year before are not in the data"),
    (("T8",), (), "2025-12", "nor the last of the year"),
    (("T8", "T9"), ("--as-of", "2025-12-30"), "还没有结束", "the year is not over"),
    (("T8", "T9"), ("--as-of", "2025-12-31"), None, "its last day"),
]


@pytest.mark.parametrize(("there", "words", "reason", "why"), INCOMPLETE)
def test_a_part_of_a_year_is_not_compared(
    psscore: Shell, export: Path, there: tuple[str, ...], words: tuple[str, ...], reason: str | None, why: str
) -> None:
    whole_years(export)
    lines = export.read_text("utf-8").splitlines()
    export.write_text(
        "\n".join(row for row in lines if row[:2] in ("工单", "T1", "T2", "T3", "T4", "T5", *there)), "utf-8"
    )
    given = "--period", "2025", "--population", "2025=20000", "--population", "2024=10000"
    requests = counted(psscore, export, *given, *words)["requests"]
    assert (requests["change"] is None) is (reason is not None), why
    assert (reason or "") in (requests["reason"] or ""), why
    assert requests["years"][0]["requests"] is not None


PERIODS = [
    ("2026", 2, "2024-03-05 至 2025-03-05", "after the last ticket"),
    ("2024-02", 2, "2024-03-05", "before the first"),
    ("2025-02", 0, "", "a month between without a ticket: a true 0"),
    ("9999", 64, "1900", "no year of an evaluation"),
    ("0000", 64, "1900", "nor this"),
]


@pytest.mark.parametrize(("period", "code", "said", "why"), PERIODS)
def test_a_period_the_data_know_nothing_of_is_no_success(
    psscore: Shell, export: Path, period: str, code: int, said: str, why: str
) -> None:
    run = psscore("tickets", "count", export, "--period", period, "--json", "-")
    assert run.code == code, why
    assert said in run.err, why
    assert bool(run.out) is (code == 0), why


def test_case_rates_name_their_bases(psscore: Shell, export: Path) -> None:
    found = counted(psscore, export, "--rates", "--as-of", "2025-12-31")
    rates = {(one["rate"], one["choice"]): (one["part"], one["whole"], one["value"]) for one in found["rates"]}
    assert rates["closure", "accepted"] == (4, 5, "4/5")
    assert rates["closure", "due_closing"] == (4, 5, "4/5")
    assert rates["on_time_closure", "due_closing"] == (3, 5, "3/5")
    assert rates["rework", "handled"] == (None, 4, None)


def test_a_database_gives_the_same_as_its_export(psscore: Shell, export: Path, items: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    assert psscore("tickets", "ingest", export, "--into", folder).code == 0
    import duckdb

    rows = duckdb.sql(f"SELECT {', '.join(NAMES)} FROM '{folder}/tickets/**/*.parquet'").fetchall()
    with sqlite3.connect(tmp_path / "t.db") as base:
        base.execute(create_table("tickets"))
        base.executemany(f"INSERT INTO tickets VALUES ({', '.join('?' * len(NAMES))})", rows)
    base.close()
    words = "--items", items, "--by", "district,month", "--signed-within", "30"
    here = counted(psscore, "--from", f"sqlite:///{tmp_path / 't.db'}", *words)
    there = counted(psscore, folder, *words)
    assert here["groups"] == there["groups"]
    assert here["engine"]["name"] == "sqlite"
    assert len(here["groups"]) == 3


REFUSED = [
    (("--by", "street"), 64, "city, district"),
    (("--by", "item"), 64, "ITEMS.csv"),
    (("--by", "year,month"), 64, "--by|分组"),
    (("--period", "25"), 64, "2025-Q4"),
    (("--as-of", "soon"), 64, "2025-12-31"),
    (("--exclude", "lost"), 64, "consultation"),
    (("--population", "3100000"), 64, "2025=3100000"),
    (("--population", "2025=1"), 2, "--period"),
    (("--period", "2025", "--population", "2005=1"), 2, "2005"),
    (("--as-of", "9999-12-31"), 64, "1900"),
    (("--period", ""), 64, "2025-Q4"),
    (("--period", "2025", "--population", "2025=1", "--population", "2025=2"), 64, "2025"),
    (("--period", "2025", "--as-of", "2024-12-31"), 64, "2025-01-01"),
    (("--signed-from", "closed"), 64, "dispatched"),
    (("--engine", "abacus"), 64, "abacus"),
    (("--from", "sqlite:///x.db"), 64, "--from"),
]


@pytest.mark.parametrize(("words", "code", "said"), REFUSED, ids=[" ".join(words) for words, *_ in REFUSED])
def test_a_wrong_word_is_told_with_the_right_ones(
    psscore: Shell, export: Path, words: tuple[str, str], code: int, said: str
) -> None:
    run = psscore("tickets", "count", export, *words)
    assert (run.code, run.out) == (code, "")
    assert any(word in run.err for word in said.split("|")), run.err


def test_databases_that_cannot_be_read_say_what_they_need(psscore: Shell, tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    empty.touch()
    for url, said in (
        (f"sqlite:///{tmp_path / 'none.db'}", "none.db"),
        (f"sqlite:///{empty}", "tickets"),
        ("oracle://x", "postgresql://"),
    ):
        run = psscore("tickets", "count", "--from", url)
        assert run.code == 2
        assert said in run.err


def test_faults_of_an_item_map_are_listed(psscore: Shell, export: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(",".join(COLUMNS) + "\n,,like,label,x,,,\n", "utf-8")
    run = psscore("tickets", "count", export, "--items", bad)
    assert run.code == 2
    assert run.err.count("bad.csv: 2") == 2


def test_the_starter_does_not_replace_a_file_unless_told(psscore: Shell, items: Path) -> None:
    items.write_text("mine", "utf-8")
    assert psscore("tickets", "items", "-o", items).code == 2
    assert items.read_text("utf-8") == "mine"
    assert psscore("tickets", "items", "-o", items, "--force").code == 0


def test_a_person_sees_a_table_and_the_reasons(psscore: Shell, export: Path, items: Path) -> None:
    out = psscore("tickets", "count", export, "--items", items, "--sql").out
    for words in ("停车秩序问题", "合计", "--signed-within", "未对应事项", "ROW_NUMBER()"):
        assert words in out
    assert "Traceback" not in out


def test_what_is_not_known_counts_as_not_done_and_is_told(psscore: Shell, export: Path) -> None:
    text = export.read_text("utf-8").replace(
        "08:41,2025-03-08 08:00,2025-03-08 08:00,2025-03-09 08:00,是", "08:41,,,,", 1
    )
    export.write_text(text.replace("2025-03-05 08:10,2025-03-05 08:41,2025", ",2025-03-05 08:41,2025", 1), "utf-8")
    out = psscore("tickets", "count", export, "--signed-within", "30").out
    assert "1 件没有是否解决的记录" in out
    assert "1 件没有起算时间" in out
    assert "没有起算时间" not in psscore("tickets", "count", export).out, "what is withheld counts for nothing"


def test_pictures_show_the_counts(psscore: Shell, export: Path, items: Path, tmp_path: Path) -> None:
    report = tmp_path / "counts.json"
    words = "--items", items, "--by", "month,item", "--signed-within", "30", "--period", "2025", "--json", report
    assert psscore("tickets", "count", export, *words).code == 0
    for suffix in ("svg", "html", "xlsx"):
        target = tmp_path / f"picture.{suffix}"
        run = psscore("tickets", "plot", report, "-o", target)
        assert run.code == 0, run.err
        assert target.stat().st_size > 2000
    picture = (tmp_path / "picture.svg").read_text("utf-8")
    ElementTree.fromstring(picture)
    for words_shown in ("诉求量趋势", "停车秩序问题", "≈33.33%", "≈66.67%", "2025-02", "2025-12"):
        assert words_shown in picture
    book = openpyxl.load_workbook(tmp_path / "picture.xlsx")
    trend, rates, lost = book.worksheets
    assert [cell.value for cell in trend["B"]] == ["总量", 1, 0, 2, *[0] * 9]
    assert (len(trend._charts), len(rates._charts), len(lost._charts)) == (1, 1, 1)
    # 2 points each, 0.2 off per percent: at a third and two thirds nothing is left.
    assert lost["B2"].value == 4


def test_pictures_of_an_export_need_no_counting_first(psscore: Shell, export: Path, tmp_path: Path) -> None:
    target = tmp_path / "picture.html"
    assert psscore("tickets", "plot", export, "-o", target).code == 0
    assert "诉求量趋势" in target.read_text("utf-8")


@pytest.mark.parametrize("suffix", ["svg", "html", "xlsx"])
def test_a_picture_somebody_has_worked_in_is_left_alone(
    psscore: Shell, export: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"picture.{suffix}"
    drawn = "tickets", "plot", export, "-o", target
    assert [psscore(*drawn).code, psscore(*drawn).code] == [0, 0], "our own is drawn again"
    if suffix == "xlsx":
        book = openpyxl.load_workbook(target)
        book.worksheets[0]["Z1"] = "批注"
        book.save(target)
    else:
        target.write_text(target.read_text("utf-8").replace("诉求量趋势", "诉求量"), "utf-8")
    worked_in = target.read_bytes()
    refused = psscore(*drawn)
    assert (refused.code, "--force" in refused.err, target.read_bytes() == worked_in) == (1, True, True)
    assert psscore(*drawn, "--force").code == 0
    assert target.read_bytes() != worked_in


@pytest.mark.parametrize("words", [("items",), ("map", "EXPORT"), ("plot", "EXPORT")], ids=lambda words: words[0])
def test_a_folder_that_is_not_there_is_named(
    psscore: Shell, export: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    given = [export if word == "EXPORT" else word for word in words]
    suffix = {"items": "csv", "map": "toml", "plot": "svg"}[words[0]]
    run = psscore("tickets", *given, "-o", tmp_path / "没有" / f"x.{suffix}")
    assert (run.code, "没有" in run.err, "Traceback" in run.out + run.err) == (1, True, False)


def test_a_picture_of_nothing_is_refused(psscore: Shell, export: Path, tmp_path: Path) -> None:
    report = tmp_path / "counts.json"
    assert psscore("tickets", "count", export, "--by", "city", "--json", report).code == 0
    for words in ((report, "-o", tmp_path / "x.svg"), (report, "-o", tmp_path / "x.pdf"), (report, "-o", report)):
        assert psscore("tickets", "plot", *words).code == 64


RATED = """工单编号,受理时间,是否满意,是否解决
A1,2025-01-01 08:00:00,是,是
A2,2025-01-02 08:00:00,未评价,是
A3,2025-01-03 08:00:00,未评价,是
A4,2025-01-04 08:00:00,-,王小明来电
"""
UNKNOWN = """[columns]
ticket_id = ["工单编号"]
created = ["受理时间"]
satisfied = ["是否满意"]
[values.satisfied]
"是" = 1
"否" = 0
"未评价" = ""
"-" = ""
"""


def test_values_that_are_not_listed_are_named_with_what_to_write(psscore: Shell, tmp_path: Path) -> None:
    export = tmp_path / "工单.csv"
    export.write_text(RATED, "utf-8")
    run = psscore("tickets", "count", export)
    assert run.code == 2
    for words in ("未评价 2、- 1", "[values.satisfied]", '"未评价" = 1', "--max-rejects"):
        assert words in run.err
    assert "王小明" not in run.err, "free text in a shifted row is told by its shape"
    allowed = counted(psscore, export, "--max-rejects", "100%")
    assert (allowed["totals"]["total"], allowed["totals"]["satisfied"]) == (4, 1)


def test_an_answer_may_be_that_nothing_is_known(psscore: Shell, tmp_path: Path) -> None:
    export, mapping = tmp_path / "工单.csv", tmp_path / "map.toml"
    export.write_text(RATED, "utf-8")
    mapping.write_text(UNKNOWN, "utf-8")
    found = counted(psscore, export, "--map", mapping)
    assert (found["totals"]["satisfied"], found["totals"]["satisfaction_known"]) == (1, 1)
    mapping.write_text(UNKNOWN.replace('"未评价" = ""', '"*" = ""'), "utf-8")
    assert counted(psscore, export, "--map", mapping)["totals"] == found["totals"]


def test_a_missing_item_map_says_how_to_write_one(psscore: Shell, export: Path) -> None:
    run = psscore("tickets", "count", export, "--items", "gone.csv")
    assert run.code == 2
    assert "psscore tickets items -o gone.csv" in run.err


@pytest.mark.parametrize(
    ("row", "said", "why"),
    [
        ('停车,1,exact,label,"停车\n地锁,3,exact,label,地锁,,,\n', "换行", "a quote without its pair"),
        ("停车,1,exact,label,停车,,,,多余\n", "单元格多于列", "more cells than the header"),
    ],
)
def test_rows_of_an_item_map_that_are_not_what_they_seem(
    psscore: Shell, export: Path, tmp_path: Path, row: str, said: str, why: str
) -> None:
    items = tmp_path / "bad.csv"
    items.write_text(",".join(COLUMNS) + "\n" + row, "utf-8")
    run = psscore("tickets", "count", export, "--items", items)
    assert (run.code, said in run.err) == (2, True), f"{why}: {run.err}"


@pytest.mark.parametrize(("lang", "said"), [("zh", "2025: 5 / —，2024: 2 / 9"), ("en", "2025: 5 / —, 2024: 2 / 9")])
def test_an_unknown_number_of_inhabitants_is_a_dash(psscore: Shell, export: Path, lang: str, said: str) -> None:
    whole_years(export)
    out = psscore("tickets", "count", export, "--period", "2025", "--population", "2024=9", "--lang", lang).out
    assert said in out
    assert "None" not in out


def test_a_change_is_shown_in_percent(psscore: Shell, export: Path) -> None:
    whole_years(export)
    words = "--period", "2025", "--population", "2025=36", "--population", "2024=16"
    assert "11.11 %" in psscore("tickets", "count", export, *words).out


def test_a_folder_with_read_tickets_and_exports_is_not_guessed_about(
    psscore: Shell, export: Path, tmp_path: Path
) -> None:
    assert psscore("tickets", "ingest", export, "--into", tmp_path / "all" / "read").code == 0
    assert counted(psscore, tmp_path / "all")["totals"]["total"] == 5
    (tmp_path / "all" / "more.csv").write_bytes(export.read_bytes())
    run = psscore("tickets", "count", tmp_path / "all")
    assert run.code == 2
    assert "more.csv" in run.err


def test_what_an_interrupted_reading_left_is_not_counted(psscore: Shell, export: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all"
    assert psscore("tickets", "ingest", export, "--into", folder / ".read.x1").code == 0
    (folder / "more.csv").write_bytes(export.read_bytes())
    assert counted(psscore, folder)["totals"]["total"] == 5


@pytest.mark.parametrize("read", [False, True])
def test_an_export_without_a_ticket_says_so(psscore: Shell, export: Path, tmp_path: Path, read: bool) -> None:
    empty = tmp_path / "空.csv"
    empty.write_text(HEADER + "\n合计,,,,,,,,,,\n", "utf-8")
    source = empty
    if read:
        source = tmp_path / "read"
        assert psscore("tickets", "ingest", empty, "--into", source).code == 0
    run = psscore("tickets", "count", source)
    assert run.code == 2
    assert "没有一件工单" in run.err
    assert "读到 1 条记录，拒收 1 条" in run.err
    assert "/" not in run.err
    assert counted(psscore, export, source)["totals"]["total"] == 5, "beside others it adds nothing"


def test_a_database_without_a_ticket_says_so(psscore: Shell, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "t.db") as base:
        base.execute(create_table("tickets"))
    base.close()
    run = psscore("tickets", "count", "--from", f"sqlite:///{tmp_path / 't.db'}")
    assert (run.code, run.out) == (2, "")
    assert "没有一件工单" in run.err
