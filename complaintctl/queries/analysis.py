"""SELECTs of a period's analysis beside the return itself (Art. 22)."""

import sqlite3

from complaintctl.ledger import FIRST_PREVIOUS_HASH
from complaintctl.queries import Rows, row_of, rows_of


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


def last_entry(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last entry that counts: of all, or of those known on a day; (0, zeros) if none does."""
    row = row_of(connection, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    return (row["seq"], row["hash"]) if row else (0, FIRST_PREVIOUS_HASH)
