"""How letters cite law: the law sentence, citations in a passage, and whether a provision can be cited at all."""

from datetime import date, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lettergen.citations import Citation, CitationError, cite, read_citation, section_only, sections
from lettergen.language import Bilingual, Language
from lettergen.law import Act, ActKind, Provision, Reference, Standing

NB, NN = Language.NB, Language.NN
REASONS = Path(__file__).parents[1] / "reasons"

SERVICES = Act(
    "sotjl",
    "LOV-2009-12-18-131",
    ActKind.ACT,
    Bilingual("sosialtjenesteloven", "sosialtenestelova"),
    "lov 18. desember 2009 nr. 131 om sosiale tjenester i arbeids- og velferdsforvaltningen (sosialtjenesteloven)",
)
RULES = Act(
    "kvp-forskr",
    "FOR-2011-12-21-1471",
    ActKind.REGULATION,
    Bilingual("forskrift om kvalifiseringsprogram", "forskrift om kvalifiseringsprogram"),
)
RESIDENCE = Act("bopel-forskr", "FOR-1", ActKind.REGULATION, Bilingual("forskrift om bopel", "forskrift om bustad"))
NAV = Act("nav-loven", "LOV-2006-06-16-20", ActKind.ACT, Bilingual("Nav-loven", "Nav-lova"))
PROCEDURE = Act("fvl", "LOV-1967-02-10", ActKind.ACT, Bilingual("forvaltningsloven", "forvaltningslova"))

IDS = count()


def at(act, section, ledd=None, letter=None, sentence=None, **told):
    """A provision in force since 2019 unless told otherwise."""
    values = {
        "in_force_from": date(2019, 1, 1),
        "in_force_to": None,
        "verified": True,
        "subject": Bilingual("emne", "emne"),
        "source": "lovtekst",
    } | told
    return Provision(f"p{next(IDS)}", Reference(act, section, ledd, letter, sentence), **values)


def spaced(text):
    return text.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("provisions", "nb", "nn"),
    [
        ([at(SERVICES, "29", 2)], "sosialtjenesteloven §~29 andre ledd", "sosialtenestelova §~29 andre ledd"),
        (
            [at(SERVICES, "29", 2), at(SERVICES, "29", 2)],
            "sosialtjenesteloven §~29 andre ledd",
            "sosialtenestelova §~29 andre ledd",
        ),
        ([at(SERVICES, "31")], "sosialtjenesteloven §~31", "sosialtenestelova §~31"),
        ([at(SERVICES, "29", 1), at(SERVICES, "29", 2)], "sosialtjenesteloven §~29", "sosialtenestelova §~29"),
        ([at(SERVICES, "29"), at(SERVICES, "29", 2)], "sosialtjenesteloven §~29", "sosialtenestelova §~29"),
        (
            [at(SERVICES, "29", 1), at(SERVICES, "31")],
            "sosialtjenesteloven §§~29 og 31",
            "sosialtenestelova §§~29 og 31",
        ),
        (
            [at(SERVICES, "35", 2), at(SERVICES, "4"), at(SERVICES, "29", 1), at(SERVICES, "29", 2)],
            "sosialtjenesteloven §§~4, 29 og 35",
            "sosialtenestelova §§~4, 29 og 35",
        ),
        (
            [at(NAV, "15"), at(NAV, "14 a", 1), at(NAV, "14"), at(NAV, "8")],
            "Nav-loven §§~8, 14, 14~a og 15",
            "Nav-lova §§~8, 14, 14~a og 15",
        ),
        (
            [at(RULES, "2", 1), at(SERVICES, "33"), at(RULES, "1", 3), at(SERVICES, "29", 1), at(SERVICES, "30", 1)],
            "sosialtjenesteloven §§~29, 30 og 33 og forskrift om kvalifiseringsprogram §§~1 og 2",
            "sosialtenestelova §§~29, 30 og 33 og forskrift om kvalifiseringsprogram §§~1 og 2",
        ),
        (
            [at(SERVICES, "2", 1), at(RESIDENCE, "1", 1)],
            "sosialtjenesteloven §~2 og forskrift om bopel §~1",
            "sosialtenestelova §~2 og forskrift om bustad §~1",
        ),
        (
            [at(RESIDENCE, "1 a", 1), at(NAV, "14 a", 1), at(SERVICES, "29", 2), at(RULES, "1", 1)],
            "Nav-loven §~14~a, sosialtjenesteloven §~29, forskrift om bopel §~1~a og forskrift om kvalifiseringsprogram §~1",
            "Nav-lova §~14~a, sosialtenestelova §~29, forskrift om bustad §~1~a og forskrift om kvalifiseringsprogram §~1",
        ),
        (
            [at(PROCEDURE, "35", 1, "a")],
            "forvaltningsloven §~35 første ledd bokstav~a",
            "forvaltningslova §~35 første ledd bokstav~a",
        ),
    ],
)
def test_the_law_sentence_lists_sections(provisions, nb, nn):
    assert sections(provisions, NB) == spaced(nb)
    assert sections(iter(provisions), NN) == spaced(nn)


