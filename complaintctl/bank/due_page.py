"""The days of a month with the cases that fall due on each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from sqlite3 import Row

from complaintctl.base.language import _
from complaintctl.base.text import day_in_words, visible
from complaintctl.calendar.days_page import as_month
from complaintctl.tables.listing import Listing, Record

DUE = Listing("day day_type name falling_due provisional case_nos")
_NAMED = 3  # cases of a day that are named

ByDay = Mapping[str, Sequence[Row]]


def by_day(awaited: Sequence[Row]) -> ByDay:
    """The cases that fall due on each day, the days in order; on the day "" those of unknown due date."""
    return {day: list(rows) for day, rows in groupby(awaited, lambda row: row["due_on"] or "")}


def records(days: Sequence[Row], due: ByDay) -> list[Record]:
    """Each day of a month with the cases that fall due on it."""
    return [
        {
            "day": day["day"],
            "day_type": day["day_type"],
            "name": day["name"],
            "falling_due": len(due.get(day["day"], ())),
            "provisional": any(row["provisional"] for row in due.get(day["day"], ())),
            "case_nos": " ".join(row["case_no"] for row in due.get(day["day"], ())),
        }
        for day in days
    ]


def as_due_month(days: Sequence[Row], due: ByDay, today: str, mark: str, language: str) -> str:
    """A month as a page, beside each day how many cases fall due; below it which, and what no day of it shows."""
    beside = {
        day: f"({len(rows)}{'?' if any(row['provisional'] for row in rows) else ''})"
        for day, rows in due.items()
        if day
    }
    lines = [_("(n) cases due   (n?) provisionally, for the schedule is not published"), *_named(days, due, language)]
    late = sum(len(rows) for day, rows in due.items() if "" < day < today)
    if late:
        lines.append(_("Overdue: {number}, listed by complaintctl overdue", number=late))
    if undated := len(due.get("", ())):
        lines.append(_("Due date not known, for the calendar ends before it: {number}", number=undated))
    return as_month(days, today, mark, beside) + "".join(f"{visible(line)}\n" for line in lines)


def _named(days: Sequence[Row], due: ByDay, language: str) -> Iterator[str]:
    for day in days:
        if rows := due.get(day["day"]):
            named = " ".join(row["case_no"] for row in rows[:_NAMED])
            more = _("… and {number} more", number=len(rows) - _NAMED) if len(rows) > _NAMED else ""
            yield "  ".join(filter(None, (day_in_words(day["day"], language), named, more)))
