"""The audit of a published self-evaluation table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psscore.audit.budget import AuditedBudget, audit_budget
from psscore.audit.figures import Figure, json_number, read_score
from psscore.audit.files import read_grids
from psscore.audit.finding import Finding
from psscore.audit.layout import find_forms
from psscore.audit.refusal import AuditRefused
from psscore.audit.rows import audit_row
from psscore.audit.subtotals import audit_subtotals
from psscore.audit.table import Form
from psscore.audit.totals import Totals, audit_totals
from psscore.audit.verdict import AuditedRow
from psscore.model.standard import FormRules, Standard
from psscore.model.text import Text
from psscore.rulebook import load_standard

if TYPE_CHECKING:
    from rich.console import RenderableType

SCHEMA = "psscore.audit/1"
DEFAULT_STANDARD = "project-self-evaluation/2020"


@dataclass(frozen=True, slots=True)
class Audit:
    """One form re-added and classified; `findings` in the order of the form."""

    file: str
    lang: str
    standard: Standard
    form: Form
    rows: tuple[AuditedRow, ...]
    budget: AuditedBudget | None
    totals: Totals
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        return not self.findings

    @property
    def status(self) -> str:
        """ "clean", "findings", or "damaged" when rows are lost."""
        return "damaged" if self.totals.damaged else "findings" if self.findings else "clean"

    @property
    def printed_total(self) -> Fraction | None:
        return self.totals.printed_total

    @property
    def recomputed_total(self) -> Fraction | None:
        return self.totals.recomputed_total

    def to_json(self) -> dict[str, Any]:
        """The receipt: numbers as strings, null for what is not printed or not decided."""

        totals = self.totals
        return {
            "schema": SCHEMA,
            "file": self.file,
            "sheet": self.form.sheet,
            "project": self.form.project or None,
            "standard": self.standard.reference,
            "digest": self.standard.digest,
            "status": self.status,
            "printed_total": json_number(totals.printed_total),
            "recomputed_total": json_number(totals.recomputed_total),
            "printed_points": json_number(totals.printed_points),
            "recomputed_points": json_number(totals.recomputed_points),
            "printed_grade": totals.printed_grade,
            "recomputed_grade": totals.recomputed_grade,
            "budget": self.budget.to_json() if self.budget else None,
            "rows": [row.to_json(self.lang) for row in self.rows],
            "findings": [
                {"code": found.code, "where": found.where(self.lang), "message": found.message(self.lang)}
                for found in self.findings
            ],
        }

    def tables(self, lang: str | None = None) -> list[RenderableType]:
        """The audit for a terminal."""
        from psscore.audit.show import renderables

        return renderables(self, lang or self.lang)


def audit_file(path: Path, *, lang: str = "zh", standard: str = DEFAULT_STANDARD) -> Audit:
    """The audit of the one form in a workbook or text table.

    Raises AuditRefused when the file is not a readable table, or holds several forms; `audit_forms` takes those.
    """
    audits = audit_forms(path, lang=lang, standard=standard)
    if len(audits) > 1:
        names = "、".join(dict.fromkeys(a.form.project or a.form.where.zh for a in audits))
        raise AuditRefused(
            Text(
                f"文件里有 {len(audits)} 张自评表（{names}），请每张表存为一个文件",
                f"the file holds {len(audits)} forms ({names}): save each as a file of its own",
            )
        )
    return audits[0]


def audit_forms(path: Path, *, lang: str = "zh", standard: str = DEFAULT_STANDARD) -> tuple[Audit, ...]:
    """The audits of every form in a file, in order; at least one, or AuditRefused."""
    rulebook = load_standard(standard)
    if rulebook.form is None:
        raise AuditRefused(
            Text(f"{standard} 不是自评表标准", f"{standard} is not a standard for self-evaluation forms")
        )
    return tuple(_audited(str(path), lang, rulebook, rulebook.form, form) for form in _forms(path))


def _forms(path: Path) -> list[Form]:
    forms: list[Form] = []
    for grid in read_grids(path):
        found = find_forms(grid)
        if found and grid.cut:
            raise AuditRefused(Text("表太长，不像自评表", "the table is far too long for a self-evaluation form"))
        forms += found
        # A text table is read with one delimiter; the others are only tried until a header shows.
        if found and grid.sheet is None:
            break
    if not forms:
        raise AuditRefused(
            Text(
                "没有找到自评表的表头（三级指标、年度指标值、实际完成值、分值、得分）",
                "no header of a self-evaluation form found (三级指标, 年度指标值, 实际完成值, 分值, 得分)",
            )
        )
    if not any(form.rows for form in forms):
        raise AuditRefused(Text("表头下没有指标行", "there are no rows under the header"))
    return forms


def _audited(file: str, lang: str, standard: Standard, rules: FormRules, form: Form) -> Audit:
    places = _places(standard, form)
    budget, findings = audit_budget(standard, rules, form.budget, places) if form.budget else (None, [])
    rows = []
    for row in form.rows:
        audited, found = audit_row(standard, rules, row, places)
        rows.append(audited)
        findings += found
    totals, found = audit_totals(standard, form, tuple(rows), budget)
    findings += audit_subtotals(standard, form, rows, budget)
    return Audit(file, lang, standard, form, tuple(rows), budget, totals, (*findings, *found))


def _places(standard: Standard, form: Form) -> int:
    """The decimals the form prints its scores with, as far as the standard declares any."""
    fields = [row.score for row in form.rows] + ([form.budget.score] if form.budget and form.budget.score else [])
    figures = [read_score(field) for field in fields]
    return min(standard.rounding.places, max((f.places for f in figures if isinstance(f, Figure)), default=0))
