"""A newer program's rules laid over a file for one connection: reading never changes a file."""

import sqlite3

from complaintctl.base.errors import StorageProblem
from complaintctl.file import hand_edits, replayed_rules, view_dependencies
from complaintctl.record import program_text, views
from complaintctl.record.program_text import ProgramText
from complaintctl.record.schema import PROJECTIONS


def lay(connection: sqlite3.Connection, text: ProgramText, case_no: str | None = None) -> None:
    """Make the views of a text answer, over the rows that a file should have by it; of one case alone, if one is given.

    Where a case follows otherwise from its events by them, it is made anew.
    """
    try:
        former = program_text.kept(connection)
    except StorageProblem:  # verify tells it
        former = None
    plain = replayed_rules.of_file(connection, text, former)
    another = view_dependencies.changed(connection, plain)
    anew = view_dependencies.reaches(connection, plain, PROJECTIONS.values(), another)
    definitions = hand_edits.definitions(plain)
    connection.execute("PRAGMA temp_store = MEMORY")
    for table in replayed_rules.tables_with_rows(plain):
        if replayed_rules.keyed_rows(plain, table) != replayed_rules.keyed_rows(connection, table):
            connection.execute(definitions[f"table {table}"].replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            rows = plain.execute(f'SELECT * FROM "{table}"')
            blanks = ", ".join("?" for _column in rows.description)
            connection.executemany(f'INSERT INTO temp."{table}" VALUES ({blanks})', map(tuple, rows))
    plain.close()
    laid = [(name.removeprefix("view "), sql) for name, sql in definitions.items() if name.startswith("view ")]
    views.lay_over(connection, text, laid)
    if anew:
        views.project_anew(connection, case_no)
