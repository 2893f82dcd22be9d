"""Values as SQL literals that every engine reads the same."""

from __future__ import annotations


def literal(value: str | int | None) -> str:
    """A whole number, a text in single quotes with quotes doubled, or NULL."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    return "'" + value.replace("'", "''") + "'"
