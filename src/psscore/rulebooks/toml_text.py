"""The canonical TOML text of a standard: the same data always give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable, Item

_TOP = """
schema id edition revision title source effective_from effective_to points_given_by total_points total_cap
unscored rounding survey form grades reading rules indicator veto weight_floor
"""
_INNER = """
code parent name title reading kind measure base cohort no_cases scale grade at_least at_most below zh en points
combine when rule unit collection clause definition method data_source reference_value quote affects default note
better full_at zero_at step deduction award step_mode rate_places shown operator threshold each cap floor places
beyond reason_below reason declared codes low high aliases mode stage values tiers items bands
"""
_ORDER = {key: index for index, key in enumerate(_INNER.split())}
_TOP_ORDER = {key: index for index, key in enumerate(_TOP.split())}
_WIDTH = 100
"""A list of texts or numbers longer than this goes on several lines."""


def dumps(raw: Mapping[str, Any]) -> str:
    """A standard's data as TOML: known keys in the order of the format, others after them by name."""
    document = tomlkit.document()
    tables = []
    for key in sorted(raw, key=lambda key: (_TOP_ORDER.get(key, len(_TOP_ORDER)), key)):
        value = raw[key]
        if key == "rules" and isinstance(value, Mapping) and value:
            tables += [(f"[rules.{_key(name)}]", rule) for name, rule in value.items()]
        elif _is_table(value):
            tables.append((f"[{_key(key)}]", value))
        elif _is_list_of_tables(value):
            tables += [(f"[[{_key(key)}]]", item) for item in value]
        else:
            document.add(key, _item(value))
    parts = [document.as_string()]
    for head, value in tables:
        parts.append(_table(head, value))
    return "\n".join(part for part in parts if part)


def _table(head: str, value: Any) -> str:
    """One `[table]`; tables inside it that hold lists of tables get a header of their own."""
    if not isinstance(value, Mapping):
        # A broken standard: kept as it is, for the loader to name the fault.
        key = head.strip("[]")
        return f"{key} = {_item(value).as_string()}\n"
    body = tomlkit.document()
    inner = []
    for key in _ordered(value):
        if isinstance(value[key], Mapping) and not _inline(value[key]):
            inner.append((f"[{head.strip('[]')}.{_key(key)}]", value[key]))
        else:
            body.add(key, _item(value[key]))
    return "\n".join([f"{head}\n{body.as_string()}", *(_table(*one) for one in inner)])


def _item(value: Any, *, inside: bool = False) -> Item:
    if isinstance(value, Mapping):
        inline: InlineTable = tomlkit.inline_table()
        for key in _ordered(value):
            inline.add(key, _item(value[key], inside=True))
        return inline
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _array(value, inside=inside)
    item: Item = tomlkit.item(value)
    return item


def _array(values: Sequence[Any], *, inside: bool) -> Array:
    array = tomlkit.array()
    items = [_item(value, inside=True) for value in values]
    long = sum(len(item.as_string()) + 2 for item in items) > _WIDTH
    for item in items:
        array.append(item)
    tables = any(isinstance(value, Mapping) for value in values)
    return array.multiline(not inside and bool(values) and (tables or long))


def _ordered(value: Mapping[str, Any]) -> list[str]:
    return sorted(value, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and not _inline(value)


def _inline(value: Mapping[str, Any]) -> bool:
    """Small flat tables, such as { zh = "…", en = "…" }, stand on one line."""
    return bool(value) and all(_flat(item) for item in value.values()) and (set(value) <= _ON_ONE_LINE)


_ON_ONE_LINE = frozenset(("zh", "en", "reading", "values"))


def _flat(value: Any) -> bool:
    return not isinstance(value, Mapping) and not _is_list_of_tables(value)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(key: str) -> str:
    return tomlkit.key(key).as_string()
