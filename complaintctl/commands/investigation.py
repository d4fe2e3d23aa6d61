"""Investigation: investigate."""

from typing import Annotated

import typer

from complaintctl.casework import investigation
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, case_answer
from complaintctl.commands.ask import needed
from complaintctl.commands.session import of
from complaintctl.language import _

app = typer.Typer()


@app.command("investigate")
def investigate(
    context: typer.Context,
    case: CaseArgument,
    findings: Annotated[str | None, typer.Option(help="What was found.")] = None,
    by: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Who looked into it; may be repeated; default you.")
    ] = None,
    evidence: Annotated[str | None, typer.Option(help="What it rests on.")] = None,
    repeat_cause: Annotated[
        str | None, typer.Option("--repeat-cause", help="Why the customer came again (Art. 17).")
    ] = None,
    violation_nature: Annotated[
        str | None, typer.Option("--violation-nature", help="What rule was broken, and how (Art. 13).")
    ] = None,
    severity: Annotated[str | None, typer.Option(help="How grave the violation is.")] = None,
    opinion: Annotated[str | None, typer.Option(help="What should be done about it.")] = None,
    by_unit: Annotated[
        str | None, typer.Option("--by-unit", metavar="UNIT", help="The department that defines it.")
    ] = None,
    untrue: Annotated[
        bool, typer.Option("--first-finding-untrue", help="The first finding proved untrue (Art. 24).")
    ] = False,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record an investigation and what it found.

    Example: complaintctl investigate 2 --findings "经调阅凭证属实" --repeat-cause "首次答复未说明依据"
    """
    session = of(context)
    inquiry = investigation.Inquiry(
        findings=needed(findings, "--findings", _("What was found")),
        by=by or (),
        evidence=evidence,
        repeat_cause=repeat_cause,
        violation_nature=violation_nature,
        severity=severity,
        opinion=opinion,
        by_unit=by_unit,
        first_finding_untrue=untrue,
        at=at,
    )
    with session.writing() as act:
        case_no, notes = investigation.investigate(act, case, inquiry)
        sentence = _("{case_no}: investigation recorded.", case_no=case_no)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
