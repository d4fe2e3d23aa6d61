"""The work on one case: the unit looks into it, answers and reports; 监察室 reviews the report and closes the case."""

from collections.abc import Iterator
from typing import Any

from complaintctl.cases import case_rows
from complaintctl.demo.invented_bank import FOUNDER, OFFICERS, STAFF, TEXTS, YEAR, Life, Office, one_of
from complaintctl.demo.plans import Plan
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import result_report, withdrawal
from complaintctl.handling import delays, escalation, investigation, supervision_slip
from complaintctl.handling.investigation import Inquiry
from complaintctl.intake import classification


def work(office: Office, plan: Plan, case: str) -> Life:
    """Do all from the unit's first look to the closing of the case."""
    if plan.twist == "late":
        yield from explain_delay(office, plan, case)
        yield office.later(1, 8)
        if case_rows.case(office.connection, case)["lead_unit"] and office.happens("supervised"):
            supervision_slip.supervise(office.officer(), case, reason="overdue")
            yield office.later(0, 2)
    else:
        left = office.days_left(case)
        yield office.later(left // 3, left)
    yield from _answer_and_report(office, plan, case)
    if plan.twist == "report_returned":
        yield office.later(0, 1)
        reason = office.text("report_returns")
        finishing_act.review(office.officer(), case, accept=False, reason=reason)
        yield office.later(0, 1)
        yield from _answer_and_report(office, plan, case)
    if plan.channel in TEXTS["referrers"]:
        yield office.soon()
        office.tell(case, "source_reply", TEXTS["source_reply"], "书面")
    yield office.later(0, 2)
    finishing_act.review(office.reviewer(case), case, accept=True)
    yield from report_upward(office, case)
    if plan.person and office.happens("followed_up"):
        yield office.later(1, 3)
        office.tell(case, "follow_up", office.text("follow_ups"))
    yield office.later(0, 1)
    yield from finish(office, case)


def finish(office: Office, case: str) -> Life:
    """Close the case, without the reply and the apology where the customer could not be reached, and file it."""
    duties = case_rows.open_duties(office.connection, case)
    waived = [duty["duty"] for duty in duties if duty["may_waive"]]
    finishing_act.close(office.reviewer(case), case, waive=waived, reason=TEXTS["unreachable"] if waived else None)
    yield from file_away(office, case)


def file_away(office: Office, case: str) -> Life:
    """Report upward how a major case ended, and archive it in the days after, unless that is forgotten."""
    yield from report_upward(office, case)
    if office.happens("archived"):
        yield office.later(1, 10)
        finishing_act.archive(office.officer(), case)


def withdraw(office: Office, plan: Plan, case: str) -> Life:
    """Take the customer's wish to withdraw; 监察室 calls them back to hear whether it is their own will."""
    yield office.later(0, 2)
    withdrawal.withdraw(office.officer(), case, reason=TEXTS["withdrawals"][plan.twist])
    yield office.later(0, 1)
    voluntary = plan.twist == "withdrawn"
    reason = None if voluntary else TEXTS["pressed"]
    withdrawal.withdraw(office.officer(), case, reason=reason, verified_by=FOUNDER, voluntary=voluntary, method="电话")


def report_upward(office: Office, case: str) -> Life:
    """Report what the regulation wants reported to union, regulator and counsel, mostly; how it ended, always."""
    owed = [duty for duty in case_rows.open_duties(office.connection, case) if duty["escalates_to"]]
    if owed:
        yield office.soon()
    told = set()
    for duty in owed:
        to, reason = duty["escalates_to"], TEXTS["reported_upward"][duty["duty"]]
        stage = "final" if duty["blocks_archive"] else None
        needed = duty["blocking"] or duty["blocks_archive"]
        if (to, stage) not in told and (needed or office.happens("reported_upward")):
            told.add((to, stage))
            escalation.escalate(office.officer(), case, to=to, reason=reason, via="传真", stage=stage)


def explain_delay(office: Office, plan: Plan, case: str) -> Life:
    """Let the due date come without an answer; most units say why, and most customers are told."""
    yield office.in_days(office.days_left(case))
    reason, explanation = office.text("delays")
    if office.happens("delay_reported"):
        delays.delay(office.officer(), case, reason=reason)
    if plan.person and office.happens("delay_explained"):
        office.tell(case, "explain_delay", explanation)


def _answer_and_report(office: Office, plan: Plan, case: str) -> Life:
    outcome = _outcome(office, plan)
    yield office.soon()
    fault = plan.matter["fault"]
    for inquiry in _inquiries(office, plan):
        investigation.investigate(office.officer(), case, inquiry)
        if inquiry.by and fault == "third_party" and office.happens("to_the_police"):
            escalation.escalate(office.officer(), case, to="police", reason=TEXTS["to_the_police"], via="书面")
    if plan.person is None:
        intent = "malicious" if fault == "undetermined" and office.happens("malicious") else "benign"
        if case_rows.case(office.connection, case)["anonymous_intent"] != intent:
            classification.classify(office.officer(), case, anonymous_intent=intent, **TEXTS["intents"][intent])
    result_report.resolve(office.act(outcome["handler"]), case, outcome)


def _inquiries(office: Office, plan: Plan) -> Iterator[Inquiry]:
    """Have a violation defined by the department concerned, a crime looked into by 监察室, a repeat afresh."""
    findings = plan.matter["findings"]
    if plan.category == "financial_crime":
        yield Inquiry(findings, by=OFFICERS[:2])
    if plan.category == "rule_violation":
        definition = TEXTS["violation" if plan.upheld else "no_violation"]
        yield Inquiry(findings, by_unit=plan.matter.get("lead", "accounting"), **definition)
    if plan.repeat_of:
        untrue = plan.upheld and office.happens("untrue")
        text, cause = TEXTS["untrue"] if untrue else findings, office.text("repeat_causes")
        yield Inquiry(text, repeat_cause=cause, first_finding_untrue=untrue)


def _outcome(office: Office, plan: Plan) -> dict[str, Any]:
    """The report of a unit that has answered the customer just now, if it could reach them."""
    matter, handler, upheld = plan.matter, one_of(plan.lead, "unit_head"), plan.upheld
    if plan.person is None:
        satisfaction = "unreachable"
    elif plan.twist in ("reopened", "comes_back"):
        satisfaction = "dissatisfied"
    else:
        satisfaction = office.weighted(YEAR["satisfaction"]["content" if upheld else "not_upheld"])
    reached = satisfaction != "unreachable"
    paid = str(plan.amount) if "paid" in matter else None
    refused = plan.category in ("service_product", "service_channel") and not upheld
    return {
        "findings": matter["findings"],
        "fault": matter["fault"],
        "responsible": office.text("responsible", matter["fault"]),
        "lessons": office.text("lessons", plan.category) if upheld else office.text("explain_better"),
        "corrective": matter["corrective"],
        "satisfaction": satisfaction,
        "handler": handler,
        "phone": STAFF[handler]["phone"],
        "replied_at": office.now.text if reached else None,
        "reply": matter["reply"] if reached else None,
        "loss": paid,
        "compensation": paid,
        "apology": TEXTS["apology"] if upheld and reached else None,
        "explanation": matter["reply"] if not upheld and plan.person else None,
        "beyond_authority": refused and office.happens("beyond_authority"),
    }
