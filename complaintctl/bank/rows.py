"""SELECTs of what still names a unit or a member of staff, and of whom the work or the mail will miss."""

import sqlite3

from complaintctl.record.queries import Rows, rows_of


def policies_naming(connection: sqlite3.Connection, unit: str, day: str) -> Rows:
    """The keys of the policy, with labels, under which a unit has a task on a day or later (Arts 13, 19)."""
    sql = """
    SELECT DISTINCT p.key, k.label_zh, k.label_en
    FROM policy p
    JOIN policy_key k ON k.key = p.key AND k.value_type IN ('unit', 'department')
    WHERE p.value = :unit AND p.in_force_to >= :day
    ORDER BY p.key
    """
    return rows_of(connection, sql, unit=unit, day=day)


def open_cases_with(connection: sqlite3.Connection, *, unit: str | None = None, person: str | None = None) -> Rows:
    """The open cases that lie with a unit, or that a person handles."""
    sql = """
    SELECT case_no FROM complaint WHERE is_open = 1 AND (lead_unit = :unit OR handler = :person)
    ORDER BY received_on, case_no
    """
    return rows_of(connection, sql, unit=unit, person=person)


def merged_into(connection: sqlite3.Connection, unit: str) -> Rows:
    """The units whose work a unit took over."""
    return rows_of(connection, "SELECT * FROM unit WHERE merged_into = :unit ORDER BY code", unit=unit)


def headed_by(connection: sqlite3.Connection, person: str) -> Rows:
    """The units that a person heads."""
    return rows_of(connection, "SELECT code, name FROM unit WHERE head = :person ORDER BY code", person=person)


# ---- What `doctor` asks ----


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
    """code and name of each retired unit at which cases wait for a result, how many, and the command for the first."""
    sql = """
    SELECT code, name, cases, (SELECT command FROM transfer_command WHERE case_no = first_case) AS remedy
    FROM (
        SELECT u.code, u.name, count(*) AS cases, min(c.case_no) AS first_case
        FROM complaint c JOIN case_place p ON p.case_no = c.case_no JOIN unit u ON u.code = p.unit
        WHERE c.is_open = 1 AND c.reported_at IS NULL AND u.retired_on <= (SELECT day FROM today)
        GROUP BY u.code
    )
    ORDER BY code
    """
    return rows_of(connection, sql)


def leaders_in_charge(connection: sqlite3.Connection) -> Rows:
    """code, name and email of each leader in charge of petitions who serves (Arts 8(2), 19)."""
    sql = "SELECT code, name, email FROM leader JOIN serving_person USING (code) WHERE in_charge ORDER BY code"
    return rows_of(connection, sql)


def papers_lack(connection: sqlite3.Connection, staff: str) -> Rows:
    """All that papers for customers, printed by a person, lack of the bank: labels, and the command that mends it."""
    sql = "SELECT DISTINCT label_en, label_zh, remedy FROM paper_lack WHERE staff = :staff ORDER BY remedy DESC"
    return rows_of(connection, sql, staff=staff)
