"""A unit's result report and its reply to the customer (Arts 10, 11, 13)."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment, no_earlier
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import completed, fields_in
from complaintctl.base.values import check_characters, clean_texts, parse_amount, plain, required_text
from complaintctl.cases import case_rows, directory_rows, recusal, rule_rows
from complaintctl.cases.case_acts import Done, enter, occurred_at, open_case
from complaintctl.papers import rows as papers_rows
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row

# The unit's result report with the nine things Art. 11 asks for, and the reply to the customer.
FIELDS = fields_in(Path(__file__).with_name("result.csv"))


def resolve(act: Act, given: str, outcome: Mapping[str, Any]) -> Done:
    """Record the unit's result report and its reply to the customer, by the names of result.csv.

    An anonymous complaint needs no reply (Art. 13), nor does one that was replied to already (a corrected report); what
    is then told of the reply on record mends that by another entry. The day of the first reply stays the one that
    stopped the clock, unless it is said that it was entered wrong.
    Where the customer cannot be reached the report comes without one; the reply stays owed until it is waived.

    Raises:
        Refused: the case was never transferred though its channel demands a slip (Art. 9), or lies with a unit that was
            no more when the customer was replied to; it has a report already; the handler is the party complained of
            (Art. 10); a day of the reply would be earlier than that on record, or make punctual what was late; a form
            was printed to be filled in by hand, and its check characters are missing.
        UsageProblem: one of the nine parts is missing or cannot be read (Art. 11), or the form is another case's.
    """
    case, outcome = awaiting_report(act, given), completed(FIELDS, outcome)
    _by_its_form(act, case, outcome)
    reported = occurred_at(act, outcome["at"], case["dispatched_at"] or case["opened_at"])
    report = _report(act, case, outcome)
    reply = _reply(act, case, outcome, report["satisfaction"])
    if reply:
        reported = _after(reported, reply.at)
    _while_the_unit_was_there(act, case, reply.at if reply else reported)
    report_no = ledger.next_number(act, "result", int(reported.day[:4]))
    made = Fact(case["case_no"], "result_reported", reported, {"report_no": report_no, **report})
    broken = case_rows.breaches(act.connection, case["case_no"])
    enter(act, *filter(None, (reply, made)))
    if reply and case["replied_at"] and broken - case_rows.breaches(act.connection, case["case_no"]):
        raise Refused(
            "{case_no} was late, and this would make it punctual: what was late stays so (Arts 10, 23).", **case
        )
    sentence = _("{case_no}: result report {report_no} recorded.", **case, report_no=report_no)
    return Done(case["case_no"], sentence, list(_not_of_the_unit(act, case, report["handler"])))


def _not_of_the_unit(act: Act, case: Row, handler: str) -> Iterator[str]:
    """Say that who handled a case is not of the unit that has it, whose task it is (Art. 10)."""
    member = directory_rows.member(act.connection, handler)
    unit = member["unit"]
    leads = {"case_no": case["case_no"], "lead_unit": unit}
    if case["lead_unit"] and not queries.is_in(act.connection, "complaint", **leads):
        named = {"unit": directory_rows.name_of(act.connection, "unit", unit), "person": member["name"]}
        addressee = directory_rows.name_of(act.connection, "unit", case["lead_unit"])
        yield _("{person} is of {unit}, not of {addressee}.", **named, addressee=addressee)


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
    duties = case_rows.open_duties(act.connection, case["case_no"])  # as the answer asks for them
    slip = next((duty for duty in duties if duty["duty"] == "transfer"), None)
    if slip and case["lead_unit"] is None and not queries.is_in(act.connection, "unit_gone", case_no=case["case_no"]):
        raise Refused(
            "{case_no} has not been transferred by a slip yet ({article}): {remedy}",
            **case,
            article=cited(slip["article"]),
            remedy=slip["remedy"],
        )
    return case


def _while_the_unit_was_there(act: Act, case: Row, answered: Moment) -> None:
    """Refuse the report of a unit that was no more when it answered; of the day before it is taken (Art. 9)."""
    gone = queries.row_in(act.connection, "unit_gone", case_no=case["case_no"])
    if gone and gone["retired_on"] <= answered.day:
        raise Refused(
            "{case_no} lies with {name}, which is no more since {day}: what it answered before is entered with"
            " the day of it, --replied-at or --at; else the case goes on, {remedy}",
            case_no=case["case_no"],
            name=gone["name"],
            day=gone["retired_on"],
            remedy=case_rows.transfer_command(act.connection, case["case_no"]),
        )


def of_this_case(case: Row, stated: str | None) -> None:
    """Refuse a form filled in by hand that was printed for another case."""
    if stated is not None and plain(stated) != check_characters(case["case_no"]):
        raise UsageProblem(
            "The check characters {stated} are not those of {case_no}: the form is another case's, or they were"
            " misread. Look at the case number printed on it.",
            stated=stated,
            **case,
        )


def _by_its_form(act: Act, case: Row, outcome: Mapping[str, Any]) -> None:
    """Refuse a report without the check characters of the form printed for it, unless it came on no form (Art. 11)."""
    no_form, stated = outcome["no_form"], outcome["check_characters"]
    if no_form and stated:
        raise UsageProblem("--no-form says that there is no form to take --check-characters from: leave one out.")
    if not (no_form or stated) and papers_rows.blank_is_out(act.connection, case["case_no"]):
        raise Refused(
            "A result report to be filled in by hand was printed for {case_no}: give its check characters with"
            " --check-characters NN, or say with --no-form that the result was not reported on it.",
            **case,
        )
    of_this_case(case, stated)


def _report(act: Act, case: Row, outcome: Mapping[str, Any]) -> dict[str, Any]:
    """The nine parts of the report, and what goes with them."""
    db = act.connection
    handler = directory_rows.member(db, outcome["handler"])["code"]
    recusal.may(db, case, handler, "report", _("cannot handle it"))
    if case["lead_unit"]:
        recusal.unit_may_have(db, case, case["lead_unit"])
    return {
        "text": required_text(outcome["findings"], "--findings"),
        "fault": rule_rows.code(db, "fault", outcome["fault"]),
        **{name: required_text(outcome[name], f"--{name}") for name in ("responsible", "lessons", "corrective")},
        "satisfaction": rule_rows.code(db, "satisfaction", outcome["satisfaction"]),
        "handler": handler,
        "phone": plain(required_text(outcome["phone"], "--phone")),
        **{
            f"{name}_fen": parse_amount(outcome[name], f"--{name}")
            for name in ("compensation", "loss")
            if outcome[name]
        },
        "beyond_authority": outcome["beyond_authority"],
        **clean_texts(outcome, {"apology": "--apology", "explanation": "--explanation"}),
    }


def _after(reported: Moment, replied: Moment) -> Moment:
    """The time of a report that tells of a reply: on the same day after it. Raises UsageProblem: it is older."""
    lawful = no_earlier(reported, replied)
    if lawful is None:
        raise UsageProblem("--replied-at is after --at: the report tells of a reply already given (Art. 11).")
    return lawful


def is_reply_owed(act: Act, case_no: str, satisfaction: str) -> bool:
    """Tell whether the result report of a case has to tell of a reply to the customer (Arts 10, 13)."""
    return queries.is_in(act.connection, "reply_reported", case_no=case_no, satisfaction=satisfaction)


def last_reply(act: Act, case: Row) -> Row | None:
    """The last reply to the customer since a case was opened, as it was last corrected."""
    replies = queries.rows_in(act.connection, "reply_told", case_no=case["case_no"])
    return max(
        (row for row in replies if row["seq"] > case["opened_seq"]), key=lambda row: int(row["seq"]), default=None
    )


def _reply(act: Act, case: Row, outcome: Mapping[str, Any], satisfaction: str) -> Fact | None:
    """The reply to the customer that the report tells of, where one is owed, given, or told better than before."""
    before, names = last_reply(act, case), ("reply", "replied_at", "reply_method")
    if not any(outcome[name] for name in names) and not is_reply_owed(act, case["case_no"], satisfaction):
        return None
    if not before and (outcome["reply"] is None or outcome["replied_at"] is None):
        raise UsageProblem("Missing --reply or --replied-at: what the customer was told, and when (Art. 10).")
    told = dict(before) if before else {}
    replied = Moment(told.get("at", ""), whole_day=False)
    if outcome["replied_at"]:
        replied = occurred_at(act, outcome["replied_at"], case["opened_at"], "--replied-at")
    detail = {"text": told.get("text"), "reply_method": told.get("reply_method")}
    if outcome["reply"] is not None:
        detail["text"] = required_text(outcome["reply"], "--reply")
    if outcome["reply_method"] is not None:
        detail["reply_method"] = required_text(outcome["reply_method"], "--reply-method")
    if not before:
        return Fact(case["case_no"], "replied", replied, detail)
    if replied.text[:16] == before["at"][:16]:
        replied = Moment(before["at"], whole_day=False)
    if (replied.text, *detail.values()) == (before["at"], before["text"], before["reply_method"]):
        return None
    if replied.day == before["day"] or outcome["day_corrected"]:
        detail["corrects"] = before["seq"]
    elif replied.day < before["day"]:
        raise Refused(
            "--replied-at {day} is before the reply on record, of {former}: if that day was entered wrong, say so with"
            " --day-corrected (Art. 10).",
            day=replied.day,
            former=before["day"],
        )
    return Fact(case["case_no"], "replied", replied, detail)
