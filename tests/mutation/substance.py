"""Assessments that stand there, and still do not justify anything: questions, which the office must answer."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path as FilePath
from typing import Any, TypeVar

import yaml

from lettergen.letter import OriginKind, Passage, leaves
from tests.mutation.kinds import Example, Mutant, kind
from tests.mutation.legs import needed
from tests.mutation.places import Assessment, assessments, said_elsewhere

T = TypeVar("T")
HALVES = {"nedsatt-arbeids-og-inntektsevne": ("arbeidsevne", "inntektsevne")}
REASON = re.compile(
    r"\b(fordi|ettersom|siden|sidan|derfor|difor|dermed|altså|så|da|då|slik at|slik|av di|ved at|grunn av|for at|for å|når"
    r"|hensyn til|omsyn til|skyldes|skuldast|kommer av|kjem av|kunne ikke|kunne ikkje|uten|utan|med)\b|, for |: ",
    re.IGNORECASE,
)
"""Words that may give a reason, in whatever form; sentences with one are cut out, so that none is left."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«])")
ENOUGH = 2
"""Sentences that must be left for a text to be more than thin."""


@cache
def texts() -> dict[str, Any]:
    """The bad words, by what is wrong with them and language."""
    with (FilePath(__file__).parent / "texts.yaml").open(encoding="utf-8") as file:
        read: dict[str, Any] = yaml.safe_load(file)
        return read


def chosen(example: Example, words: Sequence[T], number: int) -> T:
    """One of several wordings: another in each example and place."""
    return words[(number + example.number) % len(words)]


def replaced(each: Assessment, text: str, code: str, about: str = "") -> Mutant:
    """The assessment with other words, and the question it must give."""
    return Mutant(f"{each.label} {about}".strip(), ((each.path, text),), code, each.path, within=True)


def required(example: Example) -> Iterator[Assessment]:
    """The assessments that must be argued."""
    return (each for each in assessments(example) if each.part in needed(each.condition))


@kind("LG601", each=3)
def thin(example: Example) -> Iterator[Mutant]:
    """The answer, and nothing of how one came to it."""
    for number, each in enumerate(required(example)):
        words = texts()["tynn"][example.language][each.condition.outcome]
        text = chosen(example, words, number)
        yield replaced(each, text, "LG601", text)


@kind("LG602", "LG402")
def copy_of_the_reason(example: Example) -> Iterator[Mutant]:
    """The printed reason, pasted in. Where it has no gap to fill it is the library's own words, which count as none."""
    printed = dict(_printed(example))
    for each in required(example):
        text = printed.get(each.condition.id, "")
        if text and each.condition.blocks:
            own = {" ".join(block.texts[example.case.language].source.split()) for block in each.condition.blocks}
            if " ".join(text.split()) in own:
                missing = frozenset({"vurdering"})
                place = ("vilkaar", each.condition.id)
                yield Mutant(f"{each.label} verbatim", ((each.path, text),), "LG402", place, missing)
            else:
                yield replaced(each, text, "LG602")


@kind("LG602")
def reason_in_other_words(example: Example) -> Iterator[Mutant]:
    """The printed reason with a word or two before and after it."""
    frame = {
        "nb": (("Slik vi ser det: ", " Det gjelder deg."), ("Vi legger til grunn at dette gjelder. ", "")),
        "nn": (("Slik vi ser det: ", " Det gjeld deg."), ("Vi legg til grunn at dette gjeld. ", "")),
    }
    printed = dict(_printed(example))
    for number, each in enumerate(required(example)):
        if text := printed.get(each.condition.id):
            before, after = chosen(example, frame[example.language], number)
            yield replaced(each, f"{before}{text}{after}", "LG602")


def _printed(example: Example) -> Iterator[tuple[str, str]]:
    """What the reasons of each condition say in the letter."""
    composed = example.checked.composed
    for block in composed.letter.body if composed else ():
        if isinstance(block, Passage):
            found = [
                "".join(run.text for run in runs)
                for leaf, _ in leaves(block.blocks)
                for runs in [leaf if isinstance(leaf, tuple) else leaf.runs]
                if runs
                and all(run.origin.kind in (OriginKind.BLOCK, OriginKind.VALUE, OriginKind.LAW) for run in runs)
                and any(run.origin.kind is OriginKind.BLOCK for run in runs)
            ]
            yield block.condition, "\n\n".join(found)


