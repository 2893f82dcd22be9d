"""Building the workbook: two passes over the same sheets, the second with the values the first one's formulas give."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache

import xlsxwriter

from psscore import __version__
from psscore.hosts.excel.vba_project import RUNTIME, WORKBOOK_CODE_NAME, Runtime, vba_project
from psscore.workbook.template.book import SHEETS, Book, Values
from psscore.workbook.template.content import load_content
from psscore.workbook.template.cover import write_cover
from psscore.workbook.template.example import Example
from psscore.workbook.template.findings import write_findings
from psscore.workbook.template.form import write_form
from psscore.workbook.template.guide import write_guide
from psscore.workbook.template.package import VERSION_PROPERTY, finish
from psscore.workbook.template.platform import write_platform
from psscore.workbook.template.provenance import write_provenance
from psscore.workbook.template.results import results
from psscore.workbook.template.scores import write_scores
from psscore.workbook.template.summary import write_summary
from psscore.workbook.template.survey import write_survey
from psscore.workbook.template.systems import write_systems

# The engine Excel stamps its own files with; an older number would make it calculate everything on opening.
_CALCULATION_ENGINE = 191029
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def build(lang: str = "zh", example: Example | None = None, runtime: Runtime = RUNTIME) -> bytes:
    """The workbook in `lang` ("zh" or "en"), empty or filled with an example; the same bytes every time.

    Every formula carries the value it has; the functions are inside, with the VBA `runtime` that calls Python. Raises
    `ValueError` for another language, `ImportError` as `vba_project` does.
    """
    return finish(_write(lang, example, results(draft(lang, example), lang), runtime))


def draft(lang: str = "zh", example: Example | None = None) -> bytes:
    """The same workbook before it is calculated: filled in, its formulas without values."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang is zh or en, not {lang}")
    return finish(_write(lang, example, {}, RUNTIME), calculated=False)


@cache
def _project(runtime: Runtime) -> bytes:
    return vba_project("workbook", runtime, [f"Sheet{number}" for number in range(1, len(SHEETS) + 1)])


def _write(lang: str, example: Example | None, values: Values, runtime: Runtime) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
    workbook.set_size(28000, 16000)
    workbook.set_properties({"title": load_content().workbook(lang), "author": "psscore", "created": _CREATED})
    workbook.set_custom_property(VERSION_PROPERTY, __version__)
    workbook.add_vba_project(io.BytesIO(_project(runtime)), is_stream=True)
    workbook.set_vba_name(WORKBOOK_CODE_NAME)
    book = Book(workbook, lang, load_content(), example, values)
    write_cover(book)
    write_platform(book)
    write_survey(book)
    write_scores(book)
    write_summary(book)
    write_form(book)
    write_findings(book)
    write_provenance(book)
    write_guide(book)
    write_systems(book)
    workbook.close()
    return out.getvalue()
