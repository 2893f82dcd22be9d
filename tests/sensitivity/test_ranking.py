"""The order of several units under each change."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from psscore.model.text import Text
from psscore.sensitivity import Settings, examine, report, to_json
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.ranking import Ranking, ranking
from psscore.workbook.recalculate import Recalculator
from sensitivity.workbooks import changed, example, with_requests
from workbook.books import book, rows

RECALCULATOR = Recalculator()


def units(folder: Path, books: dict[str, bytes], **settings: object) -> list[FileReport]:
    paths = []
    for name, data in books.items():
        paths.append(folder / f"{name}.xlsm")
        paths[-1].write_bytes(data)
    return examine(paths, Settings(**settings), recalculator=RECALCULATOR)  # type: ignore[arg-type]


def named(found: Ranking) -> dict[str, tuple[Fraction, str | None, int]]:
    return {Path(path).stem: (one.total, one.grade, one.rank) for path, one in found.base.items()}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[FileReport]]:
    """甲 as the demonstration; 乙 0.9 % below full marks in one topic more, 丙 a full percent."""
    folder = tmp_path_factory.mktemp("units")
    books = {
        "甲": changed(example(), {"ps_unit": "甲区"}),
        "乙": changed(with_requests(example(), (1000, 991, 991), ("T04",)), {"ps_unit": "乙区"}),
        "丙": changed(with_requests(example(), (1000, 990, 990), ("T04",)), {"ps_unit": "丙区"}),
    }
    return folder, units(folder, books, weights=Fraction(10))


def test_places_and_who_changes_them(three: tuple[Path, list[FileReport]]) -> None:
    found = ranking(three[1])
    assert isinstance(found, Ranking)
    # T04 is 743, 743, 738 of 743 in the demonstration: 2 + 1.87 points.
    assert named(found) == {
        "甲": (Fraction("83.69"), "良", 1),
        "乙": (Fraction("83.46"), "良", 2),
        "丙": (Fraction("83.42"), "良", 3),
    }
    by_name = {scenario.name: scenario for scenario in found.scenarios}
    # Started steps: both lose a whole step in either rate, 甲 in one only. Whole steps: 乙 loses nothing, 丙 two steps.
    ceil, whole = by_name["step", "ceil"], by_name["step", "whole"]
    assert [(Path(p).stem, one.rank) for p, one in ceil.standings.items()] == [("甲", 1), ("乙", 2), ("丙", 2)]
    assert [(Path(p).stem, old, new) for p, old, new in ceil.moved(found.base)] == [("丙", 3, 2)]
    assert [(Path(p).stem, one.rank) for p, one in whole.standings.items()] == [("甲", 1), ("乙", 1), ("丙", 3)]
    assert [(Path(p).stem, old, new) for p, old, new in by_name["no_cases", "zero"].moved(found.base)] == []
    graded = by_name["no_cases", "zero"].regraded(found.base)
    assert [(Path(p).stem, old, new) for p, old, new in graded] == [
        ("甲", "良", "中"),
        ("乙", "良", "中"),
        ("丙", "良", "中"),
    ]
    weighed = by_name["A", "+10%"]
    assert [one.rank for one in weighed.standings.values()] == [1, 2, 3]
    assert found.mixed == ()


def test_a_scenario_without_a_total_ranks_nobody(three: tuple[Path, list[FileReport]]) -> None:
    found = ranking(three[1])
    assert isinstance(found, Ranking)
    weighted = next(scenario for scenario in found.scenarios if scenario.name == ("group_weights", "weighted"))
    assert (dict(weighted.standings), len(weighted.unranked)) == ({}, 3)
    assert weighted.moved(found.base) == []


def test_a_unit_that_drops_out_moves_nobody(three: tuple[Path, list[FileReport]]) -> None:
    found = ranking(three[1])
    assert isinstance(found, Ranking)
    one = found.scenarios[0]
    first = next(iter(found.base))
    left = type(one)(one.name, one.title, {path: s for path, s in one.standings.items() if path != first}, (first,))
    assert left.moved(found.base) == []


def test_one_unit_is_no_ranking(three: tuple[Path, list[FileReport]]) -> None:
    assert ranking(three[1][:1]) is None


def test_readings_the_workbooks_do_not_agree_in(tmp_path: Path) -> None:
    books = {"甲": example(), "乙": changed(example(), readings={"step": "满一档才计"})}
    files = units(tmp_path, books, readings=("step", "no_cases"), together=True)
    found = ranking(files)
    assert isinstance(found, Ranking)
    assert found.mixed == ("step",)
    assert [one.rank for one in found.base.values()] == [2, 1]
    # The same readings give them the same total.
    for scenario in found.scenarios[:3]:
        assert [one.rank for one in scenario.standings.values()] == [1, 1]
    assert list(found.ranges.values()) == [(1, 1), (1, 1)]


def test_different_standards_are_not_ranked(tmp_path: Path) -> None:
    other = book(
        {
            "S": rows(
                '<c r="A1" t="str"><v>management-supervision/CJJT551-2023</v></c>',
                '<c r="B1"><f>PS_SCORE("A",1,1,ps_standard_reference)</f><v>2</v></c>',
            )
        },
        names={"ps_standard_reference": "'S'!$A$1"},
    )
    said = ranking(units(tmp_path, {"甲": example(), "乙": other}, readings=("grades",)))
    assert isinstance(said, Text)
    assert "management-supervision/CJJT551-2023、public-service/2026" in said.zh


def test_json_tells_it(three: tuple[Path, list[FileReport]]) -> None:
    told = to_json(report(three[1], Settings(weights=Fraction(10))))["ranking"]
    assert [Path(unit["file"]).stem for unit in told["units"]] == ["甲", "乙", "丙"]
    assert told["units"][1] == {"file": told["units"][1]["file"], "rank": 2, "total": "83.46", "grade": "良"}
    ceil = next(one for one in told["scenarios"] if (one["name"], one["value"]) == ("step", "ceil"))
    assert [(Path(one["file"]).stem, one["from"], one["to"]) for one in ceil["moved"]] == [("丙", 3, 2)]
