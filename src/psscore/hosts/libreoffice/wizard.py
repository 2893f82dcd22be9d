"""CalcAddIns.xcu: names and texts of the functions for Calc's formulas and its function wizard."""

from __future__ import annotations

from xml.sax.saxutils import escape

from psscore.functions.function import Function, Parameter
from psscore.functions.registry import FUNCTIONS
from psscore.hosts.libreoffice.interface import SERVICE, camel, method_of
from psscore.model.text import Text

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" oor:name="CalcAddIns" \
oor:package="org.openoffice.Office">
 <node oor:name="AddInInfo">
  <node oor:name="{service}" oor:op="replace">
   <node oor:name="AddInFunctions">"""
_TAIL = """   </node>
  </node>
 </node>
</oor:component-data>
"""


def add_ins() -> str:
    """The configuration that makes the functions known to Calc; in .xlsx files they keep their bare names."""
    lines = [_HEAD.format(service=SERVICE)]
    for function in FUNCTIONS.values():
        lines += _function(function)
    return "\n".join([*lines, _TAIL])


def _function(function: Function) -> list[str]:
    parameters = [line for item in function.parameters for line in _parameter(item)]
    return [
        f'    <node oor:name="{method_of(function)}" oor:op="replace">',
        _property("DisplayName", Text(function.name, function.name), 5),
        _property("Description", function.summary, 5),
        '     <prop oor:name="Category"><value>Add-In</value></prop>',
        f'     <prop oor:name="CompatibilityName"><value xml:lang="en-US">{function.name}</value></prop>',
        '     <node oor:name="Parameters">',
        *parameters,
        "     </node>",
        "    </node>",
    ]


def _parameter(parameter: Parameter) -> list[str]:
    return [
        f'      <node oor:name="{camel(parameter.name)}" oor:op="replace">',
        _property("DisplayName", Text(parameter.name, parameter.name), 7),
        _property("Description", parameter.help, 7),
        "      </node>",
    ]


def _property(name: str, text: Text, indent: int) -> str:
    texts = f'<value xml:lang="en">{escape(text.en)}</value><value xml:lang="zh-CN">{escape(text.zh)}</value>'
    return f'{" " * indent}<prop oor:name="{name}">{texts}</prop>'
