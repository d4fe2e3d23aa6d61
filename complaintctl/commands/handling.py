"""Slips: transfer, sign, return, supervise."""

from typing import Any

import typer

from complaintctl import queries
from complaintctl.casework import handling, supervision
from complaintctl.commands.answer import JsonOption, OptionalCaseArgument, case_answer, due_aloud
from complaintctl.commands.offer import offer_form
from complaintctl.commands.session import of
from complaintctl.commands.signature import does, options
from complaintctl.commands.transfer_questions import completed
from complaintctl.language import _

app = typer.Typer()


@app.command("transfer")
@options(handling.transfer)
def transfer(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan
    """
    session = of(context)
    asked, number, chosen = completed(session, {"case": case, **given})
    with session.writing() as act:
        case_no, slip_no, notes = handling.transfer(act, number, **chosen)
        slip = queries.slips(act.connection, case_no)[-1]
        due = due_aloud(session, act, case_no) if asked and slip["due_on"] else slip["due_on"] or _("not known")
        said = {"case_no": case_no, "unit": slip["to_unit_name"], "slip_no": slip_no, "due": due}
        sentence = _("{case_no} transferred to {unit} by slip {slip_no}, due {due}.", **said)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
    if asked and not as_json:
        offer_form(context, case_no, "transfer", _("Print the slip for the unit"))


@app.command("sign")
@does(handling.sign)
def sign() -> None:
    """Record that the unit signed for its slip (Art. 9).

    Example: complaintctl sign 1 --by zhang
    """


@app.command("return")
@does(handling.return_slip)
def return_slip() -> None:
    """Record that a unit sends its slip back (Art. 4).

    Example: complaintctl return 1 --reason "不属本支行业务"
    """


@app.command("supervise")
@does(supervision.supervise)
def supervise() -> None:
    """Issue a supervision slip to the unit (Art. 10).

    Example: complaintctl supervise 1 --reason overdue
    """
