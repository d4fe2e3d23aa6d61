"""Classification: classify."""

from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import classification
from complaintctl.casework.facts import Stated
from complaintctl.commands import stated
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, case_answer
from complaintctl.commands.ask import needed
from complaintctl.commands.session import Session, of
from complaintctl.language import _
from complaintctl.queries import handling

app = typer.Typer()


@app.command("classify")
def classify(
    context: typer.Context,
    case: CaseArgument,
    category: Annotated[str | None, typer.Option(help="The category it belongs to.")] = None,
    secondary: stated.SecondaryOption = None,
    unit: stated.UnitOption = None,
    subject: stated.SubjectOption = None,
    amount: stated.AmountOption = None,
    public_figure: Annotated[
        bool | None, typer.Option("--public-figure/--no-public-figure", help="A public figure is concerned.")
    ] = None,
    hot_topic: Annotated[bool | None, typer.Option("--hot-topic/--no-hot-topic", help="A sensitive topic.")] = None,
    reputation: Annotated[
        bool | None, typer.Option("--reputation/--no-reputation", help="May harm the bank's reputation.")
    ] = None,
    group_size: stated.GroupSizeOption = None,
    nature: stated.NatureOption = None,
    validity: stated.ValidityOption = None,
    anonymous_intent: Annotated[
        str | None,
        typer.Option("--anonymous-intent", help="How it is meant: benign, malicious or undetermined; with --basis."),
    ] = None,
    basis: Annotated[str | None, typer.Option(help="On what the intent is judged.")] = None,
    legal_complexity: stated.LegalComplexityOption = None,
    legal_dispute: Annotated[
        bool | None, typer.Option("--legal-dispute/--no-legal-dispute", help="A dispute that has to go to court.")
    ] = None,
    media_level: stated.MediaLevelOption = None,
    media_stage: stated.MediaStageOption = None,
    outlet: stated.OutletOption = None,
    service_channel: stated.ServiceChannelOption = None,
    business_type: stated.BusinessTypeOption = None,
    cause: stated.CauseOption = None,
    reason: Annotated[
        str | None, typer.Option(help="Why; needed where the limit becomes longer or the case is no longer major.")
    ] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct what is stated of a case: its category, amount, weight, nature …

    Its limits count from receipt as before. `none` takes an optional code back.

    Example: complaintctl classify 1 --category service_product --reason "查明系产品设计问题"

    Example: complaintctl classify 1 --amount 80000 --hot-topic --reason "金额经核实"
    """
    session = of(context)
    facts: Stated = {
        "category": category,
        "secondary": secondary,
        "unit": unit,
        "subject": subject,
        "amount": amount,
        "public_figure": public_figure,
        "hot_topic": hot_topic,
        "reputation": reputation,
        "group_size": group_size,
        "nature": nature,
        "validity": validity,
        "anonymous_intent": anonymous_intent,
        "legal_complexity": legal_complexity,
        "legal_dispute": legal_dispute,
        "media_level": media_level,
        "media_stage": media_stage,
        "outlet": outlet,
        "service_channel": service_channel,
        "business_type": business_type,
        "cause": cause,
    }
    if anonymous_intent:
        basis, reason = _judgement(session, anonymous_intent, basis, reason)
    with session.writing() as act:
        case_no, notes = classification.classify(act, case, reason=reason, basis=basis, at=at, **facts)
        due = queries.deadline(act.connection, case_no) or {"due_on": None}
        sentence = _("{case_no} classified, due {due}.", case_no=case_no, due=due["due_on"] or _("not known"))
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()


def _judgement(session: Session, intent: str, basis: str | None, reason: str | None) -> tuple[str, str | None]:
    """On what the intent is judged, and how the complaint is handled where that has to be said (Art. 13)."""
    with session.reading() as connection:
        code = queries.code(connection, "anonymous_intent", intent)
        needs_reason = handling.intent_needs_reason(connection, code)
    basis = needed(basis, "--basis", _("On what is the intent judged"))
    if needs_reason:
        reason = needed(reason, "--reason", _("How is the malicious complaint handled"))
    return basis, reason
