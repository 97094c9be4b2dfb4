"""Each check of the office's own words by itself, under limits that can be counted on one's fingers."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from lettergen import Language
from lettergen.checks.substance import check_substance
from lettergen.checks.text import Reading, once
from lettergen.checks.wording import check_deeds, check_heavy, check_own_words, check_tongue, check_wording
from lettergen.fields import read_model
from lettergen.findings import Code, Finding, Severity
from lettergen.own_text import OwnText
from lettergen.source import Location, Path, dotted
from lettergen.twins import Twin
from lettergen.word_rules import WordingsFile, parse_word_rules
from lettergen.words import pattern_of, rows_of
from tests.check_cases import GONE, OFFICE, Changes, both, case_of, grant, told

SETTINGS = {
    "minst_ord": 3,
    "egne_ord": 2,
    "kort_tekst": 6,
    "lang_tekst_uten_spor": 20,
    "andel_egne_ord": Decimal("0.2"),
    "vanlig_i_vilkaar": 2,
    "lik_begrunnelsen": Decimal("0.5"),
    "minst_rader": 3,
    "lik_vurdering": Decimal("0.5"),
    "lik_annet_vedtak": Decimal("0.5"),
    "fremmede_ord": 2,
    "setning_i_vurdering": 8,
    "lix_i_vurdering": 40,
}
STRETCH, SAFE = (("vilkaar", "reisevei", "vurdering", part) for part in ("strekning", "trygghet"))


def own(text: str, path: Path = STRETCH, field: str = "vurdering", outcome: str = "oppfylt") -> OwnText:
    """Words of the office's, as an assessment of a part of the road where nothing else is said."""
    condition = str(path[1]) if path[0] == "vilkaar" else None
    return OwnText(path, text, field, condition, str(path[3]) if len(path) > 3 else None, outcome)


def reading(*texts: OwnText, changes: Changes | None = None, **more: Any) -> Reading:
    """Some words to be checked in the toy grant, under limits that can be counted."""
    office = replace(OFFICE, file=OFFICE.file.model_copy(update={"settings": {**SETTINGS, **more.pop("settings", {})}}))
    case = case_of(grant(), changes, office)
    return replace(Reading.of(case, both()), texts=texts, **more)


def said_of(read: Reading, findings: Iterable[Finding]) -> list[str]:
    return told(read.case or case_of(grant()), findings)


AT_STRETCH, AT_SAFE = (
    f'vilkaar.reisevei.vurdering.{part} | "{words}"'
    for part, words in (("strekning", "Veien er flat hele året."), ("trygghet", "Det er gangvei hele veien."))
)
ROAD_NAME = "condition=Reisevei¦Reiseveg"
THIN, COPY, NOBODY = (f"{code} | {AT_STRETCH} | {ROAD_NAME} | marked" for code in ("LG601", "LG602", "LG605"))
COMMON = (
    "vi mener at du har det som er for deg og alt det er der med en tid"  # eighteen words, none of them anyone's own
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Fjellet blåser.", [THIN]),  # two words
        ("Fjellet blåser ut.", []),  # three, two of them its own
        ("Vi mener at fjellet er.", [THIN]),  # five, one its own
        ("Vi mener at det er fjellet.", [NOBODY]),  # six, one its own
        ("Vi mener at fjellet er 3.", []),  # a figure counts as much
        ("Vi mener at fjellet er fire.", []),  # in letters too
        ("Vi mener at det er 3.", [NOBODY]),
        ("Vi mener at det er 3 av 4.", []),
        ("Reiseveien må passe for sykkel 3, 4.", [COPY]),  # three rows of five are the block's
        ("Reiseveien må passe for sykkel, fjellet blåser ned.", [COPY]),  # three of six
        ("Reiseveien må passe for sykkel, fjellet blåser ned og ut.", []),  # three of eight
        ("Den som bor i kommunen, kan få støtte.", []),  # another condition's block
        (f"Fjellet blåser {COMMON.split(' ', 1)[1]}.", []),  # nineteen words, and two of them its own: see below
        (f"Fjellet blåser {COMMON}.", [NOBODY]),  # twenty words with no trace of the case
        (f"Fjellet blåser {COMMON} 3.", []),
        (f"Fjellet blåser {COMMON} fire.", []),
        (f"Fjellet blåser {COMMON} i Solheim.", []),  # a name
        (f"I Viken blåser fjellet, {COMMON}.", []),
        (f"Fjellet blåser {COMMON} i Vika.", [NOBODY]),  # too short to be known for one
        (f"Fjellet blåser {COMMON}, butikk.", []),  # a word that the facts hold
        (f"Fjellet blåser {COMMON}, skole.", []),
        (f"Fjellet blåser {COMMON}. Skogen.", [NOBODY]),  # a sentence begins with a capital
    ],
)
def test_an_assessment_that_says_nothing_of_anyone(words: str, expected: list[str]) -> None:
    read = reading(own(words), settings={"andel_egne_ord": 0})
    assert said_of(read, check_substance(read)) == expected


