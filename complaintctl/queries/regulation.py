"""The regulation's rows, what became of them, and who serves under it."""

import sqlite3
from collections.abc import Mapping

from complaintctl.errors import NotFound
from complaintctl.language import _
from complaintctl.queries import Row, Rows, row_of, rows_of
from complaintctl.values import plain

# A rule is a value of the policy or a time limit: its key, its value, from when to when, what it is counted in.
_RULE = """
SELECT 'time_limit' AS kind, t.code AS key, t.limit_days AS value, t.target_days, t.day_kind, t.in_force_from,
    t.in_force_to, t.enabled, l.label_zh, l.label_en, t.citation, t.position, NULL AS value_type
FROM time_limit t
JOIN limit_label l ON l.code = t.code AND l.in_force_from = t.in_force_from
UNION ALL
SELECT 'policy', p.key, p.value, NULL, NULL, p.in_force_from, p.in_force_to, 1,
    k.label_zh, k.label_en, p.citation, 1000, k.value_type
FROM policy p
JOIN policy_key k ON k.key = p.key
"""


def rules(connection: sqlite3.Connection, key: str | None, *, everything: bool = False) -> Rows:
    """Every rule in force today, or of every day; of one key, if given, those of every day."""
    sql = f"""
    SELECT * FROM ({_RULE})
    WHERE (:key IS NULL OR key = :key)
        AND (:everything OR :key IS NOT NULL OR (SELECT day FROM today) BETWEEN in_force_from AND in_force_to)
    ORDER BY position, key, in_force_from
    """
    return rows_of(connection, sql, key=key, everything=everything)


def rule_key(connection: sqlite3.Connection, given: str) -> str:
    """The key of a rule: of a value of the policy, or the code or label of a time limit. Raises NotFound."""
    known = rows_of(
        connection, f"SELECT key, label_zh, label_en FROM ({_RULE}) GROUP BY 1, 2, 3 ORDER BY min(position), key"
    )
    for row in known:
        if plain(given) in (row["key"], row["label_zh"], row["label_en"]):
            return str(row["key"])
    raise NotFound.named(_("rule"), given, [row["key"] for row in known], _("`complaintctl policy show` lists all."))


def choices(connection: sqlite3.Connection, key: str) -> list[str]:
    """The values that a rule can have, where they are counted."""
    rows = rows_of(connection, "SELECT value FROM policy_choice WHERE key = :key ORDER BY value", key=key)
    return [row["value"] for row in rows]


def rule_on(connection: sqlite3.Connection, key: str, day: str) -> Row | None:
    """A rule as it is in force on a day."""
    return row_of(
        connection,
        f"SELECT * FROM ({_RULE}) WHERE key = :key AND :day BETWEEN in_force_from AND in_force_to",
        key=key,
        day=day,
    )


def rule_changes(connection: sqlite3.Connection, key: str | None) -> Rows:
    """The changes of the rules, of one or of all, oldest first; `detail` has key, values, previous and the reason."""
    sql = """
    SELECT e.seq, e.at, e.recorded_at, e.actor, s.name AS actor_name, e.detail ->> 'key' AS key,
        e.detail ->> 'in_force_from' AS in_force_from, e.detail ->> 'text' AS reason, e.detail,
        (SELECT day_kind FROM time_limit WHERE code = e.detail ->> 'key' LIMIT 1) AS day_kind,
        (SELECT value_type FROM policy_key WHERE key = e.detail ->> 'key') AS value_type
    FROM event e
    JOIN staff s ON s.code = e.actor
    WHERE e.case_no IS NULL AND e.kind = 'policy_changed' AND (:key IS NULL OR e.detail ->> 'key' = :key)
    ORDER BY e.seq
    """
    return rows_of(connection, sql, key=key)


# ---- What a changed rule does to cases ----


def due_dates(connection: sqlite3.Connection, first: str, last: str) -> Mapping[str, str | None]:
    """The due date that decides, of every case received from one day to another, both included."""
    sql = """
    SELECT c.case_no, (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on
    FROM complaint c
    WHERE c.received_on BETWEEN :first AND :last
    ORDER BY c.received_on, c.case_no
    """
    rows = rows_of(connection, sql, first=first, last=last)
    return {row["case_no"]: row["due_on"] for row in rows}


