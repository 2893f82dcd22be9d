"""Reports of earlier runs that are still in the folder."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from psscore.reports import UnitSettings, to_html, unit_report
from psscore.reports.docx.write import to_docx
from psscore.reports.left_over import document_kind, left_over
from psscore.results import Evaluation


@pytest.mark.parametrize("kind", ["self", "third_party", "card"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_say_what_they_are(kind: str, lang: str, evaluation: Evaluation, tmp_path: Path) -> None:
    document = unit_report(evaluation, UnitSettings(kind, lang))
    (tmp_path / "renamed.docx").write_bytes(to_docx(document))
    (tmp_path / "renamed.html").write_text(to_html(document), "utf-8")
    for name in ("renamed.docx", "renamed.html"):
        assert document_kind(tmp_path / name) == kind, name


def test_one_that_somebody_worked_in_is_still_ours(evaluation: Evaluation, tmp_path: Path) -> None:
    word = docx.Document(BytesIO(to_docx(unit_report(evaluation, UnitSettings("card")))))
    word.add_paragraph("补充")
    word.save(str(tmp_path / "a.docx"))
    assert document_kind(tmp_path / "a.docx") == "card"


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("甲区_2026_第三方评价报告.pdf", "third_party", "a PDF is known by its name"),
        ("甲区_2026_上级评价报告 (2).pdf", "third_party", "the second of one name"),
        ("East_2026_Evaluation card.PDF", "card", "English"),
        ("会议_自评价报告说明.pdf", "", "the title is not at the end"),
        ("自评价报告.pdf", "", "no unit before it"),
        ("甲区_2026_自评价报告.xlsx", "", "no format of reports"),
        ("甲区_2026_自评价报告.docx", "", "a .docx without our mark is somebody's own"),
        ("甲区_2026_自评价报告.html", "", "a page of another hand"),
    ],
)
def test_kinds_by_name(name: str, kind: str, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7")
    assert document_kind(tmp_path / name) == kind, why


def test_what_was_written_and_other_kinds_are_not_left_over(tmp_path: Path) -> None:
    for name in ("a_评价结果卡.pdf", "b_评价结果卡.pdf", "c_自评价报告.pdf", "notes.pdf"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "d_评价结果卡.pdf").write_bytes(b"")
    found = left_over(tmp_path, [tmp_path / "in" / ".." / "a_评价结果卡.pdf", tmp_path / "gone.pdf"], ["card"])
    assert [path.name for path in found] == ["b_评价结果卡.pdf"]
    assert left_over(tmp_path / "nowhere", [], ["card"]) == []
