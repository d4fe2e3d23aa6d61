"""Attachments of cases: the only module that reads or writes their content, and what they are called (Art. 6)."""

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.text import in_units
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row, Rows, is_in, row_in, rows_in, rows_of

_LAST = (1 << 63) - 1  # which SQLite can count to


class Attachment(NamedTuple):
    """A file as it is attached: what it is called, and what it holds."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The fingerprint of what it holds, in hex."""
        return hashlib.sha256(self.content).hexdigest()


def add(act: Act, attachment: Attachment) -> dict[str, object]:
    """Store what a file holds and return what the ledger keeps of it: its number, name, size and SHA-256.

    Raises UsageProblem if it is more than SQLite takes, whatever the bank allows.
    """
    sql = "INSERT INTO main.attachment (content) VALUES (?)"
    try:
        number = act.connection.execute(sql, (attachment.content,)).lastrowid
    except (sqlite3.DataError, OverflowError):
        most = in_units(act.connection.getlimit(sqlite3.SQLITE_LIMIT_LENGTH))
        raise UsageProblem(
            "A case file holds no attachment of more than {most}: keep it elsewhere.", most=most
        ) from None
    size, sha256 = len(attachment.content), attachment.sha256
    return {"attachment": number, "name": attachment.name, "size": size, "sha256": sha256}


def of_case(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The attachments of a case, in order: number, name, size, sha256, what it is, by whom, when, and when voided."""
    return rows_in(connection, "case_attachment", case_no=case_no)


def same(connection: sqlite3.Connection, case_no: str, attachment: Attachment) -> Row | None:
    """The attachment of a case that holds the same and was not voided, if there is one."""
    rows = rows_in(connection, "case_attachment", case_no=case_no, sha256=attachment.sha256)
    return next((row for row in rows if not row["voided_at"]), None)


def find(connection: sqlite3.Connection, number: int) -> Row:
    """An attachment by its number: its case and what it is called, not what it holds. Raises NotFound."""
    if number <= _LAST and (row := row_in(connection, "case_attachment", number=number)):
        return row
    raise not_there(number)


def not_there(number: int) -> NotFound:
    """The answer where there is no attachment of a number."""
    sentence = marked("There is no attachment {number}: complaintctl attachments CASE lists those of a case.")
    return NotFound(sentence, number=number)


def content(connection: sqlite3.Connection, number: int) -> bytes:
    """The content of an attachment. Raises NotFound if it was taken out of the file."""
    row = row_in(connection, "main.attachment", number=number)
    if row is None:
        raise NotFound("What attachment {number} held is no longer in the file: complaintctl verify", number=number)
    return bytes(row["content"])


def changed_since_attached(connection: sqlite3.Connection) -> Iterator[str]:
    """Say which attachments do not hold what the ledger says, and which are not on record."""
    for row in connection.execute("SELECT * FROM case_attachment ORDER BY seq"):
        held = row_in(connection, "main.attachment", number=row["number"])
        if held is None or Attachment("", held["content"]).sha256 != row["sha256"]:
            yield _("Attachment {number} of {case_no} was changed or removed after it was attached.", **row)
    for row in rows_of(connection, "SELECT number FROM main.attachment ORDER BY number"):
        if not is_in(connection, "case_attachment", number=row["number"]):
            yield _("Attachment {number} of the file is not on record: it was put in outside the program.", **row)
