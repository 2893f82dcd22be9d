"""Headless recalculation: a workbook's bytes in, the same bytes with fresh results out."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from psscore.engines.engine import Engine, Fault, Place, Source
from psscore.engines.formualizer import Formualizer
from psscore.functions.call import OMITTED, call
from psscore.functions.registry import FUNCTIONS
from psscore.model.cell_error import CellError
from psscore.model.text import Text
from psscore.workbook import trust
from psscore.workbook.address import a1, located
from psscore.workbook.cells import agrees, place
from psscore.workbook.lowering import Problem
from psscore.workbook.package import Limits, Package, Packed
from psscore.workbook.parts import Book
from psscore.workbook.prepared import Function, Prepared
from psscore.workbook.receipt import Counters, receipt, scoring_findings
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.sheet import RawCell, Scan, patch
from psscore.workbook.template_cache import TemplateCache
from psscore.workbook.values import Cell

_FAULTS = {
    "name": ("unsupported_function", "含有未知的名称或函数", "uses an unknown name or function"),
    "not_implemented": ("unsupported_construct", "含有引擎不支持的写法", "has a construct the engine does not support"),
    "circular": ("circular", "循环引用", "is a circular reference"),
    "spill": ("spill_size_changed", "数组结果被其他单元格阻挡", "its array is blocked by other cells"),
    "other": ("unsupported_construct", "引擎无法计算", "cannot be calculated by the engine"),
}
_CALCPR = re.compile(rb"<calcPr\b([^>]*?)(/?)>")
_FULL = re.compile(rb'\sfullCalcOnLoad="[^"]*"')
_BEFORE_CALCPR = (b"</definedNames>", b"</externalReferences>", b"</functionGroups>", b"</sheets>")


@dataclass(frozen=True)
class Options:
    """How to recalculate. `now` is the wall clock that TODAY and NOW read; `lang` is the receipt's language.

    `stamp` writes the time of scoring into the cell named `ps_scored_at`.
    """

    allow_partial: bool = False
    now: datetime.datetime | None = None
    lang: str = "zh"
    stamp: bool = False
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What became of a workbook.

    `status` is `written`, `unchanged`, `partial`, `refused` or `error`; `data` the new bytes (the very object given
    when nothing changed, None when nothing may be written).
    """

    status: str
    data: bytes | None
    receipt: dict[str, Any]
    findings: tuple[Finding, ...]


def own_functions() -> dict[str, Function]:
    """Every PS_ function as the engine calls it."""
    return {name: functools.partial(call, name) for name in FUNCTIONS}


class Recalculator:
    """Recalculates workbooks one after another, remembering their templates."""

    def __init__(
        self,
        functions: Mapping[str, Function] | None = None,
        load: Callable[[Source], Engine] = Formualizer,
        omitted: object = OMITTED,
    ) -> None:
        self._cache = TemplateCache(own_functions() if functions is None else functions, omitted, load)

    def recalculate(self, data: bytes, options: Options, *, name: str = "") -> Recalculation:
        """Recalculate one workbook. Never raises for a workbook's sake: what is wrong with it is in the result."""
        now = options.now or datetime.datetime.now()
        try:
            return _Run(self._cache, Package(data, options.limits), options, now.replace(tzinfo=None), name).run()
        except Refused as refusal:
            return refused(refusal, options, name, now)


@functools.cache
def _default() -> Recalculator:
    return Recalculator()


def recalculate(data: bytes, options: Options, *, name: str = "") -> Recalculation:
    """Recalculate one workbook with the PS_ functions and the pinned engine."""
    return _default().recalculate(data, options, name=name)


def refused(refusal: Refused, options: Options, name: str, now: datetime.datetime) -> Recalculation:
    """The result for a workbook that is refused whole."""
    finding = Finding("", "", refusal.code, refusal.text)
    body = receipt(name=name, status="refused", findings=(finding,), lang=options.lang, now=now)
    return Recalculation("refused", None, body, (finding,))


@dataclass(slots=True)
class _Result:
    """One sheet: what its formula cells hold now, and which of them the file does not say yet."""

    scan: Scan
    values: list[Cell | Fault]
    differing: list[int]


