"""The origin of a complaint: the body that sent it, and the days before it was received (Art. 9)."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.clock import Moment, parse_day, parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import clean_text
from complaintctl.cases import rule_rows
from complaintctl.cases.fact_rows import body_named, channel_on
from complaintctl.record.ledger import Act

_ENDORSEMENT = {
    "endorsed_by": marked("The leader who endorsed it"),
    "endorsement": marked("The endorsement"),
    "source_grade": marked("Secrecy and urgency"),
}


def sender(act: Act, channel: str, day: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The body that sent a complaint: its name, its reference, its own date, and its kind, which may set a limit.

    The kind is recognised by the name unless it is given. `day`: on which the complaint was received; `given`: by the
    names of an Intake.

    Raises:
        UsageProblem: a kind of sender where nobody sent it, or a date that cannot be read.
        NotFound: an unknown kind.
    """
    name = clean_text(given["source_agency"] or "", _("The referring body"))
    due, kind = given["source_due"], given["source_kind"]
    # By the name, else by the channel (Arts 9(7), 9(8)); none where none sent it.
    way = channel_on(act.connection, channel, day)
    known = (body_named(act.connection, name) or way["default_body"]) if name or way["referred"] else None
    if kind and not known:
        raise UsageProblem("--source-kind says who sent the complaint: name that body with --source-agency.")
    return {
        "source_agency": name,
        "source_ref": clean_text(given["source_ref"] or "", _("The referring body's number")),
        "source_due_on": parse_day(due, "--source-due") if due else None,
        "source_kind": rule_rows.code(act.connection, "referring_body", kind, day) if kind else known,
    }


def endorsement(act: Act, given: Mapping[str, Any]) -> dict[str, str | None]:
    """Read what a leader of the city or county wrote on a case that was sent on (Art. 9(8)), by the names of an Intake.

    Raises:
        UsageProblem: it is given of a case that no body sent, or is dated after today or in no form that can be read.
    """
    texts = {name: clean_text(given[name] or "", _(label)) for name, label in _ENDORSEMENT.items()}
    day = parse_day(given["endorsed_on"], "--endorsed-on") if given["endorsed_on"] else None
    if (day or any(texts.values())) and not (given["source_agency"] or "").strip():
        raise UsageProblem(
            "--endorsed-by, --endorsed-on, --endorsement and --source-grade stand on the paper of a body that sent"
            " the complaint: name it with --source-agency."
        )
    if day and day > act.clock.now().day:
        raise UsageProblem("{column} {given} is in the future.", column="--endorsed-on", given=given["endorsed_on"])
    return {**texts, "endorsed_on": day}


def earlier_dates(received: Moment, given: Mapping[str, Any]) -> dict[str, str | None]:
    """Read when a web complaint was put up, and a letter written and posted; the clocks start at receipt all the same.

    Raises:
        UsageProblem: one of them cannot be read, or is after receipt.
    """
    posted = before_receipt(received, given["posted_at"], "--posted-at")
    written = before_receipt(received, given["letter_dated"], "--letter-dated")
    stamped = before_receipt(received, given["postmarked"], "--postmarked")
    return {
        "posted_at": posted.text if posted else None,
        "letter_dated": written.day if written else None,
        "postmarked_on": stamped.day if stamped else None,
    }


def before_receipt(received: Moment, text: str | None, what: str) -> Moment | None:
    """The time that is given, if any; `what` names it in the error. Raises UsageProblem as earlier_dates does."""
    moment = parse_moment(text, what) if text else None
    if moment and moment.text > received.day_end.text:
        raise UsageProblem(
            "{what} {given} is after receipt, {received}: one of the two is wrong.",
            what=what,
            given=text,
            received=received.text[:16],
        )
    return moment
