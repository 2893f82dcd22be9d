"""Where the text of the macros is, in a checkout and in an installed package, and the parts of it that are generated.

`python -m psscore.hosts.excel` writes the generated files and the add-in anew.
"""

from __future__ import annotations

from pathlib import Path

import psscore
from psscore.hosts.excel import native, texts, wrappers
from psscore.hosts.vba import Module, standard


def addin_folder() -> Path:
    """The folder `addin`: inside an installed package, beside `src` in a checkout. Raises `FileNotFoundError`."""
    package = Path(psscore.__file__).parent
    for folder in (package / "addin", package.parents[1] / "addin"):
        if (folder / "excel").is_dir():
            return folder
    raise FileNotFoundError(f"addin/excel is neither in {package} nor beside its source folder")


def text(name: str) -> str:
    """A source file of addin/excel, by its name."""
    return addin_folder().joinpath("excel", name).read_text("utf-8")


def module(name: str) -> Module:
    """The module in a .bas file of addin/excel, by the file's name without its ending."""
    return standard(text(f"{name}.bas"))


def generated() -> dict[str, str]:
    """File names in addin/excel and the texts they must have; all but these are written by hand."""
    return {
        "PsBuild.bas": native.source(),
        "PsTexts.bas": texts.messages_source(),
        "PsWords.bas": texts.ribbon_source(),
        "PsFunctions.bas": wrappers.source(),
        "PsHelp.bas": wrappers.help_source(),
        "customUI.xml": ribbon_2007(text("customUI14.xml")),
    }


def ribbon_2007(ribbon: str) -> str:
    """The same ribbon in the older namespace, which some programs keep when they drop the newer part."""
    newer, older = "schemas.microsoft.com/office/2009/07/customui", "schemas.microsoft.com/office/2006/01/customui"
    if ribbon.count(newer) != 1:
        raise ValueError("customUI14.xml has no 2009/07 namespace")
    return ribbon.replace(newer, older)


def stock_module() -> Module:
    """xlwings' own VBA module, from the xlwings installed here. Raises `ImportError` without it, or for a version
    other than the one the build belongs to."""
    import xlwings

    if xlwings.__version__ != native.XLWINGS:
        raise ImportError(f"xlwings {native.XLWINGS} is needed to build with its own module, not {xlwings.__version__}")
    return standard(Path(xlwings.__file__).with_name("xlwings.bas").read_text("utf-8"))