def test_a_text_of_middling_length_is_for_anybody_when_few_of_its_words_are_its_own() -> None:
    nine, ten = "Fjellet blåser vi mener at du har det som.", "Fjellet blåser vi mener at du har det som er."
    for words, share, expected in (
        (ten, "0.3", [NOBODY]),  # two of ten are its own
        (ten, "0.2", []),
        (nine, "0.9", []),  # under half of what is long
    ):
        read = reading(own(words), settings={"andel_egne_ord": Decimal(share)})
        assert said_of(read, check_substance(read)) == expected


def test_only_assessments_weigh_and_an_edited_letter_has_no_facts_to_be_held_against() -> None:
    read = reading(own("Ja.", ("brukers_syn", "vekt"), "vekt"))
    assert said_of(read, check_substance(read)) == []
    words = own(f"Fjellet blåser {COMMON}.")
    assert said_of(reading(), check_substance(reading(words))) == [NOBODY]
    assert said_of(reading(), check_substance(reading(words, case=None, scope=None))) == []
    bare = replace(both(), lists=replace(both().lists, assessing=None))
    assert said_of(reading(), check_substance(reading(words, library=bare))) == []


def test_words_of_the_conditions_own_blocks_and_of_several_conditions_are_the_laws() -> None:
    """«Sykkel» and «passer» stand in the blocks of one of the scheme's two conditions."""
    words = "Vi mener at sykkel passer for deg."
    home = own(words, ("vilkaar", "bosted", "vurdering"))
    about_home = "LG605 | vilkaar.bosted.vurdering | {} | condition=Bosted¦Bustad | marked"
    assert said_of(reading(), check_substance(reading(own(words)))) == [NOBODY]
    assert said_of(reading(), check_substance(reading(home))) == []
    assert said_of(reading(), check_substance(reading(home, settings={"vanlig_i_vilkaar": 1}))) == [about_home]


FIRST, SECOND = "Fjellet blåser ned mot huset nå", "Fjellet blåser ned over vannet der"  # one row of four in common


def test_the_same_assessment_of_another_part_is_told_of_the_later() -> None:
    def twice(*words: str, **settings: Any) -> list[str]:
        paths = (STRETCH, SAFE, ("vilkaar", "bosted", "vurdering"))
        read = reading(*(own(each, path) for each, path in zip(words, paths, strict=False)), settings=settings)
        return said_of(read, (each for each in check_substance(read) if each.code == "LG603"))

    def line(percent: int, other: str, at: str = AT_SAFE) -> str:
        return f"LG603 | {at} | percent={percent} | other={other} | marked"

    home = "vilkaar.bosted.vurdering | {}"
    assert twice(FIRST, SECOND) == []
    assert twice(FIRST, SECOND, lik_vurdering=Decimal("0.25")) == [line(25, "Strekningen¦Strekninga")]
    assert twice(FIRST, FIRST) == [line(100, "Strekningen¦Strekninga")]
    assert twice(FIRST, FIRST + " og alt er som det skal være") == [line(100, "Strekningen¦Strekninga")]
    assert twice(FIRST + " og alt er som det skal være", FIRST) == [line(100, "Strekningen¦Strekninga")]
    assert twice(FIRST, "Hunden sover", FIRST) == [line(100, "Strekningen¦Strekninga", home)]
    assert twice("Hunden sover i dag", FIRST, FIRST) == [line(100, "Tryggheten¦Tryggleiken", home)]
    assert twice(FIRST, FIRST, FIRST) == [
        line(100, "Strekningen¦Strekninga"),
        line(100, "Strekningen¦Strekninga", home),
    ]
    assert twice("Fjellet blåser ned mot", "Fjellet blåser ned mot") == []  # two rows
    assert twice("Fjellet blåser ned mot", "Fjellet blåser ned mot", minst_rader=2) == [
        line(100, "Strekningen¦Strekninga")
    ]
    third = "Fjellet blåser ned mot huset og vannet"  # three of its five rows are the first's
    assert twice(FIRST, third) == [line(75, "Strekningen¦Strekninga")]


