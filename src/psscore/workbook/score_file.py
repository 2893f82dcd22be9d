"""Scoring workbooks on disk: one, or many."""

from psscore.workbook.many_files import score_files
from psscore.workbook.one_file import score_file

__all__ = ["score_file", "score_files"]
