"""The arrival of a case: it is registered, and the leaders, the customer and whoever is above the bank hear of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from complaintctl.base.clock import Moment
from complaintctl.demo import invented_bank
from complaintctl.demo.data import TEXTS
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.handling import briefing, contacts, escalation
from complaintctl.intake import act as intake_act
from complaintctl.privacy.personal import Person

FOR_THE_COURT = 100_000  # yuan from which a dispute of the invented bank goes to court
STAGES = ("sign", "media_enquiry", "published")


def register(office: Office, plan: Plan) -> str:
    """Register the complaint at 监察室; return its number."""
    customer = plan.person or Person()
    referrer = _referrer(office, plan)
    receiver = invented_bank.officer_of(plan.branch) if plan.channel in ("walk_in", "suggestion_box") else None
    level = office.chance.choice(list(TEXTS["outlets"])) if plan.channel == "media" else None
    act = office.officer()
    stage = office.chance.choice(STAGES) if level else None
    known = plan.category in TEXTS["causes"] and office.happens("cause_known")
    reported = {
        "channel": plan.channel,
        "category": plan.first_category,
        "summary": (TEXTS["comes_back"] if plan.repeat_of else "") + plan.matter.summary,
        "demand": plan.matter.demand,
        "name": customer.name,
        "phone": customer.phone,
        "anonymous": plan.person is None,
        "unit": plan.branch,
        "amount": str(plan.amount) if plan.amount else None,
        "public_figure": plan.judgement == "public_figure",
        "hot_topic": plan.judgement == "hot_topic",
        "reputation": plan.judgement == "reputation",
        "reason": TEXTS["major_reasons"][plan.judgement] if plan.judgement else None,
        "received_at": plan.received.text,
        "first_receiver": receiver,
        "escorted_by": receiver if plan.channel == "walk_in" else None,
        "repeat_of": plan.repeat_of,
        "legal_dispute": (plan.amount or 0) >= FOR_THE_COURT,
        "cause": office.text("causes", plan.category) if known else None,
        "answered": plan.matter.reply if plan.twist == "on_the_spot" else None,
        "media_level": level,
        "media_stage": stage,
        "outlet": TEXTS["outlets"].get(level),
        **referrer,
    }
    return intake_act.register(act, reported)[0]


def _referrer(office: Office, plan: Plan) -> dict[str, Any]:
    """The body that sent a complaint, its reference, and the date by which it wants to hear."""
    if plan.channel not in TEXTS["referrers"]:
        return {}
    agency, reference = office.text("referrers", plan.channel)
    own_date = date.fromisoformat(plan.received.day) + timedelta(days=office.chance.choice((10, 15, 30)))
    number = office.chance.randint(1, 400)
    return {
        "source_agency": agency,
        "source_ref": reference.format(year=plan.received.day[:4], number=number),
        "source_due": own_date.isoformat(),
    }


def brief(office: Office, case: str) -> Iterator[Moment]:
    """Tell the leader in charge of petitions, or both deputies; who is told says what is to be done."""
    yield office.soon()
    absent = office.happens("leader_absent")
    act, method = office.officer(), office.text("briefing_methods")
    briefing.brief(act, case, to=invented_bank.LEADER, absent=absent, method=method, at=None)
    for deputy in invented_bank.DEPUTIES if absent else ():
        briefing.brief(act, case, to=deputy, absent=False, method=method, at=None)
    if office.happens("directed"):
        yield office.soon()
        leader = invented_bank.DEPUTIES[0] if absent else invented_bank.LEADER
        briefing.direct(office.officer(), case, by=leader, text=office.text("directives"))


def report_upward(office: Office, case: str) -> Iterator[Moment]:
    """Report what the regulation wants reported to union, regulator and counsel, most of it."""
    owed = [duty for duty in office.open_duties(case) if duty["escalates_to"]]
    if owed:
        yield office.soon()
    told = set()
    for duty in owed:
        to = duty["escalates_to"]
        if to not in told and (duty["blocking"] or office.happens("reported_upward")):
            told.add(to)
            escalation.escalate(
                office.officer(), case, to=to, reason=TEXTS["reported_upward"][duty["duty"]], via="传真"
            )


def track(office: Office, case: str) -> Iterator[Moment]:
    """Ask the unit how a major case or a repeat is getting on."""
    if any(duty["duty"] == "track" for duty in office.open_duties(case)) and office.happens("tracked"):
        yield office.later(0, 2)
        office.tell(case, "track", TEXTS["tracking"])


def answer_media(office: Office, case: str) -> Iterator[Moment]:
    """Let one person answer the press, once a leader has consented."""
    yield office.soon()
    consent = office.now.text
    yield office.soon()
    answer = contacts.Contact(
        "media_response", TEXTS["media_response"], "书面", authorised_by=invented_bank.LEADER, authorised_at=consent
    )
    contacts.contact(office.act(invented_bank.FOUNDER), case, answer)
