"""From cells of an export to the canonical table, as one SQL statement of DuckDB: no row passes through Python.

Every value is cast explicitly; what cannot be read becomes null and is listed in `faults`, never guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from psscore.tickets.canonical import COLUMNS, Sort
from psscore.tickets.categories import category_sql
from psscore.tickets.mapping import ANY, BLANK, FIELDS, FLAGS, LABELS, TIMES, UNKNOWN, Mapping
from psscore.tickets.personal import masked_sql
from psscore.tickets.records import MARK
from psscore.tickets.time_formats import SERIALS, TYPED
from psscore.tickets.total_rows import PATTERN, WORDS

FAULTS = "faults"
REJECT = "reject"
YEAR = "created_year"
BETWEEN, APART = "\x1f", "\x1e"
"""Between faults of a record, and between their names and the shapes of their values."""
SPACES = " \t\r\n\u00a0\u3000\ufeff"
_WIDE = "".join(chr(code + 0xFEE0) for code in range(0x21, 0x7F)) + "\u3000"
_NARROW = "".join(chr(code) for code in range(0x21, 0x7F)) + " "
_NARROWED = str.maketrans(_WIDE, _NARROW)
# Times outside are misreadings: a two-digit year is read as the year 24, "infinity" as 1900.
EARLIEST_S, LATEST_S = 631_152_000, 4_102_444_800
"""The first seconds of 1990 and of 2100."""
_FILE_ROWS = 1 << 40


def text(value: str) -> str:
    """A text literal."""
    return "'" + value.replace("'", "''") + "'"


def canonical_select(
    table: str,
    cells: dict[str, str],
    mapping: Mapping,
    *,
    file: str,
    order: int,
    header: str,
    typed: bool = False,
    known: Collection[str] = (),
) -> str:
    """The statement that gives the canonical columns, `created_year`, `faults` and `reject` of each record of a table.

    `table` is a relation of text with `_record`, the number of the record; `cells` the column of it each field is
    read from; `order` the place of the file among all; `header` what the column of ticket numbers is called;
    `typed` for a table whose dates may come from date cells; `known` the labels whose cells are nothing but what
    cleaning leaves as it is, and the times that are no text but TIMESTAMP.
    Nested, so that what is rarely needed is looked at last, and only where something could not be read before.
    """
    times = [field for field in TIMES if field in cells]
    formats = {field: (*mapping.formats_of(field), *((TYPED,) if typed else ())) for field in times}
    trimmed = ", ".join(
        f"{cell} AS raw_{field}"
        if field in known
        else f"nullif({cell}, '') AS raw_{field}"
        if field in TIMES
        else f"nullif(CASE WHEN _spaced THEN trim({cell}, {text(SPACES)}) ELSE {cell} END, '') AS raw_{field}"
        for field, cell in cells.items()
    )
    read = {field: _whole(f"raw_{field}") for field in times if field in known}
    first = "".join(
        f", {read.get(field) or local_seconds(f'raw_{field}', formats[field])} AS first_{field}" for field in times
    )
    times = [field for field in times if field not in known]
    again = "".join(
        f", CASE WHEN first_{name} IS NULL AND raw_{name} IS NOT NULL THEN {_plain(f'raw_{name}')} END AS again_{name}"
        for name in times
    )
    second = "".join(
        f", coalesce(first_{field}, {_any(f'again_{field}', formats[field], mapping.zone_seconds)}) AS second_{field}"
        for field in times
    )
    second += "".join(f", first_{field} AS second_{field}" for field in read)
    parsed = ", ".join(f"{_parsed(field, mapping, field in cells, field in read)} AS {_out(field)}" for field in FIELDS)
    found = [_fault(field, mapping) for field in cells if field not in LABELS and field not in read]
    if "created" in read:
        found.insert(0, ("created_s IS NULL", text("created:blank"), "''"))
    found += _contradictions(mapping, cells)
    doubtful = " OR ".join(f"({condition})" for condition, _, _ in found)
    bad_time = " OR ".join(f"({condition})" for condition, told, _ in found if _time_named(told))
    codes = ", ".join(f"CASE WHEN {condition} THEN {told} END" for condition, told, _ in found)
    values = ", ".join(f"CASE WHEN {condition} THEN {value} END" for condition, _, value in found)
    outputs = ", ".join(column.name for column in COLUMNS if column.sort is not Sort.ORIGIN)
    return f"""
