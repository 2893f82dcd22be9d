"""Building the evaluation workbook of any standard, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Mapping

from psscore.hosts.excel.vba_project import RUNTIME, Runtime
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
from psscore.workbook.template.opening import open_workbook
from psscore.workbook.template.package import finish
from psscore.workbook.template.results import results

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
    workbook = open_workbook(out, standard.title(lang), len(sheets), runtime)
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
