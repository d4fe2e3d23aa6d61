"""Changes made in a file by hand: its definitions and its rows, held against what it should hold."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from complaintctl.casework import expected
from complaintctl.language import _
from complaintctl.queries import rows_of

_DEFINITIONS = """
SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' ORDER BY rowid
"""

_COMMENT_OR_TEXT = re.compile(r"--[^\n]*|'(?:[^']|'')*'")


class Difference(NamedTuple):
    """A change made by hand: to a definition, a row or the text, by its name; and what was found there."""

    kind: str  # definition, row, case, text
    name: str
    how: str = "changed"  # changed, missing, added
    found: str | Mapping[str, Any] | None = None


def definitions(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table, index, trigger and view of the file, as `view today`, in the order in which they were made."""
    return {f"{kind} {name}": sql for kind, name, sql in connection.execute(_DEFINITIONS)}


def without_layout(sql: str) -> str:
    """A definition without comments and line breaks, which change nothing."""
    return " ".join(_COMMENT_OR_TEXT.sub(lambda match: "" if match[0].startswith("--") else match[0], sql).split())


def redefined(file: sqlite3.Connection, plain: sqlite3.Connection) -> list[Difference]:
    """The tables, indexes, triggers and views of a file that are not those of `plain`.

    A table is never laid anew, so it may be set in other lines than the program's.
    """
    wanted, actual = _compared(plain), _compared(file)
    return [
        Difference("definition", name, *_how(wanted.get(name), actual.get(name)))
        for name in sorted(wanted.keys() | actual.keys())
        if wanted.get(name) != actual.get(name)
    ]


def _compared(connection: sqlite3.Connection) -> dict[str, str]:
    named = definitions(connection).items()
    return {name: without_layout(sql) if name.startswith("table ") else sql for name, sql in named}


def edited_rows(file: sqlite3.Connection, plain: sqlite3.Connection) -> list[Difference]:
    """The rows of a file that are not those of `plain`, which holds what it should."""
    found: list[Difference] = []
    for table in expected.tables_with_rows(plain):
        found += _of_rows(table, expected.keyed_rows(plain, table), expected.keyed_rows(file, table))
    return found


def _of_rows(table: str, wanted: expected.Keyed, actual: expected.Keyed) -> Iterator[Difference]:
    for key in sorted(wanted.keys() | actual.keys(), key=str):
        if wanted.get(key) != actual.get(key):
            name = f"{table} {' '.join(str(part) for part in key if part is not None)}"
            yield Difference("row", name, *_how(wanted.get(key), actual.get(key)))


def _how(wanted: Any, actual: Any) -> tuple[str, Any]:
    if actual is None:
        return "missing", None
    if wanted is None:
        return "added", actual
    if isinstance(actual, str):
        return "changed", actual
    return "changed", {column: value for column, value in actual.items() if wanted[column] != value}


def sentence(difference: Difference) -> str:
    """A difference, in the language spoken."""
    name = difference.name
    match difference.kind, difference.how:
        case "definition", "missing":
            return _("The {name} of the file is missing: the rules that keep the record were tampered with.", name=name)
        case "definition", "added":
            return _(
                "The {name} of the file is not part of its program: the rules that keep the record were tampered with.",
                name=name,
            )
        case "definition", _how_else:
            return _("The {name} of the file is changed: the rules that keep the record were tampered with.", name=name)
        case "row", "missing":
            return _("The row {row} is missing: it was taken out outside the program.", row=name)
        case "row", "added":
            return _("The row {row} is not on record: it was put in outside the program.", row=name)
        case "row", _how_else:
            return _(
                "The row {row} is not as it was entered: {columns} changed outside the program.",
                row=name,
                columns=_(", ").join(difference.found or ()),
            )
        case "case", _how_else:
            return _(
                "{case_no} is not as its events say: the table of cases was changed outside the program.", case_no=name
            )
    return _("The text of the rules that the file keeps is not the one on record: it was changed outside the program.")


def on_record(connection: sqlite3.Connection) -> Iterator[str]:
    """Say what a renewal of the rules once found changed by hand, a sentence each: it is told for good."""
    events = rows_of(
        connection,
        """
        SELECT seq, substr(recorded_at, 1, 10) AS day, detail ->> 'version' AS version, detail -> 'found' AS found
        FROM main.event
        WHERE case_no IS NULL AND kind = 'program_changed' AND detail -> 'found' IS NOT NULL
        ORDER BY seq
        """,
    )
    for event in events:
        for found in json.loads(event["found"]):
            yield _(
                "On {day} (event {seq}), when complaintctl {version} renewed the rules, this was found: {finding}",
                day=event["day"],
                seq=event["seq"],
                version=event["version"],
                finding=sentence(Difference(**found)),
            )
