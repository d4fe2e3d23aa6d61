"""Slips: transfer, signature, return (Arts 3, 4, 9, 10)."""

from collections.abc import Sequence
from typing import Annotated

from complaintctl.base.errors import Refused
from complaintctl.base.language import _
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, plain, required_text
from complaintctl.cases import case_rows, directory_rows, recusal
from complaintctl.cases.case_acts import Done, enter, occurred_at, open_case, record
from complaintctl.cases.directory_rows import serving
from complaintctl.handling import rows as handling_rows
from complaintctl.handling import transfer_refusals
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row

SlipNo = Annotated[str | None, Option("The slip; default the last.", "NUMBER", typed="--slip")]


def transfer(
    act: Act,
    given: str,
    *,
    to: Annotated[str, Option("The unit that is to handle it.", "UNIT", "Which unit is to handle it", "unit")],
    assist: Annotated[
        Sequence[str], Option("A unit that assists; may be repeated.", "UNIT", "Which unit assists", "unit")
    ] = (),
    handler: Annotated[str | None, Option("Who handles it there.", "STAFF")] = None,
    note: Annotated[str | None, Option("What the unit is asked to do.", ask="What is the unit asked to do")] = None,
    via: Annotated[str | None, Option("How the slip was sent: intranet, fax, by hand …")] = None,
    ruling: Annotated[
        str | None,
        Option("Who is responsible and why, once units have disputed it (Art. 4).", ask="Who is responsible and why"),
    ] = None,
    at: At = None,
) -> tuple[str, str, list[str]]:
    """Transfer a case by a numbered slip that carries its due date (Art. 9); return case, slip number and notes.

    Raises:
        Refused: a report of wrongdoing would reach whom it reports (Art. 13); the handler is the party (Art. 10); the
            case lies there already, or has its result report; units dispute it and 监察室 has not ruled (Art. 4); who
            is named has retired; or it is dated before the slip that it follows.
    """
    case = open_case(act, given, _("it cannot be transferred any more"))
    moment = occurred_at(act, at, _last_handed_on(act, case))
    unit = serving(directory_rows.unit(act.connection, to), moment.day)
    assisting = [
        serving(directory_rows.unit(act.connection, name), moment.day)["code"] for name in dict.fromkeys(assist)
    ]
    person = serving(directory_rows.member(act.connection, handler), moment.day) if handler else None
    transfer_refusals.may_go_to(act, case, unit, assisting)
    if person:
        recusal.may(act.connection, case, person["code"], "handle", _("cannot handle it"))
    words = clean_text(ruling or "", _("The ruling"))
    transfer_refusals.require_ruling(act, case, words)
    notes = list(transfer_refusals.warnings(act, case, unit, person, moment.day, words))
    deadline = case_rows.deadline(act.connection, case["case_no"])
    slip_no = ledger.next_number(act, "transfer", int(moment.day[:4]))
    detail = {
        "slip_no": slip_no,
        "to_unit": unit["code"],
        "assisting_units": assisting or None,
        "handler": person["code"] if person else None,
        "due_on": deadline["due_on"] if deadline else None,
        "via": clean_text(via or "", _("The way it was sent")),
        "ruling": words,
        "text": clean_text(note or "", _("The note")),
    }
    enter(act, Fact(case["case_no"], "dispatched", moment, detail), reason="transferred")
    return case["case_no"], slip_no, notes


def _last_handed_on(act: Act, case: Row) -> str:
    """The time when the case was last given to a unit, or came from it: a later slip is not dated before that."""
    legs = queries.rows_in(act.connection, "leg", case_no=case["case_no"])[-1:]
    returned = handling_rows.last_event(act.connection, case["case_no"], "result_returned")
    given = [leg["ended_at"] or leg["issued_at"] for leg in legs] + ([returned["at"]] if returned else [])
    return str(max([case["opened_at"], *given]))


