"""The standard evaluation workbook, built from source byte for byte the same."""

from psscore.workbook.template.build import build, draft
from psscore.workbook.template.example import EXAMPLE, Example

__all__ = ["EXAMPLE", "Example", "build", "draft"]
