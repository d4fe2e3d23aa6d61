"""Withdrawal: asked for, verified with the customer, voluntary or under duress (Art. 18)."""

from complaintctl import ledger, queries
from complaintctl.casework import recusal
from complaintctl.casework.common import last_done, occurred_at, open_case, refuse_owed
from complaintctl.casework.serving import serving
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _
from complaintctl.ledger import Act, Fact
from complaintctl.queries import Row, handling
from complaintctl.values import clean_text, required_text


def withdraw(
    act: Act,
    given: str,
    *,
    reason: str | None,
    verified_by: str | None,
    voluntary: bool | None,
    method: str | None,
    at: str | None,
) -> tuple[str, str]:
    """Record that the customer asks to withdraw, what verifying it with him showed, or both at once.

    Returns the case number and what became of it: withdrawal_requested (nothing verified yet), withdrawn, or
    withdrawal_coerced: the case stays open and a lead for accountability is opened.

    Raises:
        Refused: it would be withdrawn before it is verified, or before something that was done on it; who verified it
            is of the unit complained of; or the leaders know nothing of the case.
        UsageProblem: no reason, or a verification without its result.
    """
    case = open_case(act, given, _("it cannot be withdrawn any more"))
    pending = handling.waiting_withdrawal(act.connection, case["case_no"])
    if voluntary is not None and verified_by is None:
        raise Refused(
            "{case_no} is not withdrawn before that is verified with the customer (Art. 18): name who did it, not"
            " of the unit complained of, with --verified-by CODE.",
            **case,
        )
    if verified_by is not None and voluntary is None:
        raise UsageProblem("Say what the verification showed: --voluntary or --coerced (Art. 18).")
    if pending is not None and verified_by is None:
        raise Refused(
            "{case_no} waits for the withdrawal of {day} to be verified: complaintctl withdraw {case_no}"
            " --verified-by CODE --voluntary (or --coerced)",
            **case,
            day=pending["at"][:10],
        )
    earliest = last_done(act, case) if voluntary else case["opened_at"]
    moment = occurred_at(act, at, max(earliest, pending["at"] if pending else ""))
    facts = []
    if pending is None:
        why = required_text(reason or "", "--reason")
        facts.append(Fact(case["case_no"], "withdrawal_requested", moment, {"text": why}))
    else:
        why = clean_text(reason or pending["reason"], "--reason")
    if verified_by is not None:
        kind = "withdrawn" if voluntary else "withdrawal_coerced"
        if voluntary:
            refusal = _("{case_no} cannot be withdrawn yet. Still owed:", **case)
            refuse_owed(act, case, "blocks_withdrawal", refusal)
        detail = {
            "text": why,
            "verified_by": _verifier(act, case, verified_by, moment.day),
            "method": clean_text(method or "", _("The method")),
        }
        facts.append(Fact(case["case_no"], kind, moment, detail))
    ledger.append(act, facts)
    ledger.settle(act, case["case_no"], moment, facts[-1].kind)
    return case["case_no"], facts[-1].kind


def _verifier(act: Act, case: Row, given: str, day: str) -> str:
    """Who verified it: not of the unit complained of nor of the one that handles the case, unless that is 监察室."""
    verifier = str(serving(queries.member(act.connection, given), day)["code"])
    recusal.may(act.connection, case, verifier, "verify")
    return verifier
