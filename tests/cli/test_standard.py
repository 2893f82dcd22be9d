"""`psscore standard`: every command, with its exit code and what it leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from psscore.rulebook.folders import VARIABLE

EXAMPLE = Path(__file__).parents[2] / "examples/rulebooks/考核评分表.xlsx"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of standards; the working folder beside it."""
    folder = tmp_path / "library"
    monkeypatch.setenv(VARIABLE, str(folder))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return folder


def test_a_new_standard_can_be_listed_checked_shown_and_scored_with(psscore: Any, library: Path) -> None:
    assert psscore("standard", "new", "mine/1").code == 0
    assert sorted(path.name for path in (library / "mine/1").iterdir()) == ["NOTES.md", "cases.csv", "standard.toml"]
    assert psscore("standard", "check", "mine/1").code == 0
    assert "扣完为止" in psscore("standard", "show", "mine/1").out
    assert psscore("call", "score", "'1.1", "90%", "-", "mine/1").out.strip() == "7.5"
    listed = [json.loads(line) for line in psscore("standard", "list", "--json", "-").out.splitlines()]
    mine = next(one for one in listed if one["standard"] == "mine/1")
    assert (mine["shipped"], mine["total_points"], mine["indicators"], mine["faults"]) == (False, "10", 1, [])
    assert psscore("standard", "new", "mine/1").code == 1, "what is there is not overwritten"
    assert psscore("standard", "new", "mine/1", "--force").code == 0
    assert psscore("standard", "new", "nonsense").code == 64


def test_a_broken_one_is_listed_with_its_faults(psscore: Any, library: Path) -> None:
    psscore("standard", "new", "mine/1")
    path = library / "mine/1/standard.toml"
    path.write_text(path.read_text("utf-8").replace("total_points = 10", "total_points = 9"), encoding="utf-8")
    run = psscore("standard", "list")
    assert run.code == 0
    assert "public-service/2026" in run.out
    assert "total_points" in run.err
    assert psscore("standard", "check", "mine/1").code == 1
    assert psscore("standard", "show", "mine/1").code == 1


def test_excel_and_back(psscore: Any, library: Path) -> None:
    assert psscore("standard", "export", "public-service/2026", "-o", "book.xlsx").code == 0
    assert psscore("standard", "check", "book.xlsx").code == 0
    assert psscore("standard", "diff", "book.xlsx", "public-service/2026").code == 0
    assert psscore("standard", "export", "public-service/2026", "-o", "book.toml").code == 0
    assert psscore("standard", "diff", "book.xlsx", "book.toml").code == 0
    assert psscore("standard", "import", "book.xlsx").code == 1, "a shipped standard is not overridden"
    assert not library.exists()
    assert psscore("standard", "new", "mine/1", "--from", "public-service/2026", "-o", "mine.xlsx").code == 0
    assert psscore("standard", "import", "mine.xlsx").code == 0
    run = psscore("standard", "diff", "mine/1", "public-service/2026", "--json", "-")
    assert run.code == 1
    assert [json.loads(line)["key"] for line in run.out.splitlines()] == ["id", "edition"]
    shipped = Path("src/psscore/standards/public-service/2026/cases.csv")
    assert (library / "mine/1/cases.csv").name == shipped.name
    assert psscore("standard", "diff", "mine/1", "mine/1").code == 0


def test_a_table_of_ones_own_waits_for_confirmation(psscore: Any, library: Path) -> None:
    run = psscore("standard", "import", EXAMPLE)
    assert (run.code, "--as" in run.err) == (64, True)
    run = psscore("standard", "import", EXAMPLE, "--as", "my-city/2026", "-o", "draft.xlsx")
    assert run.code == 0
    assert "总分印为" in run.out
    run = psscore("standard", "import", "draft.xlsx")
    assert run.code == 1
    assert "指标!" in run.out
    assert "未确认" in run.out
    assert not library.exists()
    book = openpyxl.load_workbook("draft.xlsx")
    page = book["指标"]
    at = {page.cell(2, column).value: column for column in range(1, page.max_column + 1)}
    for row in range(3, page.max_row + 1):
        if page.cell(row, at["(proposal)"]).value:
            page.cell(row, at["(confirmed)"]).value = "是"
    vetoes = book["一票否决"]
    names = {vetoes.cell(2, column).value: column for column in range(1, vetoes.max_column + 1)}
    vetoes.cell(3, names["grade"]).value = "中"
    book.save("draft.xlsx")
    run = psscore("standard", "import", "draft.xlsx")
    assert run.code == 0, run.out + run.err
    assert psscore("standard", "check", "my-city/2026").code == 0
    assert psscore("call", "score", "'1.1", "60%", "-", "my-city/2026?no_cases=full").out.strip() == "8"
    assert "印为" in (library / "my-city/2026/NOTES.md").read_text("utf-8")


@pytest.mark.parametrize("options", [[], ["--xlsx"], ["-o", "new.toml"], ["--force"]])
def test_no_new_standard_takes_a_shipped_name(psscore: Any, library: Path, options: list[str]) -> None:
    run = psscore("standard", "new", "public-service/2026", *options)
    assert run.code == 1
    assert "随附标准" in run.err
    assert not library.exists()
    assert list(Path().glob("*.toml")) + list(Path().glob("*.xlsx")) == []


