"""Damage to what carries a condition: the condition itself, and one leg at a time."""

from collections.abc import Iterator

from lettergen.checks.coverage import Coverage
from lettergen.source import Path
from tests.mutation.kinds import DROP, Edit, Example, Mutant, kind
from tests.mutation.places import assessments

NO_WORDS = ("xxx", "...", "TODO", "-", "«Skriv vurderingen her»", "Fyll inn", "???", "x x x x")
"""What stands in a field that someone meant to come back to."""


def _obligatory(example: Example) -> Iterator[Coverage]:
    """The conditions that the letter type asks for by themselves: no exception, none that facts alone bring in."""
    free = {*example.case.letter_type.optional_conditions, *example.case.letter_type.one_of}
    yield from (each for each in example.checked.coverages if not each.condition.is_exception and each.id not in free)


def _lacks(label: str, condition: str, edits: tuple[Edit, ...], leg: str) -> Mutant:
    return Mutant(label, edits, "LG402", ("vilkaar", condition), frozenset({leg}))


@kind("LG401", each=2)
def condition_dropped(example: Example) -> Iterator[Mutant]:
    """A condition is not mentioned at all."""
    for each in _obligatory(example):
        path: Path = ("vilkaar", each.id)
        yield Mutant(each.id, ((path, DROP),), "LG401", path, frozenset(each.condition.legs))


@kind("LG401", each=2)
def condition_emptied(example: Example) -> Iterator[Mutant]:
    """A condition's heading stands there, with nothing under it; a grant's default reason would be enough."""
    for each in _obligatory(example):
        path: Path = ("vilkaar", each.id)
        default = example.case.letter_type.grants and each.condition.default.get("oppfylt")
        if example.get(*path) and not default:
            yield Mutant(each.id, ((path, None),), "LG401", path, frozenset(each.condition.legs))


@kind("LG402", "LG401", each=2)
def reason_dropped(example: Example) -> Iterator[Mutant]:
    """No rule is named. Where rule and facts are all a condition needs, nothing of its justification is left."""
    for each in example.conditions:
        path: Path = ("vilkaar", each.id, "begrunnelser")
        if example.get(*path) and each.outcome not in each.condition.default:
            code = "LG401" if set(each.required) == {"regel", "opplysninger"} else "LG402"
            yield Mutant(each.id, ((path, DROP),), code, path[:2], frozenset({"regel", "opplysninger"}))


@kind("LG402", each=2)
def sources_dropped(example: Example) -> Iterator[Mutant]:
    """Nothing says where the facts come from: the list is gone, or empty."""
    for number, each in enumerate(example.conditions):
        if "kilde" in each.required:
            path: Path = ("vilkaar", each.id, "kilder")
            yield _lacks(each.id, each.id, ((path, (DROP, [], None)[number % 3]),), "kilde")


@kind("LG402")
def assessment_dropped(example: Example) -> Iterator[Mutant]:
    """The whole assessment of a condition is gone."""
    for each in example.conditions:
        if "vurdering" in each.required:
            yield _lacks(each.id, each.id, ((("vilkaar", each.id, "vurdering"), DROP),), "vurdering")


@kind("LG402", each=2)
def part_dropped(example: Example) -> Iterator[Mutant]:
    """One part of an assessment is gone."""
    for each in assessments(example):
        if each.part in needed(each.condition):
            yield _lacks(each.label, each.condition.id, ((each.path, DROP),), "vurdering")


@kind("LG402", each=3)
def half_of_two_parts_dropped(example: Example) -> Iterator[Mutant]:
    """A condition has two halves, and one of them is not argued."""
    for each in assessments(example):
        if len(needed(each.condition)) == len(each.condition.condition.parts) == 2:  # two halves
            yield _lacks(each.label, each.condition.id, ((each.path, None),), "vurdering")


@kind("LG402")
def assessment_blank(example: Example) -> Iterator[Mutant]:
    """Only white space, some of it invisible."""
    for number, each in enumerate(assessments(example)):
        if each.part in needed(each.condition):
            blank = ("", " \n ", "\u00a0\u00a0", "\u2060 \u200b"[:2])[number % 4]
            yield _lacks(each.label, each.condition.id, ((each.path, blank),), "vurdering")


@kind("LG402")
def assessment_placeholder(example: Example) -> Iterator[Mutant]:
    """A filler or the skeleton's prompt stands where the assessment should."""
    for number, each in enumerate(assessments(example)):
        if each.part in needed(each.condition):
            filler = NO_WORDS[(number + example.number) % len(NO_WORDS)]
            yield _lacks(f"{each.label}: {filler}", each.condition.id, ((each.path, filler),), "vurdering")


@kind("LG402")
def assessment_of_library_words(example: Example) -> Iterator[Mutant]:
    """The library's own sentence (the conclusion, the part's name) is all the assessment there is."""
    for number, each in enumerate(assessments(example)):
        if each.part not in needed(each.condition):
            continue
        condition, language = each.condition.condition, example.case.language
        conclusion = condition.conclusion.of(each.condition.outcome or "")
        words = [condition.name, *condition.parts.values(), *([conclusion] if conclusion else [])]
        text = words[number % len(words)][language]
        yield _lacks(f"{each.label}: library", each.condition.id, ((each.path, text),), "vurdering")


@kind("LG402")
def fact_of_condition_dropped(example: Example) -> Iterator[Mutant]:
    """A fact that the condition's reason is about is not given."""
    declared = example.case.scheme.facts.facts
    for each in example.conditions:
        for fact in sorted({fact.split(".")[0] for block in each.blocks for fact in block.head.facts}):
            if fact in declared and declared[fact].default is None and example.facts(fact) is not None:
                label = f"{each.id}: {fact}"
                yield _lacks(label, each.id, ((("opplysninger", fact), DROP),), "opplysninger")


def needed(coverage: Coverage) -> tuple[str, ...]:
    """The parts that must be argued: all, or those the refusal's reasons speak of; ("",) without parts."""
    condition = coverage.condition
    if not condition.parts:
        return ("",)
    spoken_of = {part for block in coverage.blocks for part in block.head.parts}
    if (
        coverage.outcome == "ikke_oppfylt"
        and condition.parts_when_refused == "minst_en"
        and all(block.head.parts for block in coverage.blocks)
    ):
        return tuple(part for part in condition.parts if part in spoken_of)
    return tuple(condition.parts)
