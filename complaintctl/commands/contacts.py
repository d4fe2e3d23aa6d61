"""Contacts: contact, delay."""

from typing import Any

import typer

from complaintctl.casework import contacts
from complaintctl.commands.answer import CaseArgument, JsonOption, change
from complaintctl.commands.ask import with_required
from complaintctl.commands.session import of
from complaintctl.commands.signature import does, options

app = typer.Typer()


@app.command("contact")
@options(contacts.Contact)
def contact(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Record a contact with the customer or others.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"

    Example: complaintctl contact 1 --purpose apology --text "支行行长当面致歉" --method 上门
    """
    made = contacts.Contact(**with_required(of(context), contacts.Contact, given))
    change(context, as_json, contacts.contact, case, made)


@app.command("delay")
@does(contacts.delay)
def delay() -> None:
    """Report the reason for a delay (Art. 10).

    The due date does not move.

    Example: complaintctl delay 1 --reason "等待上级行回复" --customer-told 2026-11-26
    """
