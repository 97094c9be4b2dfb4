"""Damage to the programme: how long it lasts, how long it may, when it begins and the hours of its weeks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lettergen.source import Path
from tests.mutation.kinds import Edit, Example, Mutant, kind
from tests.mutation.orders import GRANTS
from tests.mutation.persons import USES_IN_REFUSAL, not_built_on
from tests.mutation.places import moved

PROGRAMME: Path = ("opplysninger", "program")
EARLIER: Path = ("opplysninger", "tidligere_perioder")
FULL_WEEK = Decimal("37.5")
GAP = 3
"""Days between two activities that a weekend explains."""


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _year_after(day: str) -> str:
    at = date.fromisoformat(day)
    return at.replace(year=at.year + 1, day=min(at.day, 28)).isoformat()


@kind("KVP-R15", each=2)
def longer_than_a_year(example: Example) -> Iterator[Mutant]:
    """One decision for more than a year: by a day, and by months."""
    start = example.facts("program", "start")
    if example.letter in ("innvilgelse", "forlengelse"):
        path: Path = (*PROGRAMME, "slutt")
        same_day_next_year = max(_year_after(start), moved(start, 365))  # the last day allowed is the one before it
        for end in (same_day_next_year, moved(start, 420)):
            yield Mutant(end, ((path, end),), "KVP-R15", path)


@kind("KVP-R15b", "KVP-LENGDE1", each=2)
def longer_in_all_than_the_law_gives(example: Example) -> Iterator[Mutant]:
    """With what was used before, the programme lasts over two years, or an extended one over three."""
    start = example.facts("program", "start")
    limits = {"innvilgelse": ("KVP-R15b", 740), "forlengelse": ("KVP-LENGDE1", 1100)}
    if example.letter in limits:
        code, days = limits[example.letter]
        listed = example.get(*EARLIER) or []
        first = min((row["fra"] for row in listed), default=start)
        for more in (days, days + 200):
            row = {"fra": moved(first, -more - 30), "til": moved(first, -30)}
            yield Mutant(f"{more} days before", (((*EARLIER, len(listed)), row),), code, (*PROGRAMME, "slutt"))


@kind("KVP-LENGDE5", "KVP-LENGDE7", "KVP-R15c", "KVP-LENGDE6", "KVP-R42a", "KVP-R42c", "KVP-LENGDE2", each=4)
def used_time_that_does_not_fit(example: Example) -> Iterator[Mutant]:
    """Earlier periods that are none, overlap, take off more than they have, or do not fit the reason given."""
    listed = example.get(*EARLIER) or []
    if example.letter not in ("forlengelse", "avslag-forlengelse"):
        return
    yield Mutant("none", ((EARLIER, []),), "KVP-LENGDE5", EARLIER)
    yield Mutant("twice", (((*EARLIER, len(listed)), dict(listed[0])),), "KVP-LENGDE7", (*EARLIER, 0))
    code = "KVP-R15c" if example.letter == "forlengelse" else "KVP-LENGDE6"
    yield Mutant("all taken off", (((*EARLIER, 0, "fratrekk"), "900"),), code, (*EARLIER, 0))
    reasons = {block.id for each in example.conditions if each.id == "varighet" for block in each.blocks}
    for reason, broken in (("varighet/to-aar-er-brukt", "KVP-R42a"), ("varighet/tre-aar-er-brukt", "KVP-R42c")):
        if reason in reasons:
            yield Mutant("only the last", ((EARLIER, listed[-1:]),), broken, EARLIER)
            yield Mutant("more taken off", (((*EARLIER, 0, "fratrekk"), "200"),), broken, EARLIER)
    if "varighet/over-to-aar" in reasons:
        yield Mutant("only the last", ((EARLIER, listed[-1:]),), "KVP-LENGDE2", ("vilkaar", "varighet"))
    if example.letter == "forlengelse" and "varighet/innenfor-to-aar" in reasons:
        before = {"fra": moved(listed[0]["fra"], -400), "til": moved(listed[0]["fra"], -40)}
        yield Mutant("one more", (((*EARLIER, len(listed)), before),), "KVP-LENGDE2", ("vilkaar", "varighet"))


@kind("KVP-R13", each=2)
def start_over_six_months_away(example: Example) -> Iterator[Mutant]:
    """The programme begins more than six months after the application, and nothing says why."""
    start = example.facts("program", "start")
    if example.letter == "innvilgelse" and not example.facts("program", "frist_begrunnelse"):
        for days in (186, 300):
            earlier = moved(start, -days)
            yield Mutant(f"{days} days", ((("soeknad", "mottatt"), earlier),), "KVP-R13", (*PROGRAMME, "start"))


def _explained(example: Example) -> bool:
    return example.letter not in GRANTS.split() or bool(example.facts("program", "timer_forklaring"))


@kind("KVP-R16", each=3)
def week_too_short_at_the_start(example: Example) -> Iterator[Mutant]:
    """The hours of the first weeks do not make full time."""
    if _explained(example):
        return
    start, activities = example.facts("program", "start"), example.facts("program", "aktiviteter")
    first = [
        number for number, each in enumerate(activities) if each["fra"] <= moved(start, GAP) and each["til"] >= start
    ]
    spare = sum(_number(activities[number]["timer"]) for number in first) - FULL_WEEK
    for number in first:
        hours = _number(activities[number]["timer"])
        for less in (Decimal("0.5"), Decimal(2)):
            left = hours - spare - less
            if left > 0:
                place: Path = (*PROGRAMME, "aktiviteter", number, "timer")
                yield Mutant(f"{number}: {left}", ((place, str(left)),), "KVP-R16", (*PROGRAMME, "aktiviteter"))


@kind("KVP-R16b", each=3)
def week_too_short_later(example: Example) -> Iterator[Mutant]:
    """An activity ends, and what follows does not make full time."""
    if _explained(example):
        return
    end, activities = example.facts("program", "slutt"), example.facts("program", "aktiviteter")
    for ended, each in enumerate(activities):
        if each["til"] >= moved(end, -GAP):
            # a week too short also where an activity that lasted to the end now ends two months before
            sooner = moved(end, -60)
            if each["fra"] < sooner:
                path: Path = (*PROGRAMME, "aktiviteter", ended, "til")
                yield Mutant(f"{ended} ends", ((path, sooner),), "KVP-R16b", path)
            continue
        after = [
            number
            for number, other in enumerate(activities)
            if other["til"] > each["til"] and other["fra"] <= moved(each["til"], GAP)
        ]
        spare = sum(_number(activities[number]["timer"]) for number in after) - FULL_WEEK
        for number in after:
            left = _number(activities[number]["timer"]) - spare - Decimal("0.5")
            if left > 0 and activities[number]["fra"] > each["til"]:
                edit: Edit = ((*PROGRAMME, "aktiviteter", number, "timer"), str(left))
                yield Mutant(f"{number} after {ended}", (edit,), "KVP-R16b", (*PROGRAMME, "aktiviteter", ended, "til"))


@kind("KVP-R10", each=2)
def evaluation_outside_the_programme(example: Example) -> Iterator[Mutant]:
    """An evaluation before the first day or after the last."""
    start, end = example.facts("program", "start"), example.facts("program", "slutt")
    listed: Path = (*PROGRAMME, "evalueringer")
    if example.letter in GRANTS.split():
        last = len(example.get(*listed))
        yield Mutant("before", (((*listed, 0), moved(start, -1)),), "KVP-R10", (*listed, 0))
        yield Mutant("after", (((*listed, last), moved(end, 1)),), "KVP-R10", (*listed, last))


@kind("KVP-R02", "KVP-R53", "KVP-R54", "KVP-R44", *USES_IN_REFUSAL.values(), each=5, warns=True)
def advice_due(example: Example) -> Iterator[Mutant]:
    """What stops nothing and should still be told: an old assessment, a long wait, no other help, little work."""
    source = example.facts("arbeidsevnevurdering", "kilde")
    if source and not example.facts("arbeidsevnevurdering", "oppdatert"):
        old = moved(example.get("dato"), -230)
        place: Path = ("opplysninger", "arbeidsevnevurdering", "kilde")
        yield Mutant("old assessment", ((("kilder", source, "dato"), old),), "KVP-R02", place)
    if example.letter == "innvilgelse" and not example.facts("program", "start_begrunnelse"):
        place = (*PROGRAMME, "start")
        yield Mutant("long wait", ((("dato",), moved(example.get(*place), -20)),), "KVP-R53", place)
    if example.letter in ("avslag", "avslutning") and example.facts("annen_hjelp"):
        place = ("opplysninger", "annen_hjelp")
        yield Mutant("no other help", ((place, " "),), "KVP-R54", place)
    if example.letter in GRANTS.split():
        place = (*PROGRAMME, "aktiviteter")
        every = range(len(example.get(*place)))
        yield Mutant("no work", tuple(((*place, number, "arbeidsrettet"), "nei") for number in every), "KVP-R44", place)
    if example.letter == "avslag":
        yield from not_built_on(example, USES_IN_REFUSAL)
