"""Contacts with the customer, the referring body, the unit, the media (Arts 5, 9, 10, 15)."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from complaintctl.base.clock import Moment, parse_day
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, find_case, occurred_at, open_case, record
from complaintctl.disk.input_files import read_bytes
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_contact(act: Act, given: str, purpose_given: str) -> tuple[Row, Row, str | None]:
    """A case, a purpose that serves it, and the time that such a contact comes after. Raises as `contact` does."""
    code = rule_rows.code(act.connection, "contact_purpose", purpose_given)
    purpose = queries.row_in(act.connection, "contact_purpose", code=code)
    assert purpose is not None, code
    refusal = _("it cannot be added to any more")
    case = find_case(act, given) if purpose["after_closing"] else open_case(act, given, refusal)
    rule_rows.code(act.connection, "contact_purpose", code, case["received_on"])  # it serves such a case
    if purpose["party"] == "source" and not case["is_referred"]:
        raise Refused("{case_no} was not sent by another body: there is none to reply to (Art. 10).", **case)
    if purpose["party"] == "unit" and case["lead_unit"]:
        recusal.unit_may_have(act.connection, case, case["lead_unit"])
    return case, purpose, _review(act, case, purpose["event_kind"])


def _may_be_purpose(act: Act, known: Mapping[str, Any], purpose: str) -> None:
    """Raise as `contact` does for a purpose that does not serve the case."""
    may_contact(act, known["case"], purpose)


def _is_word_to_customer(act: Act, known: Mapping[str, Any]) -> bool:
    """Tell whether a contact is a word to the customer, who may be promised to hear again (Art. 3)."""
    code = rule_rows.code(act.connection, "contact_purpose", known["purpose"])
    return queries.is_in(act.connection, "contact_purpose", code=code, party="customer", event_kind="contacted")


class Contact(NamedTuple):
    """One contact as the officer types it."""

    purpose: Annotated[
        str,
        Option(
            "acknowledge, progress, explain_delay, source_reply, follow_up, track, media_response, apology,"
            " explanation, compensation, source_objection, new_facts, review_request or review_answer.",
            ask="Why was the contact made",
            kind="contact_purpose",
            fits=_may_be_purpose,
        ),
    ]
    text: Annotated[str, Option("What was said.", ask="What was said")]
    method: Annotated[str | None, Option("How: phone, letter …", ask="How was it told", asked=True)] = None
    authorised_by: Annotated[
        str | None, Option("Media: the leader who consented.", "CODE", "Which leader consented to it", "leader")
    ] = None
    authorised_at: Annotated[
        str | None, Option("Media: when that leader consented.", "WHEN", "When did that leader consent", "when")
    ] = None
    handover: Annotated[
        str | None, Option("Media: why someone else speaks now.", ask="Why does someone else speak now")
    ] = None
    recording: Annotated[Path | None, Option("A recording kept elsewhere: its name and fingerprint.", "FILE")] = None
    promise: Annotated[
        str | None,
        Option(
            "The day by which the customer was promised to hear again; it is owed then.",
            "DATE",
            ask="By which day was the customer promised to hear again",
            kind="day",
            asked=_is_word_to_customer,
        ),
    ] = None
    at: At = None


def contact(act: Act, given: str, contact: Contact) -> Done:
    """Record a contact with the customer or others.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"

    Example: complaintctl contact 1 --purpose progress --text "正在核实，周四回电" --promise 2026-11-26

    Raises:
        Refused: a response to the media without a leader's earlier authorisation, or by several people (Art. 15); no
            body sent the case; no review was asked for.
    """
    case, purpose, review = may_contact(act, given, contact.purpose)
    moment = occurred_at(act, contact.at, review or case["opened_at"])
    detail = {
        "purpose": purpose["code"],
        "text": required_text(contact.text, _("The text")),
        "method": clean_text(contact.method or "", _("The method")),
    }
    if purpose["party"] == "media":
        detail |= _authorisation(act, case, contact, moment.text)
    if contact.promise:
        detail["promised_on"] = _promised(purpose, contact.promise, moment)
    if contact.recording:  # it is kept elsewhere (Art. 9(1))
        digest = hashlib.sha256(read_bytes(contact.recording)).hexdigest()
        detail |= {"recording": contact.recording.name, "recording_sha256": digest}
    notes = list(_late_request(act, case, moment)) if purpose["event_kind"] == "review_requested" else []
    record(act, case, purpose["event_kind"], moment, detail)
    return Done(case["case_no"], _("{case_no}: contact recorded.", **case), notes)


def _promised(purpose: Row, given: str, moment: Moment) -> str:
    """The day by which the customer is to hear again (Art. 3)."""
    if purpose["party"] != "customer" or purpose["event_kind"] != "contacted":
        raise UsageProblem("--promise is what the customer was promised: this purpose is no word to the customer.")
    day = parse_day(given, "--promise")
    if day < moment.day:
        raise UsageProblem("--promise {day} is before the contact itself, of {made_on}.", day=day, made_on=moment.day)
    return day


def _late_request(act: Act, case: Row, moment: Moment) -> Iterator[str]:
    """Order 2020 No. 3: a review is asked for within some days of the decision; a later request is taken, and noted."""
    window = queries.row_in(act.connection, "review_window", case_no=case["case_no"])
    if window and window["last_day"] and moment.day > window["last_day"]:
        yield _(
            "The request came on {day}; a review is asked for within {days} days of the reply, by {last_day} (Order"
            " 2020 No. 3). It was taken: answer it, or tell the customer why it is not looked into.",
            day=moment.day,
            days=window["days"],
            last_day=window["last_day"],
        )


def _authorisation(act: Act, case: Row, contact: Contact, at: str) -> dict[str, str]:
    """Art. 15: nobody speaks to the media without a leader's consent, and one person speaks for the bank."""
    if contact.authorised_by is None or contact.authorised_at is None:
        raise Refused(
            "Nobody responds to the media without a leader's consent given before (Art. 15): name the leader with"
            " --authorised-by CODE and the time with --authorised-at WHEN."
        ).lacking("authorised_by", "authorised_at")
    consent = occurred_at(act, contact.authorised_at, case["received_at"], "--authorised-at")
    no_leader = marked("{leader} is no leader and cannot authorise a response to the media (Art. 15).")
    refusal = _("cannot authorise a response to the media in it")
    leader = recusal.leader(act, case, contact.authorised_by, consent.day, no_leader, refusal)
    if consent.text > at:
        raise Refused(
            "The consent of {consent} came after the response of {response}: the media are answered only with a"
            " leader's earlier authorisation (Art. 15).",
            consent=consent.text[:16],
            response=at[:16],
        )
    spoke = {"case_no": case["case_no"], "person": act.actor}
    speaker = queries.row_in(act.connection, "media_speaker", case_no=case["case_no"])
    if speaker and not contact.handover and not queries.is_in(act.connection, "media_speaker", **spoke):
        raise Refused(
            "{speaker} responds to the media in {case_no}: one person speaks for the bank (Art. 15). If that"
            " changes, say why with --handover TEXT.",
            speaker=directory_rows.name_of(act.connection, "staff", speaker["person"]),
            **case,
        ).lacking("handover")
    return {
        "authorised_by": leader,
        "authorised_at": consent.text,
        "handover": clean_text(contact.handover or "", "--handover"),
    }


def _review(act: Act, case: Row, event_kind: str) -> str | None:
    """The time that a review comes after: a request after the reply, its answer after the request."""
    if event_kind not in ("review_requested", "review_answered"):
        return None
    waiting = queries.row_in(act.connection, "review_waiting", case_no=case["case_no"])
    if event_kind == "review_answered":
        if waiting is None:
            raise Refused(
                "No review of {case_no} is asked for and unanswered: complaintctl contact {case_no} --purpose"
                " review_request --text TEXT",
                **case,
            )
        return str(waiting["at"])
    if case["replied_at"] is None:
        raise Refused("{case_no} has had no reply yet: there is no decision to review.", **case)
    if waiting is not None:
        raise Refused("A review of {case_no} is asked for already and waits for its answer.", **case)
    return str(case["replied_at"])
