"""Making a complaint with its history of one row of an old register, or saying why it cannot be one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Masked, UsageProblem
from complaintctl.base.language import plural
from complaintctl.base.values import required_text
from complaintctl.disk.csv_table import Row
from complaintctl.privacy.personal import Person, is_anonymous
from complaintctl.taking_over import act_lines, dated_columns
from complaintctl.taking_over.dated_columns import Step
from complaintctl.taking_over.recorded_row import by_record
from complaintctl.taking_over.row_fields import Fields, Given

_ANONYMOUS = "匿名"  # what listings show, and registers hold, for a customer who gave no name
_RESTRICTED = "保密"  # and for one who is not named to everybody
# What the registration says, and the field that says it.
_REGISTERED = {
    **{field: field for field in ("demand", "source_agency", "source_ref", "note", "channel", "nature")},
    **{field: field for field in ("escorted_by", "representatives", "group_size")},
    "amount_fen": "amount",
    "source_due_on": "source_due",
    "stated_registered_at": "registered_at",
    "stated_restricted": "restricted",
    "stated_reopenings": "reopenings",
}
_FACTS = ("category", "nature", "respondent_unit", "subject_employee", "amount_fen", "group_size")


class Entry(NamedTuple):
    """A row field by field, with what no complaint can be without."""

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
    """Read a row that says when a complaint was received and what about.

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
            "{column} {day} cannot be right: the calendar begins on {first_day}.",
            column=fields.title("received_at"),
            day=received.day,
            first_day=first_day,
        )
    return Entry(row, given, received, summary)


def complaint(fields: Fields, entry: Entry, import_key: str) -> Complaint:
    """Make the complaint of a row and its history.

    Raises:
        UsageProblem: a cell cannot be read, contradicts another one, or was edited beside what is recorded of it.
        NotFound: an unknown code, unit or person.
    """
    given = by_record(fields, entry.given)
    for field in ("channel", "category"):
        fields.needed(given, field)
    category, unit = fields.value(given, "category"), fields.value(given, "unit")
    person, anonymous = _customer(fields, given, category)
    several = act_lines.several_acts(fields, given, entry.received)
    dated = dated_columns.dated(fields, given, entry.received, unit)
    registration = {
        **several.stated,
        **dated.stated,
        **{flag: fields.value(given, flag) for flag in fields.stated_grounds},
        "reason": given.get("reason"),
        **(dict(act_lines.majority(fields, given["major"])) if "major" in given else {}),
        "summary": entry.summary,
        "first_receiver": fields.member(given, "first_receiver", unit_field="first_receiver_unit") or fields.actor,
        **{key: fields.value(given, field) for key, field in _REGISTERED.items()},
        "external_id": given.get("former_id", given.get("external_id")),
        "category": category,
        "respondent_unit": unit,
        "subject_employee": fields.member(given, "subject", perhaps_of=unit),
        "anonymous": anonymous,
        "stated_registered_by": fields.value(given, "registered_by"),
        "import_key": import_key,
        "imported": True,
    }
    registration["nature"], classified = _nature(fields, registration, entry.received)
    return Complaint(
        entry.row.line,
        given.get("external_id"),
        entry.received,
        registration,
        person,
        [*classified, *several.steps, *dated.steps],
        given.get("repeat_of"),
    )


def _nature(fields: Fields, registration: Mapping[str, Any], received: Moment) -> tuple[str | None, Sequence[Step]]:
    """Return the nature to register a case under, and the step after which it is what the row says.

    A report of wrongdoing that was classified otherwise later is kept from whom it reported all the same (Art. 13).
    """
    nature, category = registration["nature"], registration["category"]
    if not registration["stated_restricted"] or (category, nature) in fields.restricted_kinds:
        return nature, ()
    facts = {name: registration[name] for name in (*_FACTS, *fields.stated_grounds)}
    return fields.restricted_nature, [Step("classified", received, {**facts, "imported": True})]


def _customer(fields: Fields, given: Given, category: str | None) -> tuple[Person, bool]:
    """Return the customer, and whether they are anonymous. Raises Masked if the row does not say who they are."""
    name = given.get("name")
    stated = fields.value(given, "anonymous")
    is_nameless = (name == _ANONYMOUS and stated is not False) or (
        name == _RESTRICTED and fields.value(given, "restricted") is not False
    )
    phone, id_no = fields.value(given, "phone"), fields.value(given, "id_no")
    person = Person(None if is_nameless else name, phone, id_no, given.get("address"))
    for field, text in person._asdict().items():
        if text and re.search("[*＊×●]", text):
            raise Masked(
                "{column} {given} is masked: write the register with `complaintctl ledger --reveal --reason TEXT`,"
                " or empty the cell.",
                column=fields.title(field),
                given=repr(text),
            )
    if stated is False:
        return person, False
    return person, is_anonymous(person, stated or name == _ANONYMOUS, category in fields.nameless_categories)
