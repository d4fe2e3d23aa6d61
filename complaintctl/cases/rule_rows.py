"""SELECTs of the policy, the codes with their labels, and the grounds of a major complaint."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from complaintctl.base.errors import MOST_NAMED, NotFound
from complaintctl.base.language import _, spoken
from complaintctl.base.values import plain
from complaintctl.record.queries import Row, Rows, one_row, row_of, rows_of


def policy(connection: sqlite3.Connection, key: str, day: str | None = None) -> str:
    """The value of a policy in force on a day, else today."""
    sql = """
        SELECT value FROM policy
        WHERE key = :key AND coalesce(:day, (SELECT day FROM today)) BETWEEN in_force_from AND in_force_to
        """
    return str(one_row(connection, sql, key=key, day=day)["value"])


def is_practice(connection: sqlite3.Connection) -> bool:
    """Tell whether this is a practice file, whose clock may be set."""
    return policy(connection, "practice") == "1"


def code(connection: sqlite3.Connection, kind: str, given: str, day: str | None = None) -> str:
    """Return the code that a code or a label stands for, its brackets and commas typed wide or narrow.

    Raises NotFound: none, or one that did not serve on the day, if one is given: added later by the bank, or retired.
    """
    # At last as it was called before the bank, or a newer program, changed its words: old registers and habits say so.
    sql = """
        SELECT code, code AS name, label_zh, label_en, 1 AS place FROM code_label WHERE kind = :kind
        UNION ALL SELECT code, NULL, label_zh, label_en, 2 FROM limit_label WHERE :kind = 'time_limit'
        UNION ALL SELECT code, NULL, label_zh, label_en, 3 FROM shipped_label WHERE kind = :kind
        UNION ALL SELECT code, value, NULL, NULL, 4 FROM code_change
            WHERE kind = :kind AND field IN ('label_zh', 'label_en')
        UNION ALL SELECT code, NULL, label_zh, NULL, 5 FROM former_label WHERE kind = :kind
        ORDER BY place
        """
    rows, wanted = rows_of(connection, sql, kind=kind), plain(given)
    if row := next((row for row in rows if wanted in (plain(name or "") for name in tuple(row)[1:4])), None):
        if day and (unserved := out_of_service(connection, kind, row["code"], day)):
            raise NotFound(unserved)
        return str(row["code"])
    known = [(row["code"], row[f"label_{spoken()}"], row["label_zh"]) for row in choices(connection, kind)]
    what = _(kind.replace("_", " "))
    listed = kind if spoken() == "en" else what  # each is understood; in English one may be two words
    remedy = _("`complaintctl code list {kind}` shows all.", kind=listed) if len(known) > MOST_NAMED else ""
    raise NotFound.named(what, given, known, remedy)


def out_of_service(connection: sqlite3.Connection, kind: str, code: str, day: str) -> str | None:
    """Say in a sentence that a code did not serve on a day and since when; None if it did."""
    sql = """
        SELECT field, in_force_from FROM code_change
        WHERE kind = :kind AND code = :code AND (field = 'added' AND in_force_from > :day
            OR field = 'retired' AND value = 1 AND :day BETWEEN in_force_from AND in_force_to)
        """
    row = row_of(connection, sql, kind=kind, code=code, day=day)
    if row is None:
        return None
    said = {"kind": _(kind.replace("_", " ")), "code": code, "day": row["in_force_from"]}
    if row["field"] == "added":
        return _("The {kind} {code} serves from {day} on: a case received before does not have it.", **said)
    return _(
        "The {kind} {code} is retired since {day}: a case received from that day on takes another one;"
        " `complaintctl code list` shows them.",
        **said,
    )


def labels(connection: sqlite3.Connection, language: str, case_no: str | None = None) -> Mapping[tuple[str, str], str]:
    """The label of every (kind, code), in `zh` or `en`; for the kinds unit and staff, the name.

    A time limit is called as on its last day; with `case_no`, as in the rule which that case runs under (Art. 26).
    """
    sql = """
        SELECT kind, code, label_zh, label_en FROM code_label
        UNION ALL SELECT 'unit', code, name, name FROM unit
        UNION ALL SELECT 'staff', code, name, name FROM staff
        UNION ALL SELECT key, value, label_zh, label_en FROM policy_choice
        UNION ALL SELECT 'time_limit', clock, label_zh, label_en FROM case_clock WHERE case_no = :case_no
        """
    rows = rows_of(connection, sql, case_no=case_no)
    return {(row["kind"], row["code"]): row[f"label_{language}"] for row in rows}


def typed_names(connection: sqlite3.Connection) -> Mapping[tuple[str, str], str]:
    """The Chinese word to type for each (kind, code): its label or name, unless two of its kind share it."""
    sql = """
        SELECT kind, min(code) AS code, label_zh AS name FROM code_label GROUP BY kind, label_zh HAVING count(*) = 1
        UNION ALL SELECT 'rules', code, label_zh FROM code_label WHERE kind = 'time_limit'
        UNION ALL SELECT 'rules', key, label_zh FROM policy_key WHERE value_type <> 'right'
        UNION ALL SELECT 'unit', min(code), name FROM unit GROUP BY name HAVING count(*) = 1
        UNION ALL SELECT 'staff', min(code), name FROM staff GROUP BY name HAVING count(*) = 1
        """
    # Of a form that has two titles the short one is typed.
    rows = sorted(rows_of(connection, sql), key=lambda row: len(row["name"]), reverse=True)
    return {(row["kind"], row["code"]): row["name"] for row in rows}


def limit_called(connection: sqlite3.Connection, language: str, case_no: str, clock: str) -> str:
    """The name of a time limit of a case, in `zh` or `en`."""
    return labels(connection, language, case_no)["time_limit", clock]


def choices(connection: sqlite3.Connection, kind: str) -> Rows:
    """code, label_zh, label_en of the codes of a kind that serve today, in the regulation's order."""
    sql = """
        SELECT code, label_zh, label_en FROM code_label
        WHERE kind = :kind AND coalesce(since, '') <= (SELECT day FROM today)
            AND coalesce(retired_on, '9999-12-31') > (SELECT day FROM today)
        ORDER BY position
        """
    return rows_of(connection, sql, kind=kind)