def test_a_condition_without_parts_is_named_itself() -> None:
    read = reading(own(FIRST, ("vilkaar", "bosted", "vurdering")), own(FIRST))
    assert said_of(read, (each for each in check_substance(read) if each.code == "LG603")) == [
        f"LG603 | {AT_STRETCH} | percent=100 | other=Bosted¦Bustad | marked"
    ]


class Likeness:
    """What a run has found of another decision: one text, for one place."""

    def __init__(self, text: str) -> None:
        self.text = text

    def twin(self, name: str, path: Path) -> Twin | None:
        if (name, path) != ("sak.json", SAFE):
            return None
        words = [word.casefold() for word in self.text.split()]
        return Twin("annen.yaml", Location("annen.yaml", 12), path, rows_of(words))


@pytest.mark.parametrize(
    ("there", "least", "percent"),
    [
        (FIRST, 3, 100),
        (SECOND, 3, None),
        ("Fjellet blåser ned mot huset og vannet", 3, 75),  # three of four: the shorter counts
        ("Fjellet blåser ned mot bilen her", 3, 50),
        ("Fjellet blåser ned mot", 3, None),
        ("Fjellet blåser ned mot", 2, 100),
        (FIRST, 5, None),
    ],
)
def test_the_assessment_of_another_decision_of_the_run(there: str, least: int, percent: int | None) -> None:
    twins: Any = Likeness(there)
    read = reading(
        own("Hunden sover i huset ved vannet"), own(FIRST, SAFE), twins=twins, settings={"minst_rader": least}
    )
    expected = [f"LG604 | {AT_SAFE} | percent={percent} | twin=annen.yaml:12 | marked"] if percent else []
    assert said_of(read, (each for each in check_substance(read) if each.code == "LG604")) == expected
    assert "LG604" not in {each.code for each in check_substance(replace(read, case=None, scope=None))}


HALVES = {"strekning": pattern_of(("fjellet",)), "trygghet": pattern_of(("bilen",))}


@pytest.mark.parametrize(
    ("words", "half"),
    [
        ("Bilen kjører fort her. Hunden sover.", True),
        ("Hunden sover. Bilen kjører fort her.", True),
        ("Bilen kjører fort over fjellet.", False),
        ("Fjellet blåser ned mot huset.", False),
        ("Hunden sover ute i hagen.", False),
    ],
)
def test_a_part_that_speaks_of_another_part_only(words: str, *, half: bool) -> None:
    scheme = both().schemes["toy"]
    scheme = replace(scheme, word_rules=replace(scheme.word_rules, halves={"reisevei": HALVES}))
    read = reading(
        own(words), own(words, ("vilkaar", "bosted", "vurdering")), scheme=scheme, settings={"minst_rader": 99}
    )
    line = f"LG606 | {AT_STRETCH} | part=Strekningen¦Strekninga | marked"
    assert said_of(read, check_substance(read)) == ([line] if half else [])


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Sykkelen er nødvendig.", 1),
        ("Sykkelen er nødvendig fordi hunden løper.", 0),
        ("Hunden løper, derfor er det slik. Sykkelen er nødvendig.", 0),
        ("Sykkelen er nødvendig. Grunnen er at hunden løper.", 0),
        ("Det er derfor. Hunden løper. Sykkelen er nødvendig.", 1),
        ("Sykkelen er nødvendig. Hunden løper. Det er derfor.", 1),
        ("Hunden løper. Katten sover. Sykkelen er nødvendig.", 1),
        ("Sykkelen er nødvendig. Hunden løper. Bilen er nødvendig.", 1),  # told once
        ("Sykkelen er nødvendig fordi hunden løper. Katten sover. Vi er enige. Bilen er nødvendig.", 1),
        ("Derfor. Sykkelen er rask.", 0),
    ],
)
def test_discretion_without_a_reason_beside_it(words: str, asked: int) -> None:
    least = {"minst_ord": 0, "egne_ord": 0, "lang_tekst_uten_spor": 999}
    read = reading(own("Sykkelen er nødvendig.", ("brukers_syn", "vekt"), "vekt"), own(words), settings=least)
    assert said_of(read, check_substance(read)) == [f"LG607 | {AT_STRETCH} | marked"] * asked


