"""Slips: transfer, sign, return, supervise."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import handling, supervision
from complaintctl.commands.answer import (
    AtOption,
    CaseArgument,
    JsonOption,
    OptionalCaseArgument,
    case_answer,
    change,
    due_aloud,
)
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.offer import offer_form
from complaintctl.commands.session import of
from complaintctl.commands.transfer_questions import completed
from complaintctl.language import _

app = typer.Typer()
SlipOption = Annotated[str | None, typer.Option("--slip", metavar="NUMBER", help="The slip; default the last.")]


@app.command("transfer")
def transfer(
    context: typer.Context,
    case: OptionalCaseArgument = None,
    to: Annotated[str | None, typer.Option(metavar="UNIT", help="The unit that is to handle it.")] = None,
    assist: Annotated[
        list[str] | None, typer.Option(metavar="UNIT", help="A unit that assists; may be repeated.")
    ] = None,
    handler: Annotated[str | None, typer.Option(metavar="STAFF", help="Who handles it there.")] = None,
    note: Annotated[str | None, typer.Option(help="What the unit is asked to do.")] = None,
    via: Annotated[str | None, typer.Option(help="How the slip was sent: intranet, fax, by hand …")] = None,
    ruling: Annotated[
        str | None, typer.Option(help="Who is responsible and why, once units have disputed it (Art. 4).")
    ] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan
    """
    session = of(context)
    given = {"case": case, "to": to, "assist": assist, "handler": handler, "note": note, "via": via, "ruling": ruling,
             "at": at}  # fmt: skip
    chosen = completed(session, given)
    asked = chosen is not given
    with session.writing() as act:
        number, unit = str(chosen.pop("case")), str(chosen["to"])
        case_no, slip_no, notes = handling.transfer(act, number, **{**chosen, "assist": chosen["assist"] or ()})
        due, name = queries.slips(act.connection, case_no)[-1]["due_on"], queries.unit(act.connection, unit)["name"]
        due = due_aloud(session, act, case_no) if asked and due else due or _("not known")
        said = {"case_no": case_no, "unit": name, "slip_no": slip_no, "due": due}
        sentence = _("{case_no} transferred to {unit} by slip {slip_no}, due {due}.", **said)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
    if asked and not as_json:
        offer_form(context, case_no, "transfer", _("Print the slip for the unit"))


@app.command("sign")
def sign(
    context: typer.Context,
    case: CaseArgument,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="Who signed; default you.")] = None,
    slip: SlipOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that the unit signed for its slip (Art. 9).

    Example: complaintctl sign 1 --by zhang
    """
    change(context, as_json, lambda act: handling.sign(act, case, by=by, slip_no=slip, at=at))


@app.command("return")
def return_slip(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str | None, typer.Option(help="Why the unit sends it back.")] = None,
    slip: SlipOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that a unit sends its slip back (Art. 4).

    Example: complaintctl return 1 --reason "不属本支行业务"
    """
    why = needed(reason, "--reason", _("Why does the unit send it back"))
    change(context, as_json, lambda act: handling.return_slip(act, case, reason=why, slip_no=slip, at=at))


@app.command("supervise")
def supervise(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[
        str | None, typer.Option(help="overdue, major, directive or report_returned: a code or its label.")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="The day it sets; default by the policy.")] = None,
    text: Annotated[str | None, typer.Option(help="What the unit is to do.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Issue a supervision slip to the unit (Art. 10).

    Example: complaintctl supervise 1 --reason overdue
    """
    why = needed_code(of(context), "supervision_reason", reason, "--reason", _("Why is the unit supervised"))
    change(context, as_json, lambda act: supervision.supervise(act, case, reason=why, due=due, text=text, at=at))
