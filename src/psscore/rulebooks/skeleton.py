"""The beginning of a standard: small, complete, and with a comment at every key."""

from __future__ import annotations

import tomllib
from typing import Any

CASES = "function,argument_1,argument_2,argument_3,readings,expected,why\nSCORE,1.1,95,100,,10,达到 95% 得满分\n"
NOTES = (
    "# {name}\n\n来源未写明之处和所作的选择写在这里。\n\n"
    "- `step`：不足一档的计法。\n- `no_cases`：基数为 0 时的计法。\n"
)
_TOML = """\
# 小数写成带引号的文本，如 "0.2"：这样才是精确的数。 Decimals are quoted, such as "0.2": they stay exact.
schema = "psscore.standard/1"
id = "{id}"            # 与文件夹同名 as the folder
edition = "{edition}"
revision = 1
title = {{ zh = "标准名称", en = "Title of the standard" }}
source = {{ zh = "文件名称、文号、表号", en = "Document, number, table" }}
# effective_from = "2026-01-01"   # 施行日期 first day in force
total_points = 10

[rounding]
places = 2             # 得分小数位数 decimals of points
mode = "half_up"       # half_up 四舍五入, truncate 截尾
stage = "item"         # item 每项取舍, total 仅总分取舍

[grades]               # 等级，最高的在前，须连续 grades, best first, without gaps
scale = "source"
bands = [
    {{ scale = "source", grade = {{ zh = "达标", en = "Passed" }}, at_least = 6 }},
    {{ scale = "source", grade = {{ zh = "不达标", en = "Failed" }}, at_least = 0, below = 6 }},
]

[[reading]]            # 来源未写明之处 where the source is silent
name = "step"
title = {{ zh = "不足一档的计法", en = "A part of a step" }}
affects = "score"
default = "proportional"
note = {{ zh = "来源未说明不足1%如何计。", en = "The source does not say how a part of 1 % counts." }}
values = [
    {{ name = "proportional", title = {{ zh = "按比例", en = "in proportion" }} }},
    {{ name = "whole", title = {{ zh = "满一档才计", en = "completed steps only" }} }},
    {{ name = "ceil", title = {{ zh = "不足一档按一档计", en = "a started step counts" }} }},
]

[[reading]]            # 没有 default 的读法须由使用者选定 without a default: the user must choose
name = "no_cases"
title = {{ zh = "基数为 0 时的计法", en = "A base of 0" }}
affects = "score"
note = {{ zh = "来源未规定。", en = "The source is silent." }}
values = [
    {{ name = "full", title = {{ zh = "得满分", en = "full points" }} }},
    {{ name = "zero", title = {{ zh = "不得分", en = "no points" }} }},
    {{ name = "exclude", title = {{ zh = "不计入", en = "left out" }} }},
]

[rules.response_rate]  # ≥95%得10分，每降低1%扣0.5分，扣完为止
kind = "step_down"
measure = "rate"       # 数值÷基数，或现成的比率 value / base, or a ready rate
base = "optional"      # required 必填, optional 可空（数值已是比率）, none 没有基数
no_cases = {{ reading = "no_cases" }}
full_at = "0.95"
step = "0.01"
deduction = "0.5"
step_mode = {{ reading = "step" }}

[[indicator]]          # 先上级后下级；下级分值之和须等于上级分值 parents first; children add up to their parent
code = "1"
name = {{ zh = "一级指标", en = "Level 1" }}
points = 10

[[indicator]]
code = "1.1"
parent = "1"
name = {{ zh = "响应率", en = "Response rate" }}
points = 10
rule = "response_rate"
unit = {{ zh = "件", en = "requests" }}
collection = "platform_report"
clause = {{ zh = "表1第1行", en = "table 1, row 1" }}
definition = "指标解释"
quote = "≥95%得10分，每降低1%扣0.5分，扣完为止"
"""


def skeleton(name: str) -> str:
    """The TOML text of a new standard `id/edition`."""
    id_, _, edition = name.partition("/")
    return _TOML.format(id=id_, edition=edition)


def skeleton_raw(name: str) -> dict[str, Any]:
    """The same as data."""
    return tomllib.loads(skeleton(name))
