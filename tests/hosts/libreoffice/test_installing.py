"""The extension as a user installs it, with LibreOffice's own installer."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from hosts.libreoffice.office import Book, Calc
from hosts.libreoffice.sheets import SHEET, workbook_of
from psscore.hosts.libreoffice.extension import FILE_NAME, IDENTIFIER, extension_bytes

USER = 12345


def test_unopkg_installs_and_registers_it(soffice: str) -> None:
    unopkg = shutil.which("unopkg")
    assert unopkg, "LibreOffice comes with unopkg"
    folder = Path(tempfile.mkdtemp(prefix="psscore-unopkg-"))
    try:
        profile = folder / "profile"
        folder.joinpath(FILE_NAME).write_bytes(extension_bytes())
        as_user: list[str] = []
        if os.getuid() == 0:  # unopkg installs for no root
            folder.joinpath(FILE_NAME).chmod(0o644)
            os.chown(folder, USER, USER)
            as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
        where = f"-env:UserInstallation={profile.as_uri()}"
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"}
        for words in (["add", "-f", str(folder / FILE_NAME)], ["list", IDENTIFIER]):
            ran = subprocess.run(
                [*as_user, unopkg, *words, where], env=environment, capture_output=True, text=True, timeout=120
            )
            assert ran.returncode == 0, ran.stderr
        registered = [line for line in ran.stdout.splitlines() if "is registered" in line]
        assert len(registered) == 8, ran.stdout
        assert {line.strip() for line in registered} == {"is registered: yes"}
        calc = Calc(soffice, None, folder, profile)
        (book,) = calc.calculate(Book(workbook_of({}, {"A1": '=PS_SCORE("1",93,100)'})))
        assert book.cells[SHEET]["A1"] == pytest.approx(0.6, abs=0)
    finally:
        shutil.rmtree(folder)
