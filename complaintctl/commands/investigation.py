"""Investigation: investigate."""

from typing import Any

import typer

from complaintctl.casework import investigation
from complaintctl.commands.answer import CaseArgument, JsonOption, change
from complaintctl.commands.ask import with_required
from complaintctl.commands.session import of
from complaintctl.commands.signature import options

app = typer.Typer()


@app.command("investigate")
@options(investigation.Inquiry)
def investigate(context: typer.Context, case: CaseArgument, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Record an investigation and what it found.

    Example: complaintctl investigate 2 --findings "经调阅凭证属实" --repeat-cause "首次答复未说明依据"
    """
    inquiry = investigation.Inquiry(**with_required(of(context), investigation.Inquiry, given))
    change(context, as_json, investigation.investigate, case, inquiry)
