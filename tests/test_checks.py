"""Each check of the data and of the conditions by itself: what it says of one fault, word for word.

Most of it is told of the toy scheme, whose every limit can be seen in a few lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from lettergen.case import Case
from lettergen.checks.coverage import check_coverage, check_facts, check_law, check_outcomes, coverages, needed_parts
from lettergen.checks.data import (
    check_benefit,
    check_ids,
    check_numbers,
    check_phrases,
    check_printable,
    check_prompts,
    check_required,
)
from lettergen.expressions import parse_expression
from lettergen.findings import Finding, Severity
from lettergen.office import Office
from lettergen.source import Location, Path
from tests.check_cases import (
    BLOCK,
    GONE,
    MET_ROAD,
    OFFICE,
    Changes,
    both,
    case_of,
    grant,
    grant_of_the_programme,
    office_with,
    refusal,
    told,
    with_condition,
    with_letter,
)
from tests.conftest import data_of, example

# What the file itself must hold


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        (
            {"saksnummer": GONE, "dato": GONE, "mottaker.navn": GONE, "soeknad": GONE},
            [
                "LG113 | saksnummer | { | field=saksnummer",
                "LG113 | dato | { | field=dato",
                "LG113 | mottaker.navn | { | field=mottaker.navn",
                "LG113 | soeknad.mottatt | { | field=soeknad.mottatt",
            ],
        ),
        # what could not be read has a finding of its own, and so it is not asked for too; white space is nothing
        ({"saksnummer": [], "dato": "i går", "soeknad.mottatt": {}}, []),
        ({"mottaker.navn": " "}, ['LG113 | mottaker.navn | " " | field=mottaker.navn']),
        (
            {"godkjenner": {"tittel": "leder"}, "fullmektig": {"adresse": ["x"]}, "verge": {"adresse": ["x"]}},
            [
                "LG113 | godkjenner.navn | { | field=godkjenner.navn",
                "LG113 | fullmektig.navn | { | field=fullmektig.navn",
                "LG113 | verge.navn | { | field=verge.navn",
            ],
        ),
        ({"godkjenner": {"navn": [1]}, "fullmektig": {"navn": "Per"}}, []),
        ({"kilder.kart.dato": GONE}, ["LG113 | kilder.kart.dato | { | field=kilder.dato"]),
        ({"kilder.kart.dato": "i går"}, []),
    ],
)
def test_required_fields(changes: Changes, expected: list[str]) -> None:
    case = case_of(grant(), changes)
    assert told(case, check_required(case, both())) == expected


def test_an_office_without_settings_is_told_once() -> None:
    case = case_of(grant(), {"saksbehandler": {"navn": "Ola"}}, Office())
    assert told(case, check_required(case, both())) == ["LG503 |  | {"]


def test_what_the_settings_of_an_office_lack_is_told_in_their_file() -> None:
    lacking = office_with(municipality=None, name=None)
    case = case_of(grant(), {}, lacking)
    expected = [
        "LG501 | kontor.kommune | examples/lettergen.toml | key=kontor.kommune | problem=missing",
        "LG501 | kontor.navn | examples/lettergen.toml | key=kontor.navn | problem=missing",
    ]
    assert told(case, check_required(case, both())) == expected
    case = case_of(grant(), {}, replace(lacking, findings=(Finding("LG501", "", Severity.ERROR, Location("x")),)))
    assert told(case, check_required(case, both())) == []
    case = case_of(grant(), {}, replace(office_with(name=None), folder=None))
    assert told(case, check_required(case, both())) == [
        "LG501 | kontor.navn | lettergen.toml | key=kontor.navn | problem=missing"
    ]


def test_only_a_letter_to_the_appeal_body_needs_to_know_where_it_is() -> None:
    nowhere = office_with(county_governor=None)
    case = case_of(data_of(example("oversending-klage-nb-barnepensjon")), {}, nowhere)
    assert told(case, check_required(case, both())) == [
        "LG501 | kontor.statsforvalter | examples/lettergen.toml | key=kontor.statsforvalter | problem=missing"
    ]
    case = case_of(grant(), {}, nowhere)
    assert told(case, check_required(case, both())) == []


def test_a_setting_that_nothing_reads_is_told_with_its_near_one() -> None:
    settings = {"qq": 1, "lengste_reis": 3, "minst_or": 3, "lengste_reise": 4, "minst_ord": 3}
    case = case_of(grant(), {}, replace(OFFICE, file=OFFICE.file.model_copy(update={"settings": settings})))
    at = "examples/lettergen.toml"
    assert told(case, check_required(case, both())) == [
        f"LG501 | innstillinger.lengste_reis | {at} | key=lengste_reis | problem=unknown | nearest=lengste_reise",
        f"LG501 | innstillinger.minst_or | {at} | key=minst_or | problem=unknown | nearest=minst_ord",
        f"LG501 | innstillinger.qq | {at} | key=qq | problem=unknown",
    ]
    bare = replace(both(), lists=replace(both().lists, assessing=None))
    assert len(told(case, check_required(case, bare))) == len(settings) - 1  # one is a rule's


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        (
            {"vilkaar.bostad": {}, "vilkaar.zzz": {}},
            [
                'LG118 | vilkaar[2] | "bostad": {} | nearest=bosted | choices=bosted, reisevei',
                'LG118 | vilkaar[3] | "zzz": {} | choices=bosted, reisevei',
            ],
        ),
        (
            {"kilder.kart.hva": "kartt"},
            [
                'LG111 | kilder.kart.hva | "kartt" | field=kilder.hva | expected=valg | choices=kvittering, kart | nearest=kart'
            ],
        ),
        ({"kilder.kart.hva": GONE}, ["LG113 | kilder.kart.hva | { | field=kilder.hva"]),
        (
            {"vilkaar.reisevei.kilder": ["kart", "karta", "qqq"]},
            [
                'LG114 | vilkaar.reisevei.kilder[1] | "karta" | nearest=kart | lacks kilde',
                'LG114 | vilkaar.reisevei.kilder[2] | "qqq" | lacks kilde',
            ],
        ),
        (
            # an id that is not its kind's name may be a person's: its line stands for it
            {"kilder": {"mitt-skann": {"hva": "kart"}}, "vilkaar.reisevei.kilder": ["mitt-skan"]},
            ['LG114 | vilkaar.reisevei.kilder[0] | "mitt-skan" | near_line=18 | lacks kilde'],
        ),
    ],
)
def test_names_that_must_be_known(changes: Changes, expected: list[str]) -> None:
    case = case_of(grant(), changes)
    assert told(case, check_ids(case)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("aev", []),
        ("«kilde»", []),
        ("qqq", ['LG114 | opplysninger.arbeidsevnevurdering.kilde | "qqq" | lacks kilde']),
        (
            "samtale",
            [
                (
                    'LG111 | opplysninger.arbeidsevnevurdering.kilde | "samtale" | field=Kilde¦Kjelde | expected=kilde'
                    " | choices=arbeidsevnevurdering"
                )
            ],
        ),
    ],
)
def test_a_fact_that_names_a_source(source: str, expected: list[str]) -> None:
    case = case_of(grant_of_the_programme(), {"opplysninger.arbeidsevnevurdering.kilde": source})
    assert told(case, check_ids(case)) == expected


def test_sources_are_looked_for_in_rows_too() -> None:
    """A fact of the type source that stands in a list of groups."""
    case = case_of(grant(), {"opplysninger.turer.1.maalsted": "karet"})
    facts = case.scheme.facts
    rows = facts.facts["turer"]
    assert rows.element is not None
    assert rows.element.fields is not None
    source = rows.element.fields["maalsted"].model_copy(update={"type": "kilde"})
    element = rows.element.model_copy(update={"fields": {**rows.element.fields, "maalsted": source}})
    rows = rows.model_copy(update={"element": element})
    facts = facts.model_copy(update={"facts": {**facts.facts, "turer": rows}})
    case = replace(case, scheme=replace(case.scheme, facts=facts))
    assert told(case, check_ids(case)) == [
        'LG114 | opplysninger.turer[0].maalsted | "skolen" | lacks kilde',
        'LG114 | opplysninger.turer[1].maalsted | "karet" | nearest=kart | lacks kilde',
    ]


AIM = "opplysninger.arbeidsevnevurdering.konklusjon"
ASKED = "LG120 | opplysninger.arbeidsevnevurdering.konklusjon | "
NAMED = " | field=Hva vurderingen kom fram til¦Kva vurderinga kom fram til | marked"


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("arbeidsevnen er nedsatt", False),
        ("Arbeidsevnen er nedsatt", True),
        ("arbeidsevnen er nedsatt. Du trenger tid", True),
        ("arbeidsevnen er nedsatt etter kap. 3 og mer", False),
        ("å", False),
    ],
)
def test_words_that_go_on_a_sentence(words: str, *, asked: bool) -> None:
    case = case_of(grant_of_the_programme(), {AIM: words})
    assert told(case, check_phrases(case)) == ([f'{ASKED}"{words}"{NAMED}'] if asked else [])


def test_an_answer_about_a_phrase_is_bound_to_it() -> None:
    def mark(words: str) -> str | None:
        case = case_of(grant_of_the_programme(), {AIM: words})
        (found,) = check_phrases(case)
        return found.mark

    assert mark("Arbeidsevnen er nedsatt") == mark("Arbeidsevnen er nedsatt") != mark("Arbeidsevnen er redusert")


MADE, REAL, MISTYPED = "01850710054", "01050710099", "01050710098"


@pytest.mark.parametrize(
    ("number", "allowed", "wrong"),
    [(REAL, False, False), (MISTYPED, True, True), (MADE, True, False), (MADE, False, True), ("", False, False)],
)
def test_a_national_number(number: str, *, allowed: bool, wrong: bool) -> None:
    """One that was made is right only where the office's settings say so."""
    case = case_of(grant(), {"mottaker.foedselsnummer": number}, office_with(synthetic_ids=allowed))
    expected = [f'LG119 | mottaker.foedselsnummer | "{number}" | field=mottaker.foedselsnummer']
    assert told(case, check_numbers(case)) == (expected if wrong else [])


