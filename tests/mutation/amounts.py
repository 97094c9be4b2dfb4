"""Damage to amounts, days, hours and rows that other figures of the decision hold against."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lettergen.source import Path
from tests.mutation.kinds import DROP, Edit, Example, Mutant, kind
from tests.mutation.orders import PAID, PAID_BEFORE, RECOVERY
from tests.mutation.places import moved

SUNDAY = 7
LEAVE: Path = ("opplysninger", "permisjon")
DEDUCTION: Path = ("opplysninger", "trekk_i_stoenad")
REPAYMENT: Path = ("opplysninger", "tilbakebetaling")
ABSENCE: Path = ("opplysninger", "fravaersgrunner")
REASON_FOR_LEAVE: Path = ("vilkaar", "permisjonsgrunn")


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _text(number: Decimal) -> str:
    return str(number).replace(".", ",")


def _paid_too_much(example: Example) -> Decimal:
    rows = example.facts("feilutbetaling", "perioder") or ()
    return sum((_number(row["utbetalt"]) - _number(row["riktig"]) for row in rows), Decimal())


@kind("KVP-FEIL1", "KVP-FEIL4", each=3)
def right_amount_over_the_paid(example: Example) -> Iterator[Mutant]:
    """The right amount is more than what was paid, or the same: then nothing was paid too much."""
    rows = example.facts("feilutbetaling", "perioder") or ()
    listed: Path = ("opplysninger", "feilutbetaling", "perioder")
    for index, row in enumerate(rows):
        place: Path = (*listed, index, "riktig")
        for more in ("0.01", "1000"):
            yield Mutant(f"+{more}", ((place, _text(_number(row["utbetalt"]) + Decimal(more))),), "KVP-FEIL1", place)
    if rows and example.letter in ("trekk", "tilbakekreving"):
        same = tuple(((*listed, index, "riktig"), row["utbetalt"]) for index, row in enumerate(rows))
        yield Mutant("nothing", same, "KVP-FEIL4", listed)


@kind("KVP-FEIL6", "KVP-FEIL7", "KVP-FEIL20", "KVP-FEIL25", each=6)
def sum_that_does_not_add_up(example: Example) -> Iterator[Mutant]:
    """A deduction or repayment whose months, rate and total cannot all be right."""
    given = example.get(*DEDUCTION)
    if example.letter == "trekk" and given:
        months, total = int(given["antall"]), _paid_too_much(example)
        times: Path = (*DEDUCTION, "antall")
        yield Mutant("a month more", ((times, str(months + 1)),), "KVP-FEIL6", times)
        yield Mutant("a month less", ((times, str(months - 1)),), "KVP-FEIL6", times)
        rate: Path = (*DEDUCTION, "per_maaned")
        yield Mutant("half the rate", ((rate, str(int(_number(given["per_maaned"]) / 2))),), "KVP-FEIL6", times)
        yield Mutant("all at once", ((rate, _text(2 * total)),), "KVP-FEIL6", times)
        yield Mutant("all the benefit", ((rate, given["stoenad_per_maaned"]),), "KVP-FEIL7", rate)
    given = example.get(*REPAYMENT)
    if example.letter == "tilbakekreving" and given:
        amount: Path = (*REPAYMENT, "beloep")
        over = _text(_paid_too_much(example) + Decimal("0.01"))
        yield Mutant("an øre more", ((amount, over),), "KVP-FEIL20", amount)
        yield Mutant("thrice", ((amount, _text(3 * _paid_too_much(example))),), "KVP-FEIL20", amount)
        yield Mutant("nothing", ((amount, "0"),), "KVP-FEIL20", amount)
        part: Path = (*REPAYMENT, "avdrag")
        yield Mutant("all in one part", ((part, given["beloep"]),), "KVP-FEIL25", part)


@kind("KVP-R07", "KVP-R07b", "KVP-R07c", "KVP-R40", "KVP-LENGDE15", each=3)
def benefits_that_do_not_fit(example: Example) -> Iterator[Mutant]:
    """Benefits where the reason says there are none, none where it says there are some, or too small to refuse on."""
    condition = "ytelser-til-livsopphold"
    each = next((each for each in example.conditions if each.id == condition), None)
    if each is None:
        return
    listed: Path = ("opplysninger", "ytelser")
    reasons = {block.id.split("/")[1] for block in each.blocks}
    one = {"ytelse": "dagpenger", "beloep": "14200"}
    given = example.get(*listed) or []
    if "ingen-ytelser" in reasons:
        yield Mutant("one benefit", ((listed, [one]),), "KVP-R07", listed)
    if "fortsatt-ingen-ytelser" in reasons:
        yield Mutant("one benefit", ((listed, [one]),), "KVP-LENGDE15", listed)
    if given and "krav-avgjoeres-foerst" in reasons:
        yield Mutant("no benefit", ((listed, []),), "KVP-R40", ("vilkaar", condition))
    elif given and ("svaert-begrensede-ytelser" in reasons or each.outcome == "ikke_oppfylt"):
        yield Mutant("no benefit", ((listed, []),), "KVP-R07b", listed)
    if each.outcome == "ikke_oppfylt" and given and "krav-avgjoeres-foerst" not in reasons:
        rate = sum((_number(row["beloep"]) for row in given), Decimal()) + 1
        yield Mutant("rate over them", ((("opplysninger", "veiledende_sats"), _text(rate)),), "KVP-R07c", listed)
        small: tuple[Edit, ...] = tuple(((*listed, index, "beloep"), "100") for index in range(len(given)))
        yield Mutant("small benefits", small, "KVP-R07c", listed)


ROWS: dict[str, tuple[str, str]] = {
    "feilutbetaling.perioder": ("KVP-FEIL3", RECOVERY),
    "fravaer": ("KVP-FRAVAER19", "reduksjon-fravaer"),
    "utbetalt": ("KVP-STOENAD10", PAID_BEFORE),
    "loennet_arbeid": ("KVP-STOENAD14", PAID),
    "andre_ytelser": ("KVP-STOENAD19", PAID),
    "tidligere_perioder": ("KVP-LENGDE7", "forlengelse avslag-forlengelse"),
}
"""Lists whose periods must not overlap, the rule that sees to it, and the letters it holds for."""


@kind(*(code for code, _ in ROWS.values()), each=4)
def row_counted_twice(example: Example) -> Iterator[Mutant]:
    """The same days stand in two rows: the whole row again, or only its last day."""
    for name, (code, letters) in ROWS.items():
        listed: Path = ("opplysninger", *name.split("."))
        for index, row in enumerate(example.get(*listed) or () if example.letter in letters.split() else ()):
            end = len(example.get(*listed))
            again: Any = {**row, "fra": row["til"]}
            yield Mutant(f"{name} {index} again", (((*listed, end), dict(row)),), code, (*listed, index))
            yield Mutant(f"{name} {index} last day", (((*listed, end), again),), code, (*listed, index))


@kind("KVP-STOENAD16", "KVP-STANS9", "KVP-FRAVAER18", "KVP-STANS8", "KVP-FRAVAER11", each=4)
def hours_that_cannot_be(example: Example) -> Iterator[Mutant]:
    """More hours than a week or a day has, a full job inside a programme, or a change that does not add up."""
    job = {"endring": ("KVP-STANS9", "19"), **dict.fromkeys(PAID.split(), ("KVP-STOENAD16", "38"))}
    for index, _ in enumerate(example.facts("loennet_arbeid") or () if example.letter in job else ()):
        code, hours = job[example.letter]
        place: Path = ("opplysninger", "loennet_arbeid", index, "timer")
        yield Mutant(f"work {hours}", ((place, hours),), code, place)
    for index, _ in enumerate(example.facts("fravaer") or () if example.letter == "reduksjon-fravaer" else ()):
        place = ("opplysninger", "fravaer", index, "timer")
        for hours in ("7,51", "37,5", "0"):
            yield Mutant(f"absence {hours}", ((place, hours),), "KVP-FRAVAER18", place)
    changed: Path = ("opplysninger", "endring", "aktiviteter")
    for index, row in enumerate(example.get(*changed) or () if example.letter == "endring" else ()):
        more = _text(_number(row["etter"]) + Decimal("2.5"))
        yield Mutant(f"change {index}", (((*changed, index, "etter"), more),), "KVP-STANS8", changed)
    if example.facts("permisjon", "timer"):
        place = (*LEAVE, "timer")
        yield Mutant("short leave", ((place, "0,5"),), "KVP-FRAVAER11", place)


@kind("KVP-FRAVAER1", "KVP-FRAVAER2", "KVP-FRAVAER3", "KVP-FRAVAER5", "KVP-FRAVAER6", "KVP-FRAVAER13", each=6)
def leave_that_does_not_fit(example: Example) -> Iterator[Mutant]:
    """Days that are not there or not left, a kind of leave that is not the reason's, with or without benefit wrongly."""
    given = example.get(*LEAVE)
    if example.letter not in ("permisjon", "avslag-permisjon"):
        return
    days: Path = (*LEAVE, "dager")
    for number in ("0", str(int(given["dager"]) + 40)):
        yield Mutant(f"{number} days", ((days, number),), "KVP-FRAVAER2", days)
    used: Path = (*LEAVE, "brukt_i_aar")
    if example.letter == "permisjon":
        if example.case.value(("permisjon_grense",)):
            yield Mutant("used up", ((used, "90"),), "KVP-FRAVAER1", days)
        kinds: Path = (*LEAVE, "slag")
        other = "ferie" if given["slag"] != "ferie" else "sykt_barn"
        yield Mutant(other, ((kinds, other),), "KVP-FRAVAER6", REASON_FOR_LEAVE)
        paid: Path = (*LEAVE, "med_stoenad")
        yield Mutant("benefit", ((paid, "nei" if given["med_stoenad"] == "ja" else "ja"),), "KVP-FRAVAER5", paid)
        if given.get("tilbake"):
            back: Path = (*LEAVE, "tilbake")
            sunday = next(day for day in (moved(given["tilbake"], step) for step in range(7)) if _is_sunday(day))
            yield Mutant("back on a Sunday", ((back, sunday),), "KVP-FRAVAER3", back)
    elif any("/brukt-opp-" in block.id for each in example.conditions for block in each.blocks):
        yield Mutant("days left", ((used, "0"),), "KVP-FRAVAER13", REASON_FOR_LEAVE)


