"""The work on one case: the unit looks into it, answers and reports; 监察室 reviews the report and closes the case."""

from collections.abc import Iterator

from complaintctl import queries
from complaintctl.casework import finishing, handling
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan

# How customers take the result, by whether the bank was in the wrong: as many of a hundred.
CONTENT = {"satisfied": 50, "basically_satisfied": 34, "dissatisfied": 6, "declined": 8, "unreachable": 2}
NOT_UPHELD = {"satisfied": 30, "basically_satisfied": 44, "dissatisfied": 12, "declined": 10, "unreachable": 4}
DELAY_EXPLAINED, FOLLOWED_UP = 0.6, 0.12  # shares of the cases


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
        handling.contact(
            office.officer(), case, purpose="source_reply", text=texts.SOURCE_REPLY, method="书面", at=None
        )
    yield office.later(0, 2)
    finishing.review(office.officer(), case, accept=True, reason=None, at=None)
    if plan.person and office.happens(FOLLOWED_UP):
        yield office.later(1, 3)
        text = office.chance.choice(texts.FOLLOW_UPS)
        handling.contact(office.officer(), case, purpose="follow_up", text=text, method="电话", at=None)
    yield office.later(0, 1)
    finishing.close(office.officer(), case, note=None, at=None)


def explain_delay(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Let the due date come without an answer; most customers are told why."""
    yield office.hours.later(office.now, _days_left(office, case))
    if plan.person and office.happens(DELAY_EXPLAINED):
        text = office.chance.choice(texts.DELAYS)
        handling.contact(office.officer(), case, purpose="explain_delay", text=text, method="电话", at=None)


def _look_into(office: Office, plan: Plan, case: str) -> Iterator[Moment]:
    """Until the moment of the answer: in time, or not."""
    if plan.twist == "late":
        yield from explain_delay(office, plan, case)
        yield office.later(1, 8)
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
    finishing.resolve(office.act(outcome.handler), case, outcome)


def _outcome(office: Office, plan: Plan) -> finishing.Outcome:
    """The report of a unit that has answered the customer just now; nobody can answer an anonymous one."""
    matter, chance = plan.matter, office.chance
    handler = bank.head_of(plan.lead)
    in_the_wrong = matter.fault in ("bank", "shared")
    return finishing.Outcome(
        findings=plan.filled(matter.findings),
        fault=matter.fault,
        responsible=chance.choice(texts.RESPONSIBLE[matter.fault]),
        lessons=chance.choice(texts.LESSONS[plan.category] if in_the_wrong else texts.EXPLAIN_BETTER),
        corrective=matter.corrective,
        satisfaction=_satisfaction(office, plan, in_the_wrong),
        handler=handler,
        phone=bank.office_phone(handler),
        replied_at=office.now.text if plan.person else None,
        reply=plan.filled(matter.reply) if plan.person else None,
        compensation=str(plan.amount) if matter.paid else None,
        apology=texts.APOLOGY if in_the_wrong and plan.person else None,
        explanation=plan.filled(matter.reply) if not in_the_wrong and plan.person else None,
    )


def _satisfaction(office: Office, plan: Plan, in_the_wrong: bool) -> str:
    if plan.person is None:
        return "unreachable"
    if plan.twist in ("reopened", "comes_back"):
        return "dissatisfied"
    weights = CONTENT if in_the_wrong else NOT_UPHELD
    return office.chance.choices(list(weights), list(weights.values()))[0]