def major_grounds(connection: sqlite3.Connection) -> Rows:
    """The grounds that make a complaint major (Art. 9(1)), each a column of the case by its code.

    Those that are `is_stated` are said of it, and do not follow from its figures.
    """
    return rows_of(connection, "SELECT * FROM major_ground ORDER BY position")


# A rule is a value of the policy or a time limit: its key, its value, from when to when, what it is counted in.
_RULE = """
SELECT 'time_limit' AS kind, t.code AS key, t.limit_days AS value, t.target_days, t.day_kind, t.in_force_from,
    t.in_force_to, t.enabled, l.label_zh, l.label_en, t.citation, t.position, NULL AS value_type,
    t.is_verified
FROM time_limit t
JOIN limit_label l ON l.code = t.code AND l.in_force_from = t.in_force_from
UNION ALL
SELECT 'policy', p.key, p.value, NULL, NULL, p.in_force_from, p.in_force_to, 1,
    k.label_zh, k.label_en, p.citation, 1000, k.value_type,
    p.is_verified
FROM policy p
JOIN policy_key k ON k.key = p.key
"""


def rule_called(rule: Mapping[str, Any] | Row) -> str:
    """Return what a rule is called where it is typed or spoken of: its key, in Chinese its name."""
    return str(rule["label_zh"] if spoken() == "zh" else rule["key"])


def rules(connection: sqlite3.Connection, key: str | None, *, everything: bool = False) -> Rows:
    """Every rule in force today, or of every day, but for the rights; of one key, if given, those of every day."""
    sql = f"""
    SELECT * FROM ({_RULE})
    WHERE (key = :key OR :key IS NULL AND value_type IS NOT 'right')
        AND (:everything OR :key IS NOT NULL OR (SELECT day FROM today) BETWEEN in_force_from AND in_force_to)
    ORDER BY position, key, in_force_from
    """
    return rows_of(connection, sql, key=key, everything=everything)
