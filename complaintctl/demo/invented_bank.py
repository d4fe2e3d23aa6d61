"""The invented bank, from the TOML files beside this, at one moment: the time, who acts, and what chance brings."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from complaintctl.bank.directory import OFFICE
from complaintctl.base.clock import Clock, Moment
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_rows
from complaintctl.handling import contacts
from complaintctl.record.ledger import PRACTICE, Act

BANK, MATTERS, TEXTS, YEAR = (
    tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    for name in ("bank", "matters", "texts", "year")
)
STAFF = {member["code"]: member for member in BANK["staff"]}
FOUNDER, LEADER, DEPUTIES = next(iter(STAFF)), BANK["leader"], BANK["deputies"]
OFFICERS = [code for code, member in STAFF.items() if member["unit"] == OFFICE]
BRANCHES = {unit["code"]: unit["name"] for unit in BANK["units"] if unit["kind"] == "branch"}
# A life yields the moment at which it goes on, and is resumed when that moment has come.
Life = Iterator[Moment]
OPENING, CLOSING = 8 * 60 + 30, 17 * 60 + 30  # minutes of the day


def one_of(unit: str, role: str = "officer") -> str:
    """Name who has a role in a unit: who meets its customers, or its unit_head; for 监察室 its first officer."""
    found = (code for code, member in STAFF.items() if (member["unit"], member["role"]) == (unit, role))
    return str(next(found, FOUNDER))


class Office:
    """The invented bank at work, led through the year by whoever turns its clock."""

    def __init__(self, act: Act, chance: Random) -> None:
        self.now = act.clock.now()
        self.chance = chance
        self.connection = act.connection
        days = calendar_rows.calendar_days(act.connection, "2007-01-01", "2099-12-31")
        self.working_days = [str(row["day"]) for row in days if row["is_working"]]

    def act(self, actor: str) -> Act:
        """Let one of the staff act now."""
        return Act(self.connection, Clock(self.now), actor, self.chance.randbytes, PRACTICE)

    def officer(self) -> Act:
        """Let whoever of 监察室 is at hand act now."""
        return self.act(self.chance.choice(OFFICERS))

    def reviewer(self, case: str) -> Act:
        """Let whoever of 监察室 is at hand act now, but for who reports what it looked into itself."""
        is_own = case_rows.case(self.connection, case)["lead_unit"] in (None, OFFICE)
        return self.act(self.chance.choice([code for code in OFFICERS if not (is_own and code == FOUNDER)]))

    def tell(self, case: str, purpose: str, text: str, method: str = "电话") -> None:
        """Let whoever of 监察室 is at hand make a contact now."""
        contacts.contact(self.officer(), case, contacts.Contact(purpose, text, method))

    # ---- Chance ----

    def happens(self, what: str) -> bool:
        """Draw whether something happens, by its share."""
        return self.chance.random() < float(YEAR["shares"][what])

    def text(self, name: str, within: str | None = None) -> Any:
        """Draw one of the texts of a name, and of a name within it."""
        return self.chance.choice(TEXTS[name][within] if within else TEXTS[name])

    def weighted(self, weights: Mapping[str, int]) -> str:
        """Draw one of these by their weights."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    # ---- Office hours, by the file's own calendar of working days ----

    def days_left(self, case: str) -> int:
        """Count the working days after now, up to and including the case's due date; none if it is past."""
        due_on = case_rows.case(self.connection, case)["promised_due_on"]
        now, due = (bisect_right(self.working_days, day) for day in (self.now.day, due_on))
        return max(0, due - now)

    def some_time(self, day: str) -> Moment:
        """Draw any moment of a day's office hours."""
        return at_minute(day, self.chance.randint(OPENING, CLOSING))

    def soon(self, moment: Moment | None = None) -> Moment:
        """Draw a moment shortly after another, or after now, once the office is open."""
        time = (moment or self.now).text
        day, minute = time[:10], int(time[11:13]) * 60 + int(time[14:16]) + self.chance.randint(3, 25)
        if day == self._working_day(day, 0) and minute <= CLOSING:
            return at_minute(day, max(minute, OPENING))
        return at_minute(self._working_day(day, 1), OPENING + self.chance.randint(0, 50))

    def later(self, least_days: int, most_days: int) -> Moment:
        """Draw a moment so many working days after now."""
        return self.in_days(self.chance.randint(least_days, most_days))

    def in_days(self, days: int) -> Moment:
        """Draw a moment on the working day that many after now; for 0 days, shortly after now."""
        return self.some_time(self._working_day(self.now.day, days)) if days else self.soon()

    def _working_day(self, day: str, number: int) -> str:
        return self.working_days[bisect_right(self.working_days, day) - 1 + number]


def at_minute(day: str, minute: int) -> Moment:
    """The moment of a day's minute."""
    return Moment(f"{day}T{minute // 60:02}:{minute % 60:02}:00+08:00")
