"""The law's own clocks: extension, pause, resumption (Order 2020 No. 3, Art. 18)."""

from collections.abc import Mapping
from typing import Annotated, Any

from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked, plural, spoken
from complaintctl.base.option import At, CustomerTold, Option
from complaintctl.base.text import day_in_words
from complaintctl.base.values import required_text
from complaintctl.cases import case_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, due_on, occurred_at, open_case, record
from complaintctl.handling import rows as handling_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

LateEntry = Annotated[
    bool, Option("The limit ended before it is entered: --at says when it was granted; it becomes a lead.")
]
_NO_LEADER = marked("{person} is no leader: an extension is approved by a leader of the head office.")
_NO_LEADER_LATE = marked("{person} is no leader: what is entered late is approved by a leader of the head office.")


def may_extend(act: Act, given: str, clock: str | None = None, late_entry: bool = False) -> tuple[Row, Row]:
    """A case and its clock that can be extended. Raises Refused as `extend` does."""
    case = open_case(act, given, _("it cannot be extended any more"))
    chosen = _extendable(act, case, rule_rows.code(act.connection, "time_limit", clock) if clock else None)
    # It is entered before its end as well: --at alone reaches back over no limit that has passed.
    if chosen["ended"] and not late_entry:
        raise Refused(
            "{clock} ended on {day}: it is extended before it ends, or not at all. One granted by then and not entered:"
            " --late-entry with --at WHEN.",
            clock=_called(act, case, chosen),
            day=chosen["due_on"],
        )
    return case, chosen


def _what_moves(act: Act, known: Mapping[str, Any]) -> str:
    """Say which limit is extended, from which day and by how much at most, and that the regulation's own stays."""
    case, clock = may_extend(act, known["case"], known["clock"], known["late_entry"])
    return _(
        "Extended is {clock}, which ends on {day}, by {days} calendar days at most ({article}). The limits of Art. 10"
        " stay as they are.",
        clock=_called(act, case, clock),
        day=day_in_words(clock["due_on"], spoken()) if clock["due_on"] else _("not known"),
        days=clock["days_left"],
        article=cited(clock["citation"]),
    )


def extend(
    act: Act,
    given: str,
    *,
    days: Annotated[int, Option("By how many calendar days.", "N", "By how many calendar days", says=_what_moves)],
    approved_by: Annotated[str, Option("The leader.", "CODE", "Which leader approved it", "leader")],
    reason: Annotated[str, Option("Why.", ask="Why")],
    customer_told: CustomerTold = None,
    clock: Annotated[str | None, Option("Which clock, if several can be extended.")] = None,
    late_entry: LateEntry = False,
    at: At = None,
) -> Done:
    """Extend a limit that the law lets be extended.

    Example: complaintctl extend 1 --days 15 --approved-by wang --reason "需外部核查" --customer-told 2026-11-26

    Raises:
        Refused: no running clock of the case knows an extension (those of Art. 10 do not), the days are more than it
            allows, it ended before it is entered, the approver is no leader, or the customer was not told.
    """
    case, chosen = may_extend(act, given, clock, late_entry)
    moment = occurred_at(act, at, case["opened_at"])
    # Who approves that it is entered late does so today, whoever granted it then.
    day = act.clock.now().day if late_entry else moment.day
    approver = recusal.leader(act, case, approved_by, day, _NO_LEADER, _("cannot extend it"))
    said = {"clock": _called(act, case, chosen), "day": chosen["due_on"], "article": cited(chosen["citation"])}
    if days < 1:
        raise UsageProblem("--days {days} is not a number of days from 1 up.", days=days).lacking("days")
    if days > chosen["days_left"]:
        raise Refused(
            plural(
                "{clock} can be extended by {number} more day at most ({article}).",
                "{clock} can be extended by {number} more days at most ({article}).",
                chosen["days_left"],
                **said,
            )
        ).lacking("days")
    notes = _entered_late(act, case, moment, chosen) if late_entry else []
    detail = {
        "clock": chosen["clock"],
        "days": days,
        "approved_by": approver,
        "text": required_text(reason, "--reason"),
        "customer_told_at": _customer_told_at(act, case, customer_told),
        "previous_due_on": chosen["due_on"],
        "late_entry": late_entry,
    }
    record(act, case, "extended", moment, detail)
    due = next(
        row["due_on"] for row in case_rows.clocks(act.connection, case["case_no"]) if row["clock"] == detail["clock"]
    )
    said = {"clock": _called(act, case, chosen), "due": due or _("not known")}
    sentence = _("{case_no}: {clock} extended to {due}.", **case, **said)
    return Done(case["case_no"], sentence, notes)


def _called(act: Act, case: Row, clock: Row) -> str:
    return rule_rows.limit_called(act.connection, spoken(), case["case_no"], clock["clock"])


