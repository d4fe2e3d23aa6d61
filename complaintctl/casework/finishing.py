"""Finishing a case: result report, review, closing, reopening, archiving (Arts 6, 10, 11, 17)."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework import recusal
from complaintctl.casework.common import find_case, label_of, last_done, occurred_at, open_case, record, refuse_owed
from complaintctl.citations import cited
from complaintctl.clock import Moment
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.queries import Row, forms, handling
from complaintctl.values import check_characters, clean_text, parse_amount, plain, required_text


class Outcome(NamedTuple):
    """The unit's result report with the nine things Art. 11 asks for, and the reply to the customer."""

    findings: str
    fault: str
    responsible: str
    lessons: str
    corrective: str
    satisfaction: str
    handler: str
    phone: str
    replied_at: str | None = None
    reply: str | None = None
    reply_method: str | None = None  # by telephone, in person, in writing
    compensation: str | None = None
    apology: str | None = None
    explanation: str | None = None
    loss: str | None = None
    beyond_authority: bool = False
    at: str | None = None
    check_characters: str | None = None  # of a form filled in by hand
    no_form: bool = False  # it was not reported on the form that was printed for it


def resolve(act: Act, given: str, outcome: Outcome) -> tuple[str, str]:
    """Record the unit's result report and its reply to the customer; return case and report number.

    An anonymous complaint needs no reply (Art. 13), nor does one that was replied to already (a corrected report).
    Where the customer cannot be reached the report comes without one; the reply stays owed until it is waived.

    Raises:
        Refused: the case was never transferred though its channel demands a slip (Art. 9), or has a report already; the
            handler is the party complained of (Art. 10); a form was printed to be filled in by hand, and its check
            characters are missing.
        UsageProblem: one of the nine parts is missing or cannot be read (Art. 11), or the form is another case's.
    """
    case = awaiting_report(act, given)
    _by_its_form(act, case, outcome)
    reported = occurred_at(act, outcome.at, case["dispatched_at"] or case["opened_at"])
    report = _report(act, case, outcome)
    facts = list(_reply(act, case, outcome, report["satisfaction"], reported))
    report_no = ledger.next_number(act, "result", int(reported.day[:4]))
    facts.append(Fact(case["case_no"], "result_reported", reported, {"report_no": report_no, **report}))
    ledger.append(act, facts)
    ledger.settle(act, case["case_no"], reported, "result_reported")
    return case["case_no"], report_no


def awaiting_report(act: Act, given: str) -> Row:
    """A case that a result report may be entered on. Raises Refused as resolve does."""
    case = open_case(act, given, _("it cannot be resolved any more"))
    if case["reported_at"]:
        raise Refused(
            "{case_no} has its result report of {day} already: complaintctl review {case_no} --accept, or --return"
            " --reason TEXT",
            **case,
            day=case["reported_at"][:10],
        )
    for duty in queries.open_duties(act.connection, case["case_no"]):
        if duty["duty"] == "transfer":
            raise Refused(
                "{case_no} has not been transferred by a slip yet ({article}): {remedy}",
                **case,
                article=cited(duty["article"]),
                remedy=duty["remedy"],
            )
    return case


def of_this_case(case: Row, stated: str | None) -> None:
    """Refuse a form filled in by hand that was printed for another case."""
    if stated is not None and plain(stated) != check_characters(case["case_no"]):
        raise UsageProblem(
            "The check characters {stated} are not those of {case_no}: the form is another case's, or they were"
            " misread. Look at the case number printed on it.",
            stated=stated,
            **case,
        )


def _by_its_form(act: Act, case: Row, outcome: Outcome) -> None:
    """Refuse a report without the check characters of the form printed for it, unless it came on no form (Art. 11)."""
    if outcome.no_form and outcome.check_characters:
        raise UsageProblem("--no-form says that there is no form to take --check-characters from: leave one out.")
    if not (outcome.no_form or outcome.check_characters) and forms.blank_is_out(act.connection, case["case_no"]):
        raise Refused(
            "A result report to be filled in by hand was printed for {case_no}: give its check characters with"
            " --check-characters NN, or say with --no-form that the result was not reported on it.",
            **case,
        )
    of_this_case(case, outcome.check_characters)


def _report(act: Act, case: Row, outcome: Outcome) -> dict[str, Any]:
    """The nine parts of the report, and what goes with them."""
    handler = queries.member(act.connection, outcome.handler)["code"]
    recusal.may(act.connection, case, handler, "report", _("cannot handle it"))
    if case["lead_unit"]:
        recusal.unit_may_have(act.connection, case, case["lead_unit"])
    return {
        "text": required_text(outcome.findings, "--findings"),
        "fault": queries.code(act.connection, "fault", outcome.fault),
        "responsible": required_text(outcome.responsible, "--responsible"),
        "lessons": required_text(outcome.lessons, "--lessons"),
        "corrective": required_text(outcome.corrective, "--corrective"),
        "satisfaction": queries.code(act.connection, "satisfaction", outcome.satisfaction),
        "handler": handler,
        "phone": plain(required_text(outcome.phone, "--phone")),
        "compensation_fen": parse_amount(outcome.compensation, "--compensation") if outcome.compensation else None,
        "loss_fen": parse_amount(outcome.loss, "--loss") if outcome.loss else None,
        "beyond_authority": outcome.beyond_authority,
        "apology": clean_text(outcome.apology or "", "--apology"),
        "explanation": clean_text(outcome.explanation or "", "--explanation"),
    }


