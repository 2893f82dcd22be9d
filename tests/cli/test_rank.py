"""`psscore rank`: from workbooks and results to a ranking, refusals, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Run
from workbook.books import book, rows

Command = Callable[..., Run]
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
HOTLINE = "hotline-index/10-40-50"


def workbook(unit: str, solved: int, *, period: str = "2026", standard: str = HOTLINE) -> bytes:
    """A workbook that scores 1,000 calls, of which so many were solved."""
    lines = []
    for row, value in enumerate((1000, 1000, solved), 1):
        score = f"PS_SCORE(A{row},B{row},C{row},&quot;{standard}&quot;)"
        code = f'<c r="A{row}" t="inlineStr"><is><t>{row}</t></is></c>'
        lines.append(
            f'{code}<c r="B{row}"><v>{value}</v></c><c r="C{row}"><v>1000</v></c><c r="D{row}"><f>{score}</f></c>'
        )
    lines.append(f'<c r="A4"><f>PS_TOTAL(A1:A3,D1:D3,&quot;{standard}&quot;)</f></c>')
    cover = f'<c r="A1" t="inlineStr"><is><t>{unit}</t></is></c><c r="B1"><v>{period}</v></c>'
    names = {"ps_unit": "Cover!$A$1", "ps_period": "Cover!$B$1", "ps_result_total": "Sheet!$A$4"}
    return book({"Sheet": rows(*lines), "Cover": rows(cover)}, names=names)


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for name, unit, solved in (("南/1.xlsx", "甲", 900), ("南/2.xlsx", "乙", 950), ("北/3.xlsx", "丙", 950)):
        put(folder, name, workbook(unit, solved))
    put(folder, "坏.xlsx", b"no workbook")
    return folder


@pytest.fixture
def results(psscore: Command, inbox: Path, tmp_path: Path) -> Path:
    psscore("batch", inbox, "-o", tmp_path / "results")
    return tmp_path / "results"


def told(run: Run) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run.out)
    return found


def test_results_become_a_workbook(psscore: Command, results: Path, tmp_path: Path) -> None:
    out = tmp_path / "ranking.xlsx"
    run = psscore("rank", results, "-o", out)
    assert (run.code, run.err) == (0, "")
    for said in ("1 (2)", "乙", "97.5", "坏.xlsx", "工作簿被拒绝", "同分并列，后面的名次空出", "已写入"):
        assert said in run.out, said
    sheet = openpyxl.load_workbook(out, data_only=True)["排名"]
    assert [[sheet.cell(row, column).value or "" for column in (1, 2, 3, 4)] for row in (6, 7, 8)] == [
        [1, 2, "丙", 97.5],
        [1, 2, "乙", 97.5],
        [3, "", "甲", 95],
    ]


def test_results_receipts_and_workbooks_tell_the_same(psscore: Command, results: Path, inbox: Path) -> None:
    from_results = told(psscore("rank", results, "--json", "-"))
    assert from_results == told(psscore("rank", results / "receipts.jsonl", "--json", "-"))
    from_workbooks = told(psscore("rank", inbox, "--json", "-"))
    assert from_workbooks["groups"] == from_results["groups"]
    assert from_results["schema"] == "psscore.ranking/1"
    assert [one["place"] for one in from_results["groups"][0]["units"]] == [1, 1, 3]
    assert [one["kind"] for one in from_results["unranked"]] == ["refused"]


def test_folders_and_lists_are_groups(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    by_folder = told(psscore("rank", inbox, "--by", "folder", "--json", "-"))
    assert {group["group"]: len(group["units"]) for group in by_folder["groups"]} == {"北": 1, "南": 2}
    groups = put(tmp_path, "组.csv", "单位,分组\n甲,一\n丙,一\n丁,二\n".encode("gb18030"))
    listed = told(psscore("rank", inbox, "--groups", groups, "--json", "-"))
    assert [one["unit"] for one in listed["groups"][0]["units"]] == ["丙", "甲"]
    assert {(one["unit"], one["kind"]) for one in listed["unranked"]} == {
        ("坏.xlsx", "refused"),
        ("乙", "no_group"),
        ("丁", "no_data"),
    }


def test_every_option_at_once(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    last = tmp_path / "last"
    put(last, "南/1.xlsx", workbook("甲", 990, period="2025"))
    survey = put(tmp_path, "民调.csv", "单位,得分,满分\n甲,5,5\n乙,3,5\n丙,4,5\n".encode())
    points = put(tmp_path, "扣分.csv", "单位,扣分,原因\n丙,1,迟报\n".encode())
    run = psscore(
        "rank", inbox, "--ties", "volume", "--volume", "1,3", "--small", "2001", "--basis", "rounded",
        "--own", "90%", "--with", f"民调={survey}:10%", "--adjust", points, "--last", last, "--json", "-",
        "-o", tmp_path / "r.xlsx", "--lang", "en",
    )  # fmt: skip
    assert run.code == 0
    units = told(run)["groups"][0]["units"]
    # 0.9 × 95 + 0.1 × 100; 0.9 × 97.5 + 0.1 × 80 - 1 = 94.75, half up; 0.9 × 97.5 + 0.1 × 60 = 93.75
    assert [(one["unit"], one["score"]) for one in units] == [("甲", "95.5"), ("丙", "94.8"), ("乙", "93.8")]
    assert [(one["volume"], one["small"]) for one in units] == [("2000", True)] * 3
    assert [one["adjustments"] for one in units][1] == [{"points": "-1", "reason": "迟报"}]
    assert [(one["last_total"], one["rise"]) for one in units] == [("99.5", -2), (None, None), (None, None)]
    assert (tmp_path / "r.xlsx").exists()


def test_everything_wrong_is_said_at_once_and_nothing_written(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    put(inbox, "南/4.xlsx", workbook("丁", 1, period="2025"))
    put(inbox, "南/5.xlsx", workbook("甲", 1))
    out = tmp_path / "r.xlsx"
    run = psscore("rank", inbox, "--ties", "volume", "-o", out)
    assert (run.code, run.out) == (2, "")
    for said in ("共 3 个问题", "评价期不同，不能一起排名：2025：丁", "甲（南/1.xlsx；南/5.xlsx）", "--volumes"):
        assert said in run.err, said
    assert not out.exists()
    refused = psscore("rank", inbox, "--json", "-")
    assert refused.code == 2
    assert {one["code"] for one in told(refused)["findings"]} == {"mixed_periods", "same_unit"}


def test_the_same_name_in_two_folders(psscore: Command, inbox: Path) -> None:
    put(inbox, "北/4.xlsx", workbook("甲", 10))
    assert "可能是两个单位" in psscore("rank", inbox).err
    assert "甲（北）" in psscore("rank", inbox, "--same-name").out


def test_bad_lists_and_sources_are_refused(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    groups = put(tmp_path, "组.csv", "单位,分组\n甲,\n".encode())
    run = psscore("rank", inbox, tmp_path / "none", "--groups", groups, "--lang", "en")
    assert run.code == 2
    assert "2 problems" in run.err
    assert "组.csv, line 2: 甲 has no group" in run.err
    assert "there is no such file or folder" in run.err
    put(inbox, "南/5.xlsx", workbook("甲", 1))
    both = psscore("rank", inbox, "--volumes", groups, "--ties", "volume")
    assert "共 2 个问题" in both.err
    assert "表头缺少：件数" in both.err
    assert "甲（南/1.xlsx；南/5.xlsx）" in both.err
    (tmp_path / "empty").mkdir()
    assert "没有工作簿" in psscore("rank", tmp_path / "empty").err


USAGE = (
    (("-o", "r.csv"), "扩展名应为 .xlsx", "another kind of file"),
    (("-o", "{inbox}/南/1.xlsx"), "不能写到", "a file that is read"),
    (("--groups", "a.csv", "--by", "folder"), "只能用一个", "two ways to group"),
    (("--volume", "1", "--volumes", "a.csv"), "只能用一个", "two ways to count"),
    (("--with", "民调"), "--with 写作", "no file"),
    (("--with", "民调=a.csv:十"), "权重写作", "no number"),
    (("--own", "0"), "权重写作", "no weight"),
    (("--own", "110%"), "权重写作", "more than all"),
    (("--small", "0"), "", "no number of cases is below 0"),
    (("--ties", "coin"), "", "no such rule"),
)


@pytest.mark.parametrize(("words", "said", "why"), USAGE, ids=[row[-1] for row in USAGE])
def test_usage(psscore: Command, inbox: Path, words: tuple[str, ...], said: str, why: str) -> None:
    given = [word.format(inbox=inbox) for word in words]
    run = psscore("rank", inbox / "南" / "1.xlsx", *given)
    assert run.code == 64, why
    assert said in run.err, why


def test_a_workbook_that_is_open_is_not_replaced(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    out = put(tmp_path, "r.xlsx", b"old")
    put(tmp_path, "~$r.xlsx", b"")
    run = psscore("rank", inbox, "-o", out)
    assert run.code == 1
    assert "正在被打开" in run.err
    assert out.read_bytes() == b"old"
