"""Tell whether a file is damaged: said only where a check of it has found damage, not where the disk failed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from complaintctl.base.errors import Damaged, StorageProblem
from complaintctl.base.language import marked

NO_CASE_FILE = marked("{file} is not a case file of this program: name another file with --db.")
DISK_FAILED = marked("{file} cannot be read or written: the disk failed. Have the disk looked at.")
# What SQLite says where a file is damaged, or where it was read wrongly.
PERHAPS_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_MAGIC = b"SQLite format 3\0"
_NOT_READ = re.compile(r"error code=(\d+)")  # so the check names a page that the disk did not give


def found_in(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what SQLite's check finds wrong, in its words. Raises OperationalError if the file cannot be read."""
    for (problem,) in connection.execute("PRAGMA integrity_check"):
        for code in _NOT_READ.findall(problem):
            if int(code) & 0xFF == sqlite3.SQLITE_IOERR:
                error = sqlite3.OperationalError(problem)
                error.sqlite_errorcode = int(code)
                raise error
        if problem != "ok":
            yield problem


def has_log(path: Path) -> bool:
    """Tell whether SQLite's log lies beside a file: of a link, beside what it leads to."""
    real = path.resolve()
    return real.with_name(f"{real.name}-wal").exists()


def reading_only(path: Path) -> str:
    """The mode that leaves nothing beside a file: where nobody has it open, it is one that does not change."""
    return "mode=ro" if has_log(path) else "mode=ro&immutable=1"


def begins_as_sqlite(path: Path) -> bool:
    """Tell whether a file begins as every database of SQLite's does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def examined(path: Path) -> StorageProblem:
    """Return the sentence on a file in which SQLite came upon what looks like damage, after a check of it."""
    real = path.resolve()
    try:
        if not begins_as_sqlite(real):
            return Damaged(NO_CASE_FILE, file=path)
        with closing(sqlite3.connect(f"{real.as_uri()}?{reading_only(path)}", uri=True)) as connection:
            problem = next(found_in(connection), None)
    except (sqlite3.DatabaseError, OSError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in PERHAPS_DAMAGED:
            return StorageProblem(DISK_FAILED, file=path)
        problem = str(error)
    if problem:
        return Damaged(
            "{file} is damaged, as a check of it found: {problem}. Restore it from a backup.",
            file=path,
            problem=problem,
        )
    return StorageProblem(
        "{file} could not be read, but a check of it found no damage: try again, and have the disk looked at.",
        file=path,
    )
