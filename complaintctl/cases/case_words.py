"""A case with all that is on record of it, gathered for showing, and its due date in words."""

from collections.abc import Mapping, Sequence
from sqlite3 import Row
from typing import NamedTuple

from complaintctl.base.language import _, marked
from complaintctl.base.text import day_aloud, day_in_words
from complaintctl.privacy.personal import Person

Labels = Mapping[tuple[str, str], str]


class WholeCase(NamedTuple):
    """Everything the file knows of a case: its row, deadline, clocks, duties, slips, legs, events, its customer."""

    case: Row
    deadline: Row | None
    clocks: Sequence[Row]
    duties: Sequence[Row]
    slips: Sequence[Row]
    legs: Sequence[Row]
    events: Sequence[Row]
    person: Person
    grounds: Sequence[Row]  # on which it is major


def due_in_words(deadline: Row, language: str) -> str:
    """A due date with its weekday and whether it is provisional."""
    if deadline["due_on"] is None:
        return _("not known: past the end of the calendar (provisional)")
    day = day_in_words(deadline["due_on"], language)
    return _("{day} (provisional)", day=day) if deadline["provisional"] else day


def due_aloud(deadline: Row, counted: Row | None, today: str, language: str) -> str:
    """A due date as it is told to a customer, with its place in the count of its limit, if that counts days."""
    if deadline["due_on"] is None:
        return due_in_words(deadline, language)
    day = day_aloud(deadline["due_on"], today, language)
    if counted and counted["number"] is not None:
        said = (
            marked("{day}, working day {number}") if counted["day_kind"] == "working" else marked("{day}, day {number}")
        )
        day = _(said, day=day, number=counted["number"])
    return _("{day} (provisional)", day=day) if deadline["provisional"] else day
