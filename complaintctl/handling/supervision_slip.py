"""Supervision slips: to the unit that has a case, for a reason that holds (Arts 10, 13)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.option import At, Option
from complaintctl.base.text import day_in_words
from complaintctl.base.values import clean_text
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import case_acts, case_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.cases.directory_rows import serving
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

# What is said where what a slip gives as its reason is not on record.
_ORDERED = {
    "directive": marked("No directive on {case_no} orders a supervision slip."),
    "report_returned": marked("No result report of {case_no} was sent back that is still to be made again."),
}


def may_supervise(act: Act, given: str) -> Row:
    """A case that lies with a unit which can be supervised. Raises Refused as `supervise` does."""
    case = open_case(act, given, _("it cannot be supervised any more"))
    if case["lead_unit"] is None:
        raise Refused(
            "{case_no} lies with no unit that could be supervised: complaintctl transfer {case_no} --to UNIT", **case
        )
    recusal.unit_may_have(act.connection, case, case["lead_unit"])
    return case


def _may_be_reason(act: Act, known: Mapping[str, Any], reason: str) -> None:
    """Raise as `supervise` does for a reason that does not hold now."""
    case = case_rows.case(act.connection, known["case"])
    code = rule_rows.code(act.connection, "supervision_reason", reason, case["received_on"])
    _refuse_not_overdue(act, case, code, occurred_at(act, known["at"], case["dispatched_at"]).day)


def _usual_day(act: Act, known: Mapping[str, Any]) -> str:
    """Say which day a slip sets of itself."""
    case = case_rows.case(act.connection, known["case"])
    day = _day_set(act, case, occurred_at(act, known["at"], case["dispatched_at"]).day)
    return day_in_words(day, spoken()) if day else _("not known")


def _day_set(act: Act, case: Row, day: str) -> str | None:
    """The day that a slip of a day sets by the policy; None beyond the calendar."""
    days = int(rule_rows.policy(act.connection, "supervision_days", case["received_on"]))
    return calendar_rows.working_day_after(act.connection, day, days)


def supervise(
    act: Act,
    given: str,
    *,
    reason: Annotated[
        str,
        Option(
            "overdue, major, directive, report_returned or no_answer: a code or its label.",
            ask="Why is the unit supervised",
            kind="supervision_reason",
            fits=_may_be_reason,
        ),
    ],
    due: Annotated[
        str | None,
        Option(
            "The day it sets; default by the policy.",
            "DATE",
            "By when is the unit to answer",
            "day",
            asked=True,
            otherwise=_usual_day,
        ),
    ] = None,
    text: Annotated[str | None, Option("What the unit is to do.", ask="What is the unit to do", asked=True)] = None,
    at: At = None,
) -> Done:
    """Issue a supervision slip to the unit (Art. 10).

    Example: complaintctl supervise 1 --reason overdue

    Raises:
        Refused: the case lies with no unit, with one that is no more, or with one that it reports (Art. 13); or it is
            not overdue yet, and the slip would say that it is.
    """
    case = may_supervise(act, given)
    why = rule_rows.code(act.connection, "supervision_reason", reason, case["received_on"])
    moment = occurred_at(act, at, case["dispatched_at"])
    unit = serving(directory_rows.unit(act.connection, case["lead_unit"]), moment.day)
    late = _refuse_not_overdue(act, case, why, moment.day)
    due_on = parse_day(due, "--due") if due else _day_set(act, case, moment.day)
    if due_on is not None and due_on < moment.day:
        raise UsageProblem("--due {due_on} is before the slip itself, {day}.", due_on=due_on, day=moment.day)
    detail = {
        "slip_no": ledger.next_number(act, "supervise", int(moment.day[:4])),
        "to_unit": unit["code"],
        "reason": why,
        "due_on": due_on,
        "text": clean_text(text or "", _("The text")),
    }
    notes = list(_warnings(act, case, why, late, unit["name"]))
    record(act, case, "supervised", moment, detail)
    said = {"slip_no": detail["slip_no"], "unit": unit["name"], "due": due_on or _("not known")}
    sentence = _("{case_no}: supervision slip {slip_no} to {unit}, due {due}.", **case, **said)
    return Done(case["case_no"], sentence, notes)


def _refuse_not_overdue(act: Act, case: Row, reason: str, day: str) -> Row | None:
    """The case as it is overdue, if it is. Raises Refused: a slip would say that it is where it is not."""
    late = queries.row_in(act.connection, "overdue_case", case_no=case["case_no"])
    if reason == "overdue" and (late is None or (late["due_on"] or "") >= day):
        deadline = case_rows.deadline(act.connection, case["case_no"])
        if deadline and deadline["stopped_on"]:
            raise Refused(
                "{case_no} is overdue no more: its limits stopped on {stopped}, and a slip does not say otherwise. Give"
                " the reason that there is: --reason major, directive or report_returned.",
                case_no=case["case_no"],
                stopped=deadline["stopped_on"],
            )
        raise Refused(
            "{case_no} is not overdue on {day}: it is due on {due}, and a slip does not say otherwise. Give the reason"
            " that there is: --reason major, directive, report_returned or no_answer.",
            case_no=case["case_no"],
            day=day,
            due=case_acts.due_on(act, case),
        )
    return late


def _warnings(act: Act, case: Row, reason: str, late: Row | None, unit: str) -> Iterator[str]:
    """Say what a supervision slip states that the record does not bear out."""
    said = {"case_no": case["case_no"], "unit": unit}
    if reason == "overdue" and late and late["reason_reported"]:
        yield _("The reason why {case_no} is late is on record: it is supervised nonetheless.", **said)
    elif reason == "major" and not case["is_major"]:
        yield _("{case_no} is not major.", **said)
    caused = {"case_no": case["case_no"], "reason": reason}
    if reason in _ORDERED and not queries.is_in(act.connection, "supervision_cause", **caused):
        yield _(_ORDERED[reason], **said)
    slip = queries.row_in(act.connection, "last_supervision", case_no=case["case_no"])
    if reason == "no_answer" and not (slip and slip["is_past"]):
        yield _("No supervision slip of {case_no} is past its day.", **said)
    elif slip and slip["is_open"] and reason != "no_answer":
        yield _("Supervision slip {slip_no} is with {unit} already.", slip_no=slip["slip_no"], **said)
