"""The checks of what nobody watches: the night, its mail, and backups: new ones in each folder, and where they lie."""

import shlex
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from complaintctl.backup.folders import refuse_unplugged
from complaintctl.backup.leftovers import Leftover, sentences
from complaintctl.backup.second_folder import refuse_absent
from complaintctl.base.clock import Moment, moment_of
from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _
from complaintctl.health.finding import Finding, State, ago, is_old
from complaintctl.keep import backups
from complaintctl.keep import rows as keep_rows
from complaintctl.night import rows as night_rows
from complaintctl.night.log_listing import STEPS
from complaintctl.record.queries import Row

_AGAIN = "complaintctl backup"


def of_night(connection: sqlite3.Connection, now: Moment) -> Finding:
    """The last nightly run: when, and how each of its steps ended.

    That there is none is a warning: other jobs may mail and back up, and whether they did is said of each.
    """
    steps, again = night_rows.last_run(connection, "nightly"), "complaintctl nightly"
    schedule = _("`complaintctl schedule` prints the entry that runs it each night")
    if not steps:
        return Finding("nightly", "warning", _("never ran; {schedule}", schedule=schedule), again)
    when = ago(steps[-1]["ended_at"], now)
    if failed := next((step for step in steps if step["outcome"] == "failed"), None):
        step, problem = _(STEPS[failed["step"]]), failed["text"].partition("\n")[0]
        text = _("{when}: {step} failed: {problem}", when=when, step=step, problem=problem)
        return Finding("nightly", "wrong", text, again)
    there = {"second", "leftovers", *(step["step"] for step in steps)}  # a night of an older program has not those two
    if missing := [_(STEPS[step]) for step in STEPS if step not in there]:
        text = _("{when}: cut off before {steps}, or still at it", when=when, steps=_(", ").join(missing))
        return Finding("nightly", "warning", text, again)
    if is_old(connection, steps[-1]["ended_at"], now):
        return Finding("nightly", "warning", _("{when}; {schedule}", when=when, schedule=schedule), again)
    return Finding("nightly", "ok", when)


def of_overdue_mail(connection: sqlite3.Connection, mails: bool, now: Moment) -> Iterator[Finding]:
    """Say how the mail of the overdue cases went last, by whichever job; nothing of a bank that mails none."""
    last, again = night_rows.last_step(connection, "mail"), "complaintctl overdue --mail"
    when = ago(last["ended_at"], now) if last else ""
    if last and last["outcome"] == "failed":
        text = _(
            "failed {when}: {problem} Mend that, then mail again.", when=when, problem=" ".join(last["text"].split())
        )
        yield Finding("overdue_mail", "wrong", text, again)
    elif mails and last:
        yield Finding("overdue_mail", "ok", when)
    elif mails:
        yield Finding("overdue_mail", "warning", _("never ran"), again)


def of_backup(connection: sqlite3.Connection, path: Path, folder: Path, now: Moment) -> Finding:
    """The last backup: whether it failed, whether any is in its folder, and how old the newest there is."""
    last = night_rows.last_step(connection, "backup")
    if last and last["outcome"] == "failed":
        return _failed("backup", last, now)
    try:
        refuse_unplugged(path, folder, "backup")
    except StorageProblem as problem:
        return Finding("backup", "wrong", str(problem), f"{_AGAIN} {shlex.quote(str(folder))}")
    is_awaited = last is None and not is_old(connection, keep_rows.begun_at(connection), now)  # the first night's
    return _in_folder(connection, "backup", path, folder, now, "warning" if is_awaited else "wrong")


def of_second(connection: sqlite3.Connection, path: Path, folders: tuple[Path, Path], now: Moment) -> Finding:
    """The second of two folders: whether it is there, and the last backup was copied into it, too."""
    try:
        refuse_absent(path, *folders)
    except StorageProblem as problem:
        return Finding("second_backup", "wrong", str(problem))
    last = night_rows.last_step(connection, "second")
    if last and last["outcome"] == "failed":
        return _failed("second_backup", last, now)
    return _in_folder(connection, "second_backup", path, folders[1], now, "wrong")


def of_leftovers(found: Sequence[Leftover]) -> Finding:
    """Name what lies about and holds customers' data: wanted by somebody, or to be deleted."""
    text = _("customers' data, to be deleted once nobody wants it: {files}", files=_("; ").join(sentences(found)))
    return Finding("leftovers", "ok", text)


def _failed(check: str, step: Row, now: Moment) -> Finding:
    problem, when = step["text"].partition("\n")[0], ago(step["ended_at"], now)
    return Finding(check, "wrong", _("failed {when}: {problem}", when=when, problem=problem), _AGAIN)


def _in_folder(
    connection: sqlite3.Connection, check: str, path: Path, folder: Path, now: Moment, if_none: State
) -> Finding:
    """Tell the age of the newest backup in a folder."""
    try:
        made = [backups.made_at(path, file) for file in backups.in_folder(path, folder)]
    except StorageProblem as problem:
        return Finding(check, "wrong", str(problem))
    times = [time for time in (moment_of(when).text for when in made if when) if time <= now.text]
    if not times:
        return Finding(check, if_none, _("there is none in {folder}", folder=folder), _AGAIN)
    text = _("{when}; {number} in {folder}", when=ago(times[0], now), number=len(times), folder=folder)
    return Finding(check, "wrong", text, _AGAIN) if is_old(connection, times[0], now) else Finding(check, "ok", text)
