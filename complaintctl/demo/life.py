"""The life of one case: it comes in, the leaders and the unit learn of it, and perhaps it comes back."""

from collections.abc import Iterator
from dataclasses import replace

from complaintctl.base.clock import Moment
from complaintctl.demo import invented_bank
from complaintctl.demo.arrival import answer_media, brief, register, report_upward, track
from complaintctl.demo.data import TEXTS
from complaintctl.demo.office import Office
from complaintctl.demo.plans import Plan
from complaintctl.demo.work import explain_delay, file_away, finish, work
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import withdrawal
from complaintctl.handling import slips, transfer_slip
from complaintctl.intake import classification

# A life yields the moment at which it goes on, and is resumed when that moment has come.
Life = Iterator[Moment]


def life(office: Office, plan: Plan) -> Life:
    """Live a case through from receipt to its end, and all that follows from it."""
    yield office.soon(plan.received)
    case = register(office, plan)
    yield from brief(office, case)
    yield from report_upward(office, case)
    if plan.twist == "on_the_spot":
        yield office.soon()
        yield from finish(office, case)
        return
    if plan.person and office.happens("acknowledged"):
        yield office.soon()
        office.tell(case, "acknowledge", TEXTS["acknowledgement"].format(due=office.due_on(case)))
    yield from _hand_over(office, plan, case)
    yield from track(office, case)
    if plan.channel == "media":
        yield from answer_media(office, case)
    if plan.twist in ("withdrawn", "coerced"):
        yield from _withdraw(office, plan, case)
    if plan.twist == "withdrawn":
        yield from file_away(office, case)
        return
    if plan.twist in ("reclassified", "larger_amount"):
        yield office.soon()
        _classify(office, plan, case)
    if plan.twist == "stalled":
        yield from explain_delay(office, plan, case)
        return
    yield from work(office, plan, case)
    if plan.twist == "reopened":
        yield from _taken_up_again(office, replace(plan, twist="none"), case)
    if plan.twist == "comes_back":
        yield office.later(5, 30)
        yield from life(office, replace(plan, received=office.now, channel="phone", twist="none", repeat_of=case))


def _taken_up_again(office: Office, plan: Plan, case: str) -> Life:
    yield office.later(3, 15)
    finishing_act.reopen(office.officer(), case, reason=office.text("reopenings"), at=None)
    yield from _hand_over(office, plan, case)
    yield from work(office, plan, case)


def _hand_over(office: Office, plan: Plan, case: str) -> Life:
    """Send it by a slip, unless it is handled where it came in; a unit that is the wrong one sends the slip back."""
    if not plan.by_slip:
        return
    if plan.twist == "slip_returned":
        wrong = office.chance.choice([unit for unit in invented_bank.BRANCHES if unit not in (plan.branch, plan.lead)])
        yield from _send(office, plan, case, wrong)
        yield office.later(0, 1)
        reason = office.text("slip_returns")
        slips.return_slip(office.act(invented_bank.head_of(wrong)), case, reason=reason, slip_no=None, at=None)
    yield from _send(office, plan, case, plan.lead)


def _send(office: Office, plan: Plan, case: str, unit: str) -> Life:
    yield office.soon()
    transfer_slip.transfer(
        office.officer(),
        case,
        to=unit,
        assist=[plan.branch] if unit == plan.matter.lead else [],
        handler=invented_bank.head_of(unit),
        note=office.text("transfer_notes") if plan.person else TEXTS["transfer_note_anonymous"],
        at=None,
    )
    yield office.later(0, 1)
    slips.sign(office.act(invented_bank.officer_of(unit)), case, by=None, slip_no=None, at=None)


def _withdraw(office: Office, plan: Plan, case: str) -> Life:
    """Take the customer's wish to withdraw; 监察室 calls them back to hear whether it is their own will."""
    voluntary = plan.twist == "withdrawn"
    yield office.later(0, 2)
    reason = TEXTS["withdrawals"][plan.twist]
    withdrawal.withdraw(office.officer(), case, reason=reason, verified_by=None, voluntary=None, method=None, at=None)
    yield office.later(0, 1)
    withdrawal.withdraw(
        office.officer(),
        case,
        reason=None if voluntary else TEXTS["pressed"],
        verified_by=invented_bank.FOUNDER,
        voluntary=voluntary,
        method="电话",
        at=None,
    )


def _classify(office: Office, plan: Plan, case: str) -> None:
    act = office.officer()
    if plan.twist == "larger_amount":
        amount = str(3 * (plan.amount or 0))
        classification.classify(act, case, amount=amount, reason=TEXTS["amount_found"])
    else:
        classification.classify(act, case, category=plan.category, reason=office.text("reclassifications"))
