"""Refusals and warnings of `transfer`: where a slip may go, when 监察室 rules, what to look at (Arts 3, 4, 10)."""

from collections.abc import Iterator, Sequence

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import directory_rows, recusal, rule_rows
from complaintctl.handling import rows as handling_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_go_to(act: Act, case: Row, unit: Row, assisting: Sequence[str]) -> None:
    """Refuse units that a case may not go to, or not from where it is (Arts 9, 10, 13).

    Raises:
        Refused: it lies there already, has its result report, or must not reach one of the units.
        UsageProblem: a unit would assist itself.
    """
    if case["reported_at"]:
        raise Refused(
            "{case_no} has the result report of {day}; to have it handled again: complaintctl review {case_no}"
            " --return --reason TEXT",
            **case,
            day=case["reported_at"][:10],
        )
    if queries.is_in(act.connection, "complaint", case_no=case["case_no"], lead_unit=unit["code"]):
        raise Refused(
            "{case_no} lies with {unit} already: a second slip to the same unit would say nothing new.",
            **case,
            unit=unit["code"],
        )
    if unit["code"] in assisting:
        raise UsageProblem("{unit} cannot assist itself: name other units with --assist.", unit=unit["code"])
    for code in (unit["code"], *assisting):
        recusal.unit_may_have(act.connection, case, code)
    recusal.not_back_to_the_partys_box(act, case, unit)


def require_ruling(act: Act, case: Row, ruling: str) -> None:
    """Refuse to pass on without a ruling what units dispute (Art. 4)."""
    if not ruling and queries.is_in(act.connection, "ruling_due", case_no=case["case_no"]):
        disputed = handling_rows.disputes(act.connection, case["case_no"])
        raise Refused(
            plural(
                "{case_no} was returned {number} time, by {units}: 监察室 has to rule who is responsible (Art. 4)."
                " Give the ruling with --ruling TEXT.",
                "{case_no} was returned {number} times, by {units}: 监察室 has to rule who is responsible (Art. 4)."
                " Give the ruling with --ruling TEXT.",
                len(disputed),
                **case,
                units=_(" and ").join(dict.fromkeys(disputed)),
            )
        )


def warnings(act: Act, case: Row, unit: Row, handler: Row | None, day: str, ruling: str) -> Iterator[str]:
    """Say what to look at again when a case is handed on, a sentence each (Arts 3, 10)."""
    legs = queries.rows_in(act.connection, "leg", case_no=case["case_no"])
    if legs and legs[-1]["ended_at"] is None:
        former = directory_rows.unit(act.connection, legs[-1]["unit"])["name"]
        said = {"slip_no": legs[-1]["slip_no"], "former": former, "unit": unit["name"]}
        yield _("Slip {slip_no} at {former} no longer leads: the case goes on to {unit}.", **said)
    if len(legs) >= int(rule_rows.policy(act.connection, "redispatches_noted", case["received_on"])):
        yield _("This is re-dispatch number {number}: keep the hand-offs few (Art. 3).", number=len(legs)) + (
            "" if ruling else _(" Let 监察室 rule whose it is: the next slip takes --ruling TEXT (Art. 4).")
        )
    if handler is None and queries.is_in(act.connection, "headed_by_party", case_no=case["case_no"], unit=unit["code"]):
        yield _(
            "{head} heads {unit} and is complained of: Art. 10 asks for someone there who is not the party. Name"
            " him with the next slip's --handler, or send it to 监察室.",
            head=unit["head"],
            unit=unit["code"],
        )
    who = {"unit": unit["code"], "person": handler["code"]} if handler else {}
    if who and not queries.is_in(act.connection, "responsible_person", **who):
        yield _("{person} is not the head of {unit}: Art. 10 asks for the person responsible there.", **who)
    left = calendar_rows.working_days_between(act.connection, day, case["promised_due_on"] or day)
    if left is not None and left < 1:
        yield _("Less than one working day is left: the case is due on {day} (Art. 10).", day=case["promised_due_on"])
