"""SELECTs of the return, for the periods set with views.set_periods (Art. 22)."""

import json
import sqlite3
from collections.abc import Sequence

from complaintctl.record.ledger import FIRST_PREVIOUS_HASH
from complaintctl.record.queries import Row, Rows, column_of, one_row, row_of, rows_of, text_of


def dimensions(connection: sqlite3.Connection) -> Rows:
    """Return code and label_zh of what the return can be broken down by."""
    return rows_of(connection, "SELECT code, label_zh FROM main.report_dimension WHERE code <> 'total'")


def undated_cases(connection: sqlite3.Connection) -> list[str]:
    """Return the cases of the periods of which it is not known whether they are, or were answered, in time."""
    sql = """
    SELECT a.case_no FROM awaited_case a JOIN period p ON a.received_on <= p.last_day
    WHERE a.due_on IS NULL
    UNION
    SELECT x.case_no FROM period p JOIN case_exit x ON x.day BETWEEN p.first_day AND p.last_day
    WHERE x.day > (SELECT max(day) FROM calendar) AND x.on_time IS NULL
    ORDER BY 1
    """
    return column_of(connection, sql)


def figures(connection: sqlite3.Connection, dimension: str) -> Rows:
    """Return the return by one dimension, period by period, the total last."""
    sql = """
    SELECT * FROM period_report WHERE dimension IN (:dimension, 'total')
    ORDER BY period, dimension = 'total', position, "group"
    """
    return rows_of(connection, sql, dimension=dimension)


def moves(
    connection: sqlite3.Connection, dimension: str, *, group: str | None = None, case_no: str | None = None
) -> Rows:
    """Return the moves that each figure is made of: rows of period_move, of all, a group or a case, the oldest first.

    `group` is that of the case; by unit that of a slip is the unit it went to. Of several units it has those of each.
    """
    sql = f"""
    WITH placed AS (
        SELECT m.*, CASE :dimension WHEN 'unit' THEN coalesce(m.slip_unit, g."group") ELSE g."group" END AS "group"
        FROM period_move m JOIN case_group g ON g.case_no = m.case_no AND g.dimension = :dimension
    )
    SELECT * FROM placed
    WHERE (:groups IS NULL OR "group" IN (SELECT value FROM json_each(:groups)))
        {"AND case_no = :case_no" if case_no else ""}
    ORDER BY day, length(case_no), case_no, seq
    """
    if group:
        last_day = text_of(connection, "SELECT max(last_day) FROM period") or ""
        groups = json.dumps(joint_units(connection, last_day).get(group, [group]))
    return rows_of(connection, sql, dimension=dimension, groups=groups if group else None, case_no=case_no)


def joint_units(connection: sqlite3.Connection, day: str) -> dict[str, list[str]]:
    """Return, by the group of the return that counts them together, each unit and those it took over by a day."""
    sql = """
    SELECT merged_into || '+' AS "group", json_insert(json_group_array(code), '$[#]', merged_into) AS units
    FROM unit WHERE retired_on <= :day AND merged_into IS NOT NULL GROUP BY merged_into
    """
    return {row["group"]: json.loads(row["units"]) for row in rows_of(connection, sql, day=day)}


def sizes(connection: sqlite3.Connection, period: str) -> Row:
    """Return what the bank was counted by at the end of a period: staff_number, outlets, customers; None: not said."""
    sql = "SELECT staff_number, outlets, customers FROM period_size WHERE period = :period"
    return one_row(connection, sql, period=period)


def unknown_sizes(connection: sqlite3.Connection, day: str) -> Rows:
    """Return key, label_zh and label_en of what the bank is counted by, where it has not said so for a day."""
    sql = """
    SELECT k.key, k.label_zh, k.label_en
    FROM policy_key k JOIN policy o ON o.key = k.key AND :day BETWEEN o.in_force_from AND o.in_force_to
    WHERE k.value_type = 'size' AND o.value = ''
    ORDER BY k.key = 'customers', k.key = 'outlets'
    """
    return rows_of(connection, sql, day=day)


def later_events(connection: sqlite3.Connection, cases: Sequence[str], after: str) -> Rows:
    """Return the events of cases, of each from the first on that was entered after a time."""
    sql = """
    SELECT seq, recorded_at, at, kind, case_no, NULL AS changed, actor
    FROM json_each(:cases) c JOIN event e ON e.case_no = c.value
    WHERE seq >= (SELECT min(seq) FROM event WHERE case_no = e.case_no AND recorded_at > :after)
    ORDER BY case_no, seq
    """
    return rows_of(connection, sql, cases=json.dumps(cases), after=after)


# ---- What stands beside the figures of a period ----


def note(connection: sqlite3.Connection, period: str) -> Row | None:
    """Return the last findings and the last proposals on a period; at and actor are of the last entry of either."""
    sql = """
    WITH noted AS (
        SELECT * FROM event WHERE case_no IS NULL AND kind = 'report_noted' AND detail ->> 'period' = :period
    )
    SELECT
        (SELECT detail ->> 'findings' FROM noted WHERE detail ->> 'findings' IS NOT NULL
         ORDER BY seq DESC LIMIT 1) AS findings,
        (SELECT detail ->> 'proposals' FROM noted WHERE detail ->> 'proposals' IS NOT NULL
         ORDER BY seq DESC LIMIT 1) AS proposals,
        at, actor
    FROM noted ORDER BY seq DESC LIMIT 1
    """
    return row_of(connection, sql, period=period)


def actions(connection: sqlite3.Connection, first_day: str, last_day: str) -> Rows:
    """Return the corrective actions opened by the end of a period and not done before it began, the open ones first."""
    sql = """
    SELECT action_no, text, due_on, opened_at, done_at, outcome, is_late, cases FROM improvement_action
    WHERE substr(opened_at, 1, 10) <= :last_day AND coalesce(substr(done_at, 1, 10), '9999-12-31') >= :first_day
    ORDER BY done_at IS NOT NULL, due_on, opened_at, action_no
    """
    return rows_of(connection, sql, first_day=first_day, last_day=last_day)


def last_entry(connection: sqlite3.Connection) -> tuple[int, str]:
    """Return number and hash of the last entry that counts, of all or of those known on a day; (0, zeros) of none."""
    row = row_of(connection, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return (row["seq"], row["hash"]) if row else (0, FIRST_PREVIOUS_HASH)


def unit_legs(connection: sqlite3.Connection, first_month: str, last_month: str) -> Rows:
    """Per unit: legs, returned, answered, lying, working_days and supervised, of the slips of these months."""
    sql = """
        SELECT l.unit, sum(legs) AS legs, sum(returned) AS returned, sum(answered) AS answered, sum(lying) AS lying,
            sum(working_days) AS working_days,
            round(1.0 * sum(working_days) / nullif(sum(legs), 0), 2) AS mean_working_days,
            sum(supervised) AS supervised
        FROM unit_leg l WHERE month BETWEEN :first AND :last
        GROUP BY l.unit ORDER BY l.unit
        """
    return rows_of(connection, sql, first=first_month, last=last_month)