def test_a_text_that_says_nothing_is_not_asked_what_it_is_about_too() -> None:
    scheme = both().schemes["toy"]
    scheme = replace(scheme, word_rules=replace(scheme.word_rules, halves={"reisevei": HALVES}))
    read = reading(own("Bilen er nødvendig."), own("Bilen kjører fort og er nødvendig.", SAFE), scheme=scheme)
    assert [each.code for each in check_substance(read)] == ["LG601", "LG607"]


def test_the_words_that_are_the_cases_own() -> None:
    """Those of the facts and of the person's view, at any depth, by their beginnings; short ones are in every text."""
    read = reading(changes={"brukers_syn": {"tekst": "Jeg vil heller ha elsykkel."}})
    assert read.case_words == {"laste", "skole", "butik", "helle", "elsyk"} | {
        each for each in read.case_words if each[0].isdigit()
    }
    assert replace(reading(), case=None).case_words == frozenset()


def test_the_own_words_of_a_decision_are_read_with_its_run() -> None:
    case, twins = case_of(grant()), object()
    read = Reading.of(case, both(), cast("Any", twins))
    assert [(each.path, each.condition, each.part) for each in read.texts] == [
        (STRETCH, "reisevei", "strekning"),
        (SAFE, "reisevei", "trygghet"),
    ]
    assert read.twins is twins
    assert Reading.of(case, both()).twins is None


def test_a_limit_is_the_offices_own_or_the_contents_or_none() -> None:
    read = replace(reading(), office=OFFICE)
    assert both().lists.assessing is not None
    assert read.limit("minst_ord") == both().lists.assessing.limits["minst_ord"].value > 0
    assert reading(settings={"minst_ord": 99}).limit("minst_ord") == 99
    assert read.limit("ukjent") == 0
    assert replace(read, library=replace(both(), lists=replace(both().lists, assessing=None))).limit("minst_ord") == 0


def test_the_blocks_that_texts_are_held_against_are_in_the_letters_language() -> None:
    nb, nn = (dict.fromkeys(reading(language=language).sources) for language in Language)
    assert {id for id, _ in nb} == {"bosted", "reisevei", ""}
    assert any("nemnda" in text for id, text in nb if not id)
    assert any("Berre den som bur" in text for _, text in nn)
    assert not any("Berre den som bur" in text for _, text in nb)


def test_a_question_is_bound_to_its_words_and_an_advice_to_nothing() -> None:
    read = reading()
    asked = read.finding(Code.NO_REASON, own("Ja."), law=("sykkel-7",), part="x")
    assert said_of(read, [asked]) == [f"LG607 | {AT_STRETCH} | part=x | law sykkel-7 | marked"]
    assert read.finding(Code.NO_REASON, own("Nei.")).mark != asked.mark
    assert read.finding(Code.NO_REASON, own("Ja."), part="y").mark == asked.mark
    assert read.finding(Code.NO_REASON, own("Ja.", SAFE)).mark != asked.mark
    assert read.finding(Code.ONE_HALF, own("Ja.")).mark != asked.mark
    assert read.finding(Code.HEAVY_OWN_TEXT, own("Ja.")).mark is None


