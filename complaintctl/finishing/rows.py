"""SELECTs of what the end of a case needs."""

import sqlite3

from complaintctl.record.queries import Row, row_of


def waiting_withdrawal(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The withdrawal of a case that nobody has verified yet (Art. 18), if any: at, reason."""
    sql = "SELECT * FROM withdrawal_waiting WHERE case_no = :case_no ORDER BY seq DESC LIMIT 1"
    return row_of(connection, sql, case_no=case_no)
