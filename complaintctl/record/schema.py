"""The statements of schema.sql, and the steps that bring the tables of an older file up to it."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from complaintctl.record import program_text
from complaintctl.record.program_text import ProgramText

APPLICATION_ID = 1128485964
VERSION = 9
# Frozen steps: the version a step leads to, and the file in complaintctl/migrations that holds it. A step changes
# tables; what is derived from schema.sql, its views, triggers and rows, is renewed afterwards (file/renewal.py).
STEPS: Mapping[int, str] = {
    2: "002_whole_regulation.sql",
    3: "003_forms.sql",
    4: "004_night_and_month.sql",
    5: "005_no_harm.sql",
    6: "006_changeable.sql",
    7: "007_afterwards.sql",
    8: "008_who_acts.sql",
    9: "009_officers_day.sql",
}

# The tables that are nothing but the projection of the ledger, and the view that each is filled from. A step that
# changes such a table drops it and creates it empty.
PROJECTIONS: Mapping[str, str] = {"complaint": "case_projection", "case_round": "round_projection"}

_FOLDER = Path(__file__).parent.parent / "migrations"


def statements(text: str) -> Iterator[str]:
    """The SQL statements of a script, one at a time, so that they can run inside one transaction."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty file by this program's text, which it keeps. The caller holds the transaction."""
    lay_out(connection, program_text.own())
    program_text.keep(connection)


def lay_out(connection: sqlite3.Connection, text: ProgramText) -> None:
    """Lay out an empty file by a text."""
    for statement in statements(text.sql.decode()):
        connection.execute(statement)


def step(
    connection: sqlite3.Connection, to: int = VERSION, steps: Mapping[int, str] = STEPS, folder: Path = _FOLDER
) -> None:
    """Bring the tables of an older file to a version: each missing step in order; the views, which read them, go.

    The caller holds the transaction, with foreign keys off, and renews what is derived.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    drop(connection, "view")
    for number in sorted(number for number in steps if version < number <= to):
        for statement in statements((folder / steps[number]).read_text("utf-8")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")


def drop(connection: sqlite3.Connection, kind: str) -> None:
    """Drop every view, trigger or index of a file."""
    names = connection.execute(
        "SELECT name FROM main.sqlite_schema WHERE type = :kind AND sql IS NOT NULL", {"kind": kind}
    ).fetchall()
    for (name,) in names:
        connection.execute(f'DROP {kind} main."{name}"')
