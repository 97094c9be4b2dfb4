"""`python -m tests.mutation`: run the declared damages and print the table. Exit code 1 when any is missed."""

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tests.mutation import declared, more_cases, running, table
from tests.mutation.surroundings import ROOT

WRONG_USE = 2


def main() -> int:
    """Run, print, and say whether it passed."""
    arguments = _arguments()
    kinds = declared.kinds(arguments.kind)
    if not kinds:
        _say([f"no kind is called {arguments.kind}; there are: {', '.join(kind.name for kind in declared.kinds())}"])
        return WRONG_USE
    started = time.monotonic()
    examples = running.examples(sorted((ROOT / "examples").glob("*.yaml")))
    tasks: list[running.Task] = [(example, kinds) for example in examples]
    shown = list(kinds)
    if arguments.cases:
        try:
            theirs, bases = more_cases.cases(arguments.cases)
        except more_cases.BadCaseError as error:
            _say([str(error)])
            return WRONG_USE
        tasks += [(base, [theirs]) for base in bases]
        shown.append(theirs)
    tried = list(running.run(tasks, arguments.processes))
    _say(table.rows(shown, tried))
    if arguments.show:
        _say(table.misses(tried))
    wrong = list(table.shortcomings(kinds, tried, whole=arguments.kind is None))
    _say([f"{len(examples)} examples, {time.monotonic() - started:.0f} s", *wrong])
    return 1 if wrong else 0


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--kind", help="only the kind of this name")
    parser.add_argument("--show", action="store_true", help="list the misses with file and path")
    parser.add_argument("--cases", type=Path, help="a folder with others' damaged decisions")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
