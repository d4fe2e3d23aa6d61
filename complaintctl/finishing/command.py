"""Finishing: void, resolve, review, withdraw, close, reopen, archive."""

from typing import Any

import typer

from complaintctl.asking.signature import does, options
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import result_report, voiding, withdrawal
from complaintctl.finishing.questions import completed
from complaintctl.front.answer import JsonOption, OptionalCaseArgument, change
from complaintctl.front.session import of

app = typer.Typer()

# The commands that do no more than their act, by whose docstring they explain themselves.
for name, deed, may, kind in (
    ("void", voiding.void, voiding.may_void, "case"),
    ("withdraw", withdrawal.withdraw, withdrawal.may_withdraw, "case"),
    ("reopen", finishing_act.reopen, finishing_act.may_reopen, "closed_case"),
    ("archive", finishing_act.archive, finishing_act.may_archive, "closed_case"),
):
    app.command(name)(does(deed, None, may, kind)(deed))


@app.command("resolve")
@options(result_report.FIELDS, asks=False)
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


def review() -> None:
    """Accept a unit's result report, or return it (Art. 11).

    Example: complaintctl review 1 --accept
    """


def close() -> None:
    """Close a case on which nothing is owed any more.

    An enquiry or thanks, which nobody is asked to look into, ends with its reason and where the customer was directed
    (Art. 12).

    Example: complaintctl close 1

    Example: complaintctl close 1 --ending out_of_scope --note "咨询事项,已告知到社保局办理"
    """


app.command("review")(does(finishing_act.review, None, finishing_act.may_review)(review))
app.command("close")(does(finishing_act.close, None, finishing_act.may_close_now)(close))
