"""Addons.xcu, CalcWindowState.xcu, ProtocolHandler.xcu: Calc's menu and toolbar, and who answers their commands."""

from __future__ import annotations

from xml.sax.saxutils import escape

from psscore.hosts.libreoffice.commands.titles import MENU, PROTOCOL, TITLES
from psscore.model.text import Text

HANDLER = "org.psscore.Commands.python"
_TOOLBAR = "org.psscore.toolbar"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
oor:name="{name}" oor:package="org.openoffice.Office{where}">"""
_TAIL = "</oor:component-data>\n"
_CALC = '<prop oor:name="Context" oor:type="xs:string"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop>'


def add_ons() -> str:
    """The menu and the toolbar, shown where a spreadsheet is open."""
    menu = [
        ' <node oor:name="AddonUI">',
        '  <node oor:name="OfficeMenuBar">',
        '   <node oor:name="org.psscore.menu" oor:op="replace">',
        f"    {_title(MENU)}",
        f"    {_CALC}",
        '    <node oor:name="Submenu">',
        *_items("    "),
        "    </node>",
        "   </node>",
        "  </node>",
    ]
    toolbar = [
        '  <node oor:name="OfficeToolBar">',
        f'   <node oor:name="{_TOOLBAR}" oor:op="replace">',
        *_items("   ", _CALC),
        "   </node>",
        "  </node>",
        " </node>",
    ]
    return "\n".join([_HEAD.format(name="Addons", where=""), *menu, *toolbar, _TAIL])


def window_state() -> str:
    """Where the toolbar stands at first: docked above the cells. Left to itself it would float over the others."""
    settings = {"Docked": "true", "DockingArea": "0", "DockPos": "0,2", "Visible": "true", "Style": "1"}
    lines = [
        _HEAD.format(name="CalcWindowState", where=".UI"),
        ' <node oor:name="UIElements">',
        '  <node oor:name="States">',
        f'   <node oor:name="private:resource/toolbar/addon_{_TOOLBAR}" oor:op="replace">',
        f"    {_title(MENU, 'UIName')}",
        *(f'    <prop oor:name="{name}"><value>{value}</value></prop>' for name, value in settings.items()),
        "   </node>",
        "  </node>",
        " </node>",
    ]
    return "\n".join([*lines, _TAIL])


def protocol_handler() -> str:
    """Who answers the addresses of the commands."""
    return "\n".join(
        [
            _HEAD.format(name="ProtocolHandler", where=""),
            ' <node oor:name="HandlerSet">',
            f'  <node oor:name="{HANDLER}" oor:op="replace">',
            f'   <prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>',
            "  </node>",
            " </node>",
            _TAIL,
        ]
    )


def _items(indent: str, more: str = "") -> list[str]:
    lines = []
    for number, (command, text) in enumerate(TITLES.items(), 1):
        lines += [
            f'{indent} <node oor:name="m{number}" oor:op="replace">',
            f'{indent}  <prop oor:name="URL" oor:type="xs:string"><value>{PROTOCOL}{command}</value></prop>',
            f"{indent}  {_title(text)}",
            f'{indent}  <prop oor:name="Target" oor:type="xs:string"><value>_self</value></prop>',
            *([f"{indent}  {more}"] if more else []),
            f"{indent} </node>",
        ]
    return lines


def _title(text: Text, name: str = "Title") -> str:
    texts = f'<value xml:lang="en">{escape(text.en)}</value><value xml:lang="zh-CN">{escape(text.zh)}</value>'
    return f'<prop oor:name="{name}" oor:type="xs:string">{texts}</prop>'
