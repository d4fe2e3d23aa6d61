"""The way back from a backup: proven first, put in place in one step, and what it replaces is kept (Art. 6)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Damaged, NotFound, Refused, StorageProblem
from complaintctl.disk import new_file
from complaintctl.disk.lock import exclusive
from complaintctl.file import copying, db, hand_edits, upgrading
from complaintctl.keep import integrity
from complaintctl.keep.backups import Contents, contents_of


def restore(backup: Path, path: Path, now: Moment, *, force: bool) -> tuple[Contents, bool, Path | None]:
    """Prove a copy of a backup and make it the case file at `path`; the backup itself is only read.

    A file that is there is replaced only by `force`, and kept beside under a name with the time. Returned is what the
    file holds, whether its tables are older, and where the one that it replaced is kept, if any.

    Raises:
        NotFound: no such backup.
        Refused: there is a case file already.
        StorageProblem: the backup is damaged, no case file or newer than the program; nothing was replaced then.
    """
    if not backup.is_file():
        raise NotFound("There is no backup at {file}: look for it with `ls` and name it.", file=backup)
    place = path.resolve()  # a link goes on leading there
    if place.exists() and backup.resolve() == place:
        raise Refused("{file} is the case file itself: name a backup of it.", file=backup)
    if place.is_dir() or (place.exists() and not force):
        raise Refused(
            "{file} exists already and was left as it was: restore beside it with --to PATH, or replace it with"
            " --force (it is kept beside, under another name).",
            file=path,
        )
    with new_file.unfinished(place) as beside:
        contents, is_older = _copied(backup, beside)
        with exclusive(place, db.wait_seconds()):
            kept = new_file.free_name(place, f"{place.stem}-replaced-{now.text[:19].replace(':', '')}")
            replaced = copying.put_in_place(beside, place, kept)
    return contents, is_older, kept if replaced else None


def _copied(backup: Path, copy: Path) -> tuple[Contents, bool]:
    """Copy a backup and prove the copy: what it holds, and whether its tables are older. Raises StorageProblem."""
    try:
        with db.untouched(backup) as connection:
            copying.copy(connection, copy)
        with db.untouched(copy) as connection:
            contents, is_older = contents_of(connection), db.is_older(connection)
            problems = list(findings(connection, copy))
    except Damaged as damaged:
        cause = damaged.__cause__
        if isinstance(cause, sqlite3.DatabaseError) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT:
            raise StorageProblem(
                "The backup {file} is damaged and was not restored: {problem}. Try an earlier one.",
                file=backup,
                problem=cause,
            ) from cause
        raise
    if problems:
        raise StorageProblem(
            "The backup {file} is not sound and was not restored: {problem} Try an earlier one; all that is wrong:"
            " complaintctl --db {file} verify",
            file=backup,
            problem=problems[0],
        )
    return contents, is_older


def findings(connection: sqlite3.Connection, copy: Path) -> Iterator[str]:
    """Find what is wrong with a file; with one of older tables, in another copy, in which they are moved."""
    if not db.is_older(connection):
        yield from integrity.findings(connection)
        return
    with new_file.unfinished(copy) as moved:
        copying.copy(connection, moved)
        with closing(db.connect(moved)) as other:
            yield from map(hand_edits.sentence, upgrading.move(other).found)
            yield from integrity.findings(other)
