"""A word processor's file from anyone's hands: its parts as text trees, within limits, or a refusal.

Nothing is inflated beyond its limit, no entity is resolved and nothing is fetched.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from lettergen.edited.reading import LARGEST_FILE, UnsafeFileError

LARGEST_PART = 4_000_000
LARGEST_IN_ALL = 16_000_000
LARGEST_DIRECTORY = 200_000
MOST_PARTS = 1_000
MOST_ELEMENTS = 120_000

_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_BIG_ARCHIVE = b"PK\x06\x07"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = (b"utf-8", b"us-ascii", b"ascii")
_ENCRYPTED = 1


class Package:
    """The parts of a zipped document, each inflated only when it is asked for."""

    def __init__(self, data: bytes) -> None:
        _look_at_the_end(data)
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError) as error:
            raise UnsafeFileError("not_a_letter_file") from error
        self._left = LARGEST_IN_ALL
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        if len(self._entries) != len(self._zip.infolist()) or any(map(_strange, self._entries.values())):
            raise UnsafeFileError("strange_parts")

    def names(self) -> Iterable[str]:
        """The names of all parts."""
        return self._entries

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        if (entry := self._entries.get(name)) is None:
            raise UnsafeFileError("missing_part")
        if entry.file_size > min(LARGEST_PART, self._left):
            raise UnsafeFileError("too_big")
        try:
            with self._zip.open(entry) as part:
                content = part.read(LARGEST_PART + 1)
        except (BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, RuntimeError) as error:
            raise UnsafeFileError("damaged") from error
        self._left -= len(content)
        if len(content) > LARGEST_PART or self._left < 0:
            raise UnsafeFileError("too_big")
        return content

    def tree(self, name: str) -> etree._Element:
        """A part as a tree. Entities and document types are refused, before anything is made of them."""
        return parse(self.read(name))

    def first_tree(self, names: Iterable[str], wanted: Callable[[etree._Element], bool]) -> etree._Element | None:
        """The first of some parts that is the wanted one; a damaged one is passed by, a hostile one is not."""
        for name in names:
            try:
                root = self.tree(name)
            except UnsafeFileError as error:
                if error.problem != "damaged":
                    raise
                continue
            if wanted(root):
                return root
        return None


def parse(content: bytes) -> etree._Element:
    """XML as a tree, without entities, document types, and more elements or levels than a letter has."""
    declared = _ENCODING.match(content[:200].removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in content[:4] or (declared and declared[1].lower() not in _ENCODINGS):
        raise UnsafeFileError("damaged")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnsafeFileError("entities")
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        raise UnsafeFileError("too_big")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeFileError("damaged") from error


def _look_at_the_end(data: bytes) -> None:
    """Refuse what would make a list of parts longer than any letter has, before the list is read."""
    if len(data) > LARGEST_FILE:
        raise UnsafeFileError("too_big")
    if data.startswith(_OLD_WORD):
        raise UnsafeFileError("old_or_locked")
    tail = data[-(_END_SIZE + _LONGEST_COMMENT) :]
    places = [match.start() for match in re.finditer(re.escape(_END), tail)]
    if not data.startswith(b"PK") or not places:
        raise UnsafeFileError("not_a_letter_file")
    for place in places:
        end = tail[place : place + _END_SIZE]
        count, size = struct.unpack("<HL", end[10:16]) if len(end) == _END_SIZE else (0, 0)
        if count > MOST_PARTS or size > LARGEST_DIRECTORY:
            raise UnsafeFileError("too_big")
    if _BIG_ARCHIVE in tail:
        raise UnsafeFileError("strange_parts")


def _strange(entry: ZipInfo) -> bool:
    """Whether a part is locked, packed in an odd way, or named as if it lay outside the file."""
    name = entry.filename
    return (
        bool(entry.flag_bits & _ENCRYPTED)
        or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        or name.startswith("/")
        or "\\" in entry.orig_filename
        or ":" in name
        or ".." in name.split("/")
    )
