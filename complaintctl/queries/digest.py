"""What the night's mail says beside the cases: who gets it, what it must not tell whom, and what it proves."""

import sqlite3

from complaintctl.queries import Row, Rows, row_of, rows_of


def day(connection: sqlite3.Connection) -> Row:
    """Today: the day, is_working and known; both NULL past the end of the calendar."""
    row = row_of(connection, "SELECT t.day, c.is_working, c.known FROM today t LEFT JOIN calendar c ON c.day = t.day")
    assert row is not None
    return row


def units(connection: sqlite3.Connection) -> Rows:
    """Every unit's code, name and address, whether it is the supervision office, and whether it is retired."""
    return rows_of(
        connection,
        """
        SELECT code, name, email, code = (SELECT value FROM policy WHERE key = 'supervision_office'
            AND (SELECT day FROM today) BETWEEN in_force_from AND in_force_to) AS is_office,
            coalesce(retired_on, '9999-12-31') <= (SELECT day FROM today) AS is_retired
        FROM unit ORDER BY code
        """,
    )


def kept_from(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """Which open case must not be told to which address, in small letters (Art. 13)."""
    rows = rows_of(
        connection,
        """
        SELECT b.case_no, lower(u.email) AS address
        FROM complaint c JOIN barred_unit b ON b.case_no = c.case_no JOIN unit u ON u.code = b.unit
        WHERE c.is_open = 1 AND u.email IS NOT NULL
        UNION
        SELECT b.case_no, lower(s.email)
        FROM complaint c JOIN barred_person b ON b.case_no = c.case_no JOIN staff s ON s.code = b.person
        WHERE c.is_open = 1 AND s.email IS NOT NULL
        """,
    )
    return {(row["case_no"], row["address"]) for row in rows}


def open_cases(connection: sqlite3.Connection) -> int:
    """How many cases are still open."""
    (number,) = connection.execute("SELECT count(*) FROM complaint WHERE is_open = 1").fetchone()
    return int(number)


def last_done(connection: sqlite3.Connection, step: str) -> str | None:
    """When a step of an unwatched job last ended well; None if it never did."""
    row = row_of(
        connection,
        """
        SELECT max(ended_at) AS ended_at FROM job_run
        WHERE step = :step AND outcome = 'done' AND ended_at <= (SELECT now FROM today)
        """,
        step=step,
    )
    return row["ended_at"] if row else None


def sent(connection: sqlite3.Connection, day: str) -> set[tuple[str, str | None, str]]:
    """Kind, unit and recipient of every mail sent for a day."""
    rows = rows_of(
        connection, "SELECT kind, unit, recipient FROM mail_log WHERE day = :day AND state = 'sent'", day=day
    )
    return {(row["kind"], row["unit"], row["recipient"]) for row in rows}


def perhaps_sent(connection: sqlite3.Connection, day: str) -> dict[tuple[str, str | None, str], str]:
    """Kind, unit and recipient of every mail of a day that was begun and has no outcome, with when it was begun.

    One that was sent by another run is not in doubt.
    """
    rows = rows_of(
        connection,
        """
        SELECT kind, unit, recipient, at FROM mail_log b
        WHERE day = :day AND state = 'begun' AND NOT EXISTS (
            SELECT 1 FROM mail_log
            WHERE day = :day AND (state = 'failed' AND message_id = b.message_id
                OR state = 'sent' AND kind = b.kind AND unit IS b.unit AND recipient = b.recipient))
        ORDER BY id
        """,
        day=day,
    )
    return {(row["kind"], row["unit"], row["recipient"]): row["at"] for row in rows}
