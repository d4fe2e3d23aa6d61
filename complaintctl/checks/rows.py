"""SELECTs of the daily checks, the leads for accountability and the corrective actions."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.cases import rule_rows
from complaintctl.cases.directory_rows import given_code
from complaintctl.record.queries import Row, Rows, column_of, one_row, row_of, rows_of

Days = tuple[str, str]  # first and last, both included

# ---- Daily checks (Arts 8(4), 9(2), 9(3)) ----


def check_kind(connection: sqlite3.Connection, given: str) -> Row:
    """A kind of check by code or label. Raises NotFound."""
    code = rule_rows.code(connection, "check_kind", given)
    return one_row(connection, "SELECT * FROM check_kind WHERE code = :code", code=code)


def check_states(connection: sqlite3.Connection, kind: str | None = None, unit: str | None = None) -> Rows:
    """Each check: who is named for it, the last one made and how many are missing; of one kind or unit, if given."""
    sql = """
        SELECT * FROM check_state
        WHERE (:kind IS NULL OR "check" = :kind) AND (:unit IS NULL OR unit = :unit)
        ORDER BY position, unit
        """
    chosen = {"kind": given_code(connection, "check_kind", kind), "unit": given_code(connection, "unit", unit)}
    return rows_of(connection, sql, **chosen)


def person_named(connection: sqlite3.Connection, check: str, unit: str | None, day: str, person: str) -> Row | None:
    """The person named for a check on a day, and is_they: that it is the person asked about."""
    sql = """
        SELECT person, person = :person AS is_they FROM check_assignment
        WHERE "check" = :check AND unit IS :unit AND first_day <= :day AND :day < coalesce(until_day, '9999-12-31')
        """
    return row_of(connection, sql, check=check, unit=unit, day=day, person=person)


def missing_checks(connection: sqlite3.Connection, days: Days, kind: str | None, unit: str | None) -> Rows:
    """The days of a span on which a check is missing, oldest first; of one kind or unit, if given."""
    sql = """
        SELECT m.*, k.citation FROM missing_check m JOIN check_kind k ON k.code = m."check"
        WHERE m.day BETWEEN :first AND :last
            AND (:kind IS NULL OR m."check" = :kind) AND (:unit IS NULL OR m.unit = :unit)
        ORDER BY m.day, k.position, m.unit
        """
    return _of_span(connection, sql, days, "check_kind", kind, unit)


def checks_made(connection: sqlite3.Connection, days: Days, kind: str | None, unit: str | None) -> Rows:
    """The checks on record for the days of a span, oldest first; of one kind or unit, if given."""
    sql = """
        SELECT * FROM check_made
        WHERE day BETWEEN :first AND :last AND (:kind IS NULL OR "check" = :kind) AND (:unit IS NULL OR unit = :unit)
        ORDER BY day, "check", unit, seq
        """
    return _of_span(connection, sql, days, "check_kind", kind, unit)


def days_checked(connection: sqlite3.Connection, check: str, unit: str | None) -> Sequence[str]:
    """The days for which a check is on record."""
    sql = 'SELECT day FROM daily_check WHERE "check" = :check AND unit IS :unit ORDER BY day'
    return column_of(connection, sql, check=check, unit=unit)


# ---- Leads for accountability (Arts 23, 24) ----


def leads(
    connection: sqlite3.Connection, days: Days, kind: str | None = None, unit: str | None = None, *, only_open: bool
) -> Rows:
    """The leads of a span, oldest first, with the last measure; of one kind or unit, or without measure, if asked."""
    sql = """
        SELECT l.*, m.detail ->> 'text' AS measure, m.detail ->> 'decided_by' AS decided_by, m.day AS measured_on
        FROM accountability_lead l
        LEFT JOIN event m ON m.seq = l.measure_seq
        WHERE l.day BETWEEN :first AND :last AND (:kind IS NULL OR l.kind = :kind) AND (:unit IS NULL OR l.unit = :unit)
            AND (NOT :only_open OR l.measure_seq IS NULL)
        ORDER BY l.day, l.lead
        """
    return _of_span(connection, sql, days, "lead_kind", kind, unit, only_open=only_open)


def _of_span(
    connection: sqlite3.Connection, sql: str, days: Days, kinds: str, kind: str | None, unit: str | None, **more: Any
) -> Rows:
    chosen = {"kind": given_code(connection, kinds, kind), "unit": given_code(connection, "unit", unit)}
    return rows_of(connection, sql, first=days[0], last=days[1], **chosen, **more)


def lead(connection: sqlite3.Connection, given: str, reader: str, year: str) -> Row:
    """A lead by its name, its number in the list of the year, or its case, if that has one without a measure.

    Raises:
        NotFound: none is named so, nor of a case that is not kept from who reads (Art. 13).
        UsageProblem: the case has several.
    """
    sql = """
        SELECT * FROM accountability_lead l
        WHERE NOT EXISTS (SELECT 1 FROM main.barred_person WHERE case_no = l.case_no AND person = :reader)
        ORDER BY day DESC, lead
        """
    rows = rows_of(connection, sql, reader=reader)
    typed = plain(given)
    meant = [row for row in rows if plain(row["lead"]) == typed]
    meant = meant or [row for row in rows if (str(row["number"]), row["day"][:4]) == (typed, year)]
    meant = meant or [row for row in rows if row["case_no"] == typed.upper() and not row["measures"]]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = _(" or ").join(row["lead"] for row in meant)
        raise UsageProblem("{case_no} has several leads: name {names}.", case_no=typed.upper(), names=names)
    known = [row["lead"] for row in rows]
    raise NotFound.named(_("lead"), given, known, _("`complaintctl accountability list` shows this year's."))


# ---- Corrective actions (Arts 7, 22) ----


def improvements(connection: sqlite3.Connection, *, everything: bool = True, only_late: bool = False) -> Rows:
    """The corrective actions, or those not done, or only those past their date; the one due first leading."""
    sql = """
        SELECT * FROM improvement_action
        WHERE (:everything OR done_at IS NULL) AND (NOT :only_late OR is_late)
        ORDER BY done_at IS NOT NULL, due_on, opened_at
        """
    return rows_of(connection, sql, everything=everything, only_late=only_late)
