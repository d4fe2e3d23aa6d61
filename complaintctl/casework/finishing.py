"""Finishing a case: result report, review, closing, reopening (Arts 10, 11, 17)."""

from typing import NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework.common import find_case, occurred_at, open_case, record
from complaintctl.errors import Refused, UsageProblem
from complaintctl.ledger import Act, Fact
from complaintctl.values import clean_text, parse_amount, required_text


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
    compensation: str | None = None
    apology: str | None = None
    explanation: str | None = None
    at: str | None = None


def resolve(act: Act, given: str, outcome: Outcome) -> tuple[str, str]:
    """Record the unit's result report and its reply to the customer; return case and report number.

    An anonymous complaint needs no reply (Art. 13), nor does one that was replied to already (a corrected report).

    Raises:
        Refused: the case was never transferred though its channel demands a slip (Art. 9), or has a report already.
        UsageProblem: one of the nine parts is missing or cannot be read (Art. 11).
    """
    case = open_case(act, given, "resolved")
    if case["reported_at"]:
        raise Refused(
            f"{case['case_no']} has its result report of {case['reported_at'][:10]} already:"
            f" complaintctl review {case['case_no']} --accept, or --return --reason TEXT"
        )
    for duty in queries.open_duties(act.connection, case["case_no"]):
        if duty["duty"] == "transfer":
            raise Refused(
                f"{case['case_no']} has not been transferred by a slip yet ({duty['article']}): {duty['remedy']}"
            )
    reported = occurred_at(act, outcome.at, case["dispatched_at"] or case["opened_at"])
    report_no = ledger.next_number(act, "result", int(reported.day[:4]))
    report = {
        "report_no": report_no,
        "text": required_text(outcome.findings, "--findings"),
        "fault": queries.code(act.connection, "fault", outcome.fault),
        "responsible": required_text(outcome.responsible, "--responsible"),
        "lessons": required_text(outcome.lessons, "--lessons"),
        "corrective": required_text(outcome.corrective, "--corrective"),
        "satisfaction": queries.code(act.connection, "satisfaction", outcome.satisfaction),
        "handler": queries.member(act.connection, outcome.handler)["code"],
        "phone": required_text(outcome.phone, "--phone"),
        "compensation_fen": parse_amount(outcome.compensation, "--compensation") if outcome.compensation else None,
        "apology": clean_text(outcome.apology or "", "--apology"),
        "explanation": clean_text(outcome.explanation or "", "--explanation"),
    }
    facts = [Fact(case["case_no"], "result_reported", reported, report)]
    if outcome.reply or not (case["anonymous"] or case["replied_at"]):
        if outcome.reply is None or outcome.replied_at is None:
            raise UsageProblem("Missing --reply or --replied-at: what the customer was told, and when (Art. 10).")
        replied = occurred_at(act, outcome.replied_at, case["opened_at"], "--replied-at")
        if replied.text > reported.text:
            raise UsageProblem("--replied-at is after --at: the report tells of a reply already given (Art. 11).")
        facts.insert(0, Fact(case["case_no"], "replied", replied, {"text": required_text(outcome.reply, "--reply")}))
    ledger.append(act, facts)
    ledger.settle(act, case["case_no"], reported, "result_reported")
    return case["case_no"], report_no


def review(act: Act, given: str, *, accept: bool, reason: str | None, at: str | None) -> str:
    """Accept the unit's result report, or return it with a reason, which reopens the unit's task (Art. 11)."""
    case = open_case(act, given, "reviewed")
    if not case["reported_at"]:
        raise Refused(f"{case['case_no']} has no result report to review: complaintctl resolve {case['case_no']}")
    if accept and case["accepted_at"]:
        raise Refused(f"The result report of {case['case_no']} was accepted on {case['accepted_at'][:10]} already.")
    text = clean_text(reason or "", "The reason") if accept else required_text(reason or "", "--reason")
    kind = "result_accepted" if accept else "result_returned"
    return record(act, case, kind, at, {"text": text}, not_before=case["reported_at"])


def close(act: Act, given: str, *, note: str | None, at: str | None) -> str:
    """Close a case on which nothing is owed any more.

    Raises:
        Refused: a duty that blocks closing is open; each is named with the command that fulfils it.
    """
    case = open_case(act, given, "closed")
    owed = [duty for duty in queries.open_duties(act.connection, case["case_no"]) if duty["blocking"]]
    if owed:
        lines = [
            f"\n  {duty['label_zh']} {duty['label_en']} ({duty['article']})\n    {duty['remedy']}" for duty in owed
        ]
        raise Refused(f"{case['case_no']} cannot be closed yet. Still owed:" + "".join(lines))
    last = max(
        [
            case["opened_at"],
            *(duty["done_at"] for duty in queries.duties(act.connection, case["case_no"]) if duty["done_at"]),
        ]
    )
    return record(act, case, "closed", at, {"text": clean_text(note or "", "The note")}, not_before=last)


def reopen(act: Act, given: str, *, reason: str, at: str | None) -> str:
    """Take up a closed or withdrawn case again; its limits run anew, and what was late stays late (Art. 17)."""
    case = find_case(act, given)
    if case["is_open"]:
        raise Refused(f"{case['case_no']} is open: there is nothing to reopen.")
    return record(act, case, "reopened", at, {"text": required_text(reason, "--reason")}, not_before=case["left_at"])