def test_the_same_finding_about_the_same_words_is_told_once() -> None:
    read = reading()
    one, other = (read.finding(Code.NO_REASON, own("Ja."), part=part) for part in "ab")
    there, else_ = (
        read.finding(Code.NO_REASON, own("Ja.", SAFE), part="a"),
        read.finding(Code.ONE_HALF, own("Ja."), part="a"),
    )
    again = read.finding(Code.NO_REASON, own("Nei."), part="a")
    assert list(once(iter([one, other, one, there, else_, again, there]))) == [one, other, there, else_]


# Words


def wordings(**changes: Any) -> Any:
    """The toy scheme with one rule on words: no queue."""
    rule = {
        "id": "R90",
        "kortnavn": "koe",
        "ord": ["kø"],
        "alvor": "spoersmaal",
        "hjemler": ["sykkel-3-2"],
        "melding": {"nb": "x", "nn": "x"},
        "gjoer": {"nb": "x", "nn": "x"},
        "godtar": ["x"],
        "avviser": ["x"],
        **changes,
    }
    file, troubles = read_model(WordingsFile, {"ordvalg": [rule]})
    assert not troubles, troubles
    return replace(both().schemes["toy"], word_rules=parse_word_rules(file, "toy"))


QUEUE = f"TOY-R90 | {AT_STRETCH} | law sykkel-3-2 | marked"
SAID = "Hunden sover. Det er kø nå. Du står i kø."


@pytest.mark.parametrize(
    ("rule", "words", "asked"),
    [
        ({}, SAID, True),
        ({}, "Hunden køer.", False),
        ({}, "Du sa at det er kø.", False),
        ({}, "Du sa at det er kø. Det er kø.", True),
        ({"ogsaa_gjengitt": "ja"}, "Du sa at det er kø.", True),
        ({"ikke_med": ["nå"]}, "Det er kø nå.", False),
        ({"gjelder": ["avslag"]}, SAID, False),
        ({"gjelder": ["avslag", "innvilgelse"]}, SAID, True),
        ({"fra": "2026-07-01"}, SAID, False),
        ({"fra": "2026-06-30"}, SAID, True),
        ({"med_mindre": "sykkel.pris > 5000"}, SAID, True),
        ({"med_mindre": "sykkel.pris > 4000"}, SAID, False),
        ({"med_mindre": "sykkel.utstyr == 'hjelm'"}, SAID, True),
        ({"med_mindre": "innflyttet > 3"}, SAID, True),
        ({"hvor": ["hvorfor"]}, SAID, False),
        ({"hvor": ["hvorfor", "vurdering"]}, SAID, True),
        ({"utfall": ["ikke_oppfylt"]}, SAID, False),
        ({"utfall": ["oppfylt"]}, SAID, True),
    ],
)
def test_words_that_may_not_stand(rule: Changes, words: str, *, asked: bool) -> None:
    read = reading(own(words), scheme=wordings(**rule))
    assert said_of(read, check_wording(read)) == ([QUEUE] if asked else [])


def test_words_are_looked_for_in_every_text_and_an_advice_has_no_mark() -> None:
    weight = own(SAID, ("brukers_syn", "vekt"), "vekt", "")
    read = reading(own("Hunden sover."), weight, own(SAID), scheme=wordings(alvor="raad", utfall=["oppfylt"]))
    found = list(check_wording(read))
    assert said_of(read, found) == ["TOY-R90 | brukers_syn.vekt | { | law sykkel-3-2", QUEUE.removesuffix(" | marked")]
    assert {(each.slug, each.severity) for each in found} == {("koe", Severity.WARNING)}
    edited = reading(own(SAID), scheme=wordings(med_mindre="sykkel.pris > 4000"), scope=None, case=None)
    assert said_of(read, check_wording(edited)) == [QUEUE]


def test_words_are_found_without_the_lists_that_excuse_them() -> None:
    bare = replace(both(), lists=replace(both().lists, assessing=None))
    read = reading(own("Du sa at det er kø."), scheme=wordings(), library=bare)
    assert said_of(read, check_wording(read)) == [QUEUE]


