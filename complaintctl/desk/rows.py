"""SELECTs of what a day at the desk begins with."""

import sqlite3

from complaintctl.cases import case_rows
from complaintctl.record.queries import Rows, rows_of, text_of


def new_since(connection: sqlite3.Connection, person: str | None) -> str:
    """The last entry of a person before today, since when a case is new to them, or the beginning of today."""
    sql = """
        SELECT recorded_at FROM event WHERE actor = :person AND recorded_at < (SELECT day FROM today)
        ORDER BY seq DESC LIMIT 1
        """
    return text_of(connection, sql, person=person) or case_rows.today(connection)


def new_cases(connection: sqlite3.Connection, since: str) -> Rows:
    """The open cases entered after a moment, the newest first: case_no, channel, and unit, where each lies."""
    sql = """
        SELECT c.case_no, c.channel, h.unit FROM complaint c JOIN case_place h ON h.case_no = c.case_no
        WHERE c.is_open = 1 AND c.registered_at > :since
        ORDER BY c.registered_at DESC, length(c.case_no) DESC, c.case_no DESC
        """
    return rows_of(connection, sql, since=since)
