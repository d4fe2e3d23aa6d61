"""The text of schema.sql, cut into statements, and the steps that bring an older file up to it."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from complaintctl import personal

APPLICATION_ID = 1128485964
VERSION = 6
# Frozen steps: the version a step leads to, and the file in complaintctl/migrations that holds it. A step changes
# tables only and keeps the rows of the regulation, which a bank may have edited.
STEPS: Mapping[int, str] = {
    2: "002_whole_regulation.sql",
    3: "003_forms.sql",
    4: "004_night_and_month.sql",
    5: "005_no_harm.sql",
    6: "006_changeable.sql",
}

# The tables that are nothing but the projection of the ledger, and the view that each is filled from. A step that
# changes such a table drops it and creates it empty.
_PROJECTIONS: Mapping[str, str] = {"complaint": "case_projection", "case_round": "round_projection"}

_PACKAGE = Path(__file__).parent


def schema_text() -> str:
    """schema.sql: beside the modules in an installed wheel, one folder up in a checkout."""
    installed = _PACKAGE / "schema.sql"
    return (installed if installed.exists() else _PACKAGE.parent / "schema.sql").read_text("utf-8")


def statements(text: str) -> Iterator[str]:
    """The SQL statements of a script, one at a time, so that they can run inside one transaction."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def is_view(statement: str) -> bool:
    """Whether a statement of schema.sql creates a view."""
    lines = (line for line in statement.splitlines() if line and not line.startswith("--"))
    return next(lines, "").startswith("CREATE VIEW")


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty file. The caller holds the transaction."""
    for statement in statements(schema_text()):
        connection.execute(statement)


def migrate(
    connection: sqlite3.Connection, steps: Mapping[int, str] = STEPS, folder: Path = _PACKAGE / "migrations"
) -> None:
    """Bring an older file to this version: each missing step in order, the views anew, the cases from their events.

    All in one transaction, the caller's, with foreign keys off.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    views = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    for (name,) in views:
        connection.execute(f'DROP VIEW "{name}"')
    for step in sorted(number for number in steps if number > version):
        for statement in statements((folder / steps[step]).read_text("utf-8")):
            connection.execute(statement)
    for statement in statements(schema_text()):
        if is_view(statement):
            connection.execute(statement)
    for table, view in _PROJECTIONS.items():
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM {view} WHERE case_no NOT IN (SELECT case_no FROM {table})"
        )
    personal.add_missing_keys(connection)
    connection.execute(f"PRAGMA user_version = {max([VERSION, *steps])}")
