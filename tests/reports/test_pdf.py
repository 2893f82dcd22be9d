"""PDF: printed by whatever program is there, or one sentence that says what to install."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from needs import absent
from psscore.reports import UnitSettings, to_html, unit_report
from psscore.reports.docx.template import template
from psscore.reports.docx.write import to_docx
from psscore.reports.files import Press
from psscore.reports.pdf import NO_OFFICE, NO_PRINTER, NoPdf, Printer, find_printers, to_pdf
from psscore.reports.unit_report import by_unit
from psscore.results import Evaluation


@pytest.fixture(scope="session")
def browser() -> Printer:
    found = [printer for printer in find_printers() if printer.browser]
    if not found:
        absent("Chromium", "apt-get install chromium")
    return found[0]


@pytest.fixture(scope="session")
def pdfinfo() -> str:
    found = shutil.which("pdfinfo")
    if found is None:
        absent("pdfinfo", "apt-get install poppler-utils")
    return found


def pages(pdfinfo: str, path: Path) -> int:
    told = subprocess.run([pdfinfo, str(path)], capture_output=True, text=True, check=True, timeout=60).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


def words(path: Path) -> str:
    program = shutil.which("pdftotext")
    assert program is not None, "it comes with pdfinfo"
    return subprocess.run([program, str(path), "-"], capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_is_one_page_and_says_what_it_should(
    evaluation: Evaluation, lang: str, browser: Printer, pdfinfo: str, tmp_path: Path
) -> None:
    card = unit_report(evaluation, UnitSettings("card", lang, last=by_unit([evaluation])))
    path = tmp_path / "card.pdf"
    path.write_bytes(to_pdf(to_html(card), lambda: b"", [browser]))
    assert pages(pdfinfo, path) == 1
    assert "83.69" in words(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_with_everything_to_say_is_one_page_still(
    evaluation: Evaluation, lang: str, browser: Printer, pdfinfo: str, tmp_path: Path
) -> None:
    unit = "示例省示例自治州示例经济技术开发区管理委员会综合行政执法与公共服务保障中心"
    doubtful = dataclasses.replace(evaluation, unit=unit, digest="f" * 64, status="partial", total=Fraction(90))
    other = evaluation.reference.replace("step=proportional", "step=whole").replace("no_cases=full", "no_cases=zero")
    before = dataclasses.replace(doubtful, reference=other.replace("grades=fiscal_2020", "grades=none"))
    card = unit_report(doubtful, UnitSettings("card", lang, last=by_unit([before])))
    path = tmp_path / "card.pdf"
    path.write_bytes(to_pdf(to_html(card), lambda: b"", [browser]))
    assert pages(pdfinfo, path) == 1


def test_a_report_has_numbered_pages_with_unit_and_digest(
    evaluation: Evaluation, browser: Printer, pdfinfo: str, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(to_html(unit_report(evaluation)), lambda: b"", [browser]))
    count = pages(pdfinfo, path)
    assert 10 < count < 25
    each = words(path).split("\f")[:count]
    for number, told in enumerate(each, start=1):
        assert f"—{number}—" in told.replace(" ", "")
        assert evaluation.digest[:16] in told
        assert evaluation.unit in told


def test_libreoffice_makes_it_from_the_document(
    evaluation: Evaluation, soffice: str, pdfinfo: str, tmp_path: Path
) -> None:
    if not _has_writer(soffice):
        absent("LibreOffice Writer", "apt-get install libreoffice-writer")
    card = unit_report(evaluation, UnitSettings("card"))
    path = tmp_path / "card.pdf"
    path.write_bytes(to_pdf("", lambda: to_docx(card), [Printer(Path(soffice), False)]))
    assert pages(pdfinfo, path) == 1
    assert "83.69" in words(path)


def _has_writer(soffice: str) -> bool:
    return any(Path(soffice).resolve().parent.glob("libsw*.so")) or sys.platform != "linux"


def test_without_a_program_it_says_what_to_install() -> None:
    with pytest.raises(NoPdf) as caught:
        to_pdf("", lambda: b"", find_printers({"PATH": ""}))
    assert caught.value.text is NO_PRINTER


@pytest.mark.parametrize(
    ("script", "told"),
    [("exit 0", "没有生成 PDF"), ("exit 1", "没有生成 PDF"), (None, "不能启动")],
)
def test_a_program_that_fails_is_named(tmp_path: Path, script: str | None, told: str) -> None:
    if sys.platform == "win32":
        pytest.skip("scripts of a shell")
    program = tmp_path / "chromium"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    with pytest.raises(NoPdf) as caught:
        to_pdf("", lambda: b"", [Printer(program, True)])
    assert told in caught.value.text.zh
    assert "chromium" in caught.value.text.zh


def test_programs_are_found_by_name_browsers_first(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("programs of a shell")
    for name in ("soffice", "chromium", "google-chrome"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    found = find_printers({"PATH": str(tmp_path)})
    assert [(printer.program.name, printer.browser) for printer in found] == [("chromium", True), ("soffice", False)]


def test_other_formats_are_made_all_the_same(evaluation: Evaluation) -> None:
    press = Press(("docx", "html", "pdf"), printers=())
    made = {one.format: one for one in press.files(unit_report(evaluation))}
    assert made["docx"].data is not None
    assert made["html"].data is not None
    assert made["pdf"].data is None
    assert made["pdf"].why is NO_PRINTER


def test_a_template_of_ones_own_is_not_printed_from_the_page(evaluation: Evaluation, tmp_path: Path) -> None:
    own = template("card", "zh")
    press = Press(("pdf",), own, [Printer(tmp_path / "chromium", True)])
    card = unit_report(evaluation, UnitSettings("card"))
    assert [made.why for made in press.files(card)] == [NO_OFFICE]
