"""Makes the Word letterheads: `python templates/layout/make_letterhead.py`.

Page, styles and list numberings stand here, so that a change to a letterhead is reviewed as text. A
letterhead holds no words: they come from the letter through the tags (see `lettergen/formats/docx.py`).
The same script gives the same bytes.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Header
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles

TEMPLATES = Path(__file__).parent.parent
LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO"}
FONT = "Arial"

# The top left 125 x 89 mm of page 1 are the address's alone: the sender stands right of them, and the
# header reaches down to where a window envelope's opening begins.
ADDRESS_FIELD = Mm(102)
SENDER_HEIGHT = Mm(35)

_EMPTY_PARTS = (
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.WEB_SETTINGS,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
_EMPTY_FACTS = (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES, RELATIONSHIP_TYPE.THUMBNAIL)

_DEFAULTS = """
<w:styles {ns}>
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>
      <w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault>
  </w:docDefaults>
  <w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="0"
    w:defQFormat="0" w:count="376"/>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
  <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
    <w:name w:val="Default Paragraph Font"/><w:semiHidden/>
  </w:style>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:semiHidden/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  </w:style>
  <w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
  <w:style w:type="character" w:customStyle="1" w:styleId="LGLenke">
    <w:name w:val="LGLenke"/><w:rPr><w:color w:val="0B3C7D"/><w:u w:val="single"/></w:rPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="LGOppsett">
    <w:name w:val="LGOppsett"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="LGTabell">
    <w:name w:val="LGTabell"/><w:basedOn w:val="TableNormal"/>
    <w:tblPr>
      <w:tblBorders>
        <w:top w:val="single" w:sz="6" w:space="0" w:color="404040"/>
        <w:bottom w:val="single" w:sz="6" w:space="0" w:color="404040"/>
        <w:insideH w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>
      </w:tblBorders>
      <w:tblCellMar>
        <w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
        <w:bottom w:w="45" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
      </w:tblCellMar>
    </w:tblPr>
    <w:tblStylePr w:type="firstRow"><w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="404040"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="E7E7E7"/>
    </w:tcPr></w:tblStylePr>
    <w:tblStylePr w:type="lastRow"><w:tcPr>
      <w:tcBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="404040"/></w:tcBorders>
    </w:tcPr></w:tblStylePr>
  </w:style>
</w:styles>
"""

_SETTINGS = """
<w:settings {ns}>
  <w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
    <w:compatSetting w:name="overrideTableStyleFontSizeAndJustification"
      w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
    <w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
    <w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
  </w:compat>
  <w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>
</w:settings>
"""

_FONTS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {ns}><w:font w:name="{font}"><w:altName w:val="Liberation Sans"/><w:charset w:val="00"/>\
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>
"""

_LEVEL_INDENT = 397
_BULLETS = ("•", "–", "•")
_NUMBERS = ("decimal", "lowerLetter", "lowerRoman")
_LEVELS = 9


def letterhead(language: str) -> bytes:
    """Make the letterhead in one language (`nb` or `nn`)."""
    document = Document()
    _drop_parts(document)
    _replace(document.styles.element, _DEFAULTS.format(ns=nsdecls("w"), font=FONT, language=LANGUAGES[language]))
    _replace(document.settings.element, _SETTINGS.format(ns=nsdecls("w"), language=LANGUAGES[language]))
    _replace(document.part.numbering_part.element, _numberings())
    fonts = _FONTS.format(ns=nsdecls("w"), font=FONT).encode()
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts, document.part.package)
    document.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    _paragraph_styles(document.styles)
    _page(document.sections[0])
    document.add_paragraph("{{p body }}", style="LGNormal")
    return _packed(document)


def _replace(element: BaseOxmlElement, xml: str) -> None:
    """Put new content in the place of a part's own."""
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(" ".join(line.strip() for line in xml.splitlines()))))


def _drop_parts(document: WordDocument) -> None:
    """Drop what python-docx's own template brings along and a letter has no use for."""
    for relations, unwanted in ((document.part.rels, _EMPTY_PARTS), (document.part.package.rels, _EMPTY_FACTS)):
        for key in [key for key, relation in relations.items() if relation.reltype in unwanted]:
            del relations[key]


def _numberings() -> str:
    """Define a bulleted and a numbered list; lettergen adds one numbering for each numbered list in a letter."""
    lists = (
        [("bullet", _BULLETS[level % len(_BULLETS)]) for level in range(_LEVELS)],
        [(_NUMBERS[level % len(_NUMBERS)], f"%{level + 1}.") for level in range(_LEVELS)],
    )
    definitions = ""
    for number, levels in enumerate(lists):
        definitions += f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        for level, (form, text) in enumerate(levels):
            definitions += (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_LEVEL_INDENT * (level + 1)}"'
                f' w:hanging="{_LEVEL_INDENT}"/></w:pPr></w:lvl>'
            )
        definitions += "</w:abstractNum>"
    numbers = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in range(len(lists))
    )
    return f"<w:numbering {nsdecls('w')}>{definitions}{numbers}</w:numbering>"


def _style(styles: Styles, name: str, base: str = "LGNormal", *, builtin: bool = False) -> ParagraphStyle:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)  # type: ignore[no-untyped-call]  # untyped in python-docx
    assert isinstance(style, ParagraphStyle)
    style.base_style = styles[base]
    style.hidden, style.quick_style = False, True
    return style


