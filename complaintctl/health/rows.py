"""The SELECT of doctor that no other room has."""

import sqlite3

from complaintctl.record.queries import text_of


def begun_at(connection: sqlite3.Connection) -> str:
    """The time at which the file was begun, that of its first entry; long ago, where that is not known."""
    sql = "SELECT coalesce((SELECT recorded_at FROM event WHERE seq = 1), '0001-01-01T00:00:00+08:00')"
    return str(text_of(connection, sql))
