"""`psscore addin ... --libreoffice`: with programs that play LibreOffice's, for each way it can go; and the real."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import psscore
from hosts.libreoffice.office import Book, Calc, soffice_74
from hosts.libreoffice.sheets import SHEET, workbook_of
from psscore.cli.main import app
from psscore.hosts.excel.install.line import Wrong
from psscore.hosts.libreoffice.extension import Flavour, extension_members
from psscore.hosts.libreoffice.install.doctor import examine
from psscore.hosts.libreoffice.install.installing import install, remove, remove_macros, running
from psscore.hosts.libreoffice.install.office import Office, find_office

USER = 12345
NEW, OLD = "LibreOffice 25.2.3.2 520(Build:2)", "LibreOffice 7.4.7.2 40(Build:2)"
LIST = f"""Identifier: org.psscore
  Version: {psscore.__version__}
  URL: x/psscore.oxt
  is registered: yes
  bundled Packages: {{
      URL: x/psscore_component.py
      is registered: yes
"""
FAKE_UNOPKG = """#!/bin/sh
echo "$@" >> "{log}"
case "$1" in
add) {add} ;;
remove) rm -f "{state}" ;;
list) test "$2" != --bundled && test -e "{state}" && cat "{listing}" || exit 1 ;;
esac
"""


class Fake:
    """A folder with a soffice and an unopkg that do what a row says, and a home with a profile."""

    def __init__(self, folder: Path, version: str, add: str, listing: str) -> None:
        self.folder, self.log, self.state = folder, folder / "log", folder / "state"
        self.profile = folder / "home" / ".config" / "libreoffice" / "4"
        self.profile.mkdir(parents=True)
        folder.joinpath("listing").write_text(listing, "utf-8")
        self.program("soffice", f"#!/bin/sh\necho '{version}'\n")
        places = {"log": self.log, "state": self.state, "listing": folder / "listing"}
        self.program("unopkg", FAKE_UNOPKG.format(add=add.format(**places), **places))
        self.environment = {"PATH": f"{folder}:/usr/bin:/bin", "HOME": str(folder / "home")}

    def program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def office(self) -> Office:
        return replace(find_office(self.environment), root=False)


ADDS = "touch {state}"
# fmt: off
FAILURES = [
    # version, what unopkg add does, what it lists, code, said, why
    ("LibreOffice 7.3.7.2", ADDS, LIST, "version", "7.4", "older than the oldest"),
    ("nothing", ADDS, LIST, "version", "nothing", "no version"),
    (NEW, "echo 'ERROR: Cannot run unopkg'; exit 1", LIST, "unopkg", "Cannot run unopkg", "the installer fails"),
    (NEW, "kill -SEGV $$", LIST, "unopkg", "add", "the installer dies"),
    (NEW, "echo 'ERROR: loader.Python'; exit 1", LIST, "python", "python3-uno", "without Python"),
    (NEW, "true", LIST, "registered", "org.psscore", "said to be installed, and is not"),
    (NEW, ADDS, LIST.replace("yes", "no"), "registered", "psscore_component.py", "installed, and not registered"),
    (NEW, ADDS, LIST + "      URL: x/Addons.xcu\n      is registered: no\n", "registered", "Addons.xcu", "in part"),
]
# fmt: on


@pytest.mark.parametrize(("version", "add", "listing", "code", "said", "why"), FAILURES)
def test_a_failure_says_what_and_what_to_do(
    version: str, add: str, listing: str, code: str, said: str, why: str, tmp_path: Path
) -> None:
    fake = Fake(tmp_path, version, add, listing)
    with pytest.raises(Wrong) as failure:
        install(fake.office())
    (line,) = failure.value.lines
    assert line.code == code, why
    assert line.remedy is not None
    assert said in line.text.zh + line.remedy.zh
    assert said in line.text.en + line.remedy.en


def test_a_machine_without_libreoffice_is_told_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Wrong) as failure:
        find_office({"PATH": str(tmp_path)})
    assert "apt-get install libreoffice-calc" in failure.value.lines[0].remedy.zh  # type: ignore[union-attr]
    Fake(tmp_path, NEW, ADDS, LIST)
    tmp_path.joinpath("unopkg").unlink()
    with pytest.raises(Wrong) as failure:
        find_office({"PATH": str(tmp_path)})
    assert failure.value.lines[0].code == "unopkg"


@pytest.mark.parametrize(
    ("version", "flavour"),
    [(OLD, "psscore-7.4.oxt"), ("LibreOffice 24.8.7.2", "psscore-7.4.oxt"), (NEW, "psscore.oxt")],
)
def test_the_version_chooses_the_extension(version: str, flavour: str, tmp_path: Path) -> None:
    fake = Fake(tmp_path, version, ADDS, LIST)
    assert [line.state for line in install(fake.office())] == ["ok", "ok"]
    assert fake.log.read_text("utf-8").splitlines()[0].endswith(f"/{flavour}")


def test_nothing_is_done_while_libreoffice_runs(tmp_path: Path) -> None:
    fake = Fake(tmp_path, NEW, ADDS, LIST)
    fake.profile.joinpath(".lock").touch()
    for command in (install, remove):
        with pytest.raises(Wrong) as failure:
            command(fake.office())
        assert [line.code for line in failure.value.lines] == ["running"]
    assert not fake.log.exists()


def test_python_is_looked_for_before_anything_is_done(tmp_path: Path) -> None:
    fake = Fake(tmp_path, NEW, ADDS, LIST)
    tmp_path.joinpath("soffice.bin").touch()
    with pytest.raises(Wrong) as failure:
        install(fake.office())
    assert [line.code for line in failure.value.lines] == ["python"]
    assert not fake.log.exists()
    assert "python" in [line.code for line in examine(fake.office()) if line.state == "bad"]


def test_removing_takes_the_macros_too_and_only_ours(tmp_path: Path) -> None:
    fake = Fake(tmp_path, OLD, ADDS, LIST)
    assert remove(fake.office()) == []
    install(fake.office())
    folder = fake.profile / "user" / "basic" / "Standard"
    folder.mkdir(parents=True)
    entry = ' <library:element library:name="{}"/>\n'
    kept = "<library:library>\n" + entry.format("Module1")
    ours = entry.format("PsscoreValues") + entry.format("PsscoreRanges")
    folder.joinpath("script.xlb").write_text(f"{kept}{ours}</library:library>", "utf-8")
    for name in ("Module1", "PsscoreValues", "PsscoreRanges"):
        folder.joinpath(f"{name}.xba").touch()
    assert [line.code for line in remove(fake.office())] == ["extension", "macros"]
    assert folder.joinpath("script.xlb").read_text("utf-8").split() == f"{kept}</library:library>".split()
    assert [path.name for path in folder.glob("*.xba")] == ["Module1.xba"]
    assert remove_macros(fake.profile) == 0


# fmt: off
CONDITIONS = [
    (NEW, LIST, [], "sound"),
    (NEW, "", ["extension"], "not installed"),
    (NEW, LIST.replace(psscore.__version__, "0.0.1"), ["version"], "of another version"),
    (NEW, LIST.replace("component.py\n      is registered: yes", "component.py\n      is registered: no"),
     ["registered"], "not registered"),
    (OLD, LIST, ["flavour"], "for another version of LibreOffice"),
    (NEW, LIST.replace("component", "basic"), ["flavour"], "left from an older LibreOffice"),
]
# fmt: on


@pytest.mark.parametrize(("version", "listing", "wrong", "why"), CONDITIONS)
def test_doctor_names_what_is_wrong(version: str, listing: str, wrong: list[str], why: str, tmp_path: Path) -> None:
    fake = Fake(tmp_path, version, ADDS, listing)
    fake.program("unopkg", f'#!/bin/sh\ntest "$2" != --bundled && cat "{tmp_path}/listing"\n')
    lines = examine(fake.office())
    assert [line.code for line in lines if line.state == "bad"] == wrong, why
    assert all(line.remedy for line in lines if line.state == "bad")


def test_the_commands_say_it_in_both_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake(tmp_path, NEW, ADDS, LIST)
    for name, value in fake.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: USER)
    run = CliRunner()

    def said(*words: str) -> tuple[int, str]:
        ran = run.invoke(app, ["addin", *words, "--libreoffice"])
        return ran.exit_code, ran.output

    assert said("doctor")[0] == 1
    assert said("install", "--dry-run") == (0, f"- 把 psscore.oxt 装入 LibreOffice 25.2.3.2\n{_unchanged('zh')}\n")
    assert not fake.state.exists()
    code, text = said("install")
    assert (code, "全部注册" in text, "请启动 LibreOffice" in text) == (0, True, True)
    assert said("doctor")[0] == said("status")[0] == 0
    assert said("remove", "--lang", "en")[1].splitlines()[-1] == "removed"
    assert said("remove")[1].strip() == "没有安装"
    assert said("install", "--no-warm-start")[0] == 64
    fake.program("soffice", "#!/bin/sh\nexit 1\n")
    for command in ("install", "remove", "doctor", "status"):
        assert said(command)[0] == 1, command


def _unchanged(lang: str) -> str:
    return {"zh": "以上为将要做的，什么都没有改动"}[lang]


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that a user who is not root can use too."""
    folder = Path(tempfile.mkdtemp(prefix="psscore-home-"))
    if os.geteuid() == 0:
        os.chown(folder, USER, USER)
    yield folder
    shutil.rmtree(folder)


