"""Faults of a register, each with its address, and the register of the city services plan."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from psscore.model.register import LightMeasure, Quantity
from psscore.model.rules import Operator
from psscore.rulebook.catalogue import all_faults, load_raw, load_standard, raw_standard

PLAN = "city-services-plan/2024"


def raw() -> dict[str, Any]:
    return copy.deepcopy(dict(raw_standard(PLAN)))


def kpi(data: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in data["register"]["kpis"] if item["code"] == code)
    return found


def set_value(value: object) -> Any:
    return lambda data: kpi(data, "K17.1")["targets"][0].update(value=value)


FAULTS = [
    (set_value("90%"), "kpi K17.1 > targets[0] > value", "a number"),
    (set_value("1.2"), "kpi K17.1 > targets[0] > value", "0 to 1"),
    (lambda d: kpi(d, "K27.1")["targets"][0].update(value="0.5"), "kpi K27.1 > targets[0] > value", "whole"),
    (lambda d: kpi(d, "K6.1")["targets"][0].update(value="-1"), "kpi K6.1 > targets[0] > value", "below 0"),
    (lambda d: kpi(d, "K45.2")["targets"][0].update(value="-1.1"), "kpi K45.2 > targets[0] > value", "100 %"),
    (lambda d: kpi(d, "K17.1")["targets"][0].update(by="明年"), "kpi K17.1 > targets[0] > by", "明年"),
    (lambda d: kpi(d, "K17.1").update(direction="sideways"), "kpi K17.1 > direction", "up, down"),
    (lambda d: kpi(d, "K17.1").update(department="nobody"), "kpi K17.1 > department", "housing"),
    (lambda d: kpi(d, "K17.1").update(beyond_whole="yes"), "kpi K17.1 > beyond_whole", "true or false"),
    (lambda d: kpi(d, "K6.1").update(beyond_whole=True), "kpi K6.1 > beyond_whole", "shares only"),
    (lambda d: kpi(d, "K20.1")["targets"][0].update(value="-0.1"), "kpi K20.1 > targets[0] > value", "below 0"),
    (lambda d: kpi(d, "K17.1").update(colour="red"), "kpi K17.1 > colour", "unknown key"),
    (lambda d: kpi(d, "K17.1").update(code="K16.1"), "register > K16.1", "twice"),
    (lambda d: d["register"]["tasks"][0].update(code="K1.1"), "register > K1.1", "twice"),
    (lambda d: kpi(d, "K9.2").pop("baselines"), "kpi K9.2 > targets", "neither"),
    (lambda d: d["register"]["look_alikes"][0].update(codes=["K99"]), "look_alikes[0] > codes", "K99"),
    (lambda d: d["register"].update(begins="soon"), "register > begins", "date"),
    (lambda d: d["register"].pop("ends"), "register > ends", "missing"),
    (lambda d: d["register"]["phases"][0].update(ends="2020-01-01"), "phases[0] > ends", "before"),
    (lambda d: d["register"]["light_sets"][0]["bands"][2].update(at_least="0.4"), "light set yinchuan_2025", "rise"),
    (lambda d: d["register"]["light_sets"][0]["bands"][2].pop("at_least"), "yinchuan_2025 > bands[2]", "limit"),
    (lambda d: d["register"]["light_sets"][0]["escalation"].update(after=1), "escalation > after", "2 or more"),
    (lambda d: d["register"]["light_sets"][0]["bands"][2].update(light="purple"), "bands[2] > light", "amber"),
]


def test_a_share_of_another_quantity_may_have_a_target_beyond_the_whole() -> None:
    data = raw()
    kpi(data, "K20.1")["targets"][0].update(value="1.2")
    assert all_faults(data, "plan.toml") == ()


@pytest.mark.parametrize(("change", "where", "says"), FAULTS)
def test_fault(change: Any, where: str, says: str) -> None:
    data = raw()
    change(data)
    lines = [fault.line("en") for fault in all_faults(data, "plan.toml")]
    assert any(where in line and says in line for line in lines), lines


def test_what_the_plan_holds() -> None:
    register = load_standard(PLAN).register
    assert register is not None
    assert len(register.kpis) == 108
    assert sum(len(item.targets) for item in register.kpis) == 169
    assert sum(len(item.baselines) for item in register.kpis) == 37
    assert len(register.tasks) == 16
    # Every group of the register but two: tasks (33, 48) and the lights themselves (39).
    groups = {int(item.code[1:].split(".")[0]) for item in register.kpis}
    assert set(range(1, 49)) - groups == {33, 39, 48}
    assert all(statement.place.quote for item in register.kpis for statement in (*item.baselines, *item.targets))


def test_forms_of_numbers() -> None:
    register = load_standard(PLAN).register
    assert register is not None
    bound, ratio, lost = (register.by_code[code] for code in ("K18.1", "K10.1", "K41.2"))
    assert bound.baselines[0].operator is Operator.BELOW
    assert ratio.quantity is Quantity.RATIO
    assert lost.targets[0].value is None
    assert str(register.by_code["K20.1"].baselines[0].value) == "425/682"
    assert {item.operator for item in register.by_code["K34.4"].targets} == {Operator.ABOVE}


def test_a_set_of_lights_waits_for_its_reading() -> None:
    open_register = load_standard(PLAN).register
    chosen = load_standard(f"{PLAN}?light_gap=amber&close_days=15").register
    assert open_register is not None
    assert chosen is not None
    assert open_register.lights["yinchuan_2025"].undecided == ("light_gap",)
    assert open_register.lights["suqian_2025"].undecided == ("close_days",)
    assert chosen.lights["yinchuan_2025"].undecided == ()
    assert chosen.lights["suqian_2025"].bands[1].limit == -15
    assert chosen.lights["suqian_2025"].measure is LightMeasure.DAYS


def test_department_weights_are_the_users() -> None:
    """The plan's only rule about department scores: response and resolution carry at least 30 %."""
    data = copy.deepcopy(dict(raw_standard("city-services-plan-departments/2024")))
    del data["unscored"]
    data |= {
        "total_points": 100,
        "points_given_by": {"zh": "示例市", "en": "Example City"},
        "rounding": {"places": 2, "mode": "half_up", "stage": "item"},
        "grades": {"scale": "none", "bands": []},
        "rules": {"share": {"kind": "ratio", "full_at": 1, "measure": "rate", "base": "optional", "no_cases": "full"}},
    }
    points = {"R": 30, "R1": 15, "R2": 15, "P": 70, "P1": 40, "P2": 30}
    data.pop("grades")
    for item in data["indicator"]:
        item["points"] = points[item["code"]]
        if len(item["code"]) == 2:
            item |= {"rule": "share", "unit": {"zh": "%", "en": "%"}, "collection": "platform_report"}
    assert load_raw(data, "own.toml").total_points == 100
    for item, value in zip(data["indicator"], (29, 15, 14, 71, 41, 30), strict=True):
        item["points"] = value
    lines = [fault.line("en") for fault in all_faults(data, "own.toml")]
    assert len(lines) == 1
    assert "29 %" in lines[0]
