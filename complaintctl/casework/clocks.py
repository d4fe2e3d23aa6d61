"""What the law lets be done to its own clocks: extension, pause, resumption (Order 2020 No. 3, Art. 18)."""

from complaintctl import queries
from complaintctl.casework import recusal
from complaintctl.casework.common import occurred_at, open_case, record
from complaintctl.casework.serving import serving
from complaintctl.citations import cited
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _, plural
from complaintctl.ledger import Act
from complaintctl.queries import Row, handling
from complaintctl.values import required_text


def extend(
    act: Act,
    given: str,
    *,
    days: int,
    approved_by: str,
    reason: str,
    customer_told: str | None,
    clock: str | None,
    at: str | None,
) -> tuple[str, str]:
    """Extend a clock that may be extended, by calendar days; return the case number and the clock.

    Raises:
        Refused: no running clock of the case knows an extension (those of Art. 10 do not), the days are more than it
            allows, its last day has passed, the approver is no leader, or the customer was not told.
    """
    case = open_case(act, given, _("it cannot be extended any more"))
    chosen = _extendable(act, case, queries.code(act.connection, "time_limit", clock) if clock else None)
    moment = occurred_at(act, at, case["opened_at"])
    approver = serving(queries.member(act.connection, approved_by), moment.day)
    if not queries.is_leader(act.connection, approver["code"]):
        raise Refused(
            "{person} is no leader: an extension is approved by a leader of the head office.", person=approver["code"]
        )
    recusal.may(act.connection, case, approver["code"], "lead", _("cannot extend it"))
    if days < 1:
        raise UsageProblem("--days {days} is not a number of days from 1 up.", days=days)
    if days > chosen["days_left"]:
        raise Refused(
            plural(
                "{clock} can be extended by {number} more day at most ({article}).",
                "{clock} can be extended by {number} more days at most ({article}).",
                chosen["days_left"],
                clock=chosen["clock"],
                article=cited(chosen["citation"]),
            )
        )
    # It is entered before its end as well: --at reaches back over no limit that has passed.
    if chosen["ended"]:
        raise Refused(
            "{clock} ended on {day}: it is extended before it ends, or not at all.",
            clock=chosen["clock"],
            day=chosen["due_on"],
        )
    detail = {
        "clock": chosen["clock"],
        "days": days,
        "approved_by": approver["code"],
        "text": required_text(reason, "--reason"),
        "customer_told_at": _told(act, case, customer_told),
        "previous_due_on": chosen["due_on"],
    }
    return record(act, case, "extended", moment.text, detail), chosen["clock"]


def _extendable(act: Act, case: Row, clock: str | None) -> Row:
    case_no = case["case_no"]
    chosen = handling.extendable_clock(act.connection, case_no, clock)
    if chosen is None:
        refusal = _("No running clock of {case_no} can be extended", case_no=case_no)
        if clock:
            refusal = _("No running clock of {case_no} called {clock} can be extended", case_no=case_no, clock=clock)
        raise Refused(
            "{refusal}: the limits of the regulation know no extension (Art. 10). Report the reason instead:"
            " complaintctl delay {case_no} --reason TEXT",
            refusal=refusal,
            case_no=case_no,
        )
    return chosen


def _told(act: Act, case: Row, customer_told: str | None) -> str | None:
    """Both an extension and a pause are told to the customer, if there is one to tell."""
    if customer_told is None:
        if case["anonymous"]:
            return None
        raise Refused(
            "The customer has to be told first: say when with --customer-told WHEN (Order 2020 No. 3, Art. 18)."
        )
    return occurred_at(act, customer_told, case["opened_at"], "--customer-told").text


def pause(act: Act, given: str, *, reason: str, customer_told: str | None, at: str | None) -> str:
    """Leave out of the law's count the time of an outside appraisal or test, the customer being told.

    Raises:
        Refused: no running clock of the case may be paused, or all that may have ended before it is entered; it is
            paused already; or it was still paused then.
    """
    case = open_case(act, given, _("it cannot be paused any more"))
    if handling.open_pause(act.connection, case["case_no"]):
        raise Refused("{case_no} is paused already: complaintctl resume {case_no}", **case)
    resumed = handling.last_event(act.connection, case["case_no"], "clock_resumed")
    moment = occurred_at(act, at, max(case["opened_at"], resumed["at"] if resumed else ""))
    if not handling.may_be_paused(act.connection, case["case_no"]):
        raise Refused(
            "No clock of {case_no} that is running on {day} may be paused (Order 2020 No. 3, Art. 18).",
            **case,
            day=act.clock.now().day,
        )
    detail = {"text": required_text(reason, "--reason"), "customer_told_at": _told(act, case, customer_told)}
    return record(act, case, "clock_paused", moment.text, detail)


def resume(act: Act, given: str, *, at: str | None) -> str:
    """End the pause of a case; its due date moves by the days left out, and the new one goes on record."""
    case = open_case(act, given, _("it cannot be resumed any more"))
    paused = handling.open_pause(act.connection, case["case_no"])
    if paused is None:
        raise Refused("{case_no} is not paused: there is nothing to resume.", **case)
    return record(act, case, "clock_resumed", at, {}, not_before=paused["at"])
