"""The life of one case: it comes in, the leaders and the unit learn of it, and perhaps it comes back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from complaintctl import queries
from complaintctl.casework import finishing, handling, intake
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.demo.work import explain_delay, work
from complaintctl.personal import Person

# A life yields the moment at which it goes on, and is resumed when that moment has come.
Life = Iterator[Moment]

ACKNOWLEDGED, LEADER_ABSENT = 0.92, 0.1  # shares of the cases


def life(office: Office, plan: Plan) -> Life:
    """A case from receipt to its end, and all that follows from it."""
    yield office.hours.later(plan.received, 0)
    case = _register(office, plan)
    yield from _brief(office, case)
    if plan.twist == "on_the_spot":
        yield office.soon()
        finishing.close(office.officer(), case, note=None, at=None)
        return
    if plan.person and office.happens(ACKNOWLEDGED):
        yield office.soon()
        _acknowledge(office, case)
    yield from _hand_over(office, plan, case)
    if plan.twist in ("reclassified", "larger_amount"):
        yield office.soon()
        _classify(office, plan, case)
    if plan.twist == "stalled":
        yield from explain_delay(office, plan, case)
        return
    yield from work(office, plan, case)
    if plan.twist == "reopened":
        yield from _taken_up_again(office, replace(plan, twist=""), case)
    if plan.twist == "comes_back":
        yield office.later(5, 30)
        yield from life(office, replace(plan, received=office.now, channel="phone", twist="", repeat_of=case))


def _taken_up_again(office: Office, plan: Plan, case: str) -> Life:
    yield office.later(3, 15)
    finishing.reopen(office.officer(), case, reason=office.chance.choice(texts.REOPENINGS), at=None)
    yield from _hand_over(office, plan, case)
    yield from work(office, plan, case)


def _register(office: Office, plan: Plan) -> str:
    summary = plan.filled(plan.matter.summary)
    customer = plan.person or Person()
    agency, reference, own_date = _referrer(office, plan)
    case, _ = intake.register(
        office.officer(),
        intake.Intake(
            channel=plan.channel,
            category=plan.first_category,
            summary=texts.COMES_BACK + summary if plan.repeat_of else summary,
            demand=plan.filled(plan.matter.demand),
            name=customer.name,
            phone=customer.phone,
            anonymous=plan.person is None,
            unit=plan.branch,
            amount=str(plan.amount) if plan.amount else None,
            public_figure=plan.judgement == "public_figure",
            hot_topic=plan.judgement == "hot_topic",
            reputation=plan.judgement == "reputation",
            reason=texts.MAJOR_REASONS[plan.judgement] if plan.judgement else None,
            received_at=plan.received.text,
            first_receiver=bank.officer_of(plan.branch) if plan.channel in ("walk_in", "suggestion_box") else None,
            source_agency=agency,
            source_ref=reference,
            source_due=own_date,
            repeat_of=plan.repeat_of,
            answered=plan.filled(plan.matter.reply) if plan.twist == "on_the_spot" else None,
        ),
    )
    return case


def _referrer(office: Office, plan: Plan) -> tuple[str | None, str | None, str | None]:
    """The body that sent the complaint, its reference, and the date by which it wants to hear."""
    if plan.channel not in texts.REFERRERS:
        return None, None, None
    agency, reference = office.chance.choice(texts.REFERRERS[plan.channel])
    own_date = date.fromisoformat(plan.received.day) + timedelta(days=office.chance.choice((10, 15, 30)))
    number = office.chance.randint(1, 400)
    return agency, reference.format(year=plan.received.day[:4], number=number), own_date.isoformat()


def _brief(office: Office, case: str) -> Life:
    yield office.soon()
    absent = office.happens(LEADER_ABSENT)
    act, method = office.officer(), office.chance.choice(texts.BRIEFING_METHODS)
    handling.brief(act, case, to=bank.LEADER, absent=absent, method=method, at=None)
    for deputy in bank.DEPUTIES if absent else ():
        handling.brief(act, case, to=deputy, absent=False, method=method, at=None)


def _acknowledge(office: Office, case: str) -> None:
    deadline = queries.deadline(office.connection, case)
    assert deadline is not None
    text = texts.ACKNOWLEDGEMENT.format(due=deadline["due_on"])
    handling.contact(office.officer(), case, purpose="acknowledge", text=text, method="电话", at=None)


def _hand_over(office: Office, plan: Plan, case: str) -> Life:
    """By a slip, unless the case is handled where it came in; a unit that is the wrong one sends the slip back."""
    if not plan.by_slip:
        return
    if plan.twist == "slip_returned":
        wrong = office.chance.choice([unit for unit in bank.BRANCHES if unit not in (plan.branch, plan.lead)])
        yield from _send(office, plan, case, wrong)
        yield office.later(0, 1)
        reason = office.chance.choice(texts.SLIP_RETURNS)
        handling.return_slip(office.act(bank.head_of(wrong)), case, reason=reason, slip_no=None, at=None)
    yield from _send(office, plan, case, plan.lead)


def _send(office: Office, plan: Plan, case: str, unit: str) -> Life:
    yield office.soon()
    handling.transfer(
        office.officer(),
        case,
        to=unit,
        assist=[plan.branch] if unit == plan.matter.lead else [],
        handler=bank.head_of(unit),
        note=office.chance.choice(texts.TRANSFER_NOTES) if plan.person else texts.TRANSFER_NOTE_ANONYMOUS,
        at=None,
    )
    yield office.later(0, 1)
    handling.sign(office.act(bank.officer_of(unit)), case, by=None, slip_no=None, at=None)


def _classify(office: Office, plan: Plan, case: str) -> None:
    larger = plan.twist == "larger_amount"
    handling.classify(
        office.officer(),
        case,
        category=None if larger else plan.category,
        amount=str(3 * (plan.amount or 0)) if larger else None,
        public_figure=None,
        hot_topic=None,
        reputation=None,
        reason=texts.AMOUNT_FOUND if larger else office.chance.choice(texts.RECLASSIFICATIONS),
        at=None,
    )
