"""Reading a complaint as the officer types it: its receipt, the customer, what it says, who sent it (Art. 9)."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from complaintctl.base.clock import Moment, parse_day, parse_moment
from complaintctl.base.errors import Masked, Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import fields_in
from complaintctl.base.text import quoted
from complaintctl.base.values import SAYS_NOTHING, clean_text, clean_texts, required_text
from complaintctl.calendar import rows as calendar_rows
from complaintctl.cases import directory_rows, facts, rule_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.privacy import personal
from complaintctl.privacy.contact_numbers import identity_number, phone_number
from complaintctl.privacy.personal import Person
from complaintctl.record.ledger import Act

# What an officer may type: codes or labels, amounts in yuan, dates as written; None where nothing is given.
FIELDS = fields_in(Path(__file__).with_name("complaint.csv"), facts.FIELDS)

_TEXTS = {
    "demand": marked("The demand"),
    "reason": marked("The reason"),
    "source_agency": marked("The referring body"),
    "source_ref": marked("The referring body's number"),
    "endorsed_by": marked("The leader who endorsed it"),
    "endorsement": marked("The endorsement"),
    "source_grade": marked("Secrecy and urgency"),
}


def receipt(act: Act, given: str | None, what: str = "--received-at") -> Moment:
    """The time of receipt. Raises UsageProblem: in the future, or before the calendar begins."""
    received = occurred_at(act, given, what=what)
    first_day = calendar_rows.calendar_span(act.connection)["first"]
    if received.day < first_day:
        said = {"option": what, "day": received.day, "first_day": first_day}
        raise UsageProblem(
            "{option} {day} cannot be right: the calendar of working days begins on {first_day}.", **said
        )
    return received


def customer(given: Mapping[str, Any]) -> Person:
    """The customer, as far as given; 无 and the like are nothing, as in a register. Raises Masked."""
    known = clean_texts(given, dict.fromkeys(Person._fields, marked("The customer's data")), nothing=SAYS_NOTHING)
    numbers = {"phone": phone_number(known["phone"]), "id_no": identity_number(known["id_no"])}
    person = Person(**{name: text or None for name, text in {**known, **numbers}.items()})
    for part in personal.masked_parts(person):
        raise Masked(
            "{option} {given} is masked, as the program shows customers: give it in full, as complaintctl show CASE"
            " --reveal --reason TEXT shows it, or leave it out.",
            option=FIELDS[part].flag,
            given=quoted(getattr(person, part)),
        ).lacking(part)
    return person


def nameless(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given, where a name such as 匿名 says that the customer is anonymous."""
    return {**given, "name": None, "anonymous": True} if personal.says_anonymous(given.get("name")) else {**given}


def stated(act: Act, given: Mapping[str, Any], received: Moment) -> dict[str, Any]:
    """Read the complaint itself, as the ledger keeps it. Raises as the act `register` does."""
    complaint = {**facts.read(act.connection, given, received.day), **as_received(act, given, received)}
    check_endorsement(act, complaint, given["endorsed_on"])
    check_acceptance(complaint)
    facts.check(act.connection, complaint)
    return complaint


def as_received(
    act: Act, given: Mapping[str, Any], received: Moment, names: Collection[str] | None = None
) -> dict[str, Any]:
    """Read how a complaint came in and what it says, or the `names` of it alone: all but its facts and the customer."""
    db, day = act.connection, received.day
    reads: Mapping[str, Callable[[], Any]] = {
        "channel": lambda: rule_rows.code(db, "channel", given["channel"], day),
        "summary": lambda: required_text(given["summary"], _("The summary")),
        **{name: partial(clean_text, given[name] or "", _(label)) for name, label in _TEXTS.items()},
        "first_receiver": lambda: directory_rows.member(db, given["first_receiver"] or act.actor, day)["code"],
        "escorted_by": lambda: given["escorted_by"] and directory_rows.member(db, given["escorted_by"])["code"],
        "representatives": lambda: _representatives(act, given, day),
        "source_kind": lambda: sender(act, given, day),
        **{name: partial(_day, given[name], FIELDS[name].flag) for name in ("source_due", "endorsed_on")},
        "accepted_on": lambda: given["accepted_on"] and accepted_day(act, given["accepted_on"], "--accepted-on"),
        "posted_at": lambda: (written := _earlier("posted_at", given, received)) and written.text,
        "letter_dated": lambda: (written := _earlier("letter_dated", given, received)) and written.day,
        "postmarked": lambda: (written := _earlier("postmarked", given, received)) and written.day,
    }
    return {FIELDS[name].key: read() for name, read in reads.items() if names is None or name in names}


