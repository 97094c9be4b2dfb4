"""Word files as a caseworker leaves them: what was done to a letter after lettergen wrote it."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from subprocess import run
from zipfile import ZipFile

from lxml import etree

from lettergen.formats.docx import pack

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACE = W.strip("{}")
DOCUMENT = "word/document.xml"
CONVERTERS = {"docx": "docx:MS Word 2007 XML", "odt": "odt"}


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A file with some parts put in, and those that are None taken out."""
    together = parts_of(data) | parts
    return pack({name: content for name, content in together.items() if content is not None})


def edited(data: bytes, *changes: Callable[[etree._Element], None], part: str = DOCUMENT) -> bytes:
    root = etree.fromstring(parts_of(data)[part])
    for change in changes:
        change(root)
    return with_parts(data, {part: etree.tostring(root, encoding="UTF-8", standalone=True)})


def words(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def paragraphs(root: etree._Element) -> list[etree._Element]:
    return [paragraph for paragraph in root.iter(f"{W}p") if words(paragraph).strip()]


def texts(data: bytes) -> list[str]:
    return [words(paragraph) for paragraph in paragraphs(etree.fromstring(parts_of(data)[DOCUMENT]))]


def place(data: bytes, start: str) -> int:
    """The number of the paragraph that begins with some words, as a reader counts them."""
    found = [number for number, text in enumerate(texts(data), 1) if text.startswith(start)]
    assert len(found) == 1, f"{start}: {found}"
    return found[0]


def delete(*starts: str) -> Callable[[etree._Element], None]:
    """Delete the paragraphs that begin with some words."""

    def change(root: etree._Element) -> None:
        for start in starts:
            (found,) = [paragraph for paragraph in paragraphs(root) if words(paragraph).startswith(start)]
            found.getparent().remove(found)

    return change


def delete_passage(name: str) -> Callable[[etree._Element], None]:
    """Delete all between a bookmark's ends."""

    def change(root: etree._Element) -> None:
        (start,) = [each for each in root.iter(f"{W}bookmarkStart") if each.get(f"{W}name") == name]
        while (following := start.getnext()).tag != f"{W}bookmarkEnd":
            following.getparent().remove(following)

    return change


def replace(old: str, new: str) -> Callable[[etree._Element], None]:
    """Write some words anew where they stand first; `old` has plain spaces."""

    def change(root: etree._Element) -> None:
        found = [node for node in root.iter(f"{W}t") if old in (node.text or "").replace("\u00a0", " ")]
        assert found, old
        found[0].text = found[0].text.replace("\u00a0", " ").replace(old, new)

    return change


def rewrite(start: str, new: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        (found,) = [paragraph for paragraph in paragraphs(root) if words(paragraph).startswith(start)]
        for run_ in found.findall(f"{W}r"):
            found.remove(run_)
        found.append(etree.fromstring(f'<w:r xmlns:w="{NAMESPACE}"><w:t>{new}</w:t></w:r>'))

    return change


def insert_after(start: str, xml: str) -> Callable[[etree._Element], None]:
    """Put WordprocessingML after the paragraph that begins with some words; bare words become a paragraph."""
    body = xml if xml.startswith("<") else f"<w:p><w:r><w:t>{xml}</w:t></w:r></w:p>"

    def change(root: etree._Element) -> None:
        (found,) = [paragraph for paragraph in paragraphs(root) if words(paragraph).startswith(start)]
        found.addnext(etree.fromstring(f'<w:x xmlns:w="{NAMESPACE}">{body}</w:x>')[0])

    return change


def move(start: str, after: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        (moved,) = [paragraph for paragraph in paragraphs(root) if words(paragraph).startswith(start)]
        (before,) = [paragraph for paragraph in paragraphs(root) if words(paragraph).startswith(after)]
        before.addnext(moved)

    return change


def split_runs(root: etree._Element) -> None:
    """As Word does while someone types: each run in three, spelling marks between, something bold."""
    for run_ in list(root.iter(f"{W}r")):
        node = run_.find(f"{W}t")
        if node is None or len(node.text or "") < 6 or run_.getparent().tag != f"{W}p":
            continue
        text, third = node.text, len(node.text) // 3
        for piece in (text[2 * third :], text[third : 2 * third]):
            xml = (
                f'<w:x xmlns:w="{NAMESPACE}"><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr>'
                '<w:t xml:space="preserve"/></w:r></w:x>'
            )
            mark, new = etree.fromstring(xml)
            new.find(f"{W}t").text = piece
            run_.addnext(new)
            run_.addnext(mark)
        node.text = text[:third]


def saved_by_libreoffice(program: str, folder: Path, files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """The files as LibreOffice saves them."""
    source, target = folder / "in", folder / kind
    for each in (source, target):
        each.mkdir(exist_ok=True)
    for name, data in files.items():
        (source / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", CONVERTERS[kind], "--outdir", str(target)]
    run([*command, *(str(source / f"{name}.docx") for name in files)], check=True, capture_output=True, timeout=300)
    return {name: (target / f"{name}.{kind}").read_bytes() for name in files}
