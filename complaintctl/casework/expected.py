"""What the rows of the regulation, the units and the staff should be: as laid out, then changed as the ledger says."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from complaintctl import schema
from complaintctl.casework import file_acts
from complaintctl.language import _
from complaintctl.queries import Rows, regulation

# Columns that a bank may fill in a client of its own: the codes of JR/T 0169-2018, which are not published, and what it
# calls its forms, for which the regulation itself has several names.
_THE_BANKS_OWN = {"jrt_code", "title_zh", "title_en"}

Keyed = Mapping[tuple[Any, ...], Mapping[str, Any]]


def fresh() -> sqlite3.Connection:
    """A file just laid out, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.deserialize(_laid_out())
    return connection


@cache
def _laid_out() -> bytes:
    """A file just laid out, whole: to copy it takes a seventh of the time that laying it out does."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(connection)
    return connection.serialize()


def edited_rows(file: sqlite3.Connection, plain: sqlite3.Connection) -> Iterator[str]:
    """Rows of the file that are not what a fresh file, with every change on record made to it, would hold.

    The rules of a file begun by version 1 could be edited by hand: there only what the ledger says is held against it.
    """
    events = regulation.file_events(file)
    tables = [
        row["name"] for row in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    ]
    if not begun_whole(events):
        _take_over(file, plain, tables)
    for event in events:
        file_acts.repeat(plain, event["kind"], json.loads(event["detail"]))
    for table in tables:
        expected = _rows(plain, table)
        if expected or table == "code_change":  # the other tables hold facts, which are proved by the ledger
            yield from _differences(table, expected, _rows(file, table))


def begun_whole(events: Rows) -> bool:
    """Whether the ledger tells of everything from the first row on: not of a file begun by version 1."""
    return any("officer_name" in json.loads(row["detail"]) for row in events if row["kind"] == "file_created")


def _take_over(file: sqlite3.Connection, plain: sqlite3.Connection, tables: list[str]) -> None:
    """Give a fresh file the rows of another one, in the tables that come with rows, and its units and staff."""
    from sqlite_utils import Database

    for table in tables:
        if table in ("unit", "staff") or _rows(plain, table):
            plain.execute(f'DELETE FROM "{table}"')
            Database(plain)[table].insert_all(dict(row) for row in file.execute(f'SELECT * FROM "{table}"'))  # type: ignore[union-attr]


def _rows(connection: sqlite3.Connection, table: str) -> Keyed:
    """The rows of a table by its primary key, or by all its columns if it has none."""
    columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
    key = [row["name"] for row in columns if row["pk"]] or [row["name"] for row in columns]
    compared = [row["name"] for row in columns if row["name"] not in _THE_BANKS_OWN]
    return {
        tuple(row[name] for name in key): {name: row[name] for name in compared}
        for row in connection.execute(f'SELECT * FROM "{table}"')
    }


def _differences(table: str, expected: Keyed, actual: Keyed) -> Iterator[str]:
    for key in sorted(expected.keys() | actual.keys(), key=str):
        name = f"{table} {' '.join(str(part) for part in key if part is not None)}"
        if key not in actual:
            yield _("The row {row} is missing: it was taken out outside the program.", row=name)
        elif key not in expected:
            yield _("The row {row} is not on record: it was put in outside the program.", row=name)
        elif expected[key] != actual[key]:
            columns = [column for column, value in expected[key].items() if actual[key][column] != value]
            yield _(
                "The row {row} is not as it was entered: {columns} changed outside the program.",
                row=name,
                columns=_(", ").join(columns),
            )
