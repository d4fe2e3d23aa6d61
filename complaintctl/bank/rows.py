"""SELECTs of what still names a unit or a member of staff."""

import sqlite3

from complaintctl.record.queries import Rows, rows_of


def policies_naming(connection: sqlite3.Connection, unit: str, day: str) -> Rows:
    """The keys of the policy under which a unit has a task on a day or later (Arts 13, 19)."""
    sql = """
    SELECT DISTINCT p.key
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


def headed_by(connection: sqlite3.Connection, person: str) -> Rows:
    """The units that a person heads."""
    return rows_of(connection, "SELECT code, name FROM unit WHERE head = :person ORDER BY code", person=person)
