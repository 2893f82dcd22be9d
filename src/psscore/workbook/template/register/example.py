"""The figures of an example beside a plan: `[register]` in its `example.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import standard_folder

_FILE = "example.toml"


@dataclass(frozen=True, slots=True)
class Choice:
    """A target chosen by somebody for a reason."""

    target: str
    who: str
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class Filled:
    """What an operator types into the workbook; everything by the codes of the register."""

    unit: Text
    period: Text
    mode: str
    evaluator: Text
    filled_on: date
    readings: Mapping[str, str]
    on: date
    actual: Mapping[str, float]
    own: Mapping[str, float]
    running: Mapping[str, int]
    done: Mapping[str, date]
    choices: Mapping[str, Choice]
    departments: Mapping[str, str]  # code of an indicator or task -> code of a department
    form_readings: Mapping[str, str] = field(default_factory=dict)


def read_example(standard: Standard) -> Filled | None:
    """The example of a plan; None when it has none."""
    file = standard_folder(f"{standard.id}/{standard.edition}").joinpath(_FILE)
    if not file.is_file():
        return None
    raw = tomllib.loads(file.read_text("utf-8"))
    given: Mapping[str, Any] = raw["register"]
    return Filled(
        Text(**raw["unit"]),
        Text(**raw["period"]),
        raw["mode"],
        Text(**raw["evaluator"]),
        raw["filled_on"],
        raw["readings"],
        given["on"],
        given["actual"],
        given["own_baseline"],
        given["running"],
        given["done"],
        {code: Choice(**choice) for code, choice in given["choices"].items()},
        given["departments"],
    )
