"""Reports from evaluations: one document made from data, written as .docx, HTML and PDF."""

from psscore.reports.document import Document
from psscore.reports.html import to_html
from psscore.reports.subject import NoReport
from psscore.reports.unit_report import UnitSettings, unit_report

__all__ = ["Document", "NoReport", "UnitSettings", "to_html", "unit_report"]
