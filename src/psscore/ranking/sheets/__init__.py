"""A ranking as an Excel workbook whose formulas need nothing but Excel."""

from psscore.ranking.sheets.write import workbook

__all__ = ["workbook"]
