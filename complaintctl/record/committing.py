"""The outcome of an entry, in the file or not: found by looking where a commit fails, never taken for granted."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from complaintctl.base.language import _
from complaintctl.record import ledger

# Failures of a write: SQLite writes the mark that makes a transaction one only after all else was written.
_SURELY_NOT = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


# How many transactions that enter something were begun, are recorded in the file, are lost, or nobody is sure of.
Entries = Counter[str]
_entries: Entries = Counter()


def so_far() -> Entries:
    """Return what became of the entries of this process up to now."""
    return _entries.copy()


def is_nothing_since(before: Entries) -> bool:
    """Tell whether nothing was recorded since then, for certain."""
    since = _entries - before
    return not (since["recorded"] or since["unsure"])


def with_outcome(problem: str, before: Entries) -> str:
    """A problem, with what it means for what was entered since `before`; a command that only reads has no such."""
    since = _entries - before
    if since["unsure"]:
        return _(
            "{problem} Whether it was recorded could not be found out: look with `complaintctl list`"
            " before you enter it again.",
            problem=problem,
        )
    if since["recorded"]:
        return _(
            "{problem} What was recorded stands: look with `complaintctl list` before you enter it again.",
            problem=problem,
        )
    return _("Nothing was recorded: {problem}", problem=problem) if since["begun"] else problem


@contextmanager
def entering(connection: sqlite3.Connection, reopened: Callable[[], sqlite3.Connection]) -> Iterator[None]:
    """A transaction that is committed when the block ends; what becomes of it counts in `so_far`.

    `reopened` opens the file again, to look whether it holds a transaction whose commit failed. The caller holds the
    lock of writers and has called `begin`.
    """
    with transaction(connection):
        before = ledger.head(connection)
        yield
        wanted = ledger.head(connection)
        if wanted == before:
            return
        try:
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if not connection.in_transaction:  # else it goes on, and is rolled back
                connection.close()
                _count(_is_there(reopened, wanted, error))
            raise
        except BaseException:  # Ctrl-C, which is heard only when the statement has ended
            _count(not connection.in_transaction)
            raise
        _count(True)


@contextmanager
def transaction(connection: sqlite3.Connection, keep: bool = True) -> Iterator[None]:
    """A transaction, committed when the block ends unless it is not to `keep`; rolled back if it fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        if connection.in_transaction:
            connection.execute("COMMIT" if keep else "ROLLBACK")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has rolled back by itself, or does so when the file is closed
            connection.execute("ROLLBACK")
        raise


def begin() -> None:
    """Count a transaction that is to enter something."""
    _entries["begun"] += 1


def _count(is_there: bool | None) -> None:
    _entries["unsure" if is_there is None else "recorded" if is_there else "lost"] += 1


def _is_there(reopened: Callable[[], sqlite3.Connection], wanted: tuple[int, str], error: sqlite3.Error) -> bool | None:
    """Tell whether the file holds the ledger with a last event, though its commit failed; None if that cannot be known.

    A fault of the disk may strike when the transaction is written but not yet proven to be on the disk. Another
    transaction, which changes nothing, settles it: once it is committed, the one before stands or is gone for good.
    """
    try:
        with closing(reopened()) as connection, transaction(connection):
            there = ledger.head(connection) == wanted
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {int(version)}")
        return there
    except sqlite3.Error:
        return False if getattr(error, "sqlite_errorcode", 0) in _SURELY_NOT else None
