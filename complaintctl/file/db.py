"""The case file: making it, opening it, one transaction at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from complaintctl.base.clock import Moment
from complaintctl.base.errors import (
    ComplaintError,
    NewerTables,
    NoCaseFile,
    OlderTables,
    Refused,
    StorageProblem,
    UsageProblem,
    system_reason,
)
from complaintctl.base.language import marked
from complaintctl.disk import modes, mounts, new_file
from complaintctl.disk.damage import DISK_FAILED, NO_CASE_FILE, PERHAPS_DAMAGED, examined, has_log, reading_only
from complaintctl.disk.lock import exclusive
from complaintctl.file import kept
from complaintctl.record import committing, program_text, schema, views
from complaintctl.record.committing import entering, transaction

# What SQLite's primary result codes mean to an officer.
_REASONS = {
    sqlite3.SQLITE_BUSY: marked("{file} was locked by another program for {seconds} seconds. Try again in a moment."),
    sqlite3.SQLITE_LOCKED: marked("{file} is locked by another command. Try again in a moment."),
    sqlite3.SQLITE_READONLY: marked("{file} is read-only. Ask for write access to the file and its folder."),
    sqlite3.SQLITE_FULL: marked("{file} has no room: the disk is full. Free some space and try again."),
    sqlite3.SQLITE_CANTOPEN: marked("{file} cannot be opened. Ask for access to the file and its folder."),
    sqlite3.SQLITE_IOERR: DISK_FAILED,
}
# What SQLite says of a full disk where it finds no room for its own files beside a case file, also to read that.
_PERHAPS_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
LEAST_ROOM = 65536  # bytes that these files take at the least


def wait_seconds() -> float:
    """The seconds that a command waits for another one's transaction: COMPLAINTCTL_WAIT, else 10 seconds."""
    given = os.environ.get("COMPLAINTCTL_WAIT", "10")
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1
    if 0 <= seconds <= 86400:
        return seconds
    raise UsageProblem(
        "COMPLAINTCTL_WAIT={given} is not a number of seconds up to a day: set it to one, such as 10.", given=given
    )


@contextmanager
def create(path: Path) -> Iterator[sqlite3.Connection]:
    """Make a new case file and yield it with its first transaction open; if that fails, no file is left.

    Raises:
        Refused: there is a file at `path` already, or it would be on a share.
        StorageProblem: the file cannot be made there.
    """
    with explained(path):
        mounts.refuse_share(path)
        modes.make_folder(path.parent)
        with exclusive(path, wait_seconds()):
            if os.path.lexists(path):
                raise Refused("{file} exists already and was left as it is: name another file with --db.", file=path)
            with new_file.unfinished(path) as new:
                new_file.make(new)
                with closing(connect(new)) as connection:
                    connection.execute("BEGIN IMMEDIATE")
                    schema.create(connection)
                    yield connection
                    connection.execute("COMMIT")
                    # Readers never wait for a writer, and a commit is on the disk when it returns.
                    connection.execute("PRAGMA journal_mode = WAL")
                new_file.put(new, path)


@contextmanager
def reading(
    path: Path, as_of: Moment | None = None, case_no: str | None = None, *, overlaid: bool = True
) -> Iterator[sqlite3.Connection]:
    """The file for reading, as it stands now or as the facts stood at `as_of` (of one case alone, if one is given).

    Over a file that an older program laid out lie the views and rows of this one, unless it is not to be `overlaid`.

    Raises:
        OlderTables: the file has the tables of an older program.
        StorageProblem: no case file, or not readable.
    """
    with explained(path), ExitStack() as opened:
        _require(path)
        connection = opened.enter_context(kept.opened(path, _ready))
        try:
            _check_version(connection, path)
        except sqlite3.OperationalError:
            # Where nothing may be written, not even SQLite's own files beside it, a file nobody is writing can be read.
            if has_log(path):
                raise
            connection.close()
            connection = opened.enter_context(closing(connect(path, reading_only(path))))
            _check_version(connection, path)
        if overlaid and program_text.waiting(connection):
            from complaintctl.file import overlay

            overlay.lay(connection, case_no)
        if as_of:
            rules = views.Rules.AS_NOW
            if views.rules_came_later(connection, as_of):
                from complaintctl.file import earlier_state

                rules = earlier_state.let_rules_stand_in(connection, as_of)
            views.look_back(connection, as_of, case_no, rules)
        yield connection


