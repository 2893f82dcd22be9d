"""What differs between two standards, as rows an evaluator can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psscore.model.text import Text

_KEYED = {"indicator": "code", "reading": "name", "veto": "code"}
_TITLES = {
    "indicator": Text("指标", "indicator"),
    "reading": Text("读法", "reading"),
    "veto": Text("一票否决", "veto"),
    "grades": Text("等级", "grades"),
}
_QUIET = frozenset(("rules", "schema"))


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what kind of thing, which one, what about it, before and after ("" where there is none)."""

    kind: Text
    name: str
    key: str
    before: str
    after: str

    def to_json(self, lang: str = "zh") -> dict[str, str]:
        return {"kind": self.kind(lang), "name": self.name, "key": self.key, "before": self.before, "after": self.after}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Every difference. Rules are compared by what they say, under the indicators they score."""
    for key in dict.fromkeys([*before, *after]):
        if key in _KEYED:
            yield from _items(key, before, after)
        elif key not in _QUIET:
            kind = _TITLES.get(key, Text("标准", "standard"))
            yield from _values(kind, "", key, before.get(key), after.get(key))


def _items(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    one, other = _by_name(before, key), _by_name(after, key)
    for name in dict.fromkeys([*one, *other]):
        if name not in other or name not in one:
            yield Change(_TITLES[key], name, "", _title(one.get(name)), _title(other.get(name)))
            continue
        for inner in dict.fromkeys([*one[name], *other[name]]):
            if inner == "rule":
                yield from _rules(name, _rule(before, one[name]), _rule(after, other[name]))
            else:
                yield from _values(_TITLES[key], name, inner, one[name].get(inner), other[name].get(inner))


def _rules(name: str, before: Any, after: Any) -> Iterator[Change]:
    one, other = (rule if isinstance(rule, Mapping) else {"rule": rule} for rule in (before, after))
    for key in dict.fromkeys([*one, *other]):
        yield from _values(Text("规则", "rule"), name, key, one.get(key), other.get(key))


def _values(kind: Text, name: str, key: str, before: Any, after: Any) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for inner in dict.fromkeys([*before, *after]):
            yield from _values(kind, name, f"{key}.{inner}", before.get(inner), after.get(inner))
        return
    yield Change(kind, name, key, _shown(before), _shown(after))


def _rule(raw: Mapping[str, Any], item: Mapping[str, Any]) -> Any:
    rules, name = raw.get("rules"), item.get("rule")
    return rules.get(name, name) if isinstance(rules, Mapping) and isinstance(name, str) else name


def _by_name(raw: Mapping[str, Any], key: str) -> dict[str, Mapping[str, Any]]:
    items = raw.get(key)
    found = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    return {str(item.get(_KEYED[key])): item for item in found}


def _title(item: Mapping[str, Any] | None) -> str:
    if item is None:
        return ""
    title = item.get("name") if isinstance(item.get("name"), Mapping) else item.get("title")
    text = str(title.get("zh")) if isinstance(title, Mapping) else str(item.get("code", ""))
    return f"{text}（{item['points']}）" if "points" in item else text


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping) and set(value) == {"reading"}:
        return f"读法:{value['reading']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
