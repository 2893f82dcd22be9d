"""Whatever is written: never a crash, never a rule with a number left over; and what rules say parses back."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from psscore.rulebook.sentences import Proposal, parse_sentence, sentence_of
from psscore.rulebook.sentences.normal import normalise
from psscore.rulebook.sentences.proposal import raw_number

WORDS = """
≥ ≤ > < 达到 超过 不低于 不超过 以上 以下 (含) (不含) 得 扣 加 分 满分 不得分 每 降低 提高 减少 增加 发现 一次
两项 10 70 % 0.5 1 2 3 100 个百分点 次 户 天 ， ； 。 、 扣完为止 否则 其余 最多 最高 按比例得分 按插入法计算 第 名
依次 平均值 一票否决 酌情 不足 的按 计 响应率 为优 为良 - 至 ① 半 十 连续 但 除外 同比
"""
LETTERS = st.text("率分扣得每次，。；一二三%0123456789.()（）年月但", max_size=4)
CHINESE = st.lists(st.one_of(st.sampled_from(WORDS.split()), LETTERS), max_size=14).map("".join)
KINDS = ["step_down", "lower", "step_up", "tiers", "all", "linear", "ratio", "ranks", "bonus", "checklist"]


def numbers_in(value: Any) -> set[Fraction]:
    """Every number of a rule."""
    if isinstance(value, dict):
        return {number for key, item in value.items() if key not in ("title", "code") for number in numbers_in(item)}
    if isinstance(value, list):
        return {number for item in value for number in numbers_in(item)}
    if isinstance(value, bool) or not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return set()
    return {Fraction(str(value))}


@given(CHINESE)
def test_no_number_is_left_over(text: str) -> None:
    read = parse_sentence(text)
    if not isinstance(read, Proposal) or read.kind == "veto":
        return
    known = numbers_in(dict(read.rule)) | ({read.points} if read.points is not None else set())
    plain = normalise(text)
    for said in read.open:  # a gate that takes nothing is quoted there
        if "已为 0 分" in said.zh:
            plain = plain.replace(said.zh.partition("”")[0].removeprefix("“"), "")
    printed = re.findall(r"\d+(?:\.\d+)?[%‰]?", plain)
    for number in printed:
        value = Fraction(number.rstrip("%‰")) / {"%": 100, "‰": 1000}.get(number[-1], 1)
        # "每1次", "第1名" and "不得分" carry a 1 or a 0 that no parameter repeats.
        assert value in known or value in (0, 1) or read.kind == "rank_points", (text, number, read)


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    parse_sentence(text)


POINTS = st.integers(1, 400).map(lambda n: Fraction(n, 4))
PERCENT = st.integers(1, 2000).map(lambda n: Fraction(n, 2000))
COUNT = st.integers(1, 5000).map(Fraction)
MODES = st.sampled_from(["ceil", "whole", "proportional", {"reading": "step"}])


def rate_rule(kind: str, **parameters: Any) -> dict[str, Any]:
    shown = {key: raw_number(value) if isinstance(value, Fraction) else value for key, value in parameters.items()}
    return {"kind": kind, "measure": "rate", "base": "optional", "no_cases": {"reading": "no_cases"}} | shown


def count_rule(kind: str, **parameters: Any) -> dict[str, Any]:
    return {"kind": kind, "measure": "count", "base": "none"} | parameters


@st.composite
def rules(draw: st.DrawFn) -> tuple[dict[str, Any], Fraction]:
    """A rule of any kind a sentence can state, and its full marks."""
    points, step, award = draw(POINTS), draw(PERCENT), draw(POINTS)
    kind = draw(
        st.sampled_from(
            ["step_down", "lower", "step_up", "tiers", "all", "linear", "ratio", "ranks", "bonus", "checklist"]
        )
    )
    match kind:
        case "step_down" | "lower":
            extra = {"better": "lower"} if kind == "lower" else {}
            return rate_rule(
                "step_down", full_at=draw(PERCENT), **extra, step=step, deduction=award, step_mode=draw(MODES)
            ), points
        case "step_up":
            better = draw(st.sampled_from([{}, {"better": "higher"}]))
            return rate_rule(
                "step_up", zero_at=draw(PERCENT), **better, step=step, award=award, step_mode=draw(MODES)
            ), points
        case "tiers":
            limits = sorted(draw(st.sets(COUNT, min_size=1, max_size=4)))
            earned = sorted(draw(st.sets(POINTS, min_size=len(limits), max_size=len(limits))))
            tiers = [{"at_least": raw_number(a), "points": raw_number(p)} for a, p in zip(limits, earned, strict=True)]
            return count_rule("tiers", tiers=tiers), earned[-1]
        case "all":
            return rate_rule("all_or_nothing", operator=draw(st.sampled_from("≥>≤<")), threshold=draw(PERCENT)), points
        case "linear":
            ends = draw(st.lists(PERCENT, min_size=2, max_size=2, unique=True))
            return rate_rule("linear", zero_at=ends[0], full_at=ends[1]), points
        case "ratio":
            return rate_rule("ratio", full_at=draw(PERCENT)), points
        case "ranks":
            places = sorted(draw(st.lists(POINTS, min_size=2, max_size=6)), reverse=True)
            return count_rule("rank_points", cohort="rank", points=[raw_number(p) for p in places], beyond=0), places[0]
        case _:
            return count_rule(kind, each=raw_number(award)), points


@given(rules())
def test_a_rule_says_itself_so_that_it_is_read_back(made: tuple[dict[str, Any], Fraction]) -> None:
    rule, points = made
    read = parse_sentence(sentence_of(rule, points))
    assert isinstance(read, Proposal), (sentence_of(rule, points), read)
    assert (dict(read.rule), read.points) == (rule, points), sentence_of(rule, points)
