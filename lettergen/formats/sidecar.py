"""`brev.json`, beside each letter: what an archive and a dispatch system must know of it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from lettergen.letter import Draft, Labelled, Letter

_MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
}


def sidecar(letter: Letter, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Give what `brev.json` holds, as JSON values with English keys.

    `title` is the letter's heading: it tells the outcome, so it may not be used as the title of a message or a
    notice. `recipient` is the address block as printed, without the address where that is withheld. `files` are
    the letter's files by name, each with its size in bytes and its SHA-256. `manifest` holds no personal data.
    Raises `TypeError` for a draft, which is neither archived nor sent.
    """
    if isinstance(letter, Draft):
        raise TypeError("a draft is neither archived nor sent")
    manifest = letter.manifest
    return {
        "schema": "lettergen-letter/1",
        "title": letter.title_text,
        "type": letter.letter_type,
        "language": letter.language.value,
        "date": letter.date.isoformat(),
        "case_number": letter.case_number,
        "recipient": list(letter.recipient),
        "copies": _values(letter.copies),
        "attachments": _values(letter.attachments),
        "exemption": letter.exemption,
        "files": [_file(name, files[name]) for name in sorted(files)],
        "manifest": {
            "engine": manifest.engine,
            "library": manifest.library,
            "scheme": manifest.scheme,
            "blocks": [
                {"id": block.id, "version": block.version, "condition": block.condition} for block in manifest.blocks
            ],
            "answers": [{"code": code, "mark": mark} for code, mark in manifest.answers],
        },
    }


def render_sidecar(letter: Letter, files: Mapping[str, bytes]) -> bytes:
    """Write `brev.json` as UTF-8, keys in a fixed order: the same letter and files give the same bytes."""
    return (json.dumps(sidecar(letter, files), ensure_ascii=False, indent=2) + "\n").encode()


def _file(name: str, content: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "media_type": _MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream"),
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }


def _values(labelled: Labelled | None) -> list[str]:
    return list(labelled.values) if labelled else []
