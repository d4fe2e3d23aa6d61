"""Changes made in a file by hand: its definitions and its rows, held against what it should hold."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from complaintctl.base.language import _, marked
from complaintctl.file.replayed_rules import keyed_rows, tables_with_rows
from complaintctl.record.ledger import unlike_events
from complaintctl.record.program_text import TEXT_CHANGED
from complaintctl.record.schema import PROJECTIONS

_COMMENT_OR_TEXT = re.compile(r"--[^\n]*|'(?:[^']|'')*'")

# What another program makes in a file that it looks after, and what that program is called.
_OF_OTHERS = {"_litestream_*": "Litestream", "_cf_*": "Cloudflare D1"}

_SENTENCES = {
    ("definition", "missing"): marked(
        "The {name} of the file is missing: the rules that keep the record were tampered with."
    ),
    ("definition", "added"): marked(
        "The {name} of the file is not part of its program: the rules that keep the record were tampered with."
    ),
    ("definition", "changed"): marked(
        "The {name} of the file is changed: the rules that keep the record were tampered with."
    ),
    ("foreign", "added"): marked(
        "The {name} of the file is that of another program, {program}, which may lose what was recorded: end it, take"
        ' the table out with `sqlite3 FILE "DROP TABLE NAME"`, and keep copies with `complaintctl backup`'
        " (docs/reliability.md)."
    ),
    ("row", "missing"): marked("The row {row} is missing: it was taken out outside the program."),
    ("row", "added"): marked("The row {row} is not on record: it was put in outside the program."),
    ("row", "changed"): marked("The row {row} is not as it was entered: {columns} changed outside the program."),
    ("case", "changed"): marked(
        "{case_no} is not as its events say: the table of cases was changed outside the program."
    ),
    ("day", "changed"): marked("The calendar is not as it was entered, {name}: it was changed outside the program."),
    ("day", "unlike"): marked(
        "The calendar is not as the holidays package has it, {name}: it was changed outside the program, or that was"
        " corrected."
    ),
    ("day", "miscounted"): marked("The working days of the calendar are counted wrongly from {name} on."),
    ("text", "changed"): TEXT_CHANGED,
}


class Difference(NamedTuple):
    """A change made by hand: to a definition, a row, days or the text, by its name; and what was found there."""

    kind: str  # definition, foreign (of another program), row, case, day, text
    name: str
    how: str = "changed"  # changed, missing, added; of days also unlike (the package), miscounted
    found: str | Mapping[str, Any] | None = None


def sentence(difference: Difference) -> str:
    """A difference, in the language spoken."""
    kind, name, how, found = difference
    said = {"name": name, "row": name, "case_no": name, "program": _program(name), "columns": _(", ").join(found or ())}
    return _(_SENTENCES[kind, how], **said)


def definitions(connection: sqlite3.Connection) -> dict[str, str]:
    """Every table, index, trigger and view of the file, as `view today`, in the order in which they were made."""
    sql = """
    SELECT type, name, sql FROM main.sqlite_schema
    WHERE sql IS NOT NULL AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4')
    ORDER BY rowid
    """
    return {f"{kind} {name}": sql for kind, name, sql in connection.execute(sql)}


def without_layout(sql: str) -> str:
    """A definition without comments and line breaks, which change nothing."""
    return " ".join(_COMMENT_OR_TEXT.sub(lambda match: "" if match[0].startswith("--") else match[0], sql).split())


def redefined(file: sqlite3.Connection, plain: sqlite3.Connection) -> list[Difference]:
    """The tables, indexes, triggers and views of a file that are not those of `plain`.

    A table is never laid anew, so it may be set in other lines than the program's.
    """
    actual, wanted = (
        {
            (name,): without_layout(sql) if name.startswith("table ") else sql
            for name, sql in definitions(connection).items()
        }
        for connection in (file, plain)
    )
    return [
        difference._replace(kind="foreign") if difference.how == "added" and _program(difference.name) else difference
        for difference in _differences("definition", wanted, actual)
    ]


def _program(definition: str) -> str:
    """The other program that a table belongs to by its name; empty if none is known."""
    kind, _space, name = definition.partition(" ")
    programs = (program for pattern, program in _OF_OTHERS.items() if kind == "table" and fnmatchcase(name, pattern))
    return next(programs, "")


def edited_rows(file: sqlite3.Connection, plain: sqlite3.Connection) -> list[Difference]:
    """The rows of a file that are not those of `plain`, which holds what it should."""
    return [
        difference
        for table in tables_with_rows(plain)
        for difference in _differences("row", keyed_rows(plain, table), keyed_rows(file, table), table)
    ]


def _differences(kind: str, wanted: Mapping[Any, Any], actual: Mapping[Any, Any], *table: str) -> Iterator[Difference]:
    for key in sorted(wanted.keys() | actual.keys(), key=str):
        name = " ".join(str(part) for part in (*table, *key) if part is not None)
        should, found = wanted.get(key), actual.get(key)
        if found is None:
            yield Difference(kind, name, "missing")
        elif should is None:
            yield Difference(kind, name, "added", found)
        elif found != should:
            if isinstance(found, dict):
                found = {column: value for column, value in found.items() if should[column] != value}
            yield Difference(kind, name, "changed", found)


def edited_cases(file: sqlite3.Connection) -> list[Difference]:
    """The cases of a file that are not as their events say."""
    return [Difference("case", case_no) for table in PROJECTIONS for case_no in unlike_events(file, table)]


def on_record(connection: sqlite3.Connection) -> Iterator[str]:
    """Say what a renewal of the rules once found changed by hand, a sentence each: it is told for good."""
    sql = """
    SELECT seq, substr(recorded_at, 1, 10) AS day, detail ->> 'version' AS version, detail -> 'found' AS found
    FROM main.event
    WHERE case_no IS NULL AND kind = 'program_changed' AND detail -> 'found' IS NOT NULL
    ORDER BY seq
    """
    for event in connection.execute(sql):
        for found in json.loads(event["found"]):
            yield _(
                "On {day} (event {seq}), when complaintctl {version} renewed the rules, this was found: {finding}",
                finding=sentence(Difference(**found)),
                **event,
            )
