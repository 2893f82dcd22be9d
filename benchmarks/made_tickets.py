"""Made-up tickets for the benchmark, the same at every run, and their counts by numpy alone.

Every cell is arithmetic on the number of its row, so the file and the expected counts come by two routes: DuckDB writes
the CSV from the SQL below, numpy counts from the same arithmetic. The shares (12.4 % of rows about an item, 1.5 % newer
versions, 0.18 % unreadable times) are assumptions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

CITIES, DISTRICTS, SPELLINGS, OTHERS = 5, 73, 27, 184
YEAR_S = 365 * 86_400
START_S = 1_735_689_600
WITHIN_S = 1800
EVERY, BACK = 67, 33
_PRIME = 4_294_967_291
_FACTORS = (2_654_435_761, 1_597_334_677)
TOPICS = (
    "停车秩序问题",
    "公共区域内私装地锁占车位问题",
    "垃圾清运不及时问题",
    "公共厕所问题",
    "井盖问题",
    "市政路灯问题",
    "燃气设施问题",
    "供水问题",
    "外立面脱落问题",
    "房屋漏水问题",
    "道路破损问题",
    "施工噪声问题",
    "树木修剪问题",
    "绿地养护问题",
    "招牌设置问题",
    "企业服务问题",
)
HEADER = (
    "工单编号",
    "城市",
    "区县",
    "承办单位",
    "诉求类别",
    "诉求小类",
    "工单类型",
    "来源渠道",
    "受理时间",
    "派单时间",
    "签收时间",
    "办理时限",
    "办结时间",
    "更新时间",
    "是否解决",
    "诉求内容",
)
MAPPING = """
encoding = "utf-8"
time_formats = ["%Y-%m-%d %H:%M:%S"]

[columns]
ticket_id = ["工单编号"]
city = ["城市"]
district = ["区县"]
unit = ["承办单位"]
label = ["诉求类别"]
sublabel = ["诉求小类"]
kind = ["工单类型"]
channel = ["来源渠道"]
created = ["受理时间"]
dispatched = ["派单时间"]
accepted = ["签收时间"]
due = ["办理时限"]
closed = ["办结时间"]
updated = ["更新时间"]
resolved = ["是否解决"]