ABSENCE, OF_ABSENCE = example("reduksjon-fravaer-nb-egenmelding"), "field=Fravær¦Fråvær"
WORK = [{"fra": "2026-10-29", "til": "2026-10-30", "timer": "3", "hva": "vask"}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"opplysninger.fravaer.0.timer": GONE}, [f"LG418 | opplysninger.fravaer[0] | {{ | {OF_ABSENCE}"]),
        ({"opplysninger.fravaer.0.til": "2026-10-28"}, [f"LG418 | opplysninger.fravaer[0] | {{ | {OF_ABSENCE}"]),
        (
            {"vilkaar.ugyldig-fravaer.utfall": "ikke_oppfylt"},
            [
                (
                    f"LG419 | opplysninger.fravaer | [ | {OF_ABSENCE}"
                    " | condition=Fravær uten gyldig grunn¦Fråvær utan gyldig grunn"
                )
            ],
        ),
        (
            {"opplysninger.loennet_arbeid": WORK},
            [
                (
                    "LG419 | opplysninger.loennet_arbeid | [ | field=Lønnet arbeid¦Lønt arbeid"
                    " | condition=Lønnet arbeid eller læretid¦Lønt arbeid eller læretid"
                )
            ],
        ),
    ],
)
def test_what_amounts_are_worked_out_from(changes: Changes, expected: list[str]) -> None:
    case = case_of(data_of(ABSENCE), changes)
    assert told(case, check_benefit(case)) == expected


