"""The macros of a workbook against ours, by the text of their modules: programs pack the project anew on saving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from psscore.hosts.excel.sources import module, stock_module
from psscore.hosts.excel.vba_project import standard_modules
from psscore.hosts.vba.reader import NotReadable, module_texts
from psscore.model.text import Text
from psscore.tampering.finding import Finding, Severity
from psscore.tampering.opened import Opened
from psscore.workbook.parts import relations

_LINES = re.compile(r"^\s*(?:Attribute\s|Rem Attribute\s|Option VBASupport)[^\n]*$", re.IGNORECASE | re.MULTILINE)


def check_macros(mine: Opened, wanted: Opened) -> Iterator[Finding]:
    """Modules changed and modules that are not ours. A workbook without macros scores the same elsewhere."""
    for kind, _ in relations(mine.package, mine.book.part).values():
        if "macrosheet" in kind.casefold():
            text = Text("含有 Excel 4.0 宏表", "there is a sheet of Excel 4.0 macros")
            yield Finding("macro_foreign", Severity.WARNING, "", "", text)
    project = mine.macros
    if project is None or project == wanted.macros:
        return
    try:
        texts = module_texts(project)
    except NotReadable:
        text = Text("宏工程无法读取，不能核对", "the macro project cannot be read, so it cannot be checked")
        yield Finding("macro_foreign", Severity.WARNING, "", "", text)
        return
    own = _own(wanted)
    for name, source in texts.items():
        code, known = plain(source), {own[name]} if name in own else set()
        if code in known | _runtimes(name) or (not known and not code):
            continue
        if any(known):
            text = Text(f"模块 {name} 的源码被改动", f"the source of the module {name} was changed")
            yield Finding("macro_changed", Severity.CRITICAL, "", "", text)
        else:
            text = Text(f"模块 {name} 含有外来代码", f"the module {name} holds code that is not the workbook's")
            yield Finding("macro_foreign", Severity.WARNING, "", "", text)


def plain(source: str) -> str:
    """A module's text without what an editor changes by itself: attributes, blanks, case, empty lines."""
    return "".join(_LINES.sub("", source).split()).casefold()


def _own(wanted: Opened) -> Mapping[str, str]:
    """The modules of the workbook handed out; ours where that has none."""
    project = wanted.macros
    if project is None:
        return {own.name: plain(own.source().decode("ascii")) for own in standard_modules("workbook")}
    try:
        return {name: plain(source) for name, source in module_texts(project).items()}
    except NotReadable:
        return {}


@cache
def _runtimes(name: str) -> frozenset[str]:
    """What a module may be as well, since the same workbook may be built with the other runtime."""
    if name not in ("PsRuntime", "xlwings"):
        return frozenset()
    try:
        found = [stock_module()] if name == "xlwings" else [module("PsRuntime"), module("PsRuntimeXlwings")]
    except (ImportError, OSError):
        return frozenset()
    return frozenset(plain(one.source().decode("ascii")) for one in found)
