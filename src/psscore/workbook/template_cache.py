"""What one worker remembers between workbooks: parsed parts and loaded engines, never results."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import TypeVar

from psscore.engines.engine import Engine, Source
from psscore.rulebook.folders import user_stamps
from psscore.workbook.dates import DateCells
from psscore.workbook.outline import Outline, cut
from psscore.workbook.package import STORED, Package
from psscore.workbook.parts import Book, read_book
from psscore.workbook.prepared import Function, Prepared
from psscore.workbook.sheet import Scan, scan
from psscore.workbook.strings import shared_strings

Identity = tuple[int, int, bytes]
_Mark = tuple[int, int, int, bytes]

_K = TypeVar("_K")
_V = TypeVar("_V")


class TemplateCache:
    """Bounded memory of parts (by their exact stored bytes) and of prepared templates (by their formulas)."""

    def __init__(
        self,
        functions: Mapping[str, Function],
        omitted: object,
        load: Callable[[Source], Engine],
        templates: int = 4,
        scanned_bytes: int = 3 << 20,
    ) -> None:
        self._functions = functions
        self._omitted = omitted
        self._load = load
        self._templates = templates
        self._scanned_bytes = scanned_bytes
        self._prepared: OrderedDict[bytes, Prepared] = OrderedDict()
        self._scans: OrderedDict[tuple[str, int, int], tuple[bytes, Scan]] = OrderedDict()
        self._outlines: OrderedDict[tuple[str, int], Outline] = OrderedDict()
        self._books: OrderedDict[bytes, tuple[Book, dict[str, Identity]]] = OrderedDict()
        self._strings: OrderedDict[Identity, list[str]] = OrderedDict()
        self._sound: OrderedDict[bytes, None] = OrderedDict()
        # The members of the workbook before, and its book.
        self._seen: dict[str, _Mark] = {}
        self._book: Book | None = None
        self._held = 0
        self.dates = DateCells()

    def verify(self, package: Package) -> None:
        """Check every member against its size and CRC, those that are only copied too."""
        seen: dict[str, _Mark] = {}
        altered = set()
        for member in package.members:
            mark = seen[member.name] = member.crc, member.size, member.method, package.raw(member.name)
            # Comparing with the last workbook is sooner done than anything else.
            if self._seen.get(member.name) == mark:
                continue
            altered.add(member.name)
            if member.method == STORED:
                # Its checksum is sooner taken than its digest.
                package.read(member.name)
                continue
            key = blake2b(mark[3], digest_size=16)
            key.update(b"%d %d %d" % mark[:3])
            if key.digest() not in self._sound:
                package.read(member.name)
                _keep(self._sound, key.digest(), None, 20_000)
        if altered or list(seen) != list(self._seen):
            book = self._book
            if book is None or seen.keys() != self._seen.keys() or any(_is_of(book, name) for name in altered):
                self._book = None
            self._seen = seen

    def book(self, package: Package) -> Book:
        """The workbook part of the package that was verified last, read anew unless all it rests on is the same."""
        if self._book is None:
            self._book = self._read(package)
        return self._book

    def _read(self, package: Package) -> Book:
        key = blake2b(digest_size=16)
        for member in package.members:
            key.update(member.name.encode("utf-8", "surrogatepass") + b"\0")
            if member.name.endswith(".rels"):
                key.update(repr(package.identity(member.name)).encode())
        known = self._books.get(key.digest())
        if known is not None and all(package.identity(part) == seen for part, seen in known[1].items()):
            return known[0]
        book = read_book(package)
        _keep(self._books, key.digest(), (book, {part: package.identity(part) for part in book.parts}), 16)
        return book

    def scan(self, package: Package, part: str) -> Scan:
        """The cells of a worksheet part."""
        crc, size, stored = package.identity(part)
        # Comparing bytes is sooner done than hashing them.
        key = part, crc, size
        known = self._scans.get(key)
        if known is not None and known[0] == stored:
            self._scans.move_to_end(key)
            return known[1]
        if known is not None:
            self._held -= known[1].size
            del self._scans[key]
        found = self._scanned(package.read(part), part)
        self._scans[key] = stored, found
        self._held += found.size
        while self._held > self._scanned_bytes and len(self._scans) > 1:
            self._held -= self._scans.popitem(last=False)[1][1].size
        return found

    def _scanned(self, data: bytes, part: str) -> Scan:
        pieces = cut(data)
        key = part, len(pieces)
        known = self._outlines.get(key)
        found = known.scan(data, pieces) if known is not None else None
        if found is None:
            found = scan(data, part)
            if len(data) <= self._scanned_bytes:
                _keep(self._outlines, key, Outline(data, found), 64)
            while sum(outline.size for outline in self._outlines.values()) > self._scanned_bytes:
                self._outlines.popitem(last=False)
        else:
            self._outlines.move_to_end(key)
        return found

    def strings(self, package: Package, part: str | None) -> list[str]:
        """The shared strings."""
        key = package.identity(part) if part else (0, 0, b"")
        found = self._strings.get(key)
        if found is None:
            found = shared_strings(package.read(part), part) if part else []
            _keep(self._strings, key, found, 8)
        return found

    def prepared(self, book: Book, scans: Mapping[str, Scan], strings: list[str], parts: bytes) -> Prepared:
        """The engine for a workbook's formulas, fed with its literals."""
        key = blake2b(parts, digest_size=16)
        # An engine keeps what functions gave: under other rules it must ask them all again.
        key.update(repr(user_stamps()).encode("utf-8", "surrogatepass"))
        # The same parts may hang together in another way, which only the relationships say.
        places = [(sheet.name, sheet.part) for sheet in book.sheets]
        places += [(table.name, table.sheet) for table in book.tables.values()]
        key.update(repr(places).encode("utf-8", "surrogatepass"))
        for sheet in book.sheets:
            key.update(scans[sheet.part].key)
        found = self._prepared.get(key.digest())
        if found is None or not found.can_take(scans):
            found = Prepared(book, scans, strings, self._functions, self._omitted, self._load)
            _keep(self._prepared, key.digest(), found, self._templates)
        else:
            self._prepared.move_to_end(key.digest())
            try:
                found.feed(scans, strings)
            except BaseException:
                # A half-fed engine belongs to no workbook.
                del self._prepared[key.digest()]
                raise
        return found

    def forget(self, prepared: Prepared) -> None:
        """Drop a template whose engine is in doubt."""
        for key in [key for key, value in self._prepared.items() if value is prepared]:
            del self._prepared[key]


def _is_of(book: Book, name: str) -> bool:
    """True for a member that decides what a book is."""
    return name.endswith(".rels") or name in book.parts


def _keep(store: OrderedDict[_K, _V], key: _K, value: _V, limit: int) -> None:
    store[key] = value
    while len(store) > limit:
        store.popitem(last=False)
