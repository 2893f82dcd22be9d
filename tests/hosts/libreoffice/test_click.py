"""Our toolbar and menu in a window of LibreOffice, pressed with a mouse on a display of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import psscore
from hosts.libreoffice.office import Calc
from needs import absent
from psscore.workbook.template.build import build
from psscore.workbook.template.example import EXAMPLE

PROGRAMS = ("Xvfb", "xdotool", "import", "openbox")
PICTURES = ("window.png", "score.png", "menu.png", "check.png")


@pytest.fixture
def display() -> Iterator[str]:
    """A display with a window manager, ended with the test."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        absent(", ".join(missing), "apt-get install xvfb xdotool imagemagick openbox")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1320x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    environment = os.environ | {"DISPLAY": f":{number}"}
    manager = subprocess.Popen(["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    yield f":{number}"
    for process in (manager, screen):
        process.terminate()
        process.wait(20)


def test_the_buttons_are_there_and_work(calc: Calc, display: str) -> None:
    with tempfile.TemporaryDirectory(prefix="psscore-") as folder:
        found = calc.click(build("zh", EXAMPLE), display, Path(folder))
        for name in PICTURES:
            assert Path(folder, name).stat().st_size > 20_000, "a picture of a window is larger than that of nothing"
        if keep := os.environ.get("CI_ARTEFACTS"):
            for name in PICTURES:
                shutil.copy(Path(folder, name), Path(keep, f"libreoffice-{name}"))
    assert found["toolbar"] == ["评分", "核查", "修复公式"]
    # LibreOffice adds a letter to press to each entry.
    assert [title.partition("(")[0] for title in found["menu"]] == ["评分", "核查", "修复公式"]
    assert found["before"] == ["", "", "", ""]
    at, by, digest, tool = found["after"]
    assert at.startswith("20")
    assert (by, len(digest), tool) == ("张三", 64, f"psscore {psscore.__version__}")
    score, check = "\n".join(found["score"]), "\n".join(found["check"])
    assert "总分 83.69 / 100" in score
    assert "已记录：" in score
    assert "总分 83.69 / 100" in check
    assert "已记录" not in check
