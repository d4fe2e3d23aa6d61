"""A form about to be filled: the case, the act it is the paper of, and the paper itself."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from sqlite3 import Row
from typing import Any, NamedTuple

from complaintctl.render import chinese
from complaintctl.render.case import CaseFile, Labels

_WEEKDAYS = "一二三四五六日"


class Names:
    """What units and people were called at the time of an event: an old form keeps the name of its day."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def of(self, kind: str, code: str | None, seq: int) -> str:
        """The name that a unit or person had when event `seq` was entered; empty if there is no code."""
        for row in self._rows:
            if (row["kind"], row["code"]) == (kind, code) and (row["until_seq"] is None or row["until_seq"] > seq):
                return str(row["name"])
        return ""

    def unit_of(self, person: str) -> str | None:
        """The unit that a member of staff belongs to."""
        return {row["code"]: row["unit"] for row in self._rows if row["unit"]}.get(person)


class Sheet(NamedTuple):
    """Everything a form is filled from; of the customer the file holds as much as the form may show."""

    form: Row
    file: CaseFile
    event: Row | None  # the act it is the paper of, if it is not of the case itself
    number: str | None  # of that act
    paper: Mapping[str, str]  # the fields that are of no case: bank, office, who prints it
    copy_no: int | None
    blank: bool
    rule: Row
    labels: Labels
    choices: Mapping[str, Sequence[str]]  # the labels of fault and satisfaction, to tick by hand
    names: Names
    replies: Sequence[Row]  # how long each took, and whether it was late
    working_days: Callable[[str, str], int | None]  # that lie after a day, up to a later one
    has_superior: bool  # whether the head office is over the unit that decides

    def detail(self, event: Row | None = None) -> Mapping[str, Any]:
        """The details of an event, else of the act the form is the paper of; none if there is neither."""
        chosen = event or self.event
        return dict(json.loads(chosen["detail"])) if chosen else {}

    def of_kind(self, *kinds: str) -> Sequence[Row]:
        """The case's events of these kinds, oldest first."""
        return [row for row in self.file.events if row["kind"] in kinds]

    def last(self, *kinds: str) -> Row:
        """The last event of these kinds, of which there is one."""
        return self.of_kind(*kinds)[-1]

    def due_day(self, iso: str | None) -> str:
        """A due date with its weekday, and whether it may move."""
        if not iso:
            return "暂定"
        deadline = self.file.deadline
        provisional = deadline and deadline["provisional"] and deadline["due_on"] == iso
        weekday = _WEEKDAYS[date.fromisoformat(iso).weekday()]
        return chinese.punctuated(f"{chinese.day(iso)}(周{weekday})" + ("(暂定)" if provisional else ""))
