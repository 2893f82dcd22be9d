"""The canonical table: one row per version of a ticket, whole numbers and labels, no personal data.

What reading the exports writes, and all that counting sees. Times are whole seconds since 1970-01-01 00:00 on the clock
of one stated time zone; a blank is null. Flags are 1, 0 or null for unknown.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from psscore.model.text import Text


class Sort(enum.StrEnum):
    """What a column holds."""

    LABEL = "label"
    TIME = "time"
    FLAG = "flag"
    NUMBER = "number"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its SQL type, what it holds and what it is called."""

    name: str
    sql_type: str
    sort: Sort
    title: Text
    required: bool = False


def _label(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(name, "VARCHAR", Sort.LABEL, Text(zh, en), required)


def _time(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(f"{name}_s", "BIGINT", Sort.TIME, Text(zh, en), required)


def _flag(name: str, zh: str, en: str) -> Column:
    return Column(name, "SMALLINT", Sort.FLAG, Text(zh, en))


def _number(name: str, zh: str, en: str) -> Column:
    return Column(name, "INTEGER", Sort.NUMBER, Text(zh, en))


COLUMNS = (
    _label("ticket_id", "工单编号", "ticket number", required=True),
    _label("city", "城市", "city"),
    _label("district", "区县", "district"),
    _label("unit", "承办单位", "handling unit"),
    _label("platform_code", "事项编码", "code of the matter on the platform"),
    _label("label", "诉求类别", "category"),
    _label("sublabel", "诉求小类", "subcategory"),
    _label("kind", "工单类型", "kind of ticket"),
    _label("channel", "来源渠道", "channel"),
    _time("created", "受理时间", "created", required=True),
    _time("dispatched", "派单时间", "dispatched"),
    _time("accepted", "签收时间", "signed for by the unit"),
    _time("due", "办理时限", "due"),
    _time("closed", "办结时间", "closed"),
    _time("updated", "更新时间", "last changed"),
    _flag("resolved", "是否解决", "resolved"),
    _flag("satisfied", "是否满意", "satisfied"),
    _flag("voided", "是否作废", "voided"),
    _flag("extended", "是否延期", "extended"),
    _flag("forced", "是否强制结案", "closed by force"),
    _number("reworked", "返工次数", "times reworked"),
    _number("reopened", "重办次数", "times reopened"),
    Column("bad_time", "SMALLINT", Sort.ORIGIN, Text("时间存疑", "doubtful time"), True),
    Column("source_file", "VARCHAR", Sort.ORIGIN, Text("来源文件", "source file"), True),
    Column("source_line", "BIGINT", Sort.ORIGIN, Text("来源行", "source row"), True),
    Column("version_tie", "BIGINT", Sort.ORIGIN, Text("读入次序", "order of reading"), True),
)
"""`bad_time` is 1 when a time could not be read (it is null then), or when it is signed for or closed before it was
created, or outside the span the mapping states. `source_line` counts records from 1, the header too, as Excel numbers
the rows of the file. `version_tie` is one count over all files in the order they were named: of two versions with the
same `updated_s` the one with the larger `version_tie` was read later."""

NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}

GLOB = "tickets/**/*.parquet"
"""Where the table lies in a folder of read tickets, one part per city and year of `created_s`; a city or year that is
blank has a part of its own. Every column stands in the files: the names of the folders add none."""


def create_table(name: str, *, text: str = "VARCHAR") -> str:
    """The table in SQL that every engine takes; `text` is the type for text of an engine without VARCHAR."""
    columns = ", ".join(f"{c.name} {text if c.sql_type == 'VARCHAR' else c.sql_type}" for c in COLUMNS)
    return f"CREATE TABLE {name} ({columns})"
