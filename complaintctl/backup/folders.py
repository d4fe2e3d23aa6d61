"""The folders in which the backups of a case file are, as configured; and whether their disk is plugged in."""

import os
from collections.abc import Sequence
from pathlib import Path

from complaintctl.base.errors import StorageProblem
from complaintctl.disk import config
from complaintctl.file import db
from complaintctl.front.session import Session
from complaintctl.keep import backups, rows


def backup_folders(session: Session) -> Sequence[Path]:
    """The folders in which backups are looked for, there or not."""
    return [folder for folder in (backup_folder(session), second_folder(session)) if folder]


def backup_folder(session: Session) -> Path:
    """The folder that backups go into: as configured, else `backups` beside the case file."""
    given = session.settings.get("backup.folder")
    return config.at_home(given) if given else session.path.parent / "backups"


def second_folder(session: Session) -> Path | None:
    """The folder that each backup is copied into as well, if one is configured."""
    given = session.settings.get("backup.second")
    return config.at_home(given) if given else None


def refuse_unplugged(path: Path, folder: Path, step: str) -> None:
    """Refuse a folder without backups of a case file where a `step` of the run log has put one.

    Whether there is a disk at the very folder, the system knows; then it may be a new one. Else what is written there
    goes to the wrong disk. Raises StorageProblem.
    """
    if os.path.ismount(folder) or backups.named_in_folder(path, folder):
        return
    with db.reading(path, overlaid=False) as connection:
        day = rows.last_put(connection, step, f"{folder}{os.sep}")
    if day:
        raise StorageProblem(
            "{folder} has no backup of this file, but one was put there on {day}: is its disk plugged in? If it is:"
            " complaintctl backup {folder}",
            folder=folder,
            day=day,
        )
