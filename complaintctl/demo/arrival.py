"""How a case comes in: it is registered, the leaders are told and say what is to be done, the customer hears of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from complaintctl import queries
from complaintctl.casework import briefing, intake
from complaintctl.clock import Moment
from complaintctl.demo import bank, texts
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.personal import Person

LEADER_ABSENT, DIRECTED, CAUSE_KNOWN = 0.1, 0.9, 0.8  # shares of the cases
FOR_THE_COURT = 100_000  # yuan from which a dispute of the invented bank goes to court
STAGES = ("sign", "media_enquiry", "published")


class Referrer(NamedTuple):
    """The body that sent a complaint, its reference, and the date by which it wants to hear."""

    agency: str | None = None
    reference: str | None = None
    own_date: str | None = None


def register(office: Office, plan: Plan) -> str:
    """Register the complaint at 监察室; return its number."""
    summary = plan.filled(plan.matter.summary)
    customer = plan.person or Person()
    referrer = _referrer(office, plan)
    at_branch = plan.channel in ("walk_in", "suggestion_box")
    receiver = bank.officer_of(plan.branch) if at_branch else None
    media_level = office.chance.choice(list(texts.OUTLETS)) if plan.channel == "media" else None
    causes = texts.CAUSES.get(plan.category)
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
            first_receiver=receiver,
            escorted_by=receiver if plan.channel == "walk_in" else None,
            source_agency=referrer.agency,
            source_ref=referrer.reference,
            source_due=referrer.own_date,
            repeat_of=plan.repeat_of,
            legal_dispute=(plan.amount or 0) >= FOR_THE_COURT,
            media_level=media_level,
            media_stage=office.chance.choice(STAGES) if media_level else None,
            outlet=texts.OUTLETS[media_level] if media_level else None,
            cause=office.chance.choice(causes) if causes and office.happens(CAUSE_KNOWN) else None,
            answered=plan.filled(plan.matter.reply) if plan.twist == "on_the_spot" else None,
        ),
    )
    return case


def _referrer(office: Office, plan: Plan) -> Referrer:
    if plan.channel not in texts.REFERRERS:
        return Referrer()
    agency, reference = office.chance.choice(texts.REFERRERS[plan.channel])
    own_date = date.fromisoformat(plan.received.day) + timedelta(days=office.chance.choice((10, 15, 30)))
    number = office.chance.randint(1, 400)
    return Referrer(agency, reference.format(year=plan.received.day[:4], number=number), own_date.isoformat())


def brief(office: Office, case: str) -> Iterator[Moment]:
    """Tell the leader in charge of petitions, or both deputies; who is told says what is to be done."""
    yield office.soon()
    absent = office.happens(LEADER_ABSENT)
    act, method = office.officer(), office.chance.choice(texts.BRIEFING_METHODS)
    briefing.brief(act, case, to=bank.LEADER, absent=absent, method=method, at=None)
    for deputy in bank.DEPUTIES if absent else ():
        briefing.brief(act, case, to=deputy, absent=False, method=method, at=None)
    if office.happens(DIRECTED):
        yield office.soon()
        leader = bank.DEPUTIES[0] if absent else bank.LEADER
        briefing.direct(office.officer(), case, by=leader, text=office.chance.choice(texts.DIRECTIVES))


def acknowledge(office: Office, case: str) -> None:
    """Tell the customer by when to expect an answer."""
    deadline = queries.deadline(office.connection, case)
    assert deadline is not None
    office.tell(case, "acknowledge", texts.ACKNOWLEDGEMENT.format(due=deadline["due_on"]))