def _is_sunday(day: str) -> bool:
    return date.fromisoformat(day).isoweekday() == SUNDAY


@kind("KVP-R48", "KVP-R48b", "KVP-R48c", "KVP-R49b", "KVP-R49c", "KVP-FRAVAER17", each=6)
def absence_that_may_be_valid(example: Example) -> Iterator[Mutant]:
    """Absence called invalid for a reason that its kind does not give, with days left, or not looked at at all."""
    if example.letter != "reduksjon-fravaer":
        return
    for index, _ in enumerate(example.get(*ABSENCE)):
        row: Path = (*ABSENCE, index)
        edits: tuple[Edit, ...] = (((*row, "slag"), "sykdom"), ((*row, "ugyldig_fordi"), "ikke_avtalt"))
        yield Mutant("ill, not agreed", edits, "KVP-R48", row)
        edits = (((*row, "slag"), "ferie"), ((*row, "ugyldig_fordi"), "dager_brukt_opp"), ((*row, "brukt"), "0"))
        yield Mutant("days left", edits, "KVP-R48b", row)
        lost = (((*row, "fra"), "2020-01-06"), ((*row, "til"), "2020-01-06"))
        yield Mutant("no reason for it", lost, "KVP-R48c", ("opplysninger", "fravaer", index))
    for index, row_given in enumerate(example.facts("fravaer")):
        place: Path = ("opplysninger", "fravaer", index)
        until = next(day for day in (moved(row_given["fra"], -step) for step in range(1, 8)) if _is_sunday(day))
        yield Mutant("on a Sunday", (((*place, "fra"), until),), "KVP-FRAVAER17", place)
    right: Path = ("opplysninger", "egenmelding")
    if example.get(*right):
        far = moved(example.get(*right, "mister_fra"), 200)
        yield Mutant("reviewed late", (((*right, "vurderes"), far),), "KVP-R49c", (*right, "vurderes"))
        if any(block.id.endswith("/minst-fire-fravaer") for each in example.conditions for block in each.blocks):
            yield Mutant("three times", (((*right, "fravaer", 0), DROP),), "KVP-R49b", (*right, "fravaer"))


