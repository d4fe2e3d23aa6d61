"""The work on one case: the unit looks into it, answers and reports; 监察室 reviews the report and closes the case."""

from collections.abc import Iterator

from complaintctl.base.clock import Moment
from complaintctl.cases import case_rows
from complaintctl.demo import invented_bank
from complaintctl.demo.arrival import report_upward
from complaintctl.demo.data import TEXTS, YEAR
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.finishing import act as finishing_act
from complaintctl.handling import contacts, escalation, investigation, slips
from complaintctl.intake import classification


def work(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Do all from the unit's first look to the closing of the case."""
    yield from _look_into(office, plan, case)
    yield from _answer_and_report(office, plan, case)
    if plan.twist == "report_returned":
        yield office.later(0, 1)
        reason = office.text("report_returns")
        finishing_act.review(office.officer(), case, accept=False, reason=reason, at=None)
        yield office.later(0, 1)
        yield from _answer_and_report(office, plan, case)
    if plan.channel in TEXTS["referrers"]:
        yield office.soon()
        office.tell(case, "source_reply", TEXTS["source_reply"], "书面")
    yield office.later(0, 2)
    finishing_act.review(office.officer(), case, accept=True, reason=None, at=None)
    yield from report_upward(office, case)
    if plan.person and office.happens("followed_up"):
        yield office.later(1, 3)
        office.tell(case, "follow_up", office.text("follow_ups"))
    yield office.later(0, 1)
    yield from finish(office, case)


def finish(office: Office, case: str) -> Iterator[Moment]:
    """Close the case, without the reply and the apology where the customer could not be reached, and file it."""
    waived = [duty["duty"] for duty in office.open_duties(case) if duty["may_waive"]]
    finishing_act.close(office.officer(), case, waive=waived, reason=TEXTS["unreachable"] if waived else None)
    yield from file_away(office, case)


def file_away(office: Office, case: str) -> Iterator[Moment]:
    """Archive the case in the days after, unless that is forgotten."""
    if office.happens("archived"):
        yield office.later(1, 10)
        finishing_act.archive(office.officer(), case)


def explain_delay(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Let the due date come without an answer; most units say why, and most customers are told."""
    yield office.in_days(office.days_left(case))
    reason, explanation = office.text("delays")
    if office.happens("delay_reported"):
        contacts.delay(office.officer(), case, reason=reason, customer_told=None, expected=None, at=None)
    if plan.person and office.happens("delay_explained"):
        office.tell(case, "explain_delay", explanation)


def _look_into(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Let it be the moment of the answer: in time, or not."""
    if plan.twist == "late":
        yield from explain_delay(office, plan, case)
        yield office.later(1, 8)
        if case_rows.case(office.connection, case)["lead_unit"] and office.happens("supervised"):
            slips.supervise(office.officer(), case, reason="overdue")
            yield office.later(0, 2)
    else:
        left = office.days_left(case)
        yield office.later(left // 3, left)


def _answer_and_report(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    outcome = _outcome(office, plan)
    yield office.soon()
    _investigate(office, plan, case)
    if plan.person is None:
        _judge(office, plan, case)
    finishing_act.resolve(office.act(outcome.handler), case, outcome)


def _investigate(office: Office, plan: Plan, case: str) -> None:
    """Have a violation defined by the department concerned, a crime looked into by 监察室, a repeat afresh."""
    findings = plan.matter.findings
    if plan.category == "financial_crime":
        _enter(office, case, investigation.Inquiry(findings, by=invented_bank.OFFICERS[:2]))
        if plan.matter.fault == "third_party" and office.happens("to_the_police"):
            escalation.escalate(office.officer(), case, to="police", reason=TEXTS["to_the_police"], via="书面")
    if plan.category == "rule_violation":
        definition = TEXTS["violation" if plan.upheld else "no_violation"]
        department = plan.matter.lead or "accounting"
        _enter(office, case, investigation.Inquiry(findings, by_unit=department, **definition))
    if plan.repeat_of:
        untrue = plan.upheld and office.happens("untrue")
        text, cause = TEXTS["untrue"] if untrue else findings, office.text("repeat_causes")
        _enter(office, case, investigation.Inquiry(text, repeat_cause=cause, first_finding_untrue=untrue))


def _enter(office: Office, case: str, inquiry: investigation.Inquiry) -> None:
    investigation.investigate(office.officer(), case, inquiry)


def _judge(office: Office, plan: Plan, case: str) -> None:
    """Say how an anonymous complaint is meant, with what the judgement rests on."""
    malicious = plan.matter.fault == "undetermined" and office.happens("malicious")
    intent = "malicious" if malicious else "benign"
    if case_rows.case(office.connection, case)["anonymous_intent"] != intent:
        classification.classify(office.officer(), case, anonymous_intent=intent, **TEXTS["intents"][intent])


def _outcome(office: Office, plan: Plan) -> finishing_act.Outcome:
    """The report of a unit that has answered the customer just now, if it could reach them."""
    matter, handler = plan.matter, invented_bank.head_of(plan.lead)
    satisfaction = _satisfaction(office, plan)
    reached = satisfaction != "unreachable"
    paid = str(plan.amount) if matter.paid else None
    refused = plan.category in ("service_product", "service_channel") and not plan.upheld
    return finishing_act.Outcome(
        findings=matter.findings,
        fault=matter.fault,
        responsible=office.text("responsible", matter.fault),
        lessons=office.text("lessons", plan.category) if plan.upheld else office.text("explain_better"),
        corrective=matter.corrective,
        satisfaction=satisfaction,
        handler=handler,
        phone=invented_bank.office_phone(handler),
        replied_at=office.now.text if reached else None,
        reply=matter.reply if reached else None,
        loss=paid,
        compensation=paid,
        apology=TEXTS["apology"] if plan.upheld and reached else None,
        explanation=matter.reply if not plan.upheld and plan.person else None,
        beyond_authority=refused and office.happens("beyond_authority"),
    )


def _satisfaction(office: Office, plan: Plan) -> str:
    if plan.person is None:
        return "unreachable"
    if plan.twist in ("reopened", "comes_back"):
        return "dissatisfied"
    return office.weighted(YEAR["satisfaction"]["content" if plan.upheld else "not_upheld"])
