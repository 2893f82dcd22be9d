"""The VBA projects: which modules go into the workbook and which into the add-in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from psscore.hosts.excel.sources import module, stock_module, text
from psscore.hosts.vba import Module, Project, document, project_bytes
from psscore.hosts.vba.module import Belongs

Runtime = Literal["slim", "xlwings"]
Kind = Literal["workbook", "addin"]

RUNTIME: Runtime = "slim"  # why: docs/excel-runtime.md
WORKBOOK_CODE_NAME = "ThisWorkbook"

_CALCULATING = ("PsBuild", "PsTexts", "PsSettings", "PsHost", "PsErrors", "PsPing", "PsFunctions", "PsCommands")
_ADDIN = ("PsWords", "PsHelp", "PsRibbon", "PsAddin")


def vba_project(kind: Kind = "workbook", runtime: Runtime = RUNTIME, sheets: Sequence[str] = ("Sheet1",)) -> bytes:
    """The content of vbaProject.bin; `sheets` are the code names of the sheets, in order, as the package has them.

    The workbook's own code name is "ThisWorkbook". Raises `ImportError` when `runtime` is "xlwings" and the pinned
    xlwings is not installed.
    """
    code = text("ThisWorkbook.bas") if kind == "addin" else ""
    modules = [document(WORKBOOK_CODE_NAME, Belongs.WORKBOOK, code)]
    modules += [document(sheet, Belongs.SHEET) for sheet in sheets]
    modules += standard_modules(kind, runtime)
    # Excel shows the name in its editor; two open projects may share it.
    return project_bytes(Project("PsScore" if kind == "addin" else "VBAProject", modules))


def standard_modules(kind: Kind, runtime: Runtime = RUNTIME) -> list[Module]:
    """The modules that belong to no sheet."""
    modules = [module(name) for name in _CALCULATING]
    modules += [module("PsRuntime")] if runtime == "slim" else [module("PsRuntimeXlwings"), stock_module()]
    if kind == "addin":
        modules += [module(name) for name in _ADDIN]
    return modules
