"""Headless recalculation: a workbook's bytes in, the same bytes with fresh results out."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping

from psscore.engines.engine import Engine, Source
from psscore.engines.formualizer import Formualizer
from psscore.functions.call import OMITTED, call_function
from psscore.functions.registry import FUNCTIONS
from psscore.workbook.collector import collector_rests
from psscore.workbook.package import Package
from psscore.workbook.prepared import Function
from psscore.workbook.recalculation import Options, Recalculation, crashed, refused
from psscore.workbook.refusal import Finding, Refused
from psscore.workbook.run import Run
from psscore.workbook.template_cache import TemplateCache

__all__ = ["Finding", "Options", "Recalculation", "Recalculator", "own_functions", "recalculate", "refused"]


def own_functions() -> dict[str, Function]:
    """Every PS_ function as the engine calls it."""
    return {name: functools.partial(call_function, function) for name, function in FUNCTIONS.items()}


class Recalculator:
    """Recalculates workbooks one after another, remembering their templates."""

    def __init__(
        self,
        functions: Mapping[str, Function] | None = None,
        load: Callable[[Source], Engine] = Formualizer,
        omitted: object = OMITTED,
    ) -> None:
        known = own_functions() if functions is None else functions
        self._new_cache = functools.partial(TemplateCache, known, omitted, load)
        self._cache = self._new_cache()

    def recalculate(self, data: bytes, options: Options, *, name: str = "") -> Recalculation:
        """Recalculate one workbook. Never raises for a workbook's sake: what is wrong with it is in the result."""
        now = options.now or datetime.datetime.now()
        try:
            with collector_rests():
                return Run(self._cache, Package(data, options.limits), options, now.replace(tzinfo=None), name).run()
        except Refused as refusal:
            return refused(refusal, options, name, now)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as failure:
            # A panic in native code is no `Exception`. What was remembered may be half done.
            self._cache = self._new_cache()
            return crashed(failure, options, name, now)


@functools.cache
def _default() -> Recalculator:
    return Recalculator()


def recalculate(data: bytes, options: Options, *, name: str = "") -> Recalculation:
    """Recalculate one workbook with the PS_ functions and the pinned engine."""
    return _default().recalculate(data, options, name=name)
