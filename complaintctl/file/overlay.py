"""A newer program's rules: what they change in a file, and laid over it for a reader, for reading changes nothing."""

import re
import sqlite3
from collections.abc import Iterable, Mapping

from complaintctl.base.errors import StorageProblem
from complaintctl.file.hand_edits import definitions, without_layout
from complaintctl.file.replayed_rules import key_of, keyed_rows, of_file, tables_with_rows
from complaintctl.record import program_text, views
from complaintctl.record.schema import PROJECTIONS

# The words for people and their order, on which no due date and no figure depends.
_WORDS = {"label_zh", "label_en", "title_zh", "title_en", "citation", "jrt_code", "position"}

_TEXT = re.compile(r"'(?:[^']|'')*'")


def lay(connection: sqlite3.Connection, case_no: str | None = None) -> None:
    """Make this program's views answer, over the rows that a file should have by it; of one case, if one is given.

    Where a case follows otherwise from its events by them, it is made anew.
    """
    connection.execute("PRAGMA foreign_keys = OFF")  # the keys of what stands in lead to tables of the file
    try:
        former = program_text.kept(connection)
    except StorageProblem:  # verify tells it
        former = None
    plain = of_file(connection, program_text.own(), former)
    (anew,) = reached(connection, plain, PROJECTIONS.values())
    wanted = definitions(plain)
    for table in tables_with_rows(plain):
        if keyed_rows(plain, table) != keyed_rows(connection, table):
            rows = plain.execute(f'SELECT * FROM "{table}"').fetchall()
            views.stand_in(connection, table, rows, wanted[f"table {table}"])
    plain.close()
    views.lay_over(connection, wanted, anew=anew, case_no=case_no)


def reached(file: sqlite3.Connection, plain: sqlite3.Connection, *groups: Iterable[str]) -> list[bool]:
    """For each group of views, tell whether one of them depends, as a file or as `plain` has it, on what differs there.

    That is a definition, or a rule in the rows of a table. A release that reaches neither due dates nor figures need
    compare none.
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
