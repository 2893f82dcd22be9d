"""Checks a compound file against the rules of MS-CFB, reading it on its own: it shares only names with the writer."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from psscore.hosts.vba.compound_file import (
    BLACK,
    CUTOFF,
    END,
    FAT_SECTOR,
    FREE,
    MINI_SECTOR,
    NO_STREAM,
    RED,
    ROOT,
    SECTOR,
    SIGNATURE,
    STORAGE,
    STREAM,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule: a code for machines and what was found where."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    colour: int
    left: int
    right: int
    child: int
    start: int
    size: int


def check(data: bytes) -> list[Fault]:
    """Every broken rule of a version 3 compound file; empty when it is sound."""
    if len(data) < 2 * SECTOR or len(data) % SECTOR or data[:8] != SIGNATURE:
        return [Fault("header", "no compound file, or cut short")]
    return _Check(data).run()


@dataclass(slots=True)
class _Check:
    data: bytes
    faults: list[Fault] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini_fat: list[int] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)
    used: dict[int, str] = field(default_factory=dict)
    mini_used: dict[int, str] = field(default_factory=dict)
    reached: set[int] = field(default_factory=set)

    def run(self) -> list[Fault]:
        directory_start, mini_start, mini_count = self._header()
        directory = b"".join(self._sector(number) for number in self._chain(directory_start, "directory"))
        self.entries = [_entry(directory[at : at + 128]) for at in range(0, len(directory), 128)]
        chain = self._chain(mini_start, "mini FAT")
        if len(chain) != mini_count:
            self._fault("mini_fat_length", f"the header says {mini_count} sectors, the chain has {len(chain)}")
        for number in chain:
            self.mini_fat += struct.unpack("<128I", self._sector(number))
        if not self.entries or self.entries[0].kind != ROOT:
            self._fault("root", "the first directory entry is not the root")
            return self.faults
        self._streams()
        self.reached.add(0)
        self._storage(0)
        for index, entry in enumerate(self.entries):
            if entry.kind and index not in self.reached:
                self._fault("unreachable", f"{entry.name!r} is in no storage")
        self._leftovers()
        return self.faults

    def _fault(self, code: str, message: str) -> None:
        self.faults.append(Fault(code, message))

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * SECTOR : (number + 2) * SECTOR]

    @property
    def _count(self) -> int:
        return len(self.data) // SECTOR - 1

    def _header(self) -> tuple[int, int, int]:
        major, order, shift, mini_shift = struct.unpack_from("<HHHH", self.data, 26)
        numbers = struct.unpack_from("<9I", self.data, 40)
        _, fat_count, directory_start, _, cutoff, mini_start, mini_count, _, extra = numbers
        if (major, order, shift, mini_shift, cutoff, extra) != (3, 0xFFFE, 9, 6, CUTOFF, 0):
            self._fault("header", "not version 3 with sectors of 512 and 64 bytes and a FAT named by the header")
        named = [number for number in struct.unpack_from("<109I", self.data, 76) if number != FREE]
        if len(named) != fat_count:
            self._fault("fat_count", f"the header says {fat_count} FAT sectors and names {len(named)}")
        for number in named:
            if number >= self._count:
                self._fault("fat_count", f"FAT sector {number} lies outside the file")
                continue
            self.used[number] = "FAT"
            self.fat += struct.unpack("<128I", self._sector(number))
        self.fat += [FREE] * max(0, self._count - len(self.fat))
        for number in (number for number in named if number < self._count and self.fat[number] != FAT_SECTOR):
            self._fault("fat_mark", f"sector {number} holds the FAT and is not marked so")
        return directory_start, mini_start, mini_count

    def _chain(self, start: int, owner: str) -> list[int]:
        return self._follow(start, owner, self.fat, self.used, self._count)

    def _follow(self, start: int, owner: str, table: list[int], used: dict[int, str], count: int) -> list[int]:
        found: list[int] = []
        while start != END:
            if start >= min(count, len(table)):
                self._fault("chain", f"{owner} runs into sector {start}, which does not exist")
                break
            if start in used:
                self._fault("shared", f"{owner} runs into sector {start} of {used[start]}")
                break
            used[start] = owner
            found.append(start)
            start = table[start]
        return found

    def _streams(self) -> None:
        root = self.entries[0]
        mini = self._chain(root.start, "mini stream") if root.size else []
        if len(mini) != -(-root.size // SECTOR):
            self._fault("length", f"the mini stream of {root.size} bytes has {len(mini)} sectors")
        for entry in self.entries:
            if entry.kind != STREAM or not entry.size:
                continue
            if entry.size < CUTOFF:
                limit = root.size // MINI_SECTOR
                size, chain = (
                    MINI_SECTOR,
                    self._follow(entry.start, entry.name, self.mini_fat, self.mini_used, limit),
                )
            else:
                size, chain = SECTOR, self._chain(entry.start, entry.name)
            if len(chain) != -(-entry.size // size):
                self._fault("length", f"{entry.name!r} of {entry.size} bytes has {len(chain)} sectors of {size}")

    def _storage(self, index: int) -> None:
        """The tree of one storage: sorted, and red-black (2.6.4)."""
        top = self.entries[index].child
        if top != NO_STREAM and top < len(self.entries) and self.entries[top].colour == RED:
            self._fault("red_top", f"the tree of {self.entries[index].name!r} starts red")
        names = [self.entries[number].name for number in self._inorder(top)]
        keys = [(len(name), [ord(character) for character in name.upper()]) for name in names]
        if any(before >= after for before, after in itertools.pairwise(keys)):
            self._fault("order", f"{self.entries[index].name!r} lists {names}")
        self._black_height(top)
        for number in self._inorder_again(top):
            if self.entries[number].kind == STORAGE:
                self._storage(number)

    def _inorder(self, number: int) -> Iterator[int]:
        if number == NO_STREAM:
            return
        if number >= len(self.entries) or number in self.reached:
            self._fault("tree", f"entry {number} does not exist or is linked twice")
            return
        self.reached.add(number)
        yield from self._inorder(self.entries[number].left)
        yield number
        yield from self._inorder(self.entries[number].right)

    def _inorder_again(self, number: int) -> list[int]:
        if any(fault.code == "tree" for fault in self.faults) or number == NO_STREAM:
            return []
        entry = self.entries[number]
        return [*self._inorder_again(entry.left), number, *self._inorder_again(entry.right)]

    def _black_height(self, number: int) -> int:
        if number == NO_STREAM or any(fault.code == "tree" for fault in self.faults):
            return 1
        entry = self.entries[number]
        below = [child for child in (entry.left, entry.right) if child != NO_STREAM]
        if entry.colour == RED and any(self.entries[child].colour == RED for child in below):
            self._fault("red_red", f"{entry.name!r} and its child are both red")
        left, right = self._black_height(entry.left), self._black_height(entry.right)
        if left != right:
            self._fault("black_height", f"below {entry.name!r} one side has more black entries")
        return left + (entry.colour == BLACK)

    def _leftovers(self) -> None:
        """Sectors the table calls used and nobody owns, and sectors owned beyond the end of the file."""
        for number, value in enumerate(self.fat):
            if number >= self._count:
                if value != FREE:
                    self._fault("beyond", f"the FAT speaks of sector {number} of {self._count}")
            elif number not in self.used and value != FREE:
                self._fault("lost", f"sector {number} is used and belongs to nothing")
        for number, value in enumerate(self.mini_fat):
            if number not in self.mini_used and value != FREE:
                self._fault("lost", f"mini sector {number} is used and belongs to nothing")


def _entry(raw: bytes) -> _Entry:
    length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", raw, 64)
    start, size = struct.unpack_from("<IQ", raw, 116)
    name = raw[: max(length - 2, 0)].decode("utf-16le", "replace")
    return _Entry(name, kind, colour, left, right, child, start, size)
