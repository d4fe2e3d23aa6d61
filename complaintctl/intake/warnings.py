"""Warnings after a registration: what was taken in as given, and yet may be a slip or a step left out."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from complaintctl.base.language import _
from complaintctl.base.likeness import alike
from complaintctl.cases import case_rows, directory_rows, facts, rule_rows
from complaintctl.cases.access import may_look
from complaintctl.cases.case_words import called
from complaintctl.intake import rows as intake_rows
from complaintctl.privacy import personal
from complaintctl.privacy.contact_numbers import doubtful_id, doubtful_phone
from complaintctl.privacy.personal import Person
from complaintctl.record import queries
from complaintctl.record.ledger import Act

_ID_LENGTH = 18  # of the second generation


def registration_warnings(
    act: Act, stated: Mapping[str, Any], day: str, person: Person, anonymous: bool, case_no: str
) -> Iterator[str]:
    """Say what to look at again in a registration, a sentence each."""
    yield from number_warnings(person)
    if stated.get("subject_name"):
        yield from unlisted_warnings(act, stated["subject_name"])
    if person == Person() and not anonymous:
        yield _(
            "No name, phone, identity number or address was given, and the case is not marked --anonymous: ask how to"
            " reach the customer."
        )
    if not stated["demand"]:
        yield _("The demand is empty: ask the customer what they want done (Art. 8(1)).")
    if stated["source_kind"] and not stated["source_agency"]:
        yield _("The body that sent it is not named: name whom to reply to (Arts 9(7), 9(8)).")
    reception = intake_rows.reception(act.connection, case_no, act.clock.now().day)
    if reception["is_judged"] and not stated["reason"]:
        yield _("The case is major by judgement, and nothing says why: give the reason (Art. 9(1)).")
    if reception["asks"] == "escort" and not reception["by_office"] and not stated["escorted_by"]:
        yield _(
            "{person} received the visitor, and nobody is named who brought them to 监察室 (Art. 8(1))."
            " Once it is registered: complaintctl correct {case_no} --escorted-by STAFF",
            case_no=case_no,
            person=directory_rows.member(act.connection, stated["first_receiver"])["name"],
        )
    if reception["lag"] is not None and reception["lag"] > reception["most_lag"]:
        said = {"lag": reception["lag"], "day": day}
        yield _("It is registered {lag} working days after receipt, {day}: Art. 8(1) asks for it at once.", **said)
    if stated.get("repeat_of") and case_rows.case(act.connection, stated["repeat_of"])["restricted"]:
        yield _(
            "{case_no} is a report of wrongdoing, and so is what repeats it (Art. 13).", case_no=stated["repeat_of"]
        )
    yield from _date_warnings(act, stated, day)
    if not anonymous and queries.is_in(act.connection, "category", code=stated["category"], nameless=1):
        yield _(
            "The customer is known, and the category is that of an anonymous complaint: complaintctl classify {case_no}"
            " --category CODE (Art. 13).",
            case_no=case_no,
        )
    if stated.get("respondent_unit"):
        yield from retired_unit_warnings(act, stated["respondent_unit"])
    if reception["undated"]:
        yield _("The due date lies past the end of the calendar and is not known: run `complaintctl calendar import`.")


def _date_warnings(act: Act, stated: Mapping[str, Any], day: str) -> Iterator[str]:
    yield from source_due_warnings(stated["source_due_on"], day)
    body = stated["source_kind"]
    if body and not stated["source_accepted_on"] and intake_rows.runs_from_acceptance(act.connection, body, day):
        yield _(
            "The limit of the body that sent it runs from the day on which that body accepted it, which is not known"
            " and was taken for the day of receipt, {day}: give it as soon as it is known.",
            day=day,
        )
    if stated["posted_at"]:
        days = (date.fromisoformat(day) - date.fromisoformat(stated["posted_at"][:10])).days
        if days > int(rule_rows.policy(act.connection, "posting_days", day)):
            yield _(
                "It was found {days} days after it was posted: the web is looked at every day (Art. 9(3)).", days=days
            )
    if stated["letter_dated"] and stated["postmarked_on"] and stated["letter_dated"] > stated["postmarked_on"]:
        said = {"dated": stated["letter_dated"], "postmark": stated["postmarked_on"]}
        yield _("The letter is dated {dated}, after its postmark of {postmark}.", **said)


def merge_warnings(act: Act, case_no: str, person: Person, stated: Mapping[str, Any]) -> Iterator[str]:
    """Say what to look at again when a complaint was noted on an open case, a sentence each."""
    case = case_rows.case(act.connection, case_no)
    held = facts.stated_facts(act.connection, case_no)
    more = [name for name in facts.names() if stated.get(name) and stated[name] != held.get(name)]
    if more:
        yield _(
            "This says more than {case_no} holds, of {names}: what is new there is entered with"
            " `complaintctl classify {case_no}` (Arts 9(1), 13).",
            **case,
            names=_(", ").join(map(called, more)),
        )
    # Of a report of wrongdoing the answer would tell whether this is who made it (Art. 13).
    unknown = not may_look(act.connection, case, act.actor)
    if unknown and person != Person():
        yield _("The customer's data given was not stored: {case_no} keeps what it holds.", **case)
    elif personal.differs(act.connection, case["complainant"], person):
        yield _(
            "The customer's data given is not what {case_no} holds; it was not stored: if it is new, note it with"
            " `complaintctl contact`.",
            **case,
        )
    if stated["answered"]:
        yield _(
            "What the customer was told was noted; the reply to {case_no} is still recorded by its result report:"
            " complaintctl resolve {case_no}",
            **case,
        )


def retired_unit_warnings(act: Act, code: str) -> Iterator[str]:
    """Say that the unit complained of is no more, and which one took over its work."""
    if queries.is_in(act.connection, "serving_unit", code=code):
        return
    unit = directory_rows.unit(act.connection, code)
    said = {"unit": unit["code"], "name": unit["name"], "day": unit["retired_on"]}
    successor = queries.row_in(act.connection, "serving_unit", code=unit["merged_into"])
    if successor:
        yield _(
            "{name} is no more since {day}: {successor} took over its work, and the slip goes there.",
            **said,
            successor=successor["name"],
        )
    else:
        yield _(
            "{name} is no more since {day}, and it is not known which unit took over its work: complaintctl unit"
            " set {unit} --merged-into UNIT",
            **said,
        )


def unlisted_warnings(act: Act, words: str) -> Iterator[str]:
    """Say that the person complained of is known by the customer's words alone, and whom they may mean."""
    near = alike(words, [row[key] for row in directory_rows.staff(act.connection) for key in ("code", "name")])
    said = _(
        "{words} is nobody on the staff list: once it is known who that is, `complaintctl classify --subject` says it,"
        " and who is complained of takes no part (Arts 10, 13).",
        words=_("“{text}”", text=words),
    )
    hint = _("Did you mean {names}?", names=_(" or ").join(near)) if near else ""
    yield _("{sentence} {more}", sentence=said, more=hint) if near else said


def number_warnings(person: Person) -> Iterator[str]:
    """Say what to look at again in a customer's numbers; nothing of them has to be stored by then."""
    if person.phone and doubtful_phone(person.phone):
        yield _("The phone number does not look like one: look at it again.")
    if not person.id_no or not doubtful_id(person.id_no):
        return
    if len(person.id_no) == _ID_LENGTH:
        yield _("The check digit of the identity number does not fit: look at it again.")
    else:
        said = {"number": len(person.id_no), "wanted": _ID_LENGTH}
        yield _("The identity number has {number} characters, and not {wanted}: look at it again.", **said)


def source_due_warnings(source_due: str | None, received_on: str) -> Iterator[str]:
    """Say what to look at again in the day that the referring body set."""
    if (source_due or received_on) < received_on:
        said = {"source_due": source_due, "day": received_on}
        yield _("The referring body's own date, {source_due}, is before receipt, {day}.", **said)
