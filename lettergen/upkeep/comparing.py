"""What an edit of the library does to letters: the same decisions written with the texts of then and of now."""

import difflib
import io
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lettergen.checking import check
from lettergen.decision import Decision
from lettergen.letter import lines
from lettergen.library import Library

CONTENT = ("reasons", "templates")
SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ«])")


class NoRevisionError(Exception):
    """The content of a revision cannot be found: no git folder, no such name, or no content in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One letter that is not what it was: the sentences that went and came; None where no letter could be written."""

    name: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None

    def sentences(self) -> Iterator[str]:
        """The sentences that went (`- `) and came (`+ `), in the order of the letter."""
        for line in difflib.ndiff(self.before or (), self.after or ()):
            if line[:2] in ("- ", "+ "):
                yield line


def changes(decisions: Sequence[Decision], before: Library, after: Library) -> Iterator[Change]:
    """The letters of some decisions that two libraries do not write alike."""
    for decision in decisions:
        then, now = (sentences(decision, library) for library in (before, after))
        if then != now:
            yield Change(decision.name, then, now)


def sentences(decision: Decision, library: Library) -> tuple[str, ...] | None:
    """A decision's letter as sentences; None where it is not complete."""
    checked = check(decision, library)
    if not checked.complete or checked.composed is None:
        return None
    return tuple(sentence for line in lines(checked.composed.letter) for sentence in SENTENCE.split(line))


@contextmanager
def content_of(revision: str, folder: Path) -> Iterator[Path]:
    """A folder that holds `reasons/` and `templates/` as they were in a git revision. Raises `NoRevisionError`."""
    with tempfile.TemporaryDirectory() as made:
        for name in CONTENT:
            if not (folder / name).is_dir():
                continue
            command = ["git", "-C", str(folder), "archive", "--format=tar", "--end-of-options", revision, name]
            try:
                archive = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603  # a fixed command; the revision is one argument
            except (OSError, subprocess.CalledProcessError) as error:
                raise NoRevisionError(revision) from error
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(made, filter="data")
        yield Path(made)
