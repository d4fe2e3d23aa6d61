"""SELECTs of the bank's rules, and of what a change of one does to cases."""

import sqlite3
from collections.abc import Mapping

from complaintctl.base.errors import NotFound
from complaintctl.base.language import _, spoken
from complaintctl.base.values import plain
from complaintctl.cases.rule_rows import _RULE
from complaintctl.record.queries import Row, Rows, column_of, row_of, rows_of


def rule_key(connection: sqlite3.Connection, given: str) -> str:
    """The key of a rule: of a value of the policy, or the code or label of a time limit. Raises NotFound."""
    known = rows_of(
        connection, f"SELECT key, label_zh, label_en FROM ({_RULE}) GROUP BY 1, 2, 3 ORDER BY min(position), key"
    )
    for row in known:
        if plain(given) in map(plain, (row["key"], row["label_zh"], row["label_en"])):
            return str(row["key"])
    names = [(row["key"], row["label_zh"]) if spoken() == "zh" else row["key"] for row in known]
    raise NotFound.named(_("rule"), given, names, _("`complaintctl policy show` lists all."))


def next_day(connection: sqlite3.Connection, key: str, first_day: str) -> Row | None:
    """The first day of the rule that follows one, and the last before it; None if none follows."""
    sql = """
    SELECT min(in_force_from) AS in_force_from, date(min(in_force_from), '-1 day') AS last_day FROM (
        SELECT key, in_force_from FROM policy UNION ALL SELECT code, in_force_from FROM time_limit)
    WHERE key = :key AND in_force_from > :first_day HAVING in_force_from IS NOT NULL
    """
    return row_of(connection, sql, key=key, first_day=first_day)


def choices(connection: sqlite3.Connection, key: str) -> Rows:
    """The values that a rule can have, where they are counted, and what they are called."""
    sql = "SELECT value, label_zh, label_en FROM policy_choice WHERE key = :key ORDER BY value"
    return rows_of(connection, sql, key=key)


def rights(connection: sqlite3.Connection) -> tuple[list[dict[str, str]], list[str]]:
    """The rights in force: of each role, by kind of act, their scope; and the kinds in order."""
    acts = column_of(connection, "SELECT code FROM act_kind ORDER BY position")
    rows = rows_of(connection, 'SELECT * FROM "right" JOIN right_holder ON code = role ORDER BY position')
    roles: dict[str, dict[str, str]] = {}
    for row in rows:
        roles.setdefault(row["role"], {"role": row["role"]})[row["act"]] = row["scope"]
    return list(roles.values()), acts


def would_widen(connection: sqlite3.Connection, person: str, role: str, act: str, scope: str) -> bool:
    """Tell whether a right of a role would give a person who holds it more than they have by all their roles."""
    sql = """
        SELECT 1
        FROM held_role h JOIN right_of_person r USING (person)
        JOIN right_scope held ON held.code = r.scope JOIN right_scope given ON given.code = :scope
        WHERE person = :person AND h.role = :role AND r.act = :act AND given.position < held.position
        """
    return row_of(connection, sql, person=person, role=role, act=act, scope=scope) is not None


def would_be_of_office(connection: sqlite3.Connection, person: str, unit: str) -> bool:
    """Tell whether a person works in a unit or heads it, who is not head of the supervision office already."""
    sql = """
        SELECT 1 FROM unit u JOIN staff s ON s.code = :person AND (s.unit = u.code OR s.code = u.head)
        WHERE u.code = :unit AND NOT EXISTS (SELECT 1 FROM office_head WHERE person = :person)
        """
    return row_of(connection, sql, person=person, unit=unit) is not None


def has_head_or_staff(connection: sqlite3.Connection, unit: str, day: str) -> bool:
    """Tell whether on a day somebody serves who heads a unit, or works there in the supervision office's role."""
    sql = """
        SELECT 1 FROM unit u JOIN staff s ON s.code = u.head OR s.unit = u.code AND s.role = 'supervision'
        WHERE u.code = :unit AND coalesce(s.retired_on, '9999-12-31') > :day
        """
    return row_of(connection, sql, unit=unit, day=day) is not None


def rule_changes(connection: sqlite3.Connection, key: str | None) -> Rows:
    """The changes of the rules, of one or of all, oldest first; `detail` has key, values, previous and the reason."""
    sql = """
    SELECT e.seq, e.at, e.recorded_at, e.actor, s.name AS actor_name, e.detail ->> 'key' AS key,
        e.detail ->> 'in_force_from' AS in_force_from, e.detail ->> 'in_force_to' AS in_force_to,
        e.detail ->> 'text' AS reason, e.detail,
        coalesce((SELECT label_zh FROM policy_key WHERE key = e.detail ->> 'key'),
            (SELECT label_zh FROM limit_label WHERE code = e.detail ->> 'key' LIMIT 1)) AS label_zh,
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
    """The due date that decides, of every case received from one day to another, both included, and not voided."""
    sql = """
    SELECT c.case_no, (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on
    FROM complaint c
    WHERE c.received_on BETWEEN :first AND :last AND c.status <> 'voided'
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
