"""Whole case files: copying one that is in use, and putting one in the place of another."""

import errno
import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from complaintctl.base.errors import writing_to
from complaintctl.disk import modes, new_file
from complaintctl.disk.damage import begins_as_sqlite
from complaintctl.file.db import connect, explained, wait_seconds


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Write a consistent copy of a file that others may go on writing: one new file.

    The copy is what the open transaction of `source` sees.

    Raises StorageProblem: it cannot be written; then nothing is left of it.
    """
    with writing_to(target.parent):
        modes.make_folder(target.parent)
        new_file.make(target)
    with explained(target.parent):
        try:
            with closing(connect(target)) as connection:
                source.backup(connection)
                connection.execute("PRAGMA journal_mode = DELETE")  # all in the one file
        except BaseException:
            new_file.discard(target)
            raise


def put_in_place(new: Path, path: Path, kept: Path) -> bool:
    """Make a finished file the case file, in one step; whether there was another, which then is at `kept`.

    The caller holds the lock of writers.

    Raises StorageProblem: another program has the old file open, or the folder cannot be written.
    """
    with explained(path):
        _set_journal(new, "WAL")  # as db.create does
        # At every moment a whole file stands at `path`: the old one is copied, neither moved nor given a second name,
        # for whoever wrote under that would be lost. A run that is cut off before the last step leaves the old file
        # and a copy of it; the last step puts the new file in the place of the old one at once.
        replaced = path.exists()
        if replaced:
            settled = _settle(path)
            try:
                _keep(path, kept)
            except BaseException:
                if settled:
                    _set_journal(path, "WAL")
                raise
        new_file.put(new, path)
        return replaced


def _settle(path: Path) -> bool:
    """Bring what SQLite keeps beside a file into it, and return whether that could be done.

    Raises OperationalError if another program still has it open after the wait.
    """
    if not begins_as_sqlite(path):
        return False  # SQLite would delete what lies beside it, from which something may still be rescued
    deadline = time.monotonic() + wait_seconds()
    while True:  # SQLite does not wait here, as it does elsewhere, for those who read
        try:
            _set_journal(path, "DELETE")
            return True
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return False  # a damaged file, or none of ours, is kept as it is
            if time.monotonic() >= deadline:
                raise
        time.sleep(0.02)


def _set_journal(path: Path, mode: str) -> None:
    with closing(connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")


def _keep(path: Path, kept: Path) -> None:
    """Copy a file that is about to be replaced, and move to the copy what lies beside a damaged one."""
    if os.path.lexists(kept):
        raise FileExistsError(errno.EEXIST, "")
    with new_file.unfinished(kept) as copied:
        new_file.make(copied)
        shutil.copyfile(path, copied)
        new_file.put(copied, kept)
    for ending in ("-wal", "-shm", "-journal"):  # SQLite would take them for the new file's
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(kept.with_name(kept.name + ending))
