"""Proving that the record is untouched (Art. 6)."""

import sqlite3
from collections.abc import Iterator

from complaintctl import ledger, personal, schema

_NUMBER_GAPS = """
SELECT substr(case_no, 4, 4) AS year, count(*) AS number, max(CAST(substr(case_no, 9) AS INTEGER)) AS last
FROM complaint GROUP BY year HAVING number <> last
"""

_PRACTICE_CHANGED = """
SELECT 1 FROM event JOIN policy ON key = 'practice'
WHERE kind = 'file_created' AND coalesce(detail ->> 'practice', 0) <> value + 0
"""


def findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Everything that is not as it was entered, a sentence each; none if the record is sound.

    Checked: the file itself, its tables, triggers and views against schema.sql, the chain of the ledger, the cases
    against their events, the customers' data against the ledger's digests, and the case numbers for gaps.
    """
    for (problem,) in connection.execute("PRAGMA integrity_check"):
        if problem != "ok":
            yield f"The file is damaged: {problem}."
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"A row of {row['table']} names a row of {row['parent']} that is not there."
    yield from _schema_changes(connection)
    yield from ledger.broken_links(connection)
    yield from _unlike_their_events(connection)
    yield from personal.changed_since_registration(connection)
    if connection.execute(_PRACTICE_CHANGED).fetchone():
        yield "The file was made a practice file, or a real one, after it was created: its clock may have been set."
    for row in connection.execute(_NUMBER_GAPS):
        yield f"The case numbers of {row['year']} have gaps: {row['number']} cases, but the last is {row['last']}."


def _schema_changes(connection: sqlite3.Connection) -> Iterator[str]:
    from sqlite_utils import Database

    plain = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(plain)
    expected, actual = _definitions(Database(plain)), _definitions(Database(connection))
    plain.close()
    for name in sorted(expected.keys() | actual.keys()):
        if expected.get(name) != actual.get(name):
            how = "missing" if name not in actual else "not part of this program" if name not in expected else "changed"
            yield f"The {name} of the file is {how}: the rules that keep the record were tampered with."


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
        """
    )
    for (case_no,) in different:
        yield f"{case_no} is not as its events say: the table of cases was changed outside the program."
