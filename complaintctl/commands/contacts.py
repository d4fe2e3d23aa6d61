"""Contacts: contact, delay."""

from typing import Annotated, Any

import typer

from complaintctl.casework import contacts
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, change
from complaintctl.commands.ask import needed, with_required
from complaintctl.commands.session import of
from complaintctl.commands.signature import options
from complaintctl.language import _

app = typer.Typer()


@app.command("contact")
@options(contacts.Contact)
def contact(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Record a contact with the customer or others.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"

    Example: complaintctl contact 1 --purpose apology --text "支行行长当面致歉" --method 上门
    """
    contact = contacts.Contact(**with_required(of(context), contacts.Contact, given))
    change(context, as_json, lambda act: contacts.contact(act, case, contact))


@app.command("delay")
def delay(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str | None, typer.Option(help="Why it is not finished in time.")] = None,
    customer_told: Annotated[
        str | None, typer.Option("--customer-told", metavar="WHEN", help="When the customer was told.")
    ] = None,
    expected: Annotated[str | None, typer.Option(metavar="DATE", help="When it will be finished.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report the reason for a delay (Art. 10).

    The due date does not move.

    Example: complaintctl delay 1 --reason "等待上级行回复" --customer-told 2026-11-26
    """
    why = needed(reason, "--reason", _("Why is it not finished in time"))
    change(
        context,
        as_json,
        lambda act: contacts.delay(act, case, reason=why, customer_told=customer_told, expected=expected, at=at),
    )
