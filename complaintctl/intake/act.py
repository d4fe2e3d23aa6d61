"""Registering a complaint (Arts 3, 8, 9)."""

from typing import Annotated, Any, NamedTuple

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Option
from complaintctl.base.register_lines import SAYS_NOTHING
from complaintctl.base.values import clean_text, plain, required_text
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import directory_rows, facts, rule_rows
from complaintctl.cases.case_acts import enter, occurred_at
from complaintctl.cases.fact_rows import nameless_categories
from complaintctl.cases.in_service import serving
from complaintctl.intake import origin, repeats
from complaintctl.intake.warnings import merge_warnings, registration_warnings
from complaintctl.privacy import personal
from complaintctl.privacy.contact_numbers import identity_number, phone_number
from complaintctl.privacy.personal import Person
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row


class Intake(NamedTuple):
    """A complaint as the officer types it: codes or labels, amounts in yuan, dates as written."""

    channel: Annotated[
        str, Option("How it came in: a code or its label, walk_in or 上门.", None, "How did it come in", "channel")
    ]
    category: Annotated[str, Option("What it is about: a code or its label.", None, "What is it about", "category")]
    summary: Annotated[str, Option("What happened, in a sentence or two.", ask="What happened")]
    demand: Annotated[str, Option("What the customer wants done.", ask="What is asked for")]
    name: Annotated[str | None, Option("The customer's name.", ask="Customer's name")] = None
    phone: Annotated[str | None, Option("The customer's phone number.", ask="Phone")] = None
    id_no: Annotated[str | None, Option("The customer's identity number.", ask="Identity number")] = None
    address: Annotated[str | None, Option("The customer's address.", ask="Address")] = None
    anonymous: Annotated[bool, Option("The customer gives no name.", ask="Does the customer stay anonymous")] = False
    unit: facts.Unit = None
    subject: facts.Subject = None
    amount: facts.Amount = None
    public_figure: Annotated[bool, Option("Major: a public figure is concerned.")] = False
    hot_topic: Annotated[bool, Option("Major: a sensitive topic.")] = False
    reputation: Annotated[bool, Option("Major: may harm the bank's reputation.")] = False
    reason: Annotated[str | None, Option("Why it is major.", ask="Why is it grave")] = None
    received_at: Annotated[str | None, Option("When it was received or found; default now.", "WHEN")] = None
    first_receiver: Annotated[str | None, Option("Who first received it; default you.", "CODE")] = None
    escorted_by: Annotated[str | None, Option("Who brought the visitor to 监察室.", "STAFF")] = None
    posted_at: Annotated[str | None, Option("When it was put on the web.", "WHEN", "When was it put on the web")] = None
    letter_dated: Annotated[str | None, Option("The date of the letter.", "DATE")] = None
    postmarked: Annotated[str | None, Option("Its postmark.", "DATE")] = None
    source_agency: Annotated[str | None, Option("The body that sent it.", ask="Which body sent it")] = None
    source_ref: Annotated[str | None, Option("That body's reference.", ask="That body's reference")] = None
    source_due: Annotated[str | None, Option("That body's own date.", "DATE", "That body's own date")] = None
    source_grade: Annotated[str | None, Option("Secrecy and urgency, as written on that body's paper.")] = None
    endorsed_by: Annotated[str | None, Option("The city or county leader who endorsed it, name and office.")] = None
    endorsed_on: Annotated[str | None, Option("The date of the endorsement.", "DATE")] = None
    endorsement: Annotated[str | None, Option("What that leader wrote, and asks for.")] = None
    source_kind: Annotated[str | None, Option("What kind of body it is; by default its name says so.")] = None
    repeat_of: Annotated[str | None, Option("The earlier case it repeats.", "CASE")] = None
    nothing_new: Annotated[bool, Option("Note it on that case, still open, instead of making a new one.")] = False
    answered: Annotated[str | None, Option("The answer given on the spot.")] = None
    secondary: facts.Secondary = None
    nature: facts.Nature = None
    validity: facts.Validity = None
    group_size: facts.GroupSize = None
    representatives: Annotated[int | None, Option("How many speak for the group.", "N")] = None
    legal_complexity: facts.LegalComplexity = None
    legal_dispute: Annotated[bool, Option("A dispute that has to go to court.")] = False
    media_level: facts.MediaLevel = None
    media_stage: facts.MediaStage = None
    outlet: facts.Outlet = None
    service_channel: facts.ServiceChannel = None
    business_type: facts.BusinessType = None
    cause: facts.Cause = None


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
        return merged, list(merge_warnings(act, merged, person, stated))

    stated |= repeats.series(act, intake.repeat_of, received)
    stated |= {"anonymous": anonymous} if person == Person() else personal.add(act, person)
    case_no = ledger.next_number(act, "register", int(received.day[:4]))
    entered = [Fact(case_no, "registered", received, stated)]
    if intake.answered:
        reply = required_text(intake.answered, _("The answer given on the spot"))
        entered.append(Fact(case_no, "replied", received, {"text": reply, "on_the_spot": True}))
    enter(act, *entered, reason="registered")
    return case_no, registration_warnings(act, stated, received, person, anonymous, case_no)


