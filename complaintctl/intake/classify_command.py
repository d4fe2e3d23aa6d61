"""Classification: classify."""

from typing import Any

import typer

from complaintctl.asking.ask import needed
from complaintctl.asking.signature import options
from complaintctl.base.language import _
from complaintctl.cases import rule_rows
from complaintctl.cases.facts import Statement
from complaintctl.front.answer import CaseArgument, JsonOption, change
from complaintctl.front.session import Session, of
from complaintctl.intake import classification
from complaintctl.record import queries

app = typer.Typer()


@app.command("classify")
@options(Statement)
def classify(context: typer.Context, case: CaseArgument, given: Any, as_json: JsonOption = False) -> None:
    """Correct what is stated of a case: its category, amount, weight, nature …

    Its limits count from receipt as before. `none` takes an optional code back.

    Example: complaintctl classify 1 --category service_product --reason "查明系产品设计问题"

    Example: complaintctl classify 1 --amount 80000 --hot-topic --reason "金额经核实"
    """
    if given["anonymous_intent"]:
        _ask_about_intent(of(context), given)
    change(context, as_json, classification.classify, case, **given)


def _ask_about_intent(session: Session, given: Statement) -> None:
    """Ask on what the intent is judged, and how the complaint is handled where that has to be said (Art. 13)."""
    with session.reading() as connection:
        code = rule_rows.code(connection, "anonymous_intent", given["anonymous_intent"] or "")
        needs_reason = queries.is_in(connection, "intent_with_reason", code=code)
    given["basis"] = needed(given["basis"], "--basis", _("On what is the intent judged"))
    if needs_reason:
        given["reason"] = needed(given["reason"], "--reason", _("How is the malicious complaint handled"))
