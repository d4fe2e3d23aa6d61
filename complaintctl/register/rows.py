"""The register (登记簿): every case of a period with what is entered of it (Arts 6, 8)."""

import sqlite3
from pathlib import Path

from complaintctl.cases.rule_rows import policy
from complaintctl.record.queries import Rows, one_row, rows_of


def cases(connection: sqlite3.Connection, first: str, last: str) -> Rows:
    """Return what the register holds of the cases received from one day to another, in the order of their numbers."""
    sql = Path(__file__).with_name("cases.sql").read_text("utf-8")
    return rows_of(connection, sql, first=first, last=last)


def title(connection: sqlite3.Connection) -> str:
    """Return the bank's name and what it calls its register."""
    sql = "SELECT label_zh FROM code_label WHERE kind = 'form' AND code = 'register' ORDER BY length(label_zh) DESC"
    return policy(connection, "bank_name") + str(one_row(connection, sql)["label_zh"])


def role_in_charge(connection: sqlite3.Connection) -> str:
    """Return the role of the leader a case is reported to first; a register may not say who it was (Art. 8(2))."""
    row = one_row(connection, "SELECT code FROM role WHERE in_charge ORDER BY position LIMIT 1")
    return str(row["code"])
