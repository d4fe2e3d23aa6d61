"""The steps of a case that a row of a register has: acts in lines of a column, and those with a date of their own."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

from complaintctl.base.clock import Moment, no_earlier
from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.register.register_lines import ABSENT, Line, stamp
from complaintctl.taking_over.cures import EARLY, default
from complaintctl.taking_over.row_fields import RowFields

ENDS = {"撤诉": "withdrawn", "作废": "voided"}  # how a case ended that was not closed
_RESULT = ("findings", "fault", "satisfaction", "responsible")


class Step(NamedTuple):
    """An event of a case's history."""

    kind: str
    at: Moment
    detail: Mapping[str, Any]


Steps = Sequence[Step]


def acts_in_lines(row: RowFields) -> tuple[Steps, Mapping[str, Any]]:
    """Return the due date, briefings, directives and slips of a row; as `stated_…` what is none of them (Arts 8-10).

    One that is in the future, or before receipt, is noted.
    """
    steps, stated = [], {}
    if due_on := row.given.get("due_on"):
        try:
            steps.append(Step("deadline_set", row.received, {"due_on": row.read("due_on", due_on)}))
        except UsageProblem:  # words such as 三个工作日
            stated["stated_due_on"] = due_on
    kinds = {"briefings": "briefed", "directives": "directed", "slips": "dispatched"}
    for field, kind in kinds.items():
        words = []
        for line in row.lines(field):
            with row.noting(), suppress(NotFound):
                if isinstance(line, Line):
                    detail = _detail(row, kind, line)
                    at = no_earlier(row.past(field, line.at), row.received)
                    steps.append(Step(kind, at or _refuse_early(row, field, line.at), detail))
                    continue
            words.append(str(line))
        stated[f"stated_{field}"] = "\n".join(words)
    return steps, stated


def _detail(row: RowFields, kind: str, line: Line) -> Mapping[str, Any]:
    """Return what the act of a line says. Raises NotFound if it names nobody, or is no act."""
    file, names = row.file, row.file.names
    if kind == "dispatched":
        return {"to_unit": names.unit(line.name), "stated_slip_no": next(iter(line.notes), None)}
    if kind == "directed":
        if not line.text:
            raise NotFound("A directive says what is to be done.")
        return {"by": names.member(line.name, role=file.briefed_first), "text": line.text}
    word = next((note for note in line.notes if note != ABSENT), None)
    stated = file.code("role", word) if word else None
    leader = names.member(line.name, role=stated or file.briefed_first)
    role = stated or names.roles.get(leader, file.briefed_first)
    return {"to": leader, "role": role, "absent": ABSENT in line.notes, "text": line.text}


def dated_steps(row: RowFields, unit: str | None) -> tuple[Steps, Mapping[str, Any]]:
    """Return transfer, replies, result, end and archive of a row; what has no date is no event, but kept as it stands.

    A step that is before receipt or in the future, an end before another step, and what contradicts itself are noted.
    """
    given = row.given
    if "dispatched_at" in given and "unit" not in given:
        error = UsageProblem(
            "{column} is given, but not the unit that the case was sent to.", column=row.title("dispatched_at")
        )
        error.add_note(default("unit"))
        row.faults.append(error)
    transfer = _step(row, "dispatched", "dispatched_at", {"to_unit": unit})
    reply = _step(row, "replied", "replied_at", {"text": given.get("reply")})
    # What was said on receipt is the answer on the spot (Art. 8(1)).
    answer = given.get("answered")
    on_the_spot = answer and reply and stamp(reply[0].at.text) == stamp(row.received.text)
    if on_the_spot:
        reply = [reply[0]._replace(detail={"text": answer, "on_the_spot": True})]
    end = _end(row, [*transfer, *reply])
    source = _step(row, "contacted", "source_replied_at", {"purpose": "source_reply"})
    result = {"text": given.get("findings"), **{field: row.value(field) for field in _RESULT[1:]}}
    result["compensation_fen"] = compensation = row.value("compensation")
    if "reported_at" in row.file.places:
        report = _step(row, "result_reported", "reported_at", result)
    else:  # the register has no column for the report: it counts as made with the next step
        report = [Step("result_reported", step.at, result) for step in [*reply, *end][:1] if any(result.values())]
    archive_no = given.get("archive_no")
    archive = [Step("archived", step.at, {"stated_archive_no": archive_no}) for step in end if archive_no]
    known_end = end and (given.get("ending") in ENDS or row.known_code("ending"))
    unsaid = {
        **({} if reply else {"reply": given.get("reply")}),
        **({} if report else {field: given.get(field) for field in _RESULT} | {"compensation_fen": compensation}),
        **({} if archive else {"archive_no": archive_no}),
        **({} if on_the_spot else {"stated_answer": answer}),
        **({} if known_end else {"stated_ending": given.get("ending")}),
    }
    return [*transfer, *reply, *source, *report, *end, *archive], unsaid


def _end(row: RowFields, before: Steps) -> Steps:
    """Return the end of a case, on its own date; of one only said to be closed, on the last date that the row has.

    Where that is not the reply's, nobody knows when the case ended: it is marked as undated, and judged by no limit.
    """
    is_closed = row.value("closed")
    last = max([row.received, *(step.at for step in before)])
    kind = ENDS.get(row.given.get("ending", ""), "closed")
    detail = {"ending": row.known_code("ending")}
    if "closed_at" not in row.given:
        is_undated = not any(step.kind == "replied" for step in before)
        return [Step(kind, last, {**detail, "undated": is_undated})] if is_closed else []
    title = row.title("closed_at")
    if is_closed is False:
        closed = row.title("closed")
        row.faults.append(
            UsageProblem("{closed} says that the case is open, yet {column} has a date.", closed=closed, column=title)
        )
    for step in _step(row, kind, "closed_at", detail):
        if at := no_earlier(step.at, last):
            return [step._replace(at=at)]
        day, late = step.at.text[:16], last.text[:16]
        row.faults.append(
            UsageProblem("{column} {time} is before the step of {last}.", column=title, time=day, last=late)
        )
    return []


def _step(row: RowFields, kind: str, field: str, detail: Mapping[str, Any]) -> Steps:
    """Return the step that a field dates, if there is one; what is wrong with its date is noted."""
    if field not in row.given:
        return []
    with row.noting():
        stated = row.past(field)
        at = no_earlier(stated, row.received)
        if not at and row.file.mapping.early_dates_count_as_receipt:
            return [Step(kind, row.received, {**detail, "stated_on": stated.day})]
        return [Step(kind, at or _refuse_early(row, field, stated.text[:16], cure=EARLY), detail)]
    return []


def _refuse_early(row: RowFields, field: str, time: str, cure: str = "") -> NoReturn:
    """Refuse a step before receipt. Raises UsageProblem, with a line of the mapping that cures it."""
    received = row.received.text[:16]
    error = UsageProblem(
        "{column} {time} is before receipt, {received}.", column=row.title(field), time=time, received=received
    )
    error.add_note(cure)
    raise error
