"""National identity numbers: whether one can be right. Age and sex are never read from it."""

from stdnum.no import fodselsnummer

SYNTHETIC_MONTHS = (40, 65, 80)
"""What test populations add to the month; real numbers have months 1 to 12."""
LENGTH = 11
MONTHS = range(1, 13)


def is_valid(number: str, *, synthetic: bool) -> bool:
    """Whether an 11-digit number has right check digits and a month that is real, or made where that is asked for.

    D-numbers (day + 40) count. Source: forskrift om folkeregistrering; check digits by python-stdnum.
    """
    digits = number.replace(" ", "")
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    if fodselsnummer.calc_check_digit1(digits) + fodselsnummer.calc_check_digit2(digits) != digits[9:]:
        return False
    month = int(digits[2:4])
    if synthetic:
        return any(month - added in MONTHS for added in SYNTHETIC_MONTHS)
    return month in MONTHS
