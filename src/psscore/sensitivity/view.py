"""The report as lines people read: on a screen, in a workbook, on a page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from psscore.model.text import Text
from psscore.scoring.numbers import short_text
from psscore.sensitivity.files import FileReport
from psscore.sensitivity.outcome import Outcome, RowChange
from psscore.sensitivity.readings import Effect, Variant
from psscore.sensitivity.report import difference
from psscore.sensitivity.weights import Weighed, WeightBand

EXCLUDED = Text("不计入", "left out")
NONE = Text("无得分", "no score")
NOT_CHOSEN = Text("未选定", "not chosen")
WITHHELD = Text("未得出", "withheld")
WHAT_IF = Text(
    "权重变动只是假设：标准的权重没有变，用来看总分在多大程度上取决于权重。",
    "Other weights are a what-if: the standard's weights are what they are. It tells how much the total rests on them.",
)
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a reading as it is shown; `own` marks what the workbook itself has chosen."""

    reading: str
    value: str
    own: bool
    total: Fraction | None
    change: Fraction | None
    grade: str
    gained: Fraction
    lost: Fraction
    codes: str
    names: str
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A reading or a weight and the totals it can lead to; `ends` says which value gives which end."""

    title: str
    low: Fraction
    high: Fraction
    ends: tuple[str, str]


def lines(file: FileReport, lang: str) -> list[Line]:
    """A line for every value of every reading, the readings with the largest spread first."""
    base = file.base
    found: list[Line] = []
    if base is None:
        return found
    for effect in sorted(file.effects, key=lambda one: -(one.spread or Fraction(0))):
        title = effect.reading.title(lang)
        if effect.fixed is not None:
            found.append(_bare(title, effect.fixed(lang)))
        if effect.fixed is None and effect.chosen is None:
            found.append(_bare(title, base.reason, NOT_CHOSEN(lang), base))
        found += [_line(file, effect, variant, base, lang) for variant in effect.variants]
    return found


def _bare(title: str, note: str, value: str = "", base: Outcome | None = None) -> Line:
    total = None if base is None else base.total
    grade = "" if base is None else base.grade or ""
    return Line(title, value, base is not None, total, None, grade, Fraction(0), Fraction(0), "", "", note)


def _line(file: FileReport, effect: Effect, variant: Variant, base: Outcome, lang: str) -> Line:
    outcome = variant.outcome
    changes = base.changes(outcome) if outcome else []
    gained, lost = base.moved(outcome) if outcome else (Fraction(0), Fraction(0))
    note = variant.failure(lang) if variant.failure else outcome.reason if outcome else ""
    return Line(
        effect.reading.title(lang),
        variant.value.title(lang),
        variant.chosen,
        variant.total,
        difference(variant.total, base.total),
        (outcome.grade if outcome else None) or "",
        gained,
        lost,
        _most(changes, lang),
        "\n".join(_named(file, change, lang) for change in changes[:_SHOWN]),
        note,
    )


def _most(changes: list[RowChange], lang: str) -> str:
    shown = "、" if lang == "zh" else ", "
    text = shown.join(f"{change.code} {step(change, lang)}" for change in changes[:_SHOWN])
    more = len(changes) - _SHOWN
    if more > 0:
        text += f" 等 {len(changes)} 项" if lang == "zh" else f" and {more} more"
    return text


def _named(file: FileReport, change: RowChange, lang: str) -> str:
    item = file.subject.standard.by_code.get(change.code) if file.subject else None
    return f"{change.code} {item.name(lang) if item else ''} {step(change, lang)}"


def step(change: RowChange, lang: str) -> str:
    """What happens to a row: "-0.2", or "2→left out" where one side has no score."""
    if change.difference is not None:
        return signed(change.difference)
    sides = [
        EXCLUDED(lang) if row.excluded else NONE(lang) if row.score is None else short_text(row.score)
        for row in (change.before, change.after)
    ]
    return "→".join(sides)


def signed(number: Fraction | None) -> str:
    """A difference with its sign; nothing when there is none to tell."""
    if number is None:
        return ""
    text = short_text(number)
    return f"+{text}" if number > 0 and not text.startswith("≈") else text


def bars(file: FileReport, lang: str) -> list[Bar]:
    """The bars of the picture, the longest first: readings whose totals differ, and weights."""
    found: list[Bar] = []
    for effect in file.effects:
        known = [(variant.total, variant.value.title(lang)) for variant in effect.variants if variant.total is not None]
        if known and effect.spread:
            low, high = min(known), max(known)
            found.append(Bar(effect.reading.title(lang), low[0], high[0], (low[1], high[1])))
    if isinstance(file.weights, WeightBand):
        found += weight_bars(file.weights, lang)
    return sorted(found, key=lambda bar: bar.low - bar.high)


def weight_bars(found: WeightBand, lang: str) -> list[Bar]:
    """A bar for each node whose weight changes the total."""
    percent = short_text(found.percent)
    made = []
    for node in found.nodes:
        ends: list[tuple[Fraction, str]] = [(node.lowered.total, f"−{percent}%"), (node.raised.total, f"+{percent}%")]
        low, high = min(ends), max(ends)
        if low[0] != high[0]:
            title = Text("权重 ", "Weight ")(lang) + node.item.name(lang)
            made.append(Bar(title, low[0], high[0], (low[1], high[1])))
    return made


def weighed_text(weighed: Weighed, lang: str) -> str:
    """Which nodes weigh more in a total with other weights."""
    names = "、".join(weighed.raised) or "—"
    return Text(f"{names} 加权，其余减权", f"more weight on {names}, less on the others")(lang)


def summary(file: FileReport, lang: str) -> list[str]:
    """What is to be known about one workbook in a few sentences."""
    said: list[str] = []
    if file.reason:
        said.append(file.reason)
    if file.totals:
        low, high = min(file.totals), max(file.totals)
        bottom, top, apart = short_text(low), short_text(high), short_text(high - low)
        said.append(
            Text(
                f"任一口径单独改变时，总分最低 {bottom}，最高 {top}，相差 {apart}。",
                f"With any one reading changed the total lies between {bottom} and {top}: {apart} apart.",
            )(lang)
        )
    if file.combined is not None:
        said += _combined(file, lang)
    if isinstance(file.weights, WeightBand):
        percent, small, large = short_text(file.weights.percent), file.weights.smallest, file.weights.largest
        said.append(
            Text(
                f"第 {file.weights.level} 级权重各在 ±{percent}% 内变动（合计仍为满分）："
                f"总分最低 {short_text(small.total)}（{weighed_text(small, 'zh')}），"
                f"最高 {short_text(large.total)}（{weighed_text(large, 'zh')}）。",
                f"Weights of level {file.weights.level} each within ±{percent} %, scaled back to full points: from "
                f"{short_text(small.total)} ({weighed_text(small, 'en')}) to {short_text(large.total)} "
                f"({weighed_text(large, 'en')}).",
            )(lang)
        )
        said.append(WHAT_IF(lang))
    elif file.weights is not None:
        said.append(file.weights(lang))
    return said


def _combined(file: FileReport, lang: str) -> list[str]:
    found, subject = file.combined, file.subject
    if found is None or subject is None:
        return []
    said = [Text(f"全部 {found.count} 种组合：", f"All {found.count} combinations: ")(lang)]
    names = {reading.name: reading for reading in subject.readings}
    for word, extreme in ((Text("最低", "lowest"), found.smallest), (Text("最高", "highest"), found.largest)):
        if extreme is None:
            continue
        own = {name: subject.chosen(names[name]) for name in extreme[1]}
        other = [
            f"{names[name].title(lang)}={names[name].title_of(value)(lang)}"
            for name, value in extreme[1].items()
            if own[name] != value
        ]
        listed = ("；" if lang == "zh" else "; ").join(other) or Text("按现有口径", "as chosen")(lang)
        said[0] += Text(
            f"{word.zh} {short_text(extreme[0])}（{listed}）；", f"{word.en} {short_text(extreme[0])} ({listed}); "
        )(lang)
    counts = "、".join(f"{grade} {count}" for grade, count in found.grades.most_common()) or "—"
    said[0] += Text(
        f"等级 {counts}；{found.withheld} 种得不出总分。", f"grades {counts}; {found.withheld} without a total."
    )(lang)
    return said
