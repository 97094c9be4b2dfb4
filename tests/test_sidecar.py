"""`brev.json`: what archives and dispatch systems read."""

import json
from hashlib import sha256

import pytest

from lettergen.formats.sidecar import render_sidecar, sidecar
from tests.sample_letter import sample


def test_the_sidecar_holds_what_an_archive_asks_for() -> None:
    assert sidecar(sample(), {"2026-1234-innvilgelse.pdf": b"%PDF", "2026-1234-innvilgelse.docx": b"PK"}) == {
        "schema": "lettergen-letter/1",
        "title": "Du får kvalifiseringsprogram",
        "type": "innvilgelse",
        "language": "nb",
        "date": "2026-11-20",
        "case_number": "2026/1234",
        "recipient": ["Kari Prøve", "Prøvevegen 1", "5200 Os"],
        "copies": ["Prøvedal voksenopplæring"],
        "attachments": ["Programplan", "Skjema for klage"],
        "exemption": "Unntatt offentlighet etter offentleglova § 13",
        "files": [
            {
                "name": "2026-1234-innvilgelse.docx",
                "media_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "size": 2,
                "sha256": sha256(b"PK").hexdigest(),
            },
            {
                "name": "2026-1234-innvilgelse.pdf",
                "media_type": "application/pdf",
                "size": 4,
                "sha256": sha256(b"%PDF").hexdigest(),
            },
        ],
        "manifest": {
            "engine": "0.1.0",
            "library": "5d41402abc4b",
            "scheme": "kvp/1",
            "blocks": [
                {"id": "alder/mellom-18-og-67", "version": "0123456789ab", "condition": "alder"},
                {"id": "klage", "version": "ba9876543210", "condition": None},
            ],
            "answers": [{"code": "LG411", "mark": "1a2b3c4d"}],
        },
    }


def test_bytes_do_not_depend_on_the_order_of_the_files() -> None:
    one = render_sidecar(sample(), {"b.pdf": b"b", "a.txt": b"a"})

    assert one == render_sidecar(sample(), {"a.txt": b"a", "b.pdf": b"b"})
    assert json.loads(one)["title"] == "Du får kvalifiseringsprogram"
    assert "å".encode() in one
    assert one.endswith(b"}\n")


def test_a_draft_is_neither_archived_nor_sent() -> None:
    with pytest.raises(TypeError, match="draft"):
        sidecar(sample(draft=True), {})