@pytest.mark.parametrize("options", [[], ["--accept-proposals"], ["-o", "draft.xlsx"]])
def test_no_table_is_read_under_a_shipped_name(psscore: Any, library: Path, options: list[str]) -> None:
    run = psscore("standard", "import", EXAMPLE, "--as", "public-service/2026", *options)
    assert run.code == 1
    assert "随附标准" in run.err
    assert not library.exists()
    assert not Path("draft.xlsx").exists()


@pytest.mark.parametrize("output", ["own.xlsx", "./own.xlsx"])
def test_a_table_is_never_overwritten_by_its_draft(
    psscore: Any, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Path(EXAMPLE).resolve().read_bytes()
    monkeypatch.chdir(tmp_path)
    Path("own.xlsx").write_bytes(before)
    run = psscore("standard", "import", "own.xlsx", "--as", "my-city/2026", "-o", output, "--force")
    assert run.code == 1
    assert "原表" in run.err
    assert Path("own.xlsx").read_bytes() == before


def test_all_proposals_at_once(psscore: Any, library: Path) -> None:
    run = psscore("standard", "import", EXAMPLE, "--as", "my-city/2026", "--accept-proposals")
    assert run.code == 1, "the veto does not say which grade is left"
    assert "考核表!G13" in run.out
    assert "一票否决!D3“最高等级”填 优、良、中、差 之一" in run.out
    assert "待填" in run.err
    assert not library.exists()
    run = psscore("standard", "import", EXAMPLE, "--as", "my-city/2026", "--accept-proposals", "--veto-grade", "中")
    assert run.code == 0, run.out + run.err
    assert psscore("standard", "check", "my-city/2026").code == 0
    run = psscore("standard", "import", EXAMPLE, "--as", "my-city/2027", "--accept-proposals", "--veto-grade", "不存在")
    assert run.code == 1
    assert "可用：优、良、中、差" in run.out


def table(path: str, rows: list[list[Any]]) -> str:
    """A table of one's own as a workbook."""
    book = openpyxl.Workbook()
    for row in (["二级指标", "分值", "评分标准", "数据来源"], *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("rows", "code", "words", "why"),
    [
        ([["响应率", 10, "≥95%得10分，每降低1%扣1分，扣完为止", "12345热线"]], 0, "", "nothing is missing"),
        ([["响应率", 10, "≥95%得10分，每降低1%扣1分，扣完为止", "财政局"]], 0, "Sheet!D2", "a source to fill in"),
        ([["响应率", 10, "≥95%得10分，每降低1%扣1分，扣完为止", None]], 0, "采集方式", "no source"),
        ([["响应率", "适量", "≥95%得10分，每降低1%扣1分", "平台"]], 1, "适量", "points that are no number"),
    ],
)
def test_check_and_import_agree(
    psscore: Any, library: Path, rows: list[list[Any]], code: int, words: str, why: str
) -> None:
    path = table("own.xlsx", rows)
    checked = psscore("standard", "check", path)
    imported = psscore("standard", "import", path, "--as", "own/1", "-o", "draft.xlsx")
    assert (checked.code, imported.code) == (code, code), why
    assert words in checked.out, why
    assert words in imported.out, why
    assert "None" not in checked.out
    assert not library.exists()


def test_how_data_are_collected_in_chinese(psscore: Any, library: Path) -> None:
    path = table("own.xlsx", [["响应率", 10, "≥95%得10分，每降低1%扣1分，扣完为止", "财政局"]])
    accepted = ("standard", "import", path, "--as", "own/1", "--accept-proposals")
    assert psscore(*accepted).code == 1
    assert not library.exists()
    assert psscore(*accepted, "--collection", "走访").code == 64
    assert psscore(*accepted, "--collection", "材料审核").code == 0
    assert 'collection = "document_review"' in (library / "own/1/standard.toml").read_text("utf-8")
    run = psscore("standard", "show", "elsewhere/1")
    assert "elsewhere/1 文件夹" in run.err
    assert "PSSCORE_STANDARDS" in run.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "missing.xlsx"), 1),
        (("check", "nope/1"), 1),
        (("show", "nope/1"), 1),
        (("export", "nope/1"), 1),
        (("diff", "nope/1", "public-service/2026"), 1),
        (("import", "missing.xlsx"), 64),
        (("bogus",), 64),
    ],
)
def test_what_cannot_be_done(psscore: Any, library: Path, words: tuple[str, ...], code: int) -> None:
    run = psscore("standard", *words)
    assert run.code == code
    assert run.err or run.out
    assert not library.exists()


def test_it_speaks_english(psscore: Any, library: Path) -> None:
    assert "wrote" in psscore("standard", "new", "mine/1", "--lang", "en").out
    assert "no faults" in psscore("standard", "check", "mine/1", "--lang", "en").out
    assert "the same" in psscore("standard", "diff", "mine/1", "mine/1", "--lang", "en").out
    assert psscore("standards", "list").code == 0, "its former name still works"
    assert library.exists()
