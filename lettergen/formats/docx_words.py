"""Words as WordprocessingML: every sign exactly as it is, or refused."""

import re

_IMPOSSIBLE = re.compile("[^\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans(
    # Braces too: docxtpl turns what looks like its own escapes, such as `{_{`, into tags.
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "{": "&#123;", "}": "&#125;"}
)


def escape(text: str) -> str:
    """Make text safe as XML text or attribute. ValueError for signs a letter cannot hold."""
    if found := _IMPOSSIBLE.search(text):
        raise ValueError(f"the sign U+{ord(found[0]):04X} cannot stand in a letter")
    return text.translate(_ENTITIES)


def run_xml(text: str, properties: str = "") -> str:
    """Write words with one look."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
