"""The tables of a store, in SQL that DuckDB and PostgreSQL share.

Exact numbers are texts, decimals or "n/d"; the column of the same name with `_number` is the nearest binary number, for
queries. What is told of a run by several people or at several times stays: `psscore_current` has the latest of each.
"""

from __future__ import annotations

VERSION = 1

EVALUATION_TEXTS = (
    "file",
    "status",
    "unit",
    "period",
    "evaluator",
    "mode",
    "reference",
    "standard_id",
    "edition",
    "digest",
    "grade",
    "progress",
    "clock",
    "psscore",
    "engine",
    "input_digest",
    "output_digest",
)
EVALUATION_NUMBERS = ("total", "max_points")
ITEM_NUMBERS = ("value", "base", "score", "points")
ITEM_TEXTS = ("indicator", "hole", "explanation", "cell")
FINDING_TEXTS = ("code", "sheet", "cell", "message")
KEYS = ("unit_key", "period_key", "evaluator_key")


def _numbers(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} VARCHAR, {name}_number DOUBLE PRECISION" for name in names)


def _texts(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name} VARCHAR NOT NULL" for name in names)


def type_of(column: str) -> str:
    """The SQL type of a column."""
    return {"place": "BIGINT", "line": "INTEGER", "version": "INTEGER"}.get(
        column, "DOUBLE PRECISION" if column.endswith("_number") else "VARCHAR"
    )


TABLES = (
    "CREATE TABLE psscore_store (version INTEGER NOT NULL, made_by VARCHAR NOT NULL)",
    "CREATE TABLE psscore_standards (digest VARCHAR PRIMARY KEY, standard_id VARCHAR NOT NULL, "
    "edition VARCHAR NOT NULL, canonical VARCHAR NOT NULL)",
    "CREATE TABLE psscore_evaluations (evaluation VARCHAR PRIMARY KEY, place BIGINT NOT NULL UNIQUE, "
    f"added VARCHAR NOT NULL, {_texts(KEYS)}, {_texts(EVALUATION_TEXTS)}, {_numbers(EVALUATION_NUMBERS)})",
    f"CREATE TABLE psscore_items (evaluation VARCHAR NOT NULL, line INTEGER NOT NULL, {_texts(ITEM_TEXTS)}, "
    f"{_numbers(ITEM_NUMBERS)}, PRIMARY KEY (evaluation, line))",
    f"CREATE TABLE psscore_findings (evaluation VARCHAR NOT NULL, line INTEGER NOT NULL, {_texts(FINDING_TEXTS)}, "
    "PRIMARY KEY (evaluation, line))",
    # One unit, period, evaluator, mode and standard is one evaluation; a corrected workbook takes its place.
    "CREATE VIEW psscore_current AS SELECT * FROM psscore_evaluations WHERE place IN (SELECT MAX(place) FROM "
    "psscore_evaluations GROUP BY unit_key, CASE WHEN unit_key = '' THEN file ELSE '' END, period_key, evaluator_key, "
    "mode, standard_id)",
    "CREATE VIEW psscore_current_items AS SELECT c.unit, c.period, c.evaluator, c.mode, c.reference, i.* FROM "
    "psscore_items i JOIN psscore_current c ON c.evaluation = i.evaluation",
)
EVALUATION_COLUMNS = (
    "evaluation",
    "place",
    "added",
    *KEYS,
    *EVALUATION_TEXTS,
    *(part for name in EVALUATION_NUMBERS for part in (name, f"{name}_number")),
)
ITEM_COLUMNS = (
    "evaluation",
    "line",
    *ITEM_TEXTS,
    *(part for name in ITEM_NUMBERS for part in (name, f"{name}_number")),
)
FINDING_COLUMNS = ("evaluation", "line", *FINDING_TEXTS)
