"""Which standards there are, shipped and the user's own, and loading one by its reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from psscore.model.faults import Fault, ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.build import build
from psscore.rulebook.folders import FILE, Stamp, read_user, stamp_of, user_folder, user_standards
from psscore.rulebook.parse import SHIPPED_FILE, parse_raw, parse_shipped
from psscore.rulebook.readings import default_choices
from psscore.rulebook.reference import DEFAULT_REFERENCE, Reference, parse_reference

__all__ = ["all_faults", "find", "known_ids", "known_standards", "load_raw", "load_standard", "parse_raw"]

_KEPT = 256
_shipped: dict[str, Standard] = {}
"""Loaded shipped standards by the very text of their reference. They cannot change; a user's can."""


@dataclass(frozen=True, slots=True)
class Known:
    """A standard that can be asked for: `id/edition`, the folder it lies in, whether it came with the product."""

    name: str
    folder: Traversable
    shipped: bool
    fault: Fault | None = None  # why this one is never used: another of the same name comes first


@lru_cache(maxsize=1)
def standard_ids() -> tuple[str, ...]:
    """Every shipped standard as `id/edition`, in order."""
    found = []
    for folder in files("psscore").joinpath("standards").iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            found += [f"{folder.name}/{edition.name}" for edition in folder.iterdir() if edition.is_dir()]
    return tuple(sorted(found))


def known_ids() -> tuple[str, ...]:
    """Every standard that can be asked for as `id/edition`: the shipped ones, then the user's."""
    return tuple(dict.fromkeys((*standard_ids(), *(name for name, _ in user_standards()))))


def known_standards() -> tuple[Known, ...]:
    """Every standard there is, also those another one of the same name hides."""
    found = [Known(name, _shipped_folder(name), True) for name in standard_ids()]
    shipped = Text("随软件提供", "shipped with the product")
    taken = {known.name: shipped for known in found}
    for name, folder in user_standards():
        fault = None
        if name in taken:
            fault = Fault(
                str(folder / FILE),
                "id",
                Text(
                    f"{name} 已有（{taken[name].zh}），不能覆盖，请改用别的 id 或 edition",
                    f"{name} is there already ({taken[name].en}) and cannot be overridden: use another id or edition",
                ),
            )
        taken.setdefault(name, Text(str(folder), str(folder)))
        found.append(Known(name, folder, False, fault))
    return tuple(found)


def can_change(reference: str) -> bool:
    """Whether what a reference names may be another thing on the next call: a user's standard, or one not there yet."""
    return reference not in _shipped and reference.partition("?")[0].strip() not in standard_ids()


def standard_folder(name: str) -> Traversable:
    """The folder of a standard, such as `public-service/2026`; a `ReferenceFault` lists the known ones."""
    if name in standard_ids():
        return _shipped_folder(name)
    return _user_folder(name)


def raw_standard(name: str) -> Mapping[str, Any]:
    """The data of a standard; `StandardFaults` when the file cannot be parsed."""
    if name in standard_ids():
        return _shipped_raw(name)
    raw = read_user(name, stamp_of(_user_folder(name)))
    if isinstance(raw, tuple):
        raise StandardFaults(raw)
    return raw


def load_raw(raw: Mapping[str, Any], file: str, reference: Reference | None = None) -> Standard:
    """A standard from its data under the chosen readings.

    Raises `ReferenceFault` for an unknown reading or value, `StandardFaults` with every fault of the data.
    """
    chosen = default_choices(raw)
    if reference is not None:
        _check_choices(raw, reference)
        chosen |= reference.choices
    text = str(reference) if reference else ""
    lang = reference.lang if reference else "zh"
    standard, faults = build(raw, file=file, chosen=chosen, reference=text, lang=lang)
    if faults:
        raise StandardFaults(tuple(faults))
    return standard


def load_standard(reference: str = DEFAULT_REFERENCE) -> Standard:
    """The standard a reference names, ready to score with; a user's standard as its file is now.

    Raises `ReferenceFault` with the valid names when the id, edition, a reading or a value is unknown,
    `StandardFaults` when the data of a user's standard contradict themselves.
    """
    try:
        return _shipped[reference]
    except KeyError:
        pass
    parsed = parse_reference(reference)
    name = f"{parsed.id}/{parsed.edition}"
    if name in standard_ids():
        standard = load_raw(_shipped_raw(name), f"{name}/{FILE}", parsed)
        if len(_shipped) >= _KEPT:
            _shipped.clear()
        _shipped[reference] = standard
        return standard
    loaded = _load_user(reference, stamp_of(_user_folder(name)))
    if isinstance(loaded, tuple):
        raise StandardFaults(loaded)
    if isinstance(loaded, Text):
        raise ReferenceFault(loaded)
    return loaded