SELECT {outputs}, CAST(CASE WHEN {bad_time} THEN 1 ELSE 0 END AS SMALLINT) AS bad_time,
  {_file(file)} AS source_file, _record AS source_line, {_tie(order, "_record")} AS version_tie,
  CAST(year(epoch_ms(created_s * 1000)) AS INTEGER) AS {YEAR},
  CASE WHEN {doubtful} THEN concat_ws({text(BETWEEN)}, {codes}) || {text(APART)}
    || concat_ws({text(BETWEEN)}, {values}) END AS {FAULTS},
  {REJECT}
FROM (SELECT *, {parsed}, {_reject(cells, header, known)} AS {REJECT}
FROM (SELECT *{second}
FROM (SELECT *{again}
FROM (SELECT *{first}
FROM (SELECT _record, _first, _cells, {trimmed}
FROM (SELECT *, {_any_of("_cells", SPACES)} AS _spaced
FROM (SELECT *, {_together(cells, known)} AS _cells FROM {table})))))))"""


def fixed_columns(cells: Collection[str], mapping: Mapping, *, file: str, order: int) -> dict[str, str]:
    """The canonical columns that are the same in each record of a table, or follow from `source_line`, as SQL."""
    absent = {_out(field): _parsed(field, mapping, False) for field in FIELDS if field not in cells}
    return absent | {"source_file": _file(file), "version_tie": _tie(order, "source_line")}


def _file(file: str) -> str:
    # The engine writes the one value of a type that has no other much faster than the same text in every row.
    return f"CAST({text(file)} AS ENUM({text(file)}))"


def _tie(order: int, record: str) -> str:
    return f"CAST({order * _FILE_ROWS} AS BIGINT) + {record}"


def _time_named(told: str) -> bool:
    return any(f"'{field}:" in told for field in TIMES)


def _out(field: str) -> str:
    return FIELDS[field].name


def _together(cells: dict[str, str], known: Collection[str]) -> str:
    """The cells of a record that are no times, in one text: to search it once is cheaper than each of them."""
    return f"concat({', '.join(cell for field, cell in cells.items() if field not in TIMES and field not in known)})"


def _any_of(value: str, marks: str) -> str:
    """Whether a text holds any of these characters."""
    return f"({' OR '.join(f'contains({value}, {text(mark)})' for mark in marks)})"


def _narrow(value: str) -> str:
    """Full-width digits, letters and marks as plain ones; ASCII is left alone, being nearly all there is."""
    return f"CASE WHEN {_wide(value)} THEN translate({value}, {text(_WIDE)}, {text(_NARROW)}) ELSE {value} END"


def _wide(value: str) -> str:
    """Whether a text is more than ASCII: bytes are cheaper to count than to compare."""
    return f"strlen({value}) <> length({value})"


def _parsed(field: str, mapping: Mapping, present: bool, read: bool = False) -> str:
    column = FIELDS[field]
    if not present:
        constant = mapping.constants.get(field)
        value = "NULL" if constant is None else text(constant)
        return f"CAST({value} AS {column.sql_type})"
    cell = f"raw_{field}"
    if field == "ticket_id":
        # The two ways exporters keep Excel from reading a number: ="0123" and '0123.
        kept = f"""WHEN {cell} LIKE '="%"' THEN {cell}[3:-2] WHEN {cell} LIKE '''%' THEN {cell}[2:]"""
        return f"CASE {kept} ELSE {_narrow(cell)} END"
    if field in LABELS:
        return _label(field, cell, mapping)
    if field in TIMES:
        seconds = f"second_{field}"
        evening = f" + CASE WHEN {seconds} % 86400 = 0 THEN 86399 ELSE 0 END"
        late = evening if field == "due" and mapping.due_end_of_day else ""
        told = f"{seconds}{late}"
        return told if read else f"CASE WHEN {seconds} BETWEEN {EARLIEST_S} AND {LATEST_S} THEN {told} END"
    if field in FLAGS:
        return f"CAST({_flag(field, cell, mapping)} AS SMALLINT)"
    return f"TRY_CAST(CASE WHEN regexp_full_match({_narrow(cell)}, '[0-9]{{1,9}}') THEN {_narrow(cell)} END AS INTEGER)"


def _label(field: str, cell: str, mapping: Mapping) -> str:
    arms = {**mapping.codes.get(field, {}), **{k: str(v) for k, v in mapping.values.get(field, {}).items()}}
    value = cell
    if arms:
        value = (
            f"CASE {cell} {' '.join(f'WHEN {text(k)} THEN {text(v)}' for k, v in arms.items() if k)} ELSE {cell} END"
        )
    constant = mapping.constants.get(field)
    return value if constant is None else f"coalesce({value}, {text(constant)})"


def _flag(field: str, cell: str, mapping: Mapping) -> str:
    meanings = mapping.values.get(field, {})
    said = {value: "NULL" if meaning == UNKNOWN else meaning for value, meaning in meanings.items()}
    arms = " ".join(f"WHEN {cell} = {text(k)} THEN {v}" for k, v in said.items() if k not in (ANY, BLANK))
    return f"CASE WHEN {cell} IS NULL THEN {said.get(BLANK, 'NULL')} {arms} ELSE {said.get(ANY, 'NULL')} END"


def _said_unknown(field: str, mapping: Mapping) -> str:
    """Whether the mapping says that a value of a flag is unknown: then it is an answer, and no fault."""
    meanings = mapping.values.get(field, {})
    if meanings.get(ANY) == UNKNOWN:
        return "TRUE"
    listed = [text(value) for value, meaning in meanings.items() if meaning == UNKNOWN and value != BLANK]
    return f"raw_{field} IN ({', '.join(listed)})" if listed else "FALSE"


def readable_seconds(value: str, formats: Sequence[str], zone_seconds: int) -> str:
    """Local seconds of a text, as SQL: as the canonical table has them, null for what is no time."""
    seconds = f"coalesce({local_seconds(value, formats)}, {_any(_plain(value), formats, zone_seconds)})"
    return f"CASE WHEN {seconds} BETWEEN {EARLIEST_S} AND {LATEST_S} THEN {seconds} END"


def plain_number(value: str, *, kept: bool = False) -> str:
    """A number as the canonical table has it; `kept` undoes the two ways exporters keep Excel from reading one."""
    if kept and value.startswith('="') and value.endswith('"') and len(value) > 2:
        return value[2:-1]
    return value[1:] if kept and value.startswith("'") else value.translate(_NARROWED)


def _plain(value: str) -> str:
    return f"trim({_narrow(value)}, {text(SPACES)})"


def local_seconds(value: str, formats: Sequence[str]) -> str:
    """Local seconds of a text by the first format that fits it, formats with an offset aside; else null."""
    local = [item for item in formats if "%z" not in item and item not in SERIALS]
    if not local:
        return "CAST(NULL AS BIGINT)"
    return _whole(f"try_strptime({value}, [{', '.join(map(text, local))}])")


def _whole(moment: str) -> str:
    """The whole seconds of a moment."""
    return f"CAST(floor(epoch({moment})) AS BIGINT)"


def _any(value: str, formats: Sequence[str], zone_seconds: int) -> str:
    """The same by every format, with the Chinese words for morning and afternoon."""
    spoken = f"replace(replace({value}, '上午', 'AM'), '下午', 'PM')"
    arms = [local_seconds(spoken if any("%p" in item for item in formats) else value, formats)]
    for item in formats:
        if "%z" in item:
            offset = f"try_strptime(regexp_replace({value}, '[Zz]$', '+0000'), {text(item)})"
            arms.append(f"{_whole(offset)} + {zone_seconds}")
    for epoch in (number for name, number in SERIALS.items() if name in formats):
        serial = f"TRY_CAST(CASE WHEN regexp_full_match({value}, '[0-9]{{5}}([.][0-9]+)?') THEN {value} END AS DOUBLE)"
        arms.append(f"CAST(round(({serial} - {epoch}) * 86400) AS BIGINT)")
    return f"coalesce({', '.join(arms)})"


def _day(day: datetime.date) -> int:
    return (day - datetime.date(1970, 1, 1)).days * 86400


def _fault(field: str, mapping: Mapping) -> tuple[str, str, str]:
    """When a value could not be read, how that is told, and the value: its shape, or a short word of a flag itself."""
    raw, out = f"raw_{field}", _out(field)
    code = "unreadable" if field in TIMES else "unlisted" if field in FLAGS else "not_count"
    told, plain = text(f"{field}:{code}"), f"replace({raw}, {text(BETWEEN)}, ' ')"
    value = category_sql(plain) if field in FLAGS else masked_sql(plain)
    blank = f"again_{field} = ''" if field in TIMES else "FALSE"
    if field == "created":
        told = f"CASE WHEN {raw} IS NULL OR {blank} THEN 'created:blank' ELSE {told} END"
        return f"{out} IS NULL", told, f"coalesce({value}, '')"
    if field in FLAGS:
        blank = _said_unknown(field, mapping)
    return f"{raw} IS NOT NULL AND {out} IS NULL AND NOT coalesce({blank}, FALSE)", told, value


def _contradictions(mapping: Mapping, cells: dict[str, str]) -> list[tuple[str, str, str]]:
    found = [
        (f"{_out(field)} < created_s", text(f"{field}:backwards"), "''")
        for field in ("dispatched", "accepted", "closed")
        if field in cells
    ]
    if mapping.span is not None:
        first, last = map(_day, mapping.span)
        found.append((f"created_s NOT BETWEEN {first} AND {last + 86399}", text("created:outside"), "''"))
    return found


def _reject(cells: dict[str, str], header: str, known: Collection[str]) -> str:
    """Why a record is no ticket; null for one that is."""
    number = "raw_ticket_id"
    times = {field for field in cells if field in TIMES and field not in known}
    every = " AND ".join(f"coalesce(again_{f}, raw_{f}, '') = ''" if f in times else f"raw_{f} IS NULL" for f in cells)
    labels = [field for field in cells if field in LABELS and field not in known]
    damaged = " OR ".join(f"contains(raw_{field}, '\ufffd')" for field in labels)
    total = f"{_wide(number)} AND regexp_full_match({number}, {text(PATTERN)})"
    # Not as a list: the engine would join every record to it, whether or not it has a number.
    others = [f"raw_{field} = {text(word)}" for field in labels if field in LABELS[1:] for word in WORDS]
    beside = f"{number} IS NULL AND ({' OR '.join(others)})" if others else "FALSE"
    scientific = "[0-9]([.][0-9]+)?[eE][+][0-9]+|[0-9][.][0-9]+[eE][0-9]+"
    power = f"(contains({number}, '+') OR contains({number}, '.'))"
    return f"""CASE
  WHEN starts_with(_first, {text(MARK)}) THEN _first[2:]
  WHEN {every} THEN 'blank'
  WHEN ({total}) OR ({beside}) THEN 'total'
  WHEN {number} = {text(header)} THEN 'header'
  WHEN {number} IS NULL THEN 'id_missing'
  WHEN contains(_cells, '\ufffd') AND ({damaged}) THEN 'damaged'
  WHEN {power} AND regexp_full_match({number}, {text(scientific)}) THEN 'id_scientific' END"""