class _Run:
    def __init__(
        self, cache: TemplateCache, package: Package, options: Options, now: datetime.datetime, name: str
    ) -> None:
        self.cache, self.package, self.options, self.now, self.name = cache, package, options, now, name
        self.book: Book = cache.book(package)
        self.scans = {sheet.part: cache.scan(package, sheet.part) for sheet in self.book.sheets}
        self.strings = cache.strings(package, self.book.strings)
        parts = b"\0".join(package.raw(part) for part in self.book.parts)
        self.prepared = cache.prepared(self.book, self.scans, self.strings, parts)

    def run(self) -> Recalculation:
        self.calculate()
        results = {sheet.name: self.result(sheet.name) for sheet in self.book.sheets}
        verdict = self.judge(results)
        kept, findings = self.kept(results, verdict)
        changes = self.changes(results, kept)
        findings += scoring_findings(self.prepared, kept)
        if verdict.unchecked:
            text = Text("未核对引擎结果：", "the engine's results were not checked: ") + verdict.unchecked
            findings.append(Finding("", "", "not_checked", text))
        changed = sum(map(len, changes.values()))
        status = "partial" if kept else "written" if changed else "unchanged"
        data = None
        if not kept or self.options.allow_partial:
            data = self.write(changes, partial=bool(kept))
        formulas = sum(len(result.values) for result in results.values())
        counters = Counters(formulas, formulas - len(kept), changed, len(kept), formulas if verdict.unchecked else 0)
        body = receipt(
            name=self.name,
            status=status,
            findings=tuple(findings),
            lang=self.options.lang,
            now=self.now,
            counters=counters,
            prepared=self.prepared,
            kept=kept,
        )
        return Recalculation(status, data, body, tuple(findings))

    def calculate(self) -> None:
        try:
            self.prepared.calculate(self.now)
        except Exception as failure:
            # What the engine cannot even start on (a time limit, a broken plan) leaves it in an unknown state.
            self.cache.forget(self.prepared)
            raise Refused(
                "engine_failed",
                Text(f"计算引擎无法计算此工作簿：{failure}", f"the engine cannot calculate this workbook: {failure}"),
            ) from failure

    def result(self, sheet: str) -> _Result:
        state = self.prepared.states[sheet]
        scan = self.scans[state.sheet.part]
        values = self.prepared.engine.values(sheet, state.places)
        known = state.outcome
        if isinstance(known, _Result) and known.scan is scan and known.values == values:
            return known
        skip = set(state.kept)
        differing = [
            index
            for index, (raw, value) in enumerate(zip(scan.formulas, values, strict=True))
            if index not in skip and (isinstance(value, Fault) or not _agrees(raw, value))
        ]
        state.outcome = _Result(scan, values, differing)
        state.packed = None
        return state.outcome

    def judge(self, results: dict[str, _Result]) -> trust.Verdict:
        rows = [
            ((sheet, *self.prepared.states[sheet].places[index]), result.scan.formulas[index], result.values[index])
            for sheet, result in results.items()
            for index in result.differing
        ]
        return trust.check(self.prepared, rows, self.now, self.prepared.replay)

    def kept(self, results: dict[str, _Result], verdict: trust.Verdict) -> tuple[set[Place], list[Finding]]:
        """The cells that keep their old value, and why."""
        problems = dict(self.prepared.problems) | verdict.untrusted | self.arrays()
        for sheet, result in results.items():
            for index in result.differing:
                value, raw = result.values[index], result.scan.formulas[index]
                at = (sheet, *self.prepared.states[sheet].places[index])
                if isinstance(value, Fault) and at not in problems and not trust.same(raw, value, self.strings):
                    code, zh, en = _FAULTS[value.kind]
                    problems[at] = Problem(code, Text(zh, en))
        if not problems:
            return set(), []
        kept = set(problems) | self.prepared.closure(frozenset(problems))
        return kept, self.explain(problems)

    def explain(self, problems: dict[Place, Problem]) -> list[Finding]:
        """A finding for each cell at the root of a problem, with the cells that rest on it."""
        certain = self.prepared.problems
        reported: dict[Place, set[Place]] = {}
        below_another: set[Place] = set()
        for at in problems:
            if at not in below_another:
                below = self.prepared.closure(frozenset((at,))) - {at}
                reported[at] = below
                # What is wrong further down only came down, unless the cell has a fault of its own.
                below_another |= below - certain.keys()
        return [_finding(at, problems[at], below) for at, below in reported.items() if at not in below_another]

    def arrays(self) -> dict[Place, Problem]:
        """Array formulas that no longer fill their cells, or whose cells the file does not have."""
        problems = self.prepared.spilled()
        for (sheet, row, column), (box, _) in self.prepared.arrays.items():
            present = self.members(sheet)
            missing = [at for at in _cells_of(box) if at != (row, column) and at not in present]
            if missing and (sheet, row, column) not in problems:
                problems[sheet, row, column] = Problem(
                    "spill_size_changed",
                    Text(
                        f"数组区域缺少单元格 {a1(*missing[0])}",
                        f"the array's cell {a1(*missing[0])} is not in the file",
                    ),
                )
        return problems

    def members(self, sheet: str) -> dict[tuple[int, int], RawCell]:
        """The cells without a formula that the sheet's arrays fill."""
        state = self.prepared.states[sheet]
        if not state.boxes:
            return {}
        found = ((place(cell), cell) for cell in self.scans[state.sheet.part].literals)
        return {at: cell for at, cell in found if state.covered(*at)}

    def changes(self, results: dict[str, _Result], kept: set[Place]) -> dict[str, dict[bytes, Cell]]:
        """New values by part and cell."""
        changes: dict[str, dict[bytes, Cell]] = {}
        for sheet, result in results.items():
            state = self.prepared.states[sheet]
            new: dict[bytes, Cell] = {}
            for index in result.differing:
                value, raw = result.values[index], result.scan.formulas[index]
                if not isinstance(value, Fault) and (sheet, *state.places[index]) not in kept:
                    new[raw[0] + raw[1]] = value
            if new:
                changes[state.sheet.part] = new
        for (sheet, row, column), (box, _) in self.prepared.arrays.items():
            if (sheet, row, column) in kept:
                continue
            present = self.members(sheet)
            cells = [at for at in _cells_of(box) if at != (row, column)]
            for at, value in zip(cells, self.prepared.engine.values(sheet, cells), strict=True):
                if not isinstance(value, Fault) and not _agrees(present[at], value):
                    part = self.prepared.states[sheet].sheet.part
                    changes.setdefault(part, {})[a1(*at).encode()] = value
        return changes

    def write(self, changes: dict[str, dict[bytes, Cell]], partial: bool) -> bytes:
        packed: dict[str, Packed] = {}
        for state in self.prepared.states.values():
            part = state.sheet.part
            new = changes.get(part)
            if new is None:
                continue
            if state.packed is None or state.packed[0] != new:
                text = patch(self.package.read(part), part, self.scans[part], new)
                state.packed = new, Packed.of(text)
            packed[part] = state.packed[1]
        if partial and packed:
            packed[self.book.part] = Packed.of(full_calculation(self.package.read(self.book.part)))
        return self.package.replace(packed)


