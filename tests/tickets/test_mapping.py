"""The mapping: strict, every fault at once; and what is proposed from an export."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from exports_of_tickets import HEADER, row
from psscore.tickets import TicketsRefused, ingest, load_mapping
from psscore.tickets.mapping import read_mapping
from psscore.tickets.personal import is_personal, masked
from psscore.tickets.propose import propose

LEAST = '[columns]\nticket_id = "号"\ncreated = "时"\n'


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("colums = 1\n" + LEAST, "colums: unknown key", "a misspelt key is never ignored"),
        ('[columns]\nticket_id = "号"\n', "columns.created: must say", "a required column"),
        (LEAST + 'resolvd = "x"\n', "columns.resolvd: not a column", "a misspelt column"),
        (LEAST + "city = []\n", "columns.city: must be a list", "no candidate"),
        (LEAST + 'label = "诉求内容"\n', "personal data or free text", "free text is never mapped"),
        (LEAST + 'unit = "联系电话"\n', "personal data or free text", "nor telephones"),
        (LEAST + '[values.resolved]\n"是" = 2\n', '"是" must be 0, 1', "a flag is 0 or 1"),
        (LEAST + '[values.resolved]\n"是" = true\n', '"是" must be 0, 1', "not true"),
        (LEAST + '[values.city]\n"甲" = 1\n', "values.city: only for", "not for labels"),
        (LEAST + '[codes.created]\n"甲" = "乙"\n', "codes.created: only for", "not for times"),
        (LEAST + '[constants]\nticket_id = "1"\n', "constants.ticket_id: only for", "no constant number"),
        ('encoding = "big5"\n' + LEAST, "unknown encoding", "an encoding that is not read"),
        ('delimiter = ",,"\n' + LEAST, "one ASCII character", "two characters"),
        ('delimiter = "\\\\"\n' + LEAST, "one ASCII character", "a byte within GB18030 characters"),
        ('time_zone = "China"\n' + LEAST, 'must be like "+08:00"', "a zone by a name"),
        ('time_formats = ["%H:%M"]\n' + LEAST, "must hold %Y", "no date in it"),
        ('time_formats = ["%Y-%m-%d %j"]\n' + LEAST, "must hold %Y", "a directive that is not known"),
        ('time_formats = ["%d/%m/%Y", "%m/%d/%Y"]\n' + LEAST, "two readings", "day and month first at once"),
        (
            'time_formats = ["%Y-%m-%d", "%Y-%d-%m"]\n' + LEAST,
            "month comes before",
            "year, day, month is nobody's order",
        ),
        ('time_formats = ["%Y/%m/%d %I:%M"]\n' + LEAST, "together with %p", "twelve hours of which half"),
        ('time_formats = ["%Y/%m/%d %p %H:%M"]\n' + LEAST, "together with %p", "twenty-four hours have no half"),
        ('time_formats = ["excel", "excel1904"]\n' + LEAST, "1462 days", "one number, two readings"),
        (LEAST + '[times]\ncreatd = ["excel"]\n', "times.creatd: not a column", "a misspelt column"),
        (LEAST + '[times]\nlabel = ["excel"]\n', "times.label: not a column of times", "no time"),
        (LEAST + '[times]\nclosed = ["excel"]\n', "times.closed: [columns] names no closed", "a column not read"),
        (LEAST + "[times]\ncreated = []\n", "times.created: must be a list", "no format"),
        (
            LEAST + '[times]\ncreated = ["%d/%m/%Y", "%m/%d/%Y"]\n',
            "times.created: day first",
            "two readings in one column",
        ),
        ('span = ["2025-12-31", "2025-01-01"]\n' + LEAST, "begins after it ends", "backwards"),
        ('span = "2025"\n' + LEAST, "must be two dates", "no span"),
        ("due_end_of_day = 1\n" + LEAST, "true or false", "no switch"),
        ("x = \n", "not valid TOML", "no TOML"),
    ],
)
def test_faults_of_a_mapping(text: str, said: str, why: str) -> None:
    with pytest.raises(TicketsRefused) as refused:
        read_mapping(text.encode(), "m.toml")
    assert said in str(refused.value), why
    assert all(sentence.zh.startswith("m.toml：") for sentence in refused.value.sentences), why


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(TicketsRefused) as refused:
        read_mapping(b'a = 1\nb = 2\ntime_zone = "x"\n', "m.toml")
    assert len(refused.value.sentences) == 5


def test_the_mapping_that_comes_along_is_sound() -> None:
    mapping = load_mapping()
    assert mapping.zone_seconds == 28800
    assert mapping.columns["ticket_id"][0] == "工单编号"
    names = [name for candidates in mapping.columns.values() for name in candidates]
    assert len(names) == len(set(names)), "one header means one field"


@pytest.mark.parametrize(
    ("header", "personal"),
    [
        ("来电人姓名", True),
        ("联系电话", True),
        ("身份证号码", True),
        ("事发地址", True),
        ("诉求内容", True),
        ("工单标题", True),
        ("承办单位", False),
        ("经办单位", False),
        ("受理时间", False),
        ("办理时限", False),
        ("诉求小类", False),
    ],
)
def test_columns_of_persons(header: str, personal: bool) -> None:
    assert is_personal(header) is personal


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("13812345678", "99999999999"),
        ("张三", "某某"),
        ("2025年13月1日 下午3:00", "9999年99月9日 下午9:99"),
        ("=cmd|x", "?AAA|A"),
        ("Ab-1", "AA-9"),
        ("x" * 99, "A" * 24),
    ],
)
def test_masks_show_the_shape_only(value: str, shape: str) -> None:
    assert masked(value) == shape


@pytest.mark.parametrize(
    ("times", "forms", "asked", "why"),
    [
        (["2025-03-04 10:00:00"], ["%Y-%m-%d %H:%M:%S"], "", "ISO"),
        (["2025/3/4 9:05", "2025/3/4 9:06", "2025年3月4日"], ["%Y/%m/%d %H:%M", "%Y年%m月%d日"], "", "mixed"),
        (["2025-03-04T10:00:00+08:00"], ["%Y-%m-%dT%H:%M:%S%z"], "", "an offset"),
        (["2025-03-04 10:00:00.0"], ["%Y-%m-%d %H:%M:%S.%f"], "", "fractions"),
        (["2025/3/4 下午 3:05"], ["%Y/%m/%d %p %I:%M"], "", "afternoon"),
        (["13/04/2025 10:00"], ["%d/%m/%Y %H:%M"], "", "13 is no month"),
        (["04/13/2025 10:00"], ["%m/%d/%Y %H:%M"], "", "13 is no month"),
        (["03/04/2025 10:00"], ["%m/%d/%Y %H:%M"], "month is first", "it cannot be told: asked"),
        (["13/04/2025", "04/13/2025"], ["%m/%d/%Y"], "month first", "it contradicts itself: asked"),
        (["45720.5"], ["excel"], "serial", "a serial number: asked"),
        (["三月四日"], ["%Y-%m-%d %H:%M:%S"], "not recognised", "no time"),
    ],
)
def test_forms_of_time_are_inferred(tmp_path: Path, times: list[str], forms: list[str], asked: str, why: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("工单编号,受理时间,更新时间,办结时间,城市\n" + "".join(f"A,{t},,,\n" for t in times), "utf-8")
    proposal = propose(path)
    assert [form for form, _ in proposal.formats] == forms, why
    assert any("first" in q.en or "serial" in q.en or "recognised" in q.en for q in proposal.questions) is bool(
        asked
    ), why
    assert asked in " ".join(question.en for question in proposal.questions), why
    read_mapping(proposal.toml.encode(), "proposed.toml")


@pytest.mark.parametrize(
    ("created", "closed", "own", "asked", "why"),
    [
        (["13/04/2025"], ["04/13/2025"], {"created": ("%d/%m/%Y",), "closed": ("%m/%d/%Y",)}, "", "each its own order"),
        (["13/04/2025"], ["04/05/2025"], {}, "", "one column tells it for the export"),
        (["03/04/2025"], ["04/05/2025"], {}, "dates as 03/04/2025", "none tells: asked once"),
        (["13/04/2025", "04/13/2025"], ["04/05/2025"], {"created": ("%m/%d/%Y",), "closed": ("%m/%d/%Y",)},
         "(created) has dates with the day first and with the month first", "a column that contradicts itself"),
        (["2025-03-04"], ["45720.5"], {}, "", "forms that cannot be mistaken are one list"),
    ],
)  # fmt: skip
def test_orders_of_day_and_month_are_told_column_by_column(
    tmp_path: Path, created: list[str], closed: list[str], own: dict[str, tuple[str, ...]], asked: str, why: str
) -> None:
    path = tmp_path / "a.csv"
    rows = [*((one, "") for one in created), *(("", one) for one in closed)]
    path.write_text("工单编号,受理时间,办结时间,更新时间,城市\n" + "".join(f"A,{a},{b},,\n" for a, b in rows), "utf-8")
    proposal = propose(path)
    assert dict(read_mapping(proposal.toml.encode(), "m.toml").times) == own, why
    told = [question.en for question in proposal.questions if "first" in question.en]
    assert bool(told) is bool(asked), why
    assert asked in " ".join(told), why


def test_a_proposed_mapping_reads_the_export(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [row(n, resolved="是" if n % 2 else "没有") for n in range(50)]
    path.write_bytes(("明细表\n" + HEADER + "".join(lines)).replace(",", ";").encode("gb18030"))
    proposal = propose(path)
    assert 'encoding = "gb18030"' in proposal.toml
    assert 'delimiter = ";"' in proposal.toml
    assert '# "没有" =    # 25' in proposal.toml
    assert any("没有" in question.zh for question in proposal.questions)
    assert [line.field for line in proposal.lines] == ["ticket_id", "created", "accepted", "resolved", None]
    assert proposal.lines[4].samples == (), "free text is not even shown by its shape"
    answered = proposal.toml.replace('# "没有" =    # 25', '"没有" = 0')
    with ingest(path, read_mapping(answered.encode(), "m.toml")) as result:
        assert (result.accepted, result.doubtful) == (50, 0)


def test_a_workbook_is_proposed_for(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for cells in (
        ["案件号", "上报时间", "当前阶段"],
        ["1", "2025/3/4 10:00", "[作废]"],
        ["2", "2025/3/4 10:00", "结案"],
    ):
        book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    proposal = propose(tmp_path / "a.xlsx")
    mapping = read_mapping(proposal.toml.encode(), "m.toml")
    assert mapping.columns["voided"] == ("当前阶段",)
    with ingest(tmp_path / "a.xlsx", mapping) as result:
        assert (result.accepted, result.doubtful) == (2, 0)