def _day(given: str | None, flag: str) -> str | None:
    return parse_day(given, flag) if given else None


def _earlier(name: str, given: Mapping[str, Any], received: Moment) -> Moment | None:
    return before_receipt(received, given[name], FIELDS[name].flag)


def _representatives(act: Act, given: Mapping[str, Any], day: str) -> int | None:
    if given["representatives"] is None:
        return None
    number, group_size = facts.number_of_people(given["representatives"], "--representatives"), given["group_size"]
    most = int(rule_rows.policy(act.connection, "most_representatives", day))
    said = {"number": number, "most": most, "group_size": group_size}
    if number > most:
        raise Refused(
            "{number} representatives are more than the {most} a group may send: ask the group to choose"
            " (Order 2020 No. 3, Art. 12; Petition Regulations 2022, Art. 20).",
            **said,
        )
    if group_size is not None and number > group_size:
        raise UsageProblem(
            "--representatives {number} is more than the group itself, --group-size {group_size}.", **said
        )
    return number


def sender(act: Act, given: Mapping[str, Any], day: str) -> str | None:
    """The kind of body that sent a complaint, which may set a limit; none where none sent it.

    Unless it is given it is known by the name, else by the channel (Arts 9(7), 9(8)).
    """
    name, kind = clean_text(given["source_agency"] or "", _(_TEXTS["source_agency"])), given["source_kind"]
    channel = rule_rows.code(act.connection, "channel", given["channel"], day)
    way = facts.channel_on(act.connection, channel, day, name)
    known: str | None = way["body"] if name or way["referred"] else None
    if kind and not known:
        raise UsageProblem("--source-kind says who sent the complaint: name that body with --source-agency.")
    return rule_rows.code(act.connection, "referring_body", kind, day) if kind else known


def check_endorsement(act: Act, complaint: Mapping[str, Any], typed: str | None) -> None:
    """Refuse what a leader of the city or county wrote (Art. 9(8)) where no body sent it, or of a day to come."""
    endorsed = any(map(complaint.get, ("endorsed_by", "endorsed_on", "endorsement", "source_grade")))
    if endorsed and not complaint.get("source_agency"):
        raise UsageProblem(
            "--endorsed-by, --endorsed-on, --endorsement and --source-grade stand on the paper of a body that sent"
            " the complaint: name it with --source-agency."
        )
    if (complaint.get("endorsed_on") or "") > act.clock.now().day:
        raise UsageProblem("{column} {given} is in the future.", column="--endorsed-on", given=typed)


def accepted_day(act: Act, text: str, what: str) -> str:
    """The day on which the body that sent a complaint accepted it. Raises UsageProblem: no date, or a day to come."""
    day = parse_day(text, what)
    if day > act.clock.now().day:
        raise UsageProblem("{column} {given} is in the future.", column=what, given=text)
    return day


def check_acceptance(complaint: Mapping[str, Any]) -> None:
    """Refuse the day on which a body accepted what none sent (Petition Regulations 2022, Art. 34)."""
    if complaint.get("source_accepted_on") and not complaint.get("source_kind"):
        raise UsageProblem(
            "--accepted-on is the day on which the body that sent the complaint accepted it: name that body with"
            " --source-agency."
        )


def before_receipt(received: Moment, text: str | None, what: str) -> Moment | None:
    """The time that is given, if any, at which a complaint was put on the web, written or posted.

    The clocks start at receipt all the same. Raises UsageProblem: it cannot be read, or is after receipt.
    """
    moment = parse_moment(text, what) if text else None
    if moment and moment.text > received.day_end.text:
        said = {"what": what, "given": text, "received": received.text[:16]}
        raise UsageProblem("{what} {given} is after receipt, {received}: one of the two is wrong.", **said)
    return moment
