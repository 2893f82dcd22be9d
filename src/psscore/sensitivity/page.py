"""The report as one HTML page that needs nothing beside it: pictures inside, no scripts, nothing from the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from psscore.model.text import Text
from psscore.outputs.untouched import BLANK, marked_page
from psscore.scoring.numbers import short_text
from psscore.sensitivity.chart import FONT, WIDTH, tornado
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.ranking import Ranking
from psscore.sensitivity.report import Report
from psscore.sensitivity.view import WITHHELD, Line, bars, lines, signed, summary

TITLE = Text("口径影响分析", "What the readings change")
HEADERS = (
    Text("评分口径", "Reading"),
    Text("取值", "Value"),
    Text("总分", "Total"),
    Text("差", "Difference"),
    Text("等级", "Grade"),
    Text("升 / 降", "Gained / lost"),
    Text("变动最大的指标", "Indicators that change most"),
)
OWN = Text("现用", "as is")
_STYLE = f"""
body {{ font: 15px/1.5 {FONT}; color: #222B36; max-width: {WIDTH}px; margin: 2em auto; padding: 0 1em; }}
h1 {{ color: #1F4E79; }} h2 {{ margin-top: 2em; }} svg {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; width: 100%; margin: 1em 0; font-size: 14px; }}
th, td {{ border-bottom: 1px solid #D9DEE4; padding: 4px 8px; text-align: left; vertical-align: top; }}
th {{ background: #1F4E79; color: white; }}
tr.own td {{ background: #F3F6FA; }} .note {{ color: #8A5A00; }}
.muted {{ color: #66707C; font-size: 13px; overflow-wrap: anywhere; }}
"""


def page(found: Report) -> str:
    """The whole page."""
    lang = found.settings.lang
    parts = [f"<h1>{TITLE(lang)}</h1>"]
    for file in found.files:
        parts += _file(file, lang)
    parts += _ranking(found, lang)
    clock = found.clock.isoformat(sep=" ")
    parts.append(f'<p class="muted">psscore · {escape(clock)}</p>')
    mark = f'<meta name="psscore" content="{BLANK}">'
    head = f'<meta charset="utf-8">{mark}<title>{TITLE(lang)}</title><style>{_STYLE}</style>'
    body = "\n".join(parts)
    return marked_page(f'<!DOCTYPE html>\n<html lang="{lang}"><head>{head}</head>\n<body>\n{body}\n</body></html>\n')


def _file(file: FileReport, lang: str) -> Iterable[str]:
    yield f"<h2>{escape(file.name)}</h2>"
    base = file.base
    if base is not None and file.subject is not None:
        total = WITHHELD(lang) if base.total is None else short_text(base.total)
        words = Text(f"总分 {total}　等级 {base.grade or '—'}", f"Total {total}, grade {base.grade or '—'}")(lang)
        yield f'<p><b>{escape(words)}</b><br><span class="muted">{escape(file.path)} · '
        yield f"{escape(file.subject.standard.reference)}</span></p>"
    for sentence in summary(file, lang):
        yield f'<p class="note">{escape(sentence)}</p>'
    if made := bars(file, lang):
        yield tornado(made, base.total if base else None, Text("总分的变动范围", "Range of the total")(lang))
    if rows := lines(file, lang):
        yield _table([header(lang) for header in HEADERS], [_cells(line, lang) for line in rows])


def _cells(line: Line, lang: str) -> tuple[bool, list[str]]:
    own = f" <b>({OWN(lang)})</b>" if line.own else ""
    total = WITHHELD(lang) if line.total is None else short_text(line.total)
    moved = f"+{short_text(line.gained, 2)} / −{short_text(line.lost, 2)}" if line.gained or line.lost else ""
    last = "<br>".join(map(escape, [*line.names.splitlines(), *([line.note] if line.note else [])]))
    shown = [total, signed(line.change), line.grade, moved]
    return line.own, [escape(line.reading), escape(line.value) + own, *map(escape, shown), last]


def _ranking(found: Report, lang: str) -> Iterable[str]:
    order = found.ranking
    if order is None:
        return
    yield f"<h2>{Text('排名', 'Ranking')(lang)}</h2>"
    if not isinstance(order, Ranking):
        yield f'<p class="note">{escape(order(lang))}</p>'
        return
    names = {file.path: file.name for file in found.files}
    yield _table(
        [Text(zh, en)(lang) for zh, en in (("名次", "Place"), ("单位", "Unit"), ("总分", "Total"), ("等级", "Grade"))],
        [
            (False, [str(one.rank), escape(names[path]), short_text(one.total), escape(one.grade or "—")])
            for path, one in sorted(order.base.items(), key=lambda item: item[1].rank)
        ],
    )
    rows = []
    for scenario in order.scenarios:
        moved = [f"{names[path]} {old}→{new}" for path, old, new in scenario.moved(order.base)]
        graded = [f"{names[path]} {old}→{new}" for path, old, new in scenario.regraded(order.base)]
        if moved or graded:
            cells = [scenario.title(lang), "；".join(moved), "；".join(graded)]
            rows.append((False, [escape(cell) for cell in cells]))
    shifts = [("改变的口径", "Change"), ("名次变动", "Places changed"), ("等级变动", "Grades changed")]
    yield _table([Text(zh, en)(lang) for zh, en in shifts], rows)


def _table(headers: Sequence[str], rows: Iterable[tuple[bool, Sequence[str]]]) -> str:
    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    body = "\n".join(f'<tr class="own">{_row(cells)}</tr>' if own else f"<tr>{_row(cells)}</tr>" for own, cells in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    return "".join(f"<td>{cell}</td>" for cell in cells)