def test_a_letter_that_works_out_no_benefit_is_not_asked_for_its_rows() -> None:
    case = case_of(data_of(ABSENCE), {"opplysninger.fravaer.0.timer": GONE})
    case = replace(case, letter_type=case.letter_type.model_copy(update={"benefit": None}))
    assert told(case, check_benefit(case)) == []
    assert told(case_of(grant()), check_benefit(case_of(grant()))) == []


PROMPTS = {
    "saksnummer": "«fyll inn»",
    "vilkaar.bosted.utfall": "«velg»",
    "vilkaar.reisevei.vurdering.strekning": "«hva»",
    "vilkaar.reisevei.begrunnelser": ["«hvilken»"],
    "vilkaar.reisevei.kilder": ["«hvilken»"],
    "vilkaar.reisevei.hvorfor": "«hvorfor»",
    "opplysninger.turer.0.maalsted": " ",
    "opplysninger.turer.1.maalsted": "xxx",
}


def test_prompts_that_still_stand() -> None:
    """A blank is a missing value; a prompt in what is not printed or in a condition that lacks everything is no more."""
    case = case_of(grant(), PROMPTS)
    before, last = (
        [
            'LG117 | saksnummer | "«fyll inn»" | field=saksnummer',
            'LG117 | vilkaar.bosted.utfall | "«velg»" | field=vilkaar.utfall',
        ],
        ['LG117 | opplysninger.turer[1].maalsted | "xxx" | field=Mål for reisen¦Mål for reisa'],
    )
    why = ['LG117 | vilkaar.reisevei.hvorfor | "«hvorfor»" | field=vilkaar.hvorfor']
    assert told(case, check_prompts(case, both(), ())) == [*before, *why, *last]
    assert told(case, check_prompts(case, both(), ("reisevei",))) == [*before, *last]


