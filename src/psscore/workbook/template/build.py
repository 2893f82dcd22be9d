"""Building the workbook: two passes over the same sheets, the second with the values the first one's formulas give."""

from __future__ import annotations

import io

from psscore.hosts.excel.vba_project import RUNTIME, Runtime
from psscore.workbook.template.book import SHEETS, Book, Values
from psscore.workbook.template.content import load_content
from psscore.workbook.template.cover import write_cover
from psscore.workbook.template.example import Example
from psscore.workbook.template.findings import write_findings
from psscore.workbook.template.form import write_form
from psscore.workbook.template.guide import write_guide
from psscore.workbook.template.opening import open_workbook
from psscore.workbook.template.package import finish
from psscore.workbook.template.pictures import write_pictures
from psscore.workbook.template.platform import write_platform
from psscore.workbook.template.provenance import write_provenance
from psscore.workbook.template.results import results
from psscore.workbook.template.scores import write_scores
from psscore.workbook.template.summary import write_summary
from psscore.workbook.template.survey import write_survey
from psscore.workbook.template.systems import write_systems


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


def _write(lang: str, example: Example | None, values: Values, runtime: Runtime) -> bytes:
    out = io.BytesIO()
    workbook = open_workbook(out, load_content().workbook(lang), len(SHEETS), runtime)
    book = Book(workbook, lang, load_content(), example, values)
    write_cover(book)
    write_platform(book)
    write_survey(book)
    write_scores(book)
    write_summary(book)
    write_pictures(book)
    write_form(book)
    write_findings(book)
    write_provenance(book)
    write_guide(book)
    write_systems(book)
    workbook.close()
    return out.getvalue()
