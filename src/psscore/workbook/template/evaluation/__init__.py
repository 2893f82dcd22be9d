"""The evaluation workbook of any standard: cover, score sheet with inputs, summary, findings, notes, guide."""
