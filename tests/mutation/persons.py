"""Damage to what concerns the person: the view and its weight, the age, the notice before an act against the will."""

from collections.abc import Iterator
from datetime import date

from lettergen.source import Path
from tests.mutation.kinds import DROP, Example, Mutant, kind
from tests.mutation.orders import AGAINST, ENTRY
from tests.mutation.places import moved

ASKED_FOR_A_VIEW = (
    *ENTRY.split(),
    *("endring", "avbrudd", "avslutning", "avslutning-avtale"),
    *("trekk", "tilbakekreving", "permisjon", "avslag-permisjon"),
)
VIEW: Path = ("brukers_syn",)
WARNING: Path = ("opplysninger", "varsel")
AGE: Path = ("vilkaar", "alder")


@kind("KVP-R09", each=3)
def view_dropped(example: Example) -> Iterator[Mutant]:
    """Nothing of what the person thinks, and not that the person would not say."""
    if example.letter in ASKED_FOR_A_VIEW and example.get(*VIEW):
        told = [key for key in ("tekst", "vil_ikke_uttale_seg") if example.get(*VIEW, key)]
        yield Mutant("all of it", ((VIEW, DROP),), "KVP-R09", VIEW)
        yield Mutant("its words", tuple(((*VIEW, key), DROP) for key in told), "KVP-R09", VIEW)
        yield Mutant("blank", tuple(((*VIEW, key), "  ") for key in told), "KVP-R09", VIEW)


@kind("KVP-R09b", each=2)
def weight_dropped(example: Example) -> Iterator[Mutant]:
    """The view, and not what it meant for the decision."""
    if example.letter in ASKED_FOR_A_VIEW and example.get(*VIEW, "tekst"):
        for value in (DROP, " \n"):
            yield Mutant(repr(value), (((*VIEW, "vekt"), value),), "KVP-R09b", VIEW)


@kind("KVP-R09c", each=1)
def view_given_and_declined(example: Example) -> Iterator[Mutant]:
    """The view stands there, and so does that the person would not give one."""
    if example.letter in ASKED_FOR_A_VIEW and example.get(*VIEW):
        words = {"nb": "Du ville ikke si noe om saken.", "nn": "Du ville ikkje seie noko om saka."}[example.language]
        edits = tuple(((*VIEW, key), words) for key in ("tekst", "vil_ikke_uttale_seg") if not example.get(*VIEW, key))
        yield Mutant("both", edits, "KVP-R09c", VIEW)


@kind("KVP-R25a", "KVP-R25g", "KVP-R25c", "KVP-R25f", each=4)
def notice_not_as_it_must_be(example: Example) -> Iterator[Mutant]:
    """No notice, an answer without its day or weight, or both a notice and a reason for none."""
    if example.letter not in AGAINST.split() or not example.get(*WARNING):
        return
    if not example.facts("uten_varsel"):
        yield Mutant("no notice", ((WARNING, DROP),), "KVP-R25a", WARNING)
        none = {
            "grunn": "ukjent_adresse",
            "forklaring": "Vi vet ikke hvor du er, fordi posten kom i retur 3. juni 2026.",
        }
        place: Path = ("opplysninger", "uten_varsel")
        yield Mutant("notice and none", ((place, none),), "KVP-R25f", place)
    if example.get(*WARNING, "svar"):
        yield Mutant("answer undated", (((*WARNING, "svar_dato"), DROP),), "KVP-R25g", WARNING)
        yield Mutant("answer without weight", (((*VIEW, "vekt"), DROP),), "KVP-R25c", VIEW)
    if example.get(*WARNING, "svar_dato"):
        yield Mutant("day without answer", (((*WARNING, "svar"), DROP),), "KVP-R25g", WARNING)


def _years_before(day: str, years: int) -> str:
    at = date.fromisoformat(day)
    return at.replace(year=at.year - years, day=min(at.day, 28)).isoformat()


@kind("KVP-R56", "KVP-R56b", "KVP-R56c", "KVP-R56d", "KVP-R56e", "KVP-R56f", each=4)
def age_that_does_not_fit(example: Example) -> Iterator[Mutant]:
    """Too young at the start or the refusal, too old at the decision, or not past the limit the reason is about."""
    if example.letter not in ENTRY.split():
        return
    born: Path = ("mottaker", "foedselsdato")
    decided = example.get("dato")
    start = example.facts("program", "start") or decided
    outcome = example.case.outcome("alder")
    reasons = {block.id for each in example.conditions if each.id == "alder" for block in each.blocks}
    young, old = moved(_years_before(start, 18), 40), moved(_years_before(decided, 67), -1)
    if outcome == "oppfylt":
        if example.letter in ("innvilgelse", "forlengelse"):
            yield Mutant("17 at the start", ((born, young),), "KVP-R56", AGE)
        elif example.letter == "avslag":
            yield Mutant("17 at the refusal", ((born, young),), "KVP-R56b", AGE)
        yield Mutant("67 at the decision", ((born, old),), "KVP-R56c", AGE)
    if example.letter == "innvilgelse":
        if "alder/fyller-18-foer-start" in reasons:
            yield Mutant("18 long before", ((born, _years_before(decided, 30)),), "KVP-R56f", AGE)
        elif start > moved(decided, 3):
            between = moved(_years_before(start, 18), -1)
            yield Mutant("18 between decision and start", ((born, between),), "KVP-R56f", AGE)
    if "alder/fylt-67" in reasons:
        yield Mutant("not 67 yet", ((born, moved(_years_before(decided, 67), 45)),), "KVP-R56e", AGE)
    if "alder/under-18" in reasons:
        yield Mutant("over 18", ((born, _years_before(decided, 20)),), "KVP-R56d", AGE)


USES = {"nedsatt-arbeids-og-inntektsevne": "KVP-R03", "tett-og-koordinert-bistand": "KVP-R03b"}
"""The conditions that must build on the assessment of work ability, and the rules that see to it in a grant."""
USES_IN_REFUSAL = {"nedsatt-arbeids-og-inntektsevne": "KVP-R03d", "tett-og-koordinert-bistand": "KVP-R03e"}
"""The same in a refusal, which may rest on other things: an advice."""


@kind(*USES.values(), each=2)
def work_ability_assessment_unused(example: Example) -> Iterator[Mutant]:
    """The assessment of work ability is there, and the conditions that must build on it do not."""
    if example.letter == "innvilgelse":
        yield from not_built_on(example, USES)


def not_built_on(example: Example, codes: dict[str, str]) -> Iterator[Mutant]:
    """A condition whose sources no longer have the assessment of work ability, others left."""
    source = example.facts("arbeidsevnevurdering", "kilde")
    for each in example.conditions:
        path: Path = ("vilkaar", each.id, "kilder")
        given = example.get(*path) or ()
        kept = [name for name in given if name != source]
        if each.id in codes and kept and len(kept) < len(given):
            yield Mutant(each.id, ((path, kept),), codes[each.id], path[:2])
