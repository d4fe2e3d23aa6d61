"""Making a complaint with its history of one row of an old register, or saying why it cannot be one."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.casework.fields import Fields, Given
from complaintctl.casework.table import Row
from complaintctl.clock import Moment, no_earlier
from complaintctl.errors import UsageProblem
from complaintctl.language import _, plural
from complaintctl.personal import Person, is_anonymous
from complaintctl.values import required_text

_ANONYMOUS = "匿名"  # what listings show, and registers hold, for a customer who gave no name
_AS_GIVEN = ("demand", "reason", "source_agency", "source_ref", "external_id", "note")
_FLAGS = ("public_figure", "hot_topic", "reputation")
_RESULT = ("findings", "fault", "satisfaction")


class Entry(NamedTuple):
    """What a row says, field by field, and what no complaint can be without."""

    row: Row
    given: Given
    received: Moment
    summary: str


class Step(NamedTuple):
    """An event of a case's history."""

    kind: str
    at: Moment
    detail: Mapping[str, Any]


class Complaint(NamedTuple):
    """A row that is taken in: the registration, the customer, and what was done since."""

    received: Moment
    registration: Mapping[str, Any]
    person: Person
    history: Sequence[Step]


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
    history = _history(fields, entry, unit)
    done = {step.kind for step in history}
    # What has no date is no event, but is not lost either: it stays with the registration.
    undated = ([] if "replied" in done else ["reply"]) + ([] if "result_reported" in done else [*_RESULT])
    registration = {
        **{field: given.get(field) for field in (*_AS_GIVEN, *undated)},
        **{flag: fields.flag(given, flag) for flag in _FLAGS},
        "channel": fields.code(given, "channel"),
        "category": category,
        "summary": entry.summary,
        "first_receiver": fields.member(given, "first_receiver") or fields.actor,
        "respondent_unit": unit,
        "subject_employee": fields.member(given, "subject"),
        "amount_fen": fields.amount(given, "amount"),
        "source_due_on": fields.moment(given, "source_due").day if "source_due" in given else None,
        "anonymous": anonymous,
        "import_key": import_key,
        "imported": True,
    }
    return Complaint(entry.received, registration, person, history)


def _customer(fields: Fields, given: Given, category: str | None) -> tuple[Person, bool]:
    """The customer, and whether he is anonymous."""
    name = given.get("name")
    person = Person(None if name == _ANONYMOUS else name, fields.number(given, "phone"), fields.number(given, "id_no"))
    anonymous = fields.flag(given, "anonymous") or name == _ANONYMOUS
    return person, is_anonymous(person, anonymous, category)


def _history(fields: Fields, entry: Entry, unit: str | None) -> Sequence[Step]:
    """What was done on the case, as far as the row has a date for it."""
    given = entry.given
    if "dispatched_at" in given and not unit:
        raise UsageProblem(
            _("{column} is given, but not the unit that the case was sent to.", column=fields.title("dispatched_at"))
        )
    steps = [
        *_step(fields, entry, "dispatched", "dispatched_at", {"to_unit": unit}),
        *_step(fields, entry, "replied", "replied_at", {"text": given.get("reply")}),
    ]
    closing = _closing(fields, entry, steps)
    result = {
        "text": given.get("findings"),
        "fault": fields.code(given, "fault"),
        "satisfaction": fields.code(given, "satisfaction"),
    }
    dated = next((step for step in (*steps, *closing) if step.kind != "dispatched"), None)
    if dated and any(result.values()):
        steps.append(Step("result_reported", dated.at, {**result, "imported": True}))
    return [*steps, *closing]


def _step(fields: Fields, entry: Entry, kind: str, field: str, detail: Mapping[str, Any]) -> Sequence[Step]:
    """The step that a field dates, if there is one."""
    if field not in entry.given:
        return []
    stated = fields.past(entry.given, field)
    at = no_earlier(stated, entry.received)
    if at:
        return [Step(kind, at, {**detail, "imported": True})]
    if fields.mapping.early_dates_count_as_receipt:
        return [Step(kind, entry.received, {**detail, "stated_on": stated.day, "imported": True})]
    raise UsageProblem(
        _(
            "{column} {time} is before receipt, {received}.",
            column=fields.title(field),
            time=stated.text[:16],
            received=entry.received.text[:16],
        )
    )


def _closing(fields: Fields, entry: Entry, steps: Sequence[Step]) -> Sequence[Step]:
    """The closing, on its own date; of a case only said to be closed, on the last date that the row has."""
    is_closed = fields.flag(entry.given, "closed")
    last = max([entry.received, *(step.at for step in steps)])
    if "closed_at" not in entry.given:
        return [Step("closed", last, {"imported": True})] if is_closed else []
    title = fields.title("closed_at")
    if is_closed is False:
        raise UsageProblem(
            _(
                "{closed} says that the case is open, yet {column} has a date.",
                closed=fields.title("closed"),
                column=title,
            )
        )
    (step,) = _step(fields, entry, "closed", "closed_at", {})
    at = no_earlier(step.at, last)
    if not at:
        raise UsageProblem(
            _(
                "{column} {time} is before the step of {last}.",
                column=title,
                time=step.at.text[:16],
                last=last.text[:16],
            )
        )
    return [step._replace(at=at)]