[values.resolved]
"是" = 1
"否" = 0
"""


def spelling(number: int) -> str:
    """The label of one of the spellings: eleven topics have two."""
    return TOPICS[number] if number < len(TOPICS) else f"{TOPICS[number - len(TOPICS)]}（网格）"


def item_map() -> str:
    """ITEMS.csv for these labels."""
    rows = [f"{TOPICS[n % len(TOPICS)]},,exact,label,{spelling(n)},,," for n in range(SPELLINGS)]
    return "\n".join(["item,indicator_code,match_type,field,value,priority,valid_from,valid_to", *rows]) + "\n"


def write(path: Path, rows: int) -> None:
    """The export of one platform as CSV, UTF-8."""

    def draw(row: str, salt: int) -> str:
        first = f"(({row} * {_FACTORS[0]} + {salt * 7919}) % {_PRIME})"
        return f"(({first} * {_FACTORS[1]} + {salt}) % {_PRIME})"

    def moment(seconds: str) -> str:
        return f"strftime(make_timestamp(({seconds}) * 1000000), '%Y-%m-%d %H:%M:%S')"

    # Not above: a job that counts needs neither DuckDB nor numpy from here, and is timed with what it imports.
    import duckdb

    listed = ", ".join(f"'{spelling(n)}'" for n in range(SPELLINGS))
    created = f"{START_S} + {draw('j', 3)} % {YEAR_S - 40 * 86_400}"
    connection = duckdb.connect()
    connection.execute("SET memory_limit = '2GiB'")
    connection.execute(f"""
        COPY (
          WITH numbered AS (
            SELECT i, i % {EVERY} = {EVERY - 1} AS newer,
                   CASE WHEN i % {EVERY} = {EVERY - 1} THEN i - {BACK} ELSE i END AS j
            FROM range({rows}) AS r(i)
          ),
          drawn AS (
            SELECT *, {created} AS c, {draw("i", 1)} AS label, {draw("i", 4)} AS signed, {draw("i", 5)} AS solved,
                   {draw("j", 2)} AS place
            FROM numbered
          )
          SELECT 'T' || CAST(j + 100000000 AS VARCHAR) AS "工单编号", '城市' || place % {CITIES} AS "城市",
                 '区' || place % {DISTRICTS} AS "区县", '单位' || place % 365 AS "承办单位",
                 CASE WHEN label % 1000 < 124 THEN list_value({listed})[CAST(label % {SPELLINGS} + 1 AS INTEGER)]
                      ELSE '其他类别' || label % {OTHERS} END AS "诉求类别",
                 '小类' || label % 400 AS "诉求小类",
                 CASE WHEN label % 10 < 4 THEN '咨询' ELSE '投诉' END AS "工单类型",
                 CASE WHEN i % 3 = 0 THEN '电话' ELSE '网络' END AS "来源渠道",
                 {moment("c")} AS "受理时间", {moment("c + 60")} AS "派单时间",
                 CASE WHEN signed % 1000 < 50 THEN NULL WHEN signed % 10000 >= 9982 THEN '待定'
                      ELSE {moment("c + 60 + signed % 2400")} END AS "签收时间",
                 {moment("c + 259200")} AS "办理时限", {moment("c + 86400 + solved % 345600")} AS "办结时间",
                 {moment("c + 700000 + CASE WHEN newer THEN 1 ELSE 0 END")} AS "更新时间",
                 CASE WHEN solved % 100 < 93 THEN '是' ELSE '否' END AS "是否解决",
                 CASE WHEN i % 50 = 0 THEN '市民反映：' || chr(10) || '路边"占道",请处理' WHEN i % 997 = 0 THEN '=1+1'
                      ELSE '市民反映小区门口车辆乱停，影响通行，请尽快处理' END AS "诉求内容"
          FROM drawn
        ) TO '{path}' (HEADER, DELIMITER ',', QUOTE '"')""")
    connection.close()


def expected(
    rows: int, *, newest: bool = True, chunk: int = 4_000_000
) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Total, signed within 30 minutes and resolved by city, district and item, by numpy.

    Of the newest version of each ticket, or of every version.
    """
    import numpy as np

    sums = np.zeros((DISTRICTS * CITIES, len(TOPICS), 3), dtype=np.int64)
    for first in range(0, rows, chunk):
        i = np.arange(first, min(first + chunk, rows), dtype=np.uint64)
        newer = i % EVERY == EVERY - 1
        # A ticket with a newer version counts by that one.
        later = i + BACK
        replaced = (later % EVERY == EVERY - 1) & (later < rows) & ~newer & newest
        j = np.where(newer, i - np.uint64(BACK), i)
        label, signed, solved, place = _draw(i, 1), _draw(i, 4), _draw(i, 5), _draw(j, 2)
        scored = (label % 1000 < 124) & ~replaced
        named = (signed % 1000 >= 50) & (signed % 10000 < 9982)
        marks = (np.ones_like(scored), named & (signed % 2400 <= WITHIN_S), solved % 100 < 93)
        where = (place % DISTRICTS * CITIES + place % CITIES)[scored]
        topic = (label % SPELLINGS % len(TOPICS))[scored]
        for column, mark in enumerate(marks):
            np.add.at(sums[:, :, column], (where.astype(np.int64), topic.astype(np.int64)), mark[scored])
    return {
        (f"城市{place % CITIES}", f"区{place // CITIES}", TOPICS[topic]): tuple(map(int, sums[place, topic]))
        for place in range(DISTRICTS * CITIES)
        for topic in range(len(TOPICS))
        if sums[place, topic, 0]
    }


def _draw(row: Any, salt: int) -> Any:
    import numpy as np

    first = (row * np.uint64(_FACTORS[0]) + np.uint64(salt * 7919)) % np.uint64(_PRIME)
    return (first * np.uint64(_FACTORS[1]) + np.uint64(salt)) % np.uint64(_PRIME)
