"""A letter as a Word file: the letterhead's own page and styles around the body that lettergen writes.

docxtpl fills the letterhead's tags. What a letterhead (`letter.docx`) may ask for: `{{p body }}` once in
the text, and in headers and footers `sender` (lines), `reference` (the case number with its
label), `case_number`, `title`, `draft_label` and `{{r page_label }}`; what a letter lacks is empty.
"""

import bz2
import json
import re
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from lettergen.errors import LettergenError
from lettergen.formats.docx_body import Body, Layout, Style, build_body
from lettergen.formats.docx_words import escape, run_xml
from lettergen.letter import Draft, Letter
from lettergen.provenance import paragraph_hash, spans

MANIFEST_NAMESPACE = "urn:lettergen:manifest:1"
PROPERTY_PREFIX = "lettergen.manifest."

_ORDERED_LISTS = 50
_EMU_A_TWENTIETH = 635
# Word's own dialogue holds 255 characters in a property; what longer ones meet with is not known.
_PROPERTY_LENGTH = 250
_CUSTOM_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUE_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_STORE_ITEM = "{4C455454-4552-4745-4E00-000000000001}"
_FIELDS = {"{side}": "PAGE", "{sider}": "NUMPAGES"}


class LetterheadError(LettergenError):
    """A letterhead lacks what every letter needs: the body's tag, a style or a list numbering."""


def render_docx(letter: Letter, letterhead: bytes | Path) -> bytes:
    """Make the letter a Word file in a letterhead (a .docx, or its path).

    Same letter and letterhead, same bytes. Safe in threads: nothing is shared between calls.
    Raises LetterheadError, and ValueError where the letter cannot be written exactly.
    """
    source = letterhead if isinstance(letterhead, bytes) else letterhead.read_bytes()
    template = DocxTemplate(BytesIO(source))
    template.init_docx()
    layout = prepare(template.docx, letter)
    body = build_body(letter, layout)
    # docxtpl parses forgivingly and would drop words without a sign: an ill-formed body must stop here.
    etree.fromstring(f"<w:body {nsdecls('w')}>{body.xml}</w:body>")
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template.render(context(letter, body), environment, autoescape=True)
    attach_manifest(template.docx, manifest(letter, body))
    saved = BytesIO()
    template.save(saved)
    with ZipFile(saved) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return pack(parts | {"docProps/core.xml": core_properties(letter)})


def prepare(document: Document, letter: Letter) -> Layout:
    """Make a letterhead ready: numberings for its lists and the letter's language; give what the body needs."""
    tag = re.compile(r"\{\{p\s+body\s*\}\}")
    if sum(bool(tag.search(paragraph.text)) for paragraph in document.paragraphs) != 1:
        raise LetterheadError("the letterhead must hold {{p body }} once, alone in its paragraph")
    styles = document.styles.element
    for language in styles.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), f"{letter.language}-NO")
    ids = {name: style.get(qn("w:styleId")) for style in styles.style_lst if (name := style.name_val)}
    if missing := [style for style in Style if style not in ids]:
        raise LetterheadError(f"the letterhead lacks the styles {', '.join(missing)}")
    bullets, bulleted = _list_numbering(document, ids[Style.BULLETED])
    _, numbered = _list_numbering(document, ids[Style.NUMBERED])
    definition = f"w:abstractNum[@w:abstractNumId={bulleted}]"
    indents = document.part.numbering_part.element.xpath(f"{definition}/w:lvl/w:pPr/w:ind/@w:left")
    section = document.sections[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    return Layout(
        styles={style: ids[style] for style in Style},
        bullets=bullets,
        numbers=_add_numberings(document, numbered),
        indents=tuple(int(indent) for indent in indents),
        width=width // _EMU_A_TWENTIETH,
    )


def _list_numbering(document: Document, style: str) -> tuple[str, str]:
    """Give the numbering a list style is bound to, and that numbering's definition."""
    for element in document.styles.element.style_lst:
        if element.get(qn("w:styleId")) == style:
            for number in element.xpath("w:pPr/w:numPr/w:numId/@w:val"):
                for definition in document.part.numbering_part.element.xpath(
                    f"w:num[@w:numId={number}]/w:abstractNumId/@w:val"
                ):
                    return str(number), str(definition)
    raise LetterheadError(f"the letterhead's style {style} has no list numbering")


def _add_numberings(document: Document, definition: str) -> tuple[str, ...]:
    """Add one numbering that starts afresh for each ordered list a letter may have."""
    numbering = document.part.numbering_part.element
    first = max(int(number) for number in numbering.xpath("w:num/@w:numId")) + 1
    numbers = tuple(str(number) for number in range(first, first + _ORDERED_LISTS))
    levels = range(len(numbering.xpath(f"w:abstractNum[@w:abstractNumId={definition}]/w:lvl")))
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in levels
    )
    place = numbering.index(numbering.xpath("w:num")[-1]) + 1
    for offset, number in enumerate(numbers):
        xml = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{restart}</w:num>'
        numbering.insert(place + offset, parse_xml(xml))
    return numbers


def context(letter: Letter, body: Body) -> dict[str, Any]:
    """Give what the letterhead's tags stand for, as finished XML."""
    label = next((item.label for item in letter.references if item.values == (letter.case_number,)), "")
    texts = {
        "title": letter.title_text,
        "case_number": letter.case_number,
        "reference": f"{label} {letter.case_number}".strip(),
        "draft_label": letter.draft_label or "",
    }
    return {
        "body": _ready(body.xml),
        "page_label": _ready(_page_label(letter.page_label)),
        "sender": [_ready(escape(line)) for line in letter.sender],
        **{name: _ready(escape(text)) for name, text in texts.items()},
    }


