"""The item map that belongs to the made-up tickets."""

from __future__ import annotations

from psscore.tickets.item_map import parse_item_map

HEADER = "item,indicator_code,match_type,field,value,priority,valid_from,valid_to\n"
ITEMS = parse_item_map(
    HEADER + "停车,1;2,exact,label,停车秩序,,,\n停车,1;2,exact,label,停车难,,,\n"
    "井盖,9;10,keyword,label,井盖,,,\n井盖,9;10,exact,label,it's,,,\n"
)