def full_calculation(workbook: bytes) -> bytes:
    """The workbook part asking its program to calculate everything when it opens."""
    wanted = b' fullCalcOnLoad="1"'
    found = _CALCPR.search(workbook)
    if found:
        attributes = _FULL.sub(b"", found[1]).rstrip() + wanted
        return workbook[: found.start()] + b"<calcPr" + attributes + found[2] + b">" + workbook[found.end() :]
    for end in _BEFORE_CALCPR:
        at = workbook.find(end)
        if at >= 0:
            at += len(end)
            return workbook[:at] + b"<calcPr" + wanted + b"/>" + workbook[at:]
    raise Refused(
        "package_refused",
        Text("工作簿部件的写法特殊，无法部分写入", "the workbook part is unusual, so it cannot be written in part"),
    )


def _finding(at: Place, problem: Problem, below: set[Place]) -> Finding:
    names = tuple(located(*cell) for cell in sorted(below))
    kept = Text(
        f"，已保留旧值；受影响单元格 {len(names)} 个", f"; its old value is kept, and {len(names)} cells rest on it"
    )
    return Finding(at[0], a1(*at[1:]), problem.code, problem.text + kept, names)


def _agrees(raw: RawCell, value: Cell) -> bool:
    try:
        return agrees(raw, value)
    except ValueError:
        return False


def _cells_of(box: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    top, left, bottom, right = box
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
