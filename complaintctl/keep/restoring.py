"""The way back from a backup: proven first, entered as an act, put in place in one step; what it replaces is kept."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import Damaged, NotFound, Refused, StorageProblem
from complaintctl.base.values import required_text
from complaintctl.disk import copy_names, mounts, new_file
from complaintctl.disk.lock import exclusive
from complaintctl.file import copying, db, renewal, run_log, upgrading
from complaintctl.file.effects import Move
from complaintctl.file.renewal import Renewal
from complaintctl.front.session import Session
from complaintctl.keep import act as keep_act
from complaintctl.keep import integrity
from complaintctl.keep.act import Wanted
from complaintctl.keep.backups import Contents, contents_of
from complaintctl.record import committing, views
from complaintctl.record.ledger import Act


class Restored(NamedTuple):
    """A restoration done: the text that says it, what the rules moved in an older backup, and the former file."""

    text: str
    moves: Sequence[Move]
    kept: Path | None


def restore(session: Session, wanted: Wanted) -> Restored:
    """Prove a copy of a backup, enter in it what is done, and make it the case file; the backup itself is only read.

    A file that is there is replaced only by force, and kept beside under a name with the time. The copy is brought up
    to this program, and the run log notes in it that it was restored: with the event, before it takes the place.

    Raises:
        NotFound: no such backup; or who runs this is on the staff of neither file.
        Refused: there is a case file already, one of another lineage, or who runs this may not keep it; or a share.
        UsageProblem: nobody says up to which numbers all were given out, and no file is there that can tell.
        StorageProblem: the backup is damaged, no case file or newer than the program; nothing was replaced then.
    """
    wanted = wanted._replace(reason=required_text(wanted.reason, "--reason"))
    backup, place = wanted.backup, wanted.path.resolve()  # a link goes on leading there
    if not backup.is_file():
        raise NotFound("There is no backup at {file}: look for it with `ls` and name it.", file=backup)
    if place.exists() and backup.samefile(place):
        raise Refused("{file} is the case file itself: name a backup of it.", file=backup)
    if place.is_dir():
        raise Refused("{file} is a folder: name a file in it.", file=wanted.path)
    if not place.exists():
        mounts.refuse_share(place)
    begun = session.clock.now()
    with new_file.unfinished(place) as beside:
        contents = _copied(backup, beside)
        with exclusive(place, db.wait_seconds()):
            kept = new_file.free_name(place, copy_names.replaced(place, begun.text))
            former = kept if place.exists() else None
            with db.explained(place), _writing(session, beside) as (act, renewed):
                text = keep_act.restore(session, act, wanted, contents, former, is_renewed=bool(renewed))
                run = run_log.begun("restore", begun)
                run_log.note_step(act.connection, run, "restore", begun, session.clock.now(), "done", text)
            copying.put_in_place(beside, place, kept)
    return Restored(text, renewed.moves if renewed else (), former)


@contextmanager
def _writing(session: Session, copy: Path) -> Iterator[tuple[Act, Renewal | None]]:
    """An act in a copy that nobody else sees yet, brought up to this program first; the backup stays as it is."""
    with db.untouched(copy) as connection:
        is_older = db.is_older(connection)
    with db.to_write(copy, moves_tables=is_older) as connection, committing.transaction(connection):
        if session.clock.as_of:
            views.set_clock(connection, session.clock.as_of)
        renewed = upgrading.move(connection) if is_older else renewal.renew(connection)
        try:
            act = session.act(connection)
        except NotFound as problem:
            raise NotFound(
                "In the backup: {problem} Let somebody restore it who is on its staff.", problem=problem
            ) from problem
        if renewed:
            renewal.enter(act, renewed, None)
        yield act, renewed


def _copied(backup: Path, copy: Path) -> Contents:
    """Copy a backup and prove the copy; what it holds. Raises StorageProblem."""
    try:
        with db.untouched(backup) as connection:
            copying.copy(connection, copy)
        with db.untouched(copy) as connection:
            contents = contents_of(connection)
            problems = list(integrity.of_copy(connection, copy))
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
    return contents
