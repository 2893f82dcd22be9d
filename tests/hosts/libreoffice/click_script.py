"""Run by the Python of LibreOffice: opens a workbook in a window and presses our buttons with a mouse, as a user does.

Standard input: {"pipe", "url", "pictures": a folder}. The answer: what is written on menu, toolbar and message box,
what the stamp cells hold before and after; pictures of the window, the open menu and the message box are in the folder.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

# This file is run, not imported: its neighbours are found from here.
sys.path.insert(0, str(Path(__file__).parents[1]))
from uno_connection import connect, setting  # imports uno, which finds com.sun.star

from com.sun.star.accessibility.AccessibleRole import MENU as MENU_ROLE  # isort: skip

MENU, TOOLBAR = "公众服务评分", "private:resource/toolbar/addon_org.psscore.toolbar"
STAMPS = ("ps_scored_at", "ps_scored_by", "ps_scored_digest", "ps_scored_with")


def until(found, what, seconds=40):
    """What a function gives once it gives something; a window needs its time."""
    for _ in range(seconds * 10):
        with contextlib.suppress(Exception):
            if given := found():
                return given
        time.sleep(0.1)
    raise SystemExit(f"not seen: {what}")


def children(accessible):
    context = accessible.getAccessibleContext()
    return [context.getAccessibleChild(at) for at in range(min(context.getAccessibleChildCount(), 200))]


def named(accessible, name, roles=None, depth=8):
    context = accessible.getAccessibleContext()
    if context.getAccessibleName() == name and (roles is None or context.getAccessibleRole() in roles):
        return accessible
    for child in children(accessible) if depth else ():
        if found := named(child, name, roles, depth - 1):
            return found
    return None


def click(accessible):
    context = accessible.getAccessibleContext()
    place, size = context.getLocationOnScreen(), context.getSize()
    x, y = place.X + size.Width // 2, place.Y + size.Height // 2
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", "1"], check=True)


def picture(folder, name):
    time.sleep(0.7)  # for what is still being drawn
    subprocess.run(["import", "-window", "root", os.path.join(folder, name)], check=True)


def main():
    asked = json.load(sys.stdin)
    context = connect(asked["pipe"])
    made = context.ServiceManager.createInstanceWithContext
    desktop, toolkit = made("com.sun.star.frame.Desktop", context), made("com.sun.star.awt.Toolkit", context)
    document = desktop.loadComponentFromURL(asked["url"], "_blank", 0, (setting("MacroExecutionMode", 0),))
    frame = document.CurrentController.Frame
    window = frame.getContainerWindow()
    window.setPosSize(0, 0, 1300, 860, 15)

    def stamps():
        names = document.NamedRanges
        return [names.getByName(name).getReferredCells().getCellByPosition(0, 0).String for name in STAMPS]

    def boxes():
        tops = [toolkit.getTopWindow(at) for at in range(toolkit.getTopWindowCount())]
        return [one for one in tops if one.getAccessibleContext().getAccessibleName() in ("评分", "核查", "修复公式")]

    def told(name):
        """What a message box says; it is closed with its button."""
        box = until(boxes, "a message box")[0]
        texts = []

        def walk(accessible):
            inside = accessible.getAccessibleContext()
            texts.append(inside.getAccessibleName())
            for child in children(accessible):
                walk(child)

        until(lambda: named(box, "确定") or named(box, "确定(O)"), "its button")
        walk(box)
        picture(asked["pictures"], name)
        subprocess.run(["xdotool", "key", "Return"], check=True)
        until(lambda: not boxes(), "the end of the message box")
        return texts

    # One that is loaded by hand: it is there when its parts have a size.
    def toolbar():
        bar = frame.LayoutManager.getElement(TOOLBAR).getRealInterface()
        return bar if [1 for one in children(bar) if one.getAccessibleContext().getSize().Width] else None

    bar = until(toolbar, "the toolbar")
    time.sleep(2)
    answer = {"toolbar": [one.getAccessibleContext().getAccessibleName() for one in children(bar)], "before": stamps()}
    picture(asked["pictures"], "window.png")
    click(named(bar, "评分"))
    answer["score"] = told("score.png")
    answer["after"] = stamps()
    click(until(lambda: named(window, MENU, (MENU_ROLE,)), "the menu"))

    def open_menu():
        menu = named(window, MENU, (MENU_ROLE,))
        return menu if menu is not None and len(children(menu)) == 3 else None

    menu = until(open_menu, "the open menu")
    answer["menu"] = [one.getAccessibleContext().getAccessibleName() for one in children(menu)]
    picture(asked["pictures"], "menu.png")
    click(children(menu)[1])
    answer["check"] = told("check.png")
    print(json.dumps(answer), flush=True)
    with contextlib.suppress(Exception):
        document.setModified(False)
        document.close(True)
        desktop.terminate()


main()
