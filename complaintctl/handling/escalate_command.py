"""Escalation: escalate."""

from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options, which_case
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.option import Unless
from complaintctl.base.text import minute
from complaintctl.cases import rule_rows
from complaintctl.front.answer import AtOption, JsonOption, change
from complaintctl.front.session import Session, of, say
from complaintctl.handling import escalation
from complaintctl.handling import rows as handling_rows
from complaintctl.tables.chosen_file import ForceOption, guarded, may_replace
from complaintctl.tables.listing import Listing, labelled
from complaintctl.tables.output import AsCsvOption, FormatOption, Output, OutputOption, choose_format, give

app = typer.Typer()

_DUE = Listing(
    given="case_no target target_label due_at articles label",
    seen="case_no target_label due_at articles label",
    labels={"target": "escalation_target"},
    readable=lambda record: {**record, "due_at": minute(record["due_at"])},
)


@app.command("escalate")
@options(escalation.escalate, unless="due")
def escalate(
    context: typer.Context,
    given: dict[str, Any],
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="TS-2026-0001, 2026-1, or 1 for this year."),
        which_case(escalation.may_escalate, "case_to_see"),
        Unless("due"),
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="List what the rules want escalated now.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With --due: record all of it as escalated.")] = False,
    at: AtOption = None,
    as_json: JsonOption = False,
    form: FormatOption = None,
    as_csv: AsCsvOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Report a case upward or outward.

    `--due` lists what the rules want escalated now (Arts 13, 15, 16, 17, 20); with `--all` it is recorded as sent.

    Example: complaintctl escalate 1 --to union --reason "重大投诉,涉及金额八万元" --via 传真

    Example: complaintctl escalate --due
    """
    session = of(context)
    if due:
        if case is not None:
            raise UsageProblem("--due is about all cases: leave the case number out.")
        to = Output(choose_format(form, as_json, as_csv, output), output, force)
        _list_due(session, everything, given["via"], to)
        return
    if everything:
        raise UsageProblem("--all goes with --due.")
    change(context, as_json, escalation.escalate, case, **given, at=at)


def _list_due(session: Session, everything: bool, via: str | None, output: Output) -> None:
    if output.file:  # before anything is on record
        output = output._replace(force=may_replace(guarded(session), output.file, output.force))
    if everything:
        with session.writing() as act:
            rows = escalation.escalate_due(act, via=via)
            labels = rule_rows.labels(act.connection, session.language)
        say(plural("{number} escalation recorded.", "{number} escalations recorded.", len(rows)))
    else:
        with session.reading() as connection:
            rows = list(handling_rows.due_escalations(connection, session.looker(connection)))
            labels = rule_rows.labels(connection, session.language)
    give(session, _DUE, output, labelled(rows, labels, **_DUE.labels), _("Nothing is to be escalated."))
