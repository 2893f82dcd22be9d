"""The other systems of the sources, as sheets behind the guide: they stay blank for those who do not need them."""

from __future__ import annotations

from psscore.model.text import Text
from psscore.rulebook import load_standard
from psscore.workbook.template.book import Book
from psscore.workbook.template.content import STANDARD
from psscore.workbook.template.evaluation.checklist import write_checklist, write_rates
from psscore.workbook.template.evaluation.comprehensive import write_comprehensive
from psscore.workbook.template.evaluation.one_sheet import write_one_sheet
from psscore.workbook.template.register.overview import write_overview

POINTS = "public-service-points/2023"
CHECKLIST = "digital-urban-management/undated"
PLAN = "city-services-plan/2024"
NAMES_ONLY = {
    Text("运行监测", "Operation monitoring"): "operation-monitoring/CJJT552-2023",
    Text("管理监督", "Management supervision"): "management-supervision/CJJT551-2023",
}


def write_systems(book: Book) -> None:
    """Comprehensive evaluation, points system, digital urban management, and the targets of the plan."""
    others = {title: load_standard(name) for title, name in NAMES_ONLY.items()}
    write_comprehensive(book, load_standard("/".join(STANDARD)), others)
    write_one_sheet(book, "points", load_standard(POINTS))
    digital = load_standard(CHECKLIST)
    write_checklist(book, digital)
    write_rates(book, digital)
    write_overview(book, "plan", load_standard(PLAN))
