"""Hold the project's copies of law and rates against the data they were taken from.

    python .ci/compare_with_domain.py DOMAIN

Exit 1 and a line a difference where an id, a date, an amount or a verified flag is not the same.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
SERIES = {
    "grunnbelop": ("grunnbeloep", "amount_nok"),
    "factor": ("faktor", "value"),
    "barnetillegg": ("barnetillegg", "nok_per_day"),
}


def provisions(domain: Path) -> Iterator[str]:
    """Differences in the provisions."""
    theirs = {row["id"]: row for row in _read(domain / "provisions.yaml")["provisions"]}
    ours = {id: row for file in ROOT.glob("reasons/*/hjemler.yaml") for id, row in _read(file)["hjemler"].items()}
    for id in sorted(theirs.keys() | ours.keys()):
        if id not in ours or id not in theirs:
            yield f"{id}: only in one of them"
            continue
        for their_key, our_key in (
            ("section", "paragraf"),
            ("ledd", "ledd"),
            ("litra", "bokstav"),
            ("in_force_from", "gjelder_fra"),
            ("in_force_to", "gjelder_til"),
        ):
            if _text(theirs[id][their_key]) != _text(ours[id][our_key]):
                yield f"{id}: {our_key} {ours[id][our_key]} is not {theirs[id][their_key]}"
        if theirs[id]["verified"] != (ours[id]["kontrollert"] == "ja"):
            yield f"{id}: kontrollert"


def rates(domain: Path) -> Iterator[str]:
    """Differences in the rates."""
    theirs = _read(domain / "rates.yaml")
    ours = {id: row for file in ROOT.glob("reasons/*/satser.yaml") for id, row in _read(file)["satser"].items()}
    for their_id, (our_id, amount) in SERIES.items():
        expected = {
            (_text(row["from"]), float(row[amount]), _text(row.get("known_from")), bool(row["verified"]))
            for row in theirs[their_id]
        }
        found = {
            (_text(row["fra"]), float(row["verdi"]), _text(row["kjent_fra"]), row["kontrollert"] == "ja")
            for row in ours[our_id]["rader"]
        }
        yield from (f"{our_id}: {row}" for row in sorted(expected ^ found, key=str))


def _read(file: Path) -> dict:
    """A YAML file with every value as text but numbers and null."""
    ours = file.is_relative_to(ROOT)
    return yaml.load(
        file.read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader if ours else yaml.SafeLoader,  # noqa: S506  # neither makes objects
    )


def _text(value: object) -> str:
    return "" if value in (None, "null") else str(value)


if __name__ == "__main__":
    differences = [*provisions(Path(sys.argv[1])), *rates(Path(sys.argv[1]))]
    print("\n".join(differences) or "law and rates agree with their source")
    sys.exit(bool(differences))
