"""Whole case files: copying one that is in use, and putting one in the place of another."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from complaintctl.db import connect, explained, wait_seconds
from complaintctl.errors import StorageProblem
from complaintctl.language import _
from complaintctl.system_errors import system_reason

# What SQLite may keep beside a file.
_ENDINGS = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Write a consistent copy of a file that others may go on writing: one new file, for its owner alone.

    The copy is what the open transaction of `source` sees.

    Raises:
        StorageProblem: it cannot be written; then nothing is left of it.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise StorageProblem(
            _("{file} cannot be written: {problem}.", file=target.parent, problem=system_reason(error))
        ) from error
    with explained(target.parent):
        try:
            connection = connect(target)
            try:
                source.backup(connection)
                connection.execute("PRAGMA journal_mode = DELETE")  # all in the one file
            finally:
                connection.close()
        except BaseException:
            discard(target)
            raise


def discard(path: Path) -> None:
    """Take a file away that was not finished, with what SQLite may have left beside it."""
    for ending in ("", *_ENDINGS):
        with suppress(OSError):  # it is not there, or cannot be taken away: that must not hide how the command went
            _beside(path, ending).unlink()


def put_in_place(new: Path, path: Path, kept: Path) -> bool:
    """Make a finished file the case file, in one step; whether there was another, which then is at `kept`.

    The caller holds the lock of writers.

    Raises:
        StorageProblem: another program has the old file open, or the folder cannot be written.
    """
    with explained(path):
        connection = connect(new)
        connection.execute("PRAGMA journal_mode = WAL")  # as db.create does
        connection.close()
        replaced = path.exists()
        if replaced:
            _settle(path)
            _name_also(path, kept)
            for ending in _ENDINGS:  # of a damaged file; SQLite would take them for the new one's
                if _beside(path, ending).exists():
                    _beside(path, ending).replace(_beside(kept, ending))
        new.replace(path)
        return replaced


def _settle(path: Path) -> None:
    """Bring what SQLite keeps beside a file into it. Raises OperationalError if another program has it open."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return  # SQLite would delete what lies beside it, from which something may still be rescued
    connection = connect(path)
    deadline = time.monotonic() + wait_seconds()
    try:
        while not _is_settled(connection, time.monotonic() >= deadline):
            time.sleep(0.02)
    finally:
        connection.close()


def _is_settled(connection: sqlite3.Connection, last_try: bool) -> bool:
    # SQLite does not wait here, as it does elsewhere, for those who read.
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if last_try:
                raise
            return False
        # A damaged file, or none of ours, is kept as it is.
    return True


def _name_also(path: Path, name: Path) -> None:
    try:
        name.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # where a file can have one name only
        path.rename(name)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
