"""Intake: register."""

from typing import Annotated, Any

import typer

from complaintctl import queries
from complaintctl.casework import intake
from complaintctl.citations import cited
from complaintctl.commands import repeats, stated
from complaintctl.commands.answer import JsonOption, case_answer, due_aloud
from complaintctl.commands.offer import offer_form
from complaintctl.commands.session import Session, of, say
from complaintctl.language import _
from complaintctl.ledger import Act
from complaintctl.render.case import due_in_words

app = typer.Typer()


@app.command("register")
def register(
    context: typer.Context,
    channel: Annotated[str | None, typer.Option(help="How it came in: a code or its label, walk_in or 上门.")] = None,
    category: Annotated[str | None, typer.Option(help="What it is about: a code or its label.")] = None,
    summary: Annotated[str | None, typer.Option(help="What happened, in a sentence or two.")] = None,
    demand: Annotated[str | None, typer.Option(help="What the customer wants done.")] = None,
    name: Annotated[str | None, typer.Option(help="The customer's name.")] = None,
    phone: Annotated[str | None, typer.Option(help="The customer's phone number.")] = None,
    id_no: Annotated[str | None, typer.Option("--id-no", help="The customer's identity number.")] = None,
    address: Annotated[str | None, typer.Option(help="The customer's address.")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="The customer gives no name.")] = False,
    unit: stated.UnitOption = None,
    subject: stated.SubjectOption = None,
    amount: stated.AmountOption = None,
    public_figure: Annotated[
        bool, typer.Option("--public-figure", help="Major: a public figure is concerned.")
    ] = False,
    hot_topic: Annotated[bool, typer.Option("--hot-topic", help="Major: a sensitive topic.")] = False,
    reputation: Annotated[bool, typer.Option("--reputation", help="Major: may harm the bank's reputation.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why it is major.")] = None,
    received_at: Annotated[
        str | None, typer.Option("--received-at", metavar="WHEN", help="When it was received or found; default now.")
    ] = None,
    first_receiver: Annotated[
        str | None, typer.Option("--first-receiver", metavar="CODE", help="Who first received it; default you.")
    ] = None,
    escorted_by: Annotated[
        str | None, typer.Option("--escorted-by", metavar="STAFF", help="Who brought the visitor to 监察室.")
    ] = None,
    posted_at: Annotated[
        str | None, typer.Option("--posted-at", metavar="WHEN", help="When it was put on the web.")
    ] = None,
    letter_dated: Annotated[
        str | None, typer.Option("--letter-dated", metavar="DATE", help="The date of the letter.")
    ] = None,
    postmarked: Annotated[str | None, typer.Option("--postmarked", metavar="DATE", help="Its postmark.")] = None,
    source_agency: Annotated[str | None, typer.Option("--source-agency", help="The body that sent it.")] = None,
    source_ref: Annotated[str | None, typer.Option("--source-ref", help="That body's reference.")] = None,
    source_due: Annotated[
        str | None, typer.Option("--source-due", metavar="DATE", help="That body's own date.")
    ] = None,
    source_grade: Annotated[
        str | None, typer.Option("--source-grade", help="Secrecy and urgency, as written on that body's paper.")
    ] = None,
    endorsed_by: Annotated[
        str | None, typer.Option("--endorsed-by", help="The city or county leader who endorsed it, name and office.")
    ] = None,
    endorsed_on: Annotated[
        str | None, typer.Option("--endorsed-on", metavar="DATE", help="The date of the endorsement.")
    ] = None,
    endorsement: Annotated[str | None, typer.Option(help="What that leader wrote, and asks for.")] = None,
    source_kind: Annotated[
        str | None, typer.Option("--source-kind", help="What kind of body it is; by default its name says so.")
    ] = None,
    repeat_of: Annotated[
        str | None, typer.Option("--repeat-of", metavar="CASE", help="The earlier case it repeats.")
    ] = None,
    nothing_new: Annotated[
        bool, typer.Option("--nothing-new", help="Note it on that case, still open, instead of making a new one.")
    ] = False,
    answered: Annotated[str | None, typer.Option(help="The answer given on the spot.")] = None,
    secondary: stated.SecondaryOption = None,
    nature: stated.NatureOption = None,
    validity: stated.ValidityOption = None,
    group_size: stated.GroupSizeOption = None,
    representatives: Annotated[
        int | None, typer.Option("--representatives", metavar="N", help="How many speak for the group.")
    ] = None,
    legal_complexity: stated.LegalComplexityOption = None,
    legal_dispute: Annotated[bool, typer.Option("--legal-dispute", help="A dispute that has to go to court.")] = False,
    media_level: stated.MediaLevelOption = None,
    media_stage: stated.MediaStageOption = None,
    outlet: stated.OutletOption = None,
    service_channel: stated.ServiceChannelOption = None,
    business_type: stated.BusinessTypeOption = None,
    cause: stated.CauseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Register a complaint.

    The customer's earlier cases are shown; the same matter is linked with --repeat-of. In a terminal what is missing is
    asked for.

    Example: complaintctl register --channel walk_in --category service_attitude
    --summary "柜员态度生硬" --demand "道歉" --name 张三 --phone 13800000000
    """
    session = of(context)
    given: dict[str, Any] = {
        "channel": channel,
        "category": category,
        "summary": summary,
        "demand": demand,
        "name": name,
        "phone": phone,
        "id_no": id_no,
        "address": address,
        "anonymous": anonymous,
        "unit": unit,
        "subject": subject,
        "amount": amount,
        "public_figure": public_figure,
        "hot_topic": hot_topic,
        "reputation": reputation,
        "reason": reason,
        "received_at": received_at,
        "first_receiver": first_receiver,
        "source_agency": source_agency,
        "source_ref": source_ref,
        "source_due": source_due,
        "source_grade": source_grade,
        "endorsed_by": endorsed_by,
        "endorsed_on": endorsed_on,
        "endorsement": endorsement,
        "repeat_of": repeat_of,
        "answered": answered,
        "secondary": secondary,
        "nature": nature,
        "validity": validity,
        "legal_complexity": legal_complexity,
        "legal_dispute": legal_dispute,
        "media_level": media_level,
        "media_stage": media_stage,
        "outlet": outlet,
        "service_channel": service_channel,
        "business_type": business_type,
        "cause": cause,
        "group_size": group_size,
        "representatives": representatives,
        "source_kind": source_kind,
        "posted_at": posted_at,
        "letter_dated": letter_dated,
        "postmarked": postmarked,
        "escorted_by": escorted_by,
        "nothing_new": nothing_new,
    }
    asked = None in (channel, category, summary, demand)
    if asked:
        from complaintctl.commands.intake_questions import completed

        given = completed(session, given)
    with session.writing() as act:
        complaint = intake.Intake(**given)
        earlier, history = ([], []) if asked else repeats.history(session, act, complaint)
        case_no, notes = intake.register(act, complaint)
        if earlier and not repeat_of:
            notes.append(repeats.not_asked(earlier))
        sentence = _merged(case_no) if complaint.nothing_new else _registered(session, act, case_no, asked)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    for line in history:
        say(line)
    answer.give()
    if asked and not as_json and not complaint.nothing_new:
        offer_form(context, case_no, "receipt", _("Print the receipt for the customer"))


def _registered(session: Session, act: Act, case_no: str, asked: bool) -> str:
    deadline = queries.deadline(act.connection, case_no)
    assert deadline is not None
    due = due_aloud(session, act, case_no) if asked else due_in_words(deadline, session.language)
    return _(
        "{case_no} registered, due {due}: {rule} ({article}).",
        case_no=case_no,
        due=due,
        rule=deadline[f"due_rule_{session.language}"],
        article=cited(deadline["citation"]),
    )


def _merged(case_no: str) -> str:
    return _(
        "{case_no}: the customer raised it again with nothing new; noted there, no new case (Art. 17).",
        case_no=case_no,
    )