def test_an_excused_word_leaves_the_next_rule_its_turn() -> None:
    scheme = wordings(gjelder=["avslag"])
    rules = (*scheme.word_rules.wordings, *wordings().word_rules.wordings)
    read = reading(own(SAID), scheme=replace(scheme, word_rules=replace(scheme.word_rules, wordings=rules)))
    assert said_of(read, check_wording(read)) == [QUEUE]


def deeds(**proof: Any) -> Any:
    """The toy scheme with one act: a warning."""
    deed = {
        "id": "varsel",
        "navn": {"nb": "Varsel", "nn": "Varsel"},
        "ord": ["varslet"],
        "godtar": ["x"],
        "avviser": ["x"],
    }
    file, troubles = read_model(WordingsFile, {"handlinger": [{**deed, "bevis": proof}]})
    assert not troubles, troubles
    return replace(both().schemes["toy"], word_rules=parse_word_rules(file, "toy"))


UNPROVED = f"LG609 | {AT_STRETCH} | deed=Varsel¦Varsel | marked"
WARNED = "Hunden sover. Vi varslet deg i mars."


@pytest.mark.parametrize(
    ("proof", "words", "asked"),
    [
        ({}, WARNED, True),
        ({}, "Hunden sover.", False),
        ({}, "Du sa at vi varslet deg.", False),
        ({}, "Vi varslet deg 20. mars.", False),  # the day the bicycle was bought
        ({}, "Vi varslet deg 20. mars 2026.", False),
        ({}, "Vi varslet deg 20.03.2026.", False),
        ({}, "Vi varslet deg 21. mars.", True),
        ({}, "Vi varslet deg 20. mars. Vi varslet deg på ny.", True),
        ({"opplysninger": ["sykkel.kjoept"]}, WARNED, False),
        ({"opplysninger": ["sykkel.utstyr", "sykkel.kjoept"]}, WARNED, False),
        ({"opplysninger": ["sykkel.utstyr"]}, WARNED, True),
        ({"opplysninger": ["turer.km"]}, WARNED, False),
        ({"opplysninger": ["turer"]}, WARNED, False),
        ({"opplysninger": ["turer.klokka"]}, WARNED, True),
        ({"kilder": ["kart"]}, WARNED, False),
        ({"kilder": ["kvittering", "kart"]}, WARNED, False),
        ({"kilder": ["kvittering"]}, WARNED, True),
    ],
)
def test_an_act_that_nothing_proves(proof: Changes, words: str, *, asked: bool) -> None:
    read = reading(own(words), scheme=deeds(**proof))
    assert said_of(read, check_deeds(read)) == ([UNPROVED] if asked else [])
    assert list(check_deeds(replace(read, case=None, scope=None))) == []


def test_an_act_is_proved_by_what_is_dated_only() -> None:
    read = reading(own(WARNED), scheme=deeds(kilder=["kart"]), changes={"kilder.kart.dato": GONE})
    assert said_of(read, check_deeds(read)) == [UNPROVED]
    read = reading(own(WARNED), scheme=deeds(opplysninger=["turer"]), changes={"opplysninger.turer": []})
    assert said_of(read, check_deeds(read)) == [UNPROVED]


