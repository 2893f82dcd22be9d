"""One workbook checked against the one that was handed out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import psscore
from psscore.model.text import Text, counted
from psscore.results import Evaluation
from psscore.tampering.calculation import Calculated, Calculator, as_shown, check_results, failed
from psscore.tampering.comparison import Comparison
from psscore.tampering.finding import Finding, Severity, in_order
from psscore.tampering.form_scores import check_form
from psscore.tampering.handed_out import HandedOut, built_for, known
from psscore.tampering.hiding import check_hiding, check_protection
from psscore.tampering.links import check_links
from psscore.tampering.loose import check_labels, check_loose, check_names
from psscore.tampering.macros import check_macros
from psscore.tampering.masks import check_masks
from psscore.tampering.opened import Opened, open_workbook
from psscore.tampering.receipts import check_receipt, receipt_of
from psscore.tampering.restoring import Totals, totals
from psscore.tampering.rules import check_rules, parsed, reference_of
from psscore.tampering.tables import check_tables
from psscore.tampering.unseen import check_unseen
from psscore.workbook.refusal import Refused

SCHEMA = "psscore.check/1"
# So many cells of a column are no accident.
_WHOLE = 5
_CHECKS = (
    check_tables,
    check_loose,
    check_names,
    check_labels,
    check_hiding,
    check_masks,
    check_unseen,
    check_links,
)


@dataclass(frozen=True)
class Expectations:
    """What workbooks are checked against.

    `handed_out` is the workbook given to the units; without it, the one psscore builds for each workbook's standard.
    `standard` is the reference they were to be scored by, "" for that of `handed_out`. `evaluations` are the receipts
    of their scoring, None when there are none to compare with.
    """

    handed_out: HandedOut | None = None
    standard: str = ""
    evaluations: Sequence[Evaluation] | None = None
    lang: str = "zh"


@dataclass(frozen=True)
class Report:
    """What was found in one workbook: `unit` as on its cover; `refusal` says why it could not be read.

    `totals` are the total as the file shows it, and the one due by its inputs and the formulas handed out.
    """

    file: str
    unit: str = ""
    reference: str = ""
    compared: bool = False
    findings: tuple[Finding, ...] = ()
    refusal: Text | None = None
    counts: Counter[Severity] = field(default_factory=Counter)
    totals: Totals = field(default_factory=Totals)

    @property
    def status(self) -> str:
        """`unreadable`, `findings` (critical ones or warnings) or `sound`."""
        if self.refusal is not None:
            return "unreadable"
        return "findings" if self.counts[Severity.CRITICAL] or self.counts[Severity.WARNING] else "sound"


class Checker:
    """Checks workbooks one after another, remembering what they have in common."""

    def __init__(self, expectations: Expectations) -> None:
        self.expectations = expectations
        self._calculator = Calculator()
        self._asked: str | None = None

    def check(self, data: bytes, file: str) -> Report:
        """Check one workbook. Never raises for the workbook's sake."""
        try:
            return self._report(data, file)
        except Refused as refusal:
            return Report(file, refusal=refusal.text)
        except Exception as failure:
            if os.environ.get("PSSCORE_DEBUG"):
                raise
            return Report(file, refusal=failed(failure).text)

    @property
    def _handed_reference(self) -> str:
        """Standard and readings of the workbook handed out, which may never have been calculated; "" without one."""
        given = self.expectations.handed_out
        if self._asked is None and given is not None:
            try:
                receipt = self._calculator.calculate(given.opened.data, self.expectations.lang).receipt
                reference = (receipt.get("standard") or {}).get("reference") or ""
            except Refused:
                reference = ""
            self._asked = reference if parsed(reference) else reference_of(given.opened)
        return self._asked or ""

    def _report(self, data: bytes, file: str) -> Report:
        mine = open_workbook(data)
        asked = self._handed_reference
        calculated = self._calculator.calculate(data, self.expectations.lang)
        receipt = calculated.receipt
        reference = (receipt.get("standard") or {}).get("reference") or ""
        reference = reference if parsed(reference) else reference_of(mine)
        wanted = self._wanted(mine, reference, asked) if _is_ours(mine) else None
        found = None if wanted is None else Comparison(wanted, mine, calculated.unsaved)
        findings = in_order(self._findings(mine, calculated, found, reference, asked, file))
        counts = Counter(finding.severity for finding in findings)
        unit = receipt.get("evaluated_unit") or ""
        due = totals(mine, calculated, found, findings, self._calculator)
        return Report(file, unit, reference, found is not None, findings, counts=counts, totals=due)

    def _wanted(self, mine: Opened, reference: str, asked: str) -> HandedOut | None:
        given, lang = self.expectations.handed_out, mine.lang
        if given is not None and given.opened.lang == lang:
            return given
        for name in (reference, self.expectations.standard, asked):
            found = built_for(name, lang) if parsed(name) else None
            if found is not None:
                return found
        return None

    def _findings(
        self, mine: Opened, calculated: Calculated, found: Comparison | None, reference: str, asked: str, file: str
    ) -> Iterator[Finding]:
        given = self.expectations.handed_out
        yield from check_rules(mine, reference, self.expectations.standard, asked)
        is_known = known(reference) is not None
        if found is None or not is_known:
            yield _not_comparable(mine, reference, Severity.CRITICAL if found is None else Severity.WARNING)
        if found is not None:
            yield from _compared(found, given is None)
        # Without the standard no result follows from any input.
        if is_known or not _is_ours(mine):
            yield from check_results(calculated, found)
            yield from check_form(calculated)
        evaluations = self.expectations.evaluations
        if evaluations is not None:
            now = as_shown(calculated)
            yield from check_receipt(receipt_of(evaluations, file, now, mine.digest), now, mine.digest)


