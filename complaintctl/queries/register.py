"""The register (登记簿): every case of a period with what is entered of it (Arts 6, 8)."""

import sqlite3

from complaintctl.queries import Rows, policy, row_of, rows_of


def cases(connection: sqlite3.Connection, first: str, last: str) -> Rows:
    """Return what the register holds of the cases received from one day to another, in the order of their numbers."""
    return rows_of(
        connection,
        """
        SELECT * FROM register_row WHERE received_on BETWEEN :first AND :last
        ORDER BY substr(received_on, 1, 4), registered_seq
        """,
        first=first,
        last=last,
    )


def title(connection: sqlite3.Connection) -> str:
    """Return the bank's name and what it calls its register."""
    row = row_of(connection, "SELECT title_zh FROM form WHERE code = 'register'")
    assert row is not None
    return policy(connection, "bank_name") + str(row["title_zh"])


def rule_in_force(connection: sqlite3.Connection) -> str:
    """Return the rule that the register is kept under, and whether it is a draft."""
    return f"{policy(connection, 'regulation')}({policy(connection, 'regulation_status')})"


def role_in_charge(connection: sqlite3.Connection) -> str:
    """Return the role of the leader a case is reported to first; a register may not say who it was (Art. 8(2))."""
    row = row_of(connection, "SELECT code FROM role WHERE in_charge ORDER BY position LIMIT 1")
    assert row is not None
    return str(row["code"])
