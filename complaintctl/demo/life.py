"""The life of one case: it comes in, the leaders and the unit learn of it, and perhaps it comes back."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from complaintctl.bank.directory import OFFICE
from complaintctl.base.clock import Moment
from complaintctl.cases import case_rows
from complaintctl.demo.invented_bank import BRANCHES, DEPUTIES, FOUNDER, LEADER, TEXTS, YEAR, Life, Office, one_of
from complaintctl.demo.plans import Plan
from complaintctl.demo.work import explain_delay, file_away, finish, report_upward, withdraw, work
from complaintctl.finishing import act as finishing_act
from complaintctl.handling import briefing, contacts, slips, transfer_slip
from complaintctl.intake import act as intake_act
from complaintctl.intake import classification
from complaintctl.privacy.personal import Person


def life(office: Office, plan: Plan) -> Life:
    """Live a case through from receipt to its end, and all that follows from it."""
    case = yield from _arrive(office, plan)
    if plan.twist == "on_the_spot":
        yield office.soon()
        yield from finish(office, case)
        return
    yield from _set_going(office, plan, case)
    if plan.twist in ("withdrawn", "coerced"):
        yield from withdraw(office, plan, case)
    if plan.twist == "withdrawn":
        yield from file_away(office, case)
        return
    if plan.twist == "coerced":  # Art. 18: the leader hears of it at once
        yield office.soon()
        briefing.brief(office.officer(), case, to=LEADER, method=office.text("briefing_methods"))
    if plan.twist in ("reclassified", "larger_amount"):
        yield office.soon()
        act = office.officer()
        if plan.twist == "larger_amount":
            amount = str(3 * (plan.amount or 0))
            classification.classify(act, case, amount=amount, reason=TEXTS["amount_found"])
        else:
            classification.classify(act, case, category=plan.category, reason=office.text("reclassifications"))
    if plan.twist == "stalled":
        yield from explain_delay(office, plan, case)
        return
    yield from work(office, plan, case)
    if plan.twist == "reopened":
        yield office.later(3, 15)
        finishing_act.reopen(office.officer(), case, reason=office.text("reopenings"))
        again = replace(plan, twist="none")
        yield from _hand_over(office, again, case)
        yield from work(office, again, case)
    if plan.twist == "comes_back":
        yield office.later(5, 30)
        yield from life(office, replace(plan, received=office.now, channel="phone", twist="none", repeat_of=case))


def _arrive(office: Office, plan: Plan) -> Generator[Moment, None, str]:
    """Register a complaint at 监察室, let the leaders and whoever is above the bank hear of it; return its number."""
    yield office.soon(plan.received)
    case = _register(office, plan)
    yield office.soon()
    absent = office.happens("leader_absent")
    act, method = office.officer(), office.text("briefing_methods")
    briefing.brief(act, case, to=LEADER, absent=absent, method=method)
    for deputy in DEPUTIES if absent else ():
        briefing.brief(act, case, to=deputy, method=method)
    if office.happens("directed"):
        yield office.soon()
        leader = DEPUTIES[0] if absent else LEADER
        briefing.direct(office.officer(), case, by=leader, text=office.text("directives"))
    yield from report_upward(office, case)
    return case


def _register(office: Office, plan: Plan) -> str:
    customer, chance, received_on = plan.person or Person(), office.chance, plan.received.day
    more: dict[str, Any] = {plan.judgement: True} if plan.judgement else {}
    if plan.channel in TEXTS["referrers"]:
        agency, reference = office.text("referrers", plan.channel)
        due = date.fromisoformat(received_on) + timedelta(days=chance.choice((10, 15, 30)))
        reference = reference.format(year=received_on[:4], number=chance.randint(1, 400))
        more |= {"source_agency": agency, "source_ref": reference, "source_due": due.isoformat()}
    level = chance.choice(list(TEXTS["outlets"])) if plan.channel == "media" else None
    act = office.officer()
    stage = chance.choice(("sign", "media_enquiry", "published")) if level else None
    known = plan.category in TEXTS["causes"] and office.happens("cause_known")
    at_branch = one_of(plan.branch) if plan.channel in ("walk_in", "suggestion_box") else None
    intake = {
        "channel": plan.channel,
        "category": YEAR["mistaken_for"][plan.category] if plan.twist == "reclassified" else plan.category,
        "summary": (TEXTS["comes_back"] if plan.repeat_of else "") + plan.matter["summary"],
        "demand": plan.matter["demand"],
        "name": customer.name,
        "phone": customer.phone,
        "anonymous": plan.person is None,
        "unit": plan.branch,
        "amount": str(plan.amount) if plan.amount else None,
        "reason": TEXTS["major_reasons"][plan.judgement] if plan.judgement else None,
        "received_at": plan.received.text,
        "first_receiver": at_branch,
        "escorted_by": at_branch if plan.channel == "walk_in" else None,
        "repeat_of": plan.repeat_of,
        "legal_dispute": (plan.amount or 0) >= 100_000,  # yuan: such a dispute goes to court
        "cause": office.text("causes", plan.category) if known else None,
        "answered": plan.matter["reply"] if plan.twist == "on_the_spot" else None,
        "media_level": level,
        "media_stage": stage,
        "outlet": TEXTS["outlets"].get(level),
        **more,
    }
    return intake_act.register(act, intake)[0]


def _set_going(office: Office, plan: Plan, case: str) -> Life:
    """Tell the customer by when, send the case to its unit and ask how it is getting on; let one answer the press."""
    if plan.person and office.happens("acknowledged"):
        yield office.soon()
        due = case_rows.case(office.connection, case)["promised_due_on"]
        office.tell(case, "acknowledge", TEXTS["acknowledgement"].format(due=due))
    yield from _hand_over(office, plan, case)
    duties = case_rows.open_duties(office.connection, case)
    if any(duty["duty"] == "track" for duty in duties) and office.happens("tracked"):
        yield office.later(0, 2)
        office.tell(case, "track", TEXTS["tracking"])
    if plan.channel == "media":
        yield office.soon()
        consent = {"authorised_by": LEADER, "authorised_at": office.now.text}
        yield office.soon()
        answer = contacts.Contact("media_response", TEXTS["media_response"], "书面", **consent)
        contacts.contact(office.act(FOUNDER), case, answer)


def _hand_over(office: Office, plan: Plan, case: str) -> Life:
    """Send it by a slip, unless it is handled where it came in; a unit that is the wrong one sends the slip back."""
    if plan.lead == OFFICE or (plan.channel == "suggestion_box" and plan.lead == plan.branch):
        return
    units = [plan.lead]
    if plan.twist == "slip_returned":
        units.insert(0, office.chance.choice([unit for unit in BRANCHES if unit not in (plan.branch, plan.lead)]))
    for unit in units:
        yield office.soon()
        transfer_slip.transfer(
            office.officer(),
            case,
            to=unit,
            assist=[plan.branch] if unit == plan.matter.get("lead") else [],
            handler=one_of(unit, "unit_head"),
            note=office.text("transfer_notes") if plan.person else TEXTS["transfer_note_anonymous"],
        )
        yield office.later(0, 1)
        slips.sign(office.act(one_of(unit, "unit_head")), case)
        if unit != plan.lead:
            yield office.later(0, 1)
            slips.return_slip(office.act(one_of(unit, "unit_head")), case, reason=office.text("slip_returns"))