def find(name: str, *, on: date) -> str:
    """The edition of a standard in force on a day, as `id/edition`: the last to have come into force.

    Raises `ReferenceFault` when there is none, or the dates do not say which.
    """
    editions = [known for known in known_ids() if known.partition("/")[0] == name]
    if not editions:
        known = ", ".join(sorted({known.partition("/")[0] for known in known_ids()}))
        raise ReferenceFault(Text(f"没有标准 {name}，可用：{known}", f"no standard {name}; known: {known}"))
    spans = {edition: _effective(edition) for edition in editions}
    listed = Text(
        "；".join(f"{edition}（{begin or '…'} 至 {end or '…'}）" for edition, (begin, end) in spans.items()),
        "; ".join(f"{edition} ({begin or '…'} to {end or '…'})" for edition, (begin, end) in spans.items()),
    )
    day = on.isoformat()
    in_force = [edition for edition, (begin, end) in spans.items() if begin <= day and (not end or day <= end)]
    if not in_force:
        raise ReferenceFault(
            Text(
                f"{day} 没有施行的 {name} 版本：{listed.zh}", f"no edition of {name} is in force on {day}: {listed.en}"
            )
        )
    latest = max(spans[edition][0] for edition in in_force)
    newest = [edition for edition in in_force if spans[edition][0] == latest]
    if len(newest) > 1:
        raise ReferenceFault(
            Text(
                f"{day} 有几个 {name} 版本施行，请指明版本：{listed.zh}",
                f"several editions of {name} are in force on {day}: name one of {listed.en}",
            )
        )
    return newest[0]


def all_faults(raw: Mapping[str, Any], file: str) -> tuple[Fault, ...]:
    """Every fault of a standard's data, under each value of each reading."""
    found: dict[Fault, None] = {}
    defaults = default_choices(raw)
    for chosen in _trials(raw, defaults):
        found |= dict.fromkeys(build(raw, file=file, chosen=chosen)[1])
    return tuple(found)


def faults_of(known: Known) -> tuple[Fault, ...]:
    """Everything wrong with one standard of the catalogue, its file named."""
    if known.fault is not None:
        return (known.fault,)
    try:
        raw = _shipped_raw(known.name) if known.shipped else raw_standard(known.name)
    except StandardFaults as broken:
        return broken.faults
    return all_faults(raw, str(known.folder.joinpath(FILE)))


def _trials(raw: Mapping[str, Any], defaults: dict[str, str | None]) -> list[dict[str, str | None]]:
    readings = raw.get("reading", ())
    trials = [defaults]
    for reading in readings if isinstance(readings, list) else ():
        values = reading.get("values", ()) if isinstance(reading, dict) else ()
        for value in values if isinstance(values, list) else ():
            if isinstance(value, dict):
                trials.append(defaults | {str(reading.get("name")): value.get("name")})
    return trials


def _effective(name: str) -> tuple[str, str]:
    """The first and last day of an edition as ISO texts, "" where open; a broken file is as one without dates."""
    try:
        raw = raw_standard(name)
    except StandardFaults:
        return "", ""
    return str(raw.get("effective_from") or ""), str(raw.get("effective_to") or "")


def _shipped_folder(name: str) -> Traversable:
    return files("psscore").joinpath("standards", *name.split("/"))


@lru_cache(maxsize=32)
def _shipped_raw(name: str) -> Mapping[str, Any]:
    return parse_shipped(_shipped_folder(name).joinpath(SHIPPED_FILE).read_text("utf-8"))


def _user_folder(name: str) -> Path:
    folder = user_folder(name)
    if folder is None:
        known = ", ".join(known_ids())
        raise ReferenceFault(
            Text(
                f"没有标准 {name}，可用：{known}。自有标准每台电脑都要装：把 {name} 文件夹（内有 {FILE}）放进"
                "用户数据文件夹 psscore/standards，或 PSSCORE_STANDARDS 所列的文件夹",
                f"no standard {name}; known: {known}. A standard of your own is installed on every machine: put its "
                f"folder {name} (with {FILE}) into psscore/standards in your data folder, or one of PSSCORE_STANDARDS",
            )
        )
    return folder


@lru_cache(maxsize=64)
def _load_user(reference: str, stamp: Stamp) -> Standard | tuple[Fault, ...] | Text:
    """A user's standard, or its faults, or what is wrong with the reference; found once for each state of the file."""
    parsed = parse_reference(reference)
    raw = read_user(f"{parsed.id}/{parsed.edition}", stamp)
    if isinstance(raw, tuple):
        return raw
    # A fault under any reading is one now: otherwise a total would hang on which reading was tried first.
    if faults := all_faults(raw, stamp[0]):
        return faults
    try:
        return load_raw(raw, stamp[0], parsed)
    except ReferenceFault as fault:
        return fault.message


def _check_choices(raw: Mapping[str, Any], reference: Reference) -> None:
    allowed = {item["name"]: [value["name"] for value in item["values"]] for item in raw.get("reading", ())}
    for name, value in reference.choices.items():
        if name not in allowed:
            known = ", ".join(allowed)
            raise ReferenceFault(Text(f"没有读法 {name}，可用：{known}", f"no reading {name}; known: {known}"))
        if value not in allowed[name]:
            known = ", ".join(allowed[name])
            raise ReferenceFault(
                Text(
                    f"读法 {name} 没有取值 {value}，可用：{known}",
                    f"reading {name} has no value {value}; known: {known}",
                )
            )
