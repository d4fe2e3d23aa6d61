"""Why a case is late, and until when that holds (Art. 10)."""

from typing import Annotated

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import At, CustomerTold, Option
from complaintctl.base.values import required_text
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def delayed_case(act: Act, given: str) -> Row:
    """A case of which a delay may be reported. Raises as open_case does."""
    return open_case(act, given, _("it cannot be reported as delayed any more"))


def delay(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("Why it is not finished in time.", ask="Why is it not finished in time")],
    customer_told: CustomerTold = None,
    expected: Annotated[
        str | None,
        Option(
            "When it will be finished: the reason holds until then; default by the policy.",
            "DATE",
            ask="When will it be finished",
            kind="day",
        ),
    ] = None,
    at: At = None,
) -> Done:
    """Report the reason for a delay (Art. 10).

    The due date does not move.
    """
    case = delayed_case(act, given)
    moment = occurred_at(act, at, case["opened_at"])
    told = occurred_at(act, customer_told, case["opened_at"], "--customer-told") if customer_told else None
    expected_on = expected_day(expected, moment.day) if expected else None
    detail = {
        "text": required_text(reason, "--reason"),
        "customer_told_at": told.text if told else None,
        "expected_on": expected_on,
    }
    record(act, case, "delay_reported", moment, detail)
    reports = queries.rows_in(act.connection, "delay_report", case_no=case["case_no"])
    # One reported before in this stretch may hold longer.
    holds_until = max(
        (row["holds_until"] for row in reports if row["seq"] > case["opened_seq"]), key=lambda day: day or "9"
    )
    due, notes = case["promised_due_on"] or "", []
    if (holds_until or "9") <= due:
        notes.append(
            _("That is not beyond the due date, {due}: the day after it the reason is asked for again.", due=due)
        )
    said = {"case_no": case["case_no"], "day": holds_until or _("not known")}
    return Done(case["case_no"], _("{case_no}: reason for the delay recorded; it holds until {day}.", **said), notes)


def expected_day(given: str, day: str) -> str:
    """The day by which a case reported on a day as delayed will be finished. Raises UsageProblem."""
    expected_on = parse_day(given, "--expected")
    if expected_on < day:
        raise UsageProblem("--expected {expected} is before the report itself, {day}.", expected=expected_on, day=day)
    return expected_on
