"""Handling: the leaders, slips, contacts, the law's clocks, the inquiry."""

from typing import Any

import typer

from complaintctl.asking.signature import does, options
from complaintctl.base.language import _
from complaintctl.cases.case_words import due_aloud
from complaintctl.front.answer import CaseArgument, JsonOption, OptionalCaseArgument, case_answer, change
from complaintctl.front.session import of
from complaintctl.handling import briefing, contacts, extension_and_pause, investigation, slips, transfer_slip
from complaintctl.handling.questions import completed, delay_completed
from complaintctl.papers.print_now import offer_form
from complaintctl.record import queries

app = typer.Typer()

# The commands that do no more than their act, by whose docstring they explain themselves.
for name, deed, taken in (
    ("brief", briefing.brief, None),
    ("direct", briefing.direct, None),
    ("sign", slips.sign, None),
    ("return", slips.return_slip, None),
    ("supervise", slips.supervise, None),
    ("contact", contacts.contact, contacts.Contact),
    ("extend", extension_and_pause.extend, None),
    ("pause", extension_and_pause.pause, None),
    ("resume", extension_and_pause.resume, None),
    ("investigate", investigation.investigate, investigation.Inquiry),
):
    app.command(name)(does(deed, taken)(deed))


@app.command("delay")
@options(contacts.delay)
def delay(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Report the reason for a delay (Art. 10).

    The due date does not move. When the expected day is over, reason and word to the customer are asked for again.

    Example: complaintctl delay 1 --reason "等待上级行回复" --customer-told 2026-11-26 --expected 2026-12-01
    """
    change(context, as_json, contacts.delay, case, **delay_completed(of(context), case, given))


@app.command("transfer")
@options(transfer_slip.transfer)
def transfer(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan
    """
    session = of(context)
    asked, number, chosen = completed(session, {"case": case, **given})
    with session.writing() as act:
        case_no, slip_no, notes = transfer_slip.transfer(act, number, **chosen)
        slip = queries.rows_in(act.connection, "slip", case_no=case_no)[-1]
        due = due_aloud(act.connection, case_no) if asked and slip["due_on"] else slip["due_on"] or _("not known")
        said = {"case_no": case_no, "unit": slip["to_unit_name"], "slip_no": slip_no, "due": due}
        sentence = _("{case_no} transferred to {unit} by slip {slip_no}, due {due}.", **said)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
    if asked and not as_json:
        offer_form(context, case_no, "transfer", _("Print the slip for the unit"))
