"""Packages from unknown hands: what is no sound workbook is refused whole, with one clear sentence."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable

import pytest

from psscore.workbook.package import Limits, Package, Packed
from psscore.workbook.recalculate import Options, recalculate
from psscore.workbook.refusal import Refused
from workbook.books import HEAD, MAIN, OFFICE, book, pack, parts, relations, rows, run, sheet

GOOD = book(rows('<c r="A1"><f>1+1</f></c>'))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def with_part(name: str, content: str | bytes) -> bytes:
    found = parts({"S": rows('<c r="A1"><f>1+1</f></c>')})
    found[name] = content
    return pack(found)


def without(name: str) -> bytes:
    found = parts({"S": rows('<c r="A1"><f>1+1</f></c>')})
    del found[name]
    return pack(found)


def renamed(old: str, new: str) -> bytes:
    """A member's name changed in place, in both headers."""
    assert len(old) == len(new)
    return GOOD.replace(old.encode(), new.encode())


def central(field: str, value: int, name: bytes = b"xl/workbook.xml") -> bytes:
    """One field of a member's directory record changed."""
    layout = {"flags": ("<H", 8), "method": ("<H", 10), "crc": ("<I", 16), "packed": ("<I", 20), "size": ("<I", 24)}
    at = GOOD.rfind(b"PK\x01\x02", 0, GOOD.rfind(name))
    form, offset = layout[field]
    data = bytearray(GOOD)
    struct.pack_into(form, data, at + offset, value)
    return bytes(data)


def bomb() -> bytes:
    return with_part("xl/media/zeros.bin", bytes(64 << 20))


def sheet_root(root: str) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", root)