@contextmanager
def writing(path: Path, as_of: Moment | None = None, keep: bool = True) -> Iterator[sqlite3.Connection]:
    """The file with one transaction open, committed when the block ends, rolled back if it fails or not to `keep`.

    With `as_of`, the set clock of a practice file, the views take that day for today.

    Raises:
        OlderTables: the file has the tables of an older program.
        StorageProblem: no case file, not writable, or locked past the wait.
    """
    with explained(path):
        _require(path)
        if keep:
            committing.begin()
        with (
            to_write(path) as connection,
            entering(connection, partial(connect, path)) if keep else transaction(connection, False),
        ):
            if as_of:
                views.set_clock(connection, as_of)
            yield connection


@contextmanager
def noting(path: Path) -> Iterator[sqlite3.Connection]:
    """As writing, for the logs outside the ledger: what becomes of a note is said by whoever notes it."""
    with explained(path), to_write(path) as connection, transaction(connection):
        yield connection


@contextmanager
def untouched(path: Path, *, waits: bool = True) -> Iterator[sqlite3.Connection]:
    """A file for reading exactly as it is, of whatever version: nothing of SQLite's is left beside it.

    Raises StorageProblem: no case file, newer than the program, or not readable.
    """
    with explained(path):
        _require(path)
        with closing(connect(path, reading_only(path))) as connection:
            if not waits:
                connection.execute("PRAGMA busy_timeout = 0")
            _check_version(connection, path, may_be_older=True)
            yield connection


@contextmanager
def to_write(path: Path, *, moves_tables: bool = False) -> Iterator[sqlite3.Connection]:
    """The file, its tables of this version unless they are to be moved, with the lock of writers held.

    Foreign keys are off while tables are moved, for some are made anew.
    """
    _require(path)
    path = path.resolve()  # a link and what it leads to share one queue
    with exclusive(path, wait_seconds()):
        if (names := path.stat().st_nlink) > 1:
            # Each has a lock and a log of its own, and entries would be lost.
            raise StorageProblem(
                "{file} has {number} names (hard links), and who writes under one does not see what is written under"
                " another. End every program that uses it and take the other names away with"
                " `rm`; `find FOLDER -samefile {file}` lists them. Beside which a file ending in -wal lies, keep that.",
                file=path,
                number=names,
            )
        with closing(connect(path)) if moves_tables else kept.opened(path, _ready) as connection:
            if not moves_tables:
                _check_version(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            yield connection


def is_older(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables of a file are those of an older program."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) < schema.VERSION


def connect(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    """A plain connection to a file that is there, whatever it is; `mode` is that of SQLite's addresses."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        timeout=wait_seconds(),
        factory=views.Connection,
        cached_statements=512,  # of a whole day at the desk
    )
    connection.row_factory = sqlite3.Row
    return connection


def _ready(path: Path) -> sqlite3.Connection:
    """A connection that may also write; set later, the guard of its keys would have every statement prepared again."""
    connection = connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _require(path: Path) -> None:
    if not path.is_file():
        raise StorageProblem(
            "There is no case file at {file}: make one with `complaintctl init`, or name it with --db.", file=path
        )


def _check_version(connection: sqlite3.Connection, path: Path, *, may_be_older: bool = False) -> None:
    """Refuse what is no case file, one of a newer program, and one with older tables unless it `may_be_older`."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    versions = {"version": version, "known": schema.VERSION}
    if application != schema.APPLICATION_ID:
        raise NoCaseFile(NO_CASE_FILE, file=path)
    if version > schema.VERSION:
        raise NewerTables(
            "{file} was written by a newer program (version {version} of the file, this program knows {known}):"
            " install the newer complaintctl.",
            file=path,
            **versions,
        )
    if version < schema.VERSION and not may_be_older:
        raise OlderTables(
            "{file} has the tables of an older program (version {version} of the file, this program's is {known}):"
            " bring it up with `complaintctl upgrade`, which keeps a copy of it as it is.",
            file=path,
            **versions,
        )


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence."""
    try:
        yield
    except ComplaintError:
        raise
    except sqlite3.IntegrityError as error:
        raise Refused("Nothing was recorded: {problem}", problem=error) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary one, the low byte of the extended one
        if code in _PERHAPS_FULL and _is_full(path):
            code = sqlite3.SQLITE_FULL
        if code in PERHAPS_DAMAGED:
            if path.is_dir():  # it is of another file, and whoever has that open explains it
                raise
            raise examined(path) from error
        reason = _REASONS.get(code, marked("{file} cannot be used: {problem}."))
        raise StorageProblem(reason, file=path, problem=error, seconds=f"{wait_seconds():g}") from error
    except OSError as error:
        raise StorageProblem(
            "{file} cannot be used: {problem}. Name another file with --db, or ask for access to it.",
            file=path,
            problem=system_reason(error),
        ) from error


def _is_full(path: Path) -> bool:
    from shutil import disk_usage

    try:
        return disk_usage(path if path.is_dir() else path.parent).free < LEAST_ROOM
    except OSError:
        return False
