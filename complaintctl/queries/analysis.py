"""SELECTs of a period's analysis beside the return itself (Art. 22)."""

import sqlite3

from complaintctl.queries import Row, Rows, row_of, rows_of


def dimension_label(connection: sqlite3.Connection, dimension: str) -> str:
    """What a dimension of the return is called in Chinese."""
    row = row_of(connection, "SELECT label_zh FROM main.report_dimension WHERE code = :code", code=dimension)
    assert row is not None, dimension
    return str(row["label_zh"])


def actions(connection: sqlite3.Connection, first_day: str, last_day: str) -> Rows:
    """The corrective actions of a period: those opened by its end and not done before it began, the open ones first."""
    return rows_of(
        connection,
        """
        SELECT action_no, text, due_on, opened_at, done_at, outcome, is_late, cases FROM improvement_action
        WHERE substr(opened_at, 1, 10) <= :last_day AND coalesce(substr(done_at, 1, 10), '9999-12-31') >= :first_day
        ORDER BY done_at IS NOT NULL, due_on, opened_at, action_no
        """,
        first_day=first_day,
        last_day=last_day,
    )


def last_entry(connection: sqlite3.Connection) -> Row | None:
    """Number and hash of the last entry of the ledger that counts: of all, or of those known on a day."""
    return row_of(connection, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
