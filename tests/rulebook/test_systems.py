"""The systems of the sources as standards: what each says, and how a bureau makes its own from them."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from psscore.functions.call import call
from psscore.model.cell_error import CellError
from psscore.model.observation import Measure
from psscore.rulebook.catalogue import find, known_standards, load_standard, raw_standard

SHIPPED = Path(str(files("psscore").joinpath("standards")))
EXAMPLES = Path(__file__).parents[2] / "examples/standards"
CHECKLIST = "digital-urban-management/undated"
SKELETONS = ("operation-monitoring/CJJT552-2023", "management-supervision/CJJT551-2023")
POINTS = "public-service-points/2023"
CITY: dict[str, tuple[float, float | None]] = {
    "1": (2.5, None),
    "2": (0.95, None),
    "4": (4.5, None),
    "5": (0.8, None),
    "6": (0.98, None),
}


def total(reference: str, rows: dict[str, tuple[Any, Any]]) -> Any:
    """The total of rows typed as (value, base), through the functions."""
    scores = [[call("PS_SCORE", code, value, base, reference).value] for code, (value, base) in rows.items()]
    return call("PS_TOTAL", [[code] for code in rows], scores, reference).value


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ("", 89.175),
        ("?total_places=2", 89.18),
        ("?total_places=2&rounding=truncate", 89.17),
        ("?time_bounds=none", 89.175),
    ],
)
def test_the_printed_program_gives_89_175_and_not_88_5(readings: str, expected: float) -> None:
    assert total(POINTS + readings, CITY) == expected


@pytest.mark.parametrize(
    ("days", "bounded", "printed"),
    [(0.5, 100, 115), (1.0, 100, 110), (2.0, 100, 100), (3.0, 90, 90), (5.0, 70, 70), (12.0, 0, 0), (13.0, 0, -10)],
)
def test_time_score(days: float, bounded: float, printed: float) -> None:
    assert call("PS_SCORE", "1", days, None, POINTS).value == bounded
    assert call("PS_SCORE", "1", days, None, f"{POINTS}?time_bounds=none").value == printed


def test_the_seventeenth_late_case_of_a_hundred_makes_it_negative() -> None:
    reference = f"{POINTS}?efficiency=cases&case_floor=none"
    scores = [call("PS_SCORE", "3", 100.0 - late, 100.0, reference).value for late in range(101)]
    assert scores == [100 - 6 * late for late in range(101)]
    floored = [call("PS_SCORE", "3", 100.0 - late, 100.0, f"{POINTS}?efficiency=cases").value for late in range(101)]
    assert floored == [max(0, score) for score in scores]
    assert next(late for late, score in enumerate(scores) if score < 0) == 17


@pytest.mark.parametrize("efficiency", ["program", "cases"])
def test_weights_are_30_25_25_20(efficiency: str) -> None:
    standard = load_standard(f"{POINTS}?efficiency={efficiency}")
    tops = [(item.name.zh, item.points, item.scale) for item in standard.indicators if item.level == 1]
    assert [points for _, points, _ in tops] == [30, 25, 25, 20]
    assert {scale for *_, scale in tops} == {Fraction(100)}


def test_the_checklist_has_the_items_of_the_source_and_no_number() -> None:
    standard = load_standard(CHECKLIST)
    children = {item.code: len(standard.tree.get(item.code, ())) for item in standard.indicators if item.level == 1}
    assert children == {"A": 4, "B": 4, "C": 4, "D": 3}
    assert all(item.about and item.about.source.quote for item in standard.indicators)
    assert standard.leaves == ()


@pytest.mark.parametrize("name", [CHECKLIST, *SKELETONS])
def test_no_function_gives_a_number_without_points(name: str) -> None:
    codes = [item.code for item in load_standard(name).indicators]
    scores = [[1.0] for _ in codes]
    for code in codes:
        calls = (("PS_SCORE", code, 1.0, None), ("PS_EXPLAIN", code, 1.0, None), ("PS_POINTS", code), ("PS_RULE", code))
        for function, *given in calls:
            found = call(function, *given, name)
            assert found.value is CellError.NOT_AVAILABLE
            assert found.reason
            assert "不能计分" in found.reason.zh
        assert call("PS_SUBTOTAL", code, [[code] for code in codes], scores, name).value is CellError.NOT_AVAILABLE
    assert call("PS_TOTAL", [[code] for code in codes], scores, name).value is CellError.NOT_AVAILABLE


@pytest.mark.parametrize("rate", ["发现及时率", "处置时限达标率", "结案率", "返工率", "解决率", "满意率"])
def test_every_named_rate_says_what_it_is_divided_by(rate: str) -> None:
    standard = load_standard(CHECKLIST)
    found = [item for item in standard.indicators if rate in item.name.zh and not standard.tree.get(item.code)]
    assert len(found) == 1
    about = found[0].about
    assert about
    if rate == "发现及时率":
        assert "来源没有分子和分母" in about.method
        return
    name = about.method.partition("见读法 ")[2].partition("；")[0].rstrip("。")
    reading = next(reading for reading in standard.readings if reading.name == name)
    assert reading.affects == "input"


@pytest.mark.parametrize(
    ("name", "declared", "missing"),
    [(SKELETONS[0], (5, 30, 79), (0, 20, 68)), (SKELETONS[1], (4, 23, 70), (0, 15, 62))],
)
def test_skeletons_say_what_they_lack(name: str, declared: tuple[int, ...], missing: tuple[int, ...]) -> None:
    standard = load_standard(name)
    assert standard.unscored
    assert standard.unscored.declared == declared
    assert standard.missing == missing
    assert {item.parent for item in standard.indicators} == {""}, "the source names no parents"
    for word, there, gone in zip(("二级", "三级"), declared[1:], missing[1:], strict=True):
        assert f"{word} {there - gone}/{there}" in standard.unscored.reason.zh


def official(folder: Path) -> None:
    """What a bureau with the official text writes; here one invented indicator stands for it."""
    text = (SHIPPED / POINTS / "standard.toml").read_text("utf-8")
    text = text.replace('id = "public-service-points"', 'id = "operation-monitoring"')
    text = text.replace('edition = "2023"', 'edition = "official"\neffective_from = "2023-11-01"')
    place = folder / "operation-monitoring/official"
    place.mkdir(parents=True)
    (place / "standard.toml").write_text(text, "utf-8")


def test_the_official_text_is_loaded_beside_the_skeleton(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    official(tmp_path)
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))
    assert load_standard("operation-monitoring/official").unscored is None
    assert load_standard(SKELETONS[0]).unscored is not None
    assert call("PS_SCORE", "4", 4.5, None, "operation-monitoring/official").value == 90
    assert find("operation-monitoring", on=date(2024, 1, 1)) == "operation-monitoring/official"
    assert find("operation-monitoring", on=date(2023, 10, 31)) == SKELETONS[0]


def test_a_shipped_edition_is_not_overridden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SHIPPED / SKELETONS[0], tmp_path / SKELETONS[0])
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))
    faults = [known.fault for known in known_standards() if known.name == SKELETONS[0] and not known.shipped]
    assert len(faults) == 1
    assert faults[0]
    assert "不能覆盖" in faults[0].message.zh


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSSCORE_STANDARDS", str(EXAMPLES))


@pytest.mark.usefixtures("examples")
def test_a_bureau_gives_the_checklist_points_of_its_own() -> None:
    reference = "digital-urban-management/example-weights?closure_base=due_closing"
    standard = load_standard(reference)
    assert standard.points_given_by
    assert standard.unscored is None
    source = {item.code: item for item in load_standard(CHECKLIST).indicators}
    for item in standard.indicators:
        assert (item.name, item.parent) == (source[item.code].name, source[item.code].parent)
        printed = source[item.code].about
        assert item.about
        assert printed
        assert item.about.source == printed.source
    assert set(source) - {item.code for item in standard.indicators} == {"D3"}, "cut off in the source"
    rows: dict[str, tuple[Any, Any]] = {item.code: (float(item.points), None) for item in standard.leaves}
    rates = [item.code for item in standard.leaves if item.scoring and item.scoring.measure is Measure.RATE]
    rows |= dict.fromkeys(rates, (1.0, None))
    assert total(reference, rows | {"B2.3.2": (0.0, None)}) == 100
    assert total(reference, rows | {"B2.3.2": (5.0, 100.0)}) == 99
    assert total(reference, rows | {"B2.3.1": (0.0, 0.0)}) is CellError.NOT_AVAILABLE
    assert load_standard(CHECKLIST).unscored, "the checklist itself stays without points"


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("place", "matters", "rate", "expected", "grade"),
    [
        (1.0, 200.0, 0.95, 100, "优"),
        (2.0, 180.0, 0.93, 94.71, "优"),
        (5.0, 100.0, 0.89, 77.5, "良"),
    ],
)
def test_units_are_measured_against_their_group(
    place: float, matters: float, rate: float, expected: float, grade: str
) -> None:
    """Group: 200, 180, 160, 140 and 100 matters; rates 0.95, 0.93, 0.92, 0.91 and 0.89 with a mean of 0.92.

    The second unit: 57 + 6 × 180 / 200 + 2 = 64.4 of 68; the fifth: 48 + 3 + 2 - 3 × 0.1 = 52.7 of 68.
    """
    reference = "unit-comparison/example"
    best = call("PS_COHORT", "2", [[200.0], [180.0], [160.0], [140.0], [100.0]], reference).value
    mean = call("PS_COHORT", "3", [[0.95], [0.93], [0.92], [0.91], [0.89]], reference).value
    assert (best, mean) == (200, 0.92)
    found = total(reference, {"1": (place, None), "2": (matters, best), "3": (rate, mean)})
    assert found == expected
    assert call("PS_GRADE", found, reference).value == grade
    assert call("PS_GRADE", found, reference, "V1").value == "良"


WEIGHTS = [("urban-management-index/60-30-10", (60, 30, 10)), ("hotline-index/10-40-50", (10, 40, 50))]


@pytest.mark.parametrize(("name", "weights"), WEIGHTS)
def test_indices_weigh_as_their_name_says(name: str, weights: tuple[int, ...]) -> None:
    standard = load_standard(name)
    assert tuple(item.points for item in standard.leaves) == weights
    assert "-".join(map(str, weights)) == standard.edition
    assert all(item.about and "/" in item.about.method for item in standard.leaves), "denominators are named"
    assert dict(standard.chosen)["no_cases"] is None


@pytest.mark.parametrize(("name", "weights"), WEIGHTS)
def test_an_index_is_its_formula(name: str, weights: tuple[int, ...]) -> None:
    """Against the formula as the source writes it, over a grid of counts."""
    rework = name.startswith("urban")
    places = 2 if rework else 1
    for parts in product((0, 1, 37, 99, 100), repeat=3):
        rates = [Fraction(part, 100) for part in parts]
        if rework:
            rates[2] = 1 - rates[2]
        exact = sum((weight * rate for weight, rate in zip(weights, rates, strict=True)), Fraction(0))
        expected = Fraction(int(exact * 10**places + Fraction(1, 2)), 10**places)
        rows = {str(code): (float(part), 100.0) for code, part in enumerate(parts, 1)}
        assert total(name, rows) == float(expected), parts


def test_weights_are_changed_in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SHIPPED / "urban-management-index/60-30-10/standard.toml").read_text("utf-8")
    text = text.replace('edition = "60-30-10"', 'edition = "50-40-10"')
    text = text.replace("points = 60", "points = 50").replace("points = 30", "points = 40")
    place = tmp_path / "urban-management-index/50-40-10"
    place.mkdir(parents=True)
    (place / "standard.toml").write_text(text, "utf-8")
    monkeypatch.setenv("PSSCORE_STANDARDS", str(tmp_path))
    rows = {"1": (90.0, 100.0), "2": (80.0, 100.0), "3": (5.0, 100.0)}
    assert total("urban-management-index/50-40-10", rows) == 86.5
    assert total("urban-management-index/60-30-10", rows) == 87.5
    assert load_standard("urban-management-index/50-40-10").digest != load_standard(WEIGHTS[0][0]).digest


def test_the_notes_quote_the_two_totals() -> None:
    notes = (SHIPPED / POINTS / "NOTES.md").read_text("utf-8")
    assert "89.175" in notes
    assert "88.5" in notes


def test_raw_data_have_no_points_where_there_is_no_score() -> None:
    for name in (CHECKLIST, *SKELETONS):
        assert not {"points", "rule"} & {key for item in raw_standard(name)["indicator"] for key in item}
