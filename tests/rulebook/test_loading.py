"""A standard that contradicts itself is refused, with every fault, its file, indicator and key."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from psscore.model.faults import ReferenceFault, StandardFaults
from psscore.rulebook.catalogue import all_faults, load_raw, load_standard, parse_raw, raw_standard

Spoil = Callable[[dict[str, Any]], None]


def indicator(raw: dict[str, Any], code: str) -> dict[str, Any]:
    return next(item for item in raw["indicator"] if item["code"] == code)


def spoil(change: Spoil) -> list[str]:
    raw = copy.deepcopy(dict(raw_standard("public-service/2026")))
    change(raw)
    return [fault.line("en") for fault in all_faults(raw, "demo.toml")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: indicator(raw, "1").update(pionts=2), ["indicator 1 > pionts", "unknown key"]),
        (lambda raw: indicator(raw, "1").update(points="2.5"), ["indicator A1 > points", "children add to 17/2"]),
        (lambda raw: raw.update(total_points=99), ["total_points", "level 1 adds to 100"]),
        (lambda raw: indicator(raw, "1").update(points=2.5), ["indicator 1 > points", 'write decimals as "0.2"']),
        (lambda raw: indicator(raw, "2").update(code="1"), ["indicator 1 > code", "used twice"]),
        (lambda raw: indicator(raw, "1").update(rule="request_rates"), ["no rule named request_rates"]),
        (lambda raw: indicator(raw, "1").pop("quote"), ["indicator 1 > quote", "must be text"]),
        (lambda raw: indicator(raw, "1").update(parent="Z"), ["indicator 1 > parent", "parent Z is unknown"]),
        (lambda raw: indicator(raw, "1").update(collection="guess"), ["collection", "platform_report"]),
        (lambda raw: raw["rules"]["request_rate"].update(step=0), ["rules.request_rate > step", "above 0"]),
        (lambda raw: raw["rules"]["request_rate"].pop("no_cases"), ["rules.request_rate > no_cases", "base can be 0"]),
        (lambda raw: raw["rules"]["request_rate"].update(kind="steps"), ["kind", "step_down"]),
        (lambda raw: raw["rules"]["request_rate"].update(step_mode={"reading": "stepp"}), ["stepp is not declared"]),
        (lambda raw: raw["rules"]["gas_hoses"]["tiers"][1].update(at_least=900), ["tiers[1]", "must rise"]),
        (
            lambda raw: raw["rules"]["gas_hoses"]["tiers"][2].update(points=4),
            ["indicator 33 > points", "top tier gives 4"],
        ),
        (
            lambda raw: raw["grades"]["bands"][1].update(below=89),
            ["grades > bands", "begins at 90", "ends below 89", "gap"],
        ),
        (lambda raw: raw["grades"]["bands"].pop(), ["grades > bands", "cover 0 to full"]),
        (lambda raw: raw["reading"][0].update(default="half"), ["reading step > default", "half"]),
        (lambda raw: raw["rounding"].update(places=11), ["rounding > places"]),
        (lambda raw: raw.update(schema="psscore.standard/2"), ["schema", "psscore.standard/1"]),
        (lambda raw: raw["title"].pop("en"), ["title", "zh"]),
    ],
)
def test_each_fault_names_its_place(change: Spoil, words: list[str]) -> None:
    lines = spoil(change)
    assert any(all(word in line for word in words) for line in lines), lines
    assert all(line.startswith("demo.toml: ") for line in lines)


def test_all_faults_at_once() -> None:
    def change(raw: dict[str, Any]) -> None:
        indicator(raw, "1")["pionts"] = 2
        raw["rules"]["request_rate"]["step"] = 0
        raw["rounding"]["places"] = 11

    lines = spoil(change)
    assert len(lines) >= 3, lines


def test_a_fault_only_some_reading_shows_is_found() -> None:
    def change(raw: dict[str, Any]) -> None:
        raw["reading"][0]["values"][1]["name"] = "wholly"

    assert any("step_mode" in line and "wholly" in line for line in spoil(change))


def test_qualitative_bands_have_no_gap() -> None:
    raw = copy.deepcopy(dict(raw_standard("project-self-evaluation/2020")))
    raw["form"]["qualitative"]["bands"][1]["high"] = "0.79"
    lines = [fault.line("zh") for fault in all_faults(raw, "form.toml")]
    assert any("有空档或重叠" in line for line in lines), lines


def test_broken_toml_is_a_fault_with_its_line() -> None:
    with pytest.raises(StandardFaults, match="line 2"):
        parse_raw("a = 1\nb = \n", "x.toml")


def test_loading_refuses_a_faulty_standard() -> None:
    raw = copy.deepcopy(dict(raw_standard("public-service/2026")))
    raw["total_points"] = 99
    with pytest.raises(StandardFaults):
        load_raw(raw, "x.toml")


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("public-service/2027", ["public-service/2026", "project-self-evaluation/2020"]),
        ("public-services/2026", ["public-service/2026"]),
        ("public-service", ["looks like"]),
        ("public-service/2026?stepp=whole", ["stepp", "step, rate_rounding"]),
        ("public-service/2026?step=half", ["half", "proportional, whole, ceil"]),
        ("public-service/2026?step=whole&step=ceil", ["two values"]),
        ("public-service/2026?step", ["reading=value"]),
        ("public-service/2026?lang=fr", ["zh or en"]),
        ("../../etc/2026", ["known"]),
    ],
)
def test_an_unknown_reference_lists_the_valid_ones(reference: str, words: list[str]) -> None:
    with pytest.raises(ReferenceFault) as caught:
        load_standard(reference)
    assert all(word in caught.value.message.en for word in words)


def test_language_is_not_part_of_the_digest() -> None:
    assert load_standard("public-service/2026?lang=en").digest == load_standard().digest


def test_survey_shares_are_data_and_checked() -> None:
    above = spoil(lambda raw: raw["survey"]["shares"].update(with_basically=2))
    assert any("survey > shares > with_basically" in line for line in above)
    gone = spoil(lambda raw: raw["survey"]["shares"].pop("satisfied"))
    assert any("survey > counted" in line for line in gone)
