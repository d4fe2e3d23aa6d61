"""Registering a complaint (Arts 3, 8)."""

from typing import NamedTuple

from complaintctl import ledger, personal, queries
from complaintctl.casework.common import case_number, occurred_at
from complaintctl.clock import Moment, parse_day
from complaintctl.errors import UsageProblem
from complaintctl.ledger import Act, Fact
from complaintctl.personal import Person
from complaintctl.values import clean_text, doubtful_id, doubtful_phone, parse_amount, required_text


class Intake(NamedTuple):
    """A complaint as the officer types it: codes or labels, amounts in yuan, dates as written."""

    channel: str
    category: str
    summary: str
    demand: str
    name: str | None = None
    phone: str | None = None
    id_no: str | None = None
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
    repeat_of: str | None = None
    answered: str | None = None


def register(act: Act, intake: Intake) -> tuple[str, list[str]]:
    """Register a complaint; return its number and what the officer should look at again, a sentence each.

    The number is the next of the year of receipt. With `answered` the customer was answered on the spot
    (Art. 8(1)), at the time of receipt.

    Raises:
        UsageProblem: input that cannot be read, or a receipt in the future or before the calendar begins.
        NotFound: an unknown code, unit or person.
    """
    db = act.connection
    received = occurred_at(act, intake.received_at, what="--received-at")
    first_day = queries.calendar_span(db)["first"]
    if received.day < first_day:
        raise UsageProblem(
            f"--received-at {received.day} cannot be right: the calendar of working days begins on {first_day}."
        )
    receiver = queries.member(db, intake.first_receiver or act.actor)
    facts = {
        "channel": queries.code(db, "channel", intake.channel),
        "category": queries.code(db, "category", intake.category),
        "summary": required_text(intake.summary, "The summary"),
        "demand": clean_text(intake.demand, "The demand"),
        "first_receiver": receiver["code"],
        "respondent_unit": queries.unit(db, intake.unit)["code"] if intake.unit else None,
        "subject_employee": queries.member(db, intake.subject)["code"] if intake.subject else None,
        "amount_fen": parse_amount(intake.amount, "--amount") if intake.amount else None,
        "public_figure": intake.public_figure,
        "hot_topic": intake.hot_topic,
        "reputation": intake.reputation,
        "reason": clean_text(intake.reason or "", "The reason"),
        "source_agency": clean_text(intake.source_agency or "", "The referring body"),
        "source_ref": clean_text(intake.source_ref or "", "The referring body's number"),
        "source_due_on": parse_day(intake.source_due, "--source-due") if intake.source_due else None,
        "repeat_of": _earlier_case(act, intake.repeat_of, received),
    }
    person = Person(
        *(
            clean_text(part, "The customer's data") or None if part else None
            for part in (intake.name, intake.phone, intake.id_no)
        )
    )
    anonymous = personal.is_anonymous(person, intake.anonymous, facts["category"])
    facts |= {"anonymous": anonymous} if person == Person() else personal.add(act, person)

    case_no = ledger.next_number(act, "register", int(received.day[:4]))
    entered = [Fact(case_no, "registered", received, facts)]
    if intake.answered:
        reply = required_text(intake.answered, "The answer given on the spot")
        entered.append(Fact(case_no, "replied", received, {"text": reply, "on_the_spot": True}))
    ledger.append(act, entered)
    ledger.settle(act, case_no, received, "registered")
    return case_no, _doubts(act, intake, person, anonymous, case_no)


def _earlier_case(act: Act, given: str | None, received: Moment) -> str | None:
    if not given:
        return None
    number = case_number(given, act.clock.now().day[:4])
    earlier = queries.case(act.connection, number)
    if earlier["received_at"] > received.text:
        raise UsageProblem(
            f"--repeat-of {number} was received later, on {earlier['received_on']}: name the earlier case."
        )
    return str(earlier["case_no"])


def _doubts(act: Act, intake: Intake, person: Person, anonymous: bool, case_no: str) -> list[str]:
    """What is kept as given but may be a slip of the pen."""
    doubts = []
    if person.phone and doubtful_phone(person.phone):
        doubts.append("The phone number does not look like one; it was kept as given.")
    if person.id_no and doubtful_id(person.id_no):
        doubts.append("The identity number fails its check digit; it was kept as given.")
    if personal.holds_personal_number(f"{intake.summary} {intake.demand}"):
        doubts.append(
            "The summary or demand seems to hold a phone, identity or card number, which is not masked there."
        )
    if person == Person() and not anonymous:
        doubts.append(
            "No name, phone or identity number was given, and the case is not marked --anonymous:"
            " ask how to reach the customer."
        )
    if not intake.demand.strip():
        doubts.append("The demand is empty: ask the customer what he wants done (Art. 8(1)).")
    deadline = queries.deadline(act.connection, case_no)
    if deadline and deadline["due_on"] is None:
        doubts.append(
            "The due date lies past the end of the calendar and is not known: run `complaintctl calendar import`."
        )
    return doubts
