"""SELECTs of `doctor`: units and people that the work or the mail will miss."""

import sqlite3

from complaintctl.record.queries import Rows, rows_of


def units_without_head(connection: sqlite3.Connection) -> Rows:
    """code and name of each branch and department whose head is not named or serves no more."""
    sql = """
    SELECT u.code, u.name
    FROM serving_unit u
    LEFT JOIN serving_person h ON h.code = u.head
    WHERE u.kind <> 'office' AND h.code IS NULL
    ORDER BY u.code
    """
    return rows_of(connection, sql)


def serving_units(connection: sqlite3.Connection) -> Rows:
    """code, name and email of each unit that its overdue cases are mailed to."""
    return rows_of(connection, "SELECT code, name, email FROM serving_unit ORDER BY code")


def retired_units_with_cases(connection: sqlite3.Connection) -> Rows:
    """code and name of each retired unit at which cases wait for a result, how many, and the number of the first."""
    sql = """
    SELECT u.code, u.name, count(*) AS cases, min(c.case_no) AS first_case
    FROM complaint c JOIN case_place p ON p.case_no = c.case_no JOIN unit u ON u.code = p.unit
    WHERE c.is_open = 1 AND c.reported_at IS NULL AND u.retired_on <= (SELECT day FROM today)
    GROUP BY u.code ORDER BY u.code
    """
    return rows_of(connection, sql)


def leaders_in_charge(connection: sqlite3.Connection) -> Rows:
    """code, name and email of each leader in charge of petitions who serves (Arts 8(2), 19)."""
    sql = "SELECT code, name, email FROM leader JOIN serving_person USING (code) WHERE in_charge ORDER BY code"
    return rows_of(connection, sql)
