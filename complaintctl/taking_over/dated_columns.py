"""The steps that a row of a register has a date for, each in a column of its own (Arts 9, 10, 11)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base import register_lines
from complaintctl.base.clock import Moment, no_earlier
from complaintctl.base.errors import UsageProblem
from complaintctl.taking_over.row_fields import Fields, Given

WITHDRAWN = "撤诉"  # how a case ended that was not closed
_RESULT = ("findings", "fault", "satisfaction", "responsible")


class Step(NamedTuple):
    """An event of a case's history."""

    kind: str
    at: Moment
    detail: Mapping[str, Any]


class History(NamedTuple):
    """Steps in their order, and what a row says that is no step, to be kept with the registration as it stands."""

    steps: Sequence[Step]
    stated: Mapping[str, Any]


def dated(fields: Fields, given: Given, received: Moment, unit: str | None) -> History:
    """Return transfer, replies, result, end and archive of a row; what has no date is no event, but kept as stated.

    Raises:
        UsageProblem: a step is before receipt or in the future, the end before another step, or the row contradicts
            itself.
    """
    if "dispatched_at" in given and not unit:
        title = fields.title("dispatched_at")
        raise UsageProblem("{column} is given, but not the unit that the case was sent to.", column=title)
    transfer = _step(fields, given, received, "dispatched", "dispatched_at", {"to_unit": unit})
    reply = _reply(fields, given, received)
    end = _end(fields, given, received, transfer, reply)
    source = _step(fields, given, received, "contacted", "source_replied_at", {"purpose": "source_reply"})
    report = _report(fields, given, received, [*reply, *end])
    archive = [
        Step("archived", step.at, {"stated_archive_no": given["archive_no"], "imported": True})
        for step in end
        if "archive_no" in given
    ]
    is_known_end = given.get("ending") == WITHDRAWN or fields.known_code(given, "ending") is not None
    stated = {
        **({} if reply else {"reply": given.get("reply")}),
        **({} if report else {field: given.get(field) for field in _RESULT}),
        **({} if report else {"compensation_fen": fields.value(given, "compensation")}),
        **({} if archive else {"archive_no": given.get("archive_no")}),
        **({} if any("on_the_spot" in step.detail for step in reply) else {"stated_answer": given.get("answered")}),
        **({} if end and is_known_end else {"stated_ending": given.get("ending")}),
    }
    return History([*transfer, *reply, *source, *report, *end, *archive], stated)


def _reply(fields: Fields, given: Given, received: Moment) -> Sequence[Step]:
    """Return the reply to the customer; if it was given on receipt, it is the answer on the spot (Art. 8(1))."""
    found = _step(fields, given, received, "replied", "replied_at", {"text": given.get("reply")})
    answer = given.get("answered")
    if not answer or not found or register_lines.stamp(found[0].at.text) != register_lines.stamp(received.text):
        return found
    return [found[0]._replace(detail={"text": answer, "on_the_spot": True, "imported": True})]


def _report(fields: Fields, given: Given, received: Moment, after: Sequence[Step]) -> Sequence[Step]:
    """Return the result report, on its own date; in a register that has no column for it, on that of the next step."""
    result = {
        "text": given.get("findings"),
        **{field: fields.value(given, field) for field in ("fault", "satisfaction", "responsible")},
        "compensation_fen": fields.value(given, "compensation"),
    }
    if fields.has("reported_at"):
        return _step(fields, given, received, "result_reported", "reported_at", result)
    if not after or not any(result.values()):
        return []
    return [Step("result_reported", after[0].at, {**result, "imported": True})]


def _end(
    fields: Fields, given: Given, received: Moment, transfer: Sequence[Step], reply: Sequence[Step]
) -> Sequence[Step]:
    """Return the end of a case, on its own date; of one only said to be closed, on the last date that the row has.

    Where that is not the reply's, nobody knows when the case ended: it is marked as undated, and judged by no limit.
    """
    is_closed = fields.value(given, "closed")
    last = max([received, *(step.at for step in (*transfer, *reply))])
    kind = "withdrawn" if given.get("ending") == WITHDRAWN else "closed"
    detail = {"ending": fields.known_code(given, "ending")}
    if "closed_at" not in given:
        return [Step(kind, last, {**detail, "undated": not reply, "imported": True})] if is_closed else []
    title = fields.title("closed_at")
    if is_closed is False:
        closed = fields.title("closed")
        raise UsageProblem("{closed} says that the case is open, yet {column} has a date.", closed=closed, column=title)
    (step,) = _step(fields, given, received, kind, "closed_at", detail)
    at = no_earlier(step.at, last)
    if not at:
        day, before = step.at.text[:16], last.text[:16]
        raise UsageProblem("{column} {time} is before the step of {last}.", column=title, time=day, last=before)
    return [step._replace(at=at)]


def _step(
    fields: Fields, given: Given, received: Moment, kind: str, field: str, detail: Mapping[str, Any]
) -> Sequence[Step]:
    """Return the step that a field dates, if there is one."""
    if field not in given:
        return []
    stated = fields.past(given, field)
    at = no_earlier(stated, received)
    if at:
        return [Step(kind, at, {**detail, "imported": True})]
    if fields.mapping.early_dates_count_as_receipt:
        return [Step(kind, received, {**detail, "stated_on": stated.day, "imported": True})]
    raise before_receipt(fields.title(field), stated.text[:16], received)


def before_receipt(title: str, at: str, received: Moment) -> UsageProblem:
    """Say that a column has a time before receipt."""
    return UsageProblem(
        "{column} {time} is before receipt, {received}.", column=title, time=at, received=received.text[:16]
    )
