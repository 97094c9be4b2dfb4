"""National ids: check digits, real and made months; nothing else is read from them."""

import pytest
from stdnum.no import fodselsnummer

from lettergen import Library
from lettergen.ids import is_valid
from lettergen.office import Office
from tests.conftest import check_data, data_of, example


def made(day_month_year: str, individual: str = "123") -> str | None:
    """A number with right check digits, or None where the digits give none."""
    first = fodselsnummer.calc_check_digit1(day_month_year + individual)
    second = fodselsnummer.calc_check_digit2(day_month_year + individual + first)
    number = day_month_year + individual + first + second
    return number if len(number) == 11 else None


def some(day_month_year: str) -> str:
    return next(number for i in range(100, 999) if (number := made(day_month_year, str(i))))


@pytest.mark.parametrize("month", ["45", "85", "70"])
def test_made_numbers_only_where_the_office_says_so(month):
    number = some(f"01{month}90")
    assert is_valid(number, synthetic=True)
    assert not is_valid(number, synthetic=False)


@pytest.mark.parametrize("wrong", ["", "123", "0185901234a", "٠١٨٥٩٠١٢٣٤٥", some("018590")[:-1] + "x"])
def test_what_cannot_be_a_number(wrong):
    assert not is_valid(wrong, synthetic=True)


def test_a_mistyped_digit_is_found():
    number = some("018590")
    for place in range(11):
        mistyped = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert not is_valid(mistyped, synthetic=True), place


def test_a_wrong_number_in_a_decision_is_a_finding_without_the_number(library: Library, office: Office):
    data = data_of(example("avslag-nb-fylt-67"))
    data["mottaker"]["foedselsnummer"] = "01859012399"
    [finding] = [each for each in check_data(data, library, office).report if each.code == "LG119"]
    assert "01859012399" not in str(finding)