@pytest.mark.parametrize(
    ("provisions", "nb", "nn"),
    [
        ([at(SERVICES, "29", 1)], "§~29 første ledd", "§~29 første ledd"),
        ([at(SERVICES, "29", 2), at(SERVICES, "29", 1)], "§~29 første og andre ledd", "§~29 første og andre ledd"),
        (
            [at(SERVICES, "29", 3), at(SERVICES, "29", 1), at(SERVICES, "29", 2)],
            "§~29 første, andre og tredje ledd",
            "§~29 første, andre og tredje ledd",
        ),
        ([at(SERVICES, "18", 1), at(SERVICES, "19", 1)], "§§~18 og 19", "§§~18 og 19"),
        ([at(SERVICES, "31")], "§~31", "§~31"),
        ([at(SERVICES, "29", 2), at(SERVICES, "29")], "§~29", "§~29"),
        ([at(SERVICES, "14 a", 1, "e")], "§~14~a første ledd bokstav~e", "§~14~a første ledd bokstav~e"),
        (
            [at(SERVICES, "35", 1, "c"), at(SERVICES, "35", 1, "a")],
            "§~35 første ledd bokstav~a og c",
            "§~35 første ledd bokstav~a og c",
        ),
        (
            [at(SERVICES, "8", 3), at(SERVICES, "8", 1, "a")],
            "§~8 første ledd bokstav~a og tredje ledd",
            "§~8 første ledd bokstav~a og tredje ledd",
        ),
        ([at(SERVICES, "8", 1), at(SERVICES, "8", 1, "a")], "§~8 første ledd", "§~8 første ledd"),
        ([at(SERVICES, "2", None, "d")], "§~2 bokstav~d", "§~2 bokstav~d"),
        ([at(SERVICES, "34", 1, None, 1)], "§~34 første ledd første punktum", "§~34 første ledd første punktum"),
        (
            [at(SERVICES, "34", 1, None, 7), at(SERVICES, "34", 1, None, 2), at(SERVICES, "34", 2)],
            "§~34 første ledd andre og sjuende punktum og andre ledd",
            "§~34 første ledd andre og sjuande punktum og andre ledd",
        ),
        (
            [at(NAV, "14 a", 1, "b", 2)],
            "§~14~a første ledd bokstav~b andre punktum",
            "§~14~a første ledd bokstav~b andre punktum",
        ),
        (
            [at(SERVICES, "3", 1, "a"), at(SERVICES, "3", 1, None, 2)],
            "§~3 første ledd andre punktum og første ledd bokstav~a",
            "§~3 første ledd andre punktum og første ledd bokstav~a",
        ),
        (
            [at(SERVICES, "3", 1, "a", 1), at(SERVICES, "3", 1, "b", 2)],
            "§~3 første ledd bokstav~a første punktum og første ledd bokstav~b andre punktum",
            "§~3 første ledd bokstav~a første punktum og første ledd bokstav~b andre punktum",
        ),
        ([at(SERVICES, "9", 7)], "§~9 sjuende ledd", "§~9 sjuande ledd"),
        ([at(SERVICES, "9", 14)], "§~9 14. ledd", "§~9 14. ledd"),
        (
            [at(SERVICES, "11-6"), at(SERVICES, "11-10"), at(SERVICES, "9")],
            "§§~9, 11-6 og 11-10",
            "§§~9, 11-6 og 11-10",
        ),
    ],
)
def test_a_passage_names_ledd_and_letter(provisions, nb, nn):
    assert section_only(provisions, NB) == spaced(nb)
    assert section_only(provisions, NN) == spaced(nn)
    act = provisions[0].act.name
    assert cite(provisions, NB) == spaced(f"{act.nb} {nb}")
    assert cite(iter(provisions), NN) == spaced(f"{act.nn} {nn}")


