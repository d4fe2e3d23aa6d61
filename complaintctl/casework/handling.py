"""Slips: transfer, signature, return, supervision (Arts 3, 4, 9, 10)."""

import json
from collections.abc import Iterator, Sequence

from complaintctl import ledger, queries
from complaintctl.casework import recusal
from complaintctl.casework.common import occurred_at, open_case, record
from complaintctl.casework.serving import serving
from complaintctl.clock import parse_day
from complaintctl.errors import Refused, UsageProblem
from complaintctl.ledger import Act, Fact
from complaintctl.queries import Row, handling
from complaintctl.values import clean_text, required_text


def transfer(
    act: Act,
    given: str,
    *,
    to: str,
    assist: Sequence[str] = (),
    handler: str | None = None,
    note: str | None = None,
    via: str | None = None,
    ruling: str | None = None,
    at: str | None = None,
) -> tuple[str, str, list[str]]:
    """Transfer a case by a numbered slip that carries its due date (Art. 9); return case, slip number and notes.

    Raises:
        Refused: a report of wrongdoing would reach whom it reports (Art. 13); the handler is the party (Art. 10); the
            case lies there already, or has its result report; units dispute it and 监察室 has not ruled (Art. 4); who
            is named has retired; or it is dated before the slip that it follows.
    """
    case = open_case(act, given, "transferred")
    moment = occurred_at(act, at, _last_handed_on(act, case))
    unit = serving(queries.unit(act.connection, to), moment.day)
    assisting = [serving(queries.unit(act.connection, name), moment.day)["code"] for name in dict.fromkeys(assist)]
    person = serving(queries.member(act.connection, handler), moment.day) if handler else None
    _may_go_to(act, case, unit, assisting)
    if person:
        recusal.not_the_party(case, person["code"], "handle")
        recusal.not_to_the_reported(act, case, person["unit"])
    words = clean_text(ruling or "", "The ruling")
    _ruled(act, case, words)
    notes = list(_transfer_notes(act, case, unit, person, moment.day, words))
    deadline = queries.deadline(act.connection, case["case_no"])
    slip_no = ledger.next_number(act, "transfer", int(moment.day[:4]))
    detail = {
        "slip_no": slip_no,
        "to_unit": unit["code"],
        "assisting_units": assisting or None,
        "handler": person["code"] if person else None,
        "due_on": deadline["due_on"] if deadline else None,
        "via": clean_text(via or "", "The way it was sent"),
        "ruling": words,
        "text": clean_text(note or "", "The note"),
    }
    ledger.append(act, [Fact(case["case_no"], "dispatched", moment, detail)])
    ledger.settle(act, case["case_no"], moment, "transferred")
    return case["case_no"], slip_no, notes


def _last_handed_on(act: Act, case: Row) -> str:
    """When the case was last given to a unit or back to it, or came from it: a later slip is not dated before that."""
    legs = handling.legs(act.connection, case["case_no"])[-1:]
    returned = handling.last_event(act.connection, case["case_no"], "result_returned")
    given = [leg["ended_at"] or leg["issued_at"] for leg in legs] + ([returned["at"]] if returned else [])
    return str(max([case["opened_at"], *given]))


def _may_go_to(act: Act, case: Row, unit: Row, assisting: Sequence[str]) -> None:
    if case["reported_at"]:
        raise Refused(
            f"{case['case_no']} has the result report of {case['reported_at'][:10]}; to have it handled again:"
            f" complaintctl review {case['case_no']} --return --reason TEXT"
        )
    if case["lead_unit"] == unit["code"]:
        raise Refused(
            f"{case['case_no']} lies with {unit['code']} already: a second slip to the same unit would say nothing new."
        )
    if unit["code"] in assisting:
        raise UsageProblem(f"{unit['code']} cannot assist itself: name other units with --assist.")
    for code in (unit["code"], *assisting):
        recusal.not_to_the_reported(act, case, code)
    recusal.not_back_to_the_partys_box(act, case, unit)


def _disputes(act: Act, case: Row) -> Sequence[Row]:
    """The slips of a case that their units sent back."""
    return [leg for leg in handling.legs(act.connection, case["case_no"]) if leg["state"] == "returned"]


def _needs_ruling(act: Act, case: Row, disputes: Sequence[Row]) -> bool:
    """Art. 4: units do not pass a case on for ever; 监察室 rules."""
    return len(disputes) >= int(queries.policy(act.connection, "disputes_before_ruling", case["received_on"]))


def _ruled(act: Act, case: Row, ruling: str) -> None:
    disputes = _disputes(act, case)
    if _needs_ruling(act, case, disputes) and not ruling:
        units = " and ".join(dict.fromkeys(leg["unit"] for leg in disputes))
        raise Refused(
            f"{case['case_no']} was returned {len(disputes)} times, by {units}: 监察室 has to rule who is responsible"
            " (Art. 4). Give the ruling with --ruling TEXT."
        )


