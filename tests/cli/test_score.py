"""`psscore score`, `demo` and `template` as people use them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest


def test_without_output_nothing_is_written(psscore: Any, filled: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    run = psscore("score", filled)
    assert run.code == 0
    assert "总分" in run.out
    assert "未写入文件" in run.out
    assert filled.read_bytes() == before
    assert os.listdir(tmp_path) == [filled.name]


def test_output_in_place_and_check(psscore: Any, filled: Path, tmp_path: Path) -> None:
    assert psscore("score", filled, "--check").code == 3
    scored = tmp_path / "out.xlsm"
    assert psscore("score", filled, "-o", scored).code == 0
    assert psscore("score", scored, "--check").code == 0
    assert psscore("score", filled, "--in-place").code == 0
    assert filled.read_bytes() == scored.read_bytes()
    stamp = os.stat(filled).st_mtime_ns
    run = psscore("score", filled, "--in-place")
    assert run.code == 0
    assert "无变化" in run.out
    assert os.stat(filled).st_mtime_ns == stamp


def test_receipt(psscore: Any, filled: Path) -> None:
    run = psscore("score", filled, "--json", "-")
    receipt = json.loads(run.out)
    assert receipt["schema"] == "psscore.recalc/1"
    assert len(receipt["indicators"]) == 47
    row = receipt["indicators"][0]
    assert set(row) == {"indicator", "value", "base", "score", "points", "hole", "explanation", "cell"}
    assert all(isinstance(row[key], str) for key in ("value", "base", "score", "points"))
    total = sum(float(item["score"]) for item in receipt["indicators"])
    assert float(receipt["total"]) == pytest.approx(total)
    assert receipt["progress"] == "47/47"
    assert receipt["standard"]["id"] == "public-service"
    assert len(receipt["standard"]["digest"]) == 64


def test_receipts_to_a_file(psscore: Any, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "receipts.jsonl"
    assert psscore("score", filled, "--json", target).code == 0
    assert json.loads(target.read_text("utf-8"))["status"] == "stale"
    assert psscore("score", filled, "--json", tmp_path / "no" / "r.jsonl").code == 1


def test_many_files(psscore: Any, filled_bytes: bytes, tmp_path: Path) -> None:
    names = [tmp_path / f"区{n}.xlsm" for n in range(3)]
    for name in names:
        name.write_bytes(filled_bytes)
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook")
    out = tmp_path / "out"
    out.mkdir()
    run = psscore("score", *names, tmp_path / "坏.xlsx", "-o", out, "-j", 2)
    assert run.code == 2
    assert sorted(os.listdir(out)) == ["区0.xlsm", "区1.xlsm", "区2.xlsm"]
    assert "已拒绝" in run.out
    assert psscore("score", *names, "-o", tmp_path / "missing").code == 64


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("-o", "x.xlsm", "--in-place"), 64),
        (("--check", "--in-place"), 64),
        (("--now", "yesterday"), 64),
        (("-j", "0"), 64),
    ],
)
def test_usage(psscore: Any, filled: Path, words: tuple[str, ...], code: int) -> None:
    assert psscore("score", filled, *words).code == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_demo(psscore: Any, tmp_path: Path, lang: str) -> None:
    run = psscore("demo", tmp_path / "demo", "--lang", lang)
    assert run.code == 0, run.err
    assert len(os.listdir(tmp_path / "demo")) == 2
    assert "47/47" in run.out


def test_template_build_keeps_what_is_there(psscore: Any, tmp_path: Path) -> None:
    target = tmp_path / "t.xlsm"
    assert psscore("template", "build", "-o", target).code == 0
    assert psscore("template", "build", "-o", target).code == 1
    target.write_bytes(b"mine")
    assert psscore("template", "build", "-o", target, "--force").code == 0
    assert target.read_bytes()[:2] == b"PK"
    assert psscore("template", "build", "-o", tmp_path / "no" / "t.xlsm").code == 1


def test_outputs_never_overwrite_each_other(psscore: Any, filled_bytes: bytes, tmp_path: Path) -> None:
    for folder in ("a", "b", "out"):
        (tmp_path / folder).mkdir()
    for folder in ("a", "b"):
        (tmp_path / folder / "x.xlsm").write_bytes(filled_bytes)
    run = psscore("score", tmp_path / "a/x.xlsm", tmp_path / "b/x.xlsm", "-o", tmp_path / "out")
    assert run.code == 64
    assert "x.xlsm" in run.err
    assert os.listdir(tmp_path / "out") == []


def test_the_extension_must_stay(psscore: Any, filled: Path, filled_bytes: bytes, tmp_path: Path) -> None:
    assert psscore("score", filled, "-o", tmp_path / "y.xlsx").code == 64
    wrong = tmp_path / "z.xlsx"
    wrong.write_bytes(filled_bytes)
    codes = [finding["code"] for finding in json.loads(psscore("score", wrong, "--json", "-").out)["findings"]]
    assert "extension_mismatch" in codes


def test_partial_is_written_only_when_asked(psscore: Any, tmp_path: Path) -> None:
    import xlsxwriter

    source, target = tmp_path / "p.xlsx", tmp_path / "q.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", 'PS_SCORE("1",93,100)', None, "")
        sheet.write_formula("B1", "SUM(MMULT(A1:A1,A1:A1))", None, 5)
    run = psscore("score", source, "-o", target)
    assert run.code == 2
    assert "--allow-partial" in run.out
    assert not target.exists()
    assert psscore("score", source, "-o", target, "--allow-partial").code == 0
    assert target.exists()


def test_a_row_that_cannot_be_scored_is_still_listed(psscore: Any, tmp_path: Path) -> None:
    import xlsxwriter

    source = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet()
        for row, call in enumerate(("1,93,100", '2,"93",100', "3,NA(),100", '4,1,1,"bad/1"', '"99",1,1')):
            sheet.write_formula(row, 0, f"PS_SCORE({call})", None, "")
    rows = json.loads(psscore("score", source, "--json", "-").out)["indicators"]
    assert [row["indicator"] for row in rows] == ["1", "2", "3", "4", "99"]
    assert [row["score"] for row in rows] == ["0.6", None, None, None, None]
    assert all(row["explanation"] for row in rows)


def test_second_opinion(psscore: Any, filled: Path, soffice: str) -> None:
    del soffice
    assert psscore("score", filled, "--in-place").code == 0
    receipt = json.loads(psscore("score", filled, "--second-opinion", "--json", "-").out)
    assert receipt["second_opinion"]["compared"] > 600
    assert receipt["second_opinion"]["different"] == 0


def test_one_mistake_is_told_before_what_follows_from_it(psscore: Any, filled: Path) -> None:
    book = openpyxl.load_workbook(filled, keep_vba=True)
    # The cell of the reading, typed over: the whole score sheet rests on it.
    book["封面"]["C25"] = "满分"
    book.save(filled)
    out = psscore("score", filled).out
    assert out.index("没有取值 满分") < out.index("PS_SCORE #VALUE!")
    assert "评分表!I5 等 47 处" in out
    assert "上游有误" in out


def test_a_workbook_without_our_formulas(psscore: Any, tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(path)
    run = psscore("score", path)
    assert run.code == 0
    assert "没有 PS_ 公式" in run.out
    assert "总分" not in run.out


def test_scores_are_signed_off_after_they_were_checked(psscore: Any, filled: Path, tmp_path: Path) -> None:
    scored, signed = tmp_path / "scored.xlsm", tmp_path / "signed.xlsm"
    psscore("score", filled, "-o", scored)
    run = psscore("score", scored, "-o", signed, "--stamp", "--operator", "王五")
    assert (run.code, "已写入" in run.out) == (0, True)
    cover = openpyxl.load_workbook(signed)["封面"]
    assert cover["C17"].value == "王五"
    again = psscore("score", signed, "-o", tmp_path / "again.xlsm", "--stamp", "--operator", "王五")
    assert "结果已是最新，原样写出" in again.out


def test_a_form_nobody_fills_in_is_no_finding(psscore: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsm"
    psscore("template", "build", "-o", path)
    findings = json.loads(psscore("score", path, "--json", "-").out)["findings"]
    assert [finding for finding in findings if finding["sheet"] == "自评表"] == []


def test_receipts_never_replace_a_workbook(psscore: Any, filled: Path, tmp_path: Path) -> None:
    before = filled.read_bytes()
    assert psscore("score", filled, "--in-place", "--json", filled).code == 64
    assert psscore("score", filled, "-o", tmp_path / "o.xlsm", "--json", tmp_path / "o.xlsm").code == 64
    assert filled.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind do not exist here")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interruption_stops_and_says_what_was_written(filled_bytes: bytes, tmp_path: Path, jobs: int) -> None:
    import signal
    import subprocess
    import sys
    import time

    for number in range(150):
        (tmp_path / f"{number:03}.xlsm").write_bytes(filled_bytes)
    out = tmp_path / "out"
    out.mkdir()
    words = [sys.executable, "-m", "psscore", "score", *sorted(tmp_path.glob("*.xlsm")), "-o", out, "--json", "-"]
    with subprocess.Popen(
        [*map(str, words), "-j", str(jobs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        while not any(out.glob("*.xlsm")):
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 130
    written = {path.name for path in out.glob("*.xlsm")}
    assert 0 < len(written) < 150
    told = {Path(json.loads(line)["output"]).name for line in said.decode().splitlines()}
    assert told == written