def _spacing(style: ParagraphStyle, before: float, after: float, line: float | None = None) -> None:
    """Set the air above and below in points, and line spacing as a multiple."""
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if line is not None:
        shape.line_spacing = line


def _paragraph_styles(styles: Styles) -> None:
    normal = _style(styles, "LGNormal", "Normal")
    _spacing(normal, 0, 7, 1.15)
    for level, (size, before, after) in enumerate(((15, 0, 10), (12, 14, 4), (10.5, 10, 3)), start=1):
        heading = _style(styles, f"Heading {level}", builtin=True)
        heading.next_paragraph_style = normal
        heading.font.size, heading.font.bold = Pt(size), True
        heading.paragraph_format.keep_with_next = heading.paragraph_format.keep_together = True
        _spacing(heading, before, after, 1.08)
        heading.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>'))
    label = _style(styles, "LGDelnavn")
    label.font.bold, label.paragraph_format.keep_with_next = True, True
    _spacing(label, 0, 2)
    for number, name in enumerate(("LGListe", "LGNummerert"), start=1):
        listed = _style(styles, name)
        _spacing(listed, 0, 4)
        numbering = listed.element.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_numId().val = number
    _spacing(_style(styles, "LGListeavsnitt"), 0, 4)
    text = _style(styles, "LGTabelltekst")
    text.font.size = Pt(9.5)
    _spacing(text, 0, 0, 1.08)
    head = _style(styles, "LGTabellhode", "LGTabelltekst")
    head.font.bold, head.paragraph_format.keep_with_next = True, True
    _style(styles, "LGTabelltall", "LGTabelltekst").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _spacing(_style(styles, "LGMottaker"), 0, 0, 1.08)
    for name, size, tab in (("LGReferanse", 9.5, Mm(27)), ("LGVedlegg", 10.5, Mm(27))):
        labelled = _style(styles, name)
        labelled.font.size = Pt(size)
        _spacing(labelled, 0, 2 if name == "LGReferanse" else 4, 1.08)
        labelled.paragraph_format.left_indent, labelled.paragraph_format.first_line_indent = tab, -tab
        labelled.paragraph_format.tab_stops.add_tab_stop(tab)
    closing = _style(styles, "LGHilsen")
    closing.paragraph_format.keep_with_next = True
    _spacing(closing, 18, 12)
    signature = _style(styles, "LGUnderskrift")
    signature.paragraph_format.keep_with_next = True
    _spacing(signature, 0, 0, 1.08)
    approval = _style(styles, "LGGodkjent")
    approval.font.size = Pt(9.5)
    _spacing(approval, 12, 16)
    for name, size, bold in (("LGAvsender", 9, False), ("LGAvsendernavn", 10.5, True), ("LGUtkast", 13, True)):
        top = _style(styles, name)
        top.font.size, top.font.bold = Pt(size), bold or None
        _spacing(top, 0, 0, 1.08)
    margin = _style(styles, "LGMarg")
    margin.font.size = Pt(9)
    margin.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _spacing(margin, 0, 0, 1.0)


def _page(section: Section) -> None:
    """A4, nothing in the left 25 mm; printers overwrite the left 18 mm (Digdir, utskriftstjenesten)."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _first_header(section.first_page_header, Mm(210 - 25 - 20))
    _lines(section.header, ("{%p if draft_label %}", "{{ draft_label }}", "{%p endif %}"), "LGUtkast")
    section.header.add_paragraph("{{ reference }}", style="LGMarg")
    for footer in (section.first_page_footer, section.footer):
        footer.is_linked_to_previous = False
        footer.paragraphs[0].style = "LGMarg"
        footer.paragraphs[0].text = "{{r page_label }}"


def _lines(place: _Header, texts: tuple[str, ...], style: str) -> None:
    place.is_linked_to_previous = False
    place._element[:] = []  # noqa: SLF001 - python-docx gives a header an empty paragraph and no way to drop it
    for text in texts:
        place.add_paragraph(text, style=style)


def _first_header(header: _Header, width: Length) -> None:
    """Set the draft's mark at the left, the sender at the right, and no text that could show in the window."""
    _lines(header, (), "LGAvsender")
    table = header.add_table(1, 2, width)
    table.style, table.autofit = "LGOppsett", False
    row = table.rows[0]
    row.height = SENDER_HEIGHT
    left, right = row.cells
    left.width, right.width = ADDRESS_FIELD, Length(width - ADDRESS_FIELD)
    for column, cell in zip(table.columns, (left, right), strict=True):
        column.width = cell.width
    for cell, style, texts in (
        (left, "LGUtkast", ("{{ draft_label }}",)),
        (right, "LGAvsendernavn", ("{%p for line in sender[:1] %}", "{{ line }}", "{%p endfor %}")),
        (right, "LGAvsender", ("{%p for line in sender[1:] %}", "{{ line }}", "{%p endfor %}")),
    ):
        for text in texts:
            first = cell.paragraphs[0]
            paragraph = first if not first.text else cell.add_paragraph()
            paragraph.text, paragraph.style = text, style
    last = header.add_paragraph(style="LGAvsender")
    last.paragraph_format.line_spacing_rule, last.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)


def _packed(document: WordDocument) -> bytes:
    """Zip the parts in their order, dated 1980, so that the same script gives the same bytes."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w") as package:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            package.writestr(entry, source.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    for language in LANGUAGES:
        (TEMPLATES / language / "letter.docx").write_bytes(letterhead(language))