def test_signs_that_cannot_be_printed_are_told_one_by_one() -> None:
    case = case_of(
        grant(),
        {"mottaker.navn": "Eva 😀 \n\t漢 Hjul", "mottaker.adresse.1": "5999 😀"},
        office_with(name="Nav 漢"),
    )
    assert told(case, check_printable(case, both())) == [
        'LG109 | mottaker.navn | "Eva 😀 \\n\\t漢 Hjul" | character=U+6F22',
        'LG109 | mottaker.navn | "Eva 😀 \\n\\t漢 Hjul" | character=U+1F600',
        'LG109 | mottaker.adresse[1] | "5999 😀" | character=U+1F600',
        "LG109 | kontor.navn | { | character=U+6F22",
    ]


def test_rows_may_stand_inside_a_group() -> None:
    case = case_of(grant_of_the_programme(), {"opplysninger.program.aktiviteter.1.til": GONE})
    benefit = case.scheme.file.benefit
    assert benefit is not None
    reduction = next(iter(benefit.reductions.values())).model_copy(update={"rows": "program.aktiviteter"})
    benefit = benefit.model_copy(update={"reductions": {"ny": reduction}})
    file = case.scheme.file.model_copy(update={"benefit": benefit})
    case = replace(case, scheme=replace(case.scheme, file=file))
    assert told(case, check_benefit(case)) == [
        "LG418 | opplysninger.program.aktiviteter[1] | { | field=Aktiviteter¦Aktivitetar",
        (
            "LG419 | opplysninger.program.aktiviteter | [ | field=Aktiviteter¦Aktivitetar"
            " | condition=Fravær uten gyldig grunn¦Fråvær utan gyldig grunn"
        ),
    ]


# What each condition has and lacks

OF_HOME = "condition=Bosted¦Bustad | provision=sykkelloven §§ 2 og 2 a¦sykkellova §§ 2 og 2 a"
OF_ROAD = "condition=Reisevei¦Reiseveg | provision=sykkelloven § 3 andre ledd¦sykkellova § 3 andre ledd"
FOR_ROAD = ("elsykkel", "etter-gammel-lov", "motorvei", "proeveordning", "til-skolen", "utleie")
MET = ", ".join(f"reisevei/{name}" for name in FOR_ROAD if name != "motorvei")
ANY = ", ".join(f"reisevei/{name}" for name in FOR_ROAD)
HOME_LAW, ROAD_LAW = "law sykkel-2-1,sykkel-2a-1", "law sykkel-3-2"
ALL_LEGS = "lacks regel,opplysninger,kilde,vurdering"
AT_BLOCK = "vilkaar.reisevei.begrunnelser[0]"
PARTS = "parts=strekningen, tryggheten¦strekninga, tryggleiken"
ABOUT = "condition=Reisevei¦Reiseveg | outcome=oppfylt | lacks regel | law sykkel-3-2"
UNMET = {"utfall": "ikke_oppfylt", "begrunnelser": ["bosted/flyttet-ut"]}


