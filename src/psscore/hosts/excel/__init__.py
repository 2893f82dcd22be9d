"""Builds what Excel loads: the VBA project of the workbook (`vba_project`) and the add-in with its ribbon (`addin`)."""
