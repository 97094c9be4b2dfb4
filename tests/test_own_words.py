"""What the office writes: the words looked for, the words let be, and whether an assessment weighs anything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

import pytest

from lettergen import Library, Severity, check, load
from lettergen.checking import Checked
from lettergen.office import Office
from lettergen.own_text import OwnText
from lettergen.source import dotted, value_at
from lettergen.twins import Twins
from lettergen.word_rules import Deed, Wording
from lettergen.words import pattern_of, rows_of
from tests.conftest import as_json, check_data, data_of, example

LIBRARY_RULES = ("wordings", "deeds")
ABILITY = "vilkaar.nedsatt-arbeids-og-inntektsevne.vurdering.arbeidsevne"
INCOME = "vilkaar.nedsatt-arbeids-og-inntektsevne.vurdering.inntektsevne"
NECESSARY = "vilkaar.tett-og-koordinert-bistand.vurdering.noedvendig"
GRANT, REFUSAL = "innvilgelse-nb-vaskeri", "avslag-nn-elektrikar"
REAL = "Etter prolapsen i 2022 har du sluttet i to jobber på grunn av ryggen, og fastlegen skriver at du kan sitte én time."


def with_text(name: str, library: Library, office: Office, **changes: Any) -> Checked:
    """An example with some values changed, by path."""
    data = data_of(example(name))
    for path, value in changes.items():
        *before, last = path.split(".")
        holder = value_at(data, tuple(before))
        holder[last] = value
    return check_data(data, library, office)


def questions(checked: Checked, path: str) -> list[str]:
    """The codes told of a place, notes and warnings too."""
    return [each.code for each in checked.report if dotted(each.path).startswith(path)]


def rules(kind: str) -> Sequence[Wording | Deed]:
    from lettergen import load_library  # noqa: PLC0415  # the examples of the rules are needed before any fixture

    return tuple(each for scheme in load_library().schemes.values() for each in getattr(scheme.word_rules, kind))


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.file.id) for kind in LIBRARY_RULES for rule in rules(kind)]
)
def test_a_rule_on_words_lets_be_and_sees_what_it_says(rule: Wording | Deed, library: Library) -> None:
    reported = pattern_of(library.lists.assessing.reported if library.lists.assessing else ())
    also_reported = isinstance(rule, Wording) and rule.file.also_reported

    def sees(words: str) -> bool:
        said = OwnText((), words, "vurdering").sentences
        return any(rule.sought.found_in(each) for each in said if also_reported or not reported.search(each))

    assert [words for words in rule.file.accepts if sees(words)] == []
    assert [words for words in rule.file.refuses if not sees(words)] == []
    assert rule.file.accepts
    assert rule.file.refuses


# whether an assessment weighs anything

THIN = [
    "Vilkåret er oppfylt.",
    "Du har nedsatt arbeidsevne.",
    "Vi vurderer at du har nedsatt arbeidsevne og at vilkåret er oppfylt for deg.",
    "Ja, oppfylt.",
]


@pytest.mark.parametrize("words", THIN)
def test_an_assessment_that_says_nothing_is_asked_about(words: str, library: Library, office: Office) -> None:
    told = questions(with_text(GRANT, library, office, **{ABILITY: words}), ABILITY)
    assert {"LG601", "LG402"} & {*told, *questions(with_text(GRANT, library, office, **{ABILITY: words}), "vilkaar")}


def test_a_short_assessment_that_tells_of_a_person_is_enough(library: Library, office: Office) -> None:
    words = "Du har ikke jobbet siden 2019, fordi ryggen ikke tåler løft."
    assert questions(with_text(GRANT, library, office, **{ABILITY: words}), ABILITY) == []


def test_five_words_are_too_few_and_six_are_enough(library: Library, office: Office) -> None:
    few, enough = "Prolaps stoppet snekkeren i 2022.", "Prolaps stoppet arbeidet som snekker i 2022."
    assert "LG601" in questions(with_text(GRANT, library, office, **{ABILITY: few}), ABILITY)
    assert questions(with_text(GRANT, library, office, **{ABILITY: enough}), ABILITY) == []


def test_a_text_for_anybody_is_asked_about(library: Library, office: Office) -> None:
    words = (
        "Etter en samlet og helhetlig vurdering av situasjonen din mener vi at du har behov for tett oppfølging over tid. "
        "Et strukturert løp med tydelige mål gir de beste forutsetningene for å lykkes, og det er derfor viktig at "
        "tiltakene er individuelt tilpasset og koordinert. Vi legger vekt på at programmet skal bidra til utvikling og mestring."
    )
    assert "LG605" in questions(with_text(GRANT, library, office, **{NECESSARY: words}), NECESSARY)
    lived = words + " Du møtte 9 av 40 dager på kurset på Solheim i vår."
    assert "LG605" not in questions(with_text(GRANT, library, office, **{NECESSARY: lived}), NECESSARY)


def test_the_librarys_own_text_is_no_assessment(library: Library, office: Office) -> None:
    scheme = library.schemes["kvp"]
    name = next(
        block
        for block in scheme.blocks
        if block.startswith("nedsatt-arbeids-og-inntektsevne/")
        and "{" not in scheme.blocks[block].newest.texts[next(iter(scheme.blocks[block].newest.texts))].source[:160]
    )
    source = next(iter(scheme.blocks[name].newest.texts.values())).source.split("\n\n")[0]
    words = f"Vi har sett på saken. {source} Dette gjelder for deg i 2026."
    assert "LG602" in questions(with_text(GRANT, library, office, **{ABILITY: words}), ABILITY)


def test_the_same_assessment_twice_is_told_of_the_later(library: Library, office: Office) -> None:
    checked = with_text(GRANT, library, office, **{ABILITY: REAL, INCOME: REAL.replace("to jobber", "to stillinger")})
    assert questions(checked, ABILITY) == []
    assert "LG603" in questions(checked, INCOME)
    finding = next(each for each in checked.report if each.code == "LG603")
    assert "Arbeidsevnen" in library.catalogue.words(finding, checked.case.language).message  # type: ignore[union-attr]


def test_a_part_that_speaks_of_another_part(library: Library, office: Office) -> None:
    about_work = (
        "Ryggen gjør at du bare klarer noen timers arbeid i uka, og praksisplassen på Solheim stoppet i mai 2024."
    )
    checked = with_text(GRANT, library, office, **{INCOME: about_work})
    assert "LG606" in questions(checked, INCOME)
    both = about_work + " Du tjente 38 000 kroner i fjor."
    assert questions(with_text(GRANT, library, office, **{INCOME: both}), INCOME) == []


def test_discretion_needs_a_reason_beside_it(library: Library, office: Office) -> None:
    bare = "Du har gått på Solheim siden mai 2024. Programmet er nødvendig for deg."
    told = questions(with_text(GRANT, library, office, **{NECESSARY: bare}), NECESSARY)
    assert told == ["LG607"]
    for reasoned in (
        bare.replace(" for deg.", ", fordi du sluttet da oppfølgingen stoppet."),
        bare.replace("Du har", "Derfor er det slik: Du har"),
        bare + " Grunnen er at du sluttet da oppfølgingen stoppet.",
    ):
        assert questions(with_text(GRANT, library, office, **{NECESSARY: reasoned}), NECESSARY) == []
    far = bare.replace("Du har gått", "Du flyttet fordi huset brant. Søsteren din bor i Åndalsnes. Du har gått")
    assert questions(with_text(GRANT, library, office, **{NECESSARY: far}), NECESSARY) == ["LG607"]


# words


def test_a_ground_the_law_does_not_know(library: Library, office: Office) -> None:
    path = "vilkaar.tett-og-koordinert-bistand.vurdering.behov"
    before = value_at(data_of(example(REFUSAL)), tuple(path.split(".")))
    said = f"{before} Kommunen har ikkje kapasitet til fleire deltakarar."
    checked = with_text(REFUSAL, library, office, **{path: said})
    assert questions(checked, path) == ["KVP-R20"]
    assert checked.composed is None
    for innocent in (
        f"{before} Du sa at «kommunen har ikkje kapasitet til fleire deltakarar».",
        f"{before} Du meiner at kommunen ikkje har kapasitet til fleire deltakarar.",
        f"{before} Legen skriv 3. juni at arbeidskapasiteten din er heil.",
    ):
        assert questions(with_text(REFUSAL, library, office, **{path: innocent}), path) == []


def test_the_persons_own_view_is_never_looked_at(library: Library, office: Office) -> None:
    checked = with_text(
        REFUSAL,
        library,
        office,
        **{"brukers_syn.tekst": "Du sa at kommunen ikke har kapasitet, og at Aetat var bedre."},
    )
    assert [each.code for each in checked.report if each.stops] == []


def test_an_old_name_is_asked_about(library: Library, office: Office) -> None:
    said = f"{REAL} Du er yrkeshemmet."
    assert "FELLES-R23" in questions(with_text(GRANT, library, office, **{ABILITY: said}), ABILITY)


def test_another_languages_word_is_named_and_names_are_let_be(library: Library, office: Office) -> None:
    path = "vilkaar.tett-og-koordinert-bistand.vurdering.behov"
    before = value_at(data_of(example(REFUSAL)), tuple(path.split(".")))
    checked = with_text(REFUSAL, library, office, **{path: before.replace("ikkje", "ikke", 1)})
    finding = next(each for each in checked.report if each.code == "LG608")
    assert "ikke" in library.catalogue.words(finding, checked.case.language).message  # type: ignore[union-attr]
    named = with_text(
        REFUSAL, library, office, **{path: f"{before} Ikke er namnet ditt.", "mottaker.navn": "Ikke Prøve"}
    )
    assert "LG608" not in questions(named, path)


def test_an_act_needs_its_proof(library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    data["vilkaar"]["nedsatt-arbeids-og-inntektsevne"]["vurdering"]["arbeidsevne"] = (
        f"{REAL} Vi varslet deg om dette i mars."
    )
    told = [each.code for each in check_data(data, library, office).report if each.code == "LG609"]
    assert told == ["LG609"]
    dated = str(value_at(data, ("kilder", next(iter(data["kilder"])), "dato")))
    day, month = int(dated[8:]), int(dated[5:7])
    names = [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ]
    said = f"{REAL} Vi varslet deg om dette {day}. {names[month - 1]}."
    data["vilkaar"]["nedsatt-arbeids-og-inntektsevne"]["vurdering"]["arbeidsevne"] = said
    assert "LG609" not in [each.code for each in check_data(data, library, office).report]


def test_another_day_of_the_month_proves_no_act(library: Library, office: Office) -> None:
    """The decision holds the third; the thirteenth is another day."""
    data = data_of(example(GRANT))
    source = data["kilder"][next(iter(data["kilder"]))]
    source["dato"] = "2026-04-03"
    for day, told in (("3", 0), ("13", 1), ("23", 1)):
        said = f"{REAL} Vi varslet deg om dette {day}. april."
        data["vilkaar"]["nedsatt-arbeids-og-inntektsevne"]["vurdering"]["arbeidsevne"] = said
        assert [each.code for each in check_data(data, library, office).report].count("LG609") == told


def test_heavy_words_and_long_sentences_are_only_an_advice(library: Library, office: Office) -> None:
    long = (
        "Etter prolapsen i 2022 "
        + "og etter det som hendte deg på Solheim " * 6
        + "måtte du slutte, fordi ryggen ikke holdt."
    )
    for words in (long, f"{REAL} Det er gjort i henhold til planen."):
        checked = with_text(GRANT, library, office, **{ABILITY: words})
        assert "LG610" in questions(checked, ABILITY)
        assert checked.complete


def test_an_office_may_set_its_own_limits(library: Library, office: Office) -> None:
    strict = replace(office, file=office.file.model_copy(update={"settings": {"minst_ord": 200}}))
    data = data_of(example(GRANT))
    checked = check(load(as_json(data), strict, name="sak.json"), library)
    assert "LG601" in [each.code for each in checked.report]


def test_every_text_question_has_a_mark_that_an_answer_binds_to(library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    assessment = data["vilkaar"]["tett-og-koordinert-bistand"]["vurdering"]
    assessment["noedvendig"] = "Du har gått på Solheim siden mai 2024. Programmet er nødvendig for deg."
    finding = next(each for each in check_data(data, library, office).report if each.code == "LG607")
    answer = {
        "kode": "LG607", "sti": dotted(finding.path), "gjelder": finding.mark, "hvorfor": "Grunnen står i neste felt.",
        "av": "Ola Eksempelvik", "dato": "2026-11-20",
    }  # fmt: skip
    data["svar"] = [answer]
    checked = check_data(data, library, office)
    assert checked.complete
    assert checked.composed is not None
    assert checked.composed.letter.manifest.answers == (("LG607", finding.mark),)
    assessment["noedvendig"] += " Slik er det nå."
    again = [each.code for each in check_data(data, library, office).report if each.stops]
    assert sorted(again) == ["LG411", "LG607"]


def test_an_error_cannot_be_answered(library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    del data["vilkaar"]["alder"]
    data["svar"] = [
        {
            "kode": "LG401",
            "sti": "vilkaar.alder",
            "gjelder": "00000000",
            "hvorfor": "Det er greit.",
            "av": "Ola",
            "dato": "2026-11-20",
        }
    ]
    checked = check_data(data, library, office)
    told = {each.code: each.severity for each in checked.report}
    assert told["LG401"] is Severity.ERROR
    assert told["LG420"] is Severity.WARNING
    assert checked.composed is None


def test_the_opening_of_a_refusal_speaks_of_what_decided_it(library: Library, office: Office) -> None:
    data = data_of(example("avslag-nb-fylt-67"))
    data["opplysninger"]["oppsummert_grunn"] = "vi heller tilbyr noe annet"
    checked = check_data(data, library, office)
    finding = next(each for each in checked.report if each.code == "LG421")
    assert dotted(finding.path) == "vilkaar.alder"
    data["svar"] = [
        {
            "kode": "LG421",
            "sti": "vilkaar.alder",
            "gjelder": finding.mark,
            "hvorfor": "Det står lenger nede.",
            "av": "Ola",
            "dato": "2026-11-20",
        }
    ]
    answered = check_data(data, library, office)
    assert answered.complete
    assert ("LG421", finding.mark) in answered.composed.letter.manifest.answers  # type: ignore[union-attr]


# copies in a run

OTHER = "avslag-nb-resepsjonist"


def run_of(library: Library, office: Office, *datas: tuple[str, Any]) -> list[Checked]:
    """Some decisions checked as one run."""
    decisions = {name: load(as_json(data), office, name=name) for name, data in datas}
    twins = Twins(decisions.__getitem__)
    for decision in decisions.values():
        twins.add(decision)
    return [check(decision, library, twins) for decision in decisions.values()]


def test_an_assessment_of_another_decision_is_told_with_its_place(library: Library, office: Office) -> None:
    first, second = data_of(example(GRANT)), data_of(example("innvilgelse-nb-fiskeindustri"))
    copied = first["vilkaar"]["tett-og-koordinert-bistand"]["vurdering"]["noedvendig"]
    apart = run_of(library, office, ("a.json", first), ("b.json", second))
    assert [each.code for checked in apart for each in checked.report if each.code == "LG604"] == []
    second["vilkaar"]["tett-og-koordinert-bistand"]["vurdering"]["noedvendig"] = copied.replace("2026", "2025")
    one, other = run_of(library, office, ("a.json", first), ("b.json", second))
    told = [each for each in other.report if each.code == "LG604"]
    assert [dotted(each.path) for each in told] == [NECESSARY]
    assert "a.json:" in dict(told[0].values)["twin"]
    assert "b.json:" in dict(next(each for each in one.report if each.code == "LG604").values)["twin"]
    assert "LG604" not in [each.code for each in check(one.decision, library).report]


def test_the_same_decision_twice_in_a_run_is_no_copy(library: Library, office: Office) -> None:
    data = data_of(example(GRANT))
    for checked in run_of(library, office, ("a.json", data), ("kopi.json", data)):
        assert "LG604" not in [each.code for each in checked.report]


def test_rows_of_words_hold_figures_alike_and_never_vary() -> None:
    assert rows_of(["den", "3", "mai"]) == rows_of(["den", "14", "mai"]) != rows_of(["den", "tredje", "mai"])
    assert rows_of(["en", "to"]) == frozenset({next(iter(rows_of(["en", "to"])))})
    assert rows_of(["du", "har", "vondt"]) == frozenset({crc32(b"du har vondt")})


@pytest.mark.parametrize(
    ("phrases", "words", "found"),
    [
        (["kapasitet*"], "kapasiteten er brukt", True),
        (["kapasitet*"], "arbeidskapasiteten", False),
        (["kapasitet*"], "arbeids-kapasitet", False),
        (["ikke … plass"], "ikke en eneste ledig plass", True),
        (["ikke … plass"], "ikke plass", True),
        (["ikke … plass"], "ikke i det hele tatt noen plass", False),
        (["*epilepsi"], "absensepilepsi", True),
        (["37,5"], "37,5 timer", True),
        (["i kø"], "i\nkø", True),
        (["i kø"], "i køen", False),
        ([], "hva som helst", False),
    ],
)
def test_a_pattern_of_words(phrases: list[str], words: str, found: bool) -> None:  # noqa: FBT001  # a table
    assert bool(pattern_of(tuple(phrases)).search(" ".join(words.split()))) is found
