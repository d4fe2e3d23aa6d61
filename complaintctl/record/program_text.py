"""The text of schema.sql: this program's, and the one that a file keeps because it laid the file out."""

import gzip
import hashlib
import re
import sqlite3
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from complaintctl import __version__
from complaintctl.base.errors import StorageProblem
from complaintctl.base.language import marked

_PACKAGE = Path(__file__).parent.parent
# Files did not keep their text before version 6 of their tables; up to the steps to 5 they are as this one laid them.
_BEFORE_KEPT = _PACKAGE / "migrations" / "005_schema.sql.gz"

TEXT_CHANGED = marked(
    "The text of the rules that the file keeps is not the one on record: it was changed outside the program."
)

_KEEP = """
INSERT INTO program (only, version, text, digest) VALUES (1, ?, ?, ?)
ON CONFLICT (only) DO UPDATE SET version = excluded.version, digest = excluded.digest, text = excluded.text
"""

_ON_RECORD = """
SELECT detail ->> 'version', detail ->> 'digest' FROM main.event
WHERE case_no IS NULL AND kind IN ('file_created', 'program_changed') AND detail ->> 'digest' IS NOT NULL
ORDER BY seq DESC LIMIT 1
"""


class ProgramText(NamedTuple):
    """A program's version, its schema.sql, and the SHA-256 of that in hex."""

    version: str
    sql: bytes
    digest: str


def shipped(name: str) -> Path:
    """A file or folder given out beside the modules in an installed wheel, one folder up in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent / name


@cache
def own() -> ProgramText:
    """The text of this program."""
    return _of(__version__, shipped("schema.sql").read_bytes())


def keep(connection: sqlite3.Connection) -> None:
    """Enter this program's text in the file that it laid out."""
    text = own()
    connection.execute(_KEEP, (text.version, zlib.compress(text.sql, 9), text.digest))


def kept(connection: sqlite3.Connection) -> ProgramText:
    """The text that laid out a file. Raises StorageProblem: it is not the one on record in the ledger."""
    if connection.execute("SELECT 1 FROM main.sqlite_schema WHERE name = 'program'").fetchone() is None:
        return _of("0.4.0", gzip.decompress(_BEFORE_KEPT.read_bytes()))
    row = connection.execute("SELECT version, digest, text FROM main.program").fetchone()
    on_record = connection.execute(_ON_RECORD).fetchone()
    try:
        text = _of(row[0], zlib.decompress(row[2]))
    except (TypeError, zlib.error):
        raise StorageProblem(TEXT_CHANGED) from None
    if row[1] != text.digest or (on_record and tuple(on_record) != (text.version, text.digest)):
        raise StorageProblem(TEXT_CHANGED)
    return text


def waiting(connection: sqlite3.Connection, *, to_write: bool = False) -> ProgramText | None:
    """This program's text, if the file was laid out by that of another program which is not newer.

    Raises StorageProblem: it is newer, and is to be written: to lay this one's rules would take its own back.
    """
    program = own()
    kept = connection.execute("SELECT version, digest FROM main.program").fetchone() or ("", "")
    # The ledger has its way: what the file keeps may have been changed by hand, and is laid out anew then.
    version, digest = connection.execute(_ON_RECORD).fetchone() or kept
    if kept[1] == digest == program.digest:
        return None
    if not is_newer(version):
        return program
    if to_write:
        raise StorageProblem(
            "The rules of this file are those of complaintctl {version}, a newer program; this one is {own} and may"
            " only read it: install complaintctl {version} here.",
            version=version,
            own=__version__,
        )
    return None


def is_newer(version: str) -> bool:
    """Tell whether a version is that of a newer program than this one."""
    return _parts(version) > _parts(__version__)


def _parts(version: str) -> tuple[list[int], bool]:
    """The numbers of a release, and whether it is one: a candidate such as 0.6.0rc1 comes before it."""
    release = re.match(r"[0-9.]*", version)
    assert release is not None
    return [int(part) for part in release[0].split(".") if part], release[0] == version


def _of(version: str, sql: bytes) -> ProgramText:
    return ProgramText(version, sql, hashlib.sha256(sql).hexdigest())