def _ready(xml: str) -> Markup:
    return Markup(xml)  # noqa: S704 - escaped by our own `escape`, since markupsafe's leaves braces to docxtpl


def _page_label(label: str) -> str:
    """Write «Side {side} av {sider}» with Word's fields for the two numbers."""
    written = ""
    for part in re.split(r"(\{sider?\})", label):
        if part in _FIELDS:
            written += f'<w:fldSimple w:instr=" {_FIELDS[part]} ">{run_xml("1")}</w:fldSimple>'
        elif part:
            written += run_xml(part)
    return written


def manifest(letter: Letter, body: Body) -> dict[str, Any]:
    """Give what an edited letter is later held against: its texts' versions, bookmarks and paragraphs.

    A paragraph is `[hash, text, bookmark or None]`, in reading order; the recipient's are left out. Beside it,
    in `sources`, stands whose words it holds (see `provenance.spans`).
    """
    made_of = letter.manifest
    blocks = [block.id for block in made_of.blocks]
    return {
        "manifest": 1,
        "engine": made_of.engine,
        "library": made_of.library,
        "scheme": made_of.scheme,
        "letter": letter.letter_type,
        "language": str(letter.language),
        "date": letter.date.isoformat(),
        "case": letter.case_number,
        "blocks": [[block.id, block.version, block.condition] for block in made_of.blocks],
        "bookmarks": dict(body.bookmarks),
        "answers": [list(answer) for answer in made_of.answers],
        "paragraphs": [[paragraph_hash(item.text), item.text, item.bookmark] for item in body.paragraphs],
        "sources": [[list(span) for span in spans(item.text, item.runs, blocks)] for item in body.paragraphs],
        **({"draft": True} if isinstance(letter, Draft) else {}),
    }


def compact(content: dict[str, Any]) -> list[str]:
    """Give a manifest without its paragraphs' words, in pieces short enough for custom properties."""
    small = content | {"paragraphs": [[mark, bookmark] for mark, _, bookmark in content["paragraphs"]]}
    # Not zlib: its builds compress differently, and the same letter is to give the same parts on every machine.
    packed = b64encode(bz2.compress(_json(small).encode())).decode()
    return [packed[start : start + _PROPERTY_LENGTH] for start in range(0, len(packed), _PROPERTY_LENGTH)]


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def attach_manifest(document: Document, content: dict[str, Any]) -> None:
    """Put the manifest in the file twice, since LibreOffice's odt drops custom XML and keeps properties."""
    package, part = document.part.package, document.part
    for key, relation in list(part.rels.items()):
        if (
            relation.reltype == RELATIONSHIP_TYPE.CUSTOM_XML
            and MANIFEST_NAMESPACE.encode() in relation.target_part.blob
        ):
            del part.rels[key]
    name = package.next_partname("/customXml/item%d.xml")
    xml = f'<manifest xmlns="{MANIFEST_NAMESPACE}">{escape(_json(content))}</manifest>'
    item = Part(name, CONTENT_TYPE.XML, _document(xml), package)
    schemas = f'<ds:schemaRefs><ds:schemaRef ds:uri="{MANIFEST_NAMESPACE}"/></ds:schemaRefs>'
    store = f'<ds:datastoreItem xmlns:ds="{_CUSTOM_XML}" ds:itemID="{_STORE_ITEM}">{schemas}</ds:datastoreItem>'
    about = PackURI(name.replace("/item", "/itemProps"))
    item.relate_to(
        Part(about, CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _document(store), package),
        RELATIONSHIP_TYPE.CUSTOM_XML_PROPS,
    )
    part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    _add_properties(document, {f"{PROPERTY_PREFIX}{n}": text for n, text in enumerate(compact(content), start=1)})


def _add_properties(document: Document, properties: dict[str, str]) -> None:
    """Add custom properties beside those an office's letterhead may have; ids count from 2."""
    package = document.part.package
    try:
        part = package.part_related_by(RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
        root = etree.fromstring(part.blob)
    except KeyError:
        root = etree.fromstring(f'<Properties xmlns="{_CUSTOM_PROPERTIES}" xmlns:vt="{_VALUE_TYPES}"/>')
        part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, b"", package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    for old in list(root):
        if old.get("name", "").startswith(PROPERTY_PREFIX):
            root.remove(old)
    number = max((int(old.get("pid", "1")) for old in root), default=1)
    for name, text in properties.items():
        number += 1
        place = {"fmtid": _USER_PROPERTIES, "pid": str(number), "name": name}
        etree.SubElement(
            etree.SubElement(root, f"{{{_CUSTOM_PROPERTIES}}}property", place), f"{{{_VALUE_TYPES}}}lpwstr"
        ).text = text
    part._blob = etree.tostring(root, encoding="UTF-8", standalone=True)  # noqa: SLF001 - a Part has no other way in


def core_properties(letter: Letter) -> bytes:
    """Give docProps/core.xml: title, language and the letter's day; no author, for the office signs."""
    noon = f'xsi:type="dcterms:W3CDTF">{letter.date.isoformat()}T12:00:00Z'
    return _document(
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(letter.title_text)}</dc:title><dc:language>{letter.language}-NO</dc:language>"
        f"<dcterms:created {noon}</dcterms:created><dcterms:modified {noon}</dcterms:modified></cp:coreProperties>"
    )


def _document(xml: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()


def pack(parts: dict[str, bytes]) -> bytes:
    """Zip parts in their order, dated 1980, so that equal parts give equal bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for name, content in parts.items():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            package.writestr(entry, content, compresslevel=6)
    return packed.getvalue()