def _transfer_notes(act: Act, case: Row, unit: Row, handler: Row | None, day: str, ruling: str) -> Iterator[str]:
    legs = handling.legs(act.connection, case["case_no"])
    if legs and legs[-1]["ended_at"] is None:
        yield f"Slip {legs[-1]['slip_no']} at {legs[-1]['unit']} no longer leads: the case goes on to {unit['code']}."
    if len(legs) >= int(queries.policy(act.connection, "redispatches_noted", case["received_on"])):
        asked = "" if ruling else " Let 监察室 rule whose it is: the next slip takes --ruling TEXT (Art. 4)."
        yield f"This is re-dispatch number {len(legs)}: keep the hand-offs few (Art. 3).{asked}"
    if handler is None and unit["head"] is not None and unit["head"] == case["subject_employee"]:
        yield (
            f"{unit['head']} heads {unit['code']} and is complained of: Art. 10 asks for someone there who is not the"
            " party. Name him with the next slip's --handler, or send it to 监察室."
        )
    if handler and handler["code"] != unit["head"] and handler["role"] != "unit_head":
        yield f"{handler['code']} is not the head of {unit['code']}: Art. 10 asks for the person responsible there."
    left = handling.working_days_between(act.connection, day, case["promised_due_on"] or day)
    if left is not None and left < 1:
        yield f"Less than one working day is left: the case is due on {case['promised_due_on']} (Art. 10)."


def sign(act: Act, given: str, *, by: str | None, slip_no: str | None, at: str | None) -> tuple[str, list[str]]:
    """Record that the unit has signed for its slip (Art. 9(5)); return the case number and notes."""
    case = open_case(act, given, "signed for")
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer", "supervise"))
    if slip["signed_at"]:
        raise Refused(
            f"Slip {slip['slip_no'] or 'of the old register'} was signed for on {slip['signed_at'][:10]} already."
        )
    recusal.not_to_the_reported(act, case, slip["to_unit"])
    moment = occurred_at(act, at, slip["issued_at"])
    signer = serving(queries.member(act.connection, by or act.actor), moment.day)
    recusal.not_the_party(case, signer["code"], "sign for")
    detail = {"slip_no": slip["slip_no"], "by": signer["code"]}
    record(act, case, "signed", moment.text, detail, slip["issued_at"])
    addressed = [slip["to_unit"], *json.loads(slip["assisting_units"] or "[]")]
    if signer["unit"] in addressed:
        return case["case_no"], []
    return case["case_no"], [f"{signer['code']} is of {signer['unit']}, not of {slip['to_unit']}."]


def return_slip(act: Act, given: str, *, reason: str, slip_no: str | None, at: str | None) -> tuple[str, list[str]]:
    """Record that a unit sends its slip back, with its reason (Art. 4): the case lies with 监察室 again."""
    case = open_case(act, given, "returned")
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer",))
    if slip["seq"] < case["opened_seq"]:
        raise Refused(
            f"Slip {slip['slip_no'] or 'of the old register'} was issued before {case['case_no']} was reopened, on"
            f" {case['opened_at'][:10]}: a new one is issued with complaintctl transfer {case['case_no']} --to UNIT"
        )
    if case["reported_at"] and case["lead_unit"] == slip["to_unit"]:
        raise Refused(
            f"{case['case_no']} has the result report of {case['reported_at'][:10]}: a unit that has reported does not"
            f" return its slip. complaintctl review {case['case_no']} --return --reason TEXT sends the report back."
        )
    detail = {"slip_no": slip["slip_no"], "text": required_text(reason, "The reason")}
    record(act, case, "slip_returned", at, detail, slip["issued_at"])
    notes = []
    disputes = _disputes(act, case)
    if [leg["unit"] for leg in disputes].count(slip["to_unit"]) > 1:
        notes.append(f"{slip['to_unit']} disputes this case again (Art. 4).")
    if _needs_ruling(act, case, disputes):
        notes.append("监察室 now rules who is responsible, with the next transfer's --ruling (Art. 4).")
    return case["case_no"], notes


def supervise(
    act: Act, given: str, *, reason: str, due: str | None = None, text: str | None = None, at: str | None = None
) -> tuple[str, str]:
    """Issue a numbered supervision slip to the unit the case lies with (Art. 10); return case and slip number.

    Without a due date it gives the working days of the policy.

    Raises:
        Refused: the case lies with no unit, with one that is no more, or with one that it reports (Art. 13).
    """
    case = open_case(act, given, "supervised")
    why = queries.code(act.connection, "supervision_reason", reason)
    if case["lead_unit"] is None:
        raise Refused(
            f"{case['case_no']} lies with no unit that could be supervised:"
            f" complaintctl transfer {case['case_no']} --to UNIT"
        )
    recusal.not_to_the_reported(act, case, case["lead_unit"])
    moment = occurred_at(act, at, case["dispatched_at"])
    serving(queries.unit(act.connection, case["lead_unit"]), moment.day)
    days = int(queries.policy(act.connection, "supervision_days", case["received_on"]))
    due_on = parse_day(due, "--due") if due else handling.working_day_after(act.connection, moment.day, days)
    if due_on is not None and due_on < moment.day:
        raise UsageProblem(f"--due {due_on} is before the slip itself, {moment.day}.")
    slip_no = ledger.next_number(act, "supervise", int(moment.day[:4]))
    detail = {
        "slip_no": slip_no,
        "to_unit": case["lead_unit"],
        "reason": why,
        "due_on": due_on,
        "text": clean_text(text or "", "The text"),
    }
    record(act, case, "supervised", moment.text, detail)
    return case["case_no"], slip_no


def _open_slip(act: Act, case_no: str, slip_no: str | None, kinds: Sequence[str]) -> Row:
    """The slip named, or the last one; it must not have been returned."""
    wanted = (slip_no, f"{slip_no}号")  # 转〔2026〕3号 may be written 3 or 3号
    slips = [
        row
        for row in queries.slips(act.connection, case_no)
        if row["kind"] in kinds
        and (slip_no is None or row["slip_no"] in wanted or (row["slip_no"] or "").split("〕")[-1] in wanted)
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
