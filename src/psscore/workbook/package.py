"""The zip package of a workbook: its directory read by hand, members copied as they are.

`zipfile` cannot copy a compressed member without packing it anew, and it is lenient where a workbook from an unknown
hand deserves suspicion, so both live here.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from psscore.model.text import Text
from psscore.workbook import deflate
from psscore.workbook.refusal import Refused

_END, _CENTRAL, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _UTF8, _DESCRIPTOR = 0x2041, 0x800, 0x8
STORED, DEFLATED = 0, 8
# How many bytes of contents an open package holds on to.
_HELD = 4 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may hold, in members, bytes and times its compressed size."""

    members: int = 5000
    expanded: int = 512 << 20
    part: int = 256 << 20
    ratio: int = 200


@dataclass(slots=True)
class Member:
    """One entry of the directory and where its bytes lie in the file."""

    name: str
    record: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    end: int = 0
    data: int = 0


@dataclass(frozen=True, slots=True)
class Packed:
    """A member's new contents, ready to be stored by its method."""

    stream: bytes
    crc: int
    size: int
    method: int = DEFLATED

    @classmethod
    def of(cls, data: bytes, method: int = DEFLATED) -> Packed:
        """`data`, compressed unless the method is `STORED`."""
        return cls(data if method == STORED else deflate.compress(data), deflate.checksum(data), len(data), method)


class Package:
    """An open package. Raises `Refused` (code `package_refused`) for anything but a plain, sound zip file."""

    def __init__(self, data: bytes, limits: Limits = Limits()) -> None:
        self.data = data
        self._tail, start = _find_end(data, limits)
        self.members = _read_directory(data, self._tail, limits)
        _place(data, self.members, start)
        self.index = {member.name: member for member in self.members}
        self._raw: dict[str, bytes] = {}
        self._read: dict[str, bytes] = {}
        self._held = 0

    def __contains__(self, name: str) -> bool:
        return name in self.index

    def raw(self, name: str) -> bytes:
        """The member's bytes as they are stored."""
        found = self._raw.get(name)
        if found is None:
            member = self.index[name]
            found = self._raw[name] = self.data[member.data : member.data + member.packed]
        return found

    def identity(self, name: str) -> tuple[int, int, bytes]:
        """What decides the member's contents: two that agree in this hold the same, or are damaged alike."""
        member = self.index[name]
        return member.crc, member.size, self.raw(name)

    def pack(self, name: str, content: bytes) -> Packed:
        """New contents for a member, stored the way the old ones are."""
        return Packed.of(content, self.index[name].method)

    def read(self, name: str) -> bytes:
        """The member's contents, checked against its size and CRC."""
        known = self._read.get(name)
        if known is not None:
            return known
        member = self.index.get(name)
        if member is None:
            raise _bad(f"缺少部件 {name}", f"the part {name} is missing")
        try:
            stored = self.raw(name)
            content = stored if member.method == STORED else deflate.expand(stored, member.size)
        except zlib.error:
            content = b""
        if len(content) != member.size or deflate.checksum(content) != member.crc:
            raise _bad(f"部件 {name} 已损坏（校验不符）", f"the part {name} is damaged (checksum mismatch)")
        # What has been checked is mostly read again at once.
        if self._held + len(content) <= _HELD:
            self._held += len(content)
            self._read[name] = content
        return content

    def replace(self, changed: Mapping[str, Packed]) -> bytes:
        """The package with some members' contents replaced; every other member keeps its bytes; no change, no copy."""
        if not changed:
            return self.data
        out: list[bytes] = []
        directory: dict[str, bytes] = {}
        position = 0
        for member in sorted(self.members, key=lambda m: m.offset):
            new = changed.get(member.name)
            if new is None:
                blob, record = self.data[member.offset : member.end], bytearray(member.record)
            else:
                blob, record = _entry(member, new)
            struct.pack_into("<I", record, 42, position)
            directory[member.name] = bytes(record)
            out.append(blob)
            position += len(blob)
        central = b"".join(directory[member.name] for member in self.members)
        tail = bytearray(self._tail)
        struct.pack_into("<II", tail, 12, len(central), position)
        return b"".join((*out, central, tail))


def _entry(member: Member, new: Packed) -> tuple[bytes, bytearray]:
    """The local entry and the directory record of a member with new contents."""
    length = struct.unpack_from("<H", member.record, 28)[0]
    name = member.record[46 : 46 + length]
    version, time, date = struct.unpack_from("<H4xHH", member.record, 6)
    flags = member.flags & ~_DESCRIPTOR
    sizes = (new.crc, len(new.stream), new.size)
    local = struct.pack("<4s5H3I2H", _LOCAL, version, flags, new.method, time, date, *sizes, length, 0)
    record = bytearray(member.record[: 46 + length])
    struct.pack_into("<HH", record, 8, flags, new.method)
    struct.pack_into("<III", record, 16, *sizes)
    struct.pack_into("<HH", record, 30, 0, 0)
    return local + name + new.stream, record


