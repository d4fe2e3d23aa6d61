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
    sql = "SELECT person FROM media_speaker WHERE case_no = :case_no AND person <> :person"
    row = row_of(connection, sql, case_no=case_no, person=person)
    return row["person"] if row else None


def lies_with(connection: sqlite3.Connection, case_no: str, unit: str) -> bool:
    """Tell whether a case lies with a unit by its present slip."""
    sql = "SELECT 1 FROM complaint WHERE case_no = :case_no AND lead_unit = :unit"
    return row_of(connection, sql, case_no=case_no, unit=unit) is not None


def disputes(connection: sqlite3.Connection, case_no: str, unit: str | None = None) -> list[str]:
    """The unit of each slip of a case that was sent back, oldest first; or those of one unit alone (Art. 4)."""
    sql = "SELECT unit FROM slip_dispute WHERE case_no = :case_no AND unit = coalesce(:unit, unit) ORDER BY seq"
    return [row["unit"] for row in rows_of(connection, sql, case_no=case_no, unit=unit)]


def needs_ruling(connection: sqlite3.Connection, case_no: str) -> bool:
    """Tell whether units disputed a case so often that 监察室 rules who is responsible (Art. 4)."""
    return row_of(connection, "SELECT 1 FROM ruling_due WHERE case_no = :case_no", case_no=case_no) is not None


def is_addressed(connection: sqlite3.Connection, slip_seq: int, person: str) -> bool:
    """Tell whether a person is of a unit that a slip is addressed to."""
    sql = "SELECT 1 FROM addressee JOIN staff s USING (unit) WHERE seq = :slip_seq AND s.code = :person"
    return row_of(connection, sql, slip_seq=slip_seq, person=person) is not None


def is_responsible(connection: sqlite3.Connection, person: str, unit: str) -> bool:
    """Tell whether a person answers for a unit: heads it, or is the head of one by his role (Art. 10)."""
    sql = "SELECT 1 FROM responsible_person WHERE unit = :unit AND person = :person"
    return row_of(connection, sql, person=person, unit=unit) is not None


def handled_before(connection: sqlite3.Connection, case_no: str, people: Sequence[str]) -> list[str]:
    """Those of the people who handled a case: by its slip, or by its result report (Art. 17)."""
    rows = rows_of(
        connection,
        """
        SELECT value AS person FROM json_each(:people)
        WHERE value IN (SELECT person FROM case_handler WHERE case_no = :case_no)
        """,
        case_no=case_no,
        people=json.dumps(people),
    )
    return [row["person"] for row in rows]


def open_supervision(connection: sqlite3.Connection, case_no: str) -> str | None:
    """The number of the last supervision slip, where it lies with the unit that leads; else None."""
    row = row_of(connection, "SELECT slip_no FROM open_supervision WHERE case_no = :case_no", case_no=case_no)
    return row["slip_no"] if row else None


def open_pause(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The pause a case is in, if any."""
    sql = "SELECT * FROM clock_pause WHERE case_no = :case_no AND to_seq IS NULL"
    return row_of(connection, sql, case_no=case_no)


def extendable_clock(connection: sqlite3.Connection, case_no: str, clock: str | None) -> Row | None:
    """The clock of a case, that one or the first, that may be extended: due_on, days_left, ended; None: none may."""
    return row_of(
        connection,
        """
        SELECT * FROM extendable_clock WHERE case_no = :case_no AND clock = coalesce(:clock, clock)
        ORDER BY started_seq DESC, due_on, position LIMIT 1
        """,
        case_no=case_no,
        clock=clock,
    )


def may_be_paused(connection: sqlite3.Connection, case_no: str) -> bool:
    """Tell whether a clock of a case runs that may be paused (Order 2020 No. 3, Art. 18)."""
    return row_of(connection, "SELECT 1 FROM pausable_clock WHERE case_no = :case_no", case_no=case_no) is not None


def waiting_review(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The request for a review of a case that is not answered yet, if any."""
    return row_of(connection, "SELECT * FROM review_waiting WHERE case_no = :case_no", case_no=case_no)


def waiting_withdrawal(connection: sqlite3.Connection, case_no: str) -> Row | None:
    """The withdrawal of a case that nobody has verified yet (Art. 18), if any: at, reason."""
    sql = "SELECT * FROM withdrawal_waiting WHERE case_no = :case_no ORDER BY seq DESC LIMIT 1"
    return row_of(connection, sql, case_no=case_no)


def needs_reply(connection: sqlite3.Connection, case_no: str, satisfaction: str) -> bool:
    """Tell whether the result report of a case has to tell of a reply to the customer (Arts 10, 13)."""
    sql = "SELECT 1 FROM reply_reported WHERE case_no = :case_no AND satisfaction = :satisfaction"
    return row_of(connection, sql, case_no=case_no, satisfaction=satisfaction) is not None


def usual_ending(connection: sqlite3.Connection, case: Row) -> str:
    """The ending of a case of which nothing is said: filed for record where the customer is anonymous (Art. 13)."""
    usual = "anonymous" if case["anonymous"] else "known"
    row = row_of(connection, "SELECT code FROM ending WHERE usual = :usual", usual=usual)
    assert row is not None, usual
    return str(row["code"])


def intent_needs_reason(connection: sqlite3.Connection, code: str) -> bool:
    """Tell whether of an anonymous complaint of that intent it is said how it is handled (Art. 13)."""
    return row_of(connection, "SELECT 1 FROM intent_with_reason WHERE code = :code", code=code) is not None


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