def sign(
    act: Act,
    given: str,
    *,
    by: Annotated[str | None, Option("Who signed; default you.", "STAFF")] = None,
    slip_no: SlipNo = None,
    at: At = None,
) -> Done:
    """Record that the unit has signed for its slip (Art. 9(5))."""
    case = open_case(act, given, _("it cannot be signed for any more"))
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer", "supervise"))
    if slip["signed_at"]:
        raise Refused("Slip {slip_no} was signed for on {day} already.", **_slip_values(slip, slip["signed_at"]))
    recusal.unit_may_have(act.connection, case, slip["to_unit"])
    moment = occurred_at(act, at, slip["issued_at"])
    signer = serving(directory_rows.member(act.connection, by or act.actor), moment.day)
    recusal.may(act.connection, case, signer["code"], "handle", _("cannot sign for it"))
    record(act, case, "signed", moment, {"slip_no": slip["slip_no"], "by": signer["code"]})
    notes = []
    if not handling_rows.is_addressed(act.connection, slip["seq"], signer["code"]):
        said = {"person": signer["code"], "unit": signer["unit"], "addressee": slip["to_unit"]}
        notes.append(_("{person} is of {unit}, not of {addressee}.", **said))
    return Done(case["case_no"], _("{case_no}: slip signed for.", **case), notes)


def return_slip(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("Why the unit sends it back.", ask="Why does the unit send it back")],
    slip_no: SlipNo = None,
    at: At = None,
) -> Done:
    """Record that a unit sends its slip back, with its reason (Art. 4): the case lies with 监察室 again."""
    # Whom the case turned out to report gives it back as well: nobody is kept from that.
    case = open_case(act, given, _("it cannot be returned any more"), None)
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer",))
    if slip["seq"] < case["opened_seq"]:
        raise Refused(
            "Slip {slip_no} was issued before {case_no} was reopened, on {day}: a new one is issued with"
            " complaintctl transfer {case_no} --to UNIT",
            **case,
            **_slip_values(slip, case["opened_at"]),
        )
    if case["reported_at"] and queries.is_in(
        act.connection, "complaint", case_no=case["case_no"], lead_unit=slip["to_unit"]
    ):
        raise Refused(
            "{case_no} has the result report of {day}: a unit that has reported does not return its slip."
            " complaintctl review {case_no} --return --reason TEXT sends the report back.",
            **case,
            day=case["reported_at"][:10],
        )
    detail = {"slip_no": slip["slip_no"], "text": required_text(reason, _("The reason"))}
    record(act, case, "slip_returned", at, detail, not_before=slip["issued_at"])
    notes = []
    if len(handling_rows.disputes(act.connection, case["case_no"], slip["to_unit"])) > 1:
        notes.append(_("{addressee} disputes this case again (Art. 4).", addressee=slip["to_unit"]))
    if queries.is_in(act.connection, "ruling_due", case_no=case["case_no"]):
        notes.append(_("监察室 now rules who is responsible, with the next transfer's --ruling (Art. 4)."))
    return Done(case["case_no"], _("{case_no}: slip returned.", **case), notes)


def _slip_values(slip: Row, time: str) -> dict[str, str]:
    """The values of a sentence about a slip and a day: slip_no, day."""
    return {"slip_no": slip["slip_no"] or _("of the old register"), "day": time[:10]}


def _open_slip(act: Act, case_no: str, slip_no: str | None, kinds: Sequence[str]) -> Row:
    """The slip named, or the last one; it must not have been returned."""
    number = plain(slip_no or "")
    wanted = (number, f"{number}号")  # 转〔2026〕3号 may be written 3 or 3号
    slips = [
        row
        for row in queries.rows_in(act.connection, "slip", case_no=case_no)
        if row["kind"] in kinds
        and (
            slip_no is None or plain(row["slip_no"] or "") in wanted or (row["slip_no"] or "").split("〕")[-1] in wanted
        )
    ]
    said = {"case_no": case_no, "slip_no": slip_no}
    if not slips and slip_no is None:
        raise Refused("{case_no} has no transfer slip: complaintctl transfer {case_no} --to UNIT", **said)
    if not slips:
        raise Refused("{case_no} has no transfer slip {slip_no}: complaintctl transfer {case_no} --to UNIT", **said)
    if slips[-1]["returned_at"]:
        said |= {"slip_no": slips[-1]["slip_no"], "day": slips[-1]["returned_at"][:10]}
        raise Refused("Slip {slip_no} was returned on {day}: complaintctl transfer {case_no} --to UNIT", **said)
    return slips[-1]
