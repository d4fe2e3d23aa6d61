"""Intake: register."""

from typing import Any

import typer

from complaintctl import queries
from complaintctl.casework import intake
from complaintctl.citations import cited
from complaintctl.commands import repeats
from complaintctl.commands.answer import JsonOption, case_answer, due_aloud
from complaintctl.commands.offer import offer_form
from complaintctl.commands.session import Session, of, say
from complaintctl.commands.signature import options
from complaintctl.language import _
from complaintctl.ledger import Act
from complaintctl.render.case import due_in_words

app = typer.Typer()


@app.command("register")
@options(intake.Intake)
def register(context: typer.Context, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Register a complaint.

    The customer's earlier cases are shown; the same matter is linked with --repeat-of. In a terminal what is missing is
    asked for.

    Example: complaintctl register --channel walk_in --category service_attitude
    --summary "柜员态度生硬" --demand "道歉" --name 张三 --phone 13800000000
    """
    session = of(context)
    asked = None in (given["channel"], given["category"], given["summary"], given["demand"])
    if asked:
        from complaintctl.commands.intake_questions import completed

        given = completed(session, given)
    with session.writing() as act:
        complaint = intake.Intake(**given)
        earlier, history = ([], []) if asked else repeats.history(session, act, complaint)
        case_no, notes = intake.register(act, complaint)
        if earlier and not complaint.repeat_of:
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
