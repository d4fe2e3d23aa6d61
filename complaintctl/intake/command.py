"""Intake: register."""

from collections.abc import Sequence
from typing import Any

import typer

from complaintctl.asking.signature import options
from complaintctl.base.citations import cited
from complaintctl.base.language import _, plural
from complaintctl.cases import case_rows, rule_rows
from complaintctl.cases.case_words import due_in_words
from complaintctl.front.answer import JsonOption, case_answer, due_aloud
from complaintctl.front.session import Session, of, say
from complaintctl.intake import act as intake_act
from complaintctl.intake.page import history_lines
from complaintctl.papers.print_now import offer_form
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

app = typer.Typer()


@app.command("register")
@options(intake_act.Intake)
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
        from complaintctl.intake.questions import completed

        given = completed(session, given)
    with session.writing() as act:
        complaint = intake_act.Intake(**given)
        earlier, lines = ([], []) if asked else history(session, act, complaint)
        case_no, notes = intake_act.register(act, complaint)
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
    deadline = case_rows.deadline(act.connection, case_no)
    assert deadline is not None
    return _(
        "{case_no} registered, due {due}: {rule} ({article}).",
        case_no=case_no,
        due=due_aloud(session, act, case_no) if asked else due_in_words(deadline, session.language),
        rule=deadline[f"due_rule_{session.language}"],
        article=cited(deadline["citation"]),
    )


def history(session: Session, act: Act, filled: intake_act.Intake) -> tuple[list[Row], list[str]]:
    """The customer's earlier cases, and what is shown of them."""
    earlier = intake_act.history(act, filled)
    labels = rule_rows.labels(act.connection, session.language) if earlier else {}
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
