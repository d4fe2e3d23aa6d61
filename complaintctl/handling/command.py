"""Handling: the leaders, slips, contacts, the law's clocks, the inquiry."""

from typing import Any

import typer

from complaintctl.asking.signature import does, options
from complaintctl.base.language import _
from complaintctl.cases.case_words import due_aloud
from complaintctl.front.answer import JsonOption, OptionalCaseArgument, case_answer
from complaintctl.front.session import of
from complaintctl.handling import briefing, contacts, extension_and_pause, investigation, slips, supervision
from complaintctl.handling.questions import completed
from complaintctl.papers.print_now import offer_form
from complaintctl.record import queries

app = typer.Typer()


@app.command("brief")
@does(briefing.brief)
def brief() -> None:
    """Record that a leader was briefed (Art. 8).

    Example: complaintctl brief 1 --to wang

    Example: complaintctl brief 1 --to wang --absent
    """


@app.command("direct")
@does(briefing.direct)
def direct() -> None:
    """Enter a leader's directive in the register (Art. 8).

    Example: complaintctl direct 1 --by wang --text "由零售部三日内核实并当面道歉"
    """


@app.command("transfer")
@options(slips.transfer)
def transfer(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan
    """
    session = of(context)
    asked, number, chosen = completed(session, {"case": case, **given})
    with session.writing() as act:
        case_no, slip_no, notes = slips.transfer(act, number, **chosen)
        slip = queries.rows_in(act.connection, "slip", case_no=case_no)[-1]
        due = due_aloud(act.connection, case_no) if asked and slip["due_on"] else slip["due_on"] or _("not known")
        said = {"case_no": case_no, "unit": slip["to_unit_name"], "slip_no": slip_no, "due": due}
        sentence = _("{case_no} transferred to {unit} by slip {slip_no}, due {due}.", **said)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
    if asked and not as_json:
        offer_form(context, case_no, "transfer", _("Print the slip for the unit"))


@app.command("sign")
@does(slips.sign)
def sign() -> None:
    """Record that the unit signed for its slip (Art. 9).

    Example: complaintctl sign 1 --by zhang
    """


@app.command("return")
@does(slips.return_slip)
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


@app.command("contact")
@does(contacts.contact, contacts.Contact)
def contact() -> None:
    """Record a contact with the customer or others.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"

    Example: complaintctl contact 1 --purpose apology --text "支行行长当面致歉" --method 上门
    """


@app.command("delay")
@does(contacts.delay)
def delay() -> None:
    """Report the reason for a delay (Art. 10).

    The due date does not move.

    Example: complaintctl delay 1 --reason "等待上级行回复" --customer-told 2026-11-26
    """


@app.command("extend")
@does(extension_and_pause.extend)
def extend() -> None:
    """Extend a limit that the law lets be extended.

    Example: complaintctl extend 1 --days 15 --approved-by wang --reason "需外部核查" --customer-told 2026-11-26
    """


@app.command("pause")
@does(extension_and_pause.pause)
def pause() -> None:
    """Pause the law's clock for an outside appraisal.

    Example: complaintctl pause 1 --reason "笔迹送司法鉴定" --customer-told 2026-11-26
    """


@app.command("resume")
@does(extension_and_pause.resume)
def resume() -> None:
    """End the pause of a case.

    Example: complaintctl resume 1
    """


@app.command("investigate")
@does(investigation.investigate, investigation.Inquiry)
def investigate() -> None:
    """Record an investigation and what it found.

    Example: complaintctl investigate 2 --findings "经调阅凭证属实" --repeat-cause "首次答复未说明依据"
    """
