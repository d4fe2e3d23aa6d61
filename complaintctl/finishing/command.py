"""Finishing: void, resolve, review, withdraw, close, reopen, archive."""

from typing import Any

import typer

from complaintctl.asking.ask import agreed, needed
from complaintctl.asking.signature import does, options
from complaintctl.base.language import _
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import result_report, voiding, withdrawal
from complaintctl.finishing.questions import completed
from complaintctl.front.answer import CaseArgument, JsonOption, OptionalCaseArgument, change
from complaintctl.front.session import of

app = typer.Typer()

# The commands that do no more than their act, by whose docstring they explain themselves.
for name, deed in (
    ("void", voiding.void),
    ("withdraw", withdrawal.withdraw),
    ("reopen", finishing_act.reopen),
    ("archive", finishing_act.archive),
):
    app.command(name)(does(deed)(deed))


@app.command("resolve")
@options(result_report.FIELDS)
def resolve(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Record a unit's result report and its reply.

    Example: complaintctl resolve 1 --findings "排队时间过长属实" --fault bank --responsible "批评教育"
    --lessons "高峰期窗口不足" --corrective "增开弹性窗口" --satisfaction satisfied --handler zhang
    --phone 0000-1234567 --replied-at 2026-11-25 --reply "已电话致歉"
    """
    number, outcome = completed(of(context), {"case": case, **given})
    change(context, as_json, result_report.resolve, number, outcome)


@app.command("review")
@options(finishing_act.review)
def review(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Accept a unit's result report, or return it (Art. 11).

    Example: complaintctl review 1 --accept
    """
    if given["accept"] is None:
        given["accept"] = agreed("--accept or --return", _("Accept the report"))
    if not given["accept"]:
        given["reason"] = needed(given["reason"], "--reason", _("Why is it sent back"))
    change(context, as_json, finishing_act.review, case, **given)


@app.command("close")
@options(finishing_act.close)
def close(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Close a case on which nothing is owed any more.

    An enquiry or thanks, which nobody is asked to look into, ends with its reason and where the customer was directed
    (Art. 12).

    Example: complaintctl close 1

    Example: complaintctl close 1 --ending out_of_scope --note "咨询事项,已告知到社保局办理"
    """
    if given["waive"]:
        given["reason"] = needed(given["reason"], "--reason", _("Why is it left out"))
    change(context, as_json, finishing_act.close, case, **given)
