"""The workbook is built the same every time, and the file that is shipped is what the source builds."""

import zipfile
from pathlib import Path

import pytest

from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.template import EXAMPLE, build, draft
from workbook.template.opened import Opened, opened

ROOT = Path(__file__).parents[3]
EDITIONS = [("zh", False), ("zh", True), ("en", False), ("en", True)]


def test_two_builds_are_equal() -> None:
    assert build("en", EXAMPLE) == opened("en", True).data


def test_the_file_that_is_shipped_is_what_the_source_builds() -> None:
    shipped = (ROOT / "workbook_template.xlsm").read_bytes()
    assert shipped == opened("zh", False).data, "run: psscore template build -o workbook_template.xlsm"


@pytest.mark.parametrize("member", ["stored", "dated", "from one system"])
def test_no_byte_depends_on_the_machine(member: str) -> None:
    for info in opened("zh", True).infos:
        traits = {
            "stored": info.compress_type == zipfile.ZIP_STORED,
            "dated": info.date_time == (2026, 1, 1, 0, 0, 0),
            "from one system": info.create_system == 0 and info.external_attr == 0o600 << 16,
        }
        assert traits[member], info.filename


@pytest.mark.parametrize(("lang", "filled"), EDITIONS)
def test_the_values_shipped_are_those_the_engine_gives(lang: str, filled: bool) -> None:
    data = opened(lang, filled).data
    outcome = recalculate(data, Options(lang=lang), name="workbook_template.xlsm")
    assert outcome.status == "unchanged"
    assert outcome.data is data or outcome.data == data


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="zh or en"):
        build("fr")


def test_a_draft_is_filled_in_but_not_calculated() -> None:
    found = Opened(draft("zh", EXAMPLE))
    formulas = [cell for cell in found.cells if cell.formula is not None]
    assert [cell.place for cell in formulas if cell.value is not None] == []
    assert found.column("ps_requests", "总诉求量")[0] == "4826"
    finished = opened("zh", True)
    assert {cell.place: cell.formula for cell in formulas} == {
        cell.place: cell.formula for cell in finished.cells if cell.formula is not None
    }
