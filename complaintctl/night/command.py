"""The night's work in one command: nightly."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr, suppress
from functools import partial
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.backup import backing_up, leftovers
from complaintctl.backup.command import backup_folder, backup_folders, check_clock, copy_backup, left_over, make_backup
from complaintctl.base.errors import Busy, ComplaintError, FoundWrong, StorageProblem, Unfinished, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.calendar.calendar_end import undated_sentence
from complaintctl.cases import rule_rows
from complaintctl.disk.lock import exclusive
from complaintctl.file import run_log
from complaintctl.file.run_log import Run, Step
from complaintctl.front.session import Session, of, say, tell
from complaintctl.handling import escalation
from complaintctl.handling import rows as handling_rows
from complaintctl.keep import against
from complaintctl.night import rows as night_rows
from complaintctl.night.log_listing import STEPS, list_runs
from complaintctl.record import committing, ledger, logs
from complaintctl.tables.date_range import FromOption, ToOption
from complaintctl.tables.output import Output, takes_output

app = typer.Typer()

Task = Callable[[Session, Step], None]
_VIA = "夜间任务"  # by which way an escalation was recorded; it stands in the case file, in Chinese


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
        raise UsageProblem("--from, --to and the form of an answer are for --log.")
    with _said_if_wrong(quiet) as steps:
        check_clock(session)
        steps += _steps(session, escalate)
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


def _steps(session: Session, escalate: bool) -> list[Step]:
    """Do each step; one night at a time. Raises Busy."""
    tasks: dict[str, Task] = {"escalate": partial(_escalate, record=escalate), "checks": _name_missing_checks}
    made: list[Path] = []
    tasks |= {"compare": _compare, "mail": _mail, "logs": _enter_logs, "backup": partial(_back_up, made=made)}
    tasks |= {"second": partial(_copy, made=made), "leftovers": _sweep}
    try:
        with exclusive(Path(f"{session.path.resolve()}.nightly"), 0):
            run = run_log.begun("nightly", session.clock.now())
            return [_done(session, run, name, task) for name, task in tasks.items()]
    except Busy:
        raise Busy(
            "Another nightly run is at work on {file}: this one did nothing, so nothing is done twice.",
            file=session.path,
        ) from None


def _done(session: Session, run: Run, name: str, task: Task) -> Step:
    """Do a step and note it in the run log; one that fails keeps none of the others back."""
    before, step = committing.so_far(), Step(name, "failed")
    with suppress(Exception):  # whatever it is, the other steps still run; the step says it
        try:
            with run_log.noted(session.path, session.clock, run, name) as step:
                task(session, step)
        except StorageProblem as problem:
            step.text = committing.with_outcome(str(problem), before)
    return step


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
    tell(_("nightly {day}: {steps}, head {head}", day=day, steps=_(", ").join(parts), head=head))
    if failed:
        raise Unfinished(
            "{steps} failed; the other steps were done. Mend what is said above, and run `complaintctl nightly` again.",
            steps=_(", ").join(failed.values()),
        )


def _escalate(session: Session, step: Step, *, record: bool) -> None:
    with session.reading() as connection:
        rows = handling_rows.due_escalations(connection, session.looker(connection))
        labels = rule_rows.labels(connection, session.language)
    if record and rows:  # else nothing is entered, and the clock need not be right
        with session.writing() as act:
            rows = escalation.escalate_due(act, via=_VIA)
    if record:
        step.text = plural("{number} escalation recorded.", "{number} escalations recorded.", len(rows))
    else:
        step.text = plural("{number} escalation is due.", "{number} escalations are due.", len(rows))
    for row in rows:
        target = labels["escalation_target", row["target"]]
        step.text += "\n" + _("  {case_no} to the {target}", case_no=row["case_no"], target=target)
    step.summary = _("escalations {number}", number=len(rows))


def _name_missing_checks(session: Session, step: Step) -> None:
    with session.reading() as connection:
        gaps, undated = night_rows.check_gaps(connection), calendar_rows.undated(connection)
        nobodys = night_rows.checks_of_nobody(connection)
        sentence = undated_sentence(connection)
        labels = rule_rows.labels(connection, session.language)
    number = sum(gap["days"] for gap in gaps)
    step.text = plural("{number} daily check is missing.", "{number} daily checks are missing.", number)
    for gap in gaps:
        check = labels["check_kind", gap["check"]]
        if gap["unit"]:
            check = _("{check} at {unit}", check=check, unit=labels["unit", gap["unit"]])
        first, last = gap["first_day"], gap["last_day"]
        days = first if first == last else _("{first} to {last}", first=first, last=last)
        line = plural("  {check}: {number} day, {days}", "  {check}: {number} days, {days}", gap["days"], check=check,
                      days=days)  # fmt: skip
        step.text += f"\n{line}"
    if nobodys:
        line = plural("  Nobody is named for {number} check: complaintctl check missing",
                      "  Nobody is named for {number} checks: complaintctl check missing", nobodys)  # fmt: skip
        step.text += f"\n{line}"
    step.summary = _("checks missing {number}", number=number)
    if undated:
        step.text += f"\n{sentence}"
        step.summary = _("{checks}, due not known {number}", checks=step.summary, number=len(undated))
        step.is_whole = False


def _compare(session: Session, step: Step) -> None:
    doubts = chain.from_iterable(against.doubts(session.path, folder) for folder in backup_folders(session))
    if found := list(dict.fromkeys(doubts)):
        raise FoundWrong("\n".join(found))
    step.text = _("The record is what its backups hold, and what was mailed of it.")
    step.summary = _("comparison ok")


def _mail(session: Session, step: Step) -> None:
    if session.settings.get("mail.host"):
        from complaintctl.night import overdue_mail

        overdue_mail.mail_overdue(session, step)
        return
    step.outcome, step.summary = "skipped", _("mail skipped")
    step.text = _("No mail server is configured: give [mail] host in the configuration file, and mail is sent.")


def _enter_logs(session: Session, step: Step) -> None:
    try:
        with session.writing(extends_calendar=False) as act:
            logs.enter(act)
    except ComplaintError as problem:  # the next night enters them
        step.outcome, step.is_whole = "skipped", False
        step.text = _("The logs were not entered in the record: {problem}", problem=problem)
        return
    step.text = _("The logs of runs and of mail are entered in the record.")


def _back_up(session: Session, step: Step, *, made: list[Path]) -> None:
    standing = backing_up.standing(session.path, backup_folder(session), session.clock.now().day)
    if standing:
        step.text = _(
            "Nothing was entered since tonight's backup {file}, which is sound: none was made again.",
            file=standing,
        )
        made.append(standing)
    else:
        made.append(make_backup(session, step, None, None))
    step.summary = _("backup ok")


def _copy(session: Session, step: Step, *, made: list[Path]) -> None:
    copy_backup(session, step, made[0] if made else None)
    if step.outcome == "done":
        step.summary = _("second copy ok")


def _sweep(session: Session, step: Step) -> None:
    swept = leftovers.sweep([session.path.resolve().parent, *backup_folders(session)])
    named = list(leftovers.sentences(left_over(session)))
    if named:
        named = [_("Delete these when nobody wants them any more, for they hold customers' data:"), *named]
    step.text = "\n  ".join([*filter(None, [swept]), *named]) or _("Nothing is left lying about.")
