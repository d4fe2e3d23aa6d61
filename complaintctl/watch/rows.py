"""SELECTs of the cases listed, of what is to be done, and of what today brings."""

import sqlite3

from complaintctl.record.queries import Rows, equal, rows_of


def overview(connection: sqlite3.Connection, *, everything: bool, **wanted: str | None) -> Rows:
    """One masked line a case, newest last: the open ones, or all; of one status, unit, category, channel if given."""
    wanted = {name: code for name, code in wanted.items() if code}
    scope = "SELECT * FROM case_overview" if everything else "SELECT * FROM case_overview WHERE is_open = 1"
    sql = f"SELECT * FROM ({scope}) WHERE {equal(wanted)} ORDER BY received_on, length(case_no), case_no"
    return rows_of(connection, sql, **wanted)


def todo(connection: sqlite3.Connection, unit: str | None, person: str | None, *, today: bool = False) -> Rows:
    """The open duties of one unit or person or all, the most urgent first; at the end those that can wait.

    With `today` those alone that are due by its end. target_reached: the reply's, of which the target has come.
    """
    sql = """
        SELECT *,
            duty = 'reply' AND case_no IN (SELECT case_no FROM awaited_case WHERE target_reached) AS target_reached
        FROM open_duty
        WHERE (:unit IS NULL OR unit = :unit) AND (:person IS NULL OR person = :person)
            AND (NOT :today OR substr(due_at, 1, 10) <= (SELECT day FROM today))
        ORDER BY CASE WHEN due_at IS NULL AND NOT blocking THEN '9999' ELSE coalesce(due_at, '') END, case_no, position
        """
    return rows_of(connection, sql, unit=unit, person=person, today=today)
