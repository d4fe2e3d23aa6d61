"""Slips that lie with a unit: signature, return, recall (Arts 4, 9, 13)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import At, Option
from complaintctl.base.values import plain, required_text
from complaintctl.cases import directory_rows, recusal
from complaintctl.cases.case_acts import Done, occurred_at, open_case, record
from complaintctl.cases.directory_rows import serving
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

_SIGNED = ("transfer", "supervise")
SlipNo = Annotated[str | None, Option("The slip; default the last.", "NUMBER", typed="--slip")]


def _by(asks: str, *, sends_back: bool) -> Option:
    """The person who acts for the unit; asked for where who runs this is not of it."""

    def people(act: Act, known: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
        return who_may_act(act, known["case"], known["slip_no"], sends_back=sends_back)

    return Option("Who of the unit; needed if you are not.", "STAFF", asks, "staff", asked=True, offers=people)


def may_sign(act: Act, given: str, slip_no: str | None = None) -> tuple[Row, Row]:
    """A case and its slip that can be signed for. Raises Refused as `sign` does."""
    case = open_case(act, given, _("it cannot be signed for any more"))
    slip = _open_slip(act, case["case_no"], slip_no, _SIGNED)
    if slip["signed_at"]:
        raise Refused("Slip {slip_no} was signed for on {day} already.", **_slip_values(slip, slip["signed_at"]))
    recusal.unit_may_have(act.connection, case, slip["to_unit"])
    return case, slip


def sign(
    act: Act,
    given: str,
    *,
    by: Annotated[str | None, _by(marked("Who signs for the unit"), sends_back=False)] = None,
    slip_no: SlipNo = None,
    at: At = None,
) -> Done:
    """Record that the unit signed for its slip (Art. 9).

    Example: complaintctl sign 1 --by zhang
    """
    case, slip = may_sign(act, given, slip_no)
    moment = occurred_at(act, at, slip["issued_at"])
    signer = _acts_for_unit(act, slip, by, moment.day)
    recusal.may(act.connection, case, signer, "handle", _("cannot sign for it"))
    record(act, case, "signed", moment, {"slip_no": slip["slip_no"], "by": signer})
    return Done(case["case_no"], _("{case_no}: slip signed for.", **case))


def may_return(act: Act, given: str, slip_no: str | None = None) -> tuple[Row, Row]:
    """A case and the slip that its unit can send back. Raises Refused as `return_slip` does."""
    # Whom the case turned out to report gives it back as well: nobody is kept from that.
    case = open_case(act, given, _("it cannot be returned any more"), None)
    return case, _lying_slip(act, case, slip_no)


def return_slip(
    act: Act,
    given: str,
    *,
    # Asked first: where nobody may, nothing else matters.
    by: Annotated[str | None, _by(marked("Who of the unit sends it back"), sends_back=True)] = None,
    reason: Annotated[str, Option("Why the unit sends it back.", ask="Why does the unit send it back")],
    slip_no: SlipNo = None,
    at: At = None,
) -> Done:
    """Record that a unit sends its slip back (Art. 4).

    Example: complaintctl return 1 --by zhang --reason "不属本支行业务"
    """
    case, slip = may_return(act, given, slip_no)
    moment = occurred_at(act, at, slip["issued_at"])
    sender = _acts_for_unit(act, slip, by, moment.day, is_lead=1)
    detail = {"slip_no": slip["slip_no"], "by": sender, "text": required_text(reason, _("The reason"))}
    record(act, case, "slip_returned", moment, detail)
    notes = []
    if len(queries.rows_in(act.connection, "slip_dispute", case_no=case["case_no"], unit=slip["to_unit"])) > 1:
        notes.append(_("{addressee} disputes this case again (Art. 4).", addressee=slip["to_unit_name"]))
    if queries.is_in(act.connection, "ruling_due", case_no=case["case_no"]):
        notes.append(_("监察室 now rules who is responsible, with the next transfer's --ruling (Art. 4)."))
    return Done(case["case_no"], _("{case_no}: slip returned.", **case), notes)


def may_recall(act: Act, given: str, slip_no: str | None = None) -> tuple[Row, Row]:
    """A case and the slip that lies with its unit. Raises Refused as `recall` does."""
    case = open_case(act, given, _("its slip cannot be taken back any more"), "prepare")
    return case, _lying_slip(act, case, slip_no)


def recall(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("Why 监察室 takes it back.", ask="Why is the slip taken back")],
    slip_no: SlipNo = None,
    at: At = None,
) -> Done:
    """Take a slip back from the unit, by 监察室: no return by the unit, and no lead against it (Arts 4, 13).

    Example: complaintctl recall 1 --reason "误转，应由河西支行办理"
    """
    case, slip = may_recall(act, given, slip_no)
    moment = occurred_at(act, at, slip["issued_at"])
    if not recusal.is_of_office(act.connection, act.actor, moment.day):
        raise Refused(
            "{person} is not of 监察室, which alone takes a slip back; a unit returns it: complaintctl return {case_no}"
            " --reason TEXT (Art. 4).",
            **case,
            person=directory_rows.name_of(act.connection, "staff", act.actor),
        )
    record(act, case, "slip_recalled", moment, {"slip_no": slip["slip_no"], "text": required_text(reason, "--reason")})
    return Done(case["case_no"], _("{case_no}: slip taken back from {unit}.", **case, unit=slip["to_unit_name"]))


def who_may_act(act: Act, given: str, slip_no: str | None, *, sends_back: bool) -> Sequence[tuple[str, str]]:
    """Code and name of who may sign for a slip, or send it back, but nobody if who runs this may.

    Raises Refused if nobody may.
    """
    case = open_case(act, given, _("nothing happens to its slip any more"), None if sends_back else "act")
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer",) if sends_back else _SIGNED)
    wanted = {"case_no": case["case_no"], "seq": slip["seq"], **({"is_lead": 1} if sends_back else {})}
    if queries.is_in(act.connection, "addressed_person", **wanted, person=act.actor):
        return ()
    people = queries.rows_in(act.connection, "addressed_person", **wanted, serves=1)
    if not people:
        raise Refused(
            "Nobody of {unit} is on the staff list who could do it: complaintctl staff add NAME --unit {unit}",
            unit=directory_rows.name_of(act.connection, "unit", slip["to_unit"]),
        )
    return [(row["person"], row["name"]) for row in people]


def _acts_for_unit(act: Act, slip: Row, by: str | None, day: str, **wanted: int) -> str:
    """The code of who acts for the unit that a slip went to: who is named, else who runs this (Arts 4, 9(5)).

    Raises:
        UsageProblem: who runs this is not of that unit, and nobody is named.
        Refused: who is named is not of it, or serves no more.
    """
    person = serving(directory_rows.member(act.connection, by or act.actor), day)
    of_slip = {"case_no": slip["case_no"], "seq": slip["seq"], **wanted}
    if queries.is_in(act.connection, "addressed_person", **of_slip, person=person["code"]):
        return str(person["code"])
    unit = directory_rows.name_of(act.connection, "unit", person["unit"])
    said = {"person": person["name"], "unit": unit, "addressee": slip["to_unit_name"]}
    if by is None:
        raise UsageProblem(
            "Missing option --by: {person} is of {unit}, not of {addressee}: name who of {addressee} did it.", **said
        ).lacking("by")
    raise Refused(
        "{person} is of {unit}, not of {addressee}: name who of {addressee} did it with --by. Who is not on record yet:"
        " complaintctl staff add NAME --unit {code}",
        **said,
        code=slip["to_unit"],
    )


def _lying_slip(act: Act, case: Row, slip_no: str | None) -> Row:
    """The transfer slip named, or the last one, which lies with its unit in this stretch and is not answered."""
    slip = _open_slip(act, case["case_no"], slip_no, ("transfer",))
    if slip["seq"] < case["opened_seq"]:
        raise Refused(
            "Slip {slip_no} was issued before {case_no} was reopened, on {day}: a new one is issued with"
            " complaintctl transfer {case_no} --to UNIT",
            **case,
            **_slip_values(slip, case["opened_at"]),
        )
    leads = {"case_no": case["case_no"], "lead_unit": slip["to_unit"]}
    if case["reported_at"] and queries.is_in(act.connection, "complaint", **leads):
        raise Refused(
            "{case_no} has the result report of {day}: the slip of a unit that has reported does not come back."
            " complaintctl review {case_no} --return --reason TEXT sends the report back.",
            **case,
            day=case["reported_at"][:10],
        )
    return slip


def _slip_values(slip: Row, time: str) -> dict[str, str]:
    """The values of a sentence about a slip and a day: slip_no, day."""
    return {"slip_no": slip["slip_no"] or _("of the old register"), "day": time[:10]}


def _open_slip(act: Act, case_no: str, slip_no: str | None, kinds: Sequence[str]) -> Row:
    """The slip named, or the last one; it must not have been returned."""
    slips = [row for row in queries.rows_in(act.connection, "slip", case_no=case_no) if row["kind"] in kinds]
    if slip_no is not None:
        wanted = (plain(slip_no), f"{plain(slip_no)}号")  # 转〔2026〕3号 may be written 3 or 3号
        numbered = ((row, row["slip_no"] or "") for row in slips)
        slips = [row for row, number in numbered if plain(number) in wanted or number.split("〕")[-1] in wanted]
    said = {"case_no": case_no, "slip_no": slip_no}
    if not slips and slip_no is None:
        raise Refused("{case_no} has no transfer slip: complaintctl transfer {case_no} --to UNIT", **said)
    if not slips:
        raise Refused("{case_no} has no transfer slip {slip_no}: complaintctl transfer {case_no} --to UNIT", **said)
    if slips[-1]["returned_at"]:
        came_back = marked("Slip {slip_no} was returned on {day}: complaintctl transfer {case_no} --to UNIT")
        if slips[-1]["recalled"]:
            came_back = marked("Slip {slip_no} was taken back on {day}: complaintctl transfer {case_no} --to UNIT")
        raise Refused(came_back, case_no=case_no, **_slip_values(slips[-1], slips[-1]["returned_at"]))
    return slips[-1]