def history(act: Act, intake: Intake) -> list[Row]:
    """The customer's earlier cases, newest first (Art. 17); raises what `register` would, of what it looks at."""
    unit = directory_rows.unit(act.connection, intake.unit)["code"] if intake.unit else None
    day = receipt(act, intake).day
    return repeats.earlier_cases(act.connection, customer(intake), unit, day, act.actor)


def receipt(act: Act, intake: Intake) -> Moment:
    """The time of receipt. Raises UsageProblem: in the future, or before the calendar begins."""
    received = occurred_at(act, intake.received_at, what="--received-at")
    first_day = calendar_rows.calendar_span(act.connection)["first"]
    if received.day < first_day:
        raise UsageProblem(
            "{option} {day} cannot be right: the calendar of working days begins on {first_day}.",
            option="--received-at",
            day=received.day,
            first_day=first_day,
        )
    return received


def customer(intake: Intake) -> Person:
    """The customer, as far as given; 无 and the like are nothing, as in a register."""
    given = (intake.name, intake.phone, intake.id_no, intake.address)
    cleaned = (clean_text(part or "", _("The customer's data")) for part in given)
    name, phone, id_no, address = (None if plain(part) in SAYS_NOTHING else part for part in cleaned)
    return Person(
        name or None, phone_number(phone or "") or None, identity_number(id_no or "") or None, address or None
    )


def _stated(act: Act, intake: Intake, received: Moment) -> dict[str, Any]:
    """Read the complaint itself, as the ledger keeps it."""
    db, given = act.connection, intake._asdict()
    channel = rule_rows.code(db, "channel", intake.channel, received.day)
    stated = {
        **facts.read(db, given, received.day),
        "channel": channel,
        "summary": required_text(intake.summary, _("The summary")),
        "demand": clean_text(intake.demand, _("The demand")),
        "first_receiver": serving(directory_rows.member(db, intake.first_receiver or act.actor), received.day)["code"],
        "escorted_by": directory_rows.member(db, intake.escorted_by)["code"] if intake.escorted_by else None,
        "reason": clean_text(intake.reason or "", _("The reason")),
        "representatives": _representatives(act, intake, received),
        **origin.sender(act, channel, received.day, given),
        **origin.endorsement(act, given),
        **origin.earlier_dates(received, given),
    }
    facts.check(stated)
    return stated


def _representatives(act: Act, intake: Intake, received: Moment) -> int | None:
    if intake.representatives is None:
        return None
    number = facts.number_of_people(intake.representatives, "--representatives")
    most = int(rule_rows.policy(act.connection, "most_representatives", received.day))
    said = {"number": number, "most": most, "group_size": intake.group_size}
    if number > most:
        raise Refused(
            "{number} representatives are more than the {most} a group may send: ask the group to choose"
            " (Order 2020 No. 3, Art. 12; Petition Regulations 2022, Art. 20).",
            **said,
        )
    if intake.group_size is not None and number > intake.group_size:
        raise UsageProblem(
            "--representatives {number} is more than the group itself, --group-size {group_size}.", **said
        )
    return number
