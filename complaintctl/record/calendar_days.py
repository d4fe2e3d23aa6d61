"""Days of the calendar: as its table holds them, and as the events of the ledger write them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from complaintctl.record.queries import Rows, rows_of

_DAYS = "0123-"  # what an event writes of a day

# Of a file begun before version 8 of the tables the event that brought it up to it is the first to say its days.
_RECORDS = """
SELECT seq, kind, substr(recorded_at, 1, 10) AS day, detail -> 'calendar' AS calendar FROM main.event
WHERE case_no IS NULL AND kind IN ('file_created', 'program_changed', 'calendar_changed', 'calendar_extended')
    AND detail -> 'calendar' IS NOT NULL
ORDER BY seq
"""

Record = Mapping[str, Any]


class Day(NamedTuple):
    """A day of the calendar: whether it is worked, whether its year's schedule is published, and its holiday's name.

    The name of a make-up working day is the holiday it is worked for.
    """

    is_working: bool
    known: bool
    name: str | None
    source: str


def stored(connection: sqlite3.Connection) -> dict[str, Day]:
    """The calendar as it stands, by ISO day."""
    rows = connection.execute("SELECT day, is_working, known, name, source FROM main.calendar ORDER BY day")
    return {day: Day(bool(is_working), bool(known), *others) for day, is_working, known, *others in rows}


def store(connection: sqlite3.Connection, days: Mapping[str, Day]) -> None:
    """Write the whole calendar, its working days numbered from the first."""
    numbers = numbered({day: value.is_working for day, value in days.items()})
    rows = [(day, value.is_working, numbers[day], value.known, value.name, value.source) for day, value in days.items()]
    connection.execute("DELETE FROM calendar")
    connection.executemany(
        "INSERT INTO calendar (day, is_working, working_no, known, name, source) VALUES (?, ?, ?, ?, ?, ?)", rows
    )


def numbered(worked: Mapping[str, bool]) -> dict[str, int]:
    """The number of each day: a working day's own, a rest day's that of the last working day before it."""
    numbers, number = {}, 0
    for day in sorted(worked):
        number += worked[day]
        numbers[day] = number
    return numbers


def written(days: Mapping[str, Day], among: Iterable[str]) -> Record:
    """Days as an event says them: `first`, the first `among` these, and a character for each to the last of them.

    0 is a rest day, 1 a working day, 2 more where its schedule is published; a hyphen where there is no such day.
    """
    first, last = (date.fromisoformat(day) for day in (min(among), max(among)))
    text = ""
    for number in range((last - first).days + 1):
        day = days.get((first + timedelta(days=number)).isoformat())
        text += _DAYS[-1] if day is None else _DAYS[day.is_working + 2 * day.known]
    return {"first": first.isoformat(), "days": text}


def entered(days: Mapping[str, Day]) -> Record:
    """Days as the event says them that sets them, all from one source: `names` has the days of each holiday."""
    names: dict[str, list[str]] = {}
    for day in sorted(days):
        if name := days[day].name:
            names.setdefault(name, []).append(day)
    return {**written(days, days), "names": names, "source": next(iter(days.values())).source}


def as_they_stand(days: Mapping[str, Day]) -> list[Record]:
    """Days of several sources as an event says them: what is entered from each."""
    sources = dict.fromkeys(value.source for value in days.values())
    return [entered({day: value for day, value in days.items() if value.source == source}) for source in sources]


def records(connection: sqlite3.Connection) -> Rows:
    """The events that set days of the calendar, oldest first: seq, kind, the day of entry, and what they set."""
    return rows_of(connection, _RECORDS)


def is_whole(records: Rows) -> bool:
    """Tell whether events say every day of the calendar: those of an older file do not."""
    return any(record["kind"] in ("file_created", "program_changed") for record in records)


def read(record: Record) -> Iterator[tuple[str, tuple[bool, bool] | None]]:
    """Each day that an event says, whether it is worked and whether it is known; None for a hyphen."""
    first = date.fromisoformat(record["first"])
    for number, character in enumerate(record["days"]):
        code = _DAYS.index(character)
        yield (first + timedelta(days=number)).isoformat(), None if character == "-" else (code % 2 == 1, code > 1)


@lru_cache(maxsize=4)
def set_by(calendar: str) -> Mapping[str, Day]:
    """The days that an event set, as it set them."""
    # Kept, for a backup is proved by the same events as the file it was made of.
    said, days = json.loads(calendar), dict[str, Day]()
    for record in said if isinstance(said, list) else [said]:
        names = {day: name for name, of_name in record["names"].items() for day in of_name}
        days |= {day: Day(*code, names.get(day), record["source"]) for day, code in read(record) if code}
    return days
