"""`psscore history`, and `--store` of the commands that score."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from psscore.history import open_store
from psscore.results import open_results
from sensitivity.workbooks import changed

Command = Callable[..., Run]


@pytest.fixture(scope="module")
def inbox(filled_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of one unit, one file that is no workbook."""
    folder = tmp_path_factory.mktemp("inbox")
    for year in ("2024", "2025"):
        (folder / year).mkdir()
        (folder / year / "甲.xlsm").write_bytes(changed(filled_bytes, {"ps_period": year, "ps_unit": "=甲区"}))
    (folder / "bad.xlsx").write_bytes(b"no workbook")
    return folder


def lines(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_from_a_batch_to_the_lists_and_back(psscore: Command, inbox: Path, tmp_path: Path) -> None:
    store = tmp_path / "r.duckdb"
    run = psscore("batch", inbox, "-o", tmp_path / "out", "--store", store)
    assert run.code == 2, "one file is no workbook"
    assert "新存 2，已有 0，没有结果而未存 1" in run.out
    again = psscore("batch", inbox, "-o", tmp_path / "out", "--store", store)
    assert "新存 0，已有 2" in again.out

    found = lines(psscore("history", "list", "--store", store, "--json", "-"))
    assert [(one["unit"], one["period"], one["current"]) for one in found] == [
        ("=甲区", "2024", True),
        ("=甲区", "2025", True),
    ]
    assert "2024" in psscore("history", "list", "--store", store, "--period", "2024").out
    shown = psscore("history", "show", "=甲区", "--store", store, "--lang", "en")
    assert shown.code == 0
    assert "Change" in shown.out
    assert len(lines(psscore("history", "show", "=甲区", "--store", store, "--json", "-"))) == 2

    exported = tmp_path / "all.jsonl"
    assert psscore("history", "export", "--store", store, "-o", exported).code == 0
    read = open_results([exported]).evaluations
    with open_store(store) as opened:
        assert read == opened.evaluations()
    assert psscore("history", "export", "--store", store, "-o", tmp_path / "all.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig"))))
    assert len(rows) == sum(len(one.items) for one in read)
    assert {row["unit"] for row in rows} == {"'=甲区"}, "no program takes a name for a formula"

    compared = psscore("compare", store, "--by", "period", "--json", "-")
    assert lines(compared)[0]["difference"] == "0"


def test_score_keeps_what_it_scores_and_a_correction_takes_its_place(
    psscore: Command, filled: Path, tmp_path: Path
) -> None:
    store = tmp_path / "r.duckdb"
    assert "新存 1" in psscore("score", filled, "--store", store).out
    assert "已有 1" in psscore("score", filled, "-o", tmp_path / "b.xlsm", "--store", store, "--lang", "zh").out
    filled.write_bytes(changed(filled.read_bytes(), {}, {"step": "whole"}))
    run = psscore("score", filled, "--in-place", "--store", store, "--json", "-")
    assert len(lines(run)) == 1, "only receipts stand on standard output"
    assert "新存 1" in run.err
    assert len(lines(psscore("history", "list", "--store", store, "--json", "-"))) == 1
    assert len(lines(psscore("history", "list", "--store", store, "--every", "--json", "-"))) == 2


def test_adding_from_everywhere(psscore: Command, inbox: Path, filled: Path, tmp_path: Path) -> None:
    store = tmp_path / "r.duckdb"
    run = psscore("history", "add", inbox, filled, "--store", store)
    assert run.code == 2
    assert "bad.xlsx" in run.err
    assert "新存 3" in run.out
    other = tmp_path / "copy.duckdb"
    assert "新存 3" in psscore("history", "add", store, "--store", other).out
    assert psscore("history", "add", tmp_path / "none", filled, "--store", other).code == 1


def test_a_store_that_cannot_be_written_stops_before_the_work(psscore: Command, filled: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.duckdb"
    bad.write_bytes(b"no database" * 1000)
    before = filled.read_bytes()
    for words in (("score", filled, "--in-place"), ("batch", tmp_path, "-o", tmp_path / "out")):
        run = psscore(*words, "--store", bad)
        assert run.code == 1
        assert "不是 DuckDB" in run.err
    assert filled.read_bytes() == before
    assert not (tmp_path / "out").exists()
    assert psscore("score", filled, "--store", tmp_path / "x.xlsx").code == 1


NOTHING = [
    (("list",), 0, "an empty list is an answer"),
    (("show", "甲区"), 1, "no such unit"),
    (("export", "-o", "x.jsonl"), 1, "nothing to write"),
    (("export", "-o", "x.xlsx"), 64, "no such form"),
]


@pytest.mark.parametrize(("words", "code", "why"), NOTHING)
def test_an_empty_store(psscore: Command, tmp_path: Path, words: tuple[str, ...], code: int, why: str) -> None:
    store = tmp_path / "r.duckdb"
    with open_store(store, write=True):
        pass
    assert psscore("history", *words, "--store", store).code == code, why
    assert not Path("x.jsonl").exists()
    assert psscore("history", *words, "--store", tmp_path / "none.duckdb").code in (1, 64)
