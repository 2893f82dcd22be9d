"""The styles of the shipped template: the habits of official documents (GB/T 9704), each with a name to restyle."""

from __future__ import annotations

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAVY, MUTED, BAND, PALE, GRID = "1F4E79", "66707C", "DCE6F1", "F3F6FA", "B8C4D2"

PAGE = 11906, 16838
"""A4 in twentieths of a point."""

BODY, LEAD, NOTE, WARNING, SIGNATURE = "PS Body", "PS Lead", "PS Note", "PS Warning", "PS Signature"
CELL, SMALL_CELL, HEAD_CELL, CHART = "PS Cell", "PS Small Cell", "PS Table Heading", "PS Chart"
FIGURE, FIGURE_NAME, TABLE = "PS Figure", "PS Figure Name", "PS Table"

# Song, Fang Song, Hei and Kai are on every Chinese Windows; the title face is bought, and Word shows its second choice.
_FONTS = {
    "zh": {"body": "仿宋", "head": "黑体", "second": "楷体", "title": "方正小标宋简体", "latin": "Times New Roman"},
    "en": dict.fromkeys(("body", "head", "second", "title"), "微软雅黑") | {"latin": "Calibri"},
}
_SECOND_CHOICE = {"方正小标宋简体": "华文中宋", "仿宋": "仿宋_GB2312", "楷体": "楷体_GB2312", "黑体": "SimHei"}


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes in half points, by the kind of document."""

    lang: str
    kind: str

    @property
    def body(self) -> int:
        zh, en = {"bulletin": (32, 24), "card": (21, 20)}.get(self.kind, (24, 22))
        return zh if self.lang == "zh" else en

    @property
    def title(self) -> int:
        return 36 if self.kind == "card" else 44

    @property
    def margins(self) -> tuple[int, int, int, int]:
        """Top, right, bottom and left, in twentieths of a point."""
        return (680, 1020, 800, 1020) if self.kind == "card" else (1701, 1361, 1474, 1474)

    @property
    def width(self) -> int:
        """Of the text."""
        return PAGE[0] - self.margins[1] - self.margins[3]

    def font(self, role: str) -> str:
        names = _FONTS[self.lang]
        latin = names["latin"]
        return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{names[role]}"/>'


def styles_xml(look: Look) -> str:
    """word/styles.xml."""
    language = "zh-CN" if look.lang == "zh" else "en-GB"
    made = [
        f'<w:docDefaults><w:rPrDefault><w:rPr>{look.font("body")}<w:sz w:val="{look.body}"/><w:szCs '
        f'w:val="{look.body}"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:rPr><w:lang w:val="{"en-US" if look.lang == "zh" else language}"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority '
        'w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        *_paragraphs(look),
        _table(look),
    ]
    return f'<w:styles xmlns:w="{W}">{"".join(made)}</w:styles>'


def _paragraphs(look: Look) -> list[str]:
    zh, card = look.lang == "zh", look.kind == "card"
    body, bold = look.body, "" if zh else "<w:b/>"
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{body * 20}"/>' if zh and not card else ""
    line = (
        '<w:spacing w:after="60" w:line="560" w:lineRule="exact"/>' if look.kind == "bulletin" and zh else _lines(340)
    )
    numbers = "" if card else '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    above = ("100", "20") if card else ("320", "120")
    head = f'<w:keepNext/>{{}}<w:spacing w:before="{above[0]}" w:after="{above[1]}"/><w:outlineLvl w:val="{{}}"/>'
    blue = f'<w:color w:val="{NAVY}"/>'
    table_text = look.font("head")
    middle = '<w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/>'
    return [
        _style("Title", middle, look.font("title"), look.title),
        _style("heading 1", head.format(numbers.format(0), 0), look.font("head") + bold + blue, body),
        _style("heading 2", head.format(numbers.format(1), 1), look.font("second") + "<w:b/>", body),
        _style(BODY, f'{line}{indent}<w:jc w:val="both"/>', "", body),
        _style(LEAD, '<w:spacing w:after="240"/><w:jc w:val="center"/>', "", body),
        _style(NOTE, _lines(260), f'{table_text}<w:color w:val="{MUTED}"/>', 18),
        _style(
            WARNING,
            '<w:pBdr><w:left w:val="single" w:sz="24" w:space="6" w:color="E0A030"/></w:pBdr>'
            '<w:shd w:val="clear" w:color="auto" w:fill="FDF3E3"/>' + _lines(280),
            f'{table_text}<w:color w:val="8A4B00"/>',
            20,
        ),
        _style(SIGNATURE, '<w:keepNext/><w:spacing w:before="240"/><w:ind w:left="4400"/>', "", body),
        _style(CELL, _lines(276), table_text, 21),
        _style(SMALL_CELL, _lines(250), table_text, 17 if not card else 18),
        _style(HEAD_CELL, f'<w:keepNext/>{_lines(260)}<w:jc w:val="center"/>', table_text + "<w:b/>" + blue, 18),
        _style(CHART, '<w:keepLines/><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>', "", body),
        _style(
            FIGURE,
            '<w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/>',
            table_text + "<w:b/>" + blue,
            40,
        ),
        _style(
            FIGURE_NAME,
            '<w:spacing w:after="120"/><w:jc w:val="center"/>',
            f'{table_text}<w:color w:val="{MUTED}"/>',
            18,
        ),
        _style("header", '<w:jc w:val="right"/>', f'{table_text}<w:color w:val="{MUTED}"/>', 18),
        _style(
            "footer",
            f'<w:tabs><w:tab w:val="right" w:pos="{look.width}"/></w:tabs>',
            f'{table_text}<w:color w:val="{MUTED}"/>',
            18,
        ),
    ]


def _lines(size: int) -> str:
    """Lines in 240ths of their height."""
    return f'<w:spacing w:line="{size}" w:lineRule="auto"/>'


def _style(name: str, paragraph: str, run: str, size: int) -> str:
    custom = ' w:customStyle="1"' if name.startswith("PS ") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def style_id(name: str) -> str:
    """The id of a style in the shipped template."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _table(look: Look) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{GRID}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    first = (
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{BAND}"/></w:tcPr>'
        "</w:tblStylePr>"
    )
    column = (
        f'<w:tblStylePr w:type="firstCol"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr>'
        "</w:tblStylePr>"
    )
    room = 20 if look.kind == "card" else 40
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(TABLE)}"><w:name w:val="{TABLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f'{edges}</w:tblBorders><w:tblCellMar><w:top w:w="{room}" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        f'<w:bottom w:w="{room}" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tcPr><w:vAlign w:val="center"/></w:tcPr>{first}{column}</w:style>'
    )


def numbering_xml(look: Look) -> str:
    """word/numbering.xml: the headings count by themselves, whatever parts a template leaves out."""
    lang = look.lang
    if lang == "zh":
        levels = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"))
    else:
        levels = (("decimal", "%1."), ("decimal", "%1.%2"))
    after = "nothing" if lang == "zh" else "space"
    made = ""
    for place, (form, text) in enumerate(levels):
        # A card's headings are not counted.
        heading = "" if look.kind == "card" else f'<w:pStyle w:val="Heading{place + 1}"/>'
        made += (
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{heading}<w:suff w:val="{after}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
            "</w:lvl>"
        )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{made}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def fonts_xml(lang: str) -> str:
    """word/fontTable.xml: what Word shows where a font is not installed."""
    names = sorted({name for role, name in _FONTS[lang].items() if role != "latin"})
    made = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{_SECOND_CHOICE[name]}"/>' if name in _SECOND_CHOICE else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name in names
    )
    return f'<w:fonts xmlns:w="{W}">{made}</w:fonts>'
