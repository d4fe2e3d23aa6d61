"""A newer program's rules laid over a file for one connection: reading never changes a file."""

import sqlite3

from complaintctl.base.errors import StorageProblem
from complaintctl.file import hand_edits, replayed_rules, view_dependencies
from complaintctl.record import program_text, views
from complaintctl.record.schema import PROJECTIONS


def lay(connection: sqlite3.Connection, case_no: str | None = None) -> None:
    """Make this program's views answer, over the rows that a file should have by it; of one case, if one is given.

    Where a case follows otherwise from its events by them, it is made anew.
    """
    try:
        former = program_text.kept(connection)
    except StorageProblem:  # verify tells it
        former = None
    plain = replayed_rules.of_file(connection, program_text.own(), former)
    (anew,) = view_dependencies.reached(connection, plain, PROJECTIONS.values())
    definitions = hand_edits.definitions(plain)
    for table in replayed_rules.tables_with_rows(plain):
        if replayed_rules.keyed_rows(plain, table) != replayed_rules.keyed_rows(connection, table):
            rows = plain.execute(f'SELECT * FROM "{table}"').fetchall()
            views.stand_in(connection, table, rows, definitions[f"table {table}"])
    plain.close()
    views.lay_over(connection, definitions, anew=anew, case_no=case_no)
