"""What the workbook of a standard asks for, and the numbers of an example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from psscore.functions.cells import number_out
from psscore.model.standard import Indicator, Reading, Standard
from psscore.model.text import Text
from psscore.rulebook.catalogue import standard_folder
from psscore.workbook.template.content import Content

EXAMPLE_FILE = "example.toml"

STEPS = (
    Text(
        "封面：填写评价单位、周期和评价机构，选定评分口径；橙色的口径没有默认值，必须选择。",
        "Cover: fill in the unit, period and evaluator, and choose the readings; amber ones have no default.",
    ),
    Text(
        "评分表：在浅黄色的“数值”“基数”栏填写原始数据；得分、说明和核查都是公式。没有发生填 0，不要留空。",
        "Score sheet: type the raw figures into the pale yellow cells; scores, explanations and findings are "
        "formulas. Type 0 where nothing happened, not a blank.",
    ),
    Text(
        "指标说明：每项的解释、计算方法、数据来源、参考值和来源原文。",
        "Notes: definition, method, data source, reference value and the words of the source for each indicator.",
    ),
    Text(
        "问题清单：逐条核对；全部指标得分后总分出现在封面和汇总表。",
        "Findings: look at each; once all indicators are scored the total appears on the cover and the summary.",
    ),
    Text(
        "填好后：在 Excel 中按封面的“评分”；没有 Excel 时运行 psscore score 文件 -o 新文件 --stamp。",
        'When filled in: press "Score" on the cover in Excel; without Excel, run psscore score FILE -o NEW --stamp.',
    ),
)
CHECKLIST_STEPS = (
    Text(
        "封面：填写评价单位、周期和评价机构。该标准的来源没有分值：工作簿只核对，不给总分。",
        "Cover: fill in the unit, period and evaluator. The source has no points: this workbook checks, it gives no "
        "total.",
    ),
    Text(
        "核对清单：逐项选择是、部分、否或不适用，并写明依据和评语。",
        "Checklist: choose yes, partly, no or not applicable for each item, with the evidence and a comment.",
    ),
    Text(
        "比率：填写各比率的分子和分母，比率由公式得出；分母的名称写在表中。",
        "Rates: type the two counts of each rate; the rate is a formula, and its denominator is named in the table.",
    ),
    Text(
        "要计总分，请为该标准给定分值：见 docs/rulebooks.zh.md，分值会注明由谁给定。",
        "For a total, give it points of your own (docs/rulebooks.en.md); the result says who supplied them.",
    ),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What an evaluator types into the workbook of a standard; `readings` and the like by their names and codes."""

    unit: Text
    period: Text
    mode: str
    evaluator: Text
    filled_on: date
    readings: Mapping[str, str]
    values: Mapping[str, Sequence[Any]]  # indicator -> value, base
    causes: Mapping[str, Mapping[str, int]]  # indicator -> cause -> occurrences
    answers: Mapping[str, Sequence[str]]  # item -> answer (yes, partly, no, not_applicable), evidence, comment
    vetoes: Sequence[str]
    form_readings: Mapping[str, str] = field(default_factory=dict)


def read_example(standard: Standard) -> Filled | None:
    """The example beside a standard, `example.toml`; None when it has none."""
    file = standard_folder(f"{standard.id}/{standard.edition}").joinpath(EXAMPLE_FILE)
    if not file.is_file():
        return None
    raw = tomllib.loads(file.read_text("utf-8"))
    return Filled(
        Text(**raw["unit"]),
        Text(**raw["period"]),
        raw["mode"],
        Text(**raw["evaluator"]),
        raw["filled_on"],
        raw.get("readings", {}),
        raw.get("values", {}),
        raw.get("causes", {}),
        raw.get("answers", {}),
        raw.get("vetoes", ()),
    )


def evaluation_content(standard: Standard) -> Content:
    """The content of a standard's own workbook."""
    return Content(
        standard=(standard.id, standard.edition),
        form_standard=None,
        workbook=standard.title,
        heading=standard.title,
        subtitle=Text("标准评价工作簿", "Standard evaluation workbook"),
        steps=CHECKLIST_STEPS if standard.unscored else STEPS,
        title=standard.title,
        level_1=tuple(item for item in standard.indicators if item.level == 1),
        level_2=tuple(item for item in standard.indicators if item.level == 2),
        rows=(),
        topics=(),
        readings=tuple(_offered(standard, reading) for reading in standard.readings),
        form_readings=(),
        # Where sub-tables have weights, the points of the rows do not add to the full marks.
        full_marks=None if standard.unscored else lambda _: f"={number_out(standard.total_points):g}",
        vetoes=standard.vetoes,
        places=standard.rounding.places,
        graded=bool(standard.grades) or "grades" in standard.chosen,
    )


def _offered(standard: Standard, reading: Reading) -> Reading:
    """A reading as the cover offers it: what the reference chose comes first.

    Where indicators depend on it, nothing else is offered: the rows of the workbook are those of this choice.
    """
    chosen = standard.chosen[reading.name]
    if reading.name not in standard.deciding:
        return replace(reading, default=chosen)
    other = "、".join(value.name for value in reading.values if value.name != chosen)
    name = f"{standard.id}/{standard.edition}?{reading.name}="
    return replace(
        reading,
        default=chosen,
        values=tuple(value for value in reading.values if value.name == chosen),
        note=Text(
            f"决定有哪些指标，本工作簿已按此建成；另一种请用 --standard {name}{other}",
            f"decides which indicators there are; this workbook is made for it. For another: --standard {name}{other}",
        ),
    )


def branches(standard: Standard) -> tuple[Indicator, ...]:
    """The nodes above the scored indicators; the indicators themselves where there are none."""
    parents = {item.parent for item in standard.indicators}
    return tuple(item for item in standard.indicators if item.code in parents) or standard.leaves
