"""The page on the audit names every verdict, every code and every rounding."""

from __future__ import annotations

from pathlib import Path

from psscore.audit import Classification
from psscore.audit.finding import CODES
from psscore.audit.show import ROUNDINGS

PAGE = (Path(__file__).parents[2] / "docs/audit.md").read_text("utf-8")


def test_every_name_is_explained() -> None:
    names = [*CODES, *(kind.value for kind in Classification), *ROUNDINGS]
    assert [name for name in names if f"`{name}`" not in PAGE] == []
