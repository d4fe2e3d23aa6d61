"""Contacts: contact, delay."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl.casework import contacts
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, case_answer
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.session import of
from complaintctl.language import _

app = typer.Typer()


@app.command("contact")
def contact(
    context: typer.Context,
    case: CaseArgument,
    purpose: Annotated[
        str | None,
        typer.Option(
            help="acknowledge, progress, explain_delay, source_reply, follow_up, track, media_response, apology,"
            " explanation, compensation, source_objection, new_facts, review_request or review_answer."
        ),
    ] = None,
    text: Annotated[str | None, typer.Option(help="What was said.")] = None,
    method: Annotated[str | None, typer.Option(help="How: phone, letter …")] = None,
    authorised_by: Annotated[
        str | None, typer.Option("--authorised-by", metavar="CODE", help="Media: the leader who consented.")
    ] = None,
    authorised_at: Annotated[
        str | None, typer.Option("--authorised-at", metavar="WHEN", help="Media: when he consented.")
    ] = None,
    handover: Annotated[str | None, typer.Option(help="Media: why someone else speaks now.")] = None,
    recording: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A recording kept elsewhere: its name and fingerprint.")
    ] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record a contact with the customer or others.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"

    Example: complaintctl contact 1 --purpose apology --text "支行行长当面致歉" --method 上门
    """
    session = of(context)
    said = contacts.Contact(
        purpose=needed_code(session, "contact_purpose", purpose, "--purpose", _("Why was the contact made")),
        text=needed(text, "--text", _("What was said")),
        method=method,
        authorised_by=authorised_by,
        authorised_at=authorised_at,
        handover=handover,
        recording=recording,
        at=at,
    )
    with session.writing() as act:
        case_no = contacts.contact(act, case, said)
        answer = case_answer(session, act, case_no, as_json, _("{case_no}: contact recorded.", case_no=case_no))
    answer.give()


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
    session = of(context)
    why = needed(reason, "--reason", _("Why is it not finished in time"))
    with session.writing() as act:
        case_no = contacts.delay(act, case, reason=why, customer_told=customer_told, expected=expected, at=at)
        sentence = _("{case_no}: reason for the delay recorded.", case_no=case_no)
        answer = case_answer(session, act, case_no, as_json, sentence)
    answer.give()
