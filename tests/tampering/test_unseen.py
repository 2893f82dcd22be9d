"""Values that nobody can see: the colour of what is behind them, letters without size."""

from __future__ import annotations

import re

import pytest

from psscore.tampering import Severity
from psscore.tampering.looks import Look, alike, theme_colours
from psscore.workbook.package import Package
from psscore.workbook.xml import parse
from tampering.tampered import COVER, SCORES, checked, edited, example, found, grave, part_of, uncalculated

STYLES = "xl/styles.xml"


def styled(data: bytes, sheet: str, cell: str, font: str, fill: str = "") -> bytes:
    """The workbook with a font, and a fill, of its own in one cell."""
    text = Package(data).read(STYLES).decode()
    fonts, fills, styles = (
        int(found[1]) for name in ("fonts", "fills", "cellXfs") if (found := re.search(rf'<{name} count="(\d+)"', text))
    )
    old = re.search(rf'<c r="{cell}" s="(\d+)"', Package(data).read(part_of(data, sheet)).decode())
    assert old
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", text[text.index("<cellXfs") :])
    made = re.sub(r'fontId="\d+"', f'fontId="{fonts}"', formats[int(old[1])])
    if fill:
        made = re.sub(r'fillId="\d+"', f'fillId="{fills}"', made)

    def change(text: str) -> str:
        text = text.replace("</fonts>", f"<font>{font}</font></fonts>")
        text = text.replace("</fills>", f"<fill>{fill or '<patternFill/>'}</fill></fills>")
        return text.replace("</cellXfs>", f"{made}</cellXfs>")

    data = edited(data, STYLES, change)
    return edited(
        data,
        part_of(data, sheet),
        lambda text: text.replace(f'<c r="{cell}" s="{old[1]}"', f'<c r="{cell}" s="{styles}"'),
    )


WHITE = '<sz val="10"/><color rgb="FFFFFFFF"/>'
SOLID = '<patternFill patternType="solid"><fgColor {}/><bgColor indexed="64"/></patternFill>'
ROWS = (
    (WHITE, SOLID.format('rgb="FFFFFFFF"'), True, "white on white"),
    (WHITE, '<patternFill patternType="none"/>', True, "white on no fill"),
    ('<sz val="10"/><color theme="0"/>', '<patternFill patternType="none"/>', True, "the theme's white"),
    (
        '<sz val="10"/><color indexed="9"/>',
        SOLID.format('indexed="65"'),
        True,
        "white by number",
    ),
    ('<sz val="10"/><color rgb="FF1F4E79"/>', SOLID.format('rgb="FF1F4E79"'), True, "blue on blue"),
    ('<sz val="10"/><color rgb="FFFEFEFE"/>', SOLID.format('rgb="FFFFFFFF"'), True, "nearly white"),
    ('<sz val="10"/><color theme="1" tint="0.97"/>', SOLID.format('rgb="FFFFFFFF"'), True, "black made nearly white"),
    ('<sz val="10"/>', SOLID.format('rgb="FF000000"'), True, "black on black"),
    ('<sz val="0"/><color rgb="FF000000"/>', "", True, "no size"),
    ('<sz val="1"/><color rgb="FF000000"/>', "", True, "the smallest size of Excel"),
    ('<sz val="3.9"/><color rgb="FF000000"/>', "", True, "below the limit"),
    ('<sz val="4"/><color rgb="FF000000"/>', "", False, "at the limit"),
    ('<sz val="10"/><color rgb="FFEFEFEF"/>', SOLID.format('rgb="FFFFFFFF"'), False, "pale, and to be seen"),
    (WHITE, SOLID.format('rgb="FF1F4E79"'), False, "white on blue"),
    (WHITE, '<patternFill patternType="gray125"/>', False, "a pattern, whose colour nobody knows"),
    ('<sz val="ten"/><color rgb="nothing"/>', "", False, "no size and no colour"),
)


@pytest.mark.parametrize(("font", "fill", "unseen", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_a_score_nobody_sees(font: str, fill: str, unseen: bool, why: str) -> None:
    report = checked(styled(example(), SCORES, "I5", font, fill))
    places = [(one.severity, one.sheet, one.cell) for one in found(report, "unseen_value")]
    assert places == ([(Severity.CRITICAL, SCORES, "I5")] if unseen else []), why
    assert not unseen or len(grave(report)) == 1, why


def test_files_that_were_never_calculated_are_looked_at_too() -> None:
    data = styled(uncalculated(example()), SCORES, "I5", WHITE, SOLID.format('rgb="FFFFFFFF"'))
    assert [one.cell for one in found(checked(data), "unseen_value")] == ["I5"]


def test_a_total_nobody_sees() -> None:
    place = checked(example())
    assert grave(place) == []
    book = Package(example()).read("xl/workbook.xml").decode()
    cell = re.search(r'name="ps_result_total"[^>]*>[^<]*!\$([A-Z]+)\$(\d+)<', book)
    assert cell
    data = styled(example(), COVER, cell[1] + cell[2], WHITE, SOLID.format('rgb="FFFFFFFF"'))
    assert [one.cell for one in found(checked(data), "unseen_value")] == [cell[1] + cell[2]]


CONDITIONS = (
    ('<font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill>', True),
    ('<font><color rgb="FFFFFFFF"/></font>', True),
    ('<font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FF1F4E79"/></patternFill></fill>', False),
    ("<font><b/></font>", False),
)


@pytest.mark.parametrize(("look", "unseen"), CONDITIONS)
def test_a_conditional_format_that_hides(look: str, unseen: bool) -> None:
    count = re.search(r'<dxfs count="(\d+)"', Package(example()).read(STYLES).decode())
    assert count
    data = edited(example(), STYLES, lambda text: text.replace("</dxfs>", f"<dxf>{look}</dxf></dxfs>"))
    rule = (
        f'<conditionalFormatting sqref="I5"><cfRule type="expression" dxfId="{count[1]}" priority="1">'
        "<formula>TRUE</formula></cfRule></conditionalFormatting>"
    )
    data = edited(
        data,
        part_of(data, SCORES),
        lambda text: text.replace("<conditionalFormatting", f"{rule}<conditionalFormatting", 1),
    )
    assert [one.cell for one in found(checked(data), "unseen_value")] == (["I5"] if unseen else [])


def test_colours() -> None:
    assert alike((255, 255, 255), (240, 240, 240))
    assert not alike((255, 255, 255), (239, 255, 255))
    assert not alike(None, None)
    assert Look((0, 0, 0), None).over(Look((1, 1, 1), (0, 0, 0), 9.0)) == Look((0, 0, 0), (0, 0, 0), 9.0)
    part = "xl/theme/theme1.xml"
    assert theme_colours(parse(Package(example()).read(part), part))[:2] == ((255, 255, 255), (0, 0, 0))
    assert theme_colours(None) == ()


ODD = ('theme="²"', 'indexed="²"', 'indexed="9999"', 'theme="99999999999"', 'rgb="x"', 'theme="1" tint="nan"', "")


@pytest.mark.parametrize("colour", ODD)
def test_colours_of_another_kind_are_no_fault(colour: str) -> None:
    data = edited(example(), STYLES, lambda text: text.replace('rgb="FF1F2D3D"', colour))
    assert grave(checked(data)) == []
