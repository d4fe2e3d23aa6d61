"""Withdrawal: withdraw."""

from typing import Annotated

import typer

from complaintctl.casework import withdrawal
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, case_answer
from complaintctl.commands.session import of
from complaintctl.language import _, marked

app = typer.Typer()

_DONE = {
    "withdrawal_requested": marked(
        "{case_no}: withdrawal asked for; it counts once it is verified with the customer (Art. 18)."
    ),
    "withdrawn": marked("{case_no}: withdrawn of the customer's own will."),
    "withdrawal_coerced": marked(
        "{case_no}: the withdrawal was under duress: the case stays open (Art. 18)."
        " The lead: complaintctl accountability list"
    ),
}


@app.command("withdraw")
def withdraw(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str | None, typer.Option(help="Why the customer withdraws.")] = None,
    verified_by: Annotated[
        str | None,
        typer.Option("--verified-by", metavar="CODE", help="Who verified it with him, not of the unit concerned."),
    ] = None,
    voluntary: Annotated[
        bool | None, typer.Option("--voluntary/--coerced", help="Of his own will, or under some pressure.")
    ] = None,
    method: Annotated[str | None, typer.Option(help="How it was verified: phone, visit …")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw a complaint, once verified (Art. 18).

    Example: complaintctl withdraw 1 --reason "客户与支行已达成谅解" --verified-by li --voluntary

    Example: complaintctl withdraw 1 --reason "支行人员上门劝说" --verified-by li --coerced
    """
    session = of(context)
    with session.writing() as act:
        case_no, outcome = withdrawal.withdraw(
            act,
            case,
            reason=reason,
            verified_by=verified_by,
            voluntary=voluntary,
            method=method,
            at=at,
        )
        answer = case_answer(session, act, case_no, as_json, _(_DONE[outcome], case_no=case_no))
    answer.give()
