"""On what a view depends: so that a release which touches neither due dates nor figures compares none."""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from complaintctl.file import hand_edits, replayed_rules
from complaintctl.record.schema import PROJECTIONS

# The words for people and their order, on which no due date and no figure depends.
_WORDS = {"label_zh", "label_en", "title_zh", "title_en", "citation", "jrt_code", "position"}

_TEXT = re.compile(r"'(?:[^']|'')*'")


def changed(file: sqlite3.Connection, plain: sqlite3.Connection) -> set[str]:
    """The tables and views that have another definition in a file than in `plain`, or rows that differ in a rule.

    A code that a file does not know yet changes nothing: no case has it.
    """
    former, new = _definitions(file), _definitions(plain)
    names = {name for name in former.keys() | new.keys() if former.get(name) != new.get(name)}
    return names | {table for table in replayed_rules.tables_with_rows(plain) if _differ(file, plain, table)}


def reaches(file: sqlite3.Connection, plain: sqlite3.Connection, roots: Iterable[str], names: set[str]) -> bool:
    """Tell whether one of the views `roots` depends, as a file or as `plain` has it, on one of `names`."""
    former, new = _definitions(file), _definitions(plain)
    known = former.keys() | new.keys()
    reached: set[str] = set()
    waiting = list(roots)
    while waiting and reached.isdisjoint(names):
        name = waiting.pop()
        if name in known and name not in reached:
            reached.add(name)
            waiting += _words(former.get(name, "")) | _words(new.get(name, ""))
            waiting += filter(None, [PROJECTIONS.get(name)])
    return not reached.isdisjoint(names)


def _words(sql: str) -> set[str]:
    """The names in the definition of a view; a table depends on nothing."""
    return set(re.findall(r"\w+", _TEXT.sub("", sql))) if sql.startswith("CREATE VIEW") else set()


def _definitions(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The tables and views by their names, without comments and line breaks, which change nothing."""
    return {
        name.split()[1]: hand_edits.without_layout(sql)
        for name, sql in hand_edits.definitions(connection).items()
        if name.startswith(("table ", "view "))
    }


def _differ(file: sqlite3.Connection, plain: sqlite3.Connection, table: str) -> bool:
    former, new = (_rules(connection, table) for connection in (file, plain))
    key = [row["name"] for row in plain.execute(f'PRAGMA table_info("{table}")') if row["pk"]]
    return former != ({name: new[name] for name in new if name in former} if key[-1:] == ["code"] else new)


def _rules(connection: sqlite3.Connection, table: str) -> Mapping[Any, Any]:
    """The rows of a table without the words for people."""
    rows = replayed_rules.keyed_rows(connection, table)
    return {key: {name: row[name] for name in row if name not in _WORDS} for key, row in rows.items()}