def _find_end(data: bytes, limits: Limits) -> tuple[bytes, int]:
    """The end record with its comment, and the offset where the central directory begins."""
    if data[:8] == _OLE:
        raise _ole(data)
    if not data:
        raise _bad("文件是空的", "the file is empty")
    if data[:4] not in (_LOCAL, _END):
        raise _bad("不是 Excel 工作簿（不是 zip 包）", "this is not an Excel workbook (not a zip package)")
    at = data.rfind(_END, max(0, len(data) - 65557))
    if at < 0 or len(data) - at < 22:
        raise _bad("文件不完整（缺少 zip 目录，可能被截断）", "the file is cut short (its zip directory is missing)")
    disk, first, here, total, size, offset, comment = struct.unpack_from("<4H2IH", data, at + 4)
    if 0xFFFF in (disk, first, here, total) or 0xFFFFFFFF in (size, offset):
        raise _bad("不支持 ZIP64 格式的包", "ZIP64 packages are not supported")
    if disk or first or here != total:
        raise _bad("不支持分卷的包", "packages split over several disks are not supported")
    if offset + size != at or at + 22 + comment != len(data):
        raise _bad("zip 目录损坏或文件被截断", "the zip directory is damaged or the file is cut short")
    if total > limits.members:
        raise _bad(f"部件过多（{total} 个）", f"it has too many parts ({total})")
    return data[at:], offset


def _read_directory(data: bytes, tail: bytes, limits: Limits) -> list[Member]:
    total, size, position = struct.unpack_from("<H2I", tail, 10)
    end = position + size
    members: list[Member] = []
    seen: set[str] = set()
    expanded = 0
    for _ in range(total):
        if data[position : position + 4] != _CENTRAL or position + 46 > end:
            raise _bad("zip 目录损坏", "the zip directory is damaged")
        flags, method, crc, packed, full, name_length, extra, comment, offset = struct.unpack_from(
            "<HH4x3I3H8xI", data, position + 8
        )
        after = position + 46 + name_length + extra + comment
        raw = data[position + 46 : position + 46 + name_length]
        name = _decode(raw, bool(flags & _UTF8))
        _admit(name, flags, method, packed, full, seen, limits)
        seen.add(name.casefold())
        expanded += full
        if expanded > limits.expanded:
            raise _bad("展开后过大，疑似压缩炸弹", "it expands to too much data (zip bomb suspected)")
        members.append(Member(name, data[position:after], flags, method, crc, packed, full, offset))
        position = after
    if position != end:
        raise _bad("zip 目录损坏", "the zip directory is damaged")
    return members


def _decode(raw: bytes, utf8: bool) -> str:
    try:
        return raw.decode("utf-8" if utf8 else "ascii")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _admit(name: str, flags: int, method: int, packed: int, size: int, seen: Collection[str], limits: Limits) -> None:
    if name.casefold() in seen:
        raise _bad(f"部件名重复：{name}", f"the part name {name} occurs twice")
    parts = name.split("/")
    if not name or name[0] == "/" or "\\" in name or ":" in name or "\0" in name or ".." in parts:
        raise _bad(f"部件名不安全：{name!r}", f"the part name {name!r} is unsafe")
    if flags & _ENCRYPTED:
        raise _bad(f"部件 {name} 已加密", f"the part {name} is encrypted")
    if method not in (STORED, DEFLATED):
        raise _bad(f"部件 {name} 的压缩方法 {method} 不受支持", f"the part {name} uses compression method {method}")
    if size > limits.part or (size > 1 << 20 and size > limits.ratio * max(packed, 1)):
        raise _bad(f"部件 {name} 疑似压缩炸弹", f"the part {name} looks like a zip bomb")


def _place(data: bytes, members: list[Member], directory: int) -> None:
    """Find every member's bytes and make sure that no two share any."""
    ordered = sorted(members, key=lambda m: m.offset)
    if ordered and ordered[0].offset:
        raise _bad("zip 包前面有多余的数据", "there is other data in front of the zip package")
    for member, following in zip(ordered, [*ordered[1:], None], strict=True):
        member.end = following.offset if following else directory
        if data[member.offset : member.offset + 4] != _LOCAL or member.offset + 30 > directory:
            raise _bad(f"部件 {member.name} 的文件头损坏", f"the header of the part {member.name} is damaged")
        name_length, extra = struct.unpack_from("<HH", data, member.offset + 26)
        member.data = member.offset + 30 + name_length + extra
        if member.data + member.packed > member.end:
            raise _bad(f"部件 {member.name} 与其他部件重叠", f"the part {member.name} overlaps another")
    # A central record and the local header that disagree on the name are two different files to two readers.
    for member in members:
        length = struct.unpack_from("<H", data, member.offset + 26)[0]
        stored = struct.unpack_from("<H", member.record, 28)[0]
        if data[member.offset + 30 : member.offset + 30 + length] != member.record[46 : 46 + stored]:
            raise _bad(f"部件 {member.name} 的两处名称不一致", f"the part {member.name} has two different names")


def _ole(data: bytes) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Refused(
            "encrypted",
            Text(
                "工作簿已加密码：请在 Excel 中取消打开密码后再评分",
                "the workbook is password-encrypted: remove the password first",
            ),
        )
    return Refused(
        "legacy_xls",
        Text(
            "这是旧版 .xls 文件：请在 Excel 中另存为 .xlsx 或 .xlsm",
            "this is a legacy .xls file: save it as .xlsx or .xlsm first",
        ),
    )


def _bad(zh: str, en: str) -> Refused:
    return Refused("package_refused", Text(f"无法读取：{zh}", f"cannot be read: {en}"))
