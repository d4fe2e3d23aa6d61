"""Proving that the record is untouched (Art. 6)."""

import sqlite3
from collections.abc import Iterator

from complaintctl import damage, ledger, personal
from complaintctl.casework import calendar_proof, expected
from complaintctl.language import _, plural, spoken

_NUMBER_GAPS = """
SELECT substr(case_no, 4, 4) AS year, count(*) AS number, max(CAST(substr(case_no, 9) AS INTEGER)) AS last
FROM complaint GROUP BY year HAVING number <> last
"""

_NUMBER_SERIES = """
SELECT f.title_zh, f.title_en, n.year, n.used, n.given
FROM last_number n JOIN form f ON f.code = n.form
WHERE n.used <> n.given
"""

_PRACTICE_CHANGED = """
SELECT 1 FROM event JOIN policy ON key = 'practice'
WHERE kind = 'file_created' AND coalesce(detail ->> 'practice', 0) <> value + 0
"""


def findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Everything that is not as it was entered, a sentence each; none if the record is sound.

    Checked: the file itself, its tables, triggers and views against schema.sql, the chain of the ledger, the cases
    against their events, the customers' data against the ledger's digests, the rows of the regulation, the units,
    the staff and the calendar against schema.sql and the changes on record, the case numbers for gaps, and each form's
    last number.
    """
    for problem in damage.found_in(connection):
        yield _("The file is damaged: {problem}.", problem=problem)
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield _("A row of {table} names a row of {parent} that is not there.", table=row["table"], parent=row["parent"])
    plain = expected.fresh()
    broken = [*_schema_changes(connection, plain), *ledger.broken_links(connection)]
    yield from broken
    if not broken:  # else nothing is left to hold the rows against
        yield from expected.edited_rows(connection, plain)
        yield from calendar_proof.edited_days(connection)
    plain.close()
    yield from _unlike_their_events(connection)
    yield from personal.changed_since_registration(connection)
    if connection.execute(_PRACTICE_CHANGED).fetchone():
        yield _("The file was made a practice file, or a real one, after it was created: its clock may have been set.")
    for row in connection.execute(_NUMBER_GAPS):
        yield plural(
            "The case numbers of {year} have gaps: {number} case, but the last is {last}.",
            "The case numbers of {year} have gaps: {number} cases, but the last is {last}.",
            row["number"],
            year=row["year"],
            last=row["last"],
        )
    for row in connection.execute(_NUMBER_SERIES):
        yield _(
            "{form} of {year}: the last number given out is {given}, but the last one used {used}: the count of"
            " numbers was changed.",
            form=row[f"title_{spoken()}"],
            year=row["year"],
            given=row["given"],
            used=row["used"],
        )


def _schema_changes(connection: sqlite3.Connection, plain: sqlite3.Connection) -> Iterator[str]:
    from sqlite_utils import Database

    wanted, actual = _definitions(Database(plain)), _definitions(Database(connection))
    for name in sorted(wanted.keys() | actual.keys()):
        if wanted.get(name) != actual.get(name):
            yield _schema_change(name, name in wanted, name in actual)


def _schema_change(name: str, is_wanted: bool, is_there: bool) -> str:
    if not is_there:
        return _("The {name} of the file is missing: the rules that keep the record were tampered with.", name=name)
    if not is_wanted:
        return _(
            "The {name} of the file is not part of this program: the rules that keep the record were tampered with.",
            name=name,
        )
    return _("The {name} of the file is changed: the rules that keep the record were tampered with.", name=name)


def _definitions(database: "sqlite_utils.Database") -> dict[str, str]:  # type: ignore[name-defined]  # noqa: F821
    rows = database.query(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {f"{row['type']} {row['name']}": row["sql"] for row in rows}


def _unlike_their_events(connection: sqlite3.Connection) -> Iterator[str]:
    """Cases that are not the projection of their events."""
    different = connection.execute(
        """
        SELECT case_no FROM (SELECT * FROM complaint EXCEPT SELECT * FROM case_projection)
        UNION
        SELECT case_no FROM (SELECT * FROM case_projection EXCEPT SELECT * FROM complaint)
        UNION
        SELECT case_no FROM (SELECT * FROM case_round EXCEPT SELECT * FROM round_projection)
        UNION
        SELECT case_no FROM (SELECT * FROM round_projection EXCEPT SELECT * FROM case_round)
        """
    )
    for (case_no,) in different:
        yield _(
            "{case_no} is not as its events say: the table of cases was changed outside the program.", case_no=case_no
        )
