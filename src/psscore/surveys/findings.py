"""What is worth a look in a survey: missing items and groups, small samples, weights, invalid answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.surveys.items import Item
from psscore.surveys.mapping import Mapping
from psscore.surveys.tally import Cell, Fate, Tally

if TYPE_CHECKING:
    from psscore.surveys.report import Group, ItemResult

_WORDS = 8


def findings_of(
    tally: Tally, items: Sequence[Item], results: Sequence[ItemResult], standard: Standard, mapping: Mapping
) -> tuple[Text, ...]:
    """Every finding, the gravest first."""
    return (
        *_missing_items(items, results),
        *_missing_groups(results, tally, mapping),
        *_weights(results, standard),
        *_small(results),
        *_unused(tally),
        *_sums(results),
        *_invalid(tally),
        *_rows(tally),
    )


def _missing_items(items: Sequence[Item], results: Sequence[ItemResult]) -> Iterator[Text]:
    asked = {result.item.code for result in results}
    if missing := [item.code for item in items if item.code not in asked]:
        listed = "、".join(missing)
        yield Text(f"没有调查的项目：{listed}", f"items nobody was asked about: {listed}")


def _missing_groups(results: Sequence[ItemResult], tally: Tally, mapping: Mapping) -> Iterator[Text]:
    expected = mapping.expected or tally.groups
    for name in expected:
        without = [result.item.code for result in results if not _asked(result.groups, name)]
        if without:
            codes = "、".join(without)
            yield Text(
                f"群体“{name or '—'}”没有有效评价的项目：{codes}",
                f'the group "{name or "—"}" has no rated answer on: {codes}',
            )
    if mapping.expected and (others := [name for name in tally.groups if name not in mapping.expected]):
        listed = "、".join(name or "—" for name in others)
        yield Text(f"不在 [expected] 中的群体：{listed}", f"groups that [expected] does not name: {listed}")


def _asked(groups: Sequence[Group], name: str) -> bool:
    return any(group.name == name and group.surveyed for group in groups)


def _weights(results: Sequence[ItemResult], standard: Standard) -> Iterator[Text]:
    assert standard.survey is not None, "items_of has checked it"
    groups = [group for result in results for group in result.groups]
    given = any(group.weight is not None for group in groups)
    without = list(dict.fromkeys(group.name for group in groups if group.weight is None))
    if standard.survey.weighted and without:
        listed = "、".join(name or "—" for name in without)
        yield Text(
            f"按权重合并（group_weights=weighted），但这些群体没有权重：{listed}；满意率暂缺",
            f"groups are weighted (group_weights=weighted) and these have no weight: {listed}; the rates are withheld",
        )
    if given and not standard.survey.weighted:
        yield Text(
            "给出了权重，但标准引用为人数合并（group_weights=pooled）：工作簿会拒绝，请改选按权重加权或去掉权重",
            "weights are given and the standard reference pools the counts (group_weights=pooled): the workbook will "
            "refuse them, choose weighted or leave them out",
        )


def _small(results: Sequence[ItemResult]) -> Iterator[Text]:
    small: dict[str, tuple[int, int, int]] = {}
    for group in (group for result in results for group in result.groups):
        if 0 < group.surveyed < group.needed:
            fewest, _, count = small.get(group.name, (group.surveyed, 0, 0))
            small[group.name] = min(fewest, group.surveyed), group.needed, count + 1
    for name, (fewest, needed, count) in small.items():
        yield Text(
            f"群体“{name or '—'}”样本不足：{count} 个项目少于 {needed} 份，最少 {fewest} 份",
            f'the group "{name or "—"}" is under-sampled: {count} items have fewer than {needed} answers, '
            f"the least {fewest}",
        )


def _unused(tally: Tally) -> Iterator[Text]:
    if tally.unused:
        zh, en = "、".join(tally.unused), ", ".join(tally.unused)
        yield Text(
            f"映射中的这些在文件里没有对应，没有起作用，请核对写法：{zh}",
            f"these entries of the mapping have nothing in the files and do nothing, check how they are written: {en}",
        )


def _sums(results: Sequence[ItemResult]) -> Iterator[Text]:
    """Groups whose answers are those of all others together: a total by another name, as it seems."""
    found: dict[str, list[str]] = {}
    for result in results:
        answers = {group.name: group.cell for group in result.groups}
        for name, cell in answers.items() if len(answers) > 2 else ():
            others = Cell()
            for other, its in answers.items():
                others = others.plus(its) if other != name else others
            if cell == others and cell.total:
                found.setdefault(name, []).append(result.item.code)
    for name, codes in found.items():
        listed = "、".join(codes)
        yield Text(
            f"群体“{name or '—'}”的数恰好是其余群体之和（{listed}）：如果是合计，请删去，否则重复计数",
            f'the counts of the group "{name or "—"}" are those of all others together ({listed}): if it is a total, '
            "leave it out, everybody counts twice",
        )


def _invalid(tally: Tally) -> Iterator[Text]:
    invalid = sum(tally.words.values())
    if not invalid:
        return
    listed = "、".join(f"“{word}”×{count}" for word, count in tally.words.most_common(_WORDS))
    more = "…" if len(tally.words) > _WORDS else ""
    yield Text(
        f"{invalid} 个无效答案（不计入调查数）：{listed}{more}；可在映射文件 [answers] 中说明",
        f"{invalid} invalid answers, in no denominator: {listed}{more}; explain them under [answers] of a mapping file",
    )


def _listed(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:_WORDS])) + ("…" if len(rows) > _WORDS else "")


def _rows(tally: Tally) -> Iterator[Text]:
    for file in tally.files:
        if rejected := file.fates[Fate.REJECTED]:
            reasons: dict[Text, list[int]] = {}
            for row, why in file.rejects:
                reasons.setdefault(why, []).append(row)
            for why, rows in reasons.items():
                listed = _listed(rows)
                yield Text(
                    f"{file.file}：拒绝 {len(rows)}/{rejected} 行，{why.zh}（第 {listed} 行）",
                    f"{file.file}: {len(rows)} of {rejected} rejected rows, {why.en} (rows {listed})",
                )
        if file.totals:
            yield Text(
                f"{file.file}：{len(file.totals)} 行是合计，没有计入（第 {_listed(file.totals)} 行）",
                f"{file.file}: {len(file.totals)} rows are totals and left out (rows {_listed(file.totals)})",
            )
        if file.alone:
            yield Text(
                f"{file.file}：有的项目没有各群体的数，用的是合计（第 {_listed(file.alone)} 行）",
                f"{file.file}: some items have no counts of groups, a total is used (rows {_listed(file.alone)})",
            )
        if file.repeats:
            yield Text(
                f"{file.file}：{len(file.repeats)} 行与上面的某行一字不差，只计一次（第 {_listed(file.repeats)} 行）；"
                "确是另一批人的，请先合并或分成两个文件",
                f"{file.file}: {len(file.repeats)} rows repeat a row above word for word and count once (rows "
                f"{_listed(file.repeats)}); where they are other people, add them up or give two files",
            )
        if file.unnumbered:
            yield Text(
                f"{file.file}：{file.unnumbered} 行没有答卷编号，无法查重",
                f"{file.file}: {file.unnumbered} rows have no respondent's number; duplicates among them do not show",
            )
