"""Audit of published self-evaluation tables: what was printed, re-added and held against the rules."""

from psscore.audit.audit import DEFAULT_STANDARD, Audit, audit_file, audit_forms
from psscore.audit.finding import Finding
from psscore.audit.refusal import AuditRefused
from psscore.audit.verdict import AuditedRow, Classification

__all__ = [
    "DEFAULT_STANDARD",
    "Audit",
    "AuditRefused",
    "AuditedRow",
    "Classification",
    "Finding",
    "audit_file",
    "audit_forms",
]