def coverage_told(case: Case) -> list[str]:
    return told(case, check_coverage(case, coverages(case, both())))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        (
            {"vilkaar": {}},
            [
                (
                    f"LG401 | vilkaar.bosted | {{}} | {OF_HOME} | candidates=bosted/bor-her"
                    f" | lacks regel,opplysninger | {HOME_LAW}"
                ),
                f"LG401 | vilkaar.reisevei | {{}} | {OF_ROAD} | candidates={MET} | {ALL_LEGS} | {ROAD_LAW}",
            ],
        ),
        (
            {"vilkaar.reisevei": {}},
            [f'LG401 | vilkaar.reisevei | "reisevei": {{}} | {OF_ROAD} | candidates={MET} | {ALL_LEGS} | {ROAD_LAW}'],
        ),
        (
            {"vilkaar.reisevei": {"begrunnelser": ["reisevei/til-skolen"]}},
            [
                (
                    f'LG402 | vilkaar.reisevei | "reisevei": {{ | {PARTS} | facts=¦ | {OF_ROAD}'
                    f" | lacks kilde,vurdering | {ROAD_LAW}"
                )
            ],
        ),
        (
            {"vilkaar.reisevei.vurdering.trygghet": "Kravet er oppfylt."},
            [
                (
                    f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=tryggheten¦tryggleiken | facts=¦ | {OF_ROAD}'
                    f" | lacks vurdering | {ROAD_LAW}"
                )
            ],
        ),
        (
            {"vilkaar.reisevei.kilder": GONE},
            [f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=¦ | facts=¦ | {OF_ROAD} | lacks kilde | {ROAD_LAW}'],
        ),
        (
            {"opplysninger.innflyttet": GONE},
            [
                (
                    f'LG402 | vilkaar.bosted | "bosted": {{}} | parts=¦ | facts=Flyttet inn¦Flytta inn | {OF_HOME}'
                    f" | lacks opplysninger | {HOME_LAW}"
                )
            ],
        ),
        (
            {"opplysninger.turer.0.maalsted": GONE, "opplysninger.turer.1.km": GONE},
            [
                (
                    f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=¦'
                    f" | facts=Mål for reisen, Kilometer¦Mål for reisa, Kilometer | {OF_ROAD}"
                    f" | lacks opplysninger | {ROAD_LAW}"
                )
            ],
        ),
        (
            {"opplysninger.turer": []},
            [
                (
                    f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=¦ | facts=Reiser¦Reiser | {OF_ROAD}'
                    f" | lacks opplysninger | {ROAD_LAW}"
                )
            ],
        ),
        # what has a finding of its own is not told again: a source nobody knows, a fact or a leg that could not be read
        ({"vilkaar.reisevei.kilder": ["q"]}, []),
        ({"vilkaar.reisevei.kilder": ["q", "kart"]}, []),
        ({"opplysninger.innflyttet": "i går"}, []),
        ({BLOCK: 3}, []),
        ({"vilkaar.reisevei.kilder": 3}, []),
        ({"vilkaar.reisevei.vurdering": 3}, []),
        ({"vilkaar.reisevei": {"utfall": "kanskje"}}, []),
        (
            {"vilkaar.bosted": {"utfall": "kanskje"}, "vilkaar.reisevei": {}},
            [f'LG401 | vilkaar.reisevei | "reisevei": {{}} | {OF_ROAD} | candidates={MET} | {ALL_LEGS} | {ROAD_LAW}'],
        ),
        # only the leg that was not read is left out
        (
            {"vilkaar.reisevei.kilder": 3, "vilkaar.reisevei.vurdering": GONE},
            [
                f'LG402 | vilkaar.reisevei | "reisevei": {{ | {PARTS} | facts=¦ | {OF_ROAD} | lacks vurdering | {ROAD_LAW}'
            ],
        ),
        # blocks
        (
            {BLOCK: ["reisevei/til-skole"]},
            [f'LG201 | {AT_BLOCK} | "reisevei/til-skole" | nearest=reisevei/til-skolen | {ABOUT}'],
        ),
        ({BLOCK: ["til-skulen"]}, [f'LG201 | {AT_BLOCK} | "til-skulen" | nearest=reisevei/til-skolen | {ABOUT}']),
        (
            {BLOCK: ["x/y/til-skulen"]},
            [f'LG201 | {AT_BLOCK} | "x/y/til-skulen" | nearest=reisevei/til-skolen | {ABOUT}'],
        ),
        ({BLOCK: ["bosted/bor-he"]}, [f'LG201 | {AT_BLOCK} | "bosted/bor-he" | nearest=bosted/bor-her | {ABOUT}']),
        ({BLOCK: ["qqqq"]}, [f'LG201 | {AT_BLOCK} | "qqqq" | {ABOUT}']),
        ({BLOCK: ["bosted/bor-her"]}, [f'LG202 | {AT_BLOCK} | "bosted/bor-her" | block=bosted/bor-her | {ABOUT}']),
        (
            {BLOCK: ["reisevei/motorvei"]},
            [f'LG203 | {AT_BLOCK} | "reisevei/motorvei" | block=reisevei/motorvei | {ABOUT}'],
        ),
        (
            {BLOCK: ["reisevei/ny-sykkelvei"]},
            [f'LG204 | {AT_BLOCK} | "reisevei/ny-sykkelvei" | block=reisevei/ny-sykkelvei | {ABOUT}'],
        ),
        (
            {BLOCK: ["reisevei/elsykkel"]},
            [
                (
                    f'LG405 | {AT_BLOCK} | "reisevei/elsykkel" | provision=sykkelloven § 9 første ledd¦sykkellova § 9 første ledd'
                    " | lacks regel | law sykkel-9-1"
                )
            ],
        ),
        (
            {BLOCK: ["qqqq", "reisevei/elsykkel", "reisevei/til-skolen", "rrrr"]},
            [
                f'LG201 | {AT_BLOCK} | "qqqq" | {ABOUT}',
                (
                    'LG405 | vilkaar.reisevei.begrunnelser[1] | "reisevei/elsykkel"'
                    " | provision=sykkelloven § 9 første ledd¦sykkellova § 9 første ledd | lacks regel | law sykkel-9-1"
                ),
                f'LG201 | vilkaar.reisevei.begrunnelser[3] | "rrrr" | {ABOUT}',
            ],
        ),
        # parts
        (
            {"vilkaar.reisevei.vurdering": "Veien er flat hele året."},
            [
                (
                    'LG111 | vilkaar.reisevei.vurdering | "Veien er flat hele året." | field=Reisevei¦Reiseveg'
                    " | expected=vurdering_per_del | choices=strekning, trygghet | lacks vurdering"
                )
            ],
        ),
        (
            {
                "vilkaar.reisevei.vurdering.strekninga": "Veien er flat.",
                "vilkaar.reisevei.vurdering.qqq": "Veien er flat.",
            },
            [
                'LG110 | vilkaar.reisevei.vurdering[2] | "strekninga": "Veien er flat." | nearest=strekning',
                'LG110 | vilkaar.reisevei.vurdering[3] | "qqq": "Veien er flat."',
            ],
        ),
    ],
)
def test_what_the_conditions_of_a_grant_lack(changes: Changes, expected: list[str]) -> None:
    assert coverage_told(case_of(grant(), changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"vilkaar.reisevei.utfall": GONE}, ["LG113 | vilkaar.reisevei.utfall | { | field=vilkaar.utfall"]),
        (
            {"vilkaar.reisevei": {}},
            [f'LG401 | vilkaar.reisevei | "reisevei": {{}} | {OF_ROAD} | candidates={ANY} | {ALL_LEGS} | {ROAD_LAW}'],
        ),
        (
            {"vilkaar.reisevei": {"utfall": "ikke_vurdert"}},
            [f'LG401 | vilkaar.reisevei | "reisevei": {{ | {OF_ROAD} | lacks vurdering | {ROAD_LAW}'],
        ),
        ({"vilkaar.reisevei": {"utfall": "ikke_vurdert", "hvorfor": "Det trengs ikke."}}, []),
        (
            {"vilkaar.bosted": GONE},
            [
                (
                    f"LG401 | vilkaar.bosted | {{ | {OF_HOME} | candidates=bosted/bor-her, bosted/flyttet-ut"
                    f" | lacks regel,opplysninger | {HOME_LAW}"
                )
            ],
        ),
        # what is standard is chosen for an outcome only where the scheme says so
        (
            {"vilkaar.bosted": {"utfall": "ikke_oppfylt"}},
            [
                (
                    f'LG401 | vilkaar.bosted | "bosted": {{ | {OF_HOME} | candidates=bosted/flyttet-ut'
                    f" | lacks regel,opplysninger | {HOME_LAW}"
                )
            ],
        ),
    ],
)
def test_what_the_conditions_of_a_refusal_lack(changes: Changes, expected: list[str]) -> None:
    assert coverage_told(case_of(refusal(), changes)) == expected


