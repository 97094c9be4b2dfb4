"""A letter's file, whatever word processor saved it."""

from lettergen.edited.opendocument import MEDIA_TYPE, read_opendocument
from lettergen.edited.package import Package
from lettergen.edited.reading import ReadLetter
from lettergen.edited.word import read_word


def read_letter(data: bytes) -> ReadLetter:
    """The paragraphs of a Word file or an OpenDocument text. Raises `UnsafeFileError`."""
    package = Package(data)
    if "mimetype" in package and package.read("mimetype").strip() == MEDIA_TYPE:
        return read_opendocument(package)
    return read_word(package)