def _not_comparable(mine: Opened, reference: str, severity: Severity) -> Finding:
    said = Text(
        f"标准“{reference}”在此处不存在，得分不能核对",
        f'the standard "{reference}" is not known here, so no score can be checked',
    )
    if not _is_ours(mine):
        said = Text(
            "不是评价工作簿：没有评价用的表和名称",
            "this is no evaluation workbook: it has none of the tables and names",
        )
    return Finding("standard_unknown", severity, "", "", said)


def _compared(found: Comparison, built: bool) -> Iterator[Finding]:
    """Everything that the workbook handed out decides; `built`: nobody gave it."""
    mine, wanted = found.mine, found.wanted.opened
    if mine.built_with not in ("", wanted.built_with or psscore.__version__):
        said = Text(f"由 psscore {mine.built_with} 生成", f"built by psscore {mine.built_with}")
        yield Finding("other_version", Severity.NOTE, "", "", said, wanted.built_with)
    for check in _CHECKS:
        yield from check(found)
    yield from check_macros(mine, wanted)
    yield from check_protection(found)
    if built:
        yield from _perhaps_older(found)


def _is_ours(mine: Opened) -> bool:
    """True of a workbook with tables or names of ours; one that has lost them all is another workbook."""
    return any(name.startswith("ps_") for name in (*mine.book.tables, *mine.names))


def _perhaps_older(found: Comparison) -> Iterator[Finding]:
    """Whole columns that differ alike look like a workbook built by another psscore."""
    alike: Counter[tuple[str, str, str]] = Counter()
    for finding in check_tables(found):
        if finding.code == "formula_changed":
            alike[finding.sheet, finding.cell.rstrip("0123456789"), finding.expected] += 1
    columns = sum(count >= _WHOLE for count in alike.values())
    if columns:
        text = Text(
            f"{columns} 列公式整列一致地不同：可能由另一版本生成，请用 --against 比对",
            counted(columns, "column of formulas differs", "columns of formulas differ")
            + " alike: perhaps built by another version; compare with --against",
        )
        yield Finding("other_version", Severity.NOTE, "", "", text)


def to_json(report: Report, lang: str) -> dict[str, Any]:
    """A report as one JSON object."""
    return {
        "schema": SCHEMA,
        "file": report.file,
        "status": report.status,
        "evaluated_unit": report.unit or None,
        "standard": report.reference or None,
        "compared": report.compared,
        "stored_total": report.totals.stored or None,
        "due_total": report.totals.due or None,
        "counts": {str(severity): report.counts[severity] for severity in Severity},
        "reason": report.refusal(lang) if report.refusal else None,
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "sheet": finding.sheet or None,
                "cell": finding.cell or None,
                "message": finding.text(lang),
                "expected": finding.expected or None,
                "advice": finding.advice(lang),
            }
            for finding in report.findings
        ],
    }
