"""The components for LibreOffice before 25.2: one puts our functions into the user's macros, one they call."""

import logging
from pathlib import Path

import unohelper
from _psscore.hosts.libreoffice.calc.answer import answer_basic
from _psscore.hosts.libreoffice.calc.macros import keep_macros
from com.sun.star.lang import XServiceInfo
from org.psscore import XCall

CALLER = "org.psscore.Caller"
CALLER_IMPLEMENTATION = f"{CALLER}.python"
KEEPER_IMPLEMENTATION = "org.psscore.Keeper.python"
# Calc creates every add-in before it reads the first formula.
ADD_IN = "com.sun.star.sheet.AddIn"


class Caller(unohelper.Base, XCall, XServiceInfo):
    """What the Basic functions call."""

    def __init__(self, context):
        self.context = context

    def call(self, name, given):
        return answer_basic(name, given)

    def getImplementationName(self):
        return CALLER_IMPLEMENTATION

    def supportsService(self, name):
        return name == CALLER

    def getSupportedServiceNames(self):
        return (CALLER,)


class Keeper(unohelper.Base, XServiceInfo):
    """An add-in without functions: when it is created, it sees to the Basic functions."""

    def __init__(self, context):
        try:
            files = Path(__file__).with_name("basic").glob("*.bas")
            keep_macros(context, {path.stem: path.read_text("utf-8") for path in files})
        except Exception:
            logging.getLogger(__name__).exception("the functions were not put into the user's macros")

    def getImplementationName(self):
        return KEEPER_IMPLEMENTATION

    def supportsService(self, name):
        return name == ADD_IN

    def getSupportedServiceNames(self):
        return (ADD_IN,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Caller, CALLER_IMPLEMENTATION, (CALLER,))
g_ImplementationHelper.addImplementation(Keeper, KEEPER_IMPLEMENTATION, (ADD_IN,))