ACTS = (SERVICES, RULES, RESIDENCE, NAV, PROCEDURE)


def test_what_supports_follows_after_jf():
    written = cite([at(SERVICES, "32", 1)], NN, supported_by=[at(RULES, "2", 2), at(NAV, "14 a", 1, "b")])
    assert written == spaced(
        "sosialtenestelova §~32 første ledd, jf. Nav-lova §~14~a første ledd bokstav~b og"
        " forskrift om kvalifiseringsprogram §~2 andre ledd"
    )
    read = read_citation(written, ACTS, NN)
    assert cite(read.references, NB, read.supported_by).startswith("sosialtjenesteloven §")
    assert read == read_citation(cite(read.references, NB, read.supported_by), ACTS, NB)


PLACES = st.builds(
    Reference,
    st.sampled_from(ACTS),
    st.sampled_from(["1", "2", "14", "14 a", "29", "11-6"]),
    st.none() | st.integers(1, 14),
    st.none() | st.sampled_from("abc"),
    st.none() | st.integers(1, 3),
)


@given(st.lists(PLACES, min_size=1, max_size=5), st.lists(PLACES, max_size=3), st.sampled_from(Language))
def test_each_reads_what_the_other_writes(cited, supporting, language):
    """What is read says the same when it is written again, in either language; nothing is read into it."""
    written = cite(cited, language, supporting)
    read = read_citation(written, ACTS, language)
    assert cite(read.references, language, read.supported_by) == written
    for other in Language:
        again = cite(cited, other, supporting)
        assert cite(read.references, other, read.supported_by) == again
        assert read_citation(again, ACTS, other) == read


def test_a_bare_section_is_of_the_act_one_says():
    assert read_citation(spaced("§~29 første og andre ledd"), (), NB, SERVICES) == Citation(
        (Reference(SERVICES, "29", 1), Reference(SERVICES, "29", 2))
    )


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("sosialtjenesteloven", 19),
        ("sosialtjenestelova §~29", 0),
        ("§~29", 1),
        ("sosialtjenesteloven §~29 første ledd bokstav", 24),
        ("sosialtjenesteloven §~29 syvende ledd", 24),
        ("sosialtjenesteloven §~29 i går", 24),
        ("sosialtjenesteloven §§ 29 og", 25),
    ],
)
def test_what_is_no_citation_is_told_where(text, at):
    with pytest.raises(CitationError) as told:
        read_citation(spaced(text), ACTS, NB)
    assert told.value.at == at


def test_a_passage_may_name_several_acts():
    named = [at(RULES, "2", 1), at(SERVICES, "32", 1), at(PROCEDURE, "18", 1), at(PROCEDURE, "19", 1)]
    assert cite(named, NN) == spaced(
        "sosialtenestelova §~32 første ledd, forvaltningslova §§~18 og 19 og forskrift om kvalifiseringsprogram §~2 første ledd"
    )
    with pytest.raises(ValueError, match="several acts"):
        section_only(named, NN)


@pytest.mark.parametrize("write", [sections, cite, section_only])
def test_nothing_to_cite_is_an_error(write):
    with pytest.raises(ValueError, match="no provisions"):
        write([], NB)