@pytest.mark.parametrize(
    ("expression", "asked"),
    [
        ("sykkel.pris > 4000", True),
        ("sykkel.pris > 5000", False),
        ("sykkel.utstyr == 'hjelm'", False),  # not given, and asked for where it is needed
        ("innflyttet > 3", True),  # what cannot be told is better asked in vain
    ],
)
def test_an_assessment_that_the_facts_call_for(expression: str, *, asked: bool) -> None:
    case = with_condition(case_of(grant(), {"vilkaar.reisevei.vurdering": GONE}), "reisevei", legs=("regel",))
    case = replace(case, scheme=replace(case.scheme, assessed_when={"reisevei": parse_expression(expression)}))
    line = f'LG402 | vilkaar.reisevei | "reisevei": {{ | {PARTS} | facts=¦ | {OF_ROAD} | lacks vurdering | {ROAD_LAW}'
    assert coverage_told(case) == ([line] if asked else [])


def test_a_refusal_may_rest_on_the_parts_that_its_blocks_speak_of() -> None:
    scheme = both().schemes["toy"]
    condition = scheme.conditions["reisevei"].model_copy(update={"parts_when_refused": "minst_en"})
    block = scheme.blocks["reisevei/motorvei"].newest

    def about(*parts: str) -> Any:
        return replace(block, head=block.head.model_copy(update={"parts": parts}))

    one, whole = about("trygghet"), about()
    assert needed_parts(condition, "ikke_oppfylt", (one,)) == ("trygghet",)
    assert needed_parts(condition, "ikke_oppfylt", (one, whole)) == ("strekning", "trygghet")
    assert needed_parts(condition, "ikke_oppfylt", (whole,)) == ("strekning", "trygghet")
    assert needed_parts(condition, "ikke_oppfylt", ()) == ("strekning", "trygghet")
    assert needed_parts(condition, "oppfylt", (one,)) == ("strekning", "trygghet")
    assert needed_parts(scheme.conditions["reisevei"], "ikke_oppfylt", (one,)) == ("strekning", "trygghet")
    assert needed_parts(scheme.conditions["bosted"], "ikke_oppfylt", (one,)) == ("",)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"opplysninger.sykkel": GONE}, ["LG403 | opplysninger.sykkel | { | field=Sykkelen¦Sykkelen"]),
        ({"opplysninger.sykkel.pris": GONE}, ["LG403 | opplysninger.sykkel.pris | { | field=Pris¦Pris"]),
        ({"opplysninger.sykkel.pris": ""}, ['LG403 | opplysninger.sykkel.pris | "" | field=Pris¦Pris']),
        ({"opplysninger.sykkel.pris": "dyr"}, []),
        ({"opplysninger.sykkel.pris": []}, ["LG403 | opplysninger.sykkel.pris | [] | field=Pris¦Pris"]),
        ({"opplysninger.turer": GONE}, []),  # a condition's own finding names it
    ],
)
def test_facts_that_the_letter_type_asks_for(changes: Changes, expected: list[str]) -> None:
    case = case_of(grant(), changes)
    assert told(case, check_facts(case, coverages(case, both()))) == expected


