"""SELECTs that a printed form needs beyond those of showing its case."""

import sqlite3

from complaintctl.cases import rule_rows
from complaintctl.record.queries import Row, Rows, one_row, row_of, rows_of


def form(connection: sqlite3.Connection, given: str) -> Row:
    """A printed form by code or title: code, title_zh, title_en, who gets it, what it may show. Raises NotFound."""
    code = rule_rows.code(connection, "form", given)
    return one_row(
        connection, "SELECT * FROM form f JOIN form_reader r ON r.code = f.goes_to WHERE f.code = :code", code=code
    )


def acts(connection: sqlite3.Connection, form: str) -> Rows:
    """The acts that a form is the paper of: event_kind, number_key, and the command that does it."""
    sql = "SELECT event_kind, number_key, remedy FROM form_event WHERE form = :form ORDER BY event_kind"
    return rows_of(connection, sql, form=form)


def short_title(connection: sqlite3.Connection, form: str) -> str:
    """The name that officers call a form by: 转办单."""
    sql = """
    SELECT label_zh FROM code_label WHERE kind = 'form' AND code = :form ORDER BY length(label_zh) LIMIT 1
    """
    row = one_row(connection, sql, form=form)
    return str(row["label_zh"])


def copies(connection: sqlite3.Connection, case_no: str, form: str, number: str | None, blank: bool) -> int:
    """Count the copies of a form of a case printed on paper so far, each numbered slip apart."""
    sql = """
    SELECT count(*) AS number FROM printed_copy
    WHERE case_no = :case_no AND form = :form AND slip_no IS :number AND blank = :blank
    """
    row = one_row(connection, sql, case_no=case_no, form=form, number=number, blank=blank)
    return int(row["number"])


def blank_is_out(connection: sqlite3.Connection, case_no: str) -> bool:
    """Tell whether a result report to be filled in by hand was printed for an open case."""
    return row_of(connection, "SELECT 1 FROM blank_report WHERE case_no = :case_no", case_no=case_no) is not None


def rule(connection: sqlite3.Connection, day: str) -> Row:
    """The regulation in force on a day: its name, its status, and since when, NULL if always (Art. 26)."""
    sql = """
    SELECT r.value AS regulation, s.value AS status,
        nullif(max(r.in_force_from, s.in_force_from), (SELECT min(day) FROM calendar)) AS in_force_from
    FROM policy r JOIN policy s ON s.key = 'regulation_status' AND :day BETWEEN s.in_force_from AND s.in_force_to
    WHERE r.key = 'regulation' AND :day BETWEEN r.in_force_from AND r.in_force_to
    """
    return one_row(connection, sql, day=day)


def names(connection: sqlite3.Connection) -> Rows:
    """The name of every unit and person, and the former ones: kind, code, name, until_seq (NULL: today's), unit."""
    sql = """
    SELECT * FROM (
        SELECT kind, code, name, until_seq, NULL AS unit FROM former_name
        UNION ALL SELECT 'unit', code, name, NULL, NULL FROM unit
        UNION ALL SELECT 'staff', code, name, NULL, unit FROM staff
    )
    ORDER BY kind, code, coalesce(until_seq, 9223372036854775807)
    """
    return rows_of(connection, sql)
