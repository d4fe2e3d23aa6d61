"""Handling an open case: briefing, transfer and return, classification, contact (Arts 4, 5, 8 to 10, 13)."""

from collections.abc import Sequence

from complaintctl import ledger, queries
from complaintctl.casework.common import occurred_at, open_case, record
from complaintctl.errors import Refused, UsageProblem
from complaintctl.ledger import Act, Fact
from complaintctl.values import clean_text, parse_amount, required_text


def brief(act: Act, given: str, *, to: str, absent: bool, method: str | None, at: str | None) -> str:
    """Record that a leader was briefed, or found absent (Art. 8(2)); return the case number.

    Raises:
        Refused: the person is no leader, or the case is no longer open.
    """
    case = open_case(act, given, "briefed on")
    leader = queries.member(act.connection, to)
    if not queries.may_be_briefed(act.connection, leader["role"]):
        role = queries.labels(act.connection, "en")["role", leader["role"]]
        raise Refused(
            f"{leader['code']} is {role}, no leader: a case is reported to the leader in charge of petitions,"
            " in his absence to the principal and the business-line leader (Art. 8(2))."
        )
    # The role he holds now goes on record: he may hold another one when the case is read again.
    detail = {
        "to": leader["code"],
        "role": leader["role"],
        "absent": absent,
        "text": clean_text(method or "", "The method"),
    }
    return record(act, case, "briefed", at, detail)


def transfer(
    act: Act, given: str, *, to: str, assist: Sequence[str], handler: str | None, note: str | None, at: str | None
) -> tuple[str, str]:
    """Transfer a case by a numbered slip that carries its due date (Art. 9); return case and slip number."""
    case = open_case(act, given, "transferred")
    unit = queries.unit(act.connection, to)["code"]
    if case["reported_at"]:
        raise Refused(
            f"{case['case_no']} has the result report of {case['reported_at'][:10]}; to have it handled again:"
            f" complaintctl review {case['case_no']} --return --reason TEXT"
        )
    if case["lead_unit"] == unit:
        raise Refused(
            f"{case['case_no']} lies with {unit} already: a second slip to the same unit would say nothing new."
        )
    assisting = [queries.unit(act.connection, name)["code"] for name in assist]
    if unit in assisting:
        raise UsageProblem(f"{unit} cannot assist itself: name other units with --assist.")
    moment = occurred_at(act, at, case["opened_at"])
    deadline = queries.deadline(act.connection, case["case_no"])
    slip_no = ledger.next_number(act, "transfer", int(moment.day[:4]))
    detail = {
        "slip_no": slip_no,
        "to_unit": unit,
        "assisting_units": assisting or None,
        "handler": queries.member(act.connection, handler)["code"] if handler else None,
        "due_on": deadline["due_on"] if deadline else None,
        "text": clean_text(note or "", "The note"),
    }
    ledger.append(act, [Fact(case["case_no"], "dispatched", moment, detail)])
    ledger.settle(act, case["case_no"], moment, "transferred")
    return case["case_no"], slip_no


def sign(act: Act, given: str, *, by: str | None, slip_no: str | None, at: str | None) -> str:
    """Record that the unit has signed for its slip (Art. 9(5))."""
    case = open_case(act, given, "signed for")
    slip = _open_slip(act, case["case_no"], slip_no)
    if slip["signed_at"]:
        raise Refused(
            f"Slip {slip['slip_no'] or 'of the old register'} was signed for on {slip['signed_at'][:10]} already."
        )
    signer = queries.member(act.connection, by or act.actor)["code"]
    return record(act, case, "signed", at, {"slip_no": slip["slip_no"], "by": signer}, slip["issued_at"])


def return_slip(act: Act, given: str, *, reason: str, slip_no: str | None, at: str | None) -> str:
    """Record that the unit sends its slip back, with its reason (Art. 4): it lies with 监察室 again."""
    case = open_case(act, given, "returned")
    slip = _open_slip(act, case["case_no"], slip_no)
    detail = {"slip_no": slip["slip_no"], "text": required_text(reason, "The reason")}
    return record(act, case, "slip_returned", at, detail, slip["issued_at"])


def classify(
    act: Act,
    given: str,
    *,
    category: str | None,
    amount: str | None,
    public_figure: bool | None,
    hot_topic: bool | None,
    reputation: bool | None,
    reason: str | None,
    at: str | None,
) -> str:
    """Change category, amount or a judgement that makes a case major (Arts 9(1), 13); limits still run from receipt.

    Raises:
        Refused: the due date would move out, or the case cease to be major, and no reason is given.
    """
    case = open_case(act, given, "classified again")
    stated = {"public_figure": public_figure, "hot_topic": hot_topic, "reputation": reputation}
    facts = {
        "category": queries.code(act.connection, "category", category) if category else case["category"],
        "amount_fen": parse_amount(amount, "--amount") if amount else case["amount_fen"],
        **{key: bool(case[key]) if value is None else value for key, value in stated.items()},
    }
    if all(case[key] == value for key, value in facts.items()):
        raise UsageProblem(
            f"{case['case_no']} is classified so already: name what changes, such as --category or --amount."
        )
    before = queries.deadline(act.connection, case["case_no"])
    text = clean_text(reason or "", "The reason")
    record(act, case, "classified", at, {**facts, "previous_category": case["category"], "text": text})
    if not text:
        after = queries.deadline(act.connection, case["case_no"])
        if before and after and (after["due_on"] or "9") > (before["due_on"] or "9"):
            raise Refused(
                f"This moves the due date from {before['due_on']} out to {after['due_on']}:"
                " give the reason with --reason (Art. 10)."
            )
        if case["is_major"] and not queries.case(act.connection, case["case_no"])["is_major"]:
            raise Refused("The case would no longer be major: give the reason with --reason (Art. 9(1)).")
    return str(case["case_no"])


def contact(act: Act, given: str, *, purpose: str, text: str, method: str | None, at: str | None) -> str:
    """Record a contact with the customer, or with the body that sent the case (Arts 5, 10)."""
    case = open_case(act, given, "added to")
    code = queries.code(act.connection, "contact_purpose", purpose)
    if code == "source_reply" and not case["is_referred"]:
        raise Refused(f"{case['case_no']} was not sent by another body: there is none to reply to (Art. 10).")
    detail = {
        "purpose": code,
        "text": required_text(text, "The text"),
        "method": clean_text(method or "", "The method"),
    }
    return record(act, case, "contacted", at, detail)


def _open_slip(act: Act, case_no: str, slip_no: str | None) -> "queries.Row":
    """The slip named, or the last one; it must not have been returned."""
    wanted = (slip_no, f"{slip_no}号")  # 转〔2026〕3号 may be written 3 or 3号
    slips = [
        row
        for row in queries.slips(act.connection, case_no)
        if slip_no is None or row["slip_no"] in wanted or (row["slip_no"] or "").split("〕")[-1] in wanted
    ]
    if not slips:
        raise Refused(
            f"{case_no} has no transfer slip{f' {slip_no}' if slip_no else ''}:"
            f" complaintctl transfer {case_no} --to UNIT"
        )
    if slips[-1]["returned_at"]:
        raise Refused(
            f"Slip {slips[-1]['slip_no']} was returned on {slips[-1]['returned_at'][:10]}:"
            f" complaintctl transfer {case_no} --to UNIT"
        )
    return slips[-1]
