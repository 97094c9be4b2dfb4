"""Take anything away that a letter needs, and the letter is refused, at the right place, for the right reason.

Each kind of removal is tried on every example and every condition it fits; a kind that fitted
nothing fails. The damaged decision is read again as JSON, so the whole way is walked.
"""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lettergen import Library, check, load, load_library
from lettergen.checking import Checked
from lettergen.documents import read_document
from lettergen.findings import Finding
from lettergen.office import read_office
from lettergen.source import dotted


def _one_of_each() -> list[Path]:
    """An example of each letter type and of each condition: the first by name, the damages are many."""
    chosen, seen = [], set()
    for file in sorted(Path("examples").glob("*.yaml")):
        data = read_document(file).data
        shows = {data["brev"], *data.get("vilkaar", {})}
        if shows - seen:
            chosen.append(file)
            seen |= shows
    return chosen


EXAMPLES = _one_of_each()
OFFICE = read_office(Path("examples/lettergen.toml"))


@dataclass
class Example:
    """A complete example: its data, and how it stands before it is damaged."""

    name: str
    data: dict[str, Any]
    checked: Checked

    def damaged(self, damage: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        data = copy.deepcopy(self.data)
        damage(data)
        return data


@dataclass
class Case:
    """A damaged decision and the finding it must give."""

    label: str
    data: dict[str, Any]
    code: str
    path: str
    missing: set[str] = field(default_factory=set)


def entry(data: dict[str, Any], id: str) -> dict[str, Any]:
    data["vilkaar"][id] = data["vilkaar"].get(id) or {}
    return data["vilkaar"][id]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.fixture(scope="module")
def examples(shipped: Library) -> list[Example]:
    found = []
    for file in EXAMPLES:
        checked = check(load(file), shipped)
        assert checked.complete, file
        found.append(Example(file.stem, read_document(file).data, checked))
    return found


def assessed(example: Example) -> Iterator[Any]:
    """The conditions the example argues (not those it says were not assessed)."""
    return (each for each in example.checked.coverages if each.outcome in ("oppfylt", "ikke_oppfylt"))


def condition(example: Example) -> Iterator[Case]:
    kind = example.checked.case.letter_type
    for each in example.checked.coverages:
        if each.id in (*kind.optional_conditions, *kind.one_of):
            continue
        data = example.damaged(lambda data, id=each.id: data["vilkaar"].pop(id))
        if each.condition.is_exception:
            yield Case(each.id, data, "LG404", "vilkaar")
        else:
            yield Case(each.id, data, "LG401", f"vilkaar.{each.id}", set(each.condition.legs))


def only_reason(example: Example) -> Iterator[Case]:
    for each in assessed(example):
        if each.outcome not in each.condition.default:
            data = example.damaged(lambda data, id=each.id: entry(data, id).pop("begrunnelser"))
            bare = set(each.required) == {"regel", "opplysninger"}  # then no leg at all is left
            yield Case(each.id, data, "LG401" if bare else "LG402", f"vilkaar.{each.id}", {"regel", "opplysninger"})


def all_sources(example: Example) -> Iterator[Case]:
    for each in assessed(example):
        if "kilde" in each.required:
            data = example.damaged(lambda data, id=each.id: entry(data, id).update(kilder=[]))
            yield Case(each.id, data, "LG402", f"vilkaar.{each.id}", {"kilde"})


def _assessments(example: Example, text: str | None) -> Iterator[Case]:
    for each in assessed(example):
        if "vurdering" not in each.required:
            continue
        given = example.data["vilkaar"][each.id]["vurdering"]
        for part in given if isinstance(given, dict) else [None]:

            def damage(data: dict[str, Any], id: str = each.id, part: str | None = part) -> None:
                if part is None:
                    entry(data, id)["vurdering"] = text
                elif text is None:
                    del entry(data, id)["vurdering"][part]
                else:
                    entry(data, id)["vurdering"][part] = text

            data = example.damaged(damage)
            if part is None and text is None:
                entry(data, each.id).pop("vurdering")
            yield Case(f"{each.id} {part}", data, "LG402", f"vilkaar.{each.id}", {"vurdering"})


def one_part(example: Example) -> Iterator[Case]:
    return _assessments(example, None)


def blank_assessment(example: Example) -> Iterator[Case]:
    return _assessments(example, " \n ")


def prompt_left(example: Example) -> Iterator[Case]:
    return _assessments(example, "«Skriv vurderingen din her»")


def filler_left(example: Example) -> Iterator[Case]:
    return _assessments(example, "xxx")


def label_copied(example: Example) -> Iterator[Case]:
    return _assessments(example, "Om programmet er nødvendig")


def two_words(example: Example) -> Iterator[Case]:
    return _assessments(example, "Ja, oppfylt.")


def fact_of_condition(example: Example) -> Iterator[Case]:
    declared = example.checked.case.scheme.facts.facts
    for each in assessed(example):
        for fact in sorted({fact.split(".")[0] for block in each.blocks for fact in block.head.facts}):
            if fact in declared and declared[fact].default is None:
                data = example.damaged(lambda data, fact=fact: data["opplysninger"].pop(fact, None))
                yield Case(f"{each.id} {fact}", data, "LG402", f"vilkaar.{each.id}", {"opplysninger"})


def field_of_fact(example: Example) -> Iterator[Case]:
    """One field inside a group or a list of groups that the letter type asks for."""
    case = example.checked.case
    named = {fact.split(".")[0] for each in assessed(example) for block in each.blocks for fact in block.head.facts}
    for fact in case.letter_type.facts:
        declared = case.scheme.facts.facts[fact]
        value = example.data["opplysninger"].get(fact)
        if fact in named or declared.type != "gruppe":
            continue
        for key, inner in declared.fields.items():
            if key in value and not inner.optional and inner.default is None:
                data = example.damaged(lambda data, fact=fact, key=key: data["opplysninger"][fact].pop(key))
                yield Case(f"{fact}.{key}", data, "LG403", f"opplysninger.{fact}.{key}")


def fact_of_letter(example: Example) -> Iterator[Case]:
    named = {fact.split(".")[0] for each in assessed(example) for block in each.blocks for fact in block.head.facts}
    for fact in example.checked.case.letter_type.facts:
        if fact not in named:
            data = example.damaged(lambda data, fact=fact: data["opplysninger"].pop(fact))
            yield Case(fact, data, "LG403", f"opplysninger.{fact}")


def own_view(example: Example) -> Iterator[Case]:
    if any(run.rule.code == "KVP-R09" for run in example.checked.rules):
        yield Case("", example.damaged(lambda data: data.pop("brukers_syn")), "KVP-R09", "brukers_syn")


def evaluation_dates(example: Example) -> Iterator[Case]:
    if "evalueringer" in example.data["opplysninger"].get("program", {}):
        for dates in ([], None):
            data = example.damaged(lambda data, dates=dates: data["opplysninger"]["program"].update(evalueringer=dates))
            yield Case("", data, "LG403", "opplysninger.program.evalueringer")


def core_field(example: Example) -> Iterator[Case]:
    for group, key in (("mottaker", "navn"), ("mottaker", "foedselsdato"), ("soeknad", "mottatt")):
        if key == "navn" or f"{group}.{key}" in example.checked.case.letter_type.core:
            yield Case(key, example.damaged(lambda data, g=group, k=key: data[g].pop(k)), "LG113", f"{group}.{key}")
    for key in ("skjema", "brev", "saksnummer", "dato"):
        yield Case(key, example.damaged(lambda data, key=key: data.pop(key)), "LG113", key)


KINDS = [
    condition,
    only_reason,
    all_sources,
    one_part,
    blank_assessment,
    prompt_left,
    filler_left,
    label_copied,
    two_words,
    fact_of_condition,
    fact_of_letter,
    field_of_fact,
    own_view,
    evaluation_dates,
    core_field,
]


def found(checked: Checked, case: Case) -> list[Finding]:
    return [
        finding
        for finding in checked.report
        if (finding.code, dotted(finding.path)) == (case.code, case.path) and case.missing <= set(finding.missing)
    ]


def recheck(data: dict[str, Any], library: Library) -> Checked:
    return check(load(json.dumps(data, ensure_ascii=False), OFFICE, name="sak.json"), library)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_taken_away_is_missed(
    kind: Callable[[Example], Iterator[Case]], examples: list[Example], shipped: Library
) -> None:
    """Every fitting removal, on every example: refused, with the declared code, path and legs, once."""
    fitted = 0
    for example in examples:
        for case in kind(example):
            fitted += 1
            checked = recheck(case.data, shipped)
            said = [(each.code, each.path, each.missing) for each in checked.report if each.stops]
            assert not checked.complete, (example.name, case.label)
            assert len(found(checked, case)) == 1, (example.name, case.label, case.code, case.path, said)
    assert fitted, "this kind of removal fitted no example"


def _overlay(folder: Path, change: Callable[[str], str | None]) -> tuple[Library, set[str]]:
    """A library whose overlay holds changed copies of the shipped blocks of conditions; and their ids."""
    changed = set()
    for file in Path("reasons/kvp").glob("*/*.md"):
        text = change(file.read_text(encoding="utf-8"))
        if text is not None:
            copied = folder / file
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_text(text, encoding="utf-8")
            changed.add(f"{file.parent.name}/{file.stem}")
    return load_library((folder,)), changed


def _swap_outcome(shipped: Library) -> Callable[[str], str | None]:
    conditions = shipped.schemes["kvp"].conditions

    def change(text: str) -> str | None:
        id = next((line.split(": ")[1] for line in text.splitlines() if line.startswith("vilkaar: ")), None)
        if id is None or len(conditions[id].outcomes) < 2:
            return None
        if "utfall: ikke_oppfylt" in text:
            return text.replace("utfall: ikke_oppfylt", "utfall: oppfylt", 1)
        return text.replace("utfall: oppfylt", "utfall: ikke_oppfylt", 1)

    return change


def _expire(text: str) -> str | None:
    return text.replace("gjelder_til: null", "gjelder_til: 2024-12-31", 1) if "\nvilkaar: " in text else None


def _law_not_in_force(text: str) -> str | None:
    head, _, rest = text.partition("  grunnlag: [")
    basis, _, rest = rest.partition("]")
    if "\nvilkaar: " not in head or not basis.strip():
        return None
    return f"{head}  grunnlag: [{basis}, fvl2025-57-1]{rest}"


@pytest.mark.parametrize(
    ("code", "change"),
    [("LG203", "outcome"), ("LG204", _expire), ("LG405", _law_not_in_force)],
    ids=["swapped-outcome", "block-not-in-force", "provision-not-in-force"],
)
def test_a_block_that_does_not_carry_the_rule(
    code: str, change: Any, examples: list[Example], shipped: Library, tmp_path: Path
) -> None:
    """A block with the wrong outcome, or that is not in force, or whose law is not, carries no rule."""
    library, changed = _overlay(tmp_path, _swap_outcome(shipped) if change == "outcome" else change)
    fitted = 0
    for example in examples:
        checked = recheck(example.data, library)
        for each in assessed(example):
            for index, block in enumerate(each.blocks):
                if block.id in changed:
                    fitted += 1
                    case = Case(block.id, {}, code, f"vilkaar.{each.id}.begrunnelser[{index}]", {"regel"})
                    said = [(found.code, found.path, found.missing) for found in checked.report if found.stops]
                    assert len(found(checked, case)) == 1, (example.name, block.id, said)
        uses_one = any(block.id in changed for each in assessed(example) for block in each.blocks)
        assert checked.complete != uses_one, example.name
    assert fitted, "no example uses a changed block"


def test_the_examples_between_them_argue_every_condition(examples: list[Example], shipped: Library) -> None:
    """So that the removals above leave no condition untried."""
    argued = {each.id for example in examples for each in assessed(example)}
    assert argued == set(shipped.schemes["kvp"].conditions)


def library_words(example: Example) -> Iterator[Case]:
    """The library's own sentences, a filler and a bare conclusion are no assessment, whatever signs stand round them."""
    for text in (
        "Vilkåret er oppfylt.",
        "«Alle vilkår er oppfylt!»",
        "- xxx xxx xxx",
        "Flere hindringer\u200b samtidig",
        "x x x x",
    ):
        yield from _assessments(example, text)


def block_copied(example: Example) -> Iterator[Case]:
    """A condition's own block, pasted in as the assessment."""
    for each in assessed(example):
        if "vurdering" in each.required and each.blocks:
            source = each.blocks[0].texts[example.checked.case.language].source
            given = example.data["vilkaar"][each.id]["vurdering"]
            text = dict.fromkeys(given, source) if isinstance(given, dict) else source
            data = example.damaged(lambda data, id=each.id, text=text: entry(data, id).update(vurdering=text))
            yield Case(each.id, data, "LG402", f"vilkaar.{each.id}", {"vurdering"})


KINDS_OF_COPY = [library_words, block_copied]


@pytest.mark.parametrize("kind", KINDS_OF_COPY, ids=lambda kind: kind.__name__)
def test_words_of_the_library_are_no_assessment(
    kind: Callable[[Example], Iterator[Case]], examples: list[Example], shipped: Library
) -> None:
    """What anyone could have written without knowing the person counts as nothing."""
    test_what_is_taken_away_is_missed(kind, examples, shipped)
