"""`psscore batch` as people use it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from batch.inboxes import fill, workbook
from psscore.results import open_results
from psscore.workbook.input_tables import InputTables
from psscore.workbook.inputs import InputWriter
from psscore.workbook.package import Package
from psscore.workbook.parts import read_book


def test_a_batch_and_its_summary(psscore: Any, tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    names = fill(inbox, 4)
    (inbox / "坏.xlsx").write_bytes(b"not a workbook")
    (inbox / "同.xlsx").write_bytes(workbook(7, unit="区0"))
    (inbox / "说明.docx").touch()
    run = psscore("batch", inbox, "--out", out, "-j", 1)
    assert (run.code, run.err) == (2, "")
    for said in (
        "坏.xlsx",
        "不是 zip 包",
        "说明.docx  不是工作簿",
        f"不同文件夹中的同名单位：区0 2025  同.xlsx、{names[-2]}",
    ):
        assert said in run.out or said.replace(names[-2], "") in run.out
    assert all((out / name).exists() for name in names)
    (inbox / "坏.xlsx").unlink()
    run = psscore("batch", inbox, "--out", out, "-j", 1, "--lang", "zh")
    assert run.code == 0
    assert "无变化" in run.out


def test_totals_withheld_are_named(psscore: Any, tmp_path: Path, filled_bytes: bytes) -> None:
    from psscore.workbook.template.build import draft

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "满.xlsm").write_bytes(filled_bytes)
    (tmp_path / "in" / "空.xlsm").write_bytes(draft("zh"))
    for _ in range(2):
        run = psscore("batch", tmp_path / "in", "--out", tmp_path / "out", "-j", 1)
        assert run.code == 0
        told = run.out[run.out.index("总分未得出 1 份") :]
        assert "空.xlsm" in told
        assert "尚缺 47 项得分" in told
        assert "满.xlsm" not in told, "also when nothing was done again"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("{in}", "--out", "{tmp}/out"), 1, "没有 .xlsx 或 .xlsm 工作簿"),
        (("{tmp}/no", "--out", "{tmp}/out"), 1, "没有这个文件夹"),
        (("{in}", "--out", "{in}"), 1, "不能是收件夹"),
        (("{in}",), 64, "--out"),
        (("{in}", "--out", "{tmp}/out", "-j", "0"), 64, "-j"),
        (("{in}", "--out", "{tmp}/file"), 1, "无法写入结果文件夹"),
    ],
)
def test_what_cannot_be_done_says_so(
    psscore: Any, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (tmp_path / "file").touch()
    run = psscore("batch", *(word.format(**{"in": inbox, "tmp": tmp_path}) for word in words))
    assert (run.code, said in run.err) == (code, True), run.err


def test_without_dask_it_says_how_to_get_it(psscore: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    fill(tmp_path / "in", 1)
    run = psscore("batch", tmp_path / "in", "--out", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert (run.code, "psscore[cluster]" in run.err) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_watching_stores_what_arrives_at_once(tmp_path: Path, filled_bytes: bytes) -> None:
    inbox, out, store = tmp_path / "in", tmp_path / "out", tmp_path / "results.duckdb"
    inbox.mkdir()
    (inbox / "a.xlsm").write_bytes(filled_bytes)
    command = [sys.executable, "-m", "psscore", "batch", inbox, "--out", out, "--watch", "--poll", "0.1", "-j", "1"]
    process = subprocess.Popen([*command, "--store", store], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline, found = time.monotonic() + 30, 0
    while not found and time.monotonic() < deadline:
        time.sleep(0.2)
        found = len(open_results([store]).evaluations) if (out / "a.xlsm").exists() else 0
    process.kill()
    process.communicate(timeout=30)
    assert found == 1, "killed without a chance to store at the end"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_watching_ends_cleanly(tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    fill(inbox, 2)
    command = [sys.executable, "-m", "psscore", "batch", inbox, "--out", out, "--watch", "--poll", "0.1", "-j", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    deadline = time.monotonic() + 30
    while len(list(out.rglob("*.xlsx"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    (inbox / "new.xlsx").write_bytes(workbook(4))
    while not (out / "new.xlsx").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert (process.returncode, complained) == (0, "")
    assert "new.xlsx  已写入" in said
    assert len(list(out.rglob("*.xlsx"))) == 3


def open_sheets(path: Path) -> list[str]:
    """The sheets of a workbook."""
    return [sheet.name for sheet in read_book(Package(path.read_bytes())).sheets]


def test_what_is_published_comes_with_the_batch(psscore: Any, tmp_path: Path, filled_bytes: bytes) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    unit = InputTables(filled_bytes).named("ps_unit")
    assert unit is not None
    for group, name in (("县市组", "南城区"), ("县市组", "北城区"), ("市直组", "=东城区")):
        (inbox / group).mkdir(parents=True, exist_ok=True)
        (inbox / group / f"{name.strip('=')}.xlsm").write_bytes(InputWriter(filled_bytes).write({unit: name}))
    words = "--rank", tmp_path / "排名.xlsx", "--reports", tmp_path / "报告", "--bulletin", tmp_path / "通报.html"
    run = psscore("batch", inbox, "--out", out, "-j", 1, "--by", "folder", *words)
    assert (run.code, run.err) == (0, "")
    assert len(list((tmp_path / "报告").glob("*.docx"))) == 3
    page = (tmp_path / "通报.html").read_text("utf-8")
    assert all(word in page for word in ("县市组", "市直组", "南城区", "=东城区"))
    assert len(open_sheets(tmp_path / "排名.xlsx")) > 3
    assert not (out / "排名.xlsx").exists()


def test_a_ranking_that_cannot_be_made_holds_up_nothing_else(psscore: Any, tmp_path: Path, filled_bytes: bytes) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    for name in ("甲.xlsm", "乙.xlsm"):
        # One unit twice: which of the two counts is not for us to say.
        (inbox / name).write_bytes(filled_bytes)
    assert psscore("report", inbox / "甲.xlsm", "-o", tmp_path / "b.html", "--kind", "card").code == 0
    words = "--rank", tmp_path / "r.xlsx", "--reports", tmp_path / "reports", "--bulletin", tmp_path / "b.html"
    run = psscore("batch", inbox, "--out", out, "-j", 1, *words)
    assert run.code == 2
    assert "不作排名" in run.err
    assert run.err.count("同一单位有两份工作簿") == 1, "the bulletin has the same reasons"
    assert "通报也没有写，原因同排名" in run.err
    assert "b.html 是以前写的，这次没有更新" in run.err
    assert not (tmp_path / "r.xlsx").exists()
    assert len(list((tmp_path / "reports").glob("*.docx"))) == 2
    assert len(list(out.glob("*.xlsm"))) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--watch", "--rank", "r.xlsx"),
        ("--rank", "r.docx"),
        ("--bulletin", "b.xlsx"),
        ("--by", "folder"),
    ],
)
def test_publishing_options_that_make_no_sense(psscore: Any, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    assert psscore("batch", tmp_path / "in", "--out", tmp_path / "out", *words).code == 64
    assert not (tmp_path / "out").exists()
