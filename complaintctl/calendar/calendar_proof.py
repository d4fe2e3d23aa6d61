"""The calendar held against the events that set its days."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from complaintctl.base.language import _
from complaintctl.record import calendar_days
from complaintctl.record.calendar_days import Day

_RECORDS = """
SELECT kind, detail -> 'calendar' AS calendar FROM event
WHERE case_no IS NULL AND kind IN ('file_created', 'calendar_changed', 'calendar_extended')
    AND detail -> 'calendar' IS NOT NULL
ORDER BY seq
"""


def edited_days(file: sqlite3.Connection) -> Iterator[str]:
    """Days that are not as the last event to set them says, and a wrong count of working days, a sentence each.

    Of a file begun by an older program the ledger does not say every day; those are taken as they are.
    """
    actual, entered = calendar_days.stored(file), dict[str, Day]()
    records = file.execute(_RECORDS).fetchall()
    for record in records:
        entered |= calendar_days.set_by(record["calendar"])
    if not any(record["kind"] == "file_created" for record in records):
        entered = actual | entered
    edited = [day for day in sorted(actual | entered) if actual.get(day) != entered.get(day)]
    # Days that follow one another are as far from a fixed day as from the first of them in this list.
    for _distance, run in groupby(enumerate(edited), lambda place: date.fromisoformat(place[1]).toordinal() - place[0]):
        days = [day for _place, day in run]
        said = days[0] if len(days) == 1 else _("{first} to {last}", first=days[0], last=days[-1])
        yield _("The calendar is not as it was entered, {days}: it was changed outside the program.", days=said)
    numbers = calendar_days.numbered({day: value.is_working for day, value in actual.items()})
    for row in file.execute("SELECT day, working_no FROM calendar ORDER BY day"):
        if row["working_no"] != numbers[row["day"]]:
            yield _("The working days of the calendar are counted wrongly from {day} on.", day=row["day"])
            break
