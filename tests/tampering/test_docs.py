"""Every key of a report has a term, every code is documented, and the page names every option."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from psscore.tampering import to_json
from psscore.tampering.codes import TAMPERING
from tampering.tampered import SCORES, checked, example, with_cell

ROOT = Path(__file__).parents[2]


def test_every_key_has_a_term() -> None:
    told = to_json(checked(with_cell(example(), SCORES, "I5", "<v>2</v>")), "zh")
    keys = {*told, *told["counts"], *(key for finding in told["findings"] for key in finding)}
    terms = tomllib.loads((ROOT / "docs/glossary.toml").read_text("utf-8"))["terms"]
    assert sorted(keys - set(terms)) == []


def test_every_code_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/findings.md").read_text("utf-8")
    assert [code for code in TAMPERING if f"`{code}`" not in page] == []


def test_every_code_is_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src/psscore/tampering").glob("*.py"))
    assert [code for code in TAMPERING if f'Finding("{code}"' not in re.sub(r"\(\s+", "(", sources)] == []


def test_the_page_names_every_option() -> None:
    page = (ROOT / "docs/check.md").read_text("utf-8")
    source = (ROOT / "src/psscore/cli/check.py").read_text("utf-8")
    assert [option for option in re.findall(r'"(--[a-z]+)"', source) if option not in page] == []
