"""Rates by the readings of the standard, the same as the workbook's function; findings that name what is missing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.functions.call import call
from psscore.functions.cells import number_out
from psscore.surveys.receipt import to_json
from psscore.surveys.report import ItemResult
from surveys.made import mapped, report, write

HEAD = "编号,调查群体,满意,基本满意,不满意,调查数\n"
TWO = HEAD + "37,甲,80,10,10,100\n37,乙,10,20,20,50\n"
READINGS = ("satisfied", "with_basically", "weighted_basically")


def item(text: str, folder: Path, standard: str = "public-service/2026", **tables: dict[str, object]) -> ItemResult:
    return report([write(folder, text)], mapped(**tables), standard).items[0]


@pytest.mark.parametrize(
    ("reading", "rate", "why"),
    [
        ("satisfied", Fraction(90, 150), "only 满意"),
        ("with_basically", Fraction(120, 150), "and 基本满意"),
        ("weighted_basically", Fraction(117, 150), "90 + 0.9 · 30"),
    ],
)
def test_the_three_readings(tmp_path: Path, reading: str, rate: Fraction, why: str) -> None:
    found = item(TWO, tmp_path, f"public-service/2026?satisfied={reading}")
    assert (found.rate, found.surveyed, found.effective) == (rate, 150, 150), why


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("weights", [None, {"甲": "0.7", "乙": "0.3"}, {"甲": "2", "乙": "1"}])
def test_the_rate_is_what_the_workbook_computes(tmp_path: Path, reading: str, weights: dict[str, str] | None) -> None:
    combined = "weighted" if weights else "pooled"
    standard = f"public-service/2026?satisfied={reading}&group_weights={combined}"
    found = item(TWO, tmp_path, standard, **({"weights": dict(weights)} if weights else {}))
    given = [float(Fraction(weight)) for weight in weights.values()] if weights else [None, None]
    columns = [["37", "37"], [80, 10], [10, 20], [100, 50], given]
    called = call("PS_SATISFACTION", "37", *([[value] for value in column] for column in columns), standard)
    assert found.rate is not None
    assert called.value == number_out(found.rate)


def test_a_weighted_interval_rests_on_fewer_answers(tmp_path: Path) -> None:
    weights: dict[str, dict[str, object]] = {"weights": {"甲": "0.1", "乙": "0.9"}}
    found = item(TWO, tmp_path, "public-service/2026?group_weights=weighted", **weights)
    assert found.rate == Fraction(1, 10) * Fraction(8, 10) + Fraction(9, 10) * Fraction(2, 10)
    assert found.effective is not None
    assert found.effective < 75, "of 150"
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.rate < found.high


@pytest.mark.parametrize("weights", [{}, {"甲": "1"}, {"甲": "0", "乙": "0"}])
def test_weighted_without_all_weights_is_withheld(tmp_path: Path, weights: dict[str, object]) -> None:
    found = item(TWO, tmp_path, "public-service/2026?group_weights=weighted", weights=weights)
    assert (found.rate, found.low, found.effective) == (None, None, None)


def test_marks(tmp_path: Path) -> None:
    assert item(TWO, tmp_path).mean is None
    scores: dict[str, object] = {"satisfied": 100, "basically": "80", "dissatisfied": 0}
    assert item(TWO, tmp_path, scores=scores).mean == Fraction(90 * 100 + 30 * 80, 150)


def test_nobody_rated(tmp_path: Path) -> None:
    found = item("群体,37\n甲,不了解\n", tmp_path)
    assert (found.rate, found.surveyed, found.groups[0].excluded) == (None, 0, 1)
    everyone = item("群体,37\n甲,不了解\n", tmp_path, base={"counted": "all"})
    assert (everyone.rate, everyone.surveyed) == (0, 1)


FINDINGS = [
    (TWO, {}, "没有调查的项目：38、39", "items nobody asked about"),
    (TWO, {"expected": {"groups": ["甲", "乙", "丙"]}}, "群体“丙”没有有效评价的项目：37", "a group that is missing"),
    (TWO + "38,甲,1,0,0,1\n", {}, "群体“乙”没有有效评价的项目：38", "a group met elsewhere"),
    (TWO, {"expected": {"groups": ["甲"]}}, "不在 [expected] 中的群体：乙", "a group too many"),
    (TWO, {}, "群体“乙”样本不足：1 个项目少于 385 份，最少 50 份", "by margin and confidence"),
    (TWO, {"population": {"乙": 80}}, "群体“乙”样本不足：1 个项目少于 67 份，最少 50 份", "a small group needs fewer"),
    (TWO, {"expected": {"minimum": 51}}, "群体“乙”样本不足：1 个项目少于 51 份", "a minimum of one's own"),
    (TWO, {"weights": {"甲": 1}}, "group_weights=pooled", "weights nobody uses"),
    ("群体,37\n甲,一般\n甲,一般\n", {}, "2 个无效答案（不计入调查数）：“一般”×2", "invalid answers"),
    (TWO + "37,丙,9,9,9,9\n", {}, "a.csv：拒绝 1/1 行", "rejected rows"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tables", "said", "why"), FINDINGS, ids=[row[-1] for row in FINDINGS])
def test_findings(tmp_path: Path, text: str, tables: dict[str, dict[str, object]], said: str, why: str) -> None:
    found = report([write(tmp_path, text)], mapped(**tables))
    assert said in "\n".join(one.zh for one in found.findings), why
    assert all(one.en and one.en != one.zh for one in found.findings)


@pytest.mark.parametrize(("minimum", "small"), [(50, False), (51, True)])
def test_the_limit_of_a_sample(tmp_path: Path, minimum: int, small: bool) -> None:
    found = report([write(tmp_path, TWO)], mapped(expected={"minimum": minimum}))
    assert any("样本不足" in one.zh for one in found.findings) == small


def test_the_receipt_has_whole_numbers(tmp_path: Path) -> None:
    found = to_json(report([write(tmp_path, TWO)]), "zh")
    assert found["schema"] == "psscore.survey/1"
    group = found["items"][0]["groups"][1]
    assert {key: group[key] for key in ("group", "satisfied", "surveyed", "excluded", "needed", "rate")} == {
        "group": "乙", "satisfied": 10, "surveyed": 50, "excluded": 0, "needed": 385, "rate": 0.2,
    }  # fmt: skip
    file = found["files"][0]
    assert file["read"] == file["used"] + file["excluded"] + file["rejected"] + file["duplicate"] == 2
