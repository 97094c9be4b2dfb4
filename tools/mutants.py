"""What `make mutants` found: the figures of each module, and the mutants that no test noticed."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "mutants"
SURVIVED = (0, 33)
"""How the tests end when they pass, and what stands for a mutant that no test runs."""


def modules(folder: Path) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Each module's name, the number of its mutants that were tried, and those that survived."""
    for file in sorted(folder.glob("lettergen/**/*.meta")):
        ended = json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
        tried = {name: code for name, code in ended.items() if code is not None}
        if tried:
            name = file.relative_to(folder).as_posix().removesuffix(".meta")
            yield name, len(tried), tuple(sorted(name for name, code in tried.items() if code in SURVIVED))


def main() -> None:
    """Print the table, then the survivors; `mutmut show NAME` tells what each is."""
    found = list(modules(FOLDER))
    total, alive = sum(number for _, number, _ in found), sum(len(names) for _, _, names in found)
    for name, number, names in (*found, ("all", total, ("",) * alive)):
        sys.stdout.write(f"{name:34}{number - len(names):6} of{number:6} killed{1 - len(names) / number:9.1%}\n")
    for name in (each for _, _, names in found for each in names):
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
