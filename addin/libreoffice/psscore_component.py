"""The component LibreOffice registers: an object with one method for each function of psscore."""

import logging

import unohelper
from _psscore.functions.registry import FUNCTIONS
from _psscore.hosts.libreoffice.calc.answer import answer
from _psscore.hosts.libreoffice.calc.macros import keep_macros
from com.sun.star.lang import XServiceInfo, XServiceName
from org.psscore import XFunctions

SERVICE = "org.psscore.Functions"
IMPLEMENTATION = f"{SERVICE}.python"
SERVICES = (SERVICE, "com.sun.star.sheet.AddIn")


class Functions(unohelper.Base, XFunctions, XServiceInfo, XServiceName):
    """The functions, and what LibreOffice asks of every add-in."""

    def __init__(self, context):
        try:
            # What the extension for older versions leaves behind would stand in the way of newer functions.
            keep_macros(context, {})
        except Exception:
            logging.getLogger(__name__).exception("the user's macros")

    def getServiceName(self):
        return SERVICE

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES


def _method(name):
    def method(self, *given):  # noqa: ARG001
        return answer(name, given)

    return method


for _name in FUNCTIONS:
    _first, *_rest = _name.lower().split("_")
    setattr(Functions, _first + "".join(map(str.capitalize, _rest)), _method(_name))

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, IMPLEMENTATION, SERVICES)
