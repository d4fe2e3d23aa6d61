"""The day in a few lines: what is overdue, what is due, what is new, each with its matter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from sqlite3 import Row
from typing import NamedTuple

from complaintctl.base.language import _, plural
from complaintctl.base.text import cells, clipped, day_aloud, padded, visible
from complaintctl.cases.case_words import Labels

_SHOWN = 5
_LEAST = 12  # cells of a matter, below which it tells nothing


Matters = Callable[[Sequence[str]], Mapping[str, str]]


class Today(NamedTuple):
    """All that a day brings: cases overdue, duties due by its end of the others, cases new since a moment."""

    day: str
    overdue: Sequence[Row]
    due: Mapping[str, Sequence[Row]]  # by case, or "" for what is of none
    new: Sequence[Row]
    since: str


def today_lines(today: Today, matters: Matters, labels: Labels, language: str, width: int) -> Iterator[str]:
    """Counts, and of each the first lines; `matters` says what cases are about, as who looks may read it."""
    undated = sum(row["due_on"] is None for row in today.overdue)
    due = sorted(today.due.items(), key=lambda each: all((row["due_at"] or "") < today.day for row in each[1]))
    said = {"overdue": len(today.overdue) - undated, "due": len(due), "new": len(today.new)}
    counts = _("{day}: overdue {overdue}, to be done today {due}, new {new}",
               day=day_aloud(today.day, today.day, language), **said)  # fmt: skip
    yield counts + (_(", due not known {number}", number=undated) if undated else "")
    since = day_aloud(today.since[:10], today.day, language)
    groups = (
        (_("Overdue:"), [(row["case_no"], _overdue(row)) for row in today.overdue]),
        (_("Due today, or owed from before:"), [(case_no, _owed(rows, today.day, language)) for case_no, rows in due]),
        (_("New since {day}:", day=since), [(row["case_no"], _place(row, labels)) for row in today.new]),
    )
    for heading, found in groups:
        if found:
            yield heading
            yield from _lines(found[:_SHOWN], matters, width)
        if len(found) > _SHOWN:
            yield "  " + _("… and {number} more", number=len(found) - _SHOWN)
    yield _("`1` shows case 1, `todo` what is owed, `help` the commands; `exit` leaves.")


def _lines(found: Sequence[tuple[str, str]], matters: Matters, width: int) -> Iterator[str]:
    """A line a case: its number, as much of the matter as fits beside the rest, the rest."""
    numbers = max(cells(case_no) for case_no, _rest in found)
    room = max(width - numbers - max(cells(rest) for _case_no, rest in found) - 7, _LEAST)
    said = {case_no: clipped(visible(matter), room) for case_no, matter in matters([each[0] for each in found]).items()}
    column = max(map(cells, said.values()), default=0)
    for case_no, rest in found:
        yield clipped(f"  {padded(case_no, numbers)}  {padded(said.get(case_no, ''), column)}  {visible(rest)}", width)


def _overdue(row: Row) -> str:
    if row["due_on"] is None:
        return _("due not known")
    if row["working_days_overdue"] is None:
        return _("due {due}", due=row["due_on"])
    return plural("due {due}, {number} working day over", "due {due}, {number} working days over",
                  row["working_days_overdue"], due=row["due_on"])  # fmt: skip


def _owed(rows: Sequence[Row], day: str, language: str) -> str:
    """The duty owed of a case: one that is due today, else the earliest, with its day; and how many more."""
    first = next((row for row in rows if (row["due_at"] or "")[:10] == day), rows[0])
    duty = str(first[f"label_{language}"])
    if first["due_at"] and first["due_at"] < day:
        duty = _("{duty} (due {due})", duty=duty, due=first["due_at"][:10])
    return _("{duty} and {number} more", duty=duty, number=len(rows) - 1) if rows[1:] else duty


def _place(row: Row, labels: Labels) -> str:
    channel, unit = labels.get(("channel", row["channel"]), ""), labels.get(("unit", row["unit"]), "")
    return "  ".join(filter(None, (channel, unit)))
