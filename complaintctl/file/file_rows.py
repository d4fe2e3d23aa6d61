"""SELECTs of the file's rules, calendar and figures as entries left them."""

import sqlite3

from complaintctl.record.figures import Figure
from complaintctl.record.queries import Rows, row_of, rows_of


def units_named(connection: sqlite3.Connection, known_at: str) -> set[str]:
    """The units that cases name in what was entered up to a time."""
    sql = """
    SELECT DISTINCT detail ->> 'respondent_unit' AS complained_of, detail ->> 'to_unit' AS handling FROM event
    WHERE kind IN ('registered', 'classified', 'dispatched', 'supervised') AND recorded_at <= :known_at
    """
    rows = rows_of(connection, sql, known_at=known_at)
    return {unit for row in rows for unit in row if unit}


def rules_are_others(connection: sqlite3.Connection) -> bool:
    """Tell whether temporary tables of the policy and of changed codes stand in for those of the file, and differ."""
    there = row_of(connection, "SELECT 1 FROM temp.sqlite_schema WHERE name = 'policy'")
    return there is not None and any(
        rows_of(connection, f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}")
        for table in ("policy", "code_change")
        for one, other in (("temp", "main"), ("main", "temp"))
    )


def calendar_changes(connection: sqlite3.Connection, after: str) -> Rows:
    """The changes of the calendar that were entered after a time, the last one first."""
    sql = """
    SELECT seq, recorded_at, detail FROM event
    WHERE case_no IS NULL AND kind = 'calendar_changed' AND recorded_at > :after
    ORDER BY seq DESC
    """
    return rows_of(connection, sql, after=after)


def calendar_records(connection: sqlite3.Connection) -> Rows:
    """kind and `calendar` of each event that says which days it set, oldest first."""
    sql = """
    SELECT kind, detail -> 'calendar' AS calendar FROM event
    WHERE case_no IS NULL AND kind IN ('file_created', 'calendar_changed', 'calendar_extended')
        AND detail -> 'calendar' IS NOT NULL
    ORDER BY seq
    """
    return rows_of(connection, sql)


def day_numbers(connection: sqlite3.Connection) -> Rows:
    """Each day of the calendar, and which working day it is."""
    return rows_of(connection, "SELECT day, working_no FROM calendar ORDER BY day")


def file_events(connection: sqlite3.Connection) -> Rows:
    """Every event that changed rows of the regulation, units or staff, oldest first."""
    sql = """
    SELECT seq, kind, recorded_at, detail FROM event
    WHERE case_no IS NULL AND kind IN
        ('file_created', 'unit_added', 'unit_changed', 'staff_added', 'staff_changed', 'policy_changed',
         'code_added', 'code_changed', 'code_retired')
    ORDER BY seq
    """
    return rows_of(connection, sql)


def known_figures(connection: sqlite3.Connection) -> dict[str, Figure]:
    """Return the figures of the return by their codes, in the order of their columns."""
    sql = """
    SELECT code, label_zh, label_en, value_type,
        CASE WHEN value_type <> 'flag' THEN coalesce(of_move, code) ELSE '' END, coalesce(among, ''), is_more
    FROM figure ORDER BY position
    """
    return {row["code"]: Figure(*row) for row in rows_of(connection, sql)}


def later_rules(connection: sqlite3.Connection, after: str) -> Rows:
    """List what was entered after a time of units, rules, codes and calendar, by which figures can change as well.

    changed: the code itself or of the unit, the key of the rule, or where the calendar was read from.
    """
    sql = """
    SELECT seq, recorded_at, at, kind, case_no,
        coalesce(detail ->> 'unit', detail ->> 'key', detail ->> 'code', detail ->> 'source') AS changed, actor
    FROM event
    WHERE case_no IS NULL AND recorded_at > :after
        AND kind IN ('unit_added', 'unit_changed', 'policy_changed', 'code_changed', 'calendar_changed')
    ORDER BY seq
    """
    return rows_of(connection, sql, after=after)