BAD: list[tuple[str, Callable[[], bytes], str, str]] = [
    # why, data, code, word in the English sentence
    ("empty", lambda: b"", "package_refused", "empty"),
    ("text", lambda: b"a,b,c\n1,2,3\n", "package_refused", "not an Excel workbook"),
    ("old format", lambda: OLE + "Workbook".encode("utf-16-le"), "legacy_xls", ".xls"),
    ("password", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
    ("cut short", lambda: GOOD[: len(GOOD) // 2], "package_refused", "cut short"),
    ("last byte missing", lambda: GOOD[:-1], "package_refused", "cut short"),
    ("bytes behind", lambda: GOOD + b"x", "package_refused", "damaged"),
    ("bytes in front", lambda: b"MZ" + GOOD, "package_refused", "not an Excel workbook"),
    ("no workbook part", lambda: without("xl/workbook.xml"), "package_refused", "no workbook part"),
    ("a zip of anything", lambda: pack({"readme.txt": "hello"}), "package_refused", "no workbook part"),
    ("no sheet part", lambda: without("xl/worksheets/sheet1.xml"), "package_refused", "worksheet part"),
    (
        "binary",
        lambda: with_part("_rels/.rels", relations(("a", "officeDocument", "xl/workbook.bin"))),
        "xlsb",
        ".xlsb",
    ),
    (
        "strict",
        lambda: with_part(
            "_rels/.rels", relations(("a", "x", "y")).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument")
        ),
        "strict_ooxml",
        "Strict",
    ),
    (
        "strict sheet",
        lambda: sheet_root('<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'),
        "strict_ooxml",
        "Strict",
    ),
    ("signed", lambda: with_part("_xmlsignatures/sig1.xml", "<a/>"), "signed", "signed"),
    ("bomb", bomb, "package_refused", "bomb"),
    ("wrong checksum", lambda: central("crc", 1), "package_refused", "damaged"),
    ("size too small", lambda: central("size", 10), "package_refused", "damaged"),
    ("size too large", lambda: central("size", 100_000), "package_refused", "damaged"),
    ("packed size reaches the next", lambda: central("packed", 50_000), "package_refused", "overlaps"),
    ("encrypted member", lambda: central("flags", 1), "package_refused", "encrypted"),
    ("method", lambda: central("method", 12), "package_refused", "compression method"),
    ("path up", lambda: renamed("xl/workbook.xml", "xl/../orkb.xml"[:15].ljust(15, "x")), "package_refused", "unsafe"),
    ("absolute", lambda: renamed("xl/workbook.xml", "/x/workbook.xml"), "package_refused", "unsafe"),
    ("drive", lambda: renamed("xl/workbook.xml", "C:/workbook.xml"), "package_refused", "unsafe"),
    ("backslash", lambda: renamed("xl/workbook.xml", "xl\\workbook.xml"), "package_refused", "unsafe"),
    ("same name, other case", lambda: with_part("XL/Workbook.xml", "<a/>"), "package_refused", "twice"),
    ("two names", lambda: GOOD.replace(b"xl/workbook.xml", b"xl/workb00k.xml", 1), "package_refused", "two different"),
    ("DTD", lambda: sheet_root(f'<!DOCTYPE a [<!ENTITY b "c">]>{sheet("")[len(HEAD) :]}'), "package_refused", "DTD"),
    (
        "DTD in UTF-16",
        lambda: sheet_root(f'<!DOCTYPE a [<!ENTITY b "c">]>{sheet("")[len(HEAD) :]}'.encode("utf-16")),
        "package_refused",
        "DTD",
    ),
    (
        "other encoding",
        lambda: sheet_root('<?xml version="1.0" encoding="cp037"?><a/>'),
        "package_refused",
        "encoded as",
    ),
    ("not XML", lambda: sheet_root("hello"), "package_refused", "not sound XML"),
    ("broken XML", lambda: sheet_root(sheet("").replace("</sheetData>", "")), "package_refused", "not sound XML"),
    ("not a worksheet", lambda: sheet_root(f'<styleSheet xmlns="{MAIN}"/>'), "package_refused", "not a worksheet"),
    ("bad cell", lambda: sheet_root(sheet(rows('<c r="A1" t="s"><v>9</v></c>'))), "package_refused", "S!A1"),
    ("bad number", lambda: sheet_root(sheet(rows('<c r="A1"><v>1,5</v></c>'))), "package_refused", "S!A1"),
    (
        "iteration",
        lambda: book("", calc='<calcPr iterate="1"/>'),
        "iterative_calculation",
        "terative",
    ),
    ("as displayed", lambda: book("", calc='<calcPr fullPrecision="0"/>'), "precision_as_displayed", "displayed"),
]


@pytest.mark.parametrize(("why", "data", "code", "word"), BAD, ids=[row[0] for row in BAD])
def test_it_is_refused_with_one_sentence(why: str, data: Callable[[], bytes], code: str, word: str) -> None:
    result = recalculate(data(), Options(lang="en"), name="x.xlsx")
    assert (result.status, result.data, [f.code for f in result.findings]) == ("refused", None, [code]), why
    message = result.receipt["findings"][0]["message"]
    assert word in message
    assert "\n" not in message
    assert result.findings[0].text.zh != message, "the Chinese sentence is one of its own"


LIMITS = [
    (Limits(members=4), "parts"),
    (Limits(expanded=100), "too much"),
    (Limits(part=100), "bomb"),
]


@pytest.mark.parametrize(("limits", "word"), LIMITS)
def test_limits(limits: Limits, word: str) -> None:
    with pytest.raises(Refused, match=word):
        Package(GOOD, limits)


def test_a_member_that_expands_to_more_than_it_says_is_not_expanded() -> None:
    data = bytearray(book(""))
    package = Package(bytes(data))
    big = zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = big.compress(bytes(50_000_000)) + big.flush()
    lying = package.replace({"xl/workbook.xml": Packed(stream, 0, 10)})
    with pytest.raises(Refused, match="damaged"):
        Package(lying).read("xl/workbook.xml")


def test_untouched_members_keep_their_bytes_their_order_and_their_headers() -> None:
    package = Package(GOOD)
    new = Package(package.replace({"xl/workbook.xml": Packed.of(b"<new/>")}))
    assert [m.name for m in new.members] == [m.name for m in package.members]
    assert new.read("xl/workbook.xml") == b"<new/>"
    for before, after in zip(package.members, new.members, strict=True):
        if before.name != "xl/workbook.xml":
            old, fresh = package.data[before.offset : before.end], new.data[after.offset : after.end]
            assert old == fresh
    assert run(GOOD).data is not None


def test_no_change_is_no_copy() -> None:
    assert Package(GOOD).replace({}) is GOOD


def test_zip64_and_split_packages() -> None:
    end = GOOD.rfind(b"PK\x05\x06")
    for offset, form, value in ((8, "<H", 0xFFFF), (16, "<I", 0xFFFFFFFF), (4, "<H", 1)):
        data = bytearray(GOOD)
        struct.pack_into(form, data, end + offset, value)
        with pytest.raises(Refused, match=r"ZIP64|disks"):
            Package(bytes(data))


ENDLESS = [
    ("xl/worksheets/sheet1.xml", sheet('<row r="1">' + '<c r="A1" t="inlineStr"><is>' * 60_000 + "</row>")),
    ("xl/worksheets/sheet1.xml", sheet('<row r="1">' + '<c r="A1"><f>' * 60_000 + "</row>")),
    ("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}">' + "<si>" * 200_000 + "</sst>"),
    ("xl/sharedStrings.xml", f'{HEAD}<sst xmlns="{MAIN}"><si>' + "<rPh>" * 200_000 + "</si></sst>"),
]


@pytest.mark.parametrize(("name", "content"), ENDLESS, ids=["is", "f", "si", "rPh"])
def test_a_part_full_of_unclosed_elements_takes_no_time(name: str, content: str) -> None:
    found = parts({"S": ""}, strings=[])
    found[name] = content
    start = time.process_time()
    result = run(pack(found), limits=Limits(ratio=10**6))
    assert result.status in ("refused", "unchanged")
    assert time.process_time() - start < 2
