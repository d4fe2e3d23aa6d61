"""Withdrawal: withdraw."""

import typer

from complaintctl.casework import withdrawal
from complaintctl.commands.signature import does

app = typer.Typer()


@app.command("withdraw")
@does(withdrawal.withdraw)
def withdraw() -> None:
    """Withdraw a complaint, once verified (Art. 18).

    Example: complaintctl withdraw 1 --reason "客户与支行已达成谅解" --verified-by li --voluntary

    Example: complaintctl withdraw 1 --reason "支行人员上门劝说" --verified-by li --coerced
    """
