"""SELECTs of the night's mail beside the cases: recipients, what is kept from whom, its proof, and its log."""

import json
import sqlite3
from collections.abc import Iterable

from complaintctl.record.queries import Row, Rows, column_of, one_row, row_of, rows_of


def heading(connection: sqlite3.Connection, soon_days: int | None) -> Row:
    """Return what stands in every mail: the day, the bank, and the proof that the run was a real one.

    is_working and known are NULL past the end of the calendar; `soon_days` are those of the policy unless given.
    """
    sql = """
    WITH rule AS (SELECT key, value FROM policy WHERE (SELECT day FROM today) BETWEEN in_force_from AND in_force_to),
        done AS (SELECT step, ended_at FROM job_run
                 WHERE step IN ('backup', 'mail') AND outcome = 'done' AND ended_at <= (SELECT now FROM today))
    SELECT t.day, c.is_working, c.known, h.seq, h.hash,
        (SELECT value FROM rule WHERE key = 'bank_name') AS bank,
        (SELECT value = '1' FROM rule WHERE key = 'practice') AS practice,
        (SELECT value FROM rule WHERE key = 'supervision_office') AS office,
        coalesce(:soon_days, (SELECT CAST(value AS INTEGER) FROM rule WHERE key = 'soon_days')) AS soon_days,
        (SELECT count(*) FROM complaint) AS cases,
        (SELECT count(*) FROM complaint WHERE is_open = 1) AS open_cases,
        (SELECT max(ended_at) FROM done WHERE step = 'backup') AS last_backup,
        (SELECT max(ended_at) FROM done WHERE step = 'mail') AS last_run,
        (SELECT max(day) FROM calendar) AS last_day,
        (SELECT coalesce(date(min(day) FILTER (WHERE known = 0), '-1 day'), max(day)) FROM calendar) AS known_to
    FROM today t JOIN ledger_head h LEFT JOIN calendar c ON c.day = t.day
    """
    return one_row(connection, sql, soon_days=soon_days)


def readers(connection: sqlite3.Connection) -> Rows:
    """Return code, name and address of every unit, and after them of each leader in charge (Arts 8(2), 19).

    With it which is the supervision office, which are leaders, and which units are retired.
    """
    sql = """
    SELECT code, name, email, 0 AS is_leader, code = (SELECT value FROM policy WHERE key = 'supervision_office'
        AND (SELECT day FROM today) BETWEEN in_force_from AND in_force_to) AS is_office,
        coalesce(retired_on, '9999-12-31') <= (SELECT day FROM today) AS is_retired
    FROM unit
    UNION ALL SELECT code, name, email, 1, 0, 0 FROM leader JOIN serving_person USING (code) WHERE in_charge
    ORDER BY is_leader, code
    """
    return rows_of(connection, sql)


def kept_from(connection: sqlite3.Connection, cases: Iterable[str | None]) -> set[tuple[str, str]]:
    """Return those of some cases, each with an address that must not be told of it, in small letters (Art. 13)."""
    sql = """
    SELECT b.case_no, lower(u.email) AS address
    FROM json_each(:cases) c CROSS JOIN barred_unit b ON b.case_no = c.value JOIN unit u ON u.code = b.unit
    WHERE u.email IS NOT NULL
    UNION
    SELECT b.case_no, lower(s.email)
    FROM json_each(:cases) c CROSS JOIN barred_person b ON b.case_no = c.value JOIN staff s ON s.code = b.person
    WHERE s.email IS NOT NULL
    """
    named = json.dumps([case_no for case_no in cases if case_no])
    return {(row["case_no"], row["address"]) for row in rows_of(connection, sql, cases=named)}


def mailed(connection: sqlite3.Connection, day: str) -> dict[tuple[str, str | None, str], str | None]:
    """Return kind, unit and recipient of every mail of a day that was sent, or may have been.

    With it None if it was sent; else when it was begun by a run that noted no outcome.
    """
    sql = """
    SELECT kind, unit, recipient, CASE WHEN max(state = 'sent') THEN NULL ELSE max(at) END AS begun_at
    FROM mail_log b
    WHERE day = :day AND (state = 'sent' OR state = 'begun' AND NOT EXISTS (
        SELECT 1 FROM mail_log WHERE message_id = b.message_id AND state = 'failed'))
    GROUP BY kind, unit, recipient
    """
    return {tuple(key): begun_at for *key, begun_at in rows_of(connection, sql, day=day)}


def last_run(connection: sqlite3.Connection, job: str) -> Rows:
    """Return the steps of the last run of a job, in order; none if it never ran."""
    sql = """
    SELECT * FROM job_run
    WHERE job = :job AND run = (SELECT run FROM job_run
                                WHERE job = :job AND started_at <= (SELECT now FROM today)
                                ORDER BY id DESC LIMIT 1)
    ORDER BY id
    """
    return rows_of(connection, sql, job=job)


def steps_of_runs(connection: sqlite3.Connection, days: tuple[str, str]) -> Rows:
    """Return the steps of all jobs that nobody watches, for the days from the first to the last, in order."""
    sql = """
    SELECT run, job, day, step, started_at, ended_at, outcome, text FROM job_run
    WHERE day BETWEEN :first AND :last AND started_at <= (SELECT now FROM today)
    ORDER BY id
    """
    return rows_of(connection, sql, first=days[0], last=days[1])


def last_step(connection: sqlite3.Connection, step: str) -> Row | None:
    """Return the last time that a step ran, whatever the job."""
    sql = """
    SELECT * FROM job_run WHERE step = :step AND started_at <= (SELECT now FROM today) ORDER BY id DESC LIMIT 1
    """
    return row_of(connection, sql, step=step)


def checks_of_nobody(connection: sqlite3.Connection) -> int:
    """For how many of the daily checks nobody is named, so that none of them can be missing (Art. 8(4))."""
    return len(column_of(connection, "SELECT remedy FROM check_state WHERE remedy IS NOT NULL"))


def check_gaps(connection: sqlite3.Connection) -> Rows:
    """Return the daily checks that are missing, a row for each kind and branch: how many days, the first, the last."""
    sql = """
    SELECT m."check", m.unit, count(*) AS days, min(m.day) AS first_day, max(m.day) AS last_day
    FROM missing_check m JOIN check_kind k ON k.code = m."check"
    GROUP BY m."check", m.unit ORDER BY k.position, m.unit
    """
    return rows_of(connection, sql)
