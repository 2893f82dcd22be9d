"""The standard with every kind of rule, under chosen readings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_raw, parse_raw
from psscore.rulebook.reference import make_reference

KINDS = Path(__file__).parents[1] / "data" / "kinds.toml"
Kinds = Callable[..., Standard]


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    raw = parse_raw(KINDS.read_text("utf-8"), KINDS.name)

    def load(*choices: str) -> Standard:
        return load_raw(raw, KINDS.name, make_reference("kinds", "2026", choices))

    return load
