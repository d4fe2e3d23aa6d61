"""Folders of backups whose disk is not plugged in: what is written there goes to the wrong disk."""

import os
from pathlib import Path

from complaintctl.base.errors import StorageProblem
from complaintctl.file import db
from complaintctl.keep import backups, rows


def refuse_unplugged(path: Path, folder: Path, step: str) -> None:
    """Refuse a folder without backups of a case file where a `step` of the run log has put one.

    Whether there is a disk at the very folder, the system knows; then it may be a new one.

    Raises StorageProblem.
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
