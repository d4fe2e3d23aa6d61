"""Handling: brief, transfer, sign, return, classify, contact."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import handling
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, case_answer
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.session import of

app = typer.Typer()
SlipOption = Annotated[str | None, typer.Option("--slip", metavar="NUMBER", help="The slip; default the last.")]


@app.command("brief")
def brief(
    context: typer.Context,
    case: CaseArgument,
    to: Annotated[str | None, typer.Option(metavar="CODE", help="The leader.")] = None,
    absent: Annotated[bool, typer.Option("--absent", help="He was not there: brief the two deputies too.")] = False,
    method: Annotated[str | None, typer.Option(help="How: in person, by phone …")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that a leader was briefed (Art. 8).

    Example: complaintctl brief 1 --to wang
    """
    session = of(context)
    leader = needed(to, "--to", "Which leader was briefed")
    with session.writing() as act:
        case_no = handling.brief(act, case, to=leader, absent=absent, method=method, at=at)
        name = queries.member(act.connection, leader)["name"]
        done = f"{case_no}: {name} noted as absent." if absent else f"{case_no}: {name} briefed."
        answer = case_answer(session, act, case_no, as_json, done)
    answer.give()


@app.command("transfer")
def transfer(
    context: typer.Context,
    case: CaseArgument,
    to: Annotated[str | None, typer.Option(metavar="UNIT", help="The unit that is to handle it.")] = None,
    assist: Annotated[
        list[str] | None, typer.Option(metavar="UNIT", help="A unit that assists; may be repeated.")
    ] = None,
    handler: Annotated[str | None, typer.Option(metavar="STAFF", help="Who handles it there.")] = None,
    note: Annotated[str | None, typer.Option(help="What the unit is asked to do.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan
    """
    session = of(context)
    unit = needed(to, "--to", "Which unit is to handle it")
    with session.writing() as act:
        case_no, slip_no = handling.transfer(act, case, to=unit, assist=assist or (), handler=handler, note=note, at=at)
        due, name = queries.slips(act.connection, case_no)[-1]["due_on"], queries.unit(act.connection, unit)["name"]
        answer = case_answer(
            session,
            act,
            case_no,
            as_json,
            f"{case_no} transferred to {name} by slip {slip_no}, due {due or 'not known'}.",
        )
    answer.give()


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
    session = of(context)
    with session.writing() as act:
        case_no = handling.sign(act, case, by=by, slip_no=slip, at=at)
        answer = case_answer(session, act, case_no, as_json, f"{case_no}: slip signed for.")
    answer.give()


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
    session = of(context)
    why = needed(reason, "--reason", "Why does the unit send it back")
    with session.writing() as act:
        case_no = handling.return_slip(act, case, reason=why, slip_no=slip, at=at)
        answer = case_answer(session, act, case_no, as_json, f"{case_no}: slip returned.")
    answer.give()


@app.command("classify")
def classify(
    context: typer.Context,
    case: CaseArgument,
    category: Annotated[str | None, typer.Option(help="The category it belongs to.")] = None,
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help="The amount in dispute.")] = None,
    public_figure: Annotated[
        bool | None, typer.Option("--public-figure/--no-public-figure", help="A public figure is concerned.")
    ] = None,
    hot_topic: Annotated[bool | None, typer.Option("--hot-topic/--no-hot-topic", help="A sensitive topic.")] = None,
    reputation: Annotated[
        bool | None, typer.Option("--reputation/--no-reputation", help="May harm the bank's reputation.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed where the limit becomes longer.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct a case's category, amount or weight.

    Its limits count from receipt as before.

    Example: complaintctl classify 1 --category service_product --reason "查明系产品设计问题"
    """
    session = of(context)
    with session.writing() as act:
        case_no = handling.classify(
            act,
            case,
            category=category,
            amount=amount,
            public_figure=public_figure,
            hot_topic=hot_topic,
            reputation=reputation,
            reason=reason,
            at=at,
        )
        due = queries.deadline(act.connection, case_no) or {"due_on": None}
        answer = case_answer(
            session, act, case_no, as_json, f"{case_no} classified, due {due['due_on'] or 'not known'}."
        )
    answer.give()


@app.command("contact")
def contact(
    context: typer.Context,
    case: CaseArgument,
    purpose: Annotated[
        str | None, typer.Option(help="acknowledge, progress, explain_delay, source_reply or follow_up.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="What was said.")] = None,
    method: Annotated[str | None, typer.Option(help="How: phone, letter …")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record a contact with the customer or the sender.

    Example: complaintctl contact 1 --purpose acknowledge --text "已告知三个工作日内答复"
    """
    session = of(context)
    why = needed_code(session, "contact_purpose", purpose, "--purpose", "Why was the customer contacted")
    said = needed(text, "--text", "What was said")
    with session.writing() as act:
        case_no = handling.contact(act, case, purpose=why, text=said, method=method, at=at)
        answer = case_answer(session, act, case_no, as_json, f"{case_no}: contact recorded.")
    answer.give()
