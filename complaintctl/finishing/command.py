"""Finishing: resolve, review, withdraw, close, reopen, archive."""

from typing import Any

import typer

from complaintctl.asking.ask import agreed, needed
from complaintctl.asking.signature import does, options
from complaintctl.base.language import _
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import withdrawal
from complaintctl.finishing.questions import completed
from complaintctl.front.answer import CaseArgument, JsonOption, OptionalCaseArgument, change
from complaintctl.front.session import of

app = typer.Typer()


@app.command("resolve")
@options(finishing_act.FIELDS)
def resolve(
    context: typer.Context, given: dict[str, Any], case: OptionalCaseArgument = None, as_json: JsonOption = False
) -> None:
    """Record a unit's result report and its reply.

    Example: complaintctl resolve 1 --findings "排队时间过长属实" --fault bank --responsible "批评教育"
    --lessons "高峰期窗口不足" --corrective "增开弹性窗口" --satisfaction satisfied --handler zhang
    --phone 0000-1234567 --replied-at 2026-11-25 --reply "已电话致歉"
    """
    number, outcome = completed(of(context), {"case": case, **given})
    change(context, as_json, finishing_act.resolve, number, outcome)


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


@app.command("withdraw")
@does(withdrawal.withdraw)
def withdraw() -> None:
    """Withdraw a complaint, once verified (Art. 18).

    Example: complaintctl withdraw 1 --reason "客户与支行已达成谅解" --verified-by li --voluntary

    Example: complaintctl withdraw 1 --reason "支行人员上门劝说" --verified-by li --coerced
    """


@app.command("close")
@options(finishing_act.close)
def close(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Close a case on which nothing is owed any more.

    Example: complaintctl close 1
    """
    if given["waive"]:
        given["reason"] = needed(given["reason"], "--reason", _("Why is it left out"))
    change(context, as_json, finishing_act.close, case, **given)


@app.command("reopen")
@does(finishing_act.reopen)
def reopen() -> None:
    """Take up a closed case again; its limits run anew (Art. 17).

    Example: complaintctl reopen 1 --reason "客户对答复不满意"
    """


@app.command("archive")
@does(finishing_act.archive)
def archive() -> None:
    """Put a closed case into the archive (Art. 6).

    Example: complaintctl archive 1
    """
