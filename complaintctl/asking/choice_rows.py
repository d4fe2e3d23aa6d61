"""SELECTs of what an officer at the counter may name."""

import sqlite3

from complaintctl.record.queries import Rows, rows_of


def units(connection: sqlite3.Connection) -> Rows:
    """The units in service."""
    return rows_of(connection, "SELECT code, name FROM serving_unit ORDER BY kind, code")


def staff(connection: sqlite3.Connection, unit: str | None = None) -> Rows:
    """The staff in service, of a unit if one is given, each with their unit."""
    sql = "SELECT code, name, unit FROM serving_person WHERE unit = coalesce(:unit, unit) ORDER BY unit, code"
    return rows_of(connection, sql, unit=unit)
