"""The standard a workbook is scored by: is it the one asked for, and the one it was stamped with?"""

from __future__ import annotations

from collections.abc import Iterator

from psscore.model.faults import ReferenceFault
from psscore.model.standard import Reading
from psscore.model.text import Text
from psscore.rulebook.reference import Reference, parse_reference
from psscore.tampering.finding import Finding, Severity, shown
from psscore.tampering.handed_out import known
from psscore.tampering.keyed import key_of
from psscore.tampering.opened import Opened
from psscore.workbook.address import a1

_REFERENCES = ("ps_standard_reference", "ps_form_standard")


def check_rules(mine: Opened, reference: str, asked: str, handed_out: str) -> Iterator[Finding]:
    """`reference` is what the workbook says now, `asked` what it was to say, or else what it said when `handed_out`.

    A reading handed out as the standard's own default may have been left for the unit to choose: changing it weighs
    less.
    """
    wanted = parsed(asked or handed_out)
    yield from _differences(mine, parsed(reference), wanted, reference, strict=bool(asked))
    yield from _stamp(mine, reference)


def parsed(reference: str) -> Reference | None:
    """A reference taken apart; None when it is none."""
    try:
        return parse_reference(reference)
    except ReferenceFault:
        return None


def _differences(
    mine: Opened, own: Reference | None, wanted: Reference | None, said: str, *, strict: bool
) -> Iterator[Finding]:
    if wanted is None:
        return
    where = _place(mine, "ps_standard_reference")
    name = f"{wanted.id}/{wanted.edition}"
    if own is None or (own.id, own.edition) != (wanted.id, wanted.edition):
        now = shown(said) if own is None else f"{own.id}/{own.edition}"
        text = Text(f"标准是 {now or '（空）'}", f"the standard is {now or '(blank)'}")
        yield Finding("standard_differs", Severity.CRITICAL, *where, text, name)
        return
    standard = known(name)
    readings = {reading.name: reading for reading in standard.readings} if standard else {}
    for name, value in wanted.choices.items():
        reading = readings.get(name)
        default = (reading.default or "") if reading else ""
        chosen = own.choices.get(name, default)
        if chosen != value:
            is_now, to_be = _title(reading, chosen), _title(reading, value)
            title = reading.title if reading else Text(name, name)
            demanded = Text("要求是", "it was to be") if strict else Text("发放时是", "it was handed out as")
            text = Text(
                f"读法“{title.zh}”现在是“{is_now.zh}”，{demanded.zh}“{to_be.zh}”",
                f'the reading "{title.en}" is "{is_now.en}"; {demanded.en} "{to_be.en}"',
            )
            left_open = not strict and value == default
            severity = Severity.WARNING if left_open else Severity.CRITICAL
            yield Finding("reading_differs", severity, *where, text, f"{name}={value}")


def _title(reading: Reading | None, value: str) -> Text:
    """What people call a value of a reading."""
    if not value:
        return Text("未选", "not chosen")
    values = reading.values if reading else ()
    return next((one.title for one in values if one.name == value), Text(value, value))


def _stamp(mine: Opened, reference: str) -> Iterator[Finding]:
    stamp, standard = mine.value("ps_scored_digest"), known(reference)
    if not isinstance(stamp, str) or not stamp.strip() or standard is None:
        return
    if stamp.strip().casefold() != standard.digest.casefold():
        text = Text(
            f"计分时的标准摘要是 {stamp.strip()[:12]}…，现在的标准和读法是 {standard.digest[:12]}…",
            f"stamped with the digest {stamp.strip()[:12]}…, while standard and readings now have "
            f"{standard.digest[:12]}…",
        )
        yield Finding("digest_differs", Severity.WARNING, *_place(mine, "ps_scored_digest"), text, standard.digest)


def reference_of(opened: Opened) -> str:
    """The reference a workbook was saved with; from the cells of standard and edition where it has none."""
    for name in _REFERENCES:
        value = opened.value(name)
        if isinstance(value, str) and parsed(value) is not None:
            return value
    parts = [key_of(opened.value(name)) for name in ("ps_standard_id", "ps_standard_edition")]
    return "/".join(parts) if all(parts) else ""


def _place(mine: Opened, name: str) -> tuple[str, str]:
    found = mine.book.cell(name)
    return (found[0], a1(*found[1:])) if found else ("", "")
