"""One workbook's recalculation, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from psscore.engines.engine import Fault, LoadFailed, Place, Unreadable
from psscore.model.text import Text
from psscore.workbook import trust
from psscore.workbook.address import a1, located
from psscore.workbook.cells import agrees, place, stored
from psscore.workbook.faults import all_held, engine_failed, problem_of
from psscore.workbook.full_calculation import full_calculation
from psscore.workbook.package import Package, Packed
from psscore.workbook.parts import Book
from psscore.workbook.problems import Problem
from psscore.workbook.recalculation import Options, Recalculation
from psscore.workbook.receipt import Counters, receipt
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.scoring_findings import scoring_findings
from psscore.workbook.sheet import RawCell, Scan, has_cell, patch
from psscore.workbook.template_cache import TemplateCache
from psscore.workbook.values import Cell, encode, serial


@dataclass(slots=True)
class _Result:
    """One sheet: what its formula cells hold now, which of them the file does not say yet, and the patched part."""

    scan: Scan
    values: list[Cell | Fault]
    kinds: list[type]
    differing: list[int]
    own: list[int]
    faults: list[int]
    kept: frozenset[Place] | None = None
    written: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)
    packed: Packed | None = None


class Run:
    """The steps for one package; `run` takes them all."""

    def __init__(
        self, cache: TemplateCache, package: Package, options: Options, now: datetime.datetime, name: str
    ) -> None:
        self.cache, self.package, self.options, self.now, self.name = cache, package, options, now, name
        # The sheet and the cell that get the time of scoring.
        self.stamped: tuple[str, dict[bytes, tuple[bytes, bytes]]] = ("", {})
        cache.verify(package)
        self.book: Book = cache.book(package)
        self.scans = {
            sheet.part: cache.dates.as_text(package, self.book, cache.scan(package, sheet.part), sheet.name)
            for sheet in self.book.sheets
        }
        self.strings = cache.strings(package, self.book.strings)
        parts = b"\0".join(package.raw(part) for part in self.book.parts)
        try:
            self.prepared = cache.prepared(self.book, self.scans, self.strings, parts)
        except (LoadFailed, Unreadable) as failure:
            raise engine_failed(failure) from failure

    def run(self) -> Recalculation:
        self.calculate()
        results = {sheet.name: self.result(sheet.name) for sheet in self.book.sheets}
        verdict = self.judge(results)
        kept, findings = self.kept(results, verdict)
        for sheet, result in results.items():
            self.change(sheet, result, kept)
        findings += scoring_findings(self.prepared, kept)
        if verdict.why:
            text = Text("未核对引擎结果：", "the engine's results were not checked: ") + verdict.why
            findings.append(Finding("", "", "not_checked", text))
        changed = sum(len(result.written) for result in results.values())
        status = "partial" if kept else "written" if changed else "unchanged"
        data = None
        if changed and self.options.stamp:
            findings += self.stamp()
        if not kept or self.options.allow_partial:
            data = self.write(results, partial=bool(kept))
        formulas = sum(len(result.values) for result in results.values())
        counters = Counters(
            formulas,
            formulas - len(kept),
            changed,
            len(kept),
            formulas if verdict.unchecked is None else verdict.unchecked,
        )
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
        except BaseException as failure:
            # What the engine cannot end (a time limit, a broken plan, an interruption) leaves it in an unknown state.
            self.cache.forget(self.prepared)
            if isinstance(failure, Exception):
                raise engine_failed(failure) from failure
            raise

    def result(self, sheet: str) -> _Result:
        state = self.prepared.states[sheet]
        scan = self.scans[state.sheet.part]
        values = all_held(self.prepared.engine.values(sheet, state.places))
        # TRUE and 1 are equal to Python but not the same result.
        kinds = list(map(type, values))
        known = state.outcome
        if isinstance(known, _Result) and known.scan is scan and known.values == values and known.kinds == kinds:
            return known
        differing = self.differing(sheet, scan.formulas, values, kinds, known)
        own = [index for index in differing if index in state.own]
        faults = [index for index in differing if kinds[index] is Fault]
        state.outcome = found = _Result(scan, values, kinds, differing, own, faults)
        return found

    def differing(
        self, sheet: str, formulas: list[RawCell], values: list[Cell | Fault], kinds: list[type], known: object
    ) -> list[int]:
        """Which formula cells do not hold their result; what the last workbook settled is not asked again."""
        skip = set(self.prepared.states[sheet].kept)
        if not isinstance(known, _Result):
            indices = range(len(values))
            return [at for at in indices if at not in skip and self.differs(sheet, formulas[at], values[at])]
        before = set(known.differing)
        rows = zip(formulas, known.scan.formulas, values, known.values, kinds, known.kinds, strict=True)
        return [
            at
            for at, (raw, old_raw, value, old, kind, old_kind) in enumerate(rows)
            if (
                at in before
                if raw == old_raw and value == old and kind is old_kind
                else at not in skip and self.differs(sheet, raw, value)
            )
        ]

    def differs(self, sheet: str, raw: RawCell, value: Cell | Fault) -> bool:
        """True when a formula cell does not hold this result; `Refused` when what it holds is no cell value."""
        try:
            if not isinstance(value, Fault) and agrees(raw, value):
                return False
            if type(value) is not float or b't="' in raw[2]:
                # A plain number has just been read.
                stored(raw, self.strings)
            return True
        except (ValueError, LookupError):
            at = f"{sheet}!{(raw[0] + raw[1]).decode()}"
            raise Refused(
                "package_refused",
                Text(f"单元格 {at} 保存的结果已损坏", f"the result stored in the cell {at} is not a cell value"),
            ) from None

    def judge(self, results: dict[str, _Result]) -> trust.Verdict:
        def rows(wanted: Callable[[_Result], Iterable[int]]) -> list[trust.Row]:
            return [
                ((sheet, *self.prepared.states[sheet].places[index]), result.scan.formulas[index], result.values[index])
                for sheet, result in results.items()
                for index in wanted(result)
            ]

        def ordinary() -> list[trust.Row]:
            return rows(lambda result: sorted({*result.differing} - {*result.own} - {*result.faults}))

        if all(len(result.differing) == len(result.own) for result in results.values()):
            return trust.Verdict()
        own = rows(lambda result: sorted({*result.own} - {*result.faults}))
        return trust.check(self.prepared, own, ordinary, self.now)

    def kept(self, results: dict[str, _Result], verdict: trust.Verdict) -> tuple[set[Place], list[Finding]]:
        """The cells that keep their old value, and why."""
        problems = (
            dict(self.prepared.formulas.problems) | verdict.untrusted | self.arrays() | self.prepared.plain_arrays()
        )
        for sheet, result in results.items():
            for index in result.faults:
                value, raw = result.values[index], result.scan.formulas[index]
                at = (sheet, *self.prepared.states[sheet].places[index])
                if isinstance(value, Fault) and at not in problems and not trust.same(raw, value, self.strings):
                    problems[at] = problem_of(value)
        if not problems:
            return set(), []
        kept = set(problems) | self.prepared.closure(frozenset(problems))
        return kept, self.explain(problems)

    def explain(self, problems: dict[Place, Problem]) -> list[Finding]:
        """A finding for each cell at the root of a problem, with the cells that rest on it."""
        certain = self.prepared.formulas.problems
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
        for (sheet, row, column), box in self.prepared.formulas.arrays.items():
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

    def change(self, sheet: str, result: _Result, kept: set[Place]) -> None:
        """Settle the new values of a sheet, in the result; a settled one is only done again when it has arrays."""
        state = self.prepared.states[sheet]
        here = frozenset(place for place in kept if place[0] == sheet)
        if result.kept == here and not state.boxes:
            return
        written: dict[bytes, tuple[bytes, bytes]] = {}
        for index in result.differing:
            value, raw = result.values[index], result.scan.formulas[index]
            if not isinstance(value, Fault) and (not here or (sheet, *state.places[index]) not in here):
                written[raw[0] + raw[1]] = encode(value)
        for at, value in self.member_values(sheet, here):
            written[a1(*at).encode()] = encode(value)
        if written != result.written:
            result.written, result.packed = written, None
        result.kept = here

    def member_values(self, sheet: str, kept: frozenset[Place]) -> Iterator[tuple[tuple[int, int], Cell]]:
        """What the cells without a formula hold that an array fills, where the file does not say it yet."""
        present = self.members(sheet)
        for (name, row, column), box in self.prepared.formulas.arrays.items():
            if name != sheet or (name, row, column) in kept:
                continue
            cells = [at for at in _cells_of(box) if at != (row, column)]
            for at, value in zip(cells, all_held(self.prepared.engine.values(sheet, cells)), strict=True):
                if not isinstance(value, Fault) and not _agrees(present[at], value):
                    yield at, value

    def stamp(self) -> list[Finding]:
        """Settle the time of scoring for the cell named `ps_scored_at`, in a workbook that has one."""
        place_ = self.book.cell("ps_scored_at")
        if place_ is None:
            return []
        sheet, row, column = place_
        at = a1(row, column).encode()
        part = self.prepared.states[sheet].sheet.part
        formulas = {cell[0] + cell[1] for cell in self.scans[part].formulas}
        if at in formulas or not has_cell(self.package.read(part), part, at):
            text = Text("ps_scored_at 所指的单元格不能写入时间", "the cell named ps_scored_at cannot take the time")
            return [Finding(sheet, at.decode(), "not_stamped", text)]
        value = serial(self.now.replace(microsecond=0).isoformat(), self.book.date1904)
        self.stamped = sheet, {at: encode(round(value, 10))}
        return []

    def write(self, results: dict[str, _Result], partial: bool) -> bytes:
        packed: dict[str, Packed] = {}
        stamped, stamp = self.stamped
        for sheet, result in results.items():
            part = self.prepared.states[sheet].sheet.part
            if sheet == stamped:
                text = patch(self.package.read(part), part, result.scan, result.written | stamp)
                packed[part] = self.package.pack(part, text)
                continue
            if not result.written:
                continue
            if result.packed is None:
                text = patch(self.package.read(part), part, result.scan, result.written)
                result.packed = self.package.pack(part, text)
            packed[part] = result.packed
        if partial and packed:
            workbook = full_calculation(self.package.read(self.book.part))
            packed[self.book.part] = self.package.pack(self.book.part, workbook)
        return self.package.replace(packed)


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