def test_a_fact_is_named_in_both_languages_once_no_condition_asks_for_it() -> None:
    case = with_letter(case_of(refusal(), {"opplysninger.innflyttet": GONE}), facts=("innflyttet",))
    assert told(case, check_facts(case, coverages(case, both()))) == [
        "LG403 | opplysninger.innflyttet | { | field=Flyttet inn¦Flytta inn"
    ]


def with_block(case: Case, id: str, **head: Any) -> Case:
    """A case whose scheme has another head for a block."""
    versions = case.scheme.blocks[id]
    block = replace(versions.newest, head=versions.newest.head.model_copy(update=head))
    blocks = {**case.scheme.blocks, id: replace(versions, by_date=((None, block),))}
    return replace(case, scheme=replace(case.scheme, blocks=blocks))


def test_a_fact_that_a_block_names_is_needed_though_others_may_leave_it_out() -> None:
    case = with_block(case_of(grant()), "reisevei/til-skolen", facts=("turer", "sykkel.utstyr", "sykkel.utstyr"))
    assert coverage_told(case) == [
        (
            f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=¦ | facts=Utstyr¦Utstyr | {OF_ROAD}'
            f" | lacks opplysninger | {ROAD_LAW}"
        )
    ]


def test_a_refusal_that_rests_on_one_part_need_not_argue_the_other() -> None:
    case = with_condition(case_of(refusal()), "reisevei", parts_when_refused="minst_en")
    case = with_block(case, "reisevei/motorvei", parts=("trygghet",))
    without = {"vilkaar.reisevei.vurdering.strekning": GONE}
    bare = replace(case, file=case_of(refusal(), without).file)
    assert coverage_told(bare) == []
    assert [each.blocks for each in coverages(bare, both())] == [(), (bare.scheme.blocks["reisevei/motorvei"].newest,)]


def test_parts_are_named_only_where_they_are_to_be_assessed() -> None:
    without = {"vilkaar.reisevei.vurdering": GONE, "vilkaar.reisevei.kilder": GONE}
    case = with_condition(case_of(grant(), without), "reisevei", legs=("regel", "kilde"))
    assert coverage_told(case) == [
        f'LG402 | vilkaar.reisevei | "reisevei": {{ | parts=¦ | facts=¦ | {OF_ROAD} | lacks kilde | {ROAD_LAW}'
    ]


@pytest.mark.parametrize(
    "typed", ["arbeider-noen-timar", f"{'q' * 30}/arbeider-noen-timar", f"{'q' * 30}/q/arbeider-noen-timar"]
)
def test_a_block_is_looked_for_by_its_own_name_first(typed: str) -> None:
    """The condition's name is long, and so the whole id is unlike what was typed."""
    condition = "nedsatt-arbeids-og-inntektsevne"
    case = case_of(grant_of_the_programme(), {f"vilkaar.{condition}.begrunnelser": [typed]})
    (line,) = coverage_told(case)
    assert line.split(" | ")[3] == f"nearest={condition}/arbeider-noen-timer"


