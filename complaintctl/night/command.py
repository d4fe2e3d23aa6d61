"""The night's work in one command: nightly."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr
from io import StringIO
from typing import Annotated

import typer

from complaintctl.backup.backup_steps import check_clock
from complaintctl.base.errors import StorageProblem, Unfinished, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.written import clauses
from complaintctl.file.run_log import Step
from complaintctl.front.session import Session, of, say, tell
from complaintctl.night.log_listing import STEPS, list_runs
from complaintctl.night.night_steps import do_steps
from complaintctl.record import ledger
from complaintctl.tables.date_range import FromOption, ToOption
from complaintctl.tables.output import Output, takes_output

app = typer.Typer()


@app.command("nightly")
@takes_output
def nightly(
    context: typer.Context,
    output: Output,
    escalate: Annotated[
        bool, typer.Option("--escalate/--no-escalate", help="Record what the rules want escalated, or only name it.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing if all is well.")] = False,
    log: Annotated[
        bool, typer.Option("--log", help="List what ran this month, and how it ended; run nothing.")
    ] = False,
    first: FromOption = None,
    last: ToOption = None,
) -> None:
    """Do the night's work: escalate, name missing checks, compare, mail, back up.

    In this order: what the rules want escalated and the daily checks that are missing are named, the record is
    compared with the backups in the folder and with the heads that were mailed of it, the overdue cases are mailed, and
    a proven backup is made, and copied into the second folder; what runs that were cut off have left is swept, and
    files with customers' data that lie about are named. A step that fails keeps none of the others back; how each
    ended stands in the run log, and the last line says it all. A second run of the night does nothing twice.

    An escalation is recorded with --escalate alone: nobody has reported anything because a program wrote it down, and
    a report on record is no longer owed. Use it where the bank sends these reports by itself.

    `complaintctl schedule` prints the entry by which cron, systemd or Windows runs it. With --quiet, as there, all is
    said where a step failed, was not done as it should be or found a date that is not known, and nothing otherwise:
    what is for the desk to do stands in its mail and in `todo`.

    --log lists each step that ran, also of backups and mails by hand; this month's, unless --from says otherwise.

    Example: complaintctl --actor li nightly

    Example: complaintctl nightly --log --from 2026-11-01
    """
    session = of(context)
    if log:
        if escalate or quiet:
            raise UsageProblem("--log runs nothing: leave --escalate and --quiet out.")
        list_runs(session, output, first, last)
        return
    if first or last or output.is_asked:
        raise UsageProblem("--from, --to and the form of an answer are for --log: leave them out, or give it, too.")
    with _said_if_wrong(quiet) as steps:
        check_clock(session)
        steps += do_steps(session, escalate)
    if not quiet or not all(step.is_well for step in steps):
        _report(session, steps)


@contextmanager
def _said_if_wrong(quiet: bool) -> Iterator[list[Step]]:
    """The steps of a night, to be filled in; they are not well if anything beside their texts was said on the way."""
    said, steps = StringIO(), list[Step]()
    try:
        with redirect_stderr(said) if quiet else nullcontext():
            yield steps
    finally:
        if said.getvalue():
            typer.echo(said.getvalue(), err=True, nl=False)
            for step in steps:
                step.is_whole = False


def _report(session: Session, steps: Sequence[Step]) -> None:
    """Say how each step ended, and print all of it on one line. Raises Unfinished if one failed."""
    failed = {step.name: _(STEPS[step.name]) for step in steps if step.outcome == "failed"}
    for step in steps:
        name = failed.get(step.name)
        say(_("{step} failed: {problem}", step=name, problem=step.text) if name else step.text)
    for sentence in dict.fromkeys(step.not_noted for step in steps if step.not_noted and step.name not in failed):
        say(sentence)  # once for all the steps
    parts = [_("{step} failed", step=failed[step.name]) if step.name in failed else step.summary for step in steps]
    parts = [part for part in parts if part]
    day = session.clock.now().day
    try:
        with session.reading() as connection:
            last, digits = ledger.head(connection)
            head = f"{digits}@{last}"
    except StorageProblem as problem:  # the line still tells all
        say(str(problem))
        head = _("not known")
    tell(_("nightly {day}: {steps}, head {head}", day=day, steps=clauses(parts), head=head))
    if failed:
        raise Unfinished(
            "{steps} failed; the other steps were done. Mend what is said above, and run `complaintctl nightly` again.",
            steps=_(", ").join(failed.values()),
        )
