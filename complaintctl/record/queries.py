"""Statements with named parameters: the rows that a SELECT gives, and a row put into a table."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

Row = sqlite3.Row
Rows = Sequence[sqlite3.Row]


def rows_of(connection: sqlite3.Connection, sql: str, **values: Any) -> Rows:
    """The rows of a SELECT with named parameters."""
    return connection.execute(sql, values).fetchall()


def row_of(connection: sqlite3.Connection, sql: str, **values: Any) -> Row | None:
    """The first row of a SELECT with named parameters, or None."""
    row: Row | None = connection.execute(sql, values).fetchone()
    return row


def one_row(connection: sqlite3.Connection, sql: str, **values: Any) -> Row:
    """The one row that a SELECT with named parameters has whatever the file holds."""
    row = row_of(connection, sql, **values)
    assert row is not None, values
    return row


def text_of(connection: sqlite3.Connection, sql: str, **values: Any) -> str | None:
    """The first column of the first row of a SELECT with named parameters, or None."""
    row = row_of(connection, sql, **values)
    return row[0] if row else None


def column_of(connection: sqlite3.Connection, sql: str, **values: Any) -> list[str]:
    """The first column of the rows of a SELECT with named parameters."""
    return [row[0] for row in rows_of(connection, sql, **values)]


def rows_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> Rows:
    """The rows of a view of events that have these values in these columns, oldest first."""
    return rows_of(connection, f"SELECT * FROM {view} WHERE {equal(values)} ORDER BY seq", **values)


def row_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> Row | None:
    """The row of a table or view that has these values in these columns, or None."""
    return row_of(connection, f"SELECT * FROM {view} WHERE {equal(values)}", **values)


def is_in(connection: sqlite3.Connection, view: str, /, **values: Any) -> bool:
    """Tell whether a table or view has a row with these values in these columns."""
    return row_of(connection, f"SELECT 1 FROM {view} WHERE {equal(values)}", **values) is not None


def equal(values: Mapping[str, Any]) -> str:
    return " AND ".join(f"{name} = :{name}" for name in values) or "TRUE"


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Put a row into a table of the file."""
    columns, blanks = ", ".join(row), ", ".join(f":{column}" for column in row)
    connection.execute(f'INSERT INTO main."{table}" ({columns}) VALUES ({blanks})', row)
