"""Escalation: to the leaders, the provincial union, the regulator, counsel, the police (Arts 13, 15, 16, 17, 20)."""

from typing import Annotated

from complaintctl.base.language import _, spoken
from complaintctl.base.option import Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, rule_rows
from complaintctl.cases.case_acts import Done, find_case, occurred_at, record
from complaintctl.cases.facts import one_of
from complaintctl.handling import rows as handling_rows
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_escalate(act: Act, given: str) -> Row:
    """A case that can be reported upward: a closed one as well, for a final report comes after the end."""
    return find_case(act, given, "prepare")


def escalate(
    act: Act,
    given: str,
    *,
    to: Annotated[str, Option("leader, union, regulator, counsel or police.", None, "To whom", "escalation_target")],
    reason: Annotated[str, Option("What is reported, and why.", ask="What is reported")],
    via: Annotated[str | None, Option("How it was sent: phone, fax, letter …")] = None,
    ref: Annotated[str | None, Option("The number of the letter.")] = None,
    stage: Annotated[str | None, Option("initial, progress or final.", ask="Which report is it")] = None,
    at: str | None = None,
) -> Done:
    """Record that a case was reported upward or outward.

    A closed case can be escalated as well: a final report comes after the end.
    """
    case = may_escalate(act, given)
    target = rule_rows.code(act.connection, "escalation_target", to)
    detail = {
        "to": target,
        "text": required_text(reason, "--reason"),
        "via": clean_text(via or "", "--via"),
        "ref": clean_text(ref or "", "--ref"),
        "stage": one_of(act.connection, "escalation_stage", stage, "--stage") if stage is not None else None,
    }
    moment = occurred_at(act, at, case["opened_at"])
    record(act, case, "escalated", moment, detail)
    deed = rule_rows.labels(act.connection, spoken())["escalation_act", target]
    sentence = _("{case_no}: {deed}.", **case, deed=deed)
    briefed = queries.rows_in(act.connection, "briefing", case_no=case["case_no"], absent=0)
    if target != "counsel" or any(row["at"] <= moment.text for row in briefed):
        return Done(case["case_no"], sentence)
    note = _(
        "Counsel was consulted before any leader was briefed; Art. 16 asks for the leader first. Brief that"
        " leader, and record what counsel says after it: complaintctl brief {case_no} --to CODE",
        **case,
    )
    return Done(case["case_no"], sentence, [note])


def escalate_due(act: Act, *, via: str | None) -> list[Row]:
    """Record at once everything that the rules want escalated now, and return it (see handling.rows.due_escalations).

    For the nightly job that sends it: what is recorded has been sent, by the way named.
    """
    due = list(handling_rows.due_escalations(act.connection, act.actor))
    way = clean_text(via or "", "--via")
    for row in due:
        said = {"text": row["label_zh"], "via": way, "stage": row["stage"]}
        detail = {"to": row["target"], **said, "rule": row["articles"]}
        record(act, case_rows.case(act.connection, row["case_no"]), "escalated", None, detail)
    return due
