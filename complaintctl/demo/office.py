"""The bank at one moment: what time it is, who acts, what chance brings, and when people do the next thing."""

from bisect import bisect_right
from collections.abc import Mapping
from random import Random
from typing import Any

from complaintctl.base.clock import Clock, Moment
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows
from complaintctl.demo import invented_bank
from complaintctl.demo.data import TEXTS, YEAR
from complaintctl.handling import contacts
from complaintctl.record import views
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Rows

OPENING, CLOSING = 8 * 60 + 30, 17 * 60 + 30  # minutes of the day


class Office:
    """The invented bank at work, led through the year by whoever turns its clock."""

    def __init__(self, act: Act, chance: Random) -> None:
        self.now = act.clock.now()
        self.chance = chance
        self.connection = act.connection
        span = calendar_rows.calendar_span(act.connection)
        days = calendar_rows.calendar_days(act.connection, span["first"], span["last"])
        self._working_days = [str(row["day"]) for row in days if row["is_working"]]

    def turn_to(self, moment: Moment) -> None:
        """Let it be that moment, for those who act and for every rule that asks what day it is."""
        self.now = moment
        views.set_clock(self.connection, moment)

    def act(self, actor: str) -> Act:
        """Let one of the staff act now."""
        return Act(self.connection, Clock(self.now), actor, self.chance.randbytes)

    def officer(self) -> Act:
        """Let whoever of 监察室 is at hand act now."""
        return self.act(self.chance.choice(invented_bank.OFFICERS))

    def tell(self, case: str, purpose: str, text: str, method: str = "电话") -> None:
        """Let whoever of 监察室 is at hand make a contact now."""
        contacts.contact(self.officer(), case, contacts.Contact(purpose, text, method))

    def open_duties(self, case: str) -> Rows:
        """Read what is owed in a case now."""
        return case_rows.open_duties(self.connection, case)

    def due_on(self, case: str) -> str:
        """Read by which day a case is to be answered."""
        deadline = case_rows.deadline(self.connection, case)
        assert deadline is not None
        return str(deadline["due_on"])

    # ---- Chance ----

    def happens(self, what: str) -> bool:
        """Draw whether something happens, by its share."""
        return self.chance.random() < float(YEAR["shares"][what])

    def text(self, *names: str) -> Any:
        """Draw one of the texts of a name, and of a name within it."""
        texts: Any = TEXTS
        for name in names:
            texts = texts[name]
        return self.chance.choice(texts)

    def weighted(self, weights: Mapping[str, int]) -> str:
        """Draw one of these by their weights."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    # ---- Office hours, by the file's own calendar of working days ----

    def working_days(self, first: str, last: str) -> list[str]:
        """The working days from one day to another, both included."""
        return [day for day in self._working_days if first <= day <= last]

    def days_left(self, case: str) -> int:
        """Count the working days after now, up to and including the case's due date; none if it is past."""
        return max(0, self._place(self.due_on(case)) - self._place(self.now.day))

    def some_time(self, day: str) -> Moment:
        """Draw any moment of a day's office hours."""
        return at_minute(day, self.chance.randint(OPENING, CLOSING))

    def soon(self, moment: Moment | None = None) -> Moment:
        """Draw a moment shortly after another, or after now, once the office is open."""
        moment = moment or self.now
        minute = int(moment.text[11:13]) * 60 + int(moment.text[14:16]) + self.chance.randint(3, 25)
        if moment.day == self._working_day(moment.day, 0) and minute <= CLOSING:
            return at_minute(moment.day, max(minute, OPENING))
        return at_minute(self._working_day(moment.day, 1), OPENING + self.chance.randint(0, 50))

    def later(self, least_days: int, most_days: int) -> Moment:
        """Draw a moment so many working days after now."""
        return self.in_days(self.chance.randint(least_days, most_days))

    def in_days(self, days: int) -> Moment:
        """Draw a moment on the working day that many after now; for 0 days, shortly after now."""
        return self.some_time(self._working_day(self.now.day, days)) if days else self.soon()

    def _working_day(self, day: str, number: int) -> str:
        return self._working_days[self._place(day) - 1 + number]

    def _place(self, day: str) -> int:
        return bisect_right(self._working_days, day)


def at_minute(day: str, minute: int) -> Moment:
    """The moment of a day's minute."""
    return Moment(f"{day}T{minute // 60:02}:{minute % 60:02}:00+08:00")
