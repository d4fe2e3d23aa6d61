"""Supervision slips (Art. 10)."""

from collections.abc import Iterator
from typing import Annotated

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.cases.directory_rows import serving
from complaintctl.handling import rows as handling_rows
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def supervise(
    act: Act,
    given: str,
    *,
    reason: Annotated[
        str,
        Option(
            "overdue, major, directive or report_returned: a code or its label.",
            ask="Why is the unit supervised",
            kind="supervision_reason",
        ),
    ],
    due: Annotated[str | None, Option("The day it sets; default by the policy.", "DATE")] = None,
    text: Annotated[str | None, Option("What the unit is to do.")] = None,
    at: At = None,
) -> Done:
    """Issue a numbered supervision slip to the unit the case lies with (Art. 10).

    Without a due date it gives the working days of the policy.

    Raises:
        Refused: the case lies with no unit, with one that is no more, or with one that it reports (Art. 13).
    """
    case = open_case(act, given, _("it cannot be supervised any more"))
    why = rule_rows.code(act.connection, "supervision_reason", reason, case["received_on"])
    if case["lead_unit"] is None:
        raise Refused(
            "{case_no} lies with no unit that could be supervised: complaintctl transfer {case_no} --to UNIT", **case
        )
    recusal.unit_may_have(act.connection, case, case["lead_unit"])
    moment = occurred_at(act, at, case["dispatched_at"])
    unit = serving(directory_rows.unit(act.connection, case["lead_unit"]), moment.day)
    days = int(rule_rows.policy(act.connection, "supervision_days", case["received_on"]))
    due_on = parse_day(due, "--due") if due else calendar_rows.working_day_after(act.connection, moment.day, days)
    if due_on is not None and due_on < moment.day:
        raise UsageProblem("--due {due_on} is before the slip itself, {day}.", due_on=due_on, day=moment.day)
    detail = {
        "slip_no": ledger.next_number(act, "supervise", int(moment.day[:4])),
        "to_unit": unit["code"],
        "reason": why,
        "due_on": due_on,
        "text": clean_text(text or "", _("The text")),
    }
    notes = list(_warnings(act, case, why, unit["name"]))
    record(act, case, "supervised", moment, detail)
    said = {"slip_no": detail["slip_no"], "unit": unit["name"], "due": due_on or _("not known")}
    sentence = _("{case_no}: supervision slip {slip_no} to {unit}, due {due}.", **case, **said)
    return Done(case["case_no"], sentence, notes)


def _warnings(act: Act, case: Row, reason: str, unit: str) -> Iterator[str]:
    """Say what a supervision slip states that the record does not bear out."""
    said = {"case_no": case["case_no"], "unit": unit}
    late = queries.row_in(act.connection, "overdue_case", case_no=case["case_no"])
    if reason == "overdue" and late is None:
        yield _("{case_no} is not overdue.", **said)
    elif reason == "overdue" and late and late["reason_reported"]:
        yield _("The reason why {case_no} is late is on record: it is supervised nonetheless.", **said)
    elif reason == "major" and not case["is_major"]:
        yield _("{case_no} is not major.", **said)
    slip_no = handling_rows.open_supervision(act.connection, case["case_no"])
    if slip_no is not None:
        yield _("Supervision slip {slip_no} is with {unit} already.", slip_no=slip_no, **said)
