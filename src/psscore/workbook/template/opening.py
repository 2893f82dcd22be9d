"""A new macro-enabled workbook, the same bytes every time."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

import xlsxwriter

from psscore import __version__
from psscore.hosts.excel.vba_project import WORKBOOK_CODE_NAME, Runtime, vba_project
from psscore.workbook.template.package import VERSION_PROPERTY

# The engine Excel stamps its own files with; an older number would make it calculate everything on opening.
_CALCULATION_ENGINE = 191029
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def open_workbook(out: io.BytesIO, title: str, sheets: int, runtime: Runtime) -> xlsxwriter.Workbook:
    """A workbook that will have so many sheets, its functions inside. Raises `ImportError` as `vba_project` does."""
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
    workbook.set_size(28000, 16000)
    workbook.set_properties({"title": title, "author": "psscore", "created": _CREATED})
    workbook.set_custom_property(VERSION_PROPERTY, __version__)
    workbook.add_vba_project(io.BytesIO(_project(sheets, runtime)), is_stream=True)
    workbook.set_vba_name(WORKBOOK_CODE_NAME)
    return workbook


@cache
def _project(sheets: int, runtime: Runtime) -> bytes:
    return vba_project("workbook", runtime, [f"Sheet{number}" for number in range(1, sheets + 1)])
