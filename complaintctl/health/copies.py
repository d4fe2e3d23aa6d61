"""The checks of backups: new ones, in each folder, and not on the disk that the file would be lost with."""

import shlex
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from complaintctl.backup.leftovers import Leftover, sentences
from complaintctl.backup.second_folder import refuse_absent
from complaintctl.backup.unplugged import refuse_unplugged
from complaintctl.base.clock import Moment, moment_of
from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import _
from complaintctl.health import rows
from complaintctl.health.finding import Finding, State, ago, is_old
from complaintctl.keep import backups
from complaintctl.night import rows as night_rows
from complaintctl.record.queries import Row

_AGAIN = "complaintctl backup"


def of_backup(connection: sqlite3.Connection, path: Path, folder: Path, now: Moment) -> Finding:
    """The last backup: whether it failed, whether any is in its folder, and how old the newest there is."""
    last = night_rows.last_step(connection, "backup")
    if last and last["outcome"] == "failed":
        return _failed("backup", last, now)
    try:
        refuse_unplugged(path, folder, "backup")
    except StorageProblem as problem:
        return Finding("backup", "wrong", str(problem), f"{_AGAIN} {shlex.quote(str(folder))}")
    is_awaited = last is None and not is_old(connection, rows.begun_at(connection), now)  # the first night's
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
