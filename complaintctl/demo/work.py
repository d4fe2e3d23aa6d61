"""The work on one case: the unit looks into it, answers and reports; 监察室 reviews the report and closes the case."""

from collections.abc import Iterator

from complaintctl import queries
from complaintctl.casework import classification, contacts, escalation, finishing, investigation, supervision
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.demo.upward import report_upward

# How customers take the result, by whether the bank was in the wrong: as many of a hundred.
CONTENT = {"satisfied": 50, "basically_satisfied": 34, "dissatisfied": 6, "declined": 8, "unreachable": 2}
NOT_UPHELD = {"satisfied": 30, "basically_satisfied": 44, "dissatisfied": 12, "declined": 10, "unreachable": 4}
DELAY_REPORTED, DELAY_EXPLAINED, SUPERVISED, FOLLOWED_UP = 0.7, 0.6, 0.5, 0.12  # shares of the cases
ARCHIVED, UNTRUE, BEYOND_AUTHORITY, TO_THE_POLICE, MALICIOUS = 0.95, 0.3, 0.2, 0.5, 0.3


def work(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """From the unit's first look to the closing of the case."""
    yield from _look_into(office, plan, case)
    yield from _answer_and_report(office, plan, case)
    if plan.twist == "report_returned":
        yield office.later(0, 1)
        reason = office.chance.choice(texts.REPORT_RETURNS)
        finishing.review(office.officer(), case, accept=False, reason=reason, at=None)
        yield office.later(0, 1)
        yield from _answer_and_report(office, plan, case)
    if plan.channel in texts.REFERRERS:
        yield office.soon()
        office.tell(case, "source_reply", texts.SOURCE_REPLY, "书面")
    yield office.later(0, 2)
    finishing.review(office.officer(), case, accept=True, reason=None, at=None)
    yield from report_upward(office, case)
    if plan.person and office.happens(FOLLOWED_UP):
        yield office.later(1, 3)
        text = office.chance.choice(texts.FOLLOW_UPS)
        office.tell(case, "follow_up", text)
    yield office.later(0, 1)
    yield from finish(office, case)


def finish(office: Office, case: str) -> Iterator[Moment]:
    """Close the case, without the reply and the apology where the customer could not be reached, and file it."""
    waived = [duty["duty"] for duty in queries.open_duties(office.connection, case) if duty["may_waive"]]
    finishing.close(office.officer(), case, waive=waived, reason=texts.UNREACHABLE if waived else None)
    yield from file_away(office, case)


def file_away(office: Office, case: str) -> Iterator[Moment]:
    """Archive the case in the days after, unless that is forgotten."""
    if office.happens(ARCHIVED):
        yield office.later(1, 10)
        finishing.archive(office.officer(), case)


def explain_delay(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Let the due date come without an answer; most units say why, and most customers are told."""
    yield office.hours.later(office.now, _days_left(office, case))
    reason, told = office.chance.choice(texts.DELAYS)
    if office.happens(DELAY_REPORTED):
        contacts.delay(office.officer(), case, reason=reason, customer_told=None, expected=None, at=None)
    if plan.person and office.happens(DELAY_EXPLAINED):
        office.tell(case, "explain_delay", told)


def _look_into(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Until the moment of the answer: in time, or not."""
    if plan.twist == "late":
        yield from explain_delay(office, plan, case)
        yield office.later(1, 8)
        if queries.case(office.connection, case)["lead_unit"] and office.happens(SUPERVISED):
            supervision.supervise(office.officer(), case, reason="overdue")
            yield office.later(0, 2)
    else:
        left = _days_left(office, case)
        yield office.later(left // 3, left)


def _days_left(office: Office, case: str) -> int:
    deadline = queries.deadline(office.connection, case)
    assert deadline is not None
    return office.hours.days_left(office.now, deadline["due_on"])


def _answer_and_report(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    outcome = _outcome(office, plan)
    yield office.soon()
    _investigate(office, plan, case)
    if plan.person is None:
        _judge(office, plan, case)
    finishing.resolve(office.act(outcome.handler), case, outcome)


def _investigate(office: Office, plan: Plan, case: str) -> None:
    """A violation is defined by the department concerned, 监察室 looks into a crime, a repeat is looked into afresh."""
    findings = plan.filled(plan.matter.findings)
    if plan.category == "financial_crime":
        investigation.investigate(office.officer(), case, investigation.Inquiry(findings, by=bank.OFFICERS[:2]))
        if plan.matter.fault == "third_party" and office.happens(TO_THE_POLICE):
            escalation.escalate(office.officer(), case, to="police", reason=texts.TO_THE_POLICE, via="书面")
    if plan.category == "rule_violation":
        nature, severity, opinion = texts.VIOLATIONS[_in_the_wrong(plan)]
        department = plan.matter.lead or "accounting"
        inquiry = investigation.Inquiry(
            findings, violation_nature=nature, severity=severity, opinion=opinion, by_unit=department
        )
        investigation.investigate(office.officer(), case, inquiry)
    if plan.repeat_of:
        untrue = _in_the_wrong(plan) and office.happens(UNTRUE)
        inquiry = investigation.Inquiry(
            texts.UNTRUE if untrue else findings,
            repeat_cause=office.chance.choice(texts.REPEAT_CAUSES),
            first_finding_untrue=untrue,
        )
        investigation.investigate(office.officer(), case, inquiry)


def _judge(office: Office, plan: Plan, case: str) -> None:
    """How an anonymous complaint is meant, with what the judgement rests on."""
    malicious = plan.matter.fault == "undetermined" and office.happens(MALICIOUS)
    basis, reason = texts.INTENTS[malicious]
    intent = "malicious" if malicious else "benign"
    if queries.case(office.connection, case)["anonymous_intent"] != intent:
        classification.classify(office.officer(), case, anonymous_intent=intent, basis=basis, reason=reason)


def _in_the_wrong(plan: Plan) -> bool:
    return plan.matter.fault in ("bank", "shared")


def _outcome(office: Office, plan: Plan) -> finishing.Outcome:
    """The report of a unit that has answered the customer just now, if it could reach him."""
    matter, chance = plan.matter, office.chance
    handler = bank.head_of(plan.lead)
    in_the_wrong = _in_the_wrong(plan)
    satisfaction = _satisfaction(office, plan)
    reached = satisfaction != "unreachable"
    refused = plan.category in ("service_product", "service_channel") and not in_the_wrong
    return finishing.Outcome(
        findings=plan.filled(matter.findings),
        fault=matter.fault,
        responsible=chance.choice(texts.RESPONSIBLE[matter.fault]),
        lessons=chance.choice(texts.LESSONS[plan.category] if in_the_wrong else texts.EXPLAIN_BETTER),
        corrective=matter.corrective,
        satisfaction=satisfaction,
        handler=handler,
        phone=bank.office_phone(handler),
        replied_at=office.now.text if reached else None,
        reply=plan.filled(matter.reply) if reached else None,
        loss=str(plan.amount) if matter.paid else None,
        compensation=str(plan.amount) if matter.paid else None,
        apology=texts.APOLOGY if in_the_wrong and reached else None,
        explanation=plan.filled(matter.reply) if not in_the_wrong and plan.person else None,
        beyond_authority=refused and office.happens(BEYOND_AUTHORITY),
    )


def _satisfaction(office: Office, plan: Plan) -> str:
    if plan.person is None:
        return "unreachable"
    if plan.twist in ("reopened", "comes_back"):
        return "dissatisfied"
    weights = CONTENT if _in_the_wrong(plan) else NOT_UPHELD
    return office.chance.choices(list(weights), list(weights.values()))[0]
