"""The days of a month with the cases that fall due on each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from sqlite3 import Row

from complaintctl.base.language import _, marked
from complaintctl.base.text import day_in_words, visible
from complaintctl.calendar.days_page import as_month
from complaintctl.tables.listing import Listing, Record

DUE = Listing("day day_type name falling_due provisional case_nos other_due other_case_nos")
_OTHER = {"supervised": marked("day of the supervision slip"), "expected_on": marked("expected to be finished")}
_NAMED = 3  # cases of a day that are named

ByDay = Mapping[str, Sequence[Row]]


def by_day(awaited: Sequence[Row]) -> ByDay:
    """The cases that fall due on each day, the days in order; on the day "" those of unknown due date."""
    return {day: list(rows) for day, rows in groupby(awaited, lambda row: row["due_on"] or "")}


def records(days: Sequence[Row], due: ByDay, other: ByDay) -> list[Record]:
    """Each day of a month with the cases that fall due on it, and those of which something else is due."""
    return [
        {
            "day": day["day"],
            "day_type": day["day_type"],
            "name": day["name"],
            "falling_due": len(due.get(day["day"], ())),
            "provisional": any(row["provisional"] for row in due.get(day["day"], ())),
            "case_nos": " ".join(row["case_no"] for row in due.get(day["day"], ())),
            "other_due": len(other.get(day["day"], ())),
            "other_case_nos": " ".join(dict.fromkeys(row["case_no"] for row in other.get(day["day"], ()))),
        }
        for day in days
    ]


def as_due_month(days: Sequence[Row], due: ByDay, other: ByDay, today: str, mark: str, language: str) -> str:
    """A month as a page, beside each day how much falls due; below it of which cases, and what no day of it shows."""
    beside = {day: _counted(due.get(day, ()), other.get(day, ())) for day in {*due, *other} - {""}}
    lines = [
        _("(n) cases due   (n?) provisionally, for the schedule is not published   (n+m) and m other things due"),
        *_named(days, due, other, language),
    ]
    late = sum(len(rows) for day, rows in due.items() if "" < day < today)
    if late:
        lines.append(_("Overdue: {number}, listed by complaintctl overdue", number=late))
    if undated := len(due.get("", ())):
        lines.append(_("Due date not known, for the calendar ends before it: {number}", number=undated))
    return as_month(days, today, mark, beside) + "".join(f"{visible(line)}\n" for line in lines)


def _counted(rows: Sequence[Row], others: Sequence[Row]) -> str:
    is_provisional = any(row["provisional"] for row in (*rows, *others))
    return f"({len(rows)}{f'+{len(others)}' if others else ''}{'?' if is_provisional else ''})"


def _named(days: Sequence[Row], due: ByDay, other: ByDay, language: str) -> Iterator[str]:
    for day in days:
        cases = [row["case_no"] for row in due.get(day["day"], ())]
        others = [
            f"{row['case_no']} {row[f'label_{language}'] or _(_OTHER[row['what']])}"
            for row in other.get(day["day"], ())
        ]
        for place, (named, between) in enumerate(((cases, " "), (others, _(", ")))):
            if named:
                more = _("… and {number} more", number=len(named) - _NAMED) if len(named) > _NAMED else ""
                also = _("also due:") if place else ""
                told = (day_in_words(day["day"], language), also, between.join(named[:_NAMED]), more)
                yield "  ".join(filter(None, told))
