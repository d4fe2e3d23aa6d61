"""The calendar of working days: filled from the holidays package, kept up to date from published schedules."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework import known, schedules
from complaintctl.casework.common import occurred_at
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _, marked
from complaintctl.ledger import Act, Fact

FIRST_YEAR = 2007  # the first whose make-up days every source agrees on
YEARS_AHEAD = 3
_GUESSED = marked("weekends only")  # the source of the days of a year of which nothing is known
# Every published schedule names these; a file that lists them all for a year is that year's schedule.
_FIXED_HOLIDAYS = ("01-01", "05-01", "10-01")


class Day(NamedTuple):
    """A day of the calendar: whether it is worked, whether its year's schedule is published, and its holiday's name.

    The name of a make-up working day is the holiday it is worked for.
    """

    is_working: bool
    known: bool
    name: str | None
    source: str


class Move(NamedTuple):
    """An open case whose due date changed, from one ISO day to another (None: past the calendar)."""

    case_no: str
    before: str | None
    after: str | None
    provisional: bool


class Change(NamedTuple):
    """What an import did: how many days changed, the years that became known, and the due dates that moved."""

    days: int
    years: list[str]
    moves: list[Move]


def fill(act: Act) -> None:
    """Fill an empty calendar, from 2007 to three years ahead."""
    year = int(act.clock.now().day[:4])
    if not FIRST_YEAR <= year < int(schedules.LAST_DAY[:4]) - YEARS_AHEAD:
        raise UsageProblem(
            _(
                "A case file cannot begin in {year}: the calendar of working days begins in {first_year}.",
                year=year,
                first_year=FIRST_YEAR,
            )
        )
    _store(act, _builtin_days(int(act.clock.now().day[:4]) + YEARS_AHEAD))


def import_schedule(act: Act, file: Path | None, force: bool) -> Change:
    """Take in a published schedule, or, without a file, what the installed holidays package knows by now.

    Raises:
        UsageProblem: the file is no schedule.
        Refused: it contradicts a year already known, and `force` is not given.
    """
    first_day = queries.calendar_span(act.connection)["first"]
    current = {
        row["day"]: Day(bool(row["is_working"]), bool(row["known"]), row["name"], row["source"])
        for row in queries.calendar_days(act.connection, first_day, "9999-12-31")
    }
    if file:
        new = _complete(schedules.read(file), current, file.name)
    else:
        new = _builtin_days(int(act.clock.now().day[:4]) + YEARS_AHEAD)
        new = {day: value for day, value in new.items() if _is_news(value, current.get(day))}
    contradicted = [
        day
        for day, value in sorted(new.items())
        if day in current and current[day].known and current[day].is_working != value.is_working
    ]
    if contradicted and not force:
        raise Refused(_contradiction(file.name if file else _("The holidays package"), contradicted))
    changed = {day: value for day, value in new.items() if current.get(day, ())[:2] != value[:2]}
    years = sorted(_known_years(current | changed) - _known_years(current))
    before = queries.due_dates(act.connection)
    if changed:
        _store(act, current | changed)
        detail = {
            "source": file.name if file else "holidays",
            "days": len(changed),
            "forced": bool(contradicted),
            # So that a return of an earlier day can be drawn again under the calendar of that day.
            "former": known.former_days({day: value._asdict() for day, value in current.items()}, list(changed)),
        }
        ledger.append(act, [Fact(None, "calendar_changed", occurred_at(act, None), detail)])
    after = queries.due_dates(act.connection)
    moves = [
        Move(case_no, before[case_no][0], due, provisional)
        for case_no, (due, _rule, provisional) in after.items()
        if due != before[case_no][0]
    ]
    for move in moves:
        ledger.settle(act, move.case_no, occurred_at(act, None), "calendar_changed")
    return Change(len(changed), years, moves)


def _contradiction(source: str, days: Sequence[str]) -> str:
    named = _(", ").join(days[:5])
    if len(days) > 5:
        named = _("{days} and others", days=named)
    return _(
        "{source} contradicts days already known: {days}. If it is a revised official schedule, import it with"
        " --force.",
        source=source,
        days=named,
    )


def _is_news(value: Day, known: Day | None) -> bool:
    """Whether the holidays package may say something of a day: not over a schedule that was imported from a file."""
    return known is None or not known.known or (value.known and known.source.startswith("holidays "))


def _complete(listed: Mapping[str, tuple[bool, str]], current: Mapping[str, Day], source: str) -> dict[str, Day]:
    """The days a schedule settles: those it lists, and, of a year not known yet whose schedule it is, all others.

    A schedule lists only what is out of the ordinary; some late-December days stand in the next year's file, so in a
    year already known the days it is silent on stay as they are.
    """
    first = min(current)
    days = {day: Day(working, True, name or None, source) for day, (working, name) in listed.items() if day >= first}
    for year in sorted({day[:4] for day in days}):
        is_schedule = all(f"{year}-{fixed}" in listed and not listed[f"{year}-{fixed}"][0] for fixed in _FIXED_HOLIDAYS)
        for day in _days_of(int(year)):
            ordinary = Day(date.fromisoformat(day).weekday() < 5, is_schedule, None, source)
            if day not in days and (day not in current or (is_schedule and not current[day].known)):
                days[day] = ordinary
    return _without_holes(days, current)


def _known_years(days: Mapping[str, Day]) -> set[str]:
    return {day[:4] for day in days} - {day[:4] for day, value in days.items() if not value.known}


def _without_holes(days: dict[str, Day], current: Mapping[str, Day]) -> dict[str, Day]:
    """Guess the years between the calendar's end and the schedule: working days are counted without gaps."""
    last = int(max(current)[:4])
    for year in range(last + 1, int(max([*days, max(current)])[:4])):
        for day in _days_of(year):
            days.setdefault(day, Day(date.fromisoformat(day).weekday() < 5, False, None, _GUESSED))
    return days