@kind("LG419", each=1)
def reduction_without_its_condition(example: Example) -> Iterator[Mutant]:
    """Something is taken off the benefit, and the decision does not argue that it may be."""
    benefit = example.case.letter_type.benefit
    if benefit is None or example.facts("andre_ytelser"):
        return
    period = [example.facts(*path.split(".")) for path in (benefit.from_date, benefit.to_date)]
    if all(period):
        row = {"fra": period[0], "til": period[1], "ytelse": "sykepenger", "per_dag": "300,00"}
        place: Path = ("opplysninger", "andre_ytelser")
        yield Mutant("another benefit", ((place, [row]),), "LG419", place)


@kind("KVP-STOENAD17", "KVP-STOENAD22", "KVP-STOENAD25", "KVP-STOENAD3", "KVP-STOENAD5", each=3)
def figure_without_its_condition(example: Example) -> Iterator[Mutant]:
    """A figure is there, and the condition that lets it count is gone."""
    pairs: tuple[tuple[str, str, str], ...] = (
        ("loennet_arbeid", "loennet-arbeid", "KVP-STOENAD17"),
        ("andre_ytelser", "annen-ytelse", "KVP-STOENAD22"),
        ("refusjon", "refusjon", "KVP-STOENAD25"),
        ("aarsak", "aarsak-til-ny-utmaaling", "KVP-STOENAD3"),
        ("barn", "barnetillegg", "KVP-STOENAD5"),
    )
    allowed = {"KVP-STOENAD25": ("reduksjon-inntekt",), "KVP-STOENAD3": ("utmaaling",), "KVP-STOENAD5": ("utmaaling",)}
    for fact, condition, code in pairs:
        place: Path = ("vilkaar", condition)
        if example.facts(fact) and example.get(*place) and example.letter in allowed.get(code, PAID.split()):
            yield Mutant(f"{fact} without {condition}", ((place, DROP),), code, place)


