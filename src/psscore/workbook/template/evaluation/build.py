"""Building the evaluation workbook of any standard, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import xlsxwriter

from psscore import __version__
from psscore.hosts.excel.vba_project import RUNTIME, WORKBOOK_CODE_NAME, Runtime, vba_project
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.workbook.template.book import SHEETS, Book, Values
from psscore.workbook.template.cover import write_cover
from psscore.workbook.template.evaluation.causes import causes_of, write_causes
from psscore.workbook.template.evaluation.checklist import checklist_cards, is_rate, write_checklist, write_rates
from psscore.workbook.template.evaluation.content import Filled, evaluation_content
from psscore.workbook.template.evaluation.findings import write_findings
from psscore.workbook.template.evaluation.notes import write_notes
from psscore.workbook.template.evaluation.ranking import write_ranking
from psscore.workbook.template.evaluation.scores import write_scores
from psscore.workbook.template.evaluation.summary import write_summary
from psscore.workbook.template.evaluation.vetoes import veto_block
from psscore.workbook.template.guide import write_guide
from psscore.workbook.template.package import VERSION_PROPERTY, finish
from psscore.workbook.template.results import results

_CALCULATION_ENGINE = 191029
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NAMES = SHEETS | {
    "causes": Text("扣分事项", "Deductions"),
    "notes": Text("指标说明", "Notes"),
    "checklist": Text("核对清单", "Checklist"),
    "rates": Text("比率", "Rates"),
    "ranking": Text("排名", "Ranking"),
}


def sheets_of(standard: Standard) -> Mapping[str, Text]:
    """The sheets of a standard's workbook, in order."""
    if standard.unscored:
        rates = ["rates"] if any(map(is_rate, standard.indicators)) else []
        keys = ["cover", "checklist", *rates, "guide"]
    else:
        causes = ["causes"] if any(causes_of(standard)) else []
        ranking = ["ranking"] if standard.ranking else []
        keys = ["cover", "scores", *causes, "summary", "findings", *ranking, "notes", "guide"]
    return {key: _NAMES[key] for key in keys}


def build_evaluation(
    standard: Standard, lang: str = "zh", filled: Filled | None = None, runtime: Runtime = RUNTIME
) -> bytes:
    """The workbook of a standard in `lang`, empty or filled in. Every formula carries its value."""
    values = results(draft_evaluation(standard, lang, filled), lang, sheets_of(standard))
    return finish(_write(standard, lang, filled, values, runtime))


def draft_evaluation(standard: Standard, lang: str = "zh", filled: Filled | None = None) -> bytes:
    """The same workbook before it is calculated."""
    return finish(_write(standard, lang, filled, {}, RUNTIME), calculated=False)


def _write(standard: Standard, lang: str, filled: Filled | None, values: Values, runtime: Runtime) -> bytes:
    sheets = sheets_of(standard)
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
    workbook.set_size(28000, 16000)
    workbook.set_properties({"title": standard.title(lang), "author": "psscore", "created": _CREATED})
    workbook.set_custom_property(VERSION_PROPERTY, __version__)
    project = vba_project("workbook", runtime, [f"Sheet{number}" for number in range(1, len(sheets) + 1)])
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)
    workbook.set_vba_name(WORKBOOK_CODE_NAME)
    book = Book(workbook, lang, evaluation_content(standard), None, values, sheets, filled)
    if standard.unscored:
        write_cover(book, checklist_cards(standard))
        write_checklist(book, standard, filled)
        if "rates" in sheets:
            write_rates(book, standard, filled)
    else:
        write_cover(book, block=veto_block(standard, filled))
        write_scores(book, standard, filled)
        if "causes" in sheets:
            write_causes(book, standard, filled)
        write_summary(book, standard)
        write_findings(book, standard)
        if standard.ranking:
            write_ranking(book, standard.ranking)
        write_notes(book, standard)
    write_guide(book)
    workbook.close()
    return out.getvalue()