def misjudged(connection: sqlite3.Connection, first: str, last: str) -> Rows:
    """Cases received from one day to another that are major, or not, otherwise than the policy now says."""
    sql = """
    SELECT c.case_no, c.is_major AS was_major, f.is_major
    FROM complaint c
    JOIN case_fact f ON f.seq = (SELECT max(seq) FROM event
                                 WHERE case_no = c.case_no AND kind IN ('registered', 'classified'))
    WHERE c.received_on BETWEEN :first AND :last
        AND (c.large_amount, c.large_group, c.is_major) IS NOT (f.large_amount, f.large_group, f.is_major)
    ORDER BY c.received_on, c.case_no
    """
    return rows_of(connection, sql, first=first, last=last)


# ---- Units and staff ----


def units(connection: sqlite3.Connection) -> Rows:
    """Every unit, those that were closed too."""
    return rows_of(connection, "SELECT * FROM unit ORDER BY kind, code")


def staff(connection: sqlite3.Connection) -> Rows:
    """Every member of staff, those who left too."""
    return rows_of(connection, "SELECT * FROM staff ORDER BY unit, code")


def policies_naming(connection: sqlite3.Connection, unit: str, day: str) -> Rows:
    """The keys of the policy under which a unit has a task on a day or later (Arts 13, 19)."""
    sql = """
    SELECT DISTINCT p.key
    FROM policy p
    JOIN policy_key k ON k.key = p.key AND k.value_type IN ('unit', 'department')
    WHERE p.value = :unit AND p.in_force_to >= :day
    ORDER BY p.key
    """
    return rows_of(connection, sql, unit=unit, day=day)


def open_cases_with(connection: sqlite3.Connection, *, unit: str | None = None, person: str | None = None) -> Rows:
    """The open cases that lie with a unit, or that a person handles."""
    sql = """
    SELECT case_no FROM complaint WHERE is_open = 1 AND (lead_unit = :unit OR handler = :person)
    ORDER BY received_on, case_no
    """
    return rows_of(connection, sql, unit=unit, person=person)


def headed_by(connection: sqlite3.Connection, person: str) -> Rows:
    """The units that a person heads."""
    return rows_of(connection, "SELECT code, name FROM unit WHERE head = :person ORDER BY code", person=person)


def units_named(connection: sqlite3.Connection, known_at: str) -> set[str]:
    """The units that cases name in what was entered up to a time."""
    sql = """
    SELECT DISTINCT detail ->> 'respondent_unit' AS complained_of, detail ->> 'to_unit' AS handling FROM event
    WHERE kind IN ('registered', 'classified', 'dispatched', 'supervised') AND recorded_at <= :known_at
    """
    rows = rows_of(connection, sql, known_at=known_at)
    return {unit for row in rows for unit in row if unit}


def rules_are_others(connection: sqlite3.Connection) -> bool:
    """Tell whether temporary tables of the policy and of changed codes stand in for those of the file, and differ."""
    there = row_of(connection, "SELECT 1 FROM temp.sqlite_schema WHERE name = 'policy'")
    return there is not None and any(
        rows_of(connection, f"SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table}")
        for table in ("policy", "code_change")
        for one, other in (("temp", "main"), ("main", "temp"))
    )


def calendar_changes(connection: sqlite3.Connection, after: str) -> Rows:
    """The changes of the calendar that were entered after a time, the last one first."""
    sql = """
    SELECT seq, recorded_at, detail FROM event
    WHERE case_no IS NULL AND kind = 'calendar_changed' AND recorded_at > :after
    ORDER BY seq DESC
    """
    return rows_of(connection, sql, after=after)


def calendar_records(connection: sqlite3.Connection) -> Rows:
    """kind and `calendar` of each event that says which days it set, oldest first."""
    sql = """
    SELECT kind, detail -> 'calendar' AS calendar FROM event
    WHERE case_no IS NULL AND kind IN ('file_created', 'calendar_changed', 'calendar_extended')
        AND detail -> 'calendar' IS NOT NULL
    ORDER BY seq
    """
    return rows_of(connection, sql)


def day_numbers(connection: sqlite3.Connection) -> Rows:
    """Each day of the calendar, and which working day it is."""
    return rows_of(connection, "SELECT day, working_no FROM calendar ORDER BY day")


def file_events(connection: sqlite3.Connection) -> Rows:
    """Every event that changed rows of the regulation, units or staff, oldest first."""
    sql = """
    SELECT seq, kind, recorded_at, detail FROM event
    WHERE case_no IS NULL AND kind IN
        ('file_created', 'unit_added', 'unit_changed', 'staff_added', 'staff_changed', 'policy_changed',
         'code_added', 'code_changed', 'code_retired')
    ORDER BY seq
    """
    return rows_of(connection, sql)
