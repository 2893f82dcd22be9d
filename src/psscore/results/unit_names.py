"""Names of units, periods and evaluators, as two people type them."""

from __future__ import annotations

import unicodedata


def unit_key(name: str) -> str:
    """A name without width variants and spaces; beyond that names are one only when they are equal."""
    return "".join(unicodedata.normalize("NFKC", name).split())