def _days_of(year: int) -> list[str]:
    first = date(year, 1, 1)
    return [(first + timedelta(days=n)).isoformat() for n in range((date(year + 1, 1, 1) - first).days)]


def _builtin_days(last_year: int) -> dict[str, Day]:
    # Heavy, and needed by init and calendar import alone.
    from importlib.metadata import version

    import holidays

    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, last_year + 1), language="zh_CN")
    source = f"holidays {version('holidays')}"
    make_up = {day.isoformat() for day in china.weekend_workdays}
    off = {day.isoformat(): name for day, name in china.items()}
    names = _holiday_names(off)
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
        for day in _days_of(year)
    }


def _holiday_names(off: Mapping[str, str]) -> dict[str, str]:
    """Each day's holiday; a day off in exchange for a make-up day, and that day, take the holiday beside."""
    names = {day: re.sub(r"（.*）", "", name) for day, name in off.items() if not name.startswith("休息日")}
    for day, name in off.items():
        exchanged = re.search(r"\d{4}-\d\d-\d\d", name) if name.startswith("休息日") else None
        if exchanged:
            near = min(names, key=lambda other: abs(date.fromisoformat(other) - date.fromisoformat(day)))
            names[exchanged[0]] = names[near]
            names[day] = names[near]
    return names


def _store(act: Act, days: Mapping[str, Day]) -> None:
    """Write the whole calendar, its working days numbered from the first."""
    from sqlite_utils import Database

    number = 0
    rows = []
    for day in sorted(days):
        number += days[day].is_working
        rows.append(
            {
                "day": day,
                "is_working": int(days[day].is_working),
                "working_no": number,
                "known": int(days[day].known),
                "name": days[day].name,
                "source": days[day].source,
            }
        )
    act.connection.execute("DELETE FROM calendar")
    Database(act.connection)["calendar"].insert_all(rows)  # type: ignore[union-attr]
