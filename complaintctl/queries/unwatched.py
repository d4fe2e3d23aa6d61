"""SELECTs of what runs without anyone watching: the run log, the mail sent, the gaps that are named every night."""

import sqlite3

from complaintctl.queries import Row, Rows, row_of, rows_of


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


def last_step(connection: sqlite3.Connection, step: str, outcome: str | None = None) -> Row | None:
    """Return the last time that a step ran, whatever the job; the last that ended so, if an outcome is given."""
    sql = """
    SELECT * FROM job_run
    WHERE step = :step AND (:outcome IS NULL OR outcome = :outcome) AND started_at <= (SELECT now FROM today)
    ORDER BY id DESC LIMIT 1
    """
    return row_of(connection, sql, step=step, outcome=outcome)


def check_gaps(connection: sqlite3.Connection) -> Rows:
    """Return the daily checks that are missing, a row for each kind and branch: how many days, the first, the last."""
    sql = """
    SELECT m."check", m.unit, count(*) AS days, min(m.day) AS first_day, max(m.day) AS last_day
    FROM missing_check m JOIN check_kind k ON k.code = m."check"
    GROUP BY m."check", m.unit ORDER BY k.position, m.unit
    """
    return rows_of(connection, sql)
