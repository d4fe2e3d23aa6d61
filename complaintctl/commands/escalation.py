"""Escalation: escalate."""

from pathlib import Path
from typing import Annotated

import typer

from complaintctl import queries
from complaintctl.casework import escalation
from complaintctl.commands.answer import AtOption, JsonOption, case_answer
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.output import (
    AsCsvOption,
    ForceOption,
    FormatOption,
    OutputOption,
    answer,
    choose_format,
    guarded,
    may_replace,
)
from complaintctl.commands.session import Session, of, say
from complaintctl.errors import UsageProblem
from complaintctl.language import _, plural
from complaintctl.queries import handling
from complaintctl.render.listing import labelled

app = typer.Typer()

_COLUMNS = ("case_no", "target", "target_label", "due_at", "articles", "label")
_SHOWN = ("case_no", "target_label", "due_at", "articles", "label")


@app.command("escalate")
def escalate(
    context: typer.Context,
    case: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="TS-2026-0001, 2026-1, or 1 for this year.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="leader, union, regulator, counsel or police.")] = None,
    reason: Annotated[str | None, typer.Option(help="What is reported, and why.")] = None,
    via: Annotated[str | None, typer.Option(help="How it was sent: phone, fax, letter …")] = None,
    ref: Annotated[str | None, typer.Option(help="The number of the letter.")] = None,
    stage: Annotated[str | None, typer.Option(help="initial, progress or final.")] = None,
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
        _list_due(session, everything, via, choose_format(form, as_json, as_csv, output), output, force)
        return
    if everything:
        raise UsageProblem("--all goes with --due.")
    number = needed_code(session, "case", case, "CASE", _("Which case"))
    target = needed_code(session, "escalation_target", to, "--to", _("To whom"))
    why = needed(reason, "--reason", _("What is reported"))
    with session.writing() as act:
        case_no, notes = escalation.escalate(act, number, to=target, reason=why, via=via, ref=ref, stage=stage, at=at)
        code = queries.code(act.connection, "escalation_target", target)
        label = queries.labels(act.connection, session.language)["escalation_target", code]
        sentence = _("{case_no} reported to the {target}.", case_no=case_no, target=label)
        said = case_answer(session, act, case_no, as_json, sentence, notes)
    said.give()


def _list_due(session: Session, everything: bool, via: str | None, form: str, output: Path | None, force: bool) -> None:
    if output:  # before anything is on record
        force = may_replace(guarded(session), output, force)
    if everything:
        with session.writing() as act:
            rows = escalation.escalate_due(act, via=via)
            labels = queries.labels(act.connection, session.language)
        say(plural("{number} escalation recorded.", "{number} escalations recorded.", len(rows)))
    else:
        with session.reading() as connection:
            rows = list(handling.due_escalations(connection, session.looker(connection)))
            labels = queries.labels(connection, session.language)
    records = [
        {**record, "label": record[f"label_{session.language}"]}
        for record in labelled(rows, labels, target="escalation_target")
    ]
    answer(
        records,
        _COLUMNS,
        _SHOWN,
        session,
        form=form,
        output=output,
        force=force,
        empty=_("Nothing is to be escalated."),
    )
