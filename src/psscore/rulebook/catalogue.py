"""Which standards there are, and loading one by its reference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from psscore.model.faults import Fault, ReferenceFault, StandardFaults
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook.build import build
from psscore.rulebook.readings import default_choices
from psscore.rulebook.reference import DEFAULT_REFERENCE, Reference, parse_reference


@lru_cache(maxsize=1)
def standard_ids() -> tuple[str, ...]:
    """Every shipped standard as `id/edition`, in order."""
    found = []
    for folder in files("psscore").joinpath("standards").iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            found += [f"{folder.name}/{edition.name}" for edition in folder.iterdir() if edition.is_dir()]
    return tuple(sorted(found))


def standard_folder(name: str) -> Traversable:
    """The folder of a shipped standard, such as `public-service/2026`; a `ReferenceFault` lists the known ones."""
    if name not in standard_ids():
        known = ", ".join(standard_ids())
        raise ReferenceFault(Text(f"没有标准 {name}，可用：{known}", f"no standard {name}; known: {known}"))
    return files("psscore").joinpath("standards", *name.split("/"))


@lru_cache(maxsize=16)
def raw_standard(name: str) -> Mapping[str, Any]:
    """The data of a shipped standard; `StandardFaults` when the file cannot be parsed."""
    return parse_raw(standard_folder(name).joinpath("standard.toml").read_text("utf-8"), f"{name}/standard.toml")


def parse_raw(text: str, file: str) -> dict[str, Any]:
    """TOML text to data; `StandardFaults` with the line when it cannot be parsed."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(file, "TOML", Text(f"文件无法解析：{error}", f"the file cannot be parsed: {error}"))
        raise StandardFaults((fault,)) from error


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


@lru_cache(maxsize=256)
def load_standard(reference: str = DEFAULT_REFERENCE) -> Standard:
    """The standard a reference names, ready to score with.

    Raises `ReferenceFault` with the valid names when the id, edition, a reading or a value is unknown.
    """
    parsed = parse_reference(reference)
    name = f"{parsed.id}/{parsed.edition}"
    return load_raw(raw_standard(name), f"{name}/standard.toml", parsed)


def all_faults(raw: Mapping[str, Any], file: str) -> tuple[Fault, ...]:
    """Every fault of a standard's data, under each value of each reading."""
    found: dict[Fault, None] = {}
    defaults = default_choices(raw)
    trials = [defaults] + [
        defaults | {str(reading.get("name")): value.get("name")}
        for reading in raw.get("reading", ())
        for value in reading.get("values", ())
    ]
    for chosen in trials:
        found |= dict.fromkeys(build(raw, file=file, chosen=chosen)[1])
    return tuple(found)


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
