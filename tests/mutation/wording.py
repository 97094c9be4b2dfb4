"""Words that may not stand: grounds the law does not know, the office's own queue, bodies that are no more."""

from collections.abc import Iterator

from lettergen.source import Path
from tests.mutation.kinds import Edit, Example, Mutant, kind
from tests.mutation.places import assessments, given_facts
from tests.mutation.substance import chosen, replaced, texts

REFUSALS = ("avslag", "avslag-forlengelse")
CAPACITY_FOR_WORK = ("nedsatt-arbeids-og-inntektsevne", "tett-og-koordinert-bistand")
"""The conditions that a refusal may turn into «you cannot manage full time»; another's rule would be a ground more."""


@kind("KVP-R20*", each=4)
def ground_the_law_does_not_know(example: Example) -> Iterator[Mutant]:
    """A refusal for want of money, people, places or measures, or because the person has taken part before."""
    if example.letter not in REFUSALS:
        return
    for number, each in enumerate(assessments(example)):
        exception = each.condition.condition.is_exception
        if each.condition.outcome == "ikke_oppfylt" or exception:
            for step in range(2):
                text = chosen(example, texts()["ulovlig_avslagsgrunn"][example.language], 2 * number + step)
                whole = f"{each.text.strip()} {text}" if step else text
                yield replaced(each, whole, "KVP-R20*", text)


@kind("KVP-R12*", each=4)
def queue_as_reason_for_the_start(example: Example) -> Iterator[Mutant]:
    """The office's own queue as the reason why the programme starts later."""
    if example.letter == "innvilgelse":
        for number, text in enumerate(texts()["koe"][example.language]):
            key = ("start_begrunnelse", "frist_begrunnelse")[number % 2]
            path: Path = ("opplysninger", "program", key)
            yield Mutant(text, ((path, text),), "KVP-R12*", path)


@kind("FELLES-R23*", each=3)
def body_that_is_no_more(example: Example) -> Iterator[Mutant]:
    """Old names of authorities, benefits and people, in the office's own words."""
    words = texts()["gamle_ord"][example.language]
    own: list[tuple[Path, str]] = [(each.path, each.text) for each in assessments(example)]
    own += [(("brukers_syn", "vekt"), example.get("brukers_syn", "vekt"))] if example.get("brukers_syn", "vekt") else []
    own += [(path, value) for path, fact, value in given_facts(example) if fact.is_own_words and fact.lines == "flere"]
    for number, (path, text) in enumerate(own):
        added = chosen(example, words, number)
        yield Mutant(f"{path[-1]}: {added}", ((path, f"{text.strip()} {added}"),), "FELLES-R23*", path, within=True)


@kind("KVP-R35*", each=4, warns=True)
def forewarning_already_decided(example: Example) -> Iterator[Mutant]:
    """A forewarning that speaks as if the case were settled."""
    if example.letter == "forhaandsvarsel":
        for number, text in enumerate(texts()["avgjort"][example.language]):
            key = ("hvorfor", "fakta")[number % 2]
            path: Path = ("opplysninger", "forhaandsvarsel", key)
            yield Mutant(text, ((path, f"{example.get(*path).strip()} {text}"),), "KVP-R35*", path)


@kind("KVP-R55*", each=3)
def only_the_whole_week(example: Example) -> Iterator[Mutant]:
    """The only ground of a refusal is that the person cannot manage the hours of a whole week."""
    unmet = [each for each in assessments(example) if each.condition.outcome == "ikke_oppfylt"]
    if example.letter in REFUSALS and unmet and all(each.condition.id in CAPACITY_FOR_WORK for each in unmet):
        for number, text in enumerate(texts()["bare_full_tid"][example.language]):
            edits: tuple[Edit, ...] = tuple((each.path, text) for each in unmet)
            first = unmet[number % len(unmet)]
            yield Mutant(
                text,
                edits,
                "KVP-R55*",
                ("vilkaar", first.condition.id),
                within=True,
                twin=("vilkaar", unmet[-1].condition.id),
            )