def _reply(act: Act, case: Row, outcome: Outcome, satisfaction: str, reported: Moment) -> Iterator[Fact]:
    """The reply to the customer that the report tells of, where one is owed or given."""
    told = outcome.reply is not None or outcome.reply_method is not None
    if not told and not handling.needs_reply(act.connection, case["case_no"], satisfaction):
        return
    if outcome.reply is None or outcome.replied_at is None:
        raise UsageProblem("Missing --reply or --replied-at: what the customer was told, and when (Art. 10).")
    replied = occurred_at(act, outcome.replied_at, case["opened_at"], "--replied-at")
    if replied.text > reported.text:
        raise UsageProblem("--replied-at is after --at: the report tells of a reply already given (Art. 11).")
    detail = {"text": required_text(outcome.reply, "--reply")}
    if outcome.reply_method is not None:
        detail["reply_method"] = required_text(outcome.reply_method, "--reply-method")
    yield Fact(case["case_no"], "replied", replied, detail)


def review(act: Act, given: str, *, accept: bool, reason: str | None, at: str | None) -> str:
    """Accept the unit's result report, or return it with a reason, which reopens the unit's task (Art. 11)."""
    case = open_case(act, given, _("it cannot be reviewed any more"))
    if not case["reported_at"]:
        raise Refused("{case_no} has no result report to review: complaintctl resolve {case_no}", **case)
    if accept and case["accepted_at"]:
        raise Refused(
            "The result report of {case_no} was accepted on {day} already.", **case, day=case["accepted_at"][:10]
        )
    if accept:
        recusal.may(act.connection, case, act.actor, "handle", _("cannot review it"))
        recusal.the_report_stands(act.connection, case)
    text = clean_text(reason or "", _("The reason")) if accept else required_text(reason or "", "--reason")
    kind = "result_accepted" if accept else "result_returned"
    return record(act, case, kind, at, {"text": text}, not_before=case["reported_at"])


def close(
    act: Act,
    given: str,
    *,
    note: str | None = None,
    ending: str | None = None,
    waive: Sequence[str] = (),
    reason: str | None = None,
    at: str | None = None,
) -> tuple[str, list[str]]:
    """Close a case on which nothing that blocks it is owed any more; return its number and what was left undone.

    `waive` names duties that the regulation lets be left out for a reason (Arts 8(2), 10, 13). What is owed and does
    not block is put on record as left open.

    Raises:
        Refused: a duty that blocks closing is open; each is named with the command that fulfils it.
        UsageProblem: a duty that cannot be waived, a waiver or an ending without its reason.
    """
    case = open_case(act, given, _("it cannot be closed any more"))
    recusal.the_report_stands(act.connection, case)
    open_duties = queries.open_duties(act.connection, case["case_no"])
    waived = [_waivable(act, case, name, open_duties) for name in waive]
    day = case["received_on"]
    code = (
        queries.code(act.connection, "ending", ending, day) if ending else handling.usual_ending(act.connection, case)
    )
    text = clean_text(note or "", _("The note"))
    if handling.ending_needs_note(act.connection, code) and not text:
        raise UsageProblem("A case that ends as {code} says why: give it with --note.", code=code)
    if waived:
        why = required_text(reason or "", _("--reason of what is waived"))
    moment = occurred_at(act, at, last_done(act, case))
    # Entered before the rest is looked at: with one duty out of the way another may be owed (Art. 16: counsel).
    ledger.append(act, [Fact(case["case_no"], "duty_waived", moment, {"duty": name, "text": why}) for name in waived])
    refusal = _("{case_no} cannot be closed yet. Still owed:", **case)
    refuse_owed(act, case, "blocking", refusal)
    left_open = queries.open_duties(act.connection, case["case_no"])
    detail = {"text": text, "ending": code, "left_open": [duty["duty"] for duty in left_open] or None}
    ledger.append(act, [Fact(case["case_no"], "closed", moment, detail)])
    ledger.settle(act, case["case_no"], moment, "closed")
    return case["case_no"], [
        _("Left undone: {duty} ({article}).", duty=label_of(duty), article=cited(duty["article"])) for duty in left_open
    ]


def _waivable(act: Act, case: Row, name: str, open_duties: Sequence[Row]) -> str:
    code = queries.code(act.connection, "duty", name)
    duty = next((row for row in open_duties if row["duty"] == code), None)
    if duty is None:
        raise UsageProblem("{case_no} does not owe {code}: there is nothing to waive.", **case, code=code)
    if not duty["may_waive"]:
        raise Refused(
            "{duty} ({article}) cannot be waived: {remedy}",
            duty=label_of(duty),
            article=cited(duty["article"]),
            remedy=duty["remedy"],
        )
    return code


def reopen(act: Act, given: str, *, reason: str, at: str | None) -> str:
    """Take up a closed or withdrawn case again; its limits run anew, and what was late stays late (Art. 17)."""
    case = find_case(act, given)
    if case["is_open"]:
        raise Refused("{case_no} is open: there is nothing to reopen.", **case)
    return record(act, case, "reopened", at, {"text": required_text(reason, "--reason")}, not_before=case["left_at"])


def archive(act: Act, given: str, *, note: str | None = None, at: str | None = None) -> tuple[str, str]:
    """Put a closed or withdrawn case into the archive, under a number (Art. 6); return case and archive number.

    Raises:
        Refused: it is open, or archived already.
    """
    case = find_case(act, given)
    if case["is_open"]:
        raise Refused("{case_no} is open: complaintctl close {case_no} comes first.", **case)
    if case["archived_at"]:
        raise Refused("{case_no} was archived on {day} already.", **case, day=case["archived_at"][:10])
    moment = occurred_at(act, at, case["left_at"])
    archive_no = ledger.next_number(act, "archive", int(moment.day[:4]))
    detail = {"archive_no": archive_no, "text": clean_text(note or "", _("The note"))}
    ledger.append(act, [Fact(case["case_no"], "archived", moment, detail)])
    ledger.settle(act, case["case_no"], moment, "archived")
    return case["case_no"], archive_no
