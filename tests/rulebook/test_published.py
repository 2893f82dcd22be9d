"""What was published stays what it was, and says where it comes from."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from importlib.resources import files

import pytest

from psscore.rulebook.catalogue import all_faults, load_standard, raw_standard, standard_folder, standard_ids

PUBLISHED = tomllib.loads(files("psscore").joinpath("standards/published.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", standard_ids())
def test_digest_is_frozen(name: str) -> None:
    standard = load_standard(name)
    key = f"{name} revision {standard.revision}"
    assert PUBLISHED.get(key) == standard.digest, "a published revision changed: raise `revision` and add its digest"


@pytest.mark.parametrize("name", standard_ids())
def test_no_fault_under_any_reading(name: str) -> None:
    assert all_faults(raw_standard(name), name) == ()


@pytest.mark.parametrize("name", standard_ids())
def test_every_reading_is_in_the_notes(name: str) -> None:
    notes = standard_folder(name).joinpath("NOTES.md").read_text("utf-8")
    missing = [reading.name for reading in load_standard(name).readings if f"`{reading.name}`" not in notes]
    assert missing == []


def test_public_service_adds_up_as_the_source_says() -> None:
    standard = load_standard("public-service/2026")
    by_level = {level: [i for i in standard.indicators if i.level == level] for level in (1, 2, 3)}
    assert [len(by_level[level]) for level in (1, 2, 3)] == [3, 12, 47]
    assert [item.points for item in by_level[1]] == [64, 12, 24]
    assert sum((item.points for item in by_level[3]), Fraction(0)) == 100
    assert [item.code for item in by_level[3]] == [str(n) for n in range(1, 48)]
    assert {item.code for item in by_level[3] if item.parent == "A8"} == {
        "29",
        "30",
        "31",
        "32",
    }  # row 29 drifts in print


def test_collection_methods_follow_the_merged_cells() -> None:
    leaves = load_standard("public-service/2026").leaves
    survey = {item.code for item in leaves if item.about and item.about.collection == "survey"}
    assert survey == {*map(str, range(37, 45)), "46", "47"}
