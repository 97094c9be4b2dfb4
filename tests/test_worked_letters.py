"""The amounts of later letters against figures worked out by hand, and unverified rates that someone must answer for."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from lettergen import Library, check, compose, load, render
from lettergen.findings import Code
from lettergen.office import Office
from tests.conftest import check_data, codes, data_of, example

# Day rate = G x 2.041 / 260, two thirds under 25, rounded to øre; days are Mondays to Fridays.
WORKED: dict[str, tuple[list[tuple[str, str, str]], dict[str, str]]] = {
    "utmaaling-nb-nytt-grunnbeloep": (
        [("2026-04-20", "1021.76", "9"), ("2026-05-01", "1071.91", "21"), ("2026-06-01", "1071.91", "230")],
        {"etterbetaling": "1053.15", "betalte_dager": "30"},
    ),
    "utmaaling-nn-barn-i-perioden": (
        [("2026-10-01", "1071.91", "9"), ("2026-10-14", "1109.91", "13"), ("2026-11-01", "1109.91", "195")],
        {"etterbetaling": "494.00"},
    ),
    "utmaaling-nb-begge-foreldre": (
        [("2026-11-30", "790.61", "56"), ("2027-02-16", "1147.91", "204")],
        {"sum": "278447.80", "etterbetaling": "0.00"},
    ),
    "utmaaling-nn-barn-i-utlandet": (
        [("2026-08-23", "1109.91", "28"), ("2026-10-01", "1147.91", "107")],
        {"etterbetaling": "-1064.00"},
    ),
    "reduksjon-inntekt-nb-deltid-barnetillegg": (
        [("2026-11-16", "665.95", "140")],
        {"trekk": "62154.40", "til_utbetaling": "93233.00"},
    ),
    "reduksjon-inntekt-nn-sjukepengar": (
        [("2026-10-26", "673.91", "5"), ("2026-11-01", "673.91", "35")],
        {"trekk": "15920.00", "etterbetaling": "-1990.00"},
    ),
    "reduksjon-inntekt-nb-foreldrepenger-refusjon": (
        [("2026-09-07", "809.91", "40")],
        {"utbetalt": "44396.40", "etterbetaling": "-12000.00"},
    ),
    "reduksjon-inntekt-nn-vekslande-timar": (
        [("2026-09-01", "964.24", "22"), ("2026-10-01", "803.54", "22")],
        {"etterbetaling": "-4040.74"},
    ),
    "reduksjon-fravaer-nb-uten-beskjed": (
        [
            ("2026-10-01", "1109.91", "2"),
            ("2026-10-05", "38.00", "2"),
            ("2026-10-07", "1109.91", "9"),
            ("2026-10-20", "538.22", "1"),
            ("2026-10-21", "1109.91", "8"),
        ],
        {"trekk": "2715.51", "til_utbetaling": "21702.51"},
    ),
}


@pytest.mark.parametrize("name", WORKED)
def test_the_amounts_of_a_letter_are_the_worked_ones(name: str, library: Library) -> None:
    """Each stretch by its first day, what is paid a day and its days, and the totals the letter prints."""
    rows, totals = WORKED[name]
    checked = check(load(example(name)), library)
    worked = checked.case.values["stoenad"]
    assert [(str(row["fra"]), str(row["utbetales_per_dag"]), str(row["dager"])) for row in worked["strekk"]] == rows
    assert {key: worked[key] for key in totals} == {key: Decimal(value) for key, value in totals.items()}


def over_july_2024() -> dict[str, Any]:
    """A first fixing for June to August 2024, in a letter of 10 September: the factor changed on 1 July."""
    data = data_of(example("utmaaling-nb-begge-foreldre"))
    data |= {"dato": "2024-09-10", "saksnummer": "2024/77"}
    data["mottaker"]["foedselsdato"] = "1985-02-03"
    data["brukers_syn"]["dato"] = "2024-08-30"
    for source in data["kilder"].values():
        source["dato"] = "2024-08-30"
    del data["vilkaar"]["barnetillegg"], data["opplysninger"]["forsoergelse"]
    data["vilkaar"]["rett-til-stoenad"]["begrunnelser"] = ["rett-til-stoenad/deltar"]
    period = {"fra": "2024-06-01", "til": "2024-08-31"}
    data["opplysninger"] |= {
        "barn": [],
        "stoenadsperiode": period,
        "program": {"start": "2024-06-01", "slutt": "2024-08-31"},
    }
    return data


def test_a_period_over_1_july_2024_in_a_later_letter(library: Library, office: Office) -> None:
    """The factor before July is not verified: a question, and who answers it has the letter with both rates."""
    data = over_july_2024()
    checked = check_data(data, library, office)
    assert [code for code in codes(checked) if code == Code.RATE_UNVERIFIED.number]
    assert not checked.complete
    [question] = [finding for finding in checked.report if finding.stops]
    answered = deepcopy(data)
    answered["svar"] = [
        {
            "kode": question.code,
            "sti": "opplysninger.stoenadsperiode.fra",
            "gjelder": question.mark,
            "hvorfor": "Faktoren er kontrollert i loven slik den lød før 1. juli 2024.",
            "av": "Jurist Døme",
            "dato": "2024-09-09",
        }
    ]
    again = check_data(answered, library, office)
    assert again.complete, codes(again)
    rows = again.case.values["stoenad"]["strekk"]
    assert [(str(row["per_dag"]), str(row["dager"]), str(row["sum"])) for row in rows] == [
        ("954.06", "20", "19081.20"),
        ("973.62", "45", "43812.90"),
    ]
    text = render(compose(again), "txt", library).decode()
    assert "954,06" in text
    assert "973,62" in text


def test_an_answer_about_a_rate_falls_away_when_the_amounts_change(library: Library, office: Office) -> None:
    data = over_july_2024()
    [before] = [finding.mark for finding in check_data(data, library, office).report if finding.stops]
    data["opplysninger"]["stoenadsperiode"]["til"] = "2024-08-30"
    [after] = [finding.mark for finding in check_data(data, library, office).report if finding.stops]
    assert before != after


def test_full_rate_and_two_thirds_come_from_one_g(library: Library) -> None:
    """A letter to one who turns 25 shows both rates; each is worked from the G of its own days, never from two."""
    rows = check(load(example("utmaaling-nb-begge-foreldre")), library).case.values["stoenad"]["strekk"]
    assert [row["redusert"] for row in rows] == [True, False]
    assert {row["grunnlag"] for row in rows} == {Decimal(136549)}
    assert rows[0]["per_aar"] == rows[1]["per_aar"] * 2 / 3


SPOILED_ROWS = {
    "reversed": {"fra": "2026-05-31", "til": "2026-05-01", "per_dag": 1021.76},
    "without a first day": {"til": "2026-05-31", "per_dag": 1021.76},
    "without an amount": {"fra": "2026-05-01", "til": "2026-05-31"},
}


@pytest.mark.parametrize("row", SPOILED_ROWS.values(), ids=SPOILED_ROWS)
def test_a_row_amounts_cannot_be_worked_out_from_is_told(row: dict[str, Any], library: Library, office: Office) -> None:
    """Left out in silence it would change what is paid back."""
    data = data_of(example("omgjoering-nb-legeerklaering-om-fravaer"))
    data["opplysninger"]["utbetalt"] = [row]
    assert Code.BAD_PERIOD.number in codes(check_data(data, library, office))


UNARGUED = {
    "innvilgelse-nb-vaskeri": {
        "loennet_arbeid": [{"fra": "2026-12-01", "til": "2027-01-31", "timer": "15", "hva": "arbeid i vaskeriet"}]
    },
    "reduksjon-fravaer-nb-uten-beskjed": {
        "andre_ytelser": [{"fra": "2026-10-01", "til": "2026-10-31", "per_dag": 500, "ytelse": "sykepenger"}]
    },
    "utmaaling-nb-nytt-grunnbeloep": {
        "fravaer": [{"fra": "2026-06-01", "til": "2026-06-05", "timer": "7,5", "grunn": "du møtte ikke"}]
    },
}


@pytest.mark.parametrize("name", UNARGUED)
def test_nothing_comes_off_a_benefit_that_the_decision_does_not_argue(
    name: str, library: Library, office: Office
) -> None:
    data = data_of(example(name))
    before = check_data(data, library, office).case.values["stoenad"]["trekk"]
    data["opplysninger"] |= UNARGUED[name]
    checked = check_data(data, library, office)
    assert Code.NO_GROUND.number in codes(checked)
    assert checked.case.values["stoenad"]["trekk"] == before
