"""SELECTs of the words and codes of the regulation, and of what a bank changed of them."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from complaintctl.base.errors import NotFound
from complaintctl.base.language import _
from complaintctl.base.values import plain
from complaintctl.record.queries import Rows, column_of, one_row, rows_of, text_of


def listed(connection: sqlite3.Connection, kind: str | None, *, everything: bool) -> Rows:
    """List the codes of a kind, or of all, that serve today or will, or also those that are retired.

    Each as it stands today, with what a channel or a duty asks for. Time limits are changed by `policy`; a form has its
    whole title.
    """
    sql = """
    WITH changed AS (
        SELECT kind, code, field, value FROM code_change JOIN today ON day BETWEEN in_force_from AND in_force_to
    )
    SELECT DISTINCT l.kind, l.code, l.label_zh, l.label_en, l.citation, l.since, l.retired_on,
        coalesce((SELECT value FROM changed c WHERE c.kind = l.kind AND c.code = l.code AND field = 'needs_slip'),
            h.needs_slip) AS needs_slip,
        coalesce((SELECT value FROM changed c WHERE c.kind = l.kind AND c.code = l.code AND field = 'referred'),
            h.referred) AS referred,
        coalesce((SELECT value FROM changed c WHERE c.kind = l.kind AND c.code = l.code AND field = 'blocking'),
            d.blocking) AS blocking
    FROM code_label l
    LEFT JOIN channel h ON l.kind = 'channel' AND h.code = l.code
    LEFT JOIN duty d ON l.kind = 'duty' AND d.code = l.code
    WHERE l.kind <> 'time_limit' AND (:kind IS NULL OR l.kind = :kind)
        AND (l.kind <> 'form' OR length(l.label_zh) = (
            SELECT max(length(label_zh)) FROM code_label WHERE kind = 'form' AND code = l.code))
        AND (:everything OR coalesce(l.retired_on, '9999-12-31') > (SELECT day FROM today))
    ORDER BY l.kind, l.position, l.code
    """
    return rows_of(connection, sql, kind=kind, everything=everything)


def all_of(connection: sqlite3.Connection, kind: str) -> Rows:
    """List code, label_zh and label_en of every code of a kind, those that are retired too."""
    return rows_of(connection, "SELECT code, label_zh, label_en FROM code_label WHERE kind = :kind", kind=kind)


def former_labels(connection: sqlite3.Connection, kind: str) -> Rows:
    """List what codes of a kind were called before it was changed, as code, label_zh and label_en."""
    sql = """
    SELECT code, label_zh, label_zh AS label_en FROM former_label WHERE kind = :kind UNION ALL
    SELECT code, label_zh, label_en FROM shipped_label WHERE kind = :kind
    UNION ALL SELECT code, value, value FROM code_change WHERE kind = :kind AND field IN ('label_zh', 'label_en')
    """
    return rows_of(connection, sql, kind=kind)


def kind_of(connection: sqlite3.Connection, given: str) -> str:
    """Return a kind of code by its name, in either language. Raises NotFound."""
    sql = "SELECT DISTINCT kind FROM code_label WHERE kind <> 'time_limit' ORDER BY kind"
    kinds = column_of(connection, sql)
    for kind in kinds:
        if plain(given).replace("-", "_") in (kind, kind_name(kind), kind.replace("_", " ")):
            return kind
    named = [(kind, kind_name(kind)) for kind in kinds]
    raise NotFound.named(_("kind of code"), given, named, _("`complaintctl code list` shows all."))


def kind_name(kind: str) -> str:
    """Return what a kind of code is called."""
    return _(kind.replace("_", " "))


def standing(connection: sqlite3.Connection, kind: str, code: str, day: str) -> Mapping[str, Any]:
    """Return what is in force of a code on a day: labels, needs_slip, referred, blocking, retired; None: not of it.

    Also `since`, the day from which it serves if the bank added it, and the `article` of a rule that names it.
    """
    sql = """
    SELECT s.label_zh, s.label_en, h.needs_slip, h.referred, d.blocking, 0 AS retired, l.since,
        (SELECT citation FROM code_in_rule WHERE kind = s.kind AND code = s.code) AS article
    FROM shipped_label s
    JOIN code_label l ON l.kind = s.kind AND l.code = s.code
    LEFT JOIN channel h ON s.kind = 'channel' AND h.code = s.code
    LEFT JOIN duty d ON s.kind = 'duty' AND d.code = s.code
    WHERE s.kind = :kind AND s.code = :code
    ORDER BY length(s.label_zh) DESC  -- the whole title of a form
    """
    row = one_row(connection, sql, kind=kind, code=code)
    sql = """
    SELECT field, value FROM code_change
    WHERE kind = :kind AND code = :code AND field <> 'added' AND :day BETWEEN in_force_from AND in_force_to
    """
    changed = rows_of(connection, sql, kind=kind, code=code, day=day)
    return {**row, **{change["field"]: change["value"] for change in changed}}


def bearing(connection: sqlite3.Connection, kind: str, word: str, but: str) -> str | None:
    """Return the code of a kind, other than one, that a word stands for, will or did; None if there is none.

    Capitals and blanks make no other word: nobody would tell the two apart.
    """
    sql = """
    SELECT code FROM (
        SELECT code, code AS word FROM code_label WHERE kind = :kind
        UNION ALL SELECT code, label_zh FROM shipped_label WHERE kind = :kind
        UNION ALL SELECT code, label_en FROM shipped_label WHERE kind = :kind
        UNION ALL SELECT code, label_zh FROM former_label WHERE kind = :kind
        UNION ALL SELECT code, value FROM code_change WHERE kind = :kind AND field IN ('label_zh', 'label_en')
    )
    WHERE code <> :but AND lower(replace(word, ' ', '')) = lower(replace(:word, ' ', ''))
    """
    return text_of(connection, sql, kind=kind, word=word, but=but)


def next_position(connection: sqlite3.Connection, kind: str) -> int | None:
    """Return the place after the last code of a kind; None of a kind to which a bank may add none."""
    sql = "SELECT max(position) + 1 AS next FROM code_label JOIN extendable_kind USING (kind) WHERE kind = :kind"
    return one_row(connection, sql, kind=kind)["next"]  # type: ignore[no-any-return]


def owed_since(connection: sqlite3.Connection, day: str) -> Rows:
    """List what the open cases received from a day on owe: case_no, duty, blocking."""
    sql = """
    SELECT case_no, duty, blocking FROM open_duty
    WHERE case_no IN (SELECT case_no FROM complaint WHERE is_open = 1 AND received_on >= :day)
    ORDER BY case_no, position
    """
    return rows_of(connection, sql, day=day)


def received_by(connection: sqlite3.Connection, channel: str, day: str) -> list[str]:
    """List the cases that came by a channel from a day on."""
    sql = "SELECT case_no FROM complaint WHERE received_on >= :day AND channel = :channel ORDER BY received_on, case_no"
    return column_of(connection, sql, channel=channel, day=day)
