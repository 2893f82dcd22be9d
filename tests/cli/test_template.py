"""Workbooks to hand out: one or many, their covers filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from psscore.results import open_results
from psscore.workbook.input_tables import InputTables
from psscore.workbook.template.build import build
from psscore.workbook.template.tables import READINGS


def test_without_anything_filled_in_it_is_the_template(psscore: Any, tmp_path: Path) -> None:
    assert psscore("template", "build", "-o", tmp_path / "a.xlsm").code == 0
    assert (tmp_path / "a.xlsm").read_bytes() == build("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_for_each_unit_of_a_list(psscore: Any, tmp_path: Path, lang: str) -> None:
    (tmp_path / "units.csv").write_text("单位,分组\n城东区,区\n=城西区,区\n安县,县/市\n", "utf-8")
    words = "--period", "2026年度", "--evaluator", "评价中心", "--mode", "self", "--reading", "no_cases=full"
    run = psscore(
        "template", "build", "--units", tmp_path / "units.csv", "-o", tmp_path / "out", *words, "--lang", lang
    )
    assert (run.code, run.err) == (0, "")
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsm"))
    assert found == ["区/=城西区.xlsm", "区/城东区.xlsm", "县_市/安县.xlsm"]
    evaluations = open_results([tmp_path / "out"]).evaluations
    assert {one.unit for one in evaluations} == {"城东区", "=城西区", "安县"}
    for one in evaluations:
        assert (one.period, one.evaluator) == ("2026年度", "评价中心")
        assert one.mode == {"zh": "自评", "en": "Self-evaluation"}[lang]
        assert "no_cases=full" in one.reference
        assert one.total is None
    tables = InputTables((tmp_path / "out/区/城东区.xlsm").read_bytes())
    cell = tables.table(READINGS.name).cell(READINGS.columns["name"], "no_cases", READINGS.columns["choice"])
    assert tables.table(READINGS.name).value(cell) != "full", "the words of the list, not the code"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--reading", "no_cases=ful"), 1, "full, zero, exclude"),
        (("--reading", "nonesuch=full"), 1, "nonesuch"),
        (("--reading", "no_cases"), 64, "--reading"),
        (("--units", "{tmp}/none.csv"), 1, "none.csv"),
        (("--units", "{tmp}/units.csv", "--unit", "甲"), 64, "--unit"),
        (("--units", "{tmp}/twice.csv"), 1, "已在第 2 行"),
    ],
)
def test_what_cannot_be_done_writes_nothing(
    psscore: Any, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "units.csv").write_text("单位\n甲\n", "utf-8")
    (tmp_path / "twice.csv").write_text("单位\n甲\n甲\n", "utf-8")
    out = tmp_path / "out.xlsm"
    run = psscore("template", "build", *(word.format(tmp=tmp_path) for word in words), "-o", out)
    assert (run.code, said in run.err) == (code, True), run.err
    assert not out.exists()


def test_workbooks_that_are_there_are_not_replaced(psscore: Any, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("单位\n甲\n乙\n", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/乙.xlsm").write_bytes(b"filled in")
    run = psscore("template", "build", "--units", tmp_path / "units.csv", "-o", tmp_path / "out")
    assert run.code == 1
    assert "乙.xlsm" in run.err
    assert not (tmp_path / "out/甲.xlsm").exists()
    assert (tmp_path / "out/乙.xlsm").read_bytes() == b"filled in"
