"""What a reading changes: a workbook's total, grade and rank under every way to read what its standard leaves open."""

from psscore.sensitivity.files import FileReport, Settings, examine
from psscore.sensitivity.report import SCHEMA, Report, report, to_json

__all__ = ["SCHEMA", "FileReport", "Report", "Settings", "examine", "report", "to_json"]