@kind("KVP-STOENAD23", "KVP-STOENAD20", "KVP-STOENAD21", "KVP-R24a", "KVP-R24b", "KVP-R24c", "KVP-STOENAD7", each=6)
def benefit_that_cannot_be(example: Example) -> Iterator[Mutant]:
    """More claimed back than was paid, a benefit that takes nothing off, a change where nothing changes, a child outside."""
    if example.letter not in PAID.split():
        return
    claimed: Path = ("opplysninger", "refusjon", "beloep")
    if example.get(*claimed):
        for amount in ("999999,00", "0"):
            yield Mutant(f"claims {amount}", ((claimed, amount),), "KVP-STOENAD23", claimed)
    for index, _ in enumerate(example.facts("andre_ytelser") or ()):
        place: Path = ("opplysninger", "andre_ytelser", index, "ytelse")
        yield Mutant("no reduction", ((place, "barnepensjon"),), "KVP-STOENAD20", place)
        given = example.get(*place)
        other = "dagpenger" if given != "dagpenger" else "sykepenger"
        if len(example.facts("andre_ytelser")) == 1 and f"annen-ytelse/{given}" in (
            example.get("vilkaar", "annen-ytelse", "begrunnelser") or ()
        ):
            yield Mutant(other, ((place, other),), "KVP-STOENAD21", ("vilkaar", "annen-ytelse"))
    for index, row in enumerate(example.facts("aarsak") or () if example.letter == "utmaaling" else ()):
        place = ("opplysninger", "aarsak", index, "fra")
        for step in (3, -2):
            yield Mutant(f"change {step}", ((place, moved(row["fra"], step)),), "KVP-R24a", place)
        edits: tuple[Edit, ...] = (((*place[:3], "hva"), "fylt_25"),)
        yield Mutant("not 25", edits, "KVP-R24b", place)
    period = example.facts("stoenadsperiode")
    for index, _ in enumerate(example.facts("barn") or ()):
        child: Path = ("opplysninger", "barn", index)
        outside = (((*child, "fra"), moved(period["til"], 1)), ((*child, "til"), moved(period["til"], 30)))
        yield Mutant("child outside", outside, "KVP-R24c", child)
    abroad: Path = ("opplysninger", "barn_i_utlandet")
    if example.get(*abroad):
        short = moved(example.get(*abroad, 0, "fra"), 80)
        yield Mutant("80 days abroad", (((*abroad, 0, "til"), short),), "KVP-STOENAD7", abroad)


