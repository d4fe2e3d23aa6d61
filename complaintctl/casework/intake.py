"""Registering a complaint (Arts 3, 8, 9)."""

from typing import Any, NamedTuple

from complaintctl import ledger, personal, queries
from complaintctl.casework import facts, origin, repeats
from complaintctl.casework.common import occurred_at
from complaintctl.casework.doubts import doubts, merge_doubts
from complaintctl.casework.serving import serving
from complaintctl.clock import Moment
from complaintctl.contact_numbers import identity_number, phone_number
from complaintctl.entries import SAYS_NOTHING
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.personal import Person
from complaintctl.queries import Row
from complaintctl.queries.facts import nameless_categories
from complaintctl.values import clean_text, plain, required_text


class Intake(NamedTuple):
    """A complaint as the officer types it: codes or labels, amounts in yuan, dates as written."""

    channel: str
    category: str
    summary: str
    demand: str
    name: str | None = None
    phone: str | None = None
    id_no: str | None = None
    address: str | None = None
    anonymous: bool = False
    unit: str | None = None
    subject: str | None = None
    amount: str | None = None
    public_figure: bool = False
    hot_topic: bool = False
    reputation: bool = False
    reason: str | None = None
    received_at: str | None = None
    first_receiver: str | None = None
    source_agency: str | None = None
    source_ref: str | None = None
    source_due: str | None = None
    source_grade: str | None = None
    endorsed_by: str | None = None
    endorsed_on: str | None = None
    endorsement: str | None = None
    repeat_of: str | None = None
    answered: str | None = None
    secondary: str | None = None
    nature: str | None = None
    validity: str | None = None
    legal_complexity: str | None = None
    legal_dispute: bool = False
    media_level: str | None = None
    media_stage: str | None = None
    outlet: str | None = None
    service_channel: str | None = None
    business_type: str | None = None
    cause: str | None = None
    group_size: int | None = None
    representatives: int | None = None
    source_kind: str | None = None
    posted_at: str | None = None
    letter_dated: str | None = None
    postmarked: str | None = None
    escorted_by: str | None = None
    nothing_new: bool = False


def register(act: Act, intake: Intake) -> tuple[str, list[str]]:
    """Register a complaint; return its number and what the officer should look at again, a sentence each.

    The number is the next of the year of receipt. With `answered` the customer was answered on the spot
    (Art. 8(1)), at the time of receipt. With `nothing_new` there is no new case: the complaint is noted on the open
    one it repeats, whose number is returned (Art. 17).

    Raises:
        UsageProblem: input that cannot be read or contradicts itself, or a receipt in the future or before the
            calendar begins.
        Refused: more representatives than a group may send, a first receiver who had left, or a case to be merged into
            that is closed or asks for less.
        NotFound: an unknown code, unit, person or case.
    """
    received = receipt(act, intake)
    person = customer(intake)
    stated = _stated(act, intake, received)
    nameless = stated["category"] in nameless_categories(act.connection)
    anonymous = personal.is_anonymous(person, intake.anonymous, nameless)
    if intake.nothing_new:
        if not intake.repeat_of:
            raise UsageProblem("--nothing-new needs --repeat-of: say which open case the customer raises again.")
        stated["answered"] = clean_text(intake.answered or "", _("The answer given on the spot"))
        merged = repeats.merge(act, intake.repeat_of, intake.received_at, stated)
        return merged, merge_doubts(act, merged, person, stated)

    stated |= repeats.series(act, intake.repeat_of, received)
    stated |= {"anonymous": anonymous} if person == Person() else personal.add(act, person)
    case_no = ledger.next_number(act, "register", int(received.day[:4]))
    entered = [Fact(case_no, "registered", received, stated)]
    if intake.answered:
        reply = required_text(intake.answered, _("The answer given on the spot"))
        entered.append(Fact(case_no, "replied", received, {"text": reply, "on_the_spot": True}))
    ledger.append(act, entered)
    ledger.settle(act, case_no, received, "registered")
    return case_no, doubts(act, stated, received, person, anonymous, case_no)


def history(act: Act, intake: Intake) -> list[Row]:
    """The customer's earlier cases, newest first (Art. 17); raises what `register` would, of what it looks at."""
    unit = queries.unit(act.connection, intake.unit)["code"] if intake.unit else None
    day = receipt(act, intake).day
    return repeats.earlier_cases(act.connection, customer(intake), unit, day, act.actor)


def receipt(act: Act, intake: Intake) -> Moment:
    """When the complaint was received. Raises UsageProblem: in the future, or before the calendar begins."""
    received = occurred_at(act, intake.received_at, what="--received-at")
    first_day = queries.calendar_span(act.connection)["first"]
    if received.day < first_day:
        raise UsageProblem(
            "{option} {day} cannot be right: the calendar of working days begins on {first_day}.",
            option="--received-at",
            day=received.day,
            first_day=first_day,
        )
    return received


def customer(intake: Intake) -> Person:
    """What is given of the customer; 无 and the like are nothing, as in a register."""
    given = (intake.name, intake.phone, intake.id_no, intake.address)
    cleaned = (clean_text(part or "", _("The customer's data")) for part in given)
    name, phone, id_no, address = (None if plain(part) in SAYS_NOTHING else part for part in cleaned)
    return Person(
        name or None, phone_number(phone or "") or None, identity_number(id_no or "") or None, address or None
    )


def _stated(act: Act, intake: Intake, received: Moment) -> dict[str, Any]:
    """What the registration says of the complaint itself."""
    db = act.connection
    channel = queries.code(db, "channel", intake.channel, received.day)
    stated = {
        **facts.read(db, intake._asdict(), received.day),
        "channel": channel,
        "summary": required_text(intake.summary, _("The summary")),
        "demand": clean_text(intake.demand, _("The demand")),
        "first_receiver": serving(queries.member(db, intake.first_receiver or act.actor), received.day)["code"],
        "escorted_by": queries.member(db, intake.escorted_by)["code"] if intake.escorted_by else None,
        "reason": clean_text(intake.reason or "", _("The reason")),
        "representatives": _representatives(act, intake, received),
        **origin.sender(
            act,
            channel,
            received.day,
            intake.source_agency,
            intake.source_ref,
            intake.source_due,
            intake.source_kind,
        ),
        **origin.endorsement(act, intake._asdict()),
        **origin.earlier_dates(received, intake.posted_at, intake.letter_dated, intake.postmarked),
    }
    facts.check(stated)
    return stated


def _representatives(act: Act, intake: Intake, received: Moment) -> int | None:
    if intake.representatives is None:
        return None
    number = facts.number_of_people(intake.representatives, "--representatives")
    most = int(queries.policy(act.connection, "most_representatives", received.day))
    if number > most:
        raise Refused(
            "{number} representatives are more than the {most} a group may send: ask the group to choose"
            " (Order 2020 No. 3, Art. 12; Petition Regulations 2022, Art. 20).",
            number=number,
            most=most,
        )
    if intake.group_size is not None and number > intake.group_size:
        raise UsageProblem(
            "--representatives {number} is more than the group itself, --group-size {group_size}.",
            number=number,
            group_size=intake.group_size,
        )
    return number
