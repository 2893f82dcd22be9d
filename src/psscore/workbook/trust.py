"""Is the engine right on this workbook? Its results against those the workbook was saved with.

A workbook saved by a program that had calculated it carries that program's own results. Where nothing but the engine
differs between then and now, a different result is the engine's fault.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from psscore.engines.engine import Fault, Place
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook.cells import agrees, stored
from psscore.workbook.prepared import Prepared
from psscore.workbook.problems import Problem
from psscore.workbook.sheet import RawCell
from psscore.workbook.values import Cell, same_number

Row = tuple[Place, RawCell, "Cell | Fault"]


@dataclass(slots=True)
class Verdict:
    """The formulas the engine gets wrong; how many could not be checked (None: not one could), and why."""

    untrusted: dict[Place, Problem] = field(default_factory=dict)
    unchecked: int | None = 0
    why: Text | None = None


def check(prepared: Prepared, own: list[Row], ordinary: Callable[[], list[Row]], now: datetime.datetime) -> Verdict:
    """Judge the engine by the cells whose results differ from the stored ones: our own, and the ordinary ones."""
    if prepared.book.stale or prepared.book.manual:
        return Verdict(
            {}, None, Text("保存该文件的程序未计算公式", "the program that saved the file had not calculated it")
        )
    if any(_was_calculated(raw) and not _no_name(raw) for _, raw, _ in own):
        return inputs_changed()
    if any(not _was_calculated(raw) for _, raw, _ in own):
        return _blind("评分公式从未计算过", "the scoring formulas were never calculated")
    rows = ordinary()
    calculated = [row for row in rows if _was_calculated(row[1])]
    missing = len(rows) - len(calculated)
    why = Text(f"{missing} 个公式没有保存的结果", f"{missing} formulas have no stored result") if missing else None
    if own and calculated:
        calculated = _replayed(calculated, now, prepared.replay())
    volatile = frozenset(prepared.formulas.volatile)
    moving = prepared.closure(volatile) | volatile if volatile else volatile
    wrong = [row for row in calculated if row[0] not in moving and not same(row[1], row[2], prepared.strings)]
    return Verdict({at: _mismatch(raw, value) for at, raw, value in wrong}, missing, why)


def inputs_changed() -> Verdict:
    """No verdict: the stored results are those of other inputs."""
    return _blind("输入在上次计算之后已改变", "inputs have changed since the file was last calculated")


def _blind(zh: str, en: str) -> Verdict:
    return Verdict({}, None, Text(zh, en))


def _replayed(ordinary: list[Row], now: datetime.datetime, replay: Prepared) -> list[Row]:
    """The ordinary cells that differ even when our own cells hold what they were saved with."""
    replay.calculate(now)
    rows = []
    for at, raw, _ in ordinary:
        value = replay.engine.values(at[0], [at[1:]])[0]
        if not same(raw, value, replay.strings):
            rows.append((at, raw, value))
    return rows


def same(raw: RawCell, value: Cell | Fault, strings: list[str]) -> bool:
    """True when a stored result and an engine's agree, an unknown name standing for `#NAME?`."""
    if isinstance(value, Fault):
        return value.kind == "name" and _no_name(raw)
    if agrees(raw, value):
        return True
    old = stored(raw, strings)
    if type(old) is str or type(value) is str:
        return old == value
    if type(old) is float and type(value) is float:
        # One unit of the 15th digit.
        return same_number(old, value) or abs(old - value) <= 1e-14 * max(abs(old), abs(value))
    return False


def _was_calculated(raw: RawCell) -> bool:
    return bool(raw[4]) or b't="str"' in raw[2]


def _no_name(raw: RawCell) -> bool:
    return raw[4] == CellError.NAME.value.encode()


def _mismatch(raw: RawCell, value: Cell | Fault) -> Problem:
    old = raw[4].decode(errors="replace")
    return Problem(
        "trust_mismatch",
        Text(
            f"引擎结果 {value} 与保存的 {old} 不符，不予采信",
            f"the engine gives {value} where {old} is stored, so it is not trusted here",
        ),
    )
