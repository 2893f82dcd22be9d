"""The standard of all kinds of rules, for tests of rules about the group."""

from __future__ import annotations

from pathlib import Path

import pytest

from psscore.model.standard import Standard
from psscore.rulebook.catalogue import load_raw, parse_raw
from psscore.rulebook.reference import make_reference

KINDS = Path(__file__).parents[1] / "data" / "kinds.toml"


@pytest.fixture(scope="session")
def street() -> Standard:
    raw = parse_raw(KINDS.read_text("utf-8"), KINDS.name)
    return load_raw(raw, KINDS.name, make_reference("kinds", "2026", ("unit_group=street",)))
