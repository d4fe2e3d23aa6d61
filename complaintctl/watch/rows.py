"""SELECTs of the cases listed, of what is to be done, and of what today brings."""

import sqlite3

from complaintctl.record.queries import Rows, equal, rows_of


def overview(connection: sqlite3.Connection, *, everything: bool, **wanted: str | None) -> Rows:
    """One masked line a case, newest last: the open ones, or all; of one status, unit, category, channel if given."""
    wanted = {name: code for name, code in wanted.items() if code}
    scope = "SELECT * FROM case_overview" if everything else "SELECT * FROM case_overview WHERE is_open = 1"
    sql = f"SELECT * FROM ({scope}) WHERE {equal(wanted)} ORDER BY received_on, length(case_no), case_no"
    return rows_of(connection, sql, **wanted)


def todo(
    connection: sqlite3.Connection, unit: str | None, person: str | None, looker: str | None, *, today: bool = False
) -> Rows:
    """The open duties of one unit or person or all, the most urgent first; at the end those that can wait.

    With `today` those alone that are due by its end. target_reached: the reply's, of which the target has come. First
    of all what was approved in the name of the person, or of who looks at all, and he has not seen.
    """
    sql = """
        SELECT case_no, 'approval_seen' AS duty, 'Arts 6, 19' AS article, recorded_at AS due_at, NULL AS done_at,
            0 AS blocking, remedy, unit, person, 0 AS provisional, label_zh, label_en, 0 AS target_reached,
            '' AS urgency, seq AS position
        FROM unseen_approval
        WHERE person = coalesce(:person, :looker) AND :unit IS NULL
        UNION ALL SELECT case_no, duty, article, due_at, done_at, blocking, remedy, unit, person, provisional, label_zh,
            label_en, duty = 'reply' AND case_no IN (SELECT case_no FROM awaited_case WHERE target_reached),
            CASE WHEN due_at IS NULL AND NOT blocking THEN '9999' ELSE coalesce(due_at, '') END, position
        FROM open_duty
        WHERE (:unit IS NULL OR unit = :unit) AND (:person IS NULL OR person = :person)
            AND (NOT :today OR substr(due_at, 1, 10) <= (SELECT day FROM today))
        ORDER BY urgency, case_no, position
        """
    return rows_of(connection, sql, unit=unit, person=person, looker=looker, today=today)


def unseen_approvals(connection: sqlite3.Connection, person: str, seq: int | None) -> Rows:
    """The approvals in a person's name that he has not seen, or one of them, by its event."""
    sql = "SELECT * FROM unseen_approval WHERE person = :person AND seq = coalesce(:seq, seq) ORDER BY seq"
    return rows_of(connection, sql, person=person, seq=seq)
