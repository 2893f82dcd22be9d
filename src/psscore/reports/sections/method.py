"""评价依据与方法: the standard, and every place where it is silent with what was chosen."""

from __future__ import annotations

from psscore.model.standard import Reading, Standard
from psscore.model.text import Text
from psscore.reports.document import Block, Column, Heading, Paragraph, Section, Table
from psscore.reports.shown import number, standard_name
from psscore.reports.subject import Subject

NAME = "method"
_STAGES = {
    "rate": Text("比率", "of rates"),
    "item": Text("逐项得分", "of each item"),
    "subtotal": Text("小计", "of subtotals"),
    "total": Text("总分", "of the total"),
}
_MODES = {"half_up": Text("四舍五入", "half up"), "truncate": Text("截尾", "truncated")}


def method(subject: Subject) -> Section:
    """Source, structure, rounding and readings."""
    lang = subject.lang
    return Section(NAME, (Heading(Text("评价依据与方法", "Method")(lang)), *method_blocks(subject.standard, lang)))


def method_blocks(standard: Standard, lang: str) -> tuple[Block, ...]:
    """The same without the heading, for one standard."""
    blocks: list[Block] = [Paragraph(sentence(lang)) for sentence in _sentences(standard)]
    if standard.readings:
        blocks.append(
            Paragraph(
                Text(
                    "来源没有写明之处按下列读法（口径）处理：",
                    "Where the source is silent these readings were used:",
                )(lang)
            )
        )
        blocks.append(_readings(standard, lang))
    return tuple(blocks)


def _sentences(standard: Standard) -> list[Text]:
    zh_name, en_name = standard_name(standard, "zh"), standard_name(standard, "en")
    found = [
        Text(
            f"评价标准：{zh_name}，第 {standard.revision} 次修订。来源：{standard.source.zh}。",
            f"Standard: {en_name}, revision {standard.revision}. Source: {standard.source.en}.",
        )
    ]
    levels = [sum(item.level == level for item in standard.indicators) for level in range(1, 10)]
    if any(levels):
        zh = "，".join(f"{'一二三四五六七八九'[place]}级指标 {count} 个" for place, count in enumerate(levels) if count)
        en = ", ".join(f"{count} of level {place + 1}" for place, count in enumerate(levels) if count)
        full = standard.unscored is None
        found.append(
            Text(
                f"指标体系：{zh}" + (f"，满分 {number(standard.total_points)} 分。" if full else "。"),
                f"Indicators: {en}" + (f"; full marks {number(standard.total_points)}." if full else "."),
            )
        )
    if standard.unscored is None:
        keep = standard.rounding
        stage, how = _STAGES[keep.stage.value], _MODES[keep.mode.value]
        found.append(
            Text(
                f"取舍：{stage.zh}保留 {keep.places} 位小数，{how.zh}；计算中不取舍。",
                f"Rounding {stage.en}: {keep.places} decimals, {how.en}; exact before that.",
            )
        )
    if standard.points_given_by is not None:
        by = standard.points_given_by
        found.append(Text(f"分值由{by.zh}给定。", f"Points given by {by.en}."))
    return found


def _readings(standard: Standard, lang: str) -> Table:
    rows = []
    for reading in standard.readings:
        rows.append(
            (
                f"{reading.title(lang)}\n{reading.name}",
                _chosen(standard, reading, lang),
                _how(standard, reading, lang),
                reading.note(lang),
            )
        )
    titles = [("读法", "Reading", 26), ("取值", "Value", 24), ("确定方式", "Chosen", 12), ("说明", "Note", 38)]
    columns = tuple(Column(Text(zh, en)(lang), width) for zh, en, width in titles)
    return Table(columns, tuple(rows), small=True)


def _chosen(standard: Standard, reading: Reading, lang: str) -> str:
    value = standard.chosen.get(reading.name)
    if value is None:
        return Text("未选定", "not chosen")(lang)
    return f"{reading.title_of(value)(lang)}\n{value}"


def _how(standard: Standard, reading: Reading, lang: str) -> str:
    """Whether the evaluator named the value; a default that was named outright is a choice."""
    value = standard.chosen.get(reading.name)
    if value is None:
        return Text("无默认", "no default")(lang)
    if reading.default is None:
        return Text("选定（无默认）", "chosen, no default")(lang)
    return Text("默认值", "default")(lang) if value == reading.default else Text("选定", "chosen")(lang)
