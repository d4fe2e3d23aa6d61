"""A case file as any other program has it: looked into, changed behind the program's back, damaged."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from conftest import ROOT, Desk


def rows(desk: Desk, sql: str) -> list[Any]:
    """What a query gives in a plain SQLite client."""
    with closing(sqlite3.connect(desk.path)) as connection:
        return connection.execute(sql).fetchall()


def change(desk: Desk, sql: str, values: tuple[Any, ...] = ()) -> None:
    """Change the file by hand, as no command does."""
    with closing(sqlite3.connect(desk.path)) as connection, connection:
        connection.execute(sql, values)


def content(desk: Desk) -> dict[Any, list[Any]]:
    """Everything that is in the file: what it is made of, and the rows of each table."""
    with closing(sqlite3.connect(desk.path)) as connection:
        made = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
        tables = [name for kind, name, _ in made if kind == "table"]
        return {"schema": made, **{name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}}


@contextmanager
def unchanged(*desks: Desk) -> Iterator[None]:
    """Nothing is recorded, and nothing else changes in these files either."""
    before = [content(desk) for desk in desks]
    yield
    assert [content(desk) for desk in desks] == before


@contextmanager
def tampering(path: Path) -> Iterator[sqlite3.Connection]:
    """The file with its guards taken away; they are back in their place at the end, as an intruder would leave it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)


@contextmanager
def locked_elsewhere(path: Path) -> Iterator[None]:
    """Another program writes to the file, and waits for something."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def make_newer(path: Path) -> None:
    """Number the tables as those of a program to come."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def damage(path: Path) -> None:
    """Write over the beginning of every page but the first two."""
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(bytes(data))


# A file as each earlier version wrote it, four cases in it.
VERSIONS = sorted((ROOT / "tests" / "versions").glob("*.db.gz"))
FIRST_FORMAT = VERSIONS[:7]  # their ledger is of the first format, and proves neither days nor titles of forms
DAY = "2026-03-02"  # on which the cases in those files were received


def unpacked(version: Path, folder: Path) -> Desk:
    path = folder / "bank.db"
    path.write_bytes(gzip.decompress(version.read_bytes()))
    return Desk(path, as_of=f"{DAY}T10:00")
