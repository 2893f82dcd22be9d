"""A survey's counts for a workbook: the rows of ps_survey, and the record of the files they came from."""

from __future__ import annotations

from collections.abc import Callable

from psscore import __version__
from psscore.model.text import Text
from psscore.surveys.mapping import Mapping
from psscore.surveys.report import Report
from psscore.surveys.tally import Fate
from psscore.workbook.filling import Plan, Record, Source, SurveyCounts, plan_survey
from psscore.workbook.input_tables import InputTables


def plan_of(report: Report) -> Callable[[InputTables], Plan]:
    """What a workbook is to hold."""
    counts = [
        SurveyCounts(
            result.item.code, group.name, group.cell.satisfied, group.cell.basically, group.surveyed, group.weight
        )
        for result in report.items
        for group in result.groups
    ]
    return lambda tables: plan_survey(tables, counts)


def record_of(report: Report, mapping: Mapping, period: str = "") -> Record:
    """The files, and what became of their rows."""
    sources = tuple(
        Source(
            one.file,
            one.sha256,
            one.read,
            one.fates[Fate.USED],
            one.fates[Fate.EXCLUDED],
            one.fates[Fate.REJECTED],
            one.fates[Fate.DUPLICATE],
        )
        for one in report.tally.files
    )
    base = f"base={report.base}"
    digest = f"{mapping.digest} {base}" if mapping.digest else base
    return Record(Text("满意度调查", "Survey"), sources, f"psscore {__version__}", period, digest)
