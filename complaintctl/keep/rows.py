"""SELECTs of a file that is held against another: its events by number, the numbers it gave out. Of any version."""

import sqlite3
from collections.abc import Iterator

from complaintctl.file import db
from complaintctl.record.queries import Row, Rows, column_of, is_in, row_of, rows_of, text_of


def hash_of(connection: sqlite3.Connection, seq: int) -> str | None:
    """The hash of an event by its number; None if there is no such event."""
    return text_of(connection, "SELECT hash FROM event WHERE seq = :seq", seq=seq)


def number_of(connection: sqlite3.Connection, digits: str) -> int | None:
    """The number of the event whose hash begins with some digits; None if there is no such event."""
    sql = "SELECT seq FROM event WHERE substr(hash, 1, length(:digits)) = :digits"
    row = row_of(connection, sql, digits=digits)
    return int(row["seq"]) if row else None


def hashes(connection: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Number and hash of every event, in order, one at a time."""
    return map(tuple, connection.execute("SELECT seq, hash FROM event ORDER BY seq"))


def beginning(connection: sqlite3.Connection) -> str:
    """The bank that a file was made for and the day on which it was, by its first event."""
    sql = "SELECT coalesce(detail ->> 'bank' || ', ', '') || substr(at, 1, 10) FROM event WHERE seq = 1"
    return text_of(connection, sql) or ""


def begun_at(connection: sqlite3.Connection) -> str:
    """The time at which a file was begun, that of its first entry; long ago, where that is not known."""
    return text_of(connection, "SELECT recorded_at FROM event WHERE seq = 1") or "0001-01-01T00:00:00+08:00"


def written_by(connection: sqlite3.Connection) -> tuple[str | None, int]:
    """The version of the program that laid a file out, if the file tells, and that of its tables."""
    kept = is_in(connection, "sqlite_schema", name="program")
    program = text_of(connection, "SELECT version FROM program") if kept else None
    return program, int(text_of(connection, "SELECT user_version FROM pragma_user_version") or 0)


def last_put(connection: sqlite3.Connection, step: str, place: str) -> str | None:
    """The day on which a step last put a backup into a place, as the run log has it; None if never."""
    sql = """
        SELECT substr(max(ended_at), 1, 10) FROM job_run
        WHERE step = :step AND outcome = 'done' AND instr(text, :place)
        """
    return text_of(connection, sql, step=step, place=place)


def rejects_written(connection: sqlite3.Connection) -> list[str]:
    """The files into which imports gave rejected rows back, as the run log has them."""
    sql = "SELECT DISTINCT text FROM job_run WHERE job = 'import' AND step = 'rejects' ORDER BY text"
    return column_of(connection, sql)


def replacing_restore(connection: sqlite3.Connection, seq: int, entered_at: str | None) -> Row | None:
    """The restore on record that took an event of this number away: its own number (restored) and its day.

    The numbers are given again, and what is known to have been entered after it, it did not take away.
    """
    sql = """
        SELECT seq AS restored, substr(at, 1, 10) AS day FROM event
        WHERE case_no IS NULL AND kind = 'restored'
            AND :seq > detail ->> 'common_seq' AND :seq <= detail ->> 'replaced_seq'
            AND coalesce(:entered_at <= recorded_at, 1)
        ORDER BY seq DESC LIMIT 1
        """
    return row_of(connection, sql, seq=seq, entered_at=entered_at)


def last_entry(connection: sqlite3.Connection) -> tuple[str, str]:
    """The code of the person who made the last entry, and its time; both empty in an empty ledger."""
    row = row_of(connection, "SELECT actor, recorded_at FROM event ORDER BY seq DESC LIMIT 1")
    return (row["actor"], row["recorded_at"]) if row else ("", "")


def was_replaced(connection: sqlite3.Connection, head: str) -> bool:
    """Tell whether a file that ended with an event of this hash was once replaced by this one, which says so."""
    sql = """
        SELECT 1 FROM event
        WHERE case_no IS NULL AND kind = 'restored' AND detail ->> 'replaced_head' = :head
        """
    return row_of(connection, sql, head=head) is not None


def cases_after(connection: sqlite3.Connection, seq: int) -> Rows:
    """case_no of every case of which the events after one speak, and whether it is_new: registered by one of them."""
    sql = """
        SELECT case_no, max(kind = 'registered') AS is_new FROM event
        WHERE seq > :seq AND case_no IS NOT NULL
        GROUP BY case_no ORDER BY length(case_no), case_no
        """
    return rows_of(connection, sql, seq=seq)


def acts_after(connection: sqlite3.Connection, seq: int) -> Rows:
    """Kind and number of the acts on the file itself after an event."""
    sql = """
        SELECT kind, count(*) AS number FROM event
        WHERE seq > :seq AND case_no IS NULL
        GROUP BY kind ORDER BY min(seq)
        """
    return rows_of(connection, sql, seq=seq)


def series(connection: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """The last number given out by form and year; where an event has a later one than is counted, that."""
    sql = "SELECT form, year, last FROM number_series ORDER BY form, year"
    if not db.is_older(connection):
        sql = "SELECT form, year, max(used, given) AS last FROM last_number ORDER BY form, year"
    return {(row["form"], row["year"]): row["last"] for row in rows_of(connection, sql)}


def is_practice(connection: sqlite3.Connection) -> bool:
    """Tell whether this is a practice file; asked of a file as it is, whatever day it is there."""
    return is_in(connection, "policy", key="practice", value="1")


def number_patterns(connection: sqlite3.Connection) -> Rows:
    """form and pattern of every numbered form."""
    return rows_of(
        connection, "SELECT code AS form, number_pattern AS pattern FROM form WHERE number_pattern IS NOT NULL"
    )


def written(connection: sqlite3.Connection, form: str, year: int, serial: int) -> str:
    """A number as it stands on its form."""
    sql = "SELECT printf(number_pattern, :year, :serial) FROM form WHERE code = :form"
    return text_of(connection, sql, form=form, year=year, serial=serial) or ""
