"""Write the pages of the documentation that are made from the content: `make docs`."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from lettergen import Library, load_library
from tools.koder import koder
from tools.regler import regler

DOCS = Path(__file__).parent.parent / "docs"
PAGES: Mapping[str, Callable[[Library], str]] = {
    "koder.md": koder,
    "regler.md": regler,
}
"""A page's file and the function that gives its text. A test holds each against what stands in `docs/`."""


def main() -> None:
    """Write each page."""
    library = load_library()
    for name, text in PAGES.items():
        (DOCS / name).write_text(text(library), encoding="utf-8", newline="\n")
        sys.stdout.write(f"Skrev docs/{name}\n")


if __name__ == "__main__":
    main()
