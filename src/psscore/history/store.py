"""The store: evaluations go in once, stay, and come back as they were."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import psscore
from psscore.history.database import Database, Row, StoreProblem, open_database
from psscore.history.rows import evaluation_row, evaluations_of, finding_rows, identity, item_rows
from psscore.history.schema import (
    EVALUATION_COLUMNS,
    FINDING_COLUMNS,
    ITEM_COLUMNS,
    TABLES,
    VERSION,
)
from psscore.history.standards import canonical_texts, with_its_standard
from psscore.model.text import Text
from psscore.results.evaluation import Evaluation
from psscore.results.stores import where
from psscore.results.unit_names import unit_key

_ASKED_AT_ONCE = 500
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Added:
    """What became of evaluations given to a store: new, there already, and without a result to keep."""

    new: tuple[Evaluation, ...]
    known: tuple[Evaluation, ...]
    left_out: tuple[Evaluation, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history; `current` is False for one that a later workbook took the place of."""

    identity: str
    added: str
    current: bool
    file: str
    status: str
    unit: str
    period: str
    evaluator: str
    mode: str
    reference: str
    digest: str
    total: Fraction | None
    grade: str
    progress: str
    clock: str
    psscore: str


class Store:
    """Evaluations in a database. `period` is the one it was opened for, "" for all."""

    def __init__(self, database: Database, *, write: bool, period: str = "") -> None:
        self._database, self._period = database, period
        self._check(write)

    def add(self, evaluations: Iterable[Evaluation], now: datetime.datetime | None = None) -> Added:
        """Keep these, all or none; of one unit and period the last one given is the current one.

        What is there already stays as it is; refused workbooks have nothing to keep.
        """
        given = list(evaluations)
        left_out = tuple(one for one in given if one.status in ("refused", "error") or not one.reference)
        kept = {identity(one): one for one in reversed(given) if one not in left_out}
        named = {name: kept[name] for name in reversed(kept)}
        added = (now or datetime.datetime.now()).replace(microsecond=0).isoformat()
        self._database.begin()
        try:
            known = {
                row[0] for row in self._asked("SELECT evaluation FROM psscore_evaluations", "evaluation", [*named])
            }
            new = {name: one for name, one in named.items() if name not in known}
            current = {row[0] for row in self._asked("SELECT evaluation FROM psscore_current", "evaluation", [*known])}
            moved = _moved(named, known, current)
            last = self._database.rows("SELECT MAX(place) FROM psscore_evaluations")[0][0] or 0
            places = {name: last + at for at, name in enumerate(named, 1)}
            for name in moved:
                self._database.rows(
                    "UPDATE psscore_evaluations SET place = ? WHERE evaluation = ?", [places[name], name]
                )
            self._insert(new, added, places)
            self._database.commit()
        except BaseException:
            self._database.rollback()
            raise
        return Added(tuple(new.values()), tuple(named[name] for name in named if name in known), left_out)

    def entries(self, *, unit: str = "", period: str = "", standard: str = "", every: bool = False) -> list[Entry]:
        """The lines of the history, by unit and period; `every` gives those that were corrected later as well."""
        current = {row[0] for row in self._database.rows("SELECT evaluation FROM psscore_current")}
        rows = self._rows(unit, period, standard, every)
        return [
            Entry(
                **{name: cells[name] for name in Entry.__slots__ if name not in ("identity", "current", "total")},
                identity=cells["evaluation"],
                current=cells["evaluation"] in current,
                total=None if cells["total"] is None else Fraction(cells["total"]),
            )
            for cells in (dict(zip(EVALUATION_COLUMNS, row, strict=True)) for row in rows)
        ]

    def evaluations(
        self, *, unit: str = "", period: str = "", standard: str = "", every: bool = False
    ) -> list[Evaluation]:
        """The evaluations themselves; each with the very standard it was scored by, where that is kept."""
        rows = self._rows(unit, period, standard, every)
        names = [row[0] for row in rows]
        items = self._by_evaluation("psscore_items", ITEM_COLUMNS, names)
        findings = self._by_evaluation("psscore_findings", FINDING_COLUMNS, names)
        found = evaluations_of(rows, items, findings)
        texts: dict[str, str] = {
            row[0]: row[1]
            for row in self._asked(
                "SELECT digest, canonical FROM psscore_standards", "digest", list({one.digest for one in found})
            )
        }
        return [with_its_standard(one, texts.get(one.digest)) for one in found]

    def nothing(self, period: str = "") -> Text:
        """What to say when nothing was found: with the periods there are, where a period was asked for."""
        told = Text("结果库里没有这样的评价", "the store holds no such evaluations")
        asked = period or self._period
        found = self._database.rows("SELECT DISTINCT period FROM psscore_current") if asked else []
        there = sorted(row[0] for row in found if row[0])
        if not there or unit_key(asked) in map(unit_key, there):
            return told
        zh = f"结果库里没有评价期“{asked}”，有：{'、'.join(there[:_LISTED])}"
        en = f'the store has no period "{asked}"; it has: {", ".join(there[:_LISTED])}'
        return Text(zh, en) + (Text("…", "…") if len(there) > _LISTED else Text("", ""))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _rows(self, unit: str, period: str, standard: str, every: bool) -> list[Row]:
        period = period or self._period
        wanted = {"unit_key": unit_key(unit), "period_key": unit_key(period), "standard_id": standard.partition("/")[0]}
        wanted |= {"edition": standard.partition("/")[2]}
        asked = {column: text for column, text in wanted.items() if text}
        table = "psscore_evaluations" if every else "psscore_current"
        sql = f"SELECT {', '.join(EVALUATION_COLUMNS)} FROM {table}"
        if asked:
            sql += " WHERE " + " AND ".join(f"{column} = ?" for column in asked)
        rows = self._database.rows(sql, [*asked.values()])
        # Texts are put in order here: each database has its own idea of the alphabet.
        place = {name: EVALUATION_COLUMNS.index(name) for name in ("unit_key", "period_key", "place")}
        return sorted(rows, key=lambda row: (row[place["unit_key"]], row[place["period_key"]], row[place["place"]]))

    def _by_evaluation(self, table: str, columns: Sequence[str], names: Sequence[str]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self._asked(f"SELECT {', '.join(columns)} FROM {table}", "evaluation", names):
            found.setdefault(row[0], []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: int(row[1]))
        return found

    def _asked(self, sql: str, column: str, names: Sequence[str]) -> Iterator[Row]:
        """The rows with one of these names in a column."""
        for start in range(0, len(names), _ASKED_AT_ONCE):
            part = names[start : start + _ASKED_AT_ONCE]
            yield from self._database.rows(f"{sql} WHERE {column} IN ({', '.join('?' * len(part))})", part)

    def _insert(self, new: dict[str, Evaluation], added: str, places: Mapping[str, int]) -> None:
        if not new:
            return
        rows = [evaluation_row(one, name, places[name], added) for name, one in new.items()]
        self._database.insert("psscore_evaluations", EVALUATION_COLUMNS, rows)
        lines = [row for name, one in new.items() for row in item_rows(one, name)]
        self._database.insert("psscore_items", ITEM_COLUMNS, lines)
        lines = [row for name, one in new.items() for row in finding_rows(one, name)]
        self._database.insert("psscore_findings", FINDING_COLUMNS, lines)
        there = {row[0] for row in self._database.rows("SELECT digest FROM psscore_standards")}
        standards = [
            (digest, raw["id"], raw["edition"], text)
            for digest, text in canonical_texts(new.values()).items()
            if digest not in there and (raw := _raw(text))
        ]
        self._database.insert("psscore_standards", ("digest", "standard_id", "edition", "canonical"), standards)

    def _check(self, write: bool) -> None:
        """Make the tables of a new store; refuse those of another version."""
        if not self._database.has("psscore_store"):
            if not write:
                raise StoreProblem(Text("这个数据库里没有评价结果", "this database holds no evaluations"))
            self._make()
        versions = [row[0] for row in self._database.rows("SELECT version FROM psscore_store")]
        if versions != [VERSION]:
            shown = versions[0] if versions else "?"
            zh, en = ("更新 psscore", "update psscore") if versions and versions[0] > VERSION else _OLD
            raise StoreProblem(
                Text(
                    f"结果库的结构是第 {shown} 版，这一版 psscore 用第 {VERSION} 版：请{zh}",
                    f"the tables of the store are of version {shown}, this psscore uses version {VERSION}: {en}",
                )
            )

    def _make(self) -> None:
        try:
            self._create()
        except StoreProblem:
            # Another process may have made them at the same moment.
            if not self._database.has("psscore_store"):
                raise

    def _create(self) -> None:
        self._database.begin()
        try:
            for sql in TABLES:
                self._database.rows(sql)
            self._database.insert("psscore_store", ("version", "made_by"), [(VERSION, psscore.__version__)])
            self._database.commit()
        except BaseException:
            self._database.rollback()
            raise


_OLD = (
    "用写它的那一版导出（psscore history export），再导入新库",
    "export it with the version that wrote it (psscore history export) and add that to a new store",
)


@contextmanager
def open_store(place: str | Path, *, write: bool = False) -> Iterator[Store]:
    """The store a file or an address names; made when it is opened for writing and not there.

    `results.duckdb#2025年度` is the store with the evaluations of that period alone. Raises `StoreProblem`.
    """
    found = where(place)
    database = open_database(found.place if found else str(place), write=write)
    try:
        yield Store(database, write=write, period=found.period if found else "")
    finally:
        database.close()


def _moved(named: Mapping[str, Evaluation], known: set[str], current: set[str]) -> list[str]:
    """The known ones that become current again: replaced since, or behind another of their unit in what is given."""
    placed: set[tuple[str, ...]] = set()
    found = []
    for name, one in named.items():
        # What `psscore_current` groups by.
        of = "" if unit_key(one.unit) else one.file
        line = unit_key(one.unit), of, unit_key(one.period), unit_key(one.evaluator), one.mode, one.standard_id
        if name not in known:
            placed.add(line)
        elif name not in current or line in placed:
            placed.add(line)
            found.append(name)
    return found


def _raw(text: str) -> dict[str, Any]:
    return dict(json.loads(text))
