"""Whether there are backups: new ones, in each folder, and not on the disk that the file would be lost with."""

import sqlite3
from pathlib import Path

from complaintctl.base.clock import Moment
from complaintctl.base.language import _
from complaintctl.health import rows
from complaintctl.health.finding import Finding, ago, is_old
from complaintctl.keep import backups
from complaintctl.night import rows as night_rows

_AGAIN = "complaintctl backup"


def of_backup(connection: sqlite3.Connection, path: Path, folder: Path, now: Moment) -> Finding:
    """The last backup: whether it failed, whether any is in its folder, and how old the newest there is."""
    last = night_rows.last_step(connection, "backup")
    if last and last["outcome"] == "failed":
        problem, when = last["text"].partition("\n")[0], ago(last["ended_at"], now)
        return Finding("backup", "wrong", _("failed {when}: {problem}", when=when, problem=problem), _AGAIN)
    times = [time for file in backups.in_folder(path, folder) if (time := made_at(file)) <= now.text]
    if not times:
        is_awaited = last is None and not is_old(connection, rows.begun_at(connection), now)  # the first night's
        text = _("there is none in {folder}", folder=folder)
        return Finding("backup", "warning" if is_awaited else "wrong", text, _AGAIN)
    text = _("{when}; {number} in {folder}", when=ago(times[0], now), number=len(times), folder=folder)
    return (
        Finding("backup", "wrong", text, _AGAIN) if is_old(connection, times[0], now) else Finding("backup", "ok", text)
    )


def made_at(file: Path) -> str:
    """When a backup was made, by its name, to the minute."""
    time = file.stem[-15:]
    return f"{time[:13]}:{time[13:]}:00+08:00"
