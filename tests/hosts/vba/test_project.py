"""Whole projects, read by olevba and pyOpenVBA."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings
from pyopenvba import ExcelFile
from pyopenvba.integrity import check_file

from hosts.vba.packages import workbook_with
from hosts.vba.reading import modules as decoded
from psscore.hosts.vba import Module, Project, SourceFault, document, project_bytes, standard
from psscore.hosts.vba.compound_check import check
from psscore.hosts.vba.module import Belongs
from psscore.hosts.vba.protection import protection_lines

CODE = "Option Explicit\nPublic Function PsTwice(ByVal x As Variant) As Variant\n    PsTwice = x * 2\nEnd Function\n"


def project(count: int) -> Project:
    modules = [document("ThisWorkbook", Belongs.WORKBOOK), document("Sheet1", Belongs.SHEET)]
    modules += [Module(f"PsModule{number}", CODE.replace("PsTwice", f"PsTwice{number}")) for number in range(count)]
    return Project("VBAProject", modules)


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 14, 15, 16, 99, 100, 400])
def test_every_module_is_read_back(count: int) -> None:
    made = project(count)
    data = project_bytes(made)
    assert check(data) == []
    found = decoded(data)
    assert len(found) == count + 2
    for module in made.modules[2:]:
        assert found[module.name].endswith(module.code)


def test_the_compiled_part_is_absent_and_text_starts_at_the_beginning() -> None:
    with olefile.OleFileIO(io.BytesIO(project_bytes(project(1)))) as file:
        assert file.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")
        text = file.openstream("PROJECT").read().decode("ascii")
    assert "Document=ThisWorkbook/&H00000000\r\n" in text
    assert "Module=PsModule0\r\n" in text
    assert "Class=" not in text


def test_pyopenvba_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    path.write_bytes(workbook_with(project_bytes(project(5))))
    assert check_file(path).issues == ()
    with ExcelFile(path) as file:
        assert file.validate() == []
        assert set(file.module_names()) >= {f"PsModule{number}" for number in range(5)}


def test_the_same_project_gives_the_same_bytes() -> None:
    assert project_bytes(project(9)) == project_bytes(project(9))


def test_lines_end_in_cr_lf_whatever_the_source_has() -> None:
    for ending in ("\n", "\r\n", "\r"):
        source = standard(f'Attribute VB_Name = "A"\n{CODE}'.replace("\n", ending) if ending != "\r" else
                          'Attribute VB_Name = "A"\n' + CODE.replace("\n", "\r")).source()  # fmt: skip
        assert source == f'Attribute VB_Name = "A"\n{CODE}'.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("name", "code", "line", "why"),
    [
        ("A" * 32, "", 0, "31 characters is the limit"),
        ("1st", "", 0, "a name starts with a letter"),
        ("a-b", "", 0, "letters, digits, underscores"),
        ("", "", 0, "no name"),
        ("Ok", "x = 1\ny = \u8bc4\n", 3, "Chinese text in the source: line 3 of the file, after its name"),
        ("Ok", "y = \u00e9\n", 2, "any character that is not ASCII"),
        ("Ok", "x" * 1024, 2, "a line too long for the editor"),
        ("Ok", "VERSION 1.0 CLASS\n", 2, "an exported class"),
        ("Ok", "Attribute VB_PredeclaredId = False\n", 2, "attributes of a class"),
    ],
)
def test_a_source_that_cannot_go_in_is_refused_with_its_place(name: str, code: str, line: int, why: str) -> None:
    with pytest.raises(SourceFault) as caught:
        Module(name, code)
    assert caught.value.line == line, why
    assert caught.value.message.zh
    assert caught.value.message.en


def test_limits_that_still_hold() -> None:
    assert Module("A" * 31, "x" * 1023).source().endswith(b"x\r\n")


def test_a_file_without_its_name_is_refused() -> None:
    with pytest.raises(SourceFault, match="VB_Name"):
        standard("Option Explicit\n")


def test_names_differing_in_case_only_are_one_name() -> None:
    with pytest.raises(SourceFault, match="Two modules"):
        project_bytes(Project("P", [Module("Abc", ""), Module("aBC", "")]))


def decrypted(text: str, project_id: str) -> bytes:
    """MS-OVBA 2.4.3.3, written apart from the encryption."""
    raw = bytes.fromhex(text)
    seed, version, key = raw[0], raw[0] ^ raw[1], raw[0] ^ raw[2]
    assert version == 2
    assert key == sum(project_id.encode()) & 0xFF
    plain, before, before_that, out = key, raw[2], raw[1], bytearray()
    for byte in raw[3:]:
        plain = byte ^ ((before_that + plain) & 0xFF)
        before_that, before = before, byte
        out.append(plain)
    ignored = (seed & 6) // 2
    assert len(out) == ignored + 4 + int.from_bytes(out[ignored : ignored + 4], "little")
    return bytes(out[ignored + 4 :])


def test_nothing_is_protected() -> None:
    identity = project(1).identity
    found = dict(line.split("=", 1) for line in protection_lines(identity))
    values = {name: decrypted(value.strip('"'), identity) for name, value in found.items()}
    assert values == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}


def test_the_decryption_reads_what_excel_itself_saved() -> None:
    """The lines of a workbook saved by Excel, from the xlwings package: else the test above would only test itself."""
    book = zipfile.ZipFile(Path(xlwings.__file__).parent / "quickstart.xlsm")
    with olefile.OleFileIO(io.BytesIO(book.read("xl/vbaProject.bin"))) as file:
        lines = file.openstream("PROJECT").read().decode("cp1252").splitlines()
    found = {line.split("=")[0]: line.split("=", 1)[1].strip('"') for line in lines if "=" in line}
    assert check(book.read("xl/vbaProject.bin")) == [], "the checker accepts what Excel writes"
    assert [decrypted(found[name], found["ID"]) for name in ("CMG", "DPB", "GC")] == [bytes(4), b"\0", b"\xff"]
