"""The component behind the menu and the toolbar: runs a command on the workbook of its window and shows the text."""

import getpass
import logging

import uno
import unohelper
from _psscore.hosts.libreoffice.commands.run import run
from _psscore.hosts.libreoffice.commands.titles import PROTOCOL, TITLES
from com.sun.star.awt.MessageBoxType import INFOBOX
from com.sun.star.frame import DispatchResultEvent, XDispatchProvider, XNotifyingDispatch
from com.sun.star.frame.DispatchResultState import SUCCESS
from com.sun.star.lang import XInitialization, XServiceInfo

IMPLEMENTATION = "org.psscore.Commands.python"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
OK = 1


class Commands(unohelper.Base, XDispatchProvider, XNotifyingDispatch, XInitialization, XServiceInfo):
    """One for each window. With the argument Silent nothing is shown: the text is the result of the dispatch."""

    def __init__(self, context, *given):
        self.context = context
        self.frame = given[0] if given else None

    def initialize(self, given):
        if given:
            self.frame = given[0]

    def queryDispatch(self, url, target, flags):  # noqa: ARG002
        return self if url.Complete.removeprefix(PROTOCOL) in TITLES else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url, given):
        self._run(url, given)

    def dispatchWithNotification(self, url, given, listener):
        text = self._run(url, given)
        if listener is not None:
            listener.dispatchFinished(DispatchResultEvent(self, SUCCESS, text))

    def _run(self, url, given):
        command = url.Complete.removeprefix(PROTOCOL)
        lang = self._lang()
        text = run(command, self.frame, self._operator(), lang)
        if not any(one.Name == "Silent" and one.Value for one in given):
            try:
                self._show(TITLES[command](lang), text)
            except Exception:
                logging.getLogger(__name__).exception(command)
        return text

    def _lang(self):
        return "zh" if (self._setting("Setup/L10N", "ooLocale") or "zh").startswith("zh") else "en"

    def _operator(self):
        """The user's name as LibreOffice knows it, else the login name."""
        family, given = (self._setting("UserProfile/Data", name).strip() for name in ("sn", "givenname"))
        known = family + given if not (family + given).isascii() else f"{given} {family}".strip()
        try:
            return known or getpass.getuser()
        except Exception:  # which kind depends on the version of Python
            return ""

    def _setting(self, path, name):
        """A text of LibreOffice's configuration; empty where there is none."""
        where = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        where.Name, where.Value = "nodepath", f"/org.openoffice.{path}"
        try:
            provider = self._made("com.sun.star.configuration.ConfigurationProvider")
            node = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (where,))
            return node.getByName(name) or ""
        except Exception:
            logging.getLogger(__name__).exception(path)
            return ""

    def _show(self, title, text):
        toolkit = self._made("com.sun.star.awt.Toolkit")
        window = self.frame.getContainerWindow() if self.frame else toolkit.getDesktopWindow()
        box = toolkit.createMessageBox(window, INFOBOX, OK, title, text)
        try:
            box.execute()
        finally:
            box.dispose()

    def _made(self, service):
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def addStatusListener(self, listener, url):
        pass

    def removeStatusListener(self, listener, url):
        pass

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Commands, IMPLEMENTATION, SERVICES)
