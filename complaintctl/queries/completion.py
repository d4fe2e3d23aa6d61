"""What a shell offers to complete a command line with: rows of what is typed, and its label in both languages."""

import sqlite3

from complaintctl.queries import Rows, rows_of


def units(connection: sqlite3.Connection) -> Rows:
    """The units there are today."""
    return rows_of(
        connection,
        """
        SELECT code, name AS label_zh, name AS label_en FROM serving_unit ORDER BY kind, code
        """,
    )


def staff(connection: sqlite3.Connection, *, only_leaders: bool) -> Rows:
    """Who serves today: all, or those to whom a case may be reported."""
    return rows_of(
        connection,
        """
        SELECT code, name AS label_zh, name AS label_en FROM serving_person
        WHERE NOT :only_leaders OR code IN (SELECT code FROM leader) ORDER BY code
        """,
        only_leaders=only_leaders,
    )


def cases(connection: sqlite3.Connection, *, are_open: bool) -> Rows:
    """The cases that are open, or the last 200 that are not: category and due date, nothing of the customer."""
    return rows_of(
        connection,
        """
        SELECT c.case_no AS code, t.label_zh || coalesce(' ' || d.due_on, '') AS label_zh,
            t.label_en || coalesce(' ' || d.due_on, '') AS label_en
        FROM (SELECT * FROM complaint WHERE is_open = :are_open ORDER BY received_on DESC LIMIT :most) c
        JOIN code_label t ON t.kind = 'category' AND t.code = c.category
        LEFT JOIN case_deadline d ON d.case_no = c.case_no
        ORDER BY c.received_on DESC, c.case_no DESC
        """,
        are_open=are_open,
        most=-1 if are_open else 200,
    )


def waivable_duties(connection: sqlite3.Connection) -> Rows:
    """The duties that `close` may leave out for a reason."""
    return rows_of(
        connection,
        """
        SELECT d.code, l.label_zh, l.label_en FROM duty d JOIN code_label l ON l.kind = 'duty' AND l.code = d.code
        WHERE d.may_waive = 1 ORDER BY d.position
        """,
    )


def forms(connection: sqlite3.Connection) -> Rows:
    """The forms that can be printed."""
    return rows_of(
        connection,
        "SELECT code, title_zh AS label_zh, title_en AS label_en FROM form WHERE goes_to IS NOT NULL ORDER BY code",
    )


def kinds(connection: sqlite3.Connection) -> Rows:
    """The kinds of code whose words can be changed."""
    return rows_of(
        connection,
        """
        SELECT DISTINCT kind AS code, '' AS label_zh, '' AS label_en FROM code_label
        WHERE kind NOT IN ('form', 'time_limit') ORDER BY kind
        """,
    )


def extendable_kinds(connection: sqlite3.Connection) -> Rows:
    """The kinds of code that a bank adds to and retires from."""
    return rows_of(connection, "SELECT kind AS code, '' AS label_zh, '' AS label_en FROM extendable_kind ORDER BY kind")


def codes(connection: sqlite3.Connection) -> Rows:
    """Every code of every kind, whose words can be changed."""
    return rows_of(
        connection,
        "SELECT code, label_zh, label_en FROM code_label WHERE kind NOT IN ('form', 'time_limit') ORDER BY code",
    )
