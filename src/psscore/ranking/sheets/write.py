"""The whole workbook."""

from __future__ import annotations

import datetime
import io

import xlsxwriter

from psscore.outputs.untouched import marked_workbook
from psscore.ranking.result import Ranking
from psscore.ranking.sheets.book import Book
from psscore.ranking.sheets.ends_sheet import write_ends
from psscore.ranking.sheets.facts import Facts
from psscore.ranking.sheets.groups_sheet import write_groups
from psscore.ranking.sheets.method_sheet import write_method
from psscore.ranking.sheets.ranking_sheet import ranking_table, write_ranking
from psscore.ranking.sheets.scores_sheet import scores_table, write_indicators, write_scores
from psscore.ranking.sheets.subtotals_sheet import subtotals_table, write_subtotals
from psscore.ranking.sheets.unranked_sheet import write_unranked
from psscore.ranking.sheets.years_sheet import write_years


def workbook(ranking: Ranking, lang: str = "zh") -> bytes:
    """The bytes of an .xlsx file; the same for the same ranking."""
    stream = io.BytesIO()
    # Names of units are other people's texts: none of them is a formula, a number or a link.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    facts = Facts(ranking)
    with xlsxwriter.Workbook(stream, options) as made:
        clock = max((one.evaluation.clock for one in ranking.standings), default="")
        made.set_properties({"title": ranking.standard.title(lang), "created": _moment(clock)})
        book = Book(made, facts, lang)
        subtotals, scores = subtotals_table(book), scores_table(book)
        table = ranking_table(book)
        write_ranking(book, table, subtotals)
        write_ends(book, table)
        write_groups(book, table)
        if ranking.year is not None:
            write_years(book, table)
        write_subtotals(book, subtotals, scores)
        if facts.leaves:
            write_scores(book, scores)
            write_indicators(book, scores)
        write_unranked(book)
        write_method(book)
    return marked_workbook(stream.getvalue())


def _moment(clock: str) -> datetime.datetime:
    try:
        return datetime.datetime.fromisoformat(clock).replace(tzinfo=None)
    except ValueError:
        return datetime.datetime(2000, 1, 1)
