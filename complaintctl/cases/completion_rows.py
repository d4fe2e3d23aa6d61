"""SELECTs of what completes a command line: what is typed, and its label in Chinese and English."""

import sqlite3

from complaintctl.cases import rule_rows
from complaintctl.cases.case_rows import DEADLINES
from complaintctl.record.queries import Rows, column_of, rows_of

# The units there are today.
UNITS = "SELECT code, name, name FROM serving_unit ORDER BY kind, code"
# Who serves today: all, and those to whom a case may be reported.
STAFF = "SELECT code, name, name FROM serving_person ORDER BY code"
LEADERS = "SELECT code, name, name FROM serving_person WHERE code IN (SELECT code FROM leader) ORDER BY code"
# The duties that `close` may leave out for a reason.
WAIVABLE_DUTIES = """
SELECT d.code, l.label_zh, l.label_en FROM duty d JOIN code_label l ON l.kind = 'duty' AND l.code = d.code
WHERE d.may_waive = 1 ORDER BY d.position
"""
# The forms that can be printed.
FORMS = "SELECT code, title_zh, title_en FROM form WHERE goes_to IS NOT NULL ORDER BY code"
# The kinds of code whose words can be changed, those that a bank adds to and retires from, and every code of them.
KINDS = "SELECT DISTINCT kind, '', '' FROM code_label WHERE kind NOT IN ('form', 'time_limit') ORDER BY kind"
EXTENDABLE_KINDS = "SELECT kind, '', '' FROM extendable_kind ORDER BY kind"
CODES = "SELECT code, label_zh, label_en FROM code_label WHERE kind NOT IN ('form', 'time_limit') ORDER BY code"


def open_cases(connection: sqlite3.Connection) -> Rows:
    """The open cases, newest first: category and due date, nothing of the customer."""
    sql = f"""
        SELECT c.case_no AS code, t.label_zh || coalesce(' ' || d.due_on, '') AS label_zh,
            t.label_en || coalesce(' ' || d.due_on, '') AS label_en
        FROM complaint c
        JOIN code_label t ON t.kind = 'category' AND t.code = c.category
        LEFT JOIN ({DEADLINES}) d ON d.case_no = c.case_no
        WHERE c.is_open = 1
        ORDER BY c.received_on DESC, c.case_no DESC
        """
    return rows_of(connection, sql)


def closed_cases(connection: sqlite3.Connection) -> Rows:
    """The 200 cases that came last and are open no more: category and the day they left, nothing of the customer."""
    sql = """
        SELECT c.case_no AS code, t.label_zh || ' ' || substr(c.left_at, 1, 10) AS label_zh,
            t.label_en || ' ' || substr(c.left_at, 1, 10) AS label_en
        FROM complaint c JOIN code_label t ON t.kind = 'category' AND t.code = c.category
        WHERE c.is_open = 0
        ORDER BY c.received_on DESC, c.case_no DESC LIMIT 200
        """
    return rows_of(connection, sql)


def kinds_by_hand(connection: sqlite3.Connection) -> Rows:
    """The kinds of lead that people enter; the others are found by the view."""
    by_hand = column_of(connection, "SELECT code FROM lead_kind WHERE computed = 0")
    return [row for row in rule_rows.choices(connection, "lead_kind") if row["code"] in by_hand]
