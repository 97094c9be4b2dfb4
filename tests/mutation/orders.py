"""Dates that must come before or after each other, and the rule that sees to each pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lettergen.source import Path
from tests.mutation.kinds import Edit, Example, Mutant, kind
from tests.mutation.places import moved

CORE = ("dato", "soeknad", "brukers_syn", "mottaker", "kilder")
FAR = 45
"""Days, where the date is moved well past the other one."""


@dataclass(frozen=True, slots=True)
class Order:
    """`earlier` must not lie after `later`; nor on the same day when `strict`. `*` is any item of a list.

    `letters` are those it holds for, all when none is named. `reason` is one that must be given for it to hold, and
    `given` a field with the value that it must have.
    """

    code: str
    earlier: str
    later: str
    at: str
    letters: str = ""
    strict: bool = False
    reason: str = ""
    given: tuple[str, str] = ("", "")


GRANTS = "innvilgelse forlengelse endring"
ENTRY = "innvilgelse avslag forlengelse avslag-forlengelse"
ENTRY_FIRST = "innvilgelse avslag"
AGAINST = "avbrudd avslutning reduksjon-fravaer trekk tilbakekreving"
PAID = "utmaaling reduksjon-inntekt"
RECOVERY = "trekk tilbakekreving forhaandsvarsel"
PAID_BEFORE = "utmaaling reduksjon-inntekt omgjoering"
GOOD, BAD = ("omgjoering.gunst", "ja"), ("omgjoering.gunst", "nei")
COMPLAINT = "oversending-klage avvisning-klage"

FILE = (
    Order("KVP-R57", "soeknad.mottatt", "dato", "soeknad.mottatt"),
    Order("KVP-R57c", "brukers_syn.dato", "dato", "brukers_syn.dato"),
    Order("KVP-R57h", "mottaker.foedselsdato", "dato", "mottaker.foedselsdato", ENTRY, strict=True),
    Order("KVP-R57d", "ytelser_undersoekt", "dato", "ytelser_undersoekt", ENTRY),
)
PROGRAMME = (
    Order("KVP-R12", "dato", "program.start", "program.start", "innvilgelse"),
    Order("KVP-R57f", "program.start", "program.slutt", "program.slutt", GRANTS, strict=True),
    Order("KVP-R10", "program.start", "program.evalueringer.*", "program.evalueringer.*", GRANTS),
    Order("KVP-R10", "program.evalueringer.*", "program.slutt", "program.evalueringer.*", GRANTS),
    Order("KVP-R57g", "program.aktiviteter.*.fra", "program.aktiviteter.*.til", "program.aktiviteter.*.til", GRANTS),
    Order("KVP-R57g", "program.start", "program.aktiviteter.*.til", "program.aktiviteter.*.til", GRANTS),
    Order("KVP-R57g", "program.aktiviteter.*.til", "program.slutt", "program.aktiviteter.*.til", GRANTS),
    Order("KVP-STANS6", "dato", "program.start", "program.start", "endring"),
    Order("KVP-STANS7", "endring.startet", "program.start", "program.slutt", "endring"),
)
CONDITIONS = (
    Order("KVP-R01b", "arbeidsevnevurdering.oppdatert", "dato", "arbeidsevnevurdering", ENTRY),
    Order("KVP-R57e", "innkallinger.*.sendt", "innkallinger.*.moete", "innkallinger.*", "avslag"),
    Order("KVP-R57e", "innkallinger.*.moete", "dato", "innkallinger.*", "avslag"),
    Order("KVP-R40c", "krav_under_behandling.soekt", "krav_status.opplyst", "krav_status.opplyst", ENTRY_FIRST),
    Order("KVP-R40c", "krav_status.opplyst", "dato", "krav_status.opplyst", ENTRY_FIRST),
    Order("KVP-R57i", "dato", "opphold_til", "opphold_til", ENTRY),
    Order("KVP-VILK1", "tidligere_tiltak.*.fra", "tidligere_tiltak.*.til", "tidligere_tiltak.*", ENTRY_FIRST),
    Order("KVP-VILK6", "vurdering_brukt.gjennomgaatt", "dato", "vurdering_brukt.gjennomgaatt", ENTRY_FIRST),
    Order("KVP-VILK7", "vurdering_sammen.moete", "dato", "vurdering_sammen.moete", ENTRY_FIRST),
    Order("KVP-VILK10", "introduksjonsprogram.opplyst", "dato", "introduksjonsprogram.opplyst", "avslag"),
    Order(
        "KVP-VILK9",
        "dato",
        "introduksjonsprogram.til",
        "introduksjonsprogram.til",
        "avslag",
        reason="tett-og-koordinert-bistand/introduksjonsprogram-foerst",
    ),
    Order(
        "KVP-VILK4",
        "ytelse_slutt.siste_dag",
        "program.start",
        "ytelse_slutt",
        "innvilgelse",
        strict=True,
        reason="ytelser-til-livsopphold/ytelsen-tar-slutt-foer-start",
    ),
)
EXTENSION = (
    Order(
        "KVP-R15c",
        "tidligere_perioder.*.fra",
        "tidligere_perioder.*.til",
        "tidligere_perioder.*",
        "innvilgelse forlengelse",
    ),
    Order(
        "KVP-R15c",
        "tidligere_perioder.*.til",
        "program.start",
        "tidligere_perioder.*",
        "innvilgelse forlengelse",
        strict=True,
    ),
    Order(
        "KVP-LENGDE6",
        "tidligere_perioder.*.fra",
        "tidligere_perioder.*.til",
        "tidligere_perioder.*",
        "avslag-forlengelse",
    ),
    Order("KVP-LENGDE9", "tidligere_perioder.*.til", "siste_dag", "siste_dag", "avslag-forlengelse"),
)
NOTICE = (
    Order("KVP-R25b", "varsel.frist", "dato", "varsel.frist", AGAINST, strict=True),
    Order("KVP-R25d", "varsel.sendt", "varsel.frist", "varsel", AGAINST, strict=True),
    Order("KVP-R25d", "varsel.sendt", "varsel.svar_dato", "varsel", AGAINST),
    Order("KVP-R25d", "varsel.svar_dato", "dato", "varsel", AGAINST),
    Order("KVP-STOENAD28", "varsel.sendt", "varsel.frist", "varsel", "reduksjon-inntekt", strict=True),
)
STOP = (
    Order("KVP-STANS1", "dato", "avbrudd.fra", "avbrudd.fra", "avbrudd"),
    Order("KVP-STANS2", "avbrudd.fra", "avbrudd.til", "avbrudd.til", "avbrudd"),
    Order("KVP-STANS5", "avbrudd.avtalt", "dato", "avbrudd.avtalt", "avbrudd"),
    Order("KVP-STANS3", "dato", "siste_dag", "siste_dag", "avslutning"),
    Order("KVP-STANS4", "avtale.dato", "dato", "avtale.dato", "avslutning-avtale"),
    Order("KVP-R26b", "fravaer.*.fra", "fravaer.*.til", "fravaer.*", "avbrudd avslutning"),
    Order("KVP-R26b", "fravaer.*.til", "dato", "fravaer.*", "avbrudd avslutning"),
    Order("KVP-R26c", "mildere_tiltak.*.dato", "dato", "mildere_tiltak.*.dato", "avbrudd avslutning"),
)
COMPLAINTS = (
    Order("KVP-KLAGE4", "klage.mottatt", "dato", "klage.mottatt", COMPLAINT),
    Order("KVP-KLAGE4", "klage.vedtak_dato", "klage.mottatt", "klage.mottatt", COMPLAINT),
    Order("KVP-KLAGE5", "klage.vedtak_dato", "klage.fikk_vedtaket", "klage.fikk_vedtaket", COMPLAINT),
    Order("KVP-KLAGE5", "klage.fikk_vedtaket", "klage.mottatt", "klage.fikk_vedtaket", COMPLAINT),
    Order("KVP-KLAGE6", "klage.postlagt", "klage.mottatt", "klage.postlagt", COMPLAINT),
    Order("KVP-KLAGE6", "klage.vedtak_dato", "klage.postlagt", "klage.postlagt", COMPLAINT),
    Order("KVP-KLAGE18", "omgjoering.vedtak_dato", "dato", "omgjoering.vedtak_dato", "omgjoering"),
    Order("KVP-KLAGE18", "omgjoering.vedtak_dato", "omgjoering.klage_mottatt", "omgjoering.vedtak_dato", "omgjoering"),
    Order("KVP-KLAGE18", "omgjoering.klage_mottatt", "dato", "omgjoering.vedtak_dato", "omgjoering"),
)
LEAVE = (
    Order("KVP-FRAVAER2", "permisjon.fra", "permisjon.til", "permisjon.dager", "permisjon avslag-permisjon"),
    Order("KVP-FRAVAER3", "permisjon.til", "permisjon.tilbake", "permisjon.tilbake", "permisjon", strict=True),
    Order("KVP-FRAVAER16", "fravaer.*.fra", "fravaer.*.til", "fravaer.*", "reduksjon-fravaer"),
    Order("KVP-FRAVAER16", "fravaer.*.til", "dato", "fravaer.*", "reduksjon-fravaer"),
    Order("KVP-FRAVAER16", "stoenadsperiode.fra", "fravaer.*.fra", "fravaer.*", "reduksjon-fravaer"),
    Order("KVP-FRAVAER16", "fravaer.*.til", "stoenadsperiode.til", "fravaer.*", "reduksjon-fravaer"),
    Order("KVP-FRAVAER20", "dato", "fravaerstrekk.utbetaling", "fravaerstrekk.utbetaling", "reduksjon-fravaer"),
    Order("KVP-FRAVAER21", "fravaerstrekk.programstart", "fravaer.*.fra", "fravaer.*.fra", "reduksjon-fravaer"),
    Order("KVP-FRAVAER21", "fravaerstrekk.vedtak", "fravaer.*.fra", "fravaer.*.fra", "reduksjon-fravaer"),
    Order("KVP-R49", "egenmelding.hoert", "dato", "egenmelding", "reduksjon-fravaer", strict=True),
    Order("KVP-R49", "dato", "egenmelding.mister_fra", "egenmelding", "reduksjon-fravaer"),
    Order(
        "KVP-R49c",
        "egenmelding.mister_fra",
        "egenmelding.vurderes",
        "egenmelding.vurderes",
        "reduksjon-fravaer",
        strict=True,
    ),
)
RECOVERED = (
    Order(
        "KVP-FEIL2",
        "feilutbetaling.perioder.*.fra",
        "feilutbetaling.perioder.*.til",
        "feilutbetaling.perioder.*",
        RECOVERY,
    ),
    Order("KVP-FEIL2", "feilutbetaling.perioder.*.til", "dato", "feilutbetaling.perioder.*", RECOVERY, strict=True),
    Order("KVP-FEIL5", "feilutbetaling.oppdaget", "dato", "feilutbetaling.oppdaget", RECOVERY),
    Order("KVP-R52a", "dato", "trekk_i_stoenad.fra", "trekk_i_stoenad.fra", "trekk", strict=True),
    Order(
        "KVP-R52b",
        "opplysningsplikt.opplyst",
        "feilutbetaling.perioder.*.til",
        "opplysningsplikt.opplyst",
        "tilbakekreving",
    ),
    Order("KVP-FEIL10", "endring_meldt.skjedde", "endring_meldt.meldt", "endring_meldt", "trekk"),
    Order("KVP-FEIL10", "endring_meldt.meldt", "dato", "endring_meldt", "trekk"),
    Order("KVP-FEIL11", "barn_flyttet", "dato", "barn_flyttet", "trekk tilbakekreving"),
    Order("KVP-FEIL12", "loennet_arbeid.*.fra", "loennet_arbeid.*.til", "loennet_arbeid.*", "trekk tilbakekreving"),
    Order("KVP-FEIL21", "dato", "tilbakebetaling.frist", "tilbakebetaling.frist", "tilbakekreving", strict=True),
    Order("KVP-FEIL23", "opplysningsplikt.oppgitt.*.dato", "dato", "opplysningsplikt.oppgitt.*.dato", "tilbakekreving"),
    Order(
        "KVP-FEIL24",
        "opplysningsplikt.opplyst",
        "opplysningsplikt.oppgitt.*.dato",
        "opplysningsplikt.oppgitt.*.dato",
        "tilbakekreving",
    ),
)
FOREWARNED = (
    Order("KVP-VARSEL1", "dato", "forhaandsvarsel.frist", "forhaandsvarsel.frist", "forhaandsvarsel", strict=True),
    Order(
        "KVP-VARSEL3",
        "forhaandsvarsel.frist",
        "forhaandsvarsel.fra",
        "forhaandsvarsel.fra",
        "forhaandsvarsel",
        strict=True,
    ),
    Order("KVP-VARSEL10", "fravaer.*.fra", "fravaer.*.til", "fravaer.*", RECOVERY),
    Order("KVP-VARSEL10", "fravaer.*.til", "dato", "fravaer.*", RECOVERY),
    Order("KVP-VARSEL20", "foreloepig_svar.mottatt", "dato", "foreloepig_svar.mottatt", "foreloepig-svar"),
    Order("KVP-VARSEL23", "dato", "foreloepig_svar.ventes", "foreloepig_svar.ventes", "foreloepig-svar", strict=True),
    Order(
        "KVP-VARSEL26",
        "dato",
        "foreloepig_svar.trenger_frist",
        "foreloepig_svar.trenger_frist",
        "foreloepig-svar",
        strict=True,
    ),
)
BENEFIT = (
    Order("KVP-STOENAD1", "stoenadsperiode.fra", "stoenadsperiode.til", "stoenadsperiode", PAID),
    Order("KVP-STOENAD2", "program.start", "stoenadsperiode.fra", "stoenadsperiode", PAID),
    Order("KVP-STOENAD2", "stoenadsperiode.til", "program.slutt", "stoenadsperiode", PAID),
    Order("KVP-STOENAD4", "nytt_barn.dato", "dato", "nytt_barn.dato", "utmaaling"),
    Order("KVP-STOENAD9", "utbetalt.*.fra", "utbetalt.*.til", "utbetalt.*", PAID_BEFORE),
    Order("KVP-STOENAD9", "stoenadsperiode.fra", "utbetalt.*.fra", "utbetalt.*", PAID_BEFORE),
    Order("KVP-STOENAD9", "utbetalt.*.til", "stoenadsperiode.til", "utbetalt.*", PAID_BEFORE),
    Order("KVP-STOENAD12", "utbetalt.*.til", "dato", "utbetalt.*.til", PAID_BEFORE),
    Order("KVP-STOENAD13", "loennet_arbeid.*.fra", "loennet_arbeid.*.til", "loennet_arbeid.*", PAID),
    Order("KVP-STOENAD13", "stoenadsperiode.fra", "loennet_arbeid.*.fra", "loennet_arbeid.*", PAID),
    Order("KVP-STOENAD13", "loennet_arbeid.*.til", "stoenadsperiode.til", "loennet_arbeid.*", PAID),
    Order("KVP-STOENAD18", "andre_ytelser.*.fra", "andre_ytelser.*.til", "andre_ytelser.*", PAID),
    Order("KVP-STOENAD18", "stoenadsperiode.fra", "andre_ytelser.*.fra", "andre_ytelser.*", PAID),
    Order("KVP-STOENAD18", "andre_ytelser.*.til", "stoenadsperiode.til", "andre_ytelser.*", PAID),
    Order("KVP-STOENAD24", "refusjon.fra", "refusjon.til", "refusjon", "reduksjon-inntekt"),
    Order("KVP-STOENAD24", "refusjon.til", "stoenadsperiode.til", "refusjon", "reduksjon-inntekt"),
    Order("KVP-KLAGE21", "stoenadsperiode.fra", "stoenadsperiode.til", "stoenadsperiode", "omgjoering", given=GOOD),
    Order("KVP-KLAGE21", "stoenadsperiode.til", "dato", "stoenadsperiode", "omgjoering", given=GOOD),
    Order("KVP-STOENAD1", "stoenadsperiode.fra", "stoenadsperiode.til", "stoenadsperiode", "omgjoering", given=BAD),
)


def _path(name: str, index: int) -> Path:
    parts = tuple(index if part == "*" else part for part in name.split("."))
    return parts if parts[0] in CORE else ("opplysninger", *parts)


def _indexes(example: Example, order: Order) -> range:
    """The items of the list that the pair goes through; one of nothing where there is none."""
    listed = next((name for name in (order.earlier, order.later) if "*" in name), "")
    if not listed:
        return range(1)
    return range(len(example.get(*_path(listed.split(".*")[0], 0)) or ()))


def shifted(example: Example, orders: tuple[Order, ...]) -> Iterator[Mutant]:
    """Each pair that the example has, turned: the later one a day too early, the earlier a day too late, and far off."""
    for order in orders:
        if order.letters and example.letter not in order.letters.split():
            continue
        if order.reason and not any(order.reason == block.id for each in example.conditions for block in each.blocks):
            continue
        if order.given[0] and example.get(*_path(order.given[0], 0)) != order.given[1]:
            continue
        for index in _indexes(example, order):
            early, late = _path(order.earlier, index), _path(order.later, index)
            first, second = example.get(*early), example.get(*late)
            if first and second and not _excused(example, order, late):
                yield from _turned(order, index, (early, first), (late, second))


def _turned(order: Order, index: int, early: tuple[Path, str], late: tuple[Path, str]) -> Iterator[Mutant]:
    too_far = 0 if order.strict else 1
    changes: tuple[tuple[str, Edit], ...] = (
        (f"{order.later} to {order.earlier}", (late[0], moved(early[1], -too_far))),
        (f"{order.earlier} to {order.later}", (early[0], moved(late[1], too_far))),
        (f"{order.later} far before {order.earlier}", (late[0], moved(early[1], -FAR))),
    )
    for about, change in changes:
        yield Mutant(f"{order.code}: {about} [{index}]", (change,), order.code, _path(order.at, index))


def _excused(example: Example, order: Order, late: Path) -> bool:
    """Activities that go on under another decision may have begun before this one."""
    holder: Any = example.get(*late[:-1])
    return order.code == "KVP-R14" and isinstance(holder, dict) and holder.get("etter_annet_vedtak") == "ja"


ALL = (
    *FILE,
    *PROGRAMME,
    *CONDITIONS,
    *EXTENSION,
    *NOTICE,
    *STOP,
    *COMPLAINTS,
    *LEAVE,
    *RECOVERED,
    *FOREWARNED,
    *BENEFIT,
)


def _codes(orders: tuple[Order, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(order.code for order in orders))


@kind(*_codes(FILE), each=4)
def dates_of_the_file(example: Example) -> Iterator[Mutant]:
    """Application, view and benefits looked up after the decision; born after it."""
    return shifted(example, FILE)


@kind("KVP-R57b", "KVP-R01b", each=3)
def source_after_the_decision(example: Example) -> Iterator[Mutant]:
    """A source that did not exist when the decision was made."""
    used = example.facts("arbeidsevnevurdering", "kilde")
    for number, (name, source) in enumerate((example.get("kilder") or {}).items()):
        path: Path = ("kilder", name, "dato")
        later = moved(example.get("dato"), (1, FAR)[number % 2])
        if name == used and example.letter in (*ENTRY.split(), "omgjoering"):
            yield Mutant(name, ((path, later),), "KVP-R01b", ("opplysninger", "arbeidsevnevurdering"))
        elif source.get("dato"):
            yield Mutant(name, ((path, later),), "KVP-R57b", path)


@kind(*_codes(PROGRAMME), "KVP-R14", each=9)
def dates_of_the_programme(example: Example) -> Iterator[Mutant]:
    """Start, end, activities and evaluations against each other and the decision."""
    yield from shifted(example, PROGRAMME)
    activity = "program.aktiviteter.*.fra"
    yield from shifted(example, (Order("KVP-R14", "dato", activity, activity, "innvilgelse"),))


@kind(*_codes(CONDITIONS), "KVP-R32c", each=6)
def dates_of_the_conditions(example: Example) -> Iterator[Mutant]:
    """What the conditions rest on, against the decision and the programme; a reply before the application."""
    yield from shifted(example, CONDITIONS)
    if example.letter in ENTRY_FIRST.split():
        reply: Path = ("opplysninger", "foreloepig_svar_sendt")
        for day in (moved(example.get("soeknad", "mottatt"), -1), moved(example.get("dato"), 1)):
            yield Mutant(f"reply {day}", ((reply, day),), "KVP-R32c", reply)


@kind(*_codes(EXTENSION), each=6)
def dates_of_earlier_periods(example: Example) -> Iterator[Mutant]:
    """Earlier periods against each other, the new one and the last day."""
    return shifted(example, EXTENSION)


@kind(*_codes(NOTICE), each=6)
def dates_of_the_notice(example: Example) -> Iterator[Mutant]:
    """Notice, time limit and answer against each other and the decision."""
    return shifted(example, NOTICE)


@kind(*_codes(STOP), each=6)
def dates_of_stop_and_ending(example: Example) -> Iterator[Mutant]:
    """Interruption, ending, absence and milder means against the decision."""
    return shifted(example, STOP)


@kind(*_codes(COMPLAINTS), each=6)
def dates_of_the_complaint(example: Example) -> Iterator[Mutant]:
    """The decision complained of, when it came, when the complaint was posted and came in."""
    return shifted(example, COMPLAINTS)


@kind(*_codes(LEAVE), each=6)
def dates_of_leave_and_absence(example: Example) -> Iterator[Mutant]:
    """Leave, absence, the period paid for and the right to self-certify."""
    return shifted(example, LEAVE)


@kind(*_codes(RECOVERED), each=6)
def dates_of_the_recovery(example: Example) -> Iterator[Mutant]:
    """What was paid too much, when it was found, told and is to be paid back."""
    return shifted(example, RECOVERED)


@kind(*_codes(FOREWARNED), "KVP-VARSEL4", each=6)
def dates_of_forewarning_and_reply(example: Example) -> Iterator[Mutant]:
    """Time limits and days ahead in letters that decide nothing."""
    yield from shifted(example, FOREWARNED)
    if start := example.facts("forhaandsvarsel", "fra"):
        until: Path = ("opplysninger", "forhaandsvarsel", "til")
        yield Mutant("til before fra", ((until, moved(start, -1)),), "KVP-VARSEL4", until)


@kind(*_codes(BENEFIT), each=6)
def dates_of_the_benefit(example: Example) -> Iterator[Mutant]:
    """The period a benefit is worked out for, and every row within it."""
    return shifted(example, BENEFIT)