@pytest.mark.parametrize(
    ("told", "standing", "printable"),
    [
        ({}, Standing.IN_FORCE, True),
        ({"in_force_from": date(2026, 11, 20)}, Standing.IN_FORCE, True),
        ({"in_force_from": date(2026, 11, 21)}, Standing.CHANGED_SINCE, True),
        ({"in_force_to": date(2026, 11, 20)}, Standing.IN_FORCE, True),
        ({"in_force_to": date(2026, 11, 19)}, Standing.REPEALED, False),
        ({"in_force_from": None}, Standing.NOT_IN_FORCE, False),
        ({"verified": False}, Standing.UNVERIFIED, False),
        ({"verified": False, "in_force_from": date(2027, 1, 1)}, Standing.UNVERIFIED, False),
        ({"verified": False, "in_force_to": date(2024, 6, 30)}, Standing.REPEALED, False),
    ],
)
def test_a_provision_stands_or_falls_on_the_letters_day(told, standing, printable):
    provision = at(SERVICES, "29", 1, **told)
    assert provision.standing(date(2026, 11, 20)) is standing
    assert provision.covers(date(2026, 11, 20)) is printable


def test_the_full_name_falls_back_on_the_short_one():
    assert SERVICES.full_name(NB).startswith("lov 18. desember 2009 nr. 131 om")
    assert SERVICES.full_name(NN) == "sosialtenestelova"


def shipped(name, key):
    """A shipped content file, each value as text."""
    return yaml.load((REASONS / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)[key]


def shipped_provisions():
    acts = {
        key: Act(key, act["nummer"], ActKind(act["slag"]), Bilingual(**act["navn"]), **full_names(act))
        for key, act in shipped("spraak/lover.yaml", "lover").items()
    }
    rows = shipped("kvp/hjemler.yaml", "hjemler") | shipped("felles/hjemler.yaml", "hjemler")
    for key, row in rows.items():
        in_force_from, in_force_to = (
            None if row[name] == "null" else date.fromisoformat(row[name]) for name in ("gjelder_fra", "gjelder_til")
        )
        ledd = None if row["ledd"] == "null" else int(row["ledd"])
        letter = None if row["bokstav"] == "null" else row["bokstav"]
        verified = {"ja": True, "nei": False}[row["kontrollert"]]
        subject = Bilingual(**row["emne"])
        act = acts[row["lov"]]
        place = Reference(act, row["paragraf"], ledd, letter)
        yield Provision(key, place, in_force_from, in_force_to, verified, subject, row["kilde"], row.get("merknad"))


def full_names(act):
    return {f"full_name_{language}": text for language, text in act.get("fullt_navn", {}).items()}


def test_the_shipped_provisions_are_whole_and_can_be_cited():
    provisions = {provision.id: provision for provision in shipped_provisions()}
    assert len(provisions) == 177
    for provision in provisions.values():
        assert cite([provision], NN).startswith(provision.act.name.nn)
    assert cite([provisions["nav-14a-1"]], NN) == spaced("Nav-lova §~14~a første ledd")
    assert cite([provisions["fvl-18-1"], provisions["fvl-19-1"]], NB) == spaced("forvaltningsloven §§~18 og 19")
    assert provisions["sotjl-29-1"].standing(date(2026, 11, 20)) is Standing.IN_FORCE
    assert provisions["fvl2025-57-1"].standing(date(2026, 11, 20)) is Standing.NOT_IN_FORCE


def test_the_law_sentence_of_a_grant_matches_the_model_letter():
    ids = [
        "sotjl-29-1",
        "sotjl-30-1",
        "sotjl-31",
        "sotjl-32-1",
        "sotjl-33",
        "sotjl-35-2",
        "kvp-1-3",
        "kvp-2-1",
        "kvp-3-1",
    ]
    provisions = {provision.id: provision for provision in shipped_provisions()}
    assert sections((provisions[key] for key in ids), NB) == spaced(
        "sosialtjenesteloven §§~29, 30, 31, 32, 33 og 35"
        " og forskrift om kvalifiseringsprogram og kvalifiseringsstønad §§~1, 2 og 3"
    )


@pytest.mark.parametrize("name", ["felles/satser.yaml", "kvp/satser.yaml"])
def test_the_shipped_rates_follow_one_another_without_gaps(name):
    provisions = {provision.id for provision in shipped_provisions()}
    for series in shipped(name, "satser").values():
        assert set(series["hjemmel"]) <= provisions
        rows = sorted(series["rader"], key=lambda row: row["fra"])
        assert [row["til"] == "null" for row in rows] == [False] * (len(rows) - 1) + [True]
        for row, following in pairwise(rows):
            assert date.fromisoformat(row["til"]) + timedelta(1) == date.fromisoformat(following["fra"])
