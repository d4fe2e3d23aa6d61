"""SELECTs that the handling of a case needs beyond those of showing it."""

import json
import sqlite3
from collections.abc import Sequence

from complaintctl.queries import Row, Rows, row_of, rows_of


def needs_slip(connection: sqlite3.Connection, case: Row) -> bool:
    """Whether the channel of a case asks for a transfer slip (Art. 9)."""
    row = row_of(connection, "SELECT needs_slip FROM case_channel WHERE case_no = :case_no", case_no=case["case_no"])
    return row is not None and bool(row["needs_slip"])


def transfer_command(connection: sqlite3.Connection, case_no: str) -> str:
    """The command that transfers a case to where it belongs (Arts 9, 10, 13)."""
    row = row_of(connection, "SELECT command FROM transfer_command WHERE case_no = :case_no", case_no=case_no)
    return row["command"] if row else ""


def briefings(connection: sqlite3.Connection, case_no: str) -> Rows:
    """Who was briefed on a case or found absent, oldest first."""
    return rows_of(connection, "SELECT * FROM briefing WHERE case_no = :case_no ORDER BY seq", case_no=case_no)


def told_since(connection: sqlite3.Connection, case_no: str, leader: str) -> str | None:
    """When a leader first took the report of a case; None where he did not."""
    sql = "SELECT min(at) AS at FROM leader_told WHERE case_no = :case_no AND leader = :leader"
    row = row_of(connection, sql, case_no=case_no, leader=leader)
    return row["at"] if row else None


def silent_leaders(connection: sqlite3.Connection, case_no: str) -> list[str]:
    """The leaders who took the report of a case and gave no directive on it."""
    rows = rows_of(
        connection,
        """
        SELECT leader FROM leader_told WHERE case_no = :case_no
        EXCEPT SELECT detail ->> 'by' FROM event WHERE case_no = :case_no AND kind = 'directed'
        ORDER BY leader
        """,
        case_no=case_no,
    )
    return [row["leader"] for row in rows]


def legs(connection: sqlite3.Connection, case_no: str) -> Rows:
    """The legs of a case, oldest first."""
    return rows_of(connection, "SELECT * FROM leg WHERE case_no = :case_no ORDER BY seq", case_no=case_no)


def working_day_after(connection: sqlite3.Connection, day: str, number: int) -> str | None:
    """The n-th working day after a day; None past the end of the calendar."""
    row = row_of(
        connection,
        """
        SELECT d.day FROM calendar s JOIN calendar d ON d.is_working = 1 AND d.working_no = s.working_no + :number
        WHERE s.day = :day
        """,
        day=day,
        number=number,
    )
    return row["day"] if row else None


def working_days_between(connection: sqlite3.Connection, day: str, later: str) -> int | None:
    """How many working days lie after a day up to a later one; None past the end of the calendar."""
    row = row_of(
        connection,
        """
        SELECT b.working_no - a.working_no AS number FROM calendar a, calendar b
        WHERE a.day = :day AND b.day = :later
        """,
        day=day,
        later=later,
    )
    return row["number"] if row else None


def contact_purpose(connection: sqlite3.Connection, code: str) -> Row:
    """What a purpose of contact is: party, event_kind, after_closing."""
    row = row_of(connection, "SELECT * FROM contact_purpose WHERE code = :code", code=code)
    assert row is not None, code
    return row


def last_event(connection: sqlite3.Connection, case_no: str, kind: str) -> Row | None:
    """The last event of a kind on a case."""
    return row_of(
        connection,
        "SELECT * FROM event WHERE case_no = :case_no AND kind = :kind ORDER BY seq DESC LIMIT 1",
        case_no=case_no,
        kind=kind,
    )


def other_speaker(connection: sqlite3.Connection, case_no: str, person: str) -> str | None:
    """Name who last responded to the media on a case (Art. 15); None where that is the person, or nobody."""
    row = row_of(
        connection,
        """
        SELECT nullif(actor, :person) AS speaker FROM event
        WHERE case_no = :case_no AND kind = 'contacted' AND detail ->> 'purpose' = 'media_response'
        ORDER BY seq DESC LIMIT 1
        """,
        case_no=case_no,
        person=person,
    )
    return row["speaker"] if row else None


def lies_with(connection: sqlite3.Connection, case_no: str, unit: str) -> bool:
    """Tell whether a case lies with a unit by its present slip."""
    sql = "SELECT 1 FROM complaint WHERE case_no = :case_no AND lead_unit = :unit"
    return row_of(connection, sql, case_no=case_no, unit=unit) is not None


def disputes_of(connection: sqlite3.Connection, case_no: str, unit: str) -> int:
    """Count how often a unit sent a case back (Art. 4)."""
    sql = "SELECT count(*) AS number FROM leg WHERE case_no = :case_no AND state = 'returned' AND unit = :unit"
    row = row_of(connection, sql, case_no=case_no, unit=unit)
    return row["number"] if row else 0


