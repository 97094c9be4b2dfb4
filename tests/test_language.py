"""Dates, amounts and enumerations as they stand in a letter, worked out by hand in both languages."""

from datetime import date
from decimal import Context, Decimal, localcontext

import pytest

from lettergen.language import (
    NO_BREAK_SPACE,
    Bilingual,
    Language,
    Month,
    amount,
    capitalised,
    enumeration,
    hours,
    kroner,
    long_date,
    month,
    number,
    percent,
    short_date,
)

NB, NN = Language.NB, Language.NN


def spaced(text):
    """The expected words, with a tilde for each no-break space and a hyphen for the minus sign."""
    return text.replace("~", "\u00a0").replace("-", "\u2212")


@pytest.mark.parametrize("language", [NB, NN])
@pytest.mark.parametrize(
    ("day", "long", "short", "month_text"),
    [
        (date(2026, 11, 22), "22. november 2026", "22.11.2026", "november 2026"),
        (date(2026, 1, 1), "1. januar 2026", "01.01.2026", "januar 2026"),
        (date(2024, 2, 29), "29. februar 2024", "29.02.2024", "februar 2024"),
        (date(2021, 3, 9), "9. mars 2021", "09.03.2021", "mars 2021"),
        (date(2027, 4, 30), "30. april 2027", "30.04.2027", "april 2027"),
        (date(2026, 5, 17), "17. mai 2026", "17.05.2026", "mai 2026"),
        (date(2024, 6, 30), "30. juni 2024", "30.06.2024", "juni 2024"),
        (date(2024, 7, 1), "1. juli 2024", "01.07.2024", "juli 2024"),
        (date(2025, 8, 8), "8. august 2025", "08.08.2025", "august 2025"),
        (date(2027, 9, 1), "1. september 2027", "01.09.2027", "september 2027"),
        (date(2026, 10, 12), "12. oktober 2026", "12.10.2026", "oktober 2026"),
        (date(1999, 12, 31), "31. desember 1999", "31.12.1999", "desember 1999"),
    ],
)
def test_dates_are_written_alike_in_both_languages(language, day, long, short, month_text):
    assert long_date(day, language) == long.replace(". ", f".{NO_BREAK_SPACE}")
    assert short_date(day) == short
    assert month(day, language) == month_text
    assert month(Month(day.year, day.month), language) == month_text


@pytest.mark.parametrize("language", [NB, NN])
@pytest.mark.parametrize(
    ("value", "as_number", "as_amount", "as_kroner"),
    [
        ("0", "0", "0,00", "0~kroner"),
        ("-0", "0", "0,00", "0~kroner"),
        ("0.00", "0", "0,00", "0~kroner"),
        ("1", "1", "1,00", "1~krone"),
        ("-1", "-1", "-1,00", "-1~krone"),
        ("1.50", "1,5", "1,50", "1,50~kroner"),
        ("38", "38", "38,00", "38~kroner"),
        ("100", "100", "100,00", "100~kroner"),
        ("8500", "8~500", "8~500,00", "8~500~kroner"),
        ("8500.00", "8~500", "8~500,00", "8~500~kroner"),
        ("1234.5", "1~234,5", "1~234,50", "1~234,50~kroner"),
        ("1071.9096", "1~071,9096", "1~071,91", "1~071,91~kroner"),
        ("136549", "136~549", "136~549,00", "136~549~kroner"),
        ("278696.509", "278~696,509", "278~696,51", "278~696,51~kroner"),
        ("1234567.8", "1~234~567,8", "1~234~567,80", "1~234~567,80~kroner"),
        ("-1071.91", "-1~071,91", "-1~071,91", "-1~071,91~kroner"),
        ("0.005", "0,005", "0,01", "0,01~kroner"),
        ("0.125", "0,125", "0,13", "0,13~kroner"),
        ("-0.125", "-0,125", "-0,13", "-0,13~kroner"),
        ("-0.004", "-0,004", "0,00", "0~kroner"),
        ("999.995", "999,995", "1~000,00", "1~000~kroner"),
        ("0.995", "0,995", "1,00", "1~krone"),
        ("2.041", "2,041", "2,04", "2,04~kroner"),
        ("1E+3", "1~000", "1~000,00", "1~000~kroner"),
        ("0.1234567", "0,1234567", "0,12", "0,12~kroner"),
    ],
)
def test_amounts_are_written_alike_in_both_languages(language, value, as_number, as_amount, as_kroner):
    assert number(Decimal(value), language) == spaced(as_number)
    assert amount(Decimal(value), language) == spaced(as_amount)
    assert kroner(Decimal(value), language) == spaced(as_kroner)


@pytest.mark.parametrize(
    ("value", "nb", "nn"),
    [
        ("37.5", "37,5~timer", "37,5~timar"),
        ("37.50", "37,5~timer", "37,5~timar"),
        ("1", "1~time", "1~time"),
        ("1.0", "1~time", "1~time"),
        ("0", "0~timer", "0~timar"),
        ("2", "2~timer", "2~timar"),
        ("0.5", "0,5~timer", "0,5~timar"),
        ("1950", "1~950~timer", "1~950~timar"),
    ],
)
def test_hours_are_written_in_each_language(value, nb, nn):
    assert hours(Decimal(value), NB) == spaced(nb)
    assert hours(Decimal(value), NN) == spaced(nn)


@pytest.mark.parametrize("language", [NB, NN])
@pytest.mark.parametrize(
    ("value", "text"),
    [(40, "40~prosent"), (100, "100~prosent"), (Decimal("12.5"), "12,5~prosent"), (0, "0~prosent"), (1, "1~prosent")],
)
def test_percentages_are_not_rounded(language, value, text):
    assert percent(value, language) == spaced(text)


@pytest.mark.parametrize("language", [NB, NN])
@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["helsa"], "helsa"),
        (["helsa", "rus"], "helsa og rus"),
        (["a", "b", "c"], "a, b og c"),
        (["1. mai", "<b>", "č & đ", "{{ x }}"], "1. mai, <b>, č & đ og {{ x }}"),
    ],
)
def test_enumerations_take_og_before_the_last(language, items, text):
    assert enumeration(items, language) == text
    assert enumeration(iter(items), language) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("økonomisk sosialhjelp", "Økonomisk sosialhjelp"),
        ("Nav", "Nav"),
        ("čálli", "Čálli"),
        ("1. mai", "1. mai"),
    ],
)
def test_capitalised_changes_the_first_letter_only(text, expected):
    assert capitalised(text) == expected


def test_a_whole_number_may_be_an_int():
    assert number(8500, NB) == kroner(8500, NN).removesuffix(spaced("~kroner")) == spaced("8~500")


def test_what_is_no_number_is_never_printed():
    for value in ("NaN", "Infinity", "-Infinity"):
        for write in (number, amount, kroner, hours, percent):
            with pytest.raises(ValueError):
                write(Decimal(value), NB)


def test_the_callers_decimal_context_changes_nothing():
    with localcontext(Context(prec=3)):
        assert kroner(Decimal("136549.125"), NB) == spaced("136~549,13~kroner")


def test_months_are_ordered_and_know_their_first_day():
    assert Month(2021, 3) < Month(2021, 12) < Month(2022, 1)
    assert Month(2021, 3).first_day == date(2021, 3, 1)
    assert str(Month(2021, 3)) == "2021-03"
    for year, number_in_year in ((2021, 0), (2021, 13), (0, 1)):
        with pytest.raises(ValueError):
            Month(year, number_in_year)


def test_words_are_looked_up_by_language():
    words = Bilingual("uke", "veke")
    assert (words[NB], words[NN]) == ("uke", "veke")
