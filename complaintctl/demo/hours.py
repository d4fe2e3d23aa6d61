"""Office hours: when people of the bank do the next thing, by the file's own calendar of working days."""

import sqlite3
from bisect import bisect_right
from random import Random

from complaintctl import queries
from complaintctl.clock import Moment

OPENING, CLOSING = 8 * 60 + 30, 17 * 60 + 30  # minutes of the day


class OfficeHours:
    """Moments on working days between opening and closing, drawn by chance."""

    def __init__(self, connection: sqlite3.Connection, chance: Random) -> None:
        span = queries.calendar_span(connection)
        days = queries.calendar_days(connection, span["first"], span["last"])
        self._working_days = [str(row["day"]) for row in days if row["is_working"]]
        self._chance = chance

    def working_days(self, first: str, last: str) -> list[str]:
        """The working days from one day to another, both included."""
        return [day for day in self._working_days if first <= day <= last]

    def days_left(self, now: Moment, day: str) -> int:
        """How many working days there are after now, up to and including a day; none if it is past."""
        return max(0, bisect_right(self._working_days, day) - bisect_right(self._working_days, now.day))

    def some_time(self, day: str) -> Moment:
        """Any moment of a day's office hours."""
        return at_minute(day, self._chance.randint(OPENING, CLOSING))

    def later(self, now: Moment, days: int) -> Moment:
        """Some time on the working day that many after now; for 0 days, shortly after now, once the office is open."""
        if days:
            return self.some_time(self._after(now.day, days))
        minute = minute_of(now) + self._chance.randint(3, 25)
        if now.day == self._after(now.day, 0) and minute <= CLOSING:
            return at_minute(now.day, max(minute, OPENING))
        return at_minute(self._after(now.day, 1), OPENING + self._chance.randint(0, 50))

    def _after(self, day: str, number: int) -> str:
        return self._working_days[bisect_right(self._working_days, day) - 1 + number]


def at_minute(day: str, minute: int) -> Moment:
    """The moment of a day's minute."""
    return Moment(f"{day}T{minute // 60:02}:{minute % 60:02}:00+08:00")


def minute_of(moment: Moment) -> int:
    """Which minute of its day a moment is."""
    return int(moment.text[11:13]) * 60 + int(moment.text[14:16])
