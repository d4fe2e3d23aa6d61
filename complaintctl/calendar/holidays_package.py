"""The calendar as the installed holidays package knows it, and as it guesses a year whose schedule is not published."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from complaintctl.record.calendar_days import Day

FIRST_YEAR = 2007  # the first whose make-up days every source agrees on


def days(last_year: int) -> dict[str, Day]:
    """Every day from 2007 to the end of a year, by ISO day."""
    # Heavy, and needed only where the calendar is laid out, extended or imported.
    from importlib.metadata import version

    import holidays

    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, last_year + 1), language="zh_CN")
    source = f"holidays {version('holidays')}"
    make_up = {day.isoformat() for day in china.weekend_workdays}
    off = {day.isoformat(): name for day, name in china.items()}
    names = _names(off)
    # A schedule always has make-up days; the package has none for a year it only guesses.
    published = {day[:4] for day in make_up}
    return {
        day: Day(
            day in make_up or (date.fromisoformat(day).weekday() < 5 and day not in off),
            day[:4] in published,
            names.get(day),
            source,
        )
        for year in range(FIRST_YEAR, last_year + 1)
        for day in days_of(year)
    }


def days_of(year: int) -> list[str]:
    """Every day of a year, as ISO text."""
    first = date(year, 1, 1)
    return [(first + timedelta(days=n)).isoformat() for n in range((date(year + 1, 1, 1) - first).days)]


def _names(off: Mapping[str, str]) -> dict[str, str]:
    """Each day's holiday; a day off in exchange for a make-up day, and that day, take the holiday beside."""
    names = {day: re.sub(r"（.*）", "", name) for day, name in off.items() if not name.startswith("休息日")}
    for day, name in off.items():
        exchanged = re.search(r"\d{4}-\d\d-\d\d", name) if name.startswith("休息日") else None
        if exchanged:
            near = min(names, key=lambda other: abs(date.fromisoformat(other) - date.fromisoformat(day)))
            names[exchanged[0]] = names[near]
            names[day] = names[near]
    return names