GRANTED = "letter=Innvilgelse av sykkelstøtte¦Innvilging av sykkelstønad"
REFUSED = "letter=Avslag på sykkelstøtte¦Avslag på sykkelstønad"
WHOLE_GRANT, WHOLE_REFUSAL = (f'LG404 | vilkaar | "vilkaar": {{ | {each}' for each in (GRANTED, REFUSED))
EITHER = ("bosted", "reisevei")


@pytest.mark.parametrize(
    ("make", "changes", "letter", "expected"),
    [
        (grant, {}, {}, []),
        (
            grant,
            {"vilkaar.reisevei.utfall": "ikke_oppfylt"},
            {},
            [f'LG404 | vilkaar.reisevei.utfall | "ikke_oppfylt" | {GRANTED} | condition=Reisevei¦Reiseveg'],
        ),
        (grant, {"vilkaar.reisevei.utfall": "kanskje"}, {}, []),
        (grant, {"vilkaar.bosted": UNMET}, {"one_of": EITHER}, []),
        (
            grant,
            {"vilkaar.bosted": UNMET, "vilkaar.reisevei.utfall": "ikke_vurdert"},
            {"one_of": EITHER},
            [WHOLE_GRANT],
        ),
        (grant, {"vilkaar": {}}, {"one_of": EITHER}, []),  # told as missing
        (refusal, {}, {}, []),
        (refusal, MET_ROAD, {}, [WHOLE_REFUSAL]),
        (refusal, {"vilkaar.reisevei.utfall": "kanskje"}, {}, []),
        (refusal, MET_ROAD, {"requires_outcome": "fritt"}, []),
        (
            refusal,
            {},
            {"must_assess": ("bosted",)},
            [f'LG404 | vilkaar.bosted.utfall | "ikke_vurdert" | {REFUSED} | condition=Bosted¦Bustad'],
        ),
        # of alternatives none may be met, and one that is not tried carries no refusal
        (refusal, {"vilkaar.bosted": UNMET}, {"one_of": EITHER}, []),
        (refusal, {}, {"one_of": EITHER}, [WHOLE_REFUSAL]),
        (refusal, {"vilkaar.bosted": {}}, {"one_of": EITHER}, []),
        (refusal, {"vilkaar.bosted": {"utfall": "oppfylt"}}, {"one_of": EITHER}, [WHOLE_REFUSAL]),
        (refusal, {"vilkaar.bosted": {"utfall": "oppfylt"}}, {"one_of": ("bosted",)}, []),
        (refusal, MET_ROAD, {"one_of": ("reisevei",)}, [WHOLE_REFUSAL]),
    ],
)
def test_the_outcomes_a_letter_takes(
    make: Callable[[], Any], changes: Changes, letter: Changes, expected: list[str]
) -> None:
    case = with_letter(case_of(make(), changes), **letter)
    assert told(case, check_outcomes(case, coverages(case, both()))) == expected


def test_an_exception_that_is_used_decides_a_refusal() -> None:
    case = with_condition(case_of(refusal(), MET_ROAD), "reisevei", kind="unntak")
    assert told(case, check_outcomes(case, coverages(case, both()))) == []


def test_law_is_told_once_at_the_first_place_that_cites_it() -> None:
    """Before its known wording a section is only warned of; one not in force or not read carries no rule."""
    case = case_of(grant(), {"dato": "2026-02-15"})
    cited: list[tuple[Path, Sequence[str]]] = [
        (("vilkaar", "bosted"), ("sykkel-3-2", "sykkel-8-1", "sykkel-9-1")),
        ((), ("sykkel-9-1", "sykkel-8-1", "sykkel-7")),
    ]
    assert told(case, check_law(case, cited)) == [
        "LG406 | vilkaar.bosted | {} | provision=sykkelloven § 8 første ledd¦sykkellova § 8 første ledd | law sykkel-8-1",
        (
            "LG405 | vilkaar.bosted | {} | provision=sykkelloven § 9 første ledd¦sykkellova § 9 første ledd"
            " | lacks regel | law sykkel-9-1"
        ),
        "LG405 |  | { | provision=sykkelloven § 7¦sykkellova § 7 | law sykkel-7",
    ]
