"""Whose words a paragraph holds, and when two paragraphs say the same: what an edited letter is held against."""

import re
import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeAlias

from lettergen.letter import Origin, OriginKind, Runs
from lettergen.names import norwegian

Kind: TypeAlias = int | str
Span: TypeAlias = tuple[Kind, int, int]
"""Some words of a paragraph, counted from 0 and the last one not among them, and whose they are: a number is
that block of the manifest, else one of the words below; what the office wrote is followed by where (`own:vekt`)."""

OWN, VIEW, LAW, VALUE, TEXT, LABEL, FRAME = "own", "view", "law", "value", "text", "label", "frame"
"""What the office wrote, the person's own view, the law sentence, a value of the case, running text, a label of
the library's, and all that stands round the body."""

LAW_SENTENCE_NAME = "lovhenvisning"
WEIGHT = f"{norwegian('user_view')}.{norwegian('weight')}"
_PERSONS = tuple(
    norwegian(name)
    for name in (
        "recipient",
        "guardian",
        "representative",
        "case_handler",
        "approver",
        "office",
        "attachments",
        "copies",
    )
)
_FOR_SURE = (VIEW, LAW)

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ALIKE = (
    (re.compile("[«»“”„‟\u2033]"), '"'),
    (re.compile("[‘’‚‛´`]"), "'"),
    (re.compile("[\u2010-\u2015\u2212]"), "-"),
    (re.compile("…"), "..."),
)


def same_words(text: str) -> str:
    """A text as it is compared: single spaces, and nothing of what a word processor changes by itself.

    That is no-break spaces, soft hyphens, the shape of quotes and dashes, and how letters like å are stored.
    """
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    for shapes, sign in _ALIKE:
        plain = shapes.sub(sign, plain)
    return " ".join(plain.split())


def paragraph_hash(text: str) -> str:
    """A paragraph's mark in the manifest: 12 signs of the SHA-256 of its words as they are compared."""
    return _mark(same_words(text))


def first_hash(text: str) -> str:
    """The mark as the first letters carried it, which told one shape of quotes from another."""
    return _mark(" ".join(text.split()))


def _mark(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def spans(text: str, runs: Runs, blocks: Sequence[str]) -> tuple[Span, ...]:
    """Whose the words of a paragraph are, in order. One without runs stands round the body."""
    if not runs:
        return ((FRAME, 0, len(text.split())),)
    kinds: list[Kind] = []
    glued = False
    for run in runs:
        kind = _kind(run.origin, blocks)
        words = run.text.split()
        if glued and words and not run.text[0].isspace():
            kinds[-1] = kind if is_own(kind) or kind in _FOR_SURE else kinds[-1]  # a word where two runs meet
            words = words[1:]
        kinds += [kind] * len(words)
        glued = bool(kinds) and (not run.text[-1:].isspace() if run.text else glued)
    return _joined(kinds)


def _joined(kinds: Sequence[Kind]) -> tuple[Span, ...]:
    found: list[Span] = []
    for place, kind in enumerate(kinds):
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1], place + 1)
        else:
            found.append((kind, place, place + 1))
    return tuple(found)


def is_own(kind: Kind) -> bool:
    """Whether the office wrote it."""
    return isinstance(kind, str) and kind.startswith(OWN)


def _kind(origin: Origin, blocks: Sequence[str]) -> Kind:
    match origin.kind:
        case OriginKind.VIEW:
            return f"{OWN}:{origin.name}" if origin.name == WEIGHT else VIEW
        case OriginKind.LAW:
            return LAW if origin.name == LAW_SENTENCE_NAME else VALUE
        case OriginKind.VALUE:
            own = origin.typed and origin.name.split(".")[0] not in _PERSONS
            return f"{OWN}:{origin.name}" if own else VALUE
        case OriginKind.BLOCK if (id := _block_id(origin.name)) in blocks:
            return blocks.index(id)
        case OriginKind.ASSESSMENT:
            return f"{OWN}:{origin.name}"
    return LABEL if origin.kind is OriginKind.LABEL else TEXT


def _block_id(file: str) -> str:
    """The block of a file: its path in the scheme's folder, without ending and day."""
    return file.split("/", 2)[-1].removesuffix(".md").partition("@")[0]
