"""The days of the calendar held against the events that set them; those of an older file, against the package."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from complaintctl.base.language import _
from complaintctl.calendar import calendar_end, schedules
from complaintctl.file.hand_edits import Difference
from complaintctl.record import calendar_days
from complaintctl.record.calendar_days import Day
from complaintctl.record.queries import Row, Rows, column_of

_IMPORTED = "SELECT detail ->> 'source' FROM main.event WHERE case_no IS NULL AND kind = 'calendar_changed'"


def edited(file: sqlite3.Connection) -> Iterator[Difference]:
    """Find the days that are not as the last event to set them says, and the first that is counted wrongly.

    Where no event says every day yet, they are held against what the holidays package says.
    """
    actual = calendar_days.stored(file)
    records = calendar_days.records(file)
    is_whole = calendar_days.is_whole(records)
    wanted = _on_record(records) if is_whole else _of_package(actual, set(column_of(file, _IMPORTED)))
    unlike = [day for day in sorted(actual | wanted) if actual.get(day) != wanted.get(day)]
    # Days that follow one another are as far from a fixed day as from the first of them in this list.
    for _distance, run in groupby(enumerate(unlike), lambda place: date.fromisoformat(place[1]).toordinal() - place[0]):
        days = [day for _place, day in run]
        said = days[0] if len(days) == 1 else _("{first} to {last}", first=days[0], last=days[-1])
        yield Difference("day", said, "changed" if is_whole else "unlike")
    numbers = calendar_days.numbered({day: value.is_working for day, value in actual.items()})
    for row in file.execute("SELECT day, working_no FROM main.calendar ORDER BY day"):
        if row["working_no"] != numbers[row["day"]]:
            yield Difference("day", row["day"], "miscounted")
            break


def taken_over(file: sqlite3.Connection) -> Row | None:
    """Return the event from which on the days of an older file are proved: seq, day; None if all always were."""
    first = next(iter(calendar_days.records(file)), None)
    return first if first and first["kind"] == "program_changed" else None


def _on_record(records: Rows) -> dict[str, Day]:
    days: dict[str, Day] = {}
    for record in records:
        days |= calendar_days.set_by(record["calendar"])
    return days


def _of_package(actual: Mapping[str, Day], imported: set[str]) -> dict[str, Day]:
    """The days as they should be by the holidays package: all but those of a schedule that was imported from a file.

    A package of another version may guess otherwise, and have other names: of its days only those count that both know.
    """
    last_day = min(max(actual, default=f"{schedules.FIRST_YEAR}-12-31"), calendar_end.LAST_DAY)
    wanted = dict(schedules.of_package(int(last_day[:4])))
    source = next(iter(wanted.values())).source
    for day, value in actual.items():
        said = wanted.get(day, value)
        if value.source in imported:
            wanted[day] = value
        elif value.source != source and value.source.startswith("holidays "):
            wanted[day] = value._replace(is_working=said.is_working) if value.known and said.known else value
    return wanted
