"""SELECTs that the handling of a case needs beyond those of showing it."""

import sqlite3
from collections.abc import Sequence

from complaintctl.record.queries import Row, Rows, column_of, is_in, row_of, rows_in, rows_of, text_of


def briefings(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The leaders who were briefed on a case or found absent, oldest first."""
    return rows_in(connection, "briefing", case_no=case_no)


def informed_since(connection: sqlite3.Connection, case_no: str, leader: str) -> str | None:
    """The time when a leader first took the report of a case; None where they did not."""
    sql = "SELECT min(at) FROM leader_told WHERE case_no = :case_no AND leader = :leader"
    return text_of(connection, sql, case_no=case_no, leader=leader)


def silent_leaders(connection: sqlite3.Connection, case_no: str) -> list[str]:
    """The leaders who took the report of a case and gave no directive on it."""
    sql = """
        SELECT leader FROM leader_told WHERE case_no = :case_no
        EXCEPT SELECT detail ->> 'by' FROM event WHERE case_no = :case_no AND kind = 'directed'
        ORDER BY leader
        """
    return column_of(connection, sql, case_no=case_no)


def last_event(connection: sqlite3.Connection, case_no: str, kind: str) -> Row | None:
    """The last event of a kind on a case."""
    sql = "SELECT * FROM event WHERE case_no = :case_no AND kind = :kind ORDER BY seq DESC LIMIT 1"
    return row_of(connection, sql, case_no=case_no, kind=kind)


def other_speaker(connection: sqlite3.Connection, case_no: str, person: str) -> str | None:
    """Name who last responded to the media on a case (Art. 15); None where that is the person, or nobody."""
    sql = "SELECT person FROM media_speaker WHERE case_no = :case_no AND person <> :person"
    return text_of(connection, sql, case_no=case_no, person=person)


def disputes(connection: sqlite3.Connection, case_no: str, unit: str | None = None) -> list[str]:
    """The unit of each slip of a case that was sent back, oldest first; or those of one unit alone (Art. 4)."""
    sql = "SELECT unit FROM slip_dispute WHERE case_no = :case_no AND unit = coalesce(:unit, unit) ORDER BY seq"
    return column_of(connection, sql, case_no=case_no, unit=unit)


def is_addressed(connection: sqlite3.Connection, slip_seq: int, person: str) -> bool:
    """Tell whether a person is of a unit that a slip is addressed to."""
    return is_in(connection, "addressee JOIN staff USING (unit)", seq=slip_seq, code=person)


def handled_before(connection: sqlite3.Connection, case_no: str, people: Sequence[str]) -> list[str]:
    """Those of the people who handled a case: by its slip, or by its result report (Art. 17)."""
    return [person for person in people if is_in(connection, "case_handler", case_no=case_no, person=person)]


def open_supervision(connection: sqlite3.Connection, case_no: str) -> str | None:
    """The number of the last supervision slip, where it lies with the unit that leads; else None."""
    return text_of(connection, "SELECT slip_no FROM open_supervision WHERE case_no = :case_no", case_no=case_no)


def open_pause(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The pause a case is in, if any."""
    sql = "SELECT * FROM clock_pause WHERE case_no = :case_no AND to_seq IS NULL"
    return row_of(connection, sql, case_no=case_no)


def extendable_clock(connection: sqlite3.Connection, case_no: str, clock: str | None) -> Row | None:
    """The clock of a case, that one or the first, that may be extended: due_on, days_left, ended; None: none may."""
    sql = """
        SELECT * FROM extendable_clock WHERE case_no = :case_no AND clock = coalesce(:clock, clock)
        ORDER BY started_seq DESC, due_on, position LIMIT 1
        """
    return row_of(connection, sql, case_no=case_no, clock=clock)


def due_escalations(connection: sqlite3.Connection, person: str | None) -> Rows:
    """List what the rules want escalated now: case_no, target, due_at, articles, labels; the most urgent first.

    But for the cases that are kept from the person who acts or looks, None for nobody known (Art. 13).
    """
    sql = """
        SELECT case_no, escalates_to AS target, min(due_at) AS due_at, group_concat(article, '; ') AS articles,
            group_concat(label_zh, '; ') AS label_zh, group_concat(label_en, '; ') AS label_en
        FROM (
            SELECT * FROM open_duty d
            WHERE escalates_to IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM barred_person WHERE case_no = d.case_no AND person = :person)
            ORDER BY position
        )
        GROUP BY case_no, escalates_to
        ORDER BY coalesce(min(due_at), ''), case_no
        """
    return rows_of(connection, sql, person=person)
