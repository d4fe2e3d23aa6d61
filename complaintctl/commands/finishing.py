"""Finishing: resolve, review, close, reopen, archive."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import finishing
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, OptionalCaseArgument, case_answer
from complaintctl.commands.ask import agreed, needed
from complaintctl.commands.result_questions import case_and_outcome, completed
from complaintctl.commands.session import of
from complaintctl.language import _, marked

app = typer.Typer()


@app.command("resolve")
def resolve(
    context: typer.Context,
    case: OptionalCaseArgument = None,
    findings: Annotated[str | None, typer.Option(help="What was complained of and what was found.")] = None,
    fault: Annotated[str | None, typer.Option(help="bank, customer, shared, third_party or undetermined.")] = None,
    responsible: Annotated[str | None, typer.Option(help="What is done about those responsible.")] = None,
    lessons: Annotated[str | None, typer.Option(help="Lessons learned.")] = None,
    corrective: Annotated[str | None, typer.Option(help="Corrective action.")] = None,
    satisfaction: Annotated[
        str | None, typer.Option(help="satisfied, basically_satisfied, dissatisfied, declined, unreachable.")
    ] = None,
    handler: Annotated[str | None, typer.Option(metavar="CODE", help="Who handled it.")] = None,
    phone: Annotated[str | None, typer.Option(help="That person's phone.")] = None,
    replied_at: Annotated[
        str | None, typer.Option("--replied-at", metavar="WHEN", help="When the customer was replied to.")
    ] = None,
    reply: Annotated[str | None, typer.Option(help="What the customer was told.")] = None,
    reply_method: Annotated[
        str | None, typer.Option("--reply-method", help="How: by telephone, in person, in writing.")
    ] = None,
    compensation: Annotated[str | None, typer.Option(metavar="YUAN", help="What was paid.")] = None,
    apology: Annotated[str | None, typer.Option(help="The apology made.")] = None,
    explanation: Annotated[str | None, typer.Option(help="The explanation given.")] = None,
    loss: Annotated[str | None, typer.Option(metavar="YUAN", help="What the customer lost.")] = None,
    beyond_authority: Annotated[
        bool, typer.Option("--beyond-authority", help="What he asks for is beyond the unit's authority (Art. 13).")
    ] = False,
    check_characters: Annotated[
        str | None,
        typer.Option("--check-characters", metavar="NN", help="Those on a form that was filled in by hand."),
    ] = None,
    no_form: Annotated[
        bool, typer.Option("--no-form", help="The result was not reported on the form that was printed for it.")
    ] = False,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record a unit's result report and its reply.

    Example: complaintctl resolve 1 --findings "排队时间过长属实" --fault bank --responsible "批评教育"
    --lessons "高峰期窗口不足" --corrective "增开弹性窗口" --satisfaction satisfied --handler zhang
    --phone 0000-1234567 --replied-at 2026-11-25 --reply "已电话致歉"
    """
    session = of(context)
    given = {
        "case": case,
        "findings": findings,
        "fault": fault,
        "responsible": responsible,
        "lessons": lessons,
        "corrective": corrective,
        "satisfaction": satisfaction,
        "handler": handler,
        "phone": phone,
        "replied_at": replied_at,
        "reply": reply,
        "reply_method": reply_method,
        "compensation": compensation,
        "apology": apology,
        "explanation": explanation,
        "loss": loss,
        "beyond_authority": beyond_authority,
        "check_characters": check_characters,
        "no_form": no_form,
        "at": at,
    }
    number, outcome = case_and_outcome(completed(session, given))
    with session.writing() as act:
        case_no, report_no = finishing.resolve(act, number, outcome)
        sentence = _("{case_no}: result report {report_no} recorded.", case_no=case_no, report_no=report_no)
        answer = case_answer(session, act, case_no, as_json, sentence)
    answer.give()


@app.command("review")
def review(
    context: typer.Context,
    case: CaseArgument,
    accept: Annotated[
        bool | None, typer.Option("--accept/--return", help="Accept the result report, or send it back.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is sent back.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Accept a unit's result report, or return it (Art. 11).

    Example: complaintctl review 1 --accept
    """
    session = of(context)
    accepted = accept if accept is not None else agreed("--accept or --return", _("Accept the report"))
    why = reason if accepted else needed(reason, "--reason", _("Why is it sent back"))
    with session.writing() as act:
        case_no = finishing.review(act, case, accept=accepted, reason=why, at=at)
        done = (
            marked("{case_no}: result report accepted.") if accepted else marked("{case_no}: result report returned.")
        )
        answer = case_answer(session, act, case_no, as_json, _(done, case_no=case_no))
    answer.give()


@app.command("close")
def close(
    context: typer.Context,
    case: CaseArgument,
    note: Annotated[str | None, typer.Option(help="A remark; needed for some endings.")] = None,
    ending: Annotated[
        str | None,
        typer.Option(help="answered, explained_not_accepted, judicial, out_of_scope or filed; default as it is."),
    ] = None,
    waive: Annotated[
        list[str] | None, typer.Option(metavar="DUTY", help="A duty left out for a reason; may be repeated.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is left out.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Close a case on which nothing is owed any more.

    Example: complaintctl close 1
    """
    session = of(context)
    why = needed(reason, "--reason", _("Why is it left out")) if waive else reason
    with session.writing() as act:
        case_no, notes = finishing.close(act, case, note=note, ending=ending, waive=waive or (), reason=why, at=at)
        answer = case_answer(session, act, case_no, as_json, _("{case_no} closed.", case_no=case_no), notes)
    answer.give()


@app.command("reopen")
def reopen(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str | None, typer.Option(help="Why it is taken up again.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take up a closed case again; its limits run anew (Art. 17).

    Example: complaintctl reopen 1 --reason "客户对答复不满意"
    """
    session = of(context)
    why = needed(reason, "--reason", _("Why is it taken up again"))
    with session.writing() as act:
        case_no = finishing.reopen(act, case, reason=why, at=at)
        due = queries.deadline(act.connection, case_no) or {"due_on": None}
        sentence = _("{case_no} reopened, due {due}.", case_no=case_no, due=due["due_on"] or _("not known"))
        answer = case_answer(session, act, case_no, as_json, sentence)
    answer.give()


@app.command("archive")
def archive(
    context: typer.Context,
    case: CaseArgument,
    note: Annotated[str | None, typer.Option(help="Where the papers lie.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a closed case into the archive (Art. 6).

    Example: complaintctl archive 1
    """
    session = of(context)
    with session.writing() as act:
        case_no, archive_no = finishing.archive(act, case, note=note, at=at)
        sentence = _("{case_no} archived as {archive_no}.", case_no=case_no, archive_no=archive_no)
        answer = case_answer(session, act, case_no, as_json, sentence)
    answer.give()
