"""Which workbook a standard has: the one made for public services, or the evaluation workbook of any standard."""

from __future__ import annotations

from dataclasses import replace

from psscore.hosts.excel.vba_project import RUNTIME, Runtime
from psscore.model.standard import Standard
from psscore.model.text import Text
from psscore.rulebook import load_standard
from psscore.rulebook.reference import parse_reference
from psscore.workbook.template.build import build, draft
from psscore.workbook.template.content import STANDARD
from psscore.workbook.template.evaluation.build import build_evaluation, draft_evaluation
from psscore.workbook.template.evaluation.content import Filled, read_example
from psscore.workbook.template.evaluation.form_book import build_form, draft_form
from psscore.workbook.template.example import EXAMPLE
from psscore.workbook.template.register import example as plan_example
from psscore.workbook.template.register.build import build_register, draft_register


class NoWorkbook(Exception):
    """What was asked for cannot be built; `message` says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def workbook_of(reference: str, lang: str = "zh", *, example: bool = False, runtime: Runtime = RUNTIME) -> bytes:
    """The workbook of a standard, empty or with its example: its evaluation, or the board of a plan.

    The self-evaluation form is part of the public-service workbook too. Raises `ReferenceFault`, `StandardFaults` as
    loading does, `NoWorkbook` where an example is asked for and there is none, or a reading has to be chosen first.
    """
    if _is_public_service(reference):
        return build(lang, EXAMPLE if example else None, runtime)
    if load_standard(reference).form is not None:
        return build_form(load_standard(reference), lang, EXAMPLE if example else None, runtime)
    standard, filled = _loaded(reference, example=example)
    if isinstance(filled, plan_example.Filled) or standard.register is not None:
        return build_register(standard, lang, filled if isinstance(filled, plan_example.Filled) else None, runtime)
    return build_evaluation(standard, lang, filled, runtime)


def draft_of(reference: str, lang: str = "zh") -> bytes:
    """The workbook with its example before it is calculated: what there is to score. Raises as `workbook_of`."""
    if _is_public_service(reference):
        return draft(lang, EXAMPLE)
    if load_standard(reference).form is not None:
        return draft_form(load_standard(reference), lang, EXAMPLE)
    standard, filled = _loaded(reference, example=True)
    if isinstance(filled, plan_example.Filled):
        return draft_register(standard, lang, filled)
    return draft_evaluation(standard, lang, filled)


def _example_of(standard: Standard) -> Filled | plan_example.Filled | None:
    return read_example(standard) if standard.register is None else plan_example.read_example(standard)


def _is_public_service(reference: str) -> bool:
    standard = load_standard(reference)
    return (standard.id, standard.edition) == STANDARD


def _loaded(reference: str, *, example: bool) -> tuple[Standard, Filled | plan_example.Filled | None]:
    """The standard under the readings of the reference, or of its example where they leave one open."""
    parsed, standard = parse_reference(reference), load_standard(reference)
    name = f"{standard.id}/{standard.edition}"
    filled = _example_of(standard) if example else None
    if example and filled is None:
        raise NoWorkbook(Text(f"标准 {name} 没有附示例（example.toml）", f"{name} has no example (example.toml)"))
    if filled is not None:
        choices = dict(filled.readings) | dict(parsed.choices)
        filled = replace(filled, readings=choices)
        parsed = replace(parsed, choices=choices)
    standard = load_standard(str(parsed))
    if standard.undecided:
        open_name = standard.undecided[0]
        values = next(reading.values for reading in standard.readings if reading.name == open_name)
        listed = "、".join(f"{value.name}（{value.title.zh}）" for value in values)
        raise NoWorkbook(
            Text(
                f"{name} 有哪些指标取决于读法 {open_name}，请写明，如 --standard "
                f'"{name}?{open_name}={values[0].name}"；可选：{listed}',
                f"which indicators {name} has depends on the reading {open_name}: choose it, as in --standard "
                f'"{name}?{open_name}={values[0].name}"; values: {", ".join(value.name for value in values)}',
            )
        )
    return standard, filled
