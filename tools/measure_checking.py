"""What checking costs: `python -m tools.measure_checking time` and `python -m tools.measure_checking memory`.

`time`: in one warm process, the time of reading each example against the time of checking it, one after the
other in every round, so that a slow minute of the machine falls on both. `memory`: the most memory that
`lettergen check --format lines` takes over a thousand decisions and over ten thousand. Both end with 1 when
the bound that stands here does not hold.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
MOST_TIMES, ROUNDS = 5.0, 15
MOST_GROWTH, FEW, MANY = 1.1, 1_000, 10_000
CASE_NUMBER = re.compile(r"^(saksnummer: ).*$", re.MULTILINE)
LONG_WORD = re.compile(r"(?<=[a-zæøå] )[a-zæøå]{6,}(?= [a-zæøå])")
"""Words inside sentences, which differ between the decisions of a run."""
EVERY = 6
"""One in so many of them is another word."""
BETWEEN = 0.5
"""A child's memory is read when it has ended; it is looked for so often, in seconds."""


@dataclass(frozen=True)
class Cost:
    """The seconds one decision takes to read and to check, each the median of all rounds."""

    name: str
    reading: float
    checking: float

    @property
    def times(self) -> float:
        """How many times as long it takes to check as to read."""
        return self.checking / self.reading


def costs(rounds: int) -> list[Cost]:
    """What each example costs, the dearest in proportion first. Processor time, so that others' work counts little."""
    from lettergen import check, load, load_library  # noqa: PLC0415  # the memory measure keeps its own process small

    library, files = load_library(), sorted(EXAMPLES.glob("*.yaml"))
    reading: dict[str, list[float]] = {file.stem: [] for file in files}
    checking: dict[str, list[float]] = {file.stem: [] for file in files}
    for warm in range(rounds + 1):
        for file in files:
            start = time.process_time()
            decision = load(file)
            read = time.process_time()
            check(decision, library)
            if warm:
                reading[file.stem].append(read - start)
                checking[file.stem].append(time.process_time() - read)
    found = [Cost(name, median(reading[name]), median(checking[name])) for name in reading]
    return sorted(found, key=lambda cost: -cost.times)


def measure_time() -> bool:
    """Print what each example costs, and whether the dearest is within the bound."""
    found = costs(ROUNDS)
    print(f"{'example':<46} {'read, ms':>9} {'check, ms':>10} {'times':>6}")
    for cost in found:
        print(f"{cost.name:<46} {1000 * cost.reading:>9.2f} {1000 * cost.checking:>10.2f} {cost.times:>6.2f}")
    print(f"median {median(cost.times for cost in found):.2f}, worst {found[0].times:.2f}, bound {MOST_TIMES}")
    return found[0].times <= MOST_TIMES


def write_decisions(folder: Path, count: int) -> list[str]:
    """Decisions made from the examples, each with a case number of its own and some other words; their names."""
    texts = [(file.stem, file.read_text(encoding="utf-8")) for file in sorted(EXAMPLES.glob("*.yaml"))]
    words = sorted({word for _, text in texts for word in LONG_WORD.findall(text)})
    (folder / "lettergen.toml").write_bytes((EXAMPLES / "lettergen.toml").read_bytes())
    names = []
    for number in range(count):
        stem, text = texts[number % len(texts)]
        random = Random(number)  # noqa: S311  # the same decisions each time
        changed = LONG_WORD.sub(lambda word: word[0] if random.randrange(EVERY) else random.choice(words), text)  # noqa: B023  # used at once
        name = f"{number:05}-{stem}.yaml"
        (folder / name).write_text(CASE_NUMBER.sub(rf"\g<1>2026/{number}", changed), encoding="utf-8")
        names.append(name)
    return names


def peak(names: Iterable[str], folder: Path) -> int:
    """The most memory, in kB, that a fresh process takes to check some files."""
    command = [sys.executable, "-m", "lettergen", "check", "--format", "lines", *names]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)  # noqa: S603  # our own program
    while True:
        ended, _, usage = os.wait4(child.pid, os.WNOHANG)
        if ended:
            return usage.ru_maxrss
        time.sleep(BETWEEN)


def measure_memory() -> bool:
    """Print the most memory for few and for many decisions, and whether it grows less than the bound."""
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        names = write_decisions(Path(folder), MANY)
        for count in (FEW, MANY):
            peaks.append(peak(names[:count], Path(folder)))
            print(f"{count:>6} decisions: {peaks[-1] / 1024:.1f} MB", flush=True)
    growth = peaks[-1] / peaks[0]
    print(f"growth {growth:.3f}, bound {MOST_GROWTH}")
    return growth < MOST_GROWTH


MEASURES: dict[str, Callable[[], bool]] = {"time": measure_time, "memory": measure_memory}


def main() -> None:
    """Take the measure that was asked for."""
    if len(sys.argv) != 2 or sys.argv[1] not in MEASURES:  # noqa: PLR2004
        sys.exit(f"usage: python -m tools.measure_checking {'|'.join(MEASURES)}")
    sys.exit(not MEASURES[sys.argv[1]]())


if __name__ == "__main__":
    main()
