"""The standard reference: `id/edition?reading=value&…`, one short string for all hosts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psscore.model.faults import ReferenceFault
from psscore.model.text import Text

DEFAULT_REFERENCE = "public-service/2026"
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Reference:
    """A parsed reference; `choices` holds only what was chosen outright."""

    id: str
    edition: str
    choices: Mapping[str, str]
    lang: str = "zh"

    def __str__(self) -> str:
        parts = [f"{name}={value}" for name, value in self.choices.items()]
        if self.lang != "zh":
            parts.append(f"lang={self.lang}")
        return f"{self.id}/{self.edition}" + (f"?{'&'.join(parts)}" if parts else "")


def parse_reference(text: str) -> Reference:
    """The parts of a reference; a `ReferenceFault` when it is not one."""
    head, _, query = text.strip().partition("?")
    name, slash, edition = head.rpartition("/")
    if not (slash and name and edition):
        raise ReferenceFault(
            Text(
                f"“{text}”不是标准引用，应形如 {DEFAULT_REFERENCE}",
                f'"{text}" is not a standard reference; it looks like {DEFAULT_REFERENCE}',
            )
        )
    return make_reference(name, edition, query.split("&") if query else ())


def make_reference(name: str, edition: str, choices: Iterable[str]) -> Reference:
    """A reference from its parts; `choices` are "reading=value" texts, and "lang=en" sets the language."""
    chosen: dict[str, str] = {}
    lang = "zh"
    for choice in choices:
        key, equals, value = (part.strip() for part in choice.partition("="))
        if not (equals and key and value):
            raise ReferenceFault(
                Text(
                    f"“{choice}”应写成 读法=取值，如 step=whole", f'write "{choice}" as reading=value, e.g. step=whole'
                )
            )
        if key == "lang":
            if value not in _LANGUAGES:
                raise ReferenceFault(Text(f"lang 只能是 zh 或 en，不能是 {value}", f"lang is zh or en, not {value}"))
            lang = value
        elif chosen.get(key, value) != value:
            raise ReferenceFault(
                Text(
                    f"读法 {key} 有两个取值：{chosen[key]}、{value}",
                    f"reading {key} has two values: {chosen[key]}, {value}",
                )
            )
        else:
            chosen[key] = value
    return Reference(name, edition, chosen, lang)
