"""Making a complaint with its history of one row of an old register, or saying why it cannot be one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl import personal
from complaintctl.casework import steps, told
from complaintctl.casework.fields import Fields, Given
from complaintctl.casework.steps import Step
from complaintctl.casework.table import Row
from complaintctl.clock import Moment
from complaintctl.errors import Masked, UsageProblem
from complaintctl.language import _, plural
from complaintctl.personal import Person, is_anonymous
from complaintctl.values import required_text

_ANONYMOUS = "匿名"  # what listings show, and registers hold, for a customer who gave no name
_RESTRICTED = "保密"  # and for one who is not named to everybody
_AS_GIVEN = ("demand", "reason", "source_agency", "source_ref", "external_id", "note")


class Entry(NamedTuple):
    """What a row says, field by field, and what no complaint can be without."""

    row: Row
    given: Given
    received: Moment
    summary: str


class Complaint(NamedTuple):
    """A row that is taken in: its line and number, the registration, the customer, and what was done since."""

    line: int
    number: str | None
    received: Moment
    registration: Mapping[str, Any]
    person: Person
    history: Sequence[Step]
    repeat_of: str | None  # the number of the complaint that it repeats


def read(fields: Fields, row: Row, first_day: str) -> Entry:
    """What a row says, if it says when a complaint was received and what about.

    Raises:
        UsageProblem: it does not, or the date is in the future or before `first_day`, an ISO day.
    """
    if row.fault:
        raise UsageProblem(row.fault)
    cells, surplus = row.cells[: fields.width], row.cells[fields.width :]
    if len(cells) < fields.width or any(cell.strip() for cell in surplus):
        raise UsageProblem(
            plural(
                "The row has {number} cell, the header has {width}.",
                "The row has {number} cells, the header has {width}.",
                len(row.cells),
                width=fields.width,
            )
        )
    for place, fault in row.cell_faults.items():
        if place in fields.used:
            raise UsageProblem(fault)
    given = fields.given(cells)
    summary = required_text(fields.needed(given, "summary"), fields.title("summary"))
    fields.needed(given, "received_at")
    received = fields.past(given, "received_at")
    if received.day < first_day:
        raise UsageProblem(
            _(
                "{column} {day} cannot be right: the calendar begins on {first_day}.",
                column=fields.title("received_at"),
                day=received.day,
                first_day=first_day,
            )
        )
    return Entry(row, given, received, summary)


def complaint(fields: Fields, entry: Entry, import_key: str) -> Complaint:
    """The complaint of a row and its history.

    Raises:
        UsageProblem: a cell cannot be read, or contradicts another one.
        NotFound: an unknown code, unit or person.
    """
    given = entry.given
    for field in ("channel", "category"):
        fields.needed(given, field)
    category, unit = fields.code(given, "category"), fields.unit(given)
    person, anonymous = _customer(fields, given, category)
    in_lines = told.in_lines(fields, given, entry.received)
    dated = steps.dated(fields, given, entry.received, unit)
    registration = {
        **in_lines.stated,
        **dated.stated,
        **{field: given.get(field) for field in _AS_GIVEN},
        **{flag: fields.flag(given, flag) for flag in fields.stated_grounds},
        **(dict(told.majority(fields, given["major"])) if "major" in given else {}),
        "external_id": given.get("former_id", given.get("external_id")),
        "channel": fields.code(given, "channel"),
        "category": category,
        "summary": entry.summary,
        "first_receiver": fields.member(given, "first_receiver", unit_field="first_receiver_unit") or fields.actor,
        "escorted_by": fields.names.member_or_text(given.get("escorted_by")),
        "representatives": fields.people(given, "representatives"),
        "group_size": fields.people(given, "group_size"),
        "nature": fields.code(given, "nature"),
        "respondent_unit": unit,
        "subject_employee": fields.member(given, "subject", perhaps_of=unit),
        "amount_fen": fields.amount(given, "amount"),
        "source_due_on": fields.moment(given, "source_due").day if "source_due" in given else None,
        "anonymous": anonymous,
        "stated_registered_at": fields.past(given, "registered_at").text if "registered_at" in given else None,
        "stated_registered_by": fields.names.member_or_text(given.get("registered_by")),
        "stated_restricted": fields.flag(given, "restricted"),
        "stated_reopenings": fields.times(given, "reopenings"),
        "import_key": import_key,
        "imported": True,
    }
    registration["nature"], classified = told.restriction(fields, registration, entry.received)
    return Complaint(
        entry.row.line,
        given.get("external_id"),
        entry.received,
        registration,
        person,
        [*classified, *in_lines.steps, *dated.steps],
        given.get("repeat_of"),
    )


def _customer(fields: Fields, given: Given, category: str | None) -> tuple[Person, bool]:
    """The customer, and whether he is anonymous. Raises Masked if the row does not say who he is."""
    name = given.get("name")
    stated = fields.flag(given, "anonymous")
    nameless = {
        *((_ANONYMOUS,) if stated is not False else ()),
        *((_RESTRICTED,) if fields.flag(given, "restricted") is not False else ()),
    }
    person = Person(
        None if name in nameless else name,
        fields.number(given, "phone"),
        fields.number(given, "id_no"),
        given.get("address"),
    )
    _refuse_masked(fields, person)
    if stated is False:
        return person, False
    return person, is_anonymous(person, stated or name == _ANONYMOUS, category in fields.nameless_categories)


def _refuse_masked(fields: Fields, person: Person) -> None:
    for field, text in person._asdict().items():
        if text and personal.is_masked(text):
            raise Masked(
                _(
                    "{column} {given} is masked: write the register with `complaintctl ledger --reveal --reason TEXT`,"
                    " or empty the cell.",
                    column=fields.title(field),
                    given=repr(text),
                )
            )