def _entered_late(act: Act, case: Row, moment: Moment, clock: Row) -> list[str]:
    """Let nothing be entered late that is not late, or was granted after the limit; say what follows from it.

    Raises:
        UsageProblem: the clock has not ended.
        Refused: --at is after its end.
    """
    said = {"clock": _called(act, case, clock), "day": clock["due_on"] or _("not known")}
    if not clock["ended"]:
        raise UsageProblem("{clock} ends on {day}, so nothing is entered late: leave --late-entry out.", **said)
    if moment.day > clock["due_on"]:
        raise Refused(
            "{clock} ended on {day}: only what was granted by then is entered late. Say when that was with --at WHEN.",
            **said,
        )
    return [_("Entered late (补录): what was overdue stays so. The lead: complaintctl accountability list")]


def _extendable(act: Act, case: Row, clock: str | None) -> Row:
    chosen = handling_rows.extendable_clock(act.connection, case["case_no"], clock)
    if chosen is None:
        refusal = _("No running clock of {case_no} can be extended", **case)
        if clock:
            called = rule_rows.labels(act.connection, spoken())["time_limit", clock]
            refusal = _("No running clock of {case_no} called {clock} can be extended", **case, clock=called)
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
        ).lacking("customer_told")
    return occurred_at(act, customer_told, case["opened_at"], "--customer-told").text


def may_pause(act: Act, given: str, late_entry: bool = False) -> tuple[Row, Row]:
    """A case and its clock that a pause stops. Raises Refused as `pause` does."""
    case = open_case(act, given, _("it cannot be paused any more"))
    if handling_rows.open_pause(act.connection, case["case_no"]):
        raise Refused("{case_no} is paused already: complaintctl resume {case_no}", **case)
    return case, _pausable(act, case, late_entry)


def pause(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("The outside appraisal or test it waits for.", ask="What does it wait for")],
    customer_told: CustomerTold = None,
    late_entry: LateEntry = False,
    approved_by: Annotated[
        str | None,
        Option("The leader who approves that it is entered late.", "CODE", "Which leader approved it", "leader"),
    ] = None,
    at: At = None,
) -> Done:
    """Pause the law's clock for an outside appraisal.

    Example: complaintctl pause 1 --reason "笔迹送司法鉴定" --customer-told 2026-11-26

    Raises:
        Refused: no running clock of the case may be paused, or all that may have ended before it is entered; it is
            paused already; or it was still paused then.
    """
    case, clock = may_pause(act, given, late_entry)
    resumed = queries.rows_in(act.connection, "event", case_no=case["case_no"], kind="clock_resumed")
    moment = occurred_at(act, at, max([case["opened_at"], *(row["at"] for row in resumed[-1:])]))
    notes = _entered_late(act, case, moment, clock) if late_entry else []
    approver = None
    if late_entry and approved_by is None:
        problem = UsageProblem("--late-entry asks for the leader who approves it: --approved-by CODE.")
        raise problem.lacking("approved_by")
    if approved_by is not None:
        today = act.clock.now().day
        approver = recusal.leader(act, case, approved_by, today, _NO_LEADER_LATE, _("cannot pause it"))
    detail = {
        "text": required_text(reason, "--reason"),
        "customer_told_at": _customer_told_at(act, case, customer_told),
        "approved_by": approver,
        "late_entry": late_entry,
    }
    record(act, case, "clock_paused", moment, detail)
    return Done(case["case_no"], _("{case_no}: paused.", **case), notes)


def _pausable(act: Act, case: Row, late_entry: bool) -> Row:
    """The clock of a case that a pause stops, one that has ended only if it is entered late. Raises Refused."""
    clock = handling_rows.pausable_clock(act.connection, case["case_no"])
    if clock is None or (clock["ended"] and not late_entry):
        refusal = _(
            "No clock of {case_no} that is running on {day} may be paused (Order 2020 No. 3, Art. 18).",
            **case,
            day=act.clock.now().day,
        )
        if clock is None:
            raise Refused(refusal)
        more = _(
            "{clock} ended on {day}; a pause that began by then and was not entered: --late-entry --approved-by CODE"
            " with --at WHEN.",
            clock=_called(act, case, clock),
            day=clock["due_on"],
        )
        raise Refused(_("{sentence} {more}", sentence=refusal, more=more))
    return clock


def may_resume(act: Act, given: str) -> tuple[Row, Row]:
    """A case and its pause. Raises Refused as `resume` does."""
    case = open_case(act, given, _("it cannot be resumed any more"))
    paused = handling_rows.open_pause(act.connection, case["case_no"])
    if paused is None:
        raise Refused("{case_no} is not paused: there is nothing to resume.", **case)
    return case, paused


def resume(act: Act, given: str, *, at: At = None) -> Done:
    """End the pause of a case.

    Example: complaintctl resume 1
    """
    case, paused = may_resume(act, given)
    record(act, case, "clock_resumed", at, {}, not_before=paused["at"])
    return Done(case["case_no"], _("{case_no} resumed, due {due}.", **case, due=due_on(act, case)))
