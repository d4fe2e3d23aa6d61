"""SELECTs about the reception of a complaint, the customer's earlier cases and the series they make (Art. 17)."""

import json
import sqlite3
from collections.abc import Sequence

from complaintctl.record.queries import Row, Rows, column_of, one_row, rows_of, text_of


def earlier_cases(
    connection: sqlite3.Connection,
    same: Sequence[int],
    namesakes: Sequence[int],
    unit: str | None,
    day: str,
    looker: str,
) -> Rows:
    """Cases of these customers received up to a day, newest first: the open ones, and those of the policy's window.

    Of a namesake, those about the same unit; by_name: nothing but the name is the same. Of reports of wrongdoing, those
    of which the looker may know who made them (Art. 13).
    """
    sql = """
        SELECT case_no, received_on, category, status, summary, fault, satisfaction, compensation_fen, is_open,
            -- What the customer was told last, else what the result report says was found.
            (SELECT coalesce(detail ->> 'reply', detail ->> 'text', detail ->> 'findings') FROM event
             WHERE case_no = c.case_no AND kind IN ('replied', 'result_reported')
             ORDER BY kind = 'replied' DESC, seq DESC LIMIT 1) AS outcome,
            complainant NOT IN (SELECT value FROM json_each(:same)) AS by_name
        FROM complaint c
        WHERE complainant IN (SELECT value FROM json_each(:same) UNION SELECT value FROM json_each(:namesakes))
            AND (complainant IN (SELECT value FROM json_each(:same)) OR respondent_unit = :unit)
            AND status <> 'voided' AND received_on <= :day AND (is_open OR received_on >= date(:day, '-' || (
                SELECT value FROM policy
                WHERE key = 'repeat_window_days' AND :day BETWEEN in_force_from AND in_force_to) || ' days'))
            AND (NOT restricted OR EXISTS (
                SELECT 1 FROM may_see_restricted WHERE case_no = c.case_no AND person = :looker))
        ORDER BY received_on DESC, length(case_no) DESC, case_no DESC
        """
    customers = {"same": json.dumps(same), "namesakes": json.dumps(namesakes)}
    return rows_of(connection, sql, **customers, unit=unit, day=day, looker=looker)


def reception(connection: sqlite3.Connection, case_no: str, today: str) -> Row:
    """The reception of a case: asks of its channel, by_office if 监察室 did, undated where its due date is not known.

    is_judged: major by what was stated of it, and not by its figures alone.
    lag: the working days from receipt to `today`, None past the end of the calendar; most_lag: as many may be.
    """
    sql = """
        SELECT h.asks, b.working_no - a.working_no AS lag, CAST(m.value AS INTEGER) AS most_lag,
            EXISTS (SELECT 1 FROM staff WHERE code = c.first_receiver AND unit = o.value) AS by_office,
            EXISTS (SELECT 1 FROM major_ground g WHERE g.is_stated AND r.detail ->> g.code) AS is_judged,
            (SELECT due_on IS NULL FROM case_deadline WHERE case_no = :case_no) AS undated
        FROM complaint c
        JOIN event r ON r.case_no = c.case_no AND r.kind = 'registered'
        JOIN channel h ON h.code = c.channel
        JOIN policy o ON o.key = 'supervision_office' AND c.received_on BETWEEN o.in_force_from AND o.in_force_to
        JOIN policy m ON m.key = 'registration_days' AND c.received_on BETWEEN m.in_force_from AND m.in_force_to
        LEFT JOIN calendar a ON a.day = c.received_on
        LEFT JOIN calendar b ON b.day = :today
        WHERE c.case_no = :case_no
        """
    return one_row(connection, sql, case_no=case_no, today=today)


def runs_from_acceptance(connection: sqlite3.Connection, source_kind: str | None, day: str) -> bool:
    """Tell whether a limit of a kind of body runs from the day on which that body accepted the case, on a day."""
    sql = """
        SELECT EXISTS (
            SELECT 1 FROM time_limit WHERE starts_with = 'acceptance' AND enabled AND source_kind = :source_kind
                AND :day BETWEEN in_force_from AND in_force_to) AS runs
        """
    return bool(one_row(connection, sql, source_kind=source_kind, day=day)["runs"])


def accepting_body(connection: sqlite3.Connection) -> str | None:
    """The kind of body that accepts a complaint before it sends it on: a limit runs from that day."""
    return text_of(connection, "SELECT max(source_kind) FROM time_limit WHERE starts_with = 'acceptance'")


def series(connection: sqlite3.Connection, case_no: str, but: str | None = None) -> Row:
    """The series a case belongs to: root, its first case, and repeats, the number of the last that follows it.

    One that was voided follows none, nor does `but`, which is placed anew. (A case registered before the series
    was entered knows only the case it repeats: hence the way up.)
    """
    sql = """
        WITH RECURSIVE way_up (case_no, repeat_of, steps) AS (
            SELECT case_no, repeat_of, 0 FROM complaint WHERE case_no = :case_no
            UNION ALL
            SELECT c.case_no, c.repeat_of, steps + 1 FROM way_up w JOIN complaint c ON c.case_no = w.repeat_of
        )
        SELECT case_no AS root,
            max(steps, (
                SELECT coalesce(max(repeat_no), 0) FROM complaint
                WHERE repeat_root = w.case_no AND status <> 'voided' AND case_no IS NOT :but
            )) AS repeats
        FROM way_up w WHERE repeat_of IS NULL
        """
    return one_row(connection, sql, case_no=case_no, but=but)


def registration(connection: sqlite3.Connection, case_no: str) -> Row:
    """The registration of a case, as it was corrected last: detail."""
    return one_row(connection, "SELECT detail FROM receipt WHERE case_no = :case_no", case_no=case_no)


def first_act(connection: sqlite3.Connection, case_no: str) -> Row:
    """The first thing that was done on a case: kind and at; its registration counts from when it was entered."""
    sql = """
        SELECT kind, CASE kind WHEN 'registered' THEN recorded_at ELSE at END AS at FROM event
        WHERE case_no = :case_no AND kind NOT IN ('corrected', 'deadline_set')
        ORDER BY 2, seq LIMIT 1
        """
    return one_row(connection, sql, case_no=case_no)


def unrestricted(connection: sqlite3.Connection, case_no: str) -> list[str]:
    """The open cases that are of the series of a report of wrongdoing, and none themselves (Arts 13, 17)."""
    sql = """
        SELECT o.case_no
        FROM complaint c
        JOIN complaint o ON o.case_no IN (c.repeat_of, c.repeat_root)
            OR o.repeat_root = coalesce(c.repeat_root, c.case_no)
        WHERE c.case_no = :case_no AND c.restricted AND o.is_open AND NOT o.restricted
        ORDER BY o.case_no
        """
    return column_of(connection, sql, case_no=case_no)
