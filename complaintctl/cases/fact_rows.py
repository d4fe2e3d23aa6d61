"""SELECTs about the facts stated of a case, and about who sent it (Art. 9)."""

import json
import sqlite3
from typing import Any

from complaintctl.record.queries import Row, Rows, column_of, one_row, rows_of, text_of


def stated_facts(connection: sqlite3.Connection, case_no: str) -> dict[str, Any]:
    """The details of a case's last statement of facts; the unit and the person complained of as they stand since."""
    sql = """
        SELECT f.detail,
            coalesce(f.detail ->> 'respondent_unit', r.detail ->> 'respondent_unit') AS respondent_unit,
            coalesce(f.detail ->> 'subject_employee', r.detail ->> 'subject_employee') AS subject_employee
        FROM case_fact f
        JOIN event r ON r.case_no = f.case_no AND r.kind = 'registered'
        WHERE f.case_no = :case_no
        ORDER BY f.seq DESC LIMIT 1
        """
    row = one_row(connection, sql, case_no=case_no)
    named = {key: row[key] for key in ("respondent_unit", "subject_employee")}
    return {**json.loads(row["detail"]), **named}


def major_grounds(connection: sqlite3.Connection) -> Rows:
    """The grounds that make a complaint major (Art. 9(1)): each ground is a column of the case by its code."""
    return rows_of(connection, "SELECT * FROM major_ground ORDER BY position")


def stated_grounds(connection: sqlite3.Connection) -> list[str]:
    """Those of the grounds that are stated of a complaint, and do not follow from its figures."""
    return column_of(connection, "SELECT code FROM major_ground WHERE is_stated ORDER BY position")


def restricted_kinds(connection: sqlite3.Connection) -> frozenset[tuple[str, str | None]]:
    """The pairs of category and nature, or None for no nature stated, that make a report of wrongdoing (Art. 13)."""
    return frozenset(map(tuple, rows_of(connection, "SELECT category, stated FROM case_nature WHERE restricted")))


def restricted_nature(connection: sqlite3.Connection) -> str:
    """The nature of a report of wrongdoing, whatever its category (Art. 13)."""
    return str(text_of(connection, "SELECT nature FROM case_nature WHERE restricted AND stated IS NULL LIMIT 1"))


def nameless_categories(connection: sqlite3.Connection) -> frozenset[str]:
    """The categories of which a complaint is anonymous where nothing is known of the customer (Art. 13)."""
    return frozenset(column_of(connection, "SELECT code FROM category WHERE nameless"))


def channel_on(connection: sqlite3.Connection, channel: str, day: str, sender: str = "") -> Row:
    """Read what a channel is and asks for on a day: referred (Arts 9(7), 9(8), 26), asks, and the kind of body.

    The body is that of the longest word in the sender's name, else who sends by this channel as a rule.
    """
    sql = """
        SELECT h.asks,
            coalesce((SELECT value FROM code_change WHERE kind = 'channel' AND code = h.code AND field = 'referred'
                      AND :day BETWEEN in_force_from AND in_force_to), h.referred) AS referred,
            coalesce((SELECT body FROM referring_body_word WHERE instr(:sender, word)
                      ORDER BY length(word) DESC, word LIMIT 1), h.default_body) AS body
        FROM channel h WHERE h.code = :channel
        """
    return one_row(connection, sql, channel=channel, day=day, sender=sender)
