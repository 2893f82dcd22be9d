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


def test_all_proposals_at_once(psscore: Any, library: Path) -> None:
    run = psscore("standard", "import", EXAMPLE, "--as", "my-city/2026", "--accept-proposals")
    assert run.code == 1, "the veto does not say which grade is left"
    assert "veto" in run.out
    assert not library.exists()


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
