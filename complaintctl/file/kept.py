"""The connection that a desk keeps from one command to the next, with its statements prepared.

To open the file and prepare the long views anew takes several times as long as their answer.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from complaintctl.base.errors import StorageProblem
from complaintctl.disk.lock import is_held
from complaintctl.record import views

Place = tuple[Path, int, int, int]  # a file and its log on the disk, whatever stands under their names later


class _Idle(NamedTuple):
    connection: sqlite3.Connection
    place: Place | None


_idle: list[_Idle] = []  # one at most
_keeps = False


@contextmanager
def keeping() -> Iterator[None]:
    """Keep what is opened while the block runs, for the next command, until it is let go."""
    global _keeps
    _keeps = True
    try:
        yield
    finally:
        _keeps = False


def rest() -> None:
    """Let go of the file if a writer is at it: nobody may have one open that is to be replaced."""
    with suppress(StorageProblem):  # who may not write is in nobody's way for longer than a look takes
        if _idle and _idle[0].place and is_held(_idle[0].place[0]):
            let_go()


def let_go() -> None:
    """Close what is kept, so that the file can be moved or replaced."""
    while _idle:
        _idle.pop().connection.close()


@contextmanager
def opened(path: Path, connect: Callable[[Path], sqlite3.Connection]) -> Iterator[sqlite3.Connection]:
    """The connection that is kept, if the file is the one that it was opened on; else one for now."""
    connection = _taken(path) or connect(path)
    try:
        yield connection
        if _may_be_kept(connection):
            views.release_clock(connection)
            _idle.append(_Idle(connection, _place(path)))
            return
    except BaseException:
        connection.close()
        raise
    connection.close()


def _taken(path: Path) -> sqlite3.Connection | None:
    """The idle connection, which serves one command at a time; closed if another file took the place of its own."""
    if not _idle:
        return None
    idle = _idle.pop()
    if idle.place and idle.place == _place(path):
        return idle.connection
    idle.connection.close()
    return None


def _may_be_kept(connection: sqlite3.Connection) -> bool:
    """Tell whether a connection is as good as new: open, and nothing temporary lies over the file."""
    try:
        return _keeps and not _idle and not connection.execute("SELECT 1 FROM temp.sqlite_schema").fetchone()
    except sqlite3.ProgrammingError:  # closed
        return False


def _place(path: Path) -> Place | None:
    """The place of a file on the disk, with its log; None if it is no more."""
    file = path.resolve()
    try:
        found = file.stat()
        log = file.with_name(f"{file.name}-wal")
        return file, found.st_dev, found.st_ino, log.stat().st_ino if log.exists() else 0
    except OSError:
        return None
