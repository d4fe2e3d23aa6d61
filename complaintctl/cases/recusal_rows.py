"""SELECTs that say who must stand aside (Arts 10, 13, 18); the comparisons are in the views.

Those of the gate ask the file as it stands, whatever day the other views are set to: who may not look today does not
look back either.
"""

import sqlite3

from complaintctl.record.queries import Row, column_of, is_in, row_in, text_of


def ground(connection: sqlite3.Connection, case_no: str, person: str, part: str) -> str | None:
    """The ground on which a person takes no part in a case (see the view recusal); None: nothing stands against it."""
    sql = """
        SELECT ground FROM main.recusal
        WHERE case_no = :case_no AND person = :person AND part = :part ORDER BY position LIMIT 1
        """
    return text_of(connection, sql, case_no=case_no, person=person, part=part)


def barred_unit(connection: sqlite3.Connection, case_no: str, unit: str) -> Row | None:
    """A unit that a case may not be sent to (Art. 13), and leads: its slip lies there; None: it may have the case."""
    return row_in(connection, "main.barred_unit", case_no=case_no, unit=unit)


def barred_addressees(connection: sqlite3.Connection, case_no: str, seq: int | None) -> list[str]:
    """The barred units to which a slip is addressed, by its event; without one, those that hold the present slip."""
    sql = """
        SELECT unit FROM barred_addressee
        WHERE case_no = :case_no AND seq = coalesce(:seq, (
            SELECT max(s.seq) FROM slip s JOIN complaint c ON c.case_no = s.case_no AND c.lead_unit IS NOT NULL
            WHERE s.case_no = :case_no AND s.kind = 'transfer' AND s.returned_at IS NULL))
        ORDER BY leads DESC, unit
        """
    return column_of(connection, sql, case_no=case_no, seq=seq)


def recused_report(connection: sqlite3.Connection, case_no: str) -> str | None:
    """The handler of a result report that does not stand; None where it does, or there is none."""
    return text_of(connection, "SELECT handler FROM recused_report WHERE case_no = :case_no", case_no=case_no)


def is_headed_by_party(connection: sqlite3.Connection, case_no: str, unit: str) -> bool:
    """Tell whether who is complained of heads a unit (Arts 9(2), 10)."""
    return is_in(connection, "headed_by_party", case_no=case_no, unit=unit)


def is_handled_by_party(connection: sqlite3.Connection, case_no: str) -> bool:
    """Tell whether the slip of a case names as its handler who is complained of (Art. 10)."""
    return is_in(connection, "handled_by_party", case_no=case_no)


def approval_command(connection: sqlite3.Connection, case_no: str) -> str:
    """The command that brings a report against the supervision office nearer to a leader's approval (Art. 13)."""
    return text_of(connection, "SELECT remedy FROM office_approval WHERE case_no = :case_no", case_no=case_no) or ""


def kept_from(connection: sqlite3.Connection, person: str) -> list[str]:
    """The reports of wrongdoing that a person must not be told of, by case number (Art. 13)."""
    return column_of(connection, "SELECT case_no FROM main.barred_person WHERE person = :person", person=person)


def is_of_office(connection: sqlite3.Connection, person: str, day: str) -> bool:
    """Tell whether a person is of the unit that is the supervision office on a day (Art. 19)."""
    sql = """
        SELECT 1 FROM staff s JOIN policy o ON o.key = 'supervision_office' AND o.value = s.unit
        WHERE s.code = :person AND :day BETWEEN o.in_force_from AND o.in_force_to
        """
    return bool(column_of(connection, sql, person=person, day=day))


def usual_handler(connection: sqlite3.Connection, case_no: str) -> str | None:
    """Name who handles a case as a rule: whom its slip names, or the head of the unit, if nothing stands against it."""
    sql = """
        SELECT c.handler FROM complaint c WHERE c.case_no = :case_no
        UNION ALL SELECT u.head FROM complaint c JOIN unit u ON u.code = c.lead_unit WHERE c.case_no = :case_no
        """
    people = filter(None, column_of(connection, sql, case_no=case_no))
    return next((person for person in people if ground(connection, case_no, person, "report") is None), None)
