"""How a page looks: the fonts of official documents with what stands in for them, A4, header and footer."""

from __future__ import annotations

from psscore.reports.document import Document

# The serif of official documents first, then what each system has, then any.
_SONG = "FangSong,'仿宋',STFangsong,'仿宋_GB2312','Noto Serif CJK SC','Source Han Serif SC',SimSun,serif"
_HEI = "SimHei,'黑体',STHeiti,'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
_KAI = "KaiTi,'楷体',STKaiti,'楷体_GB2312','Noto Serif CJK SC',serif"
_TITLE = "'方正小标宋简体','FZXiaoBiaoSong-B05S',STZhongsong,'华文中宋','Noto Serif CJK SC',SimSun,serif"
_LATIN = "Calibri,'Segoe UI','Helvetica Neue',Arial,'Liberation Sans'"
_FONTS = {
    "zh": (_SONG, _HEI, _KAI, _TITLE, _HEI),
    "en": (f"{_LATIN},{_HEI}",) * 5,
}


def css(document: Document) -> str:
    """The style sheet of a document; header and footer are in it."""
    body, head, kai, title, table = _FONTS[document.lang]
    numbers = "simp-chinese-informal" if document.lang == "zh" else "decimal"
    after = "、" if document.lang == "zh" else ". "
    first = f'counter(part, {numbers}) "{after}"'
    second = f'"（" counter(piece, {numbers}) "）"' if document.lang == "zh" else 'counter(part) "." counter(piece) " "'
    card = document.kind == "card"
    header, before, behind = ("", "", "") if card else (document.header, "— ", " —")
    weight = "normal" if document.lang == "zh" else "bold"
    size = {"bulletin": "16pt", "card": "10.5pt"}.get(document.kind, "12pt")
    if document.lang == "en":
        size = {"bulletin": "12pt", "card": "10pt"}.get(document.kind, "11pt")
    indent = "2em" if document.lang == "zh" else "0"
    margins = "12mm 18mm 14mm" if card else "30mm 24mm 26mm 26mm"
    edge = f"font: 9pt {table}; color: #66707C;"
    return f"""
@page {{ size: A4; margin: {margins};
  @top-right {{ content: {_string(header)}; {edge} }}
  @bottom-left {{ content: {_string(document.footer)}; {edge} }}
  @bottom-right {{ content: {_string(before)} counter(page) {_string(behind)}; {edge} }} }}
* {{ box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
body {{ font: {size}/1.75 {body}; color: #1A1F26; max-width: 178mm; margin: 12mm auto; padding: 0 6mm;
  counter-reset: part; overflow-wrap: anywhere; }}
h1.title {{ font: 22pt/1.4 {title}; text-align: center; margin: 0 0 6mm; text-wrap: balance; }}
h2 {{ font: {size}/1.6 {head}; font-weight: {weight};
  margin: 7mm 0 2mm; break-after: avoid; counter-increment: part; counter-reset: piece; color: #1F4E79; }}
h2::before {{ content: {first}; }}
h3 {{ font: {size}/1.6 {kai}; font-weight: bold; margin: 4mm 0 1mm; break-after: avoid;
  counter-increment: piece; }}
h3::before {{ content: {second}; }}
p {{ margin: 1mm 0; text-indent: {indent}; text-align: justify; }}
p.lead {{ text-align: center; text-indent: 0; margin-bottom: 6mm; }}
p.note {{ font: 9pt/1.5 {table}; color: #66707C; text-indent: 0; }}
p.warning {{ font: 10pt/1.5 {table}; color: #8A4B00; background: #FDF3E3; text-indent: 0; padding: 1.5mm 3mm;
  border-left: 1mm solid #E0A030; text-align: left; }}
p.signature {{ text-indent: 0; margin: 4mm 0 4mm 55%; }} .signature {{ margin-top: 12mm; break-inside: avoid; }}
table {{ border-collapse: collapse; width: 100%; margin: 3mm 0 4mm; font: 10.5pt/1.45 {table};
  table-layout: fixed; }}
table.small {{ font-size: 8.5pt; }} thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }}
th, td {{ border: .75pt solid #B8C4D2; padding: 1mm 1.6mm; text-align: left; vertical-align: middle;
  font-variant-numeric: tabular-nums; }}
th {{ background: #DCE6F1; color: #1F4E79; font-weight: bold; text-align: center; }}
td.right {{ text-align: right; }} td.center {{ text-align: center; }}
table.facts td:first-child {{ background: #F3F6FA; color: #1F4E79; }}
tr.strong td {{ font-weight: bold; background: #F3F6FA; }}
svg.chart {{ display: block; width: 100%; height: auto; margin: 3mm auto; break-inside: avoid;
  font-family: {table}; }}
.figures {{ display: flex; gap: 4mm; margin: 4mm 0; }}
.figures div {{ flex: 1; background: #F3F6FA; border-top: 1mm solid #1F4E79; padding: 3mm 2mm;
  text-align: center; min-width: 0; }}
.figures b {{ display: block; font: bold 20pt/1.2 {table}; color: #1F4E79;
  white-space: nowrap; }}
.figures span {{ font: 9pt/1.4 {table}; color: #66707C; }}
.break {{ break-after: page; }}
.card h3 {{ font: bold 11pt/1.4 {head}; color: #1F4E79; margin: 3mm 0 1mm; }} .card h3::before {{ content: none; }}
.card h1.title {{ font-size: 18pt; margin-bottom: 2mm; }} .card p.lead {{ margin-bottom: 2mm; }}
.card table {{ margin: 1mm 0; }} .card th, .card td {{ padding: .5mm 1.6mm; }} .card .small-print {{ margin-top: 3mm; }}
.card svg.chart {{ margin: 0; }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none; }} }}
@media screen {{ html {{ background: #E9EDF2; }}
  body {{ background: white; padding: 16mm 18mm; box-shadow: 0 1px 8px #0003; }} }}
"""


def _string(text: str) -> str:
    """A text of any origin as a string of a style sheet within a page."""
    safe = "".join(c if c.isalnum() or c in " -·—：" else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'
