"""Intake: register."""

from collections.abc import Sequence
from typing import Any

import typer

from complaintctl import queries
from complaintctl.casework import intake
from complaintctl.citations import cited
from complaintctl.commands.answer import JsonOption, case_answer, due_aloud
from complaintctl.commands.offer import offer_form
from complaintctl.commands.session import Session, of, say
from complaintctl.commands.signature import options
from complaintctl.language import _, plural
from complaintctl.ledger import Act
from complaintctl.queries import Row
from complaintctl.render.case import due_in_words
from complaintctl.render.history import history_lines

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
        earlier, lines = ([], []) if asked else history(session, act, complaint)
        case_no, notes = intake.register(act, complaint)
        if earlier and not complaint.repeat_of:
            notes.append(_not_asked(earlier))
        sentence = _sentence(session, act, case_no, asked, merged=complaint.nothing_new)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    for line in lines:
        say(line)
    answer.give()
    if asked and not as_json and not complaint.nothing_new:
        offer_form(context, case_no, "receipt", _("Print the receipt for the customer"))


def _sentence(session: Session, act: Act, case_no: str, asked: bool, merged: bool) -> str:
    if merged:
        return _(
            "{case_no}: the customer raised it again with nothing new; noted there, no new case (Art. 17).",
            case_no=case_no,
        )
    deadline = queries.deadline(act.connection, case_no)
    assert deadline is not None
    return _(
        "{case_no} registered, due {due}: {rule} ({article}).",
        case_no=case_no,
        due=due_aloud(session, act, case_no) if asked else due_in_words(deadline, session.language),
        rule=deadline[f"due_rule_{session.language}"],
        article=cited(deadline["citation"]),
    )


def history(session: Session, act: Act, filled: intake.Intake) -> tuple[list[Row], list[str]]:
    """The customer's earlier cases, and what is shown of them."""
    earlier = intake.history(act, filled)
    labels = queries.labels(act.connection, session.language) if earlier else {}
    return earlier, list(history_lines(earlier, labels))


def _not_asked(earlier: Sequence[Row]) -> str:
    """Ask for the link to an earlier case, where nobody was asked whether it is the same matter."""
    still_open = any(row["is_open"] for row in earlier)
    if still_open:
        return plural(
            "The customer has an earlier case: where it is the same matter, --repeat-of CASE links the new one to it,"
            " and --nothing-new beside it notes on the open case what brings nothing new (Art. 17).",
            "The customer has earlier cases: where it is the same matter, --repeat-of CASE links the new one to it,"
            " and --nothing-new beside it notes on the open case what brings nothing new (Art. 17).",
            len(earlier),
        )
    return plural(
        "The customer has an earlier case: where it is the same matter, --repeat-of CASE links the new one to it"
        " (Art. 17).",
        "The customer has earlier cases: where it is the same matter, --repeat-of CASE links the new one to it"
        " (Art. 17).",
        len(earlier),
    )
