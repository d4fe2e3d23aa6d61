"""SELECTs of the audit, and of what is unusual in it."""

import sqlite3

from complaintctl.record.queries import Rows, rows_of


def entries(
    connection: sqlite3.Connection, days: tuple[str, str], kind: str | None, person: str | None, case_no: str | None
) -> Rows:
    """The audited acts entered in a span, oldest first: of one kind, of one case, if given; or by one
    person, under their login, approved by or done to them.

    Of a case also the exports that it stood in, and the searches that found it.
    """
    sql = """
        SELECT a.*, (SELECT complainant FROM case_overview WHERE case_no = a.case_no) AS complainant
        FROM audit_entry a
        LEFT JOIN complaint c ON c.case_no = :case_no
        WHERE a.recorded_on BETWEEN :first AND :last
            AND (:kind IS NULL OR a.kind = :kind OR a.other_login AND :kind = 'login')
            AND (:person IS NULL OR a.actor = :person OR a.holder = :person OR a.person = :person
                OR a.approved_by = :person)
            AND (:case_no IS NULL OR a.case_no = :case_no
                OR a.act = 'searched' AND :case_no IN (SELECT value FROM json_each(a.detail, '$.found_cases'))
                OR a.revealed AND c.received_on BETWEEN a.first_day AND a.last_day AND a.recorded_at >= c.registered_at)
        ORDER BY a.seq
        """
    return rows_of(connection, sql, first=days[0], last=days[1], kind=kind, person=person, case_no=case_no)


def unusual_looks(connection: sqlite3.Connection) -> Rows:
    """The people who looked at unusually many customers, or exported them all, of late; the latest day leading."""
    sql = """
        SELECT u.*, s.name FROM unusual_look u JOIN staff s ON s.code = u.person ORDER BY u.day DESC, u.person, u.what
        """
    return rows_of(connection, sql)
