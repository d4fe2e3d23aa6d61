"""The steps of a night, each noted in the run log; one that fails keeps none of the others back."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path

from complaintctl.backup import backing_up, leftovers
from complaintctl.backup.backup_steps import copy_backup, make_backup
from complaintctl.backup.folders import backup_folder, backup_folders
from complaintctl.base.errors import Busy, ComplaintError, FoundWrong, StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.calendar import rows as calendar_rows
from complaintctl.calendar.calendar_end import undated_sentence
from complaintctl.cases import rule_rows
from complaintctl.disk.lock import exclusive
from complaintctl.file import run_log
from complaintctl.file.run_log import Run, Step
from complaintctl.front.session import Session
from complaintctl.handling import escalation
from complaintctl.handling import rows as handling_rows
from complaintctl.keep import against
from complaintctl.night import rows as night_rows
from complaintctl.record import committing, logs

Task = Callable[[Session, Step], None]
_VIA = "夜间任务"  # by which way an escalation was recorded; it stands in the case file, in Chinese


def do_steps(session: Session, escalate: bool) -> list[Step]:
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
            "Nothing was entered since tonight's backup {file}, which is sound: none was made again.", file=standing
        )
        made.append(standing)
    else:
        made.append(make_backup(session, step))
    step.summary = _("backup ok")


def _copy(session: Session, step: Step, *, made: list[Path]) -> None:
    copy_backup(session, step, made[0] if made else None)
    if step.outcome == "done":
        step.summary = _("second copy ok")


def _sweep(session: Session, step: Step) -> None:
    swept = leftovers.sweep([session.path.resolve().parent, *backup_folders(session)])
    named = list(leftovers.sentences(leftovers.named(session)))
    if named:
        named = [_("Delete these when nobody wants them any more, for they hold customers' data:"), *named]
    step.text = "\n  ".join([*filter(None, [swept]), *named]) or _("Nothing is left lying about.")
