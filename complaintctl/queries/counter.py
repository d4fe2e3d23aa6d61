"""SELECTs for the officer at the counter and at the desk: what they may name, and what today brings."""

import sqlite3

from complaintctl.queries import Row, Rows, row_of, rows_of

# The deadline of every open case at once, as the view overdue_case has it.
_DEADLINES = """
SELECT case_no, due_on, label_zh, label_en, min(precedence) FROM case_clock
WHERE is_open = 1 AND stopped_on IS NULL AND stops_with = 'reply'
GROUP BY case_no
"""


def units(connection: sqlite3.Connection) -> Rows:
    """The units in service."""
    return rows_of(connection, "SELECT code, name FROM serving_unit ORDER BY kind, code")


def staff(connection: sqlite3.Connection, unit: str | None = None) -> Rows:
    """The staff in service, of a unit if one is given, each with their unit."""
    sql = "SELECT code, name, unit FROM serving_person WHERE unit = coalesce(:unit, unit) ORDER BY unit, code"
    return rows_of(connection, sql, unit=unit)


def open_cases(connection: sqlite3.Connection) -> Rows:
    """case_no, due_on and summary of the open cases, newest first; of a report of wrongdoing no summary (Art. 13)."""
    sql = f"""
        SELECT c.case_no, k.due_on, CASE WHEN c.restricted THEN '' ELSE c.summary END AS summary
        FROM complaint c
        LEFT JOIN ({_DEADLINES}) k ON k.case_no = c.case_no
        WHERE c.is_open = 1
        ORDER BY c.received_on DESC, length(c.case_no) DESC, c.case_no DESC
        """
    return rows_of(connection, sql)


def due_today(connection: sqlite3.Connection) -> Rows:
    """The open cases whose due date is today: case_no, unit, and the rule's two labels."""
    sql = f"""
        SELECT k.case_no, h.unit, k.label_zh, k.label_en
        FROM ({_DEADLINES}) k
        JOIN case_place h ON h.case_no = k.case_no
        WHERE k.due_on = (SELECT day FROM today)
        ORDER BY k.case_no
        """
    return rows_of(connection, sql)


def duties_of_today(connection: sqlite3.Connection) -> Rows:
    """The open duties that are due by the end of today, the most urgent first."""
    sql = """
        SELECT * FROM open_duty WHERE substr(due_at, 1, 10) <= (SELECT day FROM today)
        ORDER BY due_at, case_no, position
        """
    return rows_of(connection, sql)


def due_day(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The due day of a case in the count of its clock: number and day_kind; None for a limit that counts no days."""
    sql = """
        SELECT d.number, k.day_kind
        FROM case_deadline x
        JOIN case_clock k ON k.case_no = x.case_no AND k.clock = x.due_rule AND k.started_seq = x.started_seq
        JOIN clock_day d ON d.case_no = k.case_no AND d.clock = k.clock AND d.started_seq = k.started_seq
            AND d.day = k.due_on
        WHERE x.case_no = :case_no
        """
    return row_of(connection, sql, case_no=case_no)
