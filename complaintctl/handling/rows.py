"""SELECTs that the handling of a case needs beyond those of showing it."""

import sqlite3

from complaintctl.record.queries import Row, Rows, column_of, row_of, rows_of


def silent_leaders(connection: sqlite3.Connection, case_no: str) -> list[str]:
    """The names of the leaders who took the report of a case and gave no directive on it."""
    sql = """
        SELECT name FROM staff WHERE code IN (
            SELECT leader FROM leader_told WHERE case_no = :case_no
            EXCEPT SELECT leader FROM directive WHERE case_no = :case_no)
        ORDER BY code
        """
    return column_of(connection, sql, case_no=case_no)


def cases_waiting_at(connection: sqlite3.Connection, unit: str) -> Rows:
    """The open cases that wait for the result of a unit, of one that is no more those without a slip too, by age."""
    sql = """
        SELECT case_no FROM complaint c
        WHERE is_open = 1 AND reported_at IS NULL
            AND (lead_unit = :unit OR EXISTS (SELECT 1 FROM unit_gone WHERE case_no = c.case_no AND unit = :unit))
        ORDER BY received_on, length(case_no), case_no
        """
    return rows_of(connection, sql, unit=unit)


def assisting_units(connection: sqlite3.Connection, case_no: str, lead_unit: str) -> list[str]:
    """The units assisting by the present slip of a case that serve still and may go on with it under another lead."""
    sql = """
        SELECT u.code
        FROM slip_issued s CROSS JOIN json_each(s.assisting_units) a JOIN serving_unit u ON u.code = a.value
        WHERE s.seq = (SELECT max(seq) FROM live_slip WHERE case_no = :case_no) AND u.code <> :lead_unit
            AND NOT EXISTS (SELECT 1 FROM barred_unit WHERE case_no = :case_no AND unit = u.code)
        ORDER BY u.code
        """
    return column_of(connection, sql, case_no=case_no, lead_unit=lead_unit)


def open_pause(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The pause a case is in, if any."""
    sql = "SELECT * FROM clock_pause WHERE case_no = :case_no AND to_seq IS NULL"
    return row_of(connection, sql, case_no=case_no)


def extendable_clock(connection: sqlite3.Connection, case_no: str, clock: str | None) -> Row | None:
    """The clock of a case, that one or the first, that may be extended: due_on, days_left, ended; None: none may."""
    sql = """
        SELECT * FROM extendable_clock WHERE case_no = :case_no AND clock = coalesce(:clock, clock)
        ORDER BY started_seq DESC, due_on, position LIMIT 1
        """
    return row_of(connection, sql, case_no=case_no, clock=clock)


def pausable_clock(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The clock of a case that a pause stops, before any that has ended: due_on, ended; None: there is none."""
    sql = "SELECT * FROM pausable_clock WHERE case_no = :case_no ORDER BY ended, started_seq DESC, due_on LIMIT 1"
    return row_of(connection, sql, case_no=case_no)


def due_escalations(connection: sqlite3.Connection, person: str | None) -> Rows:
    """List what the rules want escalated now: case_no, target, stage, due_at, articles, labels; the most urgent first.

    But for the cases that are kept from the person who acts or looks, None for nobody known (Art. 13).
    """
    sql = """
        SELECT case_no, escalates_to AS target, stage, min(due_at) AS due_at, group_concat(article, '; ') AS articles,
            group_concat(label_zh, '; ') AS label_zh, group_concat(label_en, '; ') AS label_en
        FROM (
            SELECT d.*, e.stage
            FROM open_duty d LEFT JOIN duty_after_end e ON e.duty = d.duty
            WHERE escalates_to IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM barred_person WHERE case_no = d.case_no AND person = :person)
            ORDER BY position
        )
        GROUP BY case_no, escalates_to, stage
        ORDER BY coalesce(min(due_at), ''), case_no
        """
    return rows_of(connection, sql, person=person)
