"""Intake: register, import."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import intake
from complaintctl.commands.answer import JsonOption, case_answer
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.session import of, say
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
    anonymous: Annotated[bool, typer.Option("--anonymous", help="The customer gives no name.")] = False,
    unit: Annotated[str | None, typer.Option(help="The unit complained of.")] = None,
    subject: Annotated[str | None, typer.Option(help="The member of staff complained of.")] = None,
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help="The amount in dispute.")] = None,
    public_figure: Annotated[
        bool, typer.Option("--public-figure", help="Major: a public figure is concerned.")
    ] = False,
    hot_topic: Annotated[bool, typer.Option("--hot-topic", help="Major: a sensitive topic.")] = False,
    reputation: Annotated[bool, typer.Option("--reputation", help="Major: may harm the bank's reputation.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why it is major.")] = None,
    received_at: Annotated[
        str | None, typer.Option("--received-at", metavar="WHEN", help="When it was received; default now.")
    ] = None,
    first_receiver: Annotated[
        str | None, typer.Option("--first-receiver", metavar="CODE", help="Who first received it; default you.")
    ] = None,
    source_agency: Annotated[str | None, typer.Option("--source-agency", help="The body that sent it.")] = None,
    source_ref: Annotated[str | None, typer.Option("--source-ref", help="That body's reference.")] = None,
    source_due: Annotated[
        str | None, typer.Option("--source-due", metavar="DATE", help="That body's own date.")
    ] = None,
    repeat_of: Annotated[
        str | None, typer.Option("--repeat-of", metavar="CASE", help="The earlier case it repeats.")
    ] = None,
    answered: Annotated[str | None, typer.Option(help="The answer given on the spot.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Register a complaint.

    Example: complaintctl register --channel walk_in --category service_attitude
    --summary "柜员态度生硬" --demand "道歉" --name 张三 --phone 13800000000
    """
    session = of(context)
    filled = intake.Intake(
        channel=needed_code(session, "channel", channel, "--channel", "How did the complaint come in"),
        category=needed_code(session, "category", category, "--category", "What is it about"),
        summary=needed(summary, "--summary", "What happened"),
        demand=needed(demand, "--demand", "What does the customer want"),
        name=name,
        phone=phone,
        id_no=id_no,
        anonymous=anonymous,
        unit=unit,
        subject=subject,
        amount=amount,
        public_figure=public_figure,
        hot_topic=hot_topic,
        reputation=reputation,
        reason=reason,
        received_at=received_at,
        first_receiver=first_receiver,
        source_agency=source_agency,
        source_ref=source_ref,
        source_due=source_due,
        repeat_of=repeat_of,
        answered=answered,
    )
    with session.writing() as act:
        case_no, doubts = intake.register(act, filled)
        deadline = queries.deadline(act.connection, case_no)
        assert deadline is not None
        sentence = (
            f"{case_no} registered, due {due_in_words(deadline, session.language)}:"
            f" {deadline[f'due_rule_{session.language}']} ({deadline['citation']})."
        )
        answer = case_answer(session, act, case_no, as_json, sentence)
    answer.give()
    for doubt in doubts:
        say(f"Note: {doubt}")