def _as_user(office: Office, home: Path) -> Office:
    """The office with commands run by a user that is not root, in a home of its own."""
    run = office.run
    # This user is in no list of users, which is where LibreOffice looks for its home.
    profile = home / "profile"
    prefix = ["env", f"HOME={home}"]
    if os.geteuid() == 0:
        prefix = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *prefix]
    shared = home / "extension"
    shared.mkdir(exist_ok=True)

    def as_user(command: Sequence[str]) -> tuple[int, str]:
        words = list(command)
        for at, word in enumerate(words):
            if word.endswith(".oxt"):  # the checkout may be closed to other users
                words[at] = shutil.copy(word, shared)
        return run([*prefix, *words, f"-env:UserInstallation={profile.as_uri()}"])

    return replace(office, run=as_user, root=False, profile=profile)


def test_the_real_installer(soffice: str, home: Path) -> None:
    office = _as_user(find_office(), home)
    assert [line.state for line in examine(office)][-1] == "bad"
    assert [line.code for line in install(office)] == ["office", "extension"]
    assert [line.state for line in install(office)] == ["ok", "ok"], "again, over itself"
    assert not [line for line in examine(office) if line.state == "bad"]
    assert running(office) is None
    calc = Calc(soffice, None, home, office.profile)
    (book,) = calc.calculate(Book(workbook_of({}, {"A1": '=PS_SCORE("1",93,100)'})))
    assert book.cells[SHEET]["A1"] == pytest.approx(0.6, abs=0)
    if os.geteuid() == 0:
        for path in home.rglob("*"):
            os.chown(path, USER, USER, follow_symlinks=False)
    assert [line.code for line in remove(office)] == ["extension"]
    assert [line.code for line in examine(office) if line.state == "bad"] == ["extension"]