def test_dates_are_known_in_either_language_and_in_rows() -> None:
    dated = {"opplysninger.innflyttet": "2020-03-02", "kilder.kart.dato": "2026-10-05"}
    for words in ("Vi varslet deg 2. mars.", "Vi varslet deg 5. oktober."):
        read = reading(own(words), scheme=deeds(), changes=dated)
        assert said_of(read, check_deeds(read)) == []


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("Eg veit ikkje kvifor.", "nb", "other=eg | right=jeg"),
        ("Jeg vet ikkje.", "nb", None),  # one, and two is the limit
        ("Du veit ikkje kva du kan.", "nb", "other=ikkje | right=ikke"),
        ("Jeg kommer ikke.", "nn", "other=jeg | right=eg"),
        ("Hunden søv.", "nn", None),
    ],
)
def test_words_of_the_other_language(words: str, language: str, expected: str | None) -> None:
    read = reading(own(words), language=Language(language))
    assert said_of(read, check_tongue(read)) == ([f"LG608 | {AT_STRETCH} | {expected} | marked"] if expected else [])
    bare = replace(both(), lists=replace(both().lists, tongues={}))
    assert list(check_tongue(replace(read, library=bare))) == []


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("Du kan gå til skolen hver eneste dag.", "nb", []),  # eight words
        ("Du kan gå til skolen hver eneste dag nå.", "nb", ["problem=long_sentence | count=9"]),
        ("Vi er enige. Du kan gå til skolen hver eneste dag nå. Ja vel.", "nb", ["problem=long_sentence | count=9"]),
        ("Det skjer i henhold til planen.", "nb", ["problem=heavy_word | heavy=i henhold til | better=etter, ifølge"]),
        (
            "Det skjer i henhold til planen og i henhold til loven.",
            "nb",
            ["problem=long_sentence | count=11", "problem=heavy_word | heavy=i henhold til | better=etter, ifølge"],
        ),
    ],
)
def test_heavy_words_and_long_sentences(words: str, language: str, expected: list[str]) -> None:
    read = reading(own(words), language=Language(language))
    assert said_of(read, check_heavy(read)) == [f"LG610 | {AT_STRETCH} | {each}" for each in expected]
    bare = replace(both(), lists=replace(both().lists, plain=None))
    assert list(check_heavy(replace(read, library=bare))) == []


def test_a_text_of_long_words_is_heavy_once_it_has_words_enough() -> None:
    plain = both().lists.plain
    assert plain is not None
    limits = plain.limits.model_copy(update={"least_words": 10})
    library = replace(both(), lists=replace(both().lists, plain=plain.model_copy(update={"limits": limits})))
    five = "Sykkelen passerer gangveien langsomt nedover."
    for words, limit, expected in (
        (f"{five} {five}", 104, ["LG610 | " + AT_STRETCH + " | problem=heavy_text | count=105"]),
        (f"{five} {five}", 105, []),
        (five, 104, []),
    ):
        read = reading(own(words), library=library, settings={"lix_i_vurdering": limit})
        assert said_of(read, check_heavy(read)) == expected


def test_every_check_of_words_is_run_and_its_findings_told_once() -> None:
    scheme = wordings()
    scheme = replace(scheme, word_rules=replace(scheme.word_rules, deeds=deeds().word_rules.deeds))
    words = own("Vi varslet deg i henhold til ikkje kvifor kø.")
    twice = replace(scheme, word_rules=replace(scheme.word_rules, deeds=scheme.word_rules.deeds * 2))
    for each in (scheme, twice):
        read = reading(words, scheme=each, settings={"setning_i_vurdering": 99})
        assert [found.code for found in check_own_words(read)] == ["TOY-R90", "LG609", "LG608", "LG610"]


def test_an_assessment_of_no_known_condition_is_asked_about_without_its_name() -> None:
    """A letter that was edited may hold one."""
    read = reading(OwnText(STRETCH, "Ja.", "vurdering"))
    assert said_of(read, check_substance(read)) == [f"LG601 | {AT_STRETCH} | marked"]


def test_every_text_is_looked_at_for_words_of_the_other_language() -> None:
    read = reading(own("Hunden sover."), own("Eg veit ikkje kvifor.", SAFE))
    assert said_of(read, check_tongue(read)) == [f"LG608 | {AT_SAFE} | other=eg | right=jeg | marked"]


def test_the_advice_about_a_heavy_word_is_in_the_letters_language_and_of_each_text() -> None:
    read = reading(own("Det skjer i henhold til planen."), own("Det skjer i henhold til planen.", SAFE))
    nb, nn = (said_of(read, check_heavy(replace(read, language=language))) for language in Language)
    assert [line.split(" | ")[1] for line in nb] == [dotted(STRETCH), dotted(SAFE)]
    assert [line.split(" | ")[-1] for line in nb] == ["better=etter, ifølge"] * 2
    assert [line.split(" | ")[-1] for line in nn] == ["better=etter, ifølgje"] * 2


def test_figures_alone_are_no_sentence_and_never_long() -> None:
    read = reading(own("2026."), own("12 345."), settings={"setning_i_vurdering": 0})
    assert list(check_heavy(read)) == []
