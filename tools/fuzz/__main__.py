"""Fuzz one target, guided by what code is reached: `python -m tools.fuzz decision build/fuzz -max_total_time=200`.

Everything after the target is libFuzzer's: a folder to keep inputs in, and its options.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lettergen"]):
    from tools.fuzz.targets import targets

from tools.fuzz.mutating import content_changed, letter_changed, text_changed

CHANGES: dict[str, Callable[..., bytes]] = {
    "decision": text_changed,
    "library": content_changed,
    "letter": letter_changed,
}


def main() -> None:
    """Write the sound files as seeds, then hand over to libFuzzer."""
    name, folder = (*sys.argv[1:], "")[:2]
    if name not in CHANGES or not folder or folder.startswith("-"):
        sys.exit(f"usage: python -m tools.fuzz {{{','.join(CHANGES)}}} FOLDER [-max_total_time=SECONDS ...]")
    target, corpus = targets().all()[name], Path(folder)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number:03}").write_bytes(seed)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        return CHANGES[name](data, most, seed, atheris.Mutate)

    atheris.Setup([f"fuzz-{name}", *sys.argv[2:]], target.take, custom_mutator=changed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