def test_root_gets_it_for_all_users_in_74(home: Path) -> None:
    """In the copy of LibreOffice 7.4 that the tests have for themselves."""
    soffice = Path(soffice_74())
    if os.geteuid() != 0:
        pytest.skip("as root only")
    found = find_office({"PATH": f"{soffice.parent}:{os.environ['PATH']}"})
    program = soffice.parent / "root" / "usr" / "lib" / "libreoffice" / "program"
    run = found.run
    wrapped = replace(
        found,
        soffice=program / "soffice",
        profile=home / ".config" / "libreoffice" / "4",
        run=lambda command: run(["env", f"HOME={home}", "XDG_CONFIG_HOME=", *command]),
    )
    assert wrapped.root
    try:
        assert [line.code for line in install(wrapped)] == ["office", "extension"]
        assert wrapped.bundled.joinpath("psscore_basic.py").exists()
        assert not [line for line in examine(wrapped) if line.state == "bad"]
        calc = Calc(str(soffice), None, home)
        (book,) = calc.calculate(Book(workbook_of({}, {"A1": '=PS_SCORE("1",93,100)'})))
        assert book.cells[SHEET]["A1"] == pytest.approx(0.6, abs=0)
    finally:
        assert [line.code for line in remove(wrapped)] == ["extension"]
    assert not wrapped.bundled.exists()
    assert [line.code for line in examine(wrapped) if line.state == "bad"] == ["extension"]


def test_both_extensions_are_in_the_package() -> None:
    from psscore.hosts.excel.sources import addin_folder

    for flavour in Flavour:
        assert addin_folder().joinpath(flavour.value).is_file()
        assert b"org.psscore" in extension_members(flavour)["description.xml"]
