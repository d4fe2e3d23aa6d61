"""On what a view depends: so that a release which touches neither due dates nor figures compares none."""

import re
import sqlite3
from collections.abc import Iterable, Mapping

from complaintctl.file.hand_edits import definitions, without_layout
from complaintctl.file.replayed_rules import key_of, keyed_rows, tables_with_rows
from complaintctl.record.schema import PROJECTIONS

# The words for people and their order, on which no due date and no figure depends.
_WORDS = {"label_zh", "label_en", "title_zh", "title_en", "citation", "jrt_code", "position"}

_TEXT = re.compile(r"'(?:[^']|'')*'")


def reached(file: sqlite3.Connection, plain: sqlite3.Connection, *groups: Iterable[str]) -> list[bool]:
    """For each group of views, tell whether one of them depends, as a file or as `plain` has it, on what differs there.

    That is a definition, or a rule in the rows of a table.
    """
    former, new = _defined(file), _defined(plain)
    names = former.keys() | new.keys()
    read = {name: set[str]() for name in names}  # what each reads: a view what it names, a table its projection
    for name in names:
        read[name].update(filter(None, [PROJECTIONS.get(name)]))
        for sql in {former.get(name, ""), new.get(name, "")}:
            if sql.startswith("CREATE VIEW"):
                read[name].update(re.findall(r"\w+", _TEXT.sub("", sql)))
    touched = {name for name in names if former.get(name) != new.get(name)}
    touched |= {table for table in tables_with_rows(plain) if _has_other_rules(file, plain, table)}
    while further := {name for name in names - touched if not read[name].isdisjoint(touched)}:
        touched |= further
    return [not touched.isdisjoint(group) for group in groups]


def _defined(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The tables and views by their names, without comments and line breaks, which change nothing."""
    return {
        name.split()[1]: without_layout(sql)
        for name, sql in definitions(connection).items()
        if name.startswith(("table ", "view "))
    }


def _has_other_rules(file: sqlite3.Connection, plain: sqlite3.Connection, table: str) -> bool:
    """Tell whether the rows of a table differ in more than words for people.

    A code that a file does not know yet changes nothing: no case has it.
    """
    former, new = (
        {key: {name: row[name] for name in row if name not in _WORDS} for key, row in keyed_rows(side, table).items()}
        for side in (file, plain)
    )
    if key_of(plain, table)[-1:] == ["code"]:
        new = {key: row for key, row in new.items() if key in former}
    return former != new