@kind("LG603", each=3)
def copy_of_another_part(example: Example) -> Iterator[Mutant]:
    """The same words under two parts or conditions; the finding may stand on either of the two."""
    given = list(required(example))
    for number, each in enumerate(given):
        if len(given) > 1:
            other = given[(number + 1) % len(given)]
            yield Mutant(
                f"{each.label} as {other.label}",
                ((each.path, other.text),),
                "LG603",
                each.path,
                within=True,
                twin=other.path,
            )


@kind("LG604", each=1)
def copy_of_another_decision(example: Example) -> Iterator[Mutant]:
    """An assessment taken word for word from another decision of the same run."""
    for each in required(example):
        for said in said_elsewhere(example, each, example.language)[:1]:
            about = f"{each.label} as {said.file.stem}"
            yield Mutant(about, ((each.path, said.text),), "LG604", each.path, within=True, beside=said.file)


@kind("LG605", each=3)
def generic(example: Example) -> Iterator[Mutant]:
    """Long enough, and could stand in anyone's letter."""
    for number, each in enumerate(required(example)):
        yield replaced(each, chosen(example, texts()["allmenn"][example.language], number), "LG605")


@kind("LG606", each=3)
def half_argued(example: Example) -> Iterator[Mutant]:
    """The field for one half speaks only of the other."""
    for number, each in enumerate(required(example)):
        if each.part in HALVES.get(each.condition.id, ()):
            yield replaced(each, chosen(example, texts()["halv"][example.language][each.part], number), "LG606")


@kind("LG607", each=2)
def discretion_without_reason(example: Example) -> Iterator[Mutant]:
    """What was found stands there and so does the result, but every sentence that may say why is gone."""
    for number, each in enumerate(required(example)):
        bare = [sentence for sentence in _sentences(each.text) if not REASON.search(sentence)]
        if len(bare) >= ENOUGH:
            last = chosen(example, texts()["skjoenn"][example.language], number)
            yield replaced(each, " ".join((*bare[:4], last)), "LG607", last)


@kind("LG608", each=2)
def language_swapped(example: Example) -> Iterator[Mutant]:
    """An assessment in the letter's other language, taken from a letter in that language."""
    for each in required(example):
        for said in said_elsewhere(example, each, _other(example))[:1]:
            yield replaced(each, said.text, "LG608", f"as {said.file.stem}")


@kind("LG608", each=2)
def language_mixed(example: Example) -> Iterator[Mutant]:
    """Two sentences of the other language in the middle of the letter's own."""
    for number, each in enumerate(required(example)):
        signs = SIGNS[_other(example)]
        foreign = [
            sentence
            for said in said_elsewhere(example, each, _other(example))
            for sentence in _sentences(said.text)
            if len(signs.findall(sentence)) > 1
        ]
        own = _sentences(each.text)
        if len(foreign) > 1:
            middle, first = len(own) // 2, number % (len(foreign) - 1)
            yield replaced(each, " ".join((*own[:middle], *foreign[first : first + 2], *own[middle:])), "LG608")


def _other(example: Example) -> str:
    return "nn" if example.language == "nb" else "nb"


SIGNS = {
    "nb": re.compile(r"\b(ikke|jeg|hvordan|hva|hvorfor|bare|mer|fra|noe|noen|uke|uka|penger|være|selv)\b"),
    "nn": re.compile(r"\b(ikkje|eg|korleis|kva|kvifor|berre|meir|frå|noko|nokon|veke|veka|pengar|vere|sjølv)\b"),
}
"""Words that stand in one language only."""


def _sentences(text: str) -> list[str]:
    return SENTENCE.split(" ".join(text.split()))


@kind("LG609", each=2)
def act_without_date(example: Example) -> Iterator[Mutant]:
    """The text says that something was done, and nothing in the decision shows when."""
    acts = texts()["handling"]
    kinds = {source["hva"] for source in (example.get("kilder") or {}).values()}
    facts = example.facts() or {}
    proven = {
        "varsel": bool({"varsel", "forhaandsvarsel"} & facts.keys()),
        "samtale": "samtale" in kinds or bool(example.get("brukers_syn", "dato")),
        "innkalling": "innkalling" in kinds or "innkallinger" in facts,
    }
    for number, each in enumerate(required(example)):
        for act in (act for act, shown in proven.items() if not shown):
            text = chosen(example, acts[act][example.language], number)
            yield replaced(each, f"{each.text.strip()} {text}", "LG609", text)


@kind("LG610", each=2, warns=True)
def heavy(example: Example) -> Iterator[Mutant]:
    """A sentence as it was written before plain language; advice only."""
    for number, each in enumerate(required(example)):
        if ("LG610", each.path) not in example.told:
            yield replaced(each, chosen(example, texts()["tung"][example.language], number), "LG610")
