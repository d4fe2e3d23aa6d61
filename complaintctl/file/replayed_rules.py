"""The content a file should have: that of a fresh one by a program's text, changed as the acts on it say."""

import json
import sqlite3
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from complaintctl.record import calendar_days, file_events, program_text, schema
from complaintctl.record.program_text import ProgramText
from complaintctl.record.queries import Rows, insert, rows_of

# A column that a bank may fill in a client of its own: the codes of JR/T 0169-2018, which are not published.
_THE_BANKS_OWN = {"jrt_code"}
# What it could call its forms there before version 8 of the tables; the event that brought the file up says these.
_TITLES = {"title_zh", "title_en"}

_OWN_TITLES = """
SELECT key AS code, value ->> 0 AS title_zh, value ->> 1 AS title_en
FROM main.event, json_each(detail -> 'titles')
WHERE case_no IS NULL AND kind = 'program_changed'
ORDER BY seq
"""

_ACTS = """
SELECT seq, kind, recorded_at, detail FROM event
WHERE case_no IS NULL AND kind IN
    ('file_created', 'ledger_changed', 'unit_added', 'unit_changed', 'unit_merged', 'staff_added', 'staff_changed',
     'policy_changed', 'code_added', 'code_changed', 'code_retired')
ORDER BY seq
"""

Keyed = Mapping[tuple[Any, ...], Mapping[str, Any]]


def fresh(text: ProgramText) -> sqlite3.Connection:
    """A file just laid out by a text, in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.deserialize(_laid_out(text))
    return connection


@cache
def _laid_out(text: ProgramText) -> bytes:
    """A file just laid out, whole: to copy it takes a seventh of the time that laying it out does."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.lay_out(connection, text)
    return connection.serialize()


def of_file(file: sqlite3.Connection, text: ProgramText, former: ProgramText | None = None) -> sqlite3.Connection:
    """A file in memory that holds what a file should hold by a text: its rules, units and staff.

    `former` is the text that laid the file out, if it is another one.
    """
    acts, plain, shipped = acts_on(file), fresh(text), fresh(former or text)
    (version,) = file.execute("PRAGMA main.user_version").fetchone()
    schema.step(shipped, version)  # so far have the rows of the file come as well
    if not begun_whole(acts):
        _take_over(file, plain, shipped)
    for act in acts:
        file_events.repeat(plain, act["kind"], json.loads(act["detail"]))
    is_entered = calendar_days.is_whole(calendar_days.records(file))  # by the same event
    _keep_the_banks_own(file, plain, shipped, _THE_BANKS_OWN if is_entered else _THE_BANKS_OWN | _TITLES)
    for row in rows_of(file, _OWN_TITLES):
        named = dict(zip(row.keys(), row, strict=True))
        plain.execute("UPDATE form SET title_zh = :title_zh, title_en = :title_en WHERE code = :code", named)
    return plain


def own_titles(file: sqlite3.Connection) -> Mapping[str, Any]:
    """The bank's own titles of forms, by their codes: in Chinese and in English."""
    shipped = keyed_rows(fresh(program_text.own()), "form")
    return {
        row["code"]: [row["title_zh"], row["title_en"]]
        for key, row in keyed_rows(file, "form").items()
        if key in shipped and any(row[title] != shipped[key][title] for title in _TITLES)
    }


def acts_on(file: sqlite3.Connection) -> Rows:
    """Every event that changed rows of the regulation, units or staff, oldest first."""
    return file.execute(_ACTS).fetchall()


def begun_whole(acts: Rows) -> bool:
    """Tell whether the ledger speaks of everything from the first row on: not of a file begun by version 1."""
    return any("officer_name" in json.loads(row["detail"]) for row in acts if row["kind"] == "file_created")


def tables_with_rows(plain: sqlite3.Connection) -> list[str]:
    """The tables whose rows a text and the acts on the file account for; the ledger proves the others' facts."""
    tables = plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall()
    return [
        name
        for (name,) in tables
        if name == "code_change" or plain.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()
    ]


def key_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of the primary key of a table, or all if it has none; none if there is no such table."""
    columns = connection.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    return [row["name"] for row in columns if row["pk"]] or [row["name"] for row in columns]


def keyed_rows(connection: sqlite3.Connection, table: str) -> Keyed:
    """The rows of a table by its key; none if there is no such table."""
    key = key_of(connection, table)
    rows = connection.execute(f'SELECT * FROM main."{table}"') if key else ()
    return {tuple(row[name] for name in key): dict(row) for row in rows}


def delete(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Take a row out of a table of the file."""
    same = " AND ".join(f"{column} IS :{column}" for column in row)
    connection.execute(f'DELETE FROM main."{table}" WHERE {same}', row)


def _take_over(file: sqlite3.Connection, plain: sqlite3.Connection, former: sqlite3.Connection) -> None:
    """Give a fresh file the rows of one begun by version 1, which could be edited by hand, its units and its staff.

    Of what the bank had not edited a newer text has its way.
    """
    for table in [*tables_with_rows(plain), "unit", "staff"]:
        new, old, rows = (dict(keyed_rows(connection, table)) for connection in (plain, former, file))
        # As shipped still, but for the columns that later steps have added.
        rows |= {
            key: row
            for key, row in new.items()
            if (key in old) == (key in rows) and old.get(key, {}).items() <= rows.get(key, {}).items()
        }
        plain.execute(f'DELETE FROM "{table}"')
        for row in rows.values():
            insert(plain, table, row)


def _keep_the_banks_own(
    file: sqlite3.Connection, plain: sqlite3.Connection, shipped: sqlite3.Connection, columns: AbstractSet[str]
) -> None:
    """Let stand in a fresh file what the bank itself has filled in, which is not as it was `shipped`."""
    for table in tables_with_rows(plain):
        before = keyed_rows(shipped, table)
        wanted, same = keyed_rows(plain, table), " AND ".join(f"{name} = :{name}" for name in key_of(plain, table))
        for key, row in keyed_rows(file, table).items():
            was, known = before.get(key, {}), columns & row.keys() & wanted.get(key, {}).keys()
            own = {column for column in known if row[column] not in (wanted[key][column], was.get(column))}
            if own:
                settings = ", ".join(f"{column} = :{column}" for column in own)
                plain.execute(f'UPDATE OR IGNORE "{table}" SET {settings} WHERE {same}', row)
