"""Counting days, months and ages, as deadlines and benefits in Norwegian law do."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

SATURDAY = 5


def age_on(born: date, day: date) -> int:
    """Whole years on a day; a 29 February birthday counts from 1 March in a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or that month's last day."""
    month = day.year * 12 + day.month - 1 + int(months)
    for day_of_month in range(day.day, 27, -1):
        try:
            return date(month // 12, month % 12 + 1, day_of_month)
        except ValueError:
            continue
    return date(month // 12, month % 12 + 1, min(day.day, 28))


def birthday(born: date, age: int) -> date:
    """The first day of an age."""
    day = add_months(born, int(age) * 12)
    return day if age_on(born, day) == age else day + timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (1 if add_months(first, months) > last else 0)


def days_between(first: date, last: date) -> int:
    """Days from one day to another; negative when the last comes first."""
    return (last - first).days


def add_days(day: date, days: int) -> date:
    """The day some days later."""
    return day + timedelta(days=int(days))


def weekdays(first: date, last: date) -> int:
    """Mondays to Fridays from one day to another, both included; public holidays count."""
    weeks, days = divmod(max(0, (last - first).days + 1), 7)
    return 5 * weeks + sum((first.weekday() + day) % 7 < SATURDAY for day in range(days))


def working_days(first: date, last: date) -> int:
    """Mondays to Fridays that are no public holiday, from one day to another, both included."""
    return sum(day.weekday() < SATURDAY and not _is_holiday(day) for day in _each(first, last))


def working_day(day: date) -> date:
    """The day, or the next one that is no Saturday, Sunday or public holiday.

    So is a deadline moved that ends on a day off (the courts act's rule on counting time).
    """
    while day.weekday() >= SATURDAY or _is_holiday(day):
        day += timedelta(days=1)
    return day


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays.countries.norway import Norway  # noqa: PLC0415  # slow to import, and few letters count such days

    return frozenset(Norway(years=year))


def _is_holiday(day: date) -> bool:
    return day in _holidays(day.year)
