"""When reading stops: too much was rejected or doubtful, or personal data stands where labels should."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

from psscore.model.text import Text
from psscore.tickets.accounts import Account, parquet
from psscore.tickets.ingested import SourceFile
from psscore.tickets.mapping import FIELDS, LABELS
from psscore.tickets.personal import LONGEST_LABEL, holds_number
from psscore.tickets.refusal import TicketsRefused
from psscore.tickets.rejects import NO_TICKETS, reason_text
from psscore.tickets.writing import TICKETS, Written

_FETCHED = 10_000
_FEWEST_DIGITS = 10
"""Of the shortest number looked for, a landline with its area code."""
_WORDS = 12
SURE = 10_000
"""Records before which reading is not stopped: a few bad ones at the top of a file say little."""


def check_limits(account: Account, read: int, share: Fraction) -> None:
    """Refuse when more than `share` of the records read were rejected, or hold a doubtful value."""
    if account.lost > share * read or account.doubtful > share * read:
        raise TicketsRefused("too_many_rejects", *_too_many(account, read, share, Text("", "")))


def is_hopeless(written: Written, records: int, done: int, all_bytes: int, share: Fraction) -> bool:
    """Whether more is lost or doubtful already than all files together may lose, `done` bytes of `all_bytes` read.

    `records` were found in those bytes. What is still to come is taken for half as dense again: a run that would have
    passed is not stopped.
    """
    if written.records < SURE or done >= all_bytes:
        return False
    expected = records + Fraction(3, 2) * records * (all_bytes - done) / done
    return max(written.lost, written.doubtful) > share * expected


def stopped(account: Account, share: Fraction, file: str) -> tuple[Text, ...]:
    """What is told when reading stops before the end of a file: the same, of what was read until then."""
    why = Text(
        f"{file}：已超过全部文件可能容许的条数，没有再读下去。",
        f"{file}: more than all files together could lose, so it is not read to its end. ",
    )
    return _too_many(account, account.accepted + account.rejected, share, why)


def _too_many(account: Account, read: int, share: Fraction, why: Text) -> tuple[Text, ...]:
    lost, doubtful = account.lost, account.doubtful
    told = f"{share.numerator * 100 / share.denominator:g}%"
    sentences = [
        Text(
            f"{why.zh}读到 {read} 条，拒收 {lost} 条，另有 {doubtful} 条含存疑的值，超过 {told}，未写出任何内容。"
            "请按下列原因更正导出或映射（psscore tickets map 可写出映射）；确认无误可用 --max-rejects 放宽",
            f"{why.en}{read} records read, {lost} rejected, {doubtful} more with a doubtful value: above {told}, "
            "and nothing is written. Correct the export or the mapping (psscore tickets map writes one); "
            "--max-rejects allows more",
        )
    ]
    for reason, count in sorted(account.rejects.items(), key=lambda item: -item[1]):
        if reason not in NO_TICKETS:
            sentences.append(_line(reason, "", count, account.examples[reason]))
    for doubt, count in sorted(account.doubts.items(), key=lambda item: -item[1]):
        field, _, reason = doubt.partition(":")
        sentences.append(_line(reason, field, count, account.examples[doubt]))
        if words := account.words.get(doubt):
            sentences.append(_what_to_list(field, words))
    return tuple(sentences)


def _line(reason: str, field: str, count: int, example: str) -> Text:
    what = reason_text(reason)
    named = Text(f"{FIELDS[field].title.zh}：", f"{FIELDS[field].title.en}: ") if field else Text("", "")
    return Text(f"  {count} 条：{named.zh}{what.zh}（如 {example}）", f"  {count}: {named.en}{what.en} (as {example})")


def _what_to_list(field: str, words: Sequence[tuple[str, int]]) -> Text:
    """The values a mapping does not list, and how it would."""
    listed = "、".join(f"{value} {count}" for value, count in words[:_WORDS])
    named = ", ".join(f"{value} {count}" for value, count in words[:_WORDS])
    first = next((value for value, _ in words if "某" not in value), "…")
    return Text(
        f"    未列出的值：{listed}；请在映射的 [values.{field}] 中逐一写明，"
        f'如 "{first}" = 1（是）、0（否）或 ""（未知）；psscore tickets map 列出各值',
        f"    values not listed: {named}; say under [values.{field}] in the mapping what each means, such as "
        f'"{first}" = 1 (yes), 0 (no), or "" (unknown); psscore tickets map lists them',
    )


def check_labels(connection: duckdb.DuckDBPyConnection, stage: Path, tables: Sequence[tuple[str, SourceFile]]) -> None:
    """Refuse labels that hold telephone or identity numbers, or that are long as only free text is."""
    tickets = parquet(stage, TICKETS)
    if tickets is None:
        return
    read = {field: {one.columns[field] for _, one in tables if field in one.columns} for field in LABELS[1:]}
    read = {field: sources for field, sources in read.items() if sources}
    longest = ", ".join(f"max(length({field}))" for field in read)
    lengths = connection.execute(f"SELECT {longest} FROM {tickets}").fetchall()[0] if read else ()
    sentences = []
    for (field, sources), length in zip(read.items(), lengths, strict=True):
        if (length or 0) > LONGEST_LABEL or _numbers_in(connection, tickets, field):
            column, title = "、".join(sorted(sources)), FIELDS[field].title
            sentences.append(
                Text(
                    f"列“{column}”被当作{title.zh}，却含电话、证件号或长文本：这是个人信息，未写出；请改正映射",
                    f'the column "{column}" is mapped as {title.en} but holds telephone or identity numbers or long '
                    "text: personal data, nothing is written; correct the mapping",
                )
            )
    if sentences:
        raise TicketsRefused("personal_data", *sentences)


def _numbers_in(connection: duckdb.DuckDBPyConnection, tickets: str, field: str) -> bool:
    """Whether a label is or holds a number of a person. The engine picks what has enough digits of any script."""
    # In a table of their own: within one statement the engine would count the digits row by row, before it keeps one of
    # each, which took a third of the whole reading.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE labels AS SELECT DISTINCT {field} AS label FROM {tickets} "
        f"WHERE length({field}) >= {_FEWEST_DIGITS}"
    )
    digits = "length(regexp_replace(label, '[^\\p{N}]', '', 'g'))"
    cursor = connection.execute(f"SELECT label FROM labels WHERE {digits} >= {_FEWEST_DIGITS}")
    # A code of the platform may be as long as an identity number: written in one piece it is taken for a code.
    code = re.compile("[0-9A-Za-z]+" if field == "platform_code" else "(?!)")
    while rows := cursor.fetchmany(_FETCHED):
        if any(holds_number(label) and not code.fullmatch(label) for (label,) in rows):
            return True
    return False
