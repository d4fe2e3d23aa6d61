"""Withdrawal: withdraw."""

from typing import Annotated

import typer

from complaintctl.casework import withdrawal
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, change

app = typer.Typer()


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
    change(
        context,
        as_json,
        lambda act: withdrawal.withdraw(
            act, case, reason=reason, verified_by=verified_by, voluntary=voluntary, method=method, at=at
        ),
    )
