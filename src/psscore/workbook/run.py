"""One workbook's recalculation, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator

from psscore.engines.engine import Fault, LoadFailed, Place, Unreadable
from psscore.model.text import Text
from psscore.workbook import trust
from psscore.workbook.address import a1, located
from psscore.workbook.cells import agrees, place
from psscore.workbook.faults import all_held, engine_failed, problem_of
from psscore.workbook.full_calculation import full_calculation
from psscore.workbook.overwritten import overwritten
from psscore.workbook.package import Package, Packed
from psscore.workbook.parts import Book
from psscore.workbook.prepared import Prepared
from psscore.workbook.problems import Problem
from psscore.workbook.recalculation import Options, Recalculation
from psscore.workbook.receipt import Counters, outcome_of, receipt
from psscore.workbook.refusal import Finding
from psscore.workbook.scoring_findings import scoring_findings
from psscore.workbook.sheet import RawCell, patch
from psscore.workbook.sheet_result import SheetResult, sheet_result
from psscore.workbook.stamps import Written, is_stamped, stamped, stamps
from psscore.workbook.template_cache import TemplateCache
from psscore.workbook.values import Cell, encode


class Run:
    """The steps for one package; `run` takes them all."""

    def __init__(
        self, cache: TemplateCache, package: Package, options: Options, now: datetime.datetime, name: str
    ) -> None:
        self.cache, self.package, self.options, self.now, self.name = cache, package, options, now, name
        self.stamped: Written = {}
        cache.verify(package)
        self.book: Book = cache.book(package)
        self.scans = {
            sheet.part: cache.dates.as_text(package, self.book, cache.scan(package, sheet.part), sheet.name)
            for sheet in self.book.sheets
        }
        self.strings = cache.strings(package, self.book.strings)
        self.prepared = self.load()

    def run(self) -> Recalculation:
        try:
            return self.steps()
        except BaseException:
            # What the engine cannot end (a time limit, a broken plan, an interruption) leaves it in an unknown state.
            self.cache.forget(self.prepared)
            raise

    def load(self) -> Prepared:
        """The engine with this workbook in it."""
        parts = b"\0".join(self.package.raw(part) for part in self.book.parts)
        try:
            return self.cache.prepared(self.book, self.scans, self.strings, parts)
        except (LoadFailed, Unreadable) as failure:
            raise engine_failed(failure) from failure

    def steps(self) -> Recalculation:
        results = self.results()
        if self.prepared.formulas.dynamic and _sheets_with("circular", results):
            # The engine does not forget where INDIRECT and OFFSET have pointed: the circle may be the workbook's before
            # this one, and would stay for the next.
            self.cache.forget(self.prepared)
            if self.prepared.fed:
                self.prepared = self.load()
                results = self.results()
                self.cache.forget(self.prepared)
        verdict = self.judge(results)
        kept, findings = self.kept(results, verdict)
        for sheet, result in results.items():
            self.change(sheet, result, kept)
        typed = overwritten(self.prepared)
        findings += scoring_findings(self.prepared, results, kept, typed)
        if verdict.why:
            text = Text("未核对引擎结果：", "the engine's results were not checked: ") + verdict.why
            findings.append(Finding("", "", "not_checked", text))
        changed = sum(len(result.written) for result in results.values())
        status = "partial" if kept else "written" if changed else "unchanged"
        data = None
        outcome = outcome_of(self.prepared, kept, self.options.lang, typed)
        if self.options.stamp:
            values = stamps(self.now, self.options.operator, outcome["standard"]["digest"])
            if changed or not is_stamped(self.book, self.scans, self.strings, values):
                self.stamped, refused = stamped(self.book, self.package, self.scans, values)
                findings += refused
        if self.stamped and status == "unchanged":
            status = "written"
        if not kept or self.options.allow_partial:
            data = self.write(results, partial=bool(kept))
        formulas = sum(len(result.values) for result in results.values())
        counters = Counters(
            formulas,
            formulas - len(kept),
            changed,
            len(kept),
            formulas if verdict.unchecked is None else verdict.unchecked,
            len(self.prepared.formulas.own),
        )
        body = receipt(
            name=self.name,
            status=status,
            findings=tuple(findings),
            lang=self.options.lang,
            now=self.now,
            counters=counters,
            outcome=outcome,
            engine=self.prepared.engine,
        )
        written = {sheet: result.written.keys() for sheet, result in results.items() if result.written}
        return Recalculation(status, data, body, tuple(findings), written)

    def results(self) -> dict[str, SheetResult]:
        """What every sheet holds after a calculation."""
        self.calculate()
        return {sheet.name: self.result(sheet.name) for sheet in self.book.sheets}

    def calculate(self) -> None:
        try:
            self.prepared.calculate(self.now)
        except Exception as failure:
            raise engine_failed(failure) from failure

    def result(self, sheet: str) -> SheetResult:
        state = self.prepared.states[sheet]
        if state.closed and state.outcome is not None and sheet not in self.prepared.touched:
            known: SheetResult = state.outcome
            return known
        values = all_held(self.prepared.engine.values(sheet, state.places))
        state.outcome = found = sheet_result(state, self.scans[state.sheet.part], values, self.strings)
        return found

    def judge(self, results: dict[str, SheetResult]) -> trust.Verdict:
        def rows(wanted: Callable[[SheetResult], Iterable[int]]) -> list[trust.Row]:
            return [
                ((sheet, *self.prepared.states[sheet].places[index]), result.scan.formulas[index], result.values[index])
                for sheet, result in results.items()
                for index in wanted(result)
            ]

        def ordinary() -> list[trust.Row]:
            return rows(lambda result: sorted({*result.differing} - {*result.own} - {*result.faults}))

        if all(len(result.differing) == len(result.own) for result in results.values()):
            return trust.Verdict()
        if self.options.inputs_written:
            return trust.inputs_changed()
        own = rows(lambda result: sorted({*result.own} - {*result.faults}))
        return trust.check(self.prepared, own, ordinary, self.now)

    def kept(self, results: dict[str, SheetResult], verdict: trust.Verdict) -> tuple[set[Place], list[Finding]]:
        """The cells that keep their old value, and why."""
        grown = self.arrays() | self.prepared.plain_arrays()
        problems = dict(self.prepared.formulas.problems) | verdict.untrusted | grown
        for sheet, result in results.items():
            for index in result.faults:
                value, raw = result.values[index], result.scan.formulas[index]
                at = (sheet, *self.prepared.states[sheet].places[index])
                if isinstance(value, Fault) and at not in problems and not trust.same(raw, value, self.strings):
                    problems[at] = problem_of(value)
        self.prepared.spilling |= _sheets_with("spill", results).union(place[0] for place in grown)
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

    def change(self, sheet: str, result: SheetResult, kept: set[Place]) -> None:
        """Settle the new values of a sheet, in the result; a settled one is only done again when it has arrays."""
        state = self.prepared.states[sheet]
        here = frozenset(place for place in kept if place[0] == sheet)
        if result.kept == here and not state.boxes:
            return
        written: dict[bytes, tuple[bytes, bytes]] = {}
        values, formulas = result.values, result.scan.formulas
        for index in result.differing:
            value = values[index]
            if not isinstance(value, Fault) and (not here or (sheet, *state.places[index]) not in here):
                raw = formulas[index]
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

    def write(self, results: dict[str, SheetResult], partial: bool) -> bytes:
        packed: dict[str, Packed] = {}
        for sheet, result in results.items():
            part = self.prepared.states[sheet].sheet.part
            if stamp := self.stamped.get(sheet):
                text = patch(self.package.read(part), part, result.scan, result.written | stamp)
                packed[part] = self.package.pack(part, text)
                continue
            if not result.written:
                continue
            if result.packed is None:
                result.packed = self.package.pack(part, self.patched(part, result))
            packed[part] = result.packed
        if partial and packed:
            workbook = full_calculation(self.package.read(self.book.part))
            packed[self.book.part] = self.package.pack(self.book.part, workbook)
        return self.package.replace(packed)

    def patched(self, part: str, result: SheetResult) -> bytes:
        """The sheet's part with its new values."""
        if result.scan.pieces is not None:
            outline, pieces = result.scan.pieces
            if (text := outline.patch(pieces, result.written)) is not None:
                return text
        return patch(self.package.read(part), part, result.scan, result.written)


def _sheets_with(kind: str, results: dict[str, SheetResult]) -> set[str]:
    """The sheets that have a fault of this kind."""
    fault = Fault(kind)
    return {sheet for sheet, result in results.items() if any(result.values[at] == fault for at in result.faults)}


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
