"""How a ranking was made, in words: basis, ties, readings, groups, what enters the score, what to watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from psscore.model.text import Text, counted
from psscore.ranking.refusal import listed
from psscore.ranking.result import Ranking
from psscore.ranking.settings import Ties
from psscore.scoring.numbers import short_text

Line = tuple[Text, Text]
Section = tuple[Text, list[Line]]

VERTICAL = Text(
    "住房城乡建设部门的评价办法（征求意见稿）主张“重在纵向对比，不搞横向排名”；本排名由使用者自行决定制作。",
    "The ministry's draft method asks for comparison with a city's own past and no ranking of cities; "
    "this ranking was made because its user asked for it.",
)


def method(ranking: Ranking) -> list[Section]:
    """Headings, each with its lines: a label and a sentence."""
    return [
        (Text("怎样排名", "How it is ranked"), list(_rules(ranking))),
        (Text("评价标准", "Standard"), list(_standard(ranking))),
        (Text("读法", "Readings"), list(_readings(ranking))),
        (Text("须知", "To be known"), list(_notes(ranking))),
        (Text("来源", "Sources"), list(_sources(ranking))),
    ]


def _rules(ranking: Ranking) -> Iterator[Line]:
    settings = ranking.settings
    yield Text("排名依据", "Basis"), settings.basis.sentence
    yield Text("同分规则", "Ties"), settings.ties.sentence
    if settings.groups is not None:
        grouped = Text("按分组名单，名次在组内", "by the list of groups; places are within a group")
    elif settings.by_folder:
        grouped = Text("按工作簿所在的文件夹，名次在组内", "by the folders of the workbooks; places are within a group")
    else:
        grouped = Text("不分组", "one group")
    yield Text("分组", "Groups"), grouped
    ranked, rest = len(ranking.standings), len(ranking.unranked)
    yield Text("单位", "Units"), Text(f"已排名 {ranked} 个，未排名 {rest} 个", f"{ranked} ranked, {rest} not")
    if settings.has_volume:
        codes = listed(settings.volume_codes)
        by = (
            Text("按给出的名单", "from the list given")
            if settings.volumes is not None
            else Text(f"指标 {codes.zh} 的基数之和", f"the bases of indicators {codes.en}, added up")
        )
        yield Text("件数", "Cases"), by
    if settings.small is not None:
        number = short_text(settings.small)
        small = sum(one.small for one in ranking.standings)
        yield (
            Text("小样本", "Small numbers"),
            Text(
                f"件数少于 {number} 的单位共 {small} 个，已标注，仍参加排名",
                f"{counted(small, 'unit')} with fewer than {counted(number, 'case')}, marked and ranked all the same",
            ),
        )
    if settings.components:
        parts = [Text(f"总分 × {_percent(settings.own_weight)}", f"total × {_percent(settings.own_weight)}")]
        parts += [Text(*(f"{one.name} × {_percent(one.weight)}",) * 2) for one in settings.components]
        yield (
            Text("综合得分", "Score"),
            Text(" + ".join(part.zh for part in parts), " + ".join(part.en for part in parts))
            + Text("；满分不同的先折算到总分的满分", "; other scales are converted to that of the total first"),
        )
    if settings.adjustments:
        yield (
            Text("加减分", "Points added"),
            Text(
                f"共 {len(settings.adjustments)} 笔，在单独一列，原因见备注",
                f"{len(settings.adjustments)} of them, in a column of their own, the reasons among the remarks",
            ),
        )
    if settings.partial:
        yield Text("部分完成", "Partial"), Text("部分完成的工作簿也参加排名", "partial workbooks are ranked as well")


def _percent(number: Fraction) -> str:
    return f"{short_text(number * 100)}%"


def _standard(ranking: Ranking) -> Iterator[Line]:
    standard = ranking.standard
    yield Text("标准", "Standard"), standard.title
    yield Text("引用", "Reference"), Text(standard.reference, standard.reference)
    yield Text("摘要值", "Digest"), Text(standard.digest, standard.digest)
    yield Text("出处", "Source"), standard.source
    yield Text("满分", "Full points"), Text(*(short_text(standard.total_points),) * 2)
    if ranking.period:
        yield Text("评价期", "Period"), Text(ranking.period, ranking.period)


def _readings(ranking: Ranking) -> Iterator[Line]:
    standard = ranking.standard
    for reading in standard.readings:
        value = standard.chosen.get(reading.name)
        if value is not None:
            yield reading.title, reading.title_of(value) + Text(f"（{value}）", f" ({value})")


def _notes(ranking: Ranking) -> Iterator[Line]:
    yield Text("横向排名", "Ranking at all"), VERTICAL
    other = Text("取舍的影响", "Effect of rounding")
    if ranking.moved:
        moved = [f"{one.unit} {one.exact}→{one.rounded}" for one in ranking.moved]
        who = listed(moved)
        yield (
            other,
            Text(
                f"按未取舍与取舍后的得分，名次不同的有（未取舍→取舍后）：{who.zh}",
                f"places that differ between unrounded and rounded scores (unrounded→rounded): {who.en}",
            ),
        )
    else:
        yield other, Text("按未取舍或取舍后的得分，名次都相同", "unrounded and rounded scores give the same places")
    if ranking.settings.ties is Ties.PRINTED:
        yield Text("同分", "Ties"), Text("同分单位的编号不分先后", "among equal scores the number means nothing")
    if ranking.cohort:
        codes = listed(ranking.cohort)
        yield (
            Text("与全组比较", "Compared with the group"),
            Text(
                f"指标 {codes.zh} 按全组的数值重新计分，总分可能与各工作簿所示不同，备注中两者都有",
                f"indicators {codes.en} were scored again over the group; totals may differ from the workbooks', "
                "and the remarks give both",
            ),
        )
    for note in ranking.notes:
        yield Text("注意", "Note"), note
    if ranking.year is not None:
        yield from _year(ranking)


def _year(ranking: Ranking) -> Iterator[Line]:
    assert ranking.year is not None
    year = ranking.year
    label = Text("与上年比较", "Year on year")
    period = year.period or "—"
    yield label, Text(f"去年：{period}，{year.reference}", f"last year: {period}, {year.reference}")
    if ranking.settings.changed:
        yield (
            label,
            Text(
                "两年都只按总分比较，不含其他得分和加减分",
                "both years go by the total alone, without other scores or points",
            ),
        )
    for difference in year.differences:
        yield label, difference
    if year.gone:
        who = listed([one.unit for one in year.gone])
        yield label, Text(f"去年有、今年没有排名：{who.zh}", f"ranked last year and not now: {who.en}")


def _sources(ranking: Ranking) -> Iterator[Line]:
    given = [one.evaluation for one in ranking.standings]
    for label, values in (
        (Text("计分程序", "Scored by"), sorted({f"psscore {one.psscore} / {one.engine or '—'}" for one in given})),
        (Text("计分时间", "Scored at"), _range([one.clock for one in given])),
        (Text("评价人", "Evaluators"), sorted({one.evaluator for one in given if one.evaluator})),
    ):
        if values:
            yield label, listed(values)


def _range(values: Sequence[str]) -> list[str]:
    known = sorted({value for value in values if value})
    return known if len(known) < 2 else [f"{known[0]} – {known[-1]}"]
