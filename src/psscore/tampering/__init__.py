"""Was a workbook tampered with? It is compared with the one that was handed out, by names, tables and codes."""

from psscore.tampering.check import Checker, Expectations, Report, to_json
from psscore.tampering.finding import Finding, Severity
from psscore.tampering.handed_out import HandedOut
from psscore.tampering.opened import open_workbook

__all__ = ["Checker", "Expectations", "Finding", "HandedOut", "Report", "Severity", "open_workbook", "to_json"]