@kind("KVP-R33", "KVP-KLAGE2", "KVP-KLAGE7", "KVP-KLAGE8", "KVP-KLAGE17", each=4)
def complaint_not_answered(example: Example) -> Iterator[Mutant]:
    """An argument without an answer, a late complaint without a word on it, one dismissed though it came in time."""
    points: Path = ("opplysninger", "klagesvar", "punkter")
    for index, row in enumerate(example.get(*points) or ()):
        place: Path = (*points, index, "svar")
        yield Mutant(f"point {index}", ((place, row["hva"]),), "KVP-R33", place)
    told: Path = ("opplysninger", "klage", "fikk_vedtaket")
    received = example.facts("klage", "mottatt")
    if example.letter == "oversending-klage" and not example.facts("klagesvar", "for_sen_grunn"):
        long_ago = ((told, moved(received, -60)), (("opplysninger", "klage", "vedtak_dato"), moved(received, -62)))
        yield Mutant("late", long_ago, "KVP-KLAGE2", ("opplysninger", "klagesvar"))
    if "klagen-kan-behandles/for-sent" in (example.get("vilkaar", "klagen-kan-behandles", "begrunnelser") or ()):
        in_time = ((told, moved(example.facts("klage", "postlagt") or received, -5)),)
        yield Mutant("in time", in_time, "KVP-KLAGE8", ("opplysninger", "klage", "mottatt"))
    if example.letter in ("oversending-klage", "avvisning-klage") and example.get(*told):
        longer: Path = ("opplysninger", "klage", "forlenget_til")
        yield Mutant("shorter than the law", ((longer, moved(example.get(*told), 10)),), "KVP-KLAGE7", longer)
    extent: Path = ("opplysninger", "omgjoering", "omfang")
    if "grunn-til-omgjoering/delvis-medhold" in (example.get("vilkaar", "grunn-til-omgjoering", "begrunnelser") or ()):
        yield Mutant("in full", ((extent, "helt"),), "KVP-KLAGE17", extent)


@kind("KVP-R46", "KVP-R46b", "KVP-R47a", "KVP-R47b", "KVP-R26a", "KVP-R26d", each=4)
def stop_the_law_does_not_allow(example: Example) -> Iterator[Mutant]:
    """Ended during protected absence, interrupted for over a year, or for absence with nothing milder tried."""
    ending: Path = ("opplysninger", "avslutning")
    if example.letter == "avslutning":
        since: Path = (*ending, "vern_fra")
        for days in (30, 360):
            recent = moved(example.get("dato"), -days)
            edits: tuple[Edit, ...] = (((*ending, "vernet_fravaer"), "ja"), (since, recent))
            yield Mutant(f"protected for {days} days", edits, "KVP-R46", since)
        undated: tuple[Edit, ...] = (((*ending, "vernet_fravaer"), "ja"),)
        yield Mutant("protected, undated", undated, "KVP-R46b", ending)
        broken: Path = (*ending, "avbrutt_fra")
        if "grunn-til-avslutning/avbrutt-i-ett-aar" in (
            example.get("vilkaar", "grunn-til-avslutning", "begrunnelser") or ()
        ):
            for days in (30, 300):
                yield Mutant(f"stopped {days} days", ((broken, moved(example.get(*broken), days)),), "KVP-R47b", broken)
    if example.letter == "avbrudd":
        until: Path = ("opplysninger", "avbrudd", "til")
        for days in (366, 500):
            late = moved(example.facts("avbrudd", "fra"), days)
            yield Mutant(f"{days} days", ((until, late),), "KVP-R47a", until)
