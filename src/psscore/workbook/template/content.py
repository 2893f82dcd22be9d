"""What the workbook asks for: the rows of the standards, grouped by where their numbers are typed in."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from psscore.model.observation import Measure
from psscore.model.standard import Indicator, Reading, Veto
from psscore.model.text import Text
from psscore.rulebook import load_standard
from psscore.workbook.template.tables import SCORES

STANDARD = ("public-service", "2026")
FORM_STANDARD = ("project-self-evaluation", "2020")


class Kind(enum.Enum):
    """Where the value of a row comes from."""

    SIGNED = "signed"  # requests of a topic signed for at once, of all requests of the topic
    RESOLVED = "resolved"
    COUNT = "count"  # a number reported by the platform
    SATISFACTION = "satisfaction"  # the survey
    CHANGE = "change"  # two years of requests and population


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter people call about; `code` is its key in the platform data."""

    code: str
    name: Text
    level_2: Indicator


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the score sheet."""

    indicator: Indicator
    level_1: Indicator
    level_2: Indicator
    kind: Kind
    topic: str  # "" outside the platform's topics

    @property
    def code(self) -> str:
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class Content:
    """The rows, topics and readings of the standards of the workbook."""

    standard: tuple[str, str]
    form_standard: tuple[str, str] | None
    workbook: Text  # what the file is called in its footers and properties
    heading: Text
    subtitle: Text
    steps: tuple[Text, ...]
    title: Text
    level_1: tuple[Indicator, ...]
    level_2: tuple[Indicator, ...]
    rows: tuple[Row, ...]
    topics: tuple[Topic, ...]
    readings: tuple[Reading, ...]
    form_readings: tuple[Reading, ...]
    full_marks: Callable[[str], str] | None  # the formula for the full marks, by language
    vetoes: tuple[Veto, ...] = ()
    places: int = 2
    graded: bool = True
    readings_note: Text | None = None  # what the cover says of the readings, where it is not about scores

    def of_kind(self, kind: Kind) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind is kind)


# How the standard workbook is filled in, as its guide says.
STEPS: tuple[Text, ...] = (
    Text(
        "封面：填写评价单位、周期和评价机构，选定评分口径；橙色的口径没有默认值，必须选择。",
        "Cover: fill in the unit, period and evaluator, and choose the readings; amber ones have no default.",
    ),
    Text(
        "平台数据：填写16类诉求的总量、立即签收数和已解决数，4项主动服务数量，两个年度的诉求总量和人口数。无诉求填 0。",
        "Platform data: total, signed and resolved for 16 topics, four proactive counts, two years of requests "
        "and population. No requests is 0.",
    ),
    Text(
        "调查数据：每个项目按调查群体填写满意、基本满意和调查数；用不到的行连同群体名称整行留空。",
        "Survey data: satisfied, basically satisfied and surveyed for each group; leave unused rows wholly blank.",
    ),
    Text(
        "评分表：不用填写，得分、说明和核查都是公式；“备注”一栏可以写。",
        "Score sheet: scores, explanations and findings are formulas; only remarks are yours to write.",
    ),
    Text(
        "问题清单：逐条核对；进度为 47/47 时总分出现在封面和汇总表。",
        "Findings: look at each; once progress is 47/47 the total appears on the cover and the summary.",
    ),
    Text(
        "自评表：按项目填写预算和各行指标；“规则得分”由标准算出，“得分”由评价人填写，低于分值时写明原因。",
        "Self-evaluation form: budget and rows of the project; the rule score is computed, the score is yours, "
        "with a reason where it is below full marks.",
    ),
    Text(
        "填好后：在 Excel 中按封面的“评分”；没有 Excel 时运行 psscore score 文件 -o 新文件 --stamp。",
        'When filled in: press "Score" on the cover in Excel; without Excel, run psscore score FILE -o NEW --stamp.',
    ),
)

COLLECTIONS: dict[str, Text] = {
    "platform_report": Text("平台上报", "Platform report"),
    "survey": Text("问卷调查", "Survey"),
    "site_visit": Text("实地考察", "Site visit"),
    "document_review": Text("材料审核", "Document review"),
    "": Text("", ""),
}


@cache
def load_content() -> Content:
    """The rows and readings of the standards this workbook is made for."""
    standard = load_standard("/".join(STANDARD))
    form = load_standard("/".join(FORM_STANDARD))
    rows: list[Row] = []
    topics: list[Topic] = []
    for leaf in standard.leaves:
        level_2 = standard.by_code[leaf.parent]
        level_1 = standard.by_code[level_2.parent]
        kind = _kind(leaf)
        if kind is Kind.SIGNED:
            topics.append(Topic(f"T{len(topics) + 1:02d}", _topic_name(leaf.name), level_2))
        topic = topics[-1].code if kind in (Kind.SIGNED, Kind.RESOLVED) else ""
        rows.append(Row(leaf, level_1, level_2, kind, topic))
    return Content(
        standard=STANDARD,
        form_standard=FORM_STANDARD,
        workbook=Text("公众服务评价工作簿", "Public service evaluation workbook"),
        heading=Text("城市运行管理服务平台公众服务评价", "Public Service Evaluation"),
        subtitle=Text(
            "标准评价工作簿", "Standard evaluation workbook · urban operation, management and service platform"
        ),
        steps=STEPS,
        title=standard.title,
        level_1=tuple(item for item in standard.indicators if item.level == 1),
        level_2=tuple(item for item in standard.indicators if item.level == 2),
        rows=tuple(rows),
        topics=tuple(topics),
        readings=standard.readings,
        form_readings=form.readings,
        full_marks=lambda lang: f"=SUM({SCORES.column('points', lang)})",
    )


def _topic_name(name: Text) -> Text:
    """The matter itself, without the rate that is taken of it."""
    return Text(name.zh.removesuffix("响应率"), name.en.removesuffix(": response rate"))


def _kind(leaf: Indicator) -> Kind:
    scoring, about = leaf.scoring, leaf.about
    assert scoring is not None, "a leaf is scored"
    assert about is not None, "a leaf has its source"
    if scoring.measure is Measure.COUNT:
        return Kind.COUNT
    if scoring.measure is Measure.CHANGE:
        return Kind.CHANGE
    if about.collection == "survey":
        return Kind.SATISFACTION
    return Kind.SIGNED if leaf.name.zh.endswith("响应率") else Kind.RESOLVED
