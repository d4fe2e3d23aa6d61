"""Withdrawal: asked for, verified with the customer, voluntary or under duress (Art. 18)."""

from collections.abc import Mapping
from typing import Annotated, Any

from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment
from complaintctl.base.errors import Missing, Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, directory_rows, recusal, rights, rule_rows
from complaintctl.cases.case_acts import Done, enter, last_done, occurred_at, open_case, refuse_owed
from complaintctl.record import queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row

_DONE = {
    "withdrawal_requested": marked(
        "{case_no}: withdrawal asked for; it counts once it is verified with the customer that they want it themselves."
        " Where they were put under pressure: complaintctl withdraw {case_no} --verified-by CODE --coerced (Art. 18)."
    ),
    "withdrawn": marked("{case_no}: withdrawn of the customer's own will."),
    "withdrawal_coerced": marked(
        "{case_no}: the withdrawal was under duress: the case stays open, and is confidential from now on, kept from"
        " those concerned (Art. 18). The lead: complaintctl accountability list"
    ),
}


def may_withdraw(act: Act, given: str) -> tuple[Row, Row | None]:
    """A case that can be withdrawn, and the request for it that waits to be verified. Raises as open_case does."""
    case = open_case(act, given, _("it cannot be withdrawn any more"))
    waiting = queries.rows_in(act.connection, "withdrawal_waiting", case_no=case["case_no"])
    return case, waiting[-1] if waiting else None


def _may_verify(act: Act, known: Mapping[str, Any], person: str) -> None:
    """Raise as `withdraw` does for who may not verify it."""
    verifier = str(directory_rows.member(act.connection, person)["code"])
    recusal.may(act.connection, case_rows.case(act.connection, known["case"]), verifier, "verify")


def withdraw(
    act: Act,
    given: str,
    *,
    reason: Annotated[str | None, Option("Why the customer withdraws.", ask="Why does the customer withdraw")] = None,
    verified_by: Annotated[
        str | None,
        Option(
            "Who verified it with the customer, not of the unit concerned.",
            "CODE",
            "Who verified it with the customer, not of the unit concerned",
            "staff",
            fits=_may_verify,
        ),
    ] = None,
    voluntary: Annotated[
        bool | None,
        Option(
            "Of the customer's own will, or under some pressure.",
            ask="Is it of the customer's own will",
            typed="--voluntary/--coerced",
        ),
    ] = None,
    pressed_by: Annotated[
        str | None,
        Option(
            "Who put the customer under pressure: of the staff by code or name, anybody else in words.",
            "STAFF",
            "Who put the customer under pressure",
            "person",
        ),
    ] = None,
    method: Annotated[str | None, Option("How it was verified: phone, visit …")] = None,
    at: At = None,
) -> Done:
    """Withdraw a complaint, once verified (Art. 18).

    Example: complaintctl withdraw 1 --reason "客户与支行已达成谅解" --verified-by li --voluntary

    Example: complaintctl withdraw 1 --reason "支行人员上门劝说" --verified-by li --coerced --pressed-by 张立冬

    Raises:
        Refused: it would be withdrawn before it is verified, or before something that was done on it; who verified it
            is of the unit complained of; the leaders know nothing of the case; or --at would have it asked for before
            a limit that has ended since.
        UsageProblem: no reason, a verification without its result, or who pressed where nobody did.
    """
    # That the customer asks for it, what verifying it with them showed, or both at once; what was coerced stays open.
    case, pending = may_withdraw(act, given)
    if verified_by is not None:
        rights.ask_of_case(act, case["case_no"], "decide")
    _refuse_unverified(case, pending, verified_by, voluntary)
    earliest = last_done(act, case) if voluntary else case["opened_at"]
    moment = occurred_at(act, at, max(earliest, pending["at"] if pending else ""))
    facts = []
    if pending is None:
        if voluntary is not False:  # under duress it stops nothing
            _reaches_back_over_no_limit(act, case, moment)
        if reason is None:
            raise Missing.option("--reason", _("Why does the customer withdraw"), "reason")
        why = required_text(reason, "--reason", "reason")
        facts.append(Fact(case["case_no"], "withdrawal_requested", moment, {"text": why}))
    else:
        if voluntary is False and reason is None and pressed_by is None:
            raise Refused(
                "The customer was put under pressure: name with --pressed-by who did so, of the staff or in words, or"
                " say with --reason what the customer tells of it (Art. 18)."
            ).lacking("pressed_by")
        why = clean_text(reason or pending["reason"], "--reason")
    presser = _presser(act, pressed_by, voluntary)
    if verified_by is not None:
        kind = "withdrawn" if voluntary else "withdrawal_coerced"
        if voluntary:
            refusal = _("{case_no} cannot be withdrawn yet. Still owed:", **case)
            refuse_owed(act, case, "blocks_withdrawal", refusal)
        verifier = directory_rows.member(act.connection, verified_by, moment.day)["code"]
        recusal.may(act.connection, case, verifier, "verify")
        detail = {"text": why, "verified_by": verifier, "method": clean_text(method or "", _("The method")), **presser}
        facts.append(Fact(case["case_no"], kind, moment, detail))
    enter(act, *facts)
    return Done(case["case_no"], _(_DONE[facts[-1].kind], **case))


def _presser(act: Act, given: str | None, voluntary: bool | None) -> dict[str, str]:
    """Name for the ledger who put the customer under pressure. Raises UsageProblem: nobody did."""
    if given is None:
        return {}
    if voluntary is not False:
        raise UsageProblem("--pressed-by names who put the customer under pressure: it goes with --coerced (Art. 18).")
    if member := directory_rows.listed_member(act.connection, given):
        return {"pressed_by": member["code"]}
    return {"pressed_by_name": required_text(given, "--pressed-by")}


def _refuse_unverified(case: Row, pending: Row | None, verified_by: str | None, voluntary: bool | None) -> None:
    """Refuse what verifying showed without who did it, or the other way round, and a second request (Art. 18)."""
    if voluntary is not None and verified_by is None:
        raise Refused(
            "{case_no} is not withdrawn before that is verified with the customer (Art. 18): name who did it, not"
            " of the unit complained of, with --verified-by CODE.",
            **case,
        ).lacking("verified_by")
    if verified_by is not None and voluntary is None:
        problem = UsageProblem("Say what the verification showed: --voluntary or --coerced (Art. 18).")
        raise problem.lacking("voluntary")
    if pending is not None and verified_by is None:
        raise Refused(
            "{case_no} waits for the withdrawal of {day} to be verified: say who did it, and what that showed, with"
            " --verified-by and --voluntary or --coerced.",
            **case,
            day=pending["at"][:10],
        ).lacking("verified_by", "voluntary")


def _reaches_back_over_no_limit(act: Act, case: Row, moment: Moment) -> None:
    """Let what is entered now stop no limit that ended before: an overdue case stays so (Order 2020 No. 3, Art. 15)."""
    for clock in queries.rows_in(act.connection, "request_clock", case_no=case["case_no"]):
        if clock["due_on"] and moment.day <= clock["due_on"] < act.clock.now().day:
            raise Refused(
                "{clock} ended on {day}: a withdrawal entered after that counts from when it is entered ({article})."
                " Leave --at out, and say in --reason when it was asked for.",
                clock=rule_rows.limit_called(act.connection, spoken(), case["case_no"], clock["clock"]),
                day=clock["due_on"],
                article=cited(clock["citation"]),
            )
