"""Finishing: resolve, review, close, reopen, archive."""

from typing import Annotated, Any

import typer

from complaintctl.casework import finishing
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, OptionalCaseArgument, change
from complaintctl.commands.ask import agreed, needed
from complaintctl.commands.result_questions import completed
from complaintctl.commands.session import of
from complaintctl.commands.signature import options
from complaintctl.language import _

app = typer.Typer()


@app.command("resolve")
@options(finishing.Outcome)
def resolve(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Record a unit's result report and its reply.

    Example: complaintctl resolve 1 --findings "排队时间过长属实" --fault bank --responsible "批评教育"
    --lessons "高峰期窗口不足" --corrective "增开弹性窗口" --satisfaction satisfied --handler zhang
    --phone 0000-1234567 --replied-at 2026-11-25 --reply "已电话致歉"
    """
    number, outcome = completed(of(context), {"case": case, **given})
    change(context, as_json, lambda act: finishing.resolve(act, number, outcome))


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
    accepted = accept if accept is not None else agreed("--accept or --return", _("Accept the report"))
    why = reason if accepted else needed(reason, "--reason", _("Why is it sent back"))
    change(context, as_json, lambda act: finishing.review(act, case, accept=accepted, reason=why, at=at))


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
    why = needed(reason, "--reason", _("Why is it left out")) if waive else reason
    change(
        context,
        as_json,
        lambda act: finishing.close(act, case, note=note, ending=ending, waive=waive or (), reason=why, at=at),
    )


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
    why = needed(reason, "--reason", _("Why is it taken up again"))
    change(context, as_json, lambda act: finishing.reopen(act, case, reason=why, at=at))


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
    change(context, as_json, lambda act: finishing.archive(act, case, note=note, at=at))
