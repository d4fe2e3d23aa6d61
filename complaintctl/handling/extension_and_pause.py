"""The law's own clocks: extension, pause, resumption (Order 2020 No. 3, Art. 18)."""

from typing import Annotated

from complaintctl.base.citations import cited
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked, plural
from complaintctl.base.option import At, CustomerTold, Option
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, due_on, occurred_at, open_case, record
from complaintctl.handling import rows as handling_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def extend(
    act: Act,
    given: str,
    *,
    days: Annotated[int, Option("By how many calendar days.", "N")],
    approved_by: Annotated[str, Option("The leader.", "CODE", "Which leader approved it", "staff")],
    reason: Annotated[str, Option("Why.", ask="Why")],
    customer_told: CustomerTold = None,
    clock: Annotated[str | None, Option("Which clock, if several can be extended.")] = None,
    at: At = None,
) -> Done:
    """Extend a limit that the law lets be extended.

    Example: complaintctl extend 1 --days 15 --approved-by wang --reason "需外部核查" --customer-told 2026-11-26

    Raises:
        Refused: no running clock of the case knows an extension (those of Art. 10 do not), the days are more than it
            allows, its last day has passed, the approver is no leader, or the customer was not told.
    """
    case = open_case(act, given, _("it cannot be extended any more"))
    chosen = _extendable(act, case, rule_rows.code(act.connection, "time_limit", clock) if clock else None)
    moment = occurred_at(act, at, case["opened_at"])
    no_leader = marked("{person} is no leader: an extension is approved by a leader of the head office.")
    approver = recusal.leader(act, case, approved_by, moment.day, no_leader, _("cannot extend it"))
    said = {"clock": chosen["clock"], "day": chosen["due_on"], "article": cited(chosen["citation"])}
    if days < 1:
        raise UsageProblem("--days {days} is not a number of days from 1 up.", days=days)
    if days > chosen["days_left"]:
        raise Refused(
            plural(
                "{clock} can be extended by {number} more day at most ({article}).",
                "{clock} can be extended by {number} more days at most ({article}).",
                chosen["days_left"],
                **said,
            )
        )
    # It is entered before its end as well: --at reaches back over no limit that has passed.
    if chosen["ended"]:
        raise Refused("{clock} ended on {day}: it is extended before it ends, or not at all.", **said)
    detail = {
        "clock": chosen["clock"],
        "days": days,
        "approved_by": approver,
        "text": required_text(reason, "--reason"),
        "customer_told_at": _customer_told_at(act, case, customer_told),
        "previous_due_on": chosen["due_on"],
    }
    record(act, case, "extended", moment, detail)
    due = next(
        row["due_on"] for row in case_rows.clocks(act.connection, case["case_no"]) if row["clock"] == detail["clock"]
    )
    sentence = _("{case_no}: {clock} extended to {due}.", **case, clock=detail["clock"], due=due or _("not known"))
    return Done(case["case_no"], sentence)


def _extendable(act: Act, case: Row, clock: str | None) -> Row:
    chosen = handling_rows.extendable_clock(act.connection, case["case_no"], clock)
    if chosen is None:
        refusal = _("No running clock of {case_no} can be extended", **case)
        if clock:
            refusal = _("No running clock of {case_no} called {clock} can be extended", **case, clock=clock)
        raise Refused(
            "{refusal}: the limits of the regulation know no extension (Art. 10). Report the reason instead:"
            " complaintctl delay {case_no} --reason TEXT",
            **case,
            refusal=refusal,
        )
    return chosen


def _customer_told_at(act: Act, case: Row, customer_told: str | None) -> str | None:
    """Both an extension and a pause are told to the customer, if there is one to tell."""
    if customer_told is None:
        if case["anonymous"]:
            return None
        raise Refused(
            "The customer has to be told first: say when with --customer-told WHEN (Order 2020 No. 3, Art. 18)."
        )
    return occurred_at(act, customer_told, case["opened_at"], "--customer-told").text


def pause(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("The outside appraisal or test it waits for.", ask="What does it wait for")],
    customer_told: CustomerTold = None,
    at: At = None,
) -> Done:
    """Pause the law's clock for an outside appraisal.

    Example: complaintctl pause 1 --reason "笔迹送司法鉴定" --customer-told 2026-11-26

    Raises:
        Refused: no running clock of the case may be paused, or all that may have ended before it is entered; it is
            paused already; or it was still paused then.
    """
    case = open_case(act, given, _("it cannot be paused any more"))
    if handling_rows.open_pause(act.connection, case["case_no"]):
        raise Refused("{case_no} is paused already: complaintctl resume {case_no}", **case)
    resumed = queries.rows_in(act.connection, "event", case_no=case["case_no"], kind="clock_resumed")
    moment = occurred_at(act, at, max([case["opened_at"], *(row["at"] for row in resumed[-1:])]))
    if not queries.is_in(act.connection, "pausable_clock", case_no=case["case_no"]):
        raise Refused(
            "No clock of {case_no} that is running on {day} may be paused (Order 2020 No. 3, Art. 18).",
            **case,
            day=act.clock.now().day,
        )
    detail = {
        "text": required_text(reason, "--reason"),
        "customer_told_at": _customer_told_at(act, case, customer_told),
    }
    record(act, case, "clock_paused", moment, detail)
    return Done(case["case_no"], _("{case_no}: paused.", **case))


def resume(act: Act, given: str, *, at: At = None) -> Done:
    """End the pause of a case.

    Example: complaintctl resume 1
    """
    case = open_case(act, given, _("it cannot be resumed any more"))
    paused = handling_rows.open_pause(act.connection, case["case_no"])
    if paused is None:
        raise Refused("{case_no} is not paused: there is nothing to resume.", **case)
    record(act, case, "clock_resumed", at, {}, not_before=paused["at"])
    return Done(case["case_no"], _("{case_no} resumed, due {due}.", **case, due=due_on(act, case)))
