"""`psscore compare`: sources, refusals, what is written and what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from sensitivity.workbooks import changed

Command = Callable[..., Run]


@pytest.fixture(scope="module")
def workbooks(filled_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two units, scored for two years, and one unit of this year alone."""
    from psscore.batch.batch import score_folder

    inbox = tmp_path_factory.mktemp("in")
    for name, period, unit in (("a1", "2024", "甲区"), ("a2", "2025", "甲 区"), ("b2", "2025", "乙区")):
        (inbox / f"{name}.xlsm").write_bytes(changed(filled_bytes, {"ps_period": period, "ps_unit": unit}))
    whole = changed(filled_bytes, {"ps_period": "2024", "ps_unit": "乙区"}, {"step": "whole"})
    (inbox / "b1.xlsm").write_bytes(whole)
    (inbox / "c2.xlsm").write_bytes(changed(filled_bytes, {"ps_period": "2025", "ps_unit": "丙区"}))
    out = inbox / "out"
    score_folder(inbox, out)
    return out


def lines(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_two_years_of_one_folder(psscore: Command, workbooks: Path, tmp_path: Path) -> None:
    target = tmp_path / "差.xlsx"
    run = psscore("compare", workbooks, "--by", "period", "-o", target, "--json", "-")
    assert run.code == 0, run.err
    found = lines(run)
    assert [(one["unit"], one.get("side")) for one in found] == [("甲区", None), ("乙区", None), ("丙区", "other")]
    assert found[0]["difference"] == "0"
    # Where completed steps only are deducted, the base earns more.
    assert found[1]["difference"].startswith("-")
    assert [notice["code"] for notice in found[1]["notices"]] == ["other_readings"]
    assert target.read_bytes()[:2] == b"PK"


def test_a_workbook_against_a_result(psscore: Command, workbooks: Path, filled: Path) -> None:
    run = psscore("compare", filled, workbooks / "b1.xlsm", "--lang", "en")
    assert run.code == 0, run.err
    for word in ("name different units", "completed steps only", "Difference"):
        assert word in run.out


def test_explanations_are_in_the_language_asked_for(psscore: Command, workbooks: Path) -> None:
    found = lines(psscore("compare", workbooks, "--by", "period", "--lang", "en", "--json", "-"))
    told = [row[side]["explanation"] for row in found[0]["indicators"] for side in ("base", "other")]
    assert len(told) == 2 * 47
    assert not [text for text in told if any("\u3400" <= letter <= "\u9fff" for letter in text)]
    assert found[0]["base"]["mode"] == "Third party"


def test_a_mode_is_named_in_either_language(psscore: Command, filled_bytes: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, mode in (("a", "自评"), ("b", "第三方评价")):
        (tmp_path / "in" / f"{name}.xlsm").write_bytes(changed(filled_bytes, {"ps_mode": mode}))
    words = "--by", "mode", "--from", "Third party", "--to", "自评", "--lang", "en", "--json", "-"
    (found,) = lines(psscore("compare", tmp_path / "in", *words))
    assert (found["base"]["mode"], found["other"]["mode"]) == ("Third party", "Self-evaluation")


def test_a_folder_against_itself_has_two_of_each_unit(psscore: Command, workbooks: Path) -> None:
    run = psscore("compare", workbooks, workbooks)
    assert run.code == 2
    for word in ("a1.xlsm", "a2.xlsm", "b1.xlsm", "--by"):
        assert word in run.err
    assert psscore("compare", workbooks, workbooks, "--unit", "丙区").code == 0


def test_nothing_in_common(psscore: Command, workbooks: Path, tmp_path: Path) -> None:
    run = psscore("compare", workbooks, "--by", "period", "--unit", "丙区", "--from", "2025", "--to", "2024")
    assert run.code == 2
    assert "没有评价周期“2024”" in run.err
    receipts = [json.loads(line) for line in (workbooks / "receipts.jsonl").read_text("utf-8").splitlines()]
    others = [receipt | {"evaluated_unit": f"{place}镇"} for place, receipt in enumerate(receipts)]
    (tmp_path / "others.jsonl").write_text("\n".join(map(json.dumps, others)), "utf-8")
    run = psscore("compare", tmp_path / "others.jsonl", workbooks, "--unit", "丙区", "--unit", "1镇", "--unit", "2镇")
    assert run.code == 2
    for word in ("1镇", "2镇", "丙区"):
        assert word in run.err
    run = psscore("compare", workbooks, "--by", "period", "--unit", "丁区")
    assert run.code == 2
    assert "现有" in run.err
    assert "乙区" in run.err


def test_one_standard_of_several(psscore: Command, workbooks: Path) -> None:
    for standard, code in (("public-service", 0), ("public-service/2026", 0), ("public-service/2020", 2), ("no", 2)):
        run = psscore("compare", workbooks, "--by", "period", "--standard", standard, "--json", "-")
        assert run.code == code, standard


USAGE = [
    ((), "no second source"),
    (("OTHER", "--by", "period"), "two sources and a field"),
    (("OTHER", "--from", "2024"), "a value without its field"),
    (("OTHER", "-o", "x.txt"), "no Excel name"),
    (("OTHER", "-o", "BASE"), "over a source"),
    (("OTHER", "--json", "x.xlsx"), "JSON into a workbook"),
]


@pytest.mark.parametrize(("words", "why"), USAGE)
def test_usage(psscore: Command, filled: Path, words: tuple[str, ...], why: str) -> None:
    before = filled.read_bytes()
    places = {"OTHER": filled, "BASE": filled}
    assert psscore("compare", filled, *(places.get(word, word) for word in words)).code == 64, why
    assert filled.read_bytes() == before


def test_sources_that_are_not_there_or_not_evaluations(psscore: Command, filled: Path, tmp_path: Path) -> None:
    assert psscore("compare", filled, tmp_path / "none").code == 1
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    run = psscore("compare", filled, tmp_path / "bad.xlsx")
    assert run.code == 2
    assert "bad.xlsx" in run.err