def is_addressed(connection: sqlite3.Connection, slip_seq: int, person: str) -> bool:
    """Tell whether a person is of a unit that a slip is addressed to."""
    sql = """
        SELECT 1 FROM event e JOIN staff s ON s.code = :person
        WHERE e.seq = :slip_seq AND (s.unit = e.detail ->> 'to_unit'
            OR s.unit IN (SELECT value FROM json_each(e.detail, '$.assisting_units')))
        """
    return row_of(connection, sql, slip_seq=slip_seq, person=person) is not None


def is_responsible(connection: sqlite3.Connection, person: str, unit: str) -> bool:
    """Tell whether a person answers for a unit: heads it, or is the head of one by his role (Art. 10)."""
    sql = """
        SELECT 1 FROM staff s LEFT JOIN unit u ON u.code = :unit AND u.head = s.code
        WHERE s.code = :person AND (s.role = 'unit_head' OR u.code IS NOT NULL)
        """
    return row_of(connection, sql, person=person, unit=unit) is not None


def handled_before(connection: sqlite3.Connection, case_no: str, people: Sequence[str]) -> list[str]:
    """Those of the people who handled a case: by its slip, or by its result report (Art. 17)."""
    rows = rows_of(
        connection,
        """
        SELECT p.value AS person
        FROM json_each(:people) p
        WHERE EXISTS (SELECT 1 FROM complaint WHERE case_no = :case_no AND handler = p.value)
            OR EXISTS (SELECT 1 FROM event WHERE detail ->> 'handler' = p.value AND seq = (
                SELECT max(seq) FROM event WHERE case_no = :case_no AND kind = 'result_reported'))
        """,
        case_no=case_no,
        people=json.dumps(people),
    )
    return [row["person"] for row in rows]


def open_supervision(connection: sqlite3.Connection, case_no: str) -> str | None:
    """The number of the last supervision slip, where it lies with the unit that leads; else None."""
    row = row_of(
        connection,
        """
        SELECT s.slip_no FROM slip s JOIN complaint c ON c.case_no = s.case_no AND c.lead_unit = s.to_unit
        WHERE s.case_no = :case_no AND s.returned_at IS NULL
            AND s.seq = (SELECT max(seq) FROM slip WHERE case_no = :case_no AND kind = 'supervise')
        """,
        case_no=case_no,
    )
    return row["slip_no"] if row else None


def open_pause(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The pause a case is in, if any."""
    return row_of(
        connection,
        """
        SELECT p.* FROM event p WHERE p.case_no = :case_no AND p.kind = 'clock_paused'
            AND NOT EXISTS (SELECT 1 FROM event WHERE case_no = p.case_no AND seq > p.seq
                            AND kind IN ('clock_resumed', 'replied', 'closed', 'withdrawn'))
        """,
        case_no=case_no,
    )


def ending_needs_note(connection: sqlite3.Connection, code: str) -> bool:
    """Whether a case that ends so has to say why."""
    row = row_of(connection, "SELECT needs_note FROM ending WHERE code = :code", code=code)
    return row is not None and bool(row["needs_note"])


def due_escalations(connection: sqlite3.Connection, person: str | None) -> Rows:
    """List what the rules want escalated now: case_no, target, due_at, articles, labels; the most urgent first.

    But for the cases that are kept from the person who acts or looks, None for nobody known (Art. 13).
    """
    return rows_of(
        connection,
        """
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
        """,
        person=person,
    )


def todo(connection: sqlite3.Connection, unit: str | None, person: str | None) -> Rows:
    """The open duties of one unit or person or all, the most urgent first; at the end those that can wait."""
    return rows_of(
        connection,
        """
        SELECT * FROM open_duty
        WHERE (:unit IS NULL OR unit = :unit) AND (:person IS NULL OR person = :person)
        ORDER BY CASE WHEN due_at IS NULL AND NOT blocking THEN '9999' ELSE coalesce(due_at, '') END, case_no, position
        """,
        unit=unit,
        person=person,
    )


def unit_legs(connection: sqlite3.Connection, first_month: str, last_month: str) -> Rows:
    """Per unit: legs, returned, answered, lying, working_days and supervised, of the slips of these months."""
    return rows_of(
        connection,
        """
        SELECT l.unit, sum(legs) AS legs, sum(returned) AS returned, sum(answered) AS answered, sum(lying) AS lying,
            sum(working_days) AS working_days,
            round(1.0 * sum(working_days) / nullif(sum(legs), 0), 2) AS mean_working_days,
            sum(supervised) AS supervised
        FROM unit_leg l WHERE month BETWEEN :first AND :last
        GROUP BY l.unit ORDER BY l.unit
        """,
        first=first_month,
        last=last_month,
    )
