"""SELECTs of the cases listed, of what is to be done, and of what today brings."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from complaintctl.privacy.masking import Masking
from complaintctl.record.queries import Rows, column_of, equal, rows_of, text_of

# A masked line a case with its due date, as the view case_overview has it, but counted of all the cases at once; and
# what is written of it, which is masked where it leaves. `scope` chooses cases, by a column of the view case_clock too.
_LINES = """
SELECT l.*, c.summary, k.due_on, k.due_rule, k.due_rule_zh, k.due_rule_en, k.provisional,
    l.is_open AND l.case_no IN (SELECT case_no FROM target_reached) AS target_reached
FROM case_line l
JOIN complaint c ON c.case_no = l.case_no
LEFT JOIN (
    SELECT case_no, due_on, clock AS due_rule, label_zh AS due_rule_zh, label_en AS due_rule_en, provisional,
        min(precedence)
    FROM case_clock WHERE stops_with = 'reply' AND {scope}
    GROUP BY case_no
) k ON k.case_no = l.case_no
WHERE l.{scope}
"""
_OPEN, _CHOSEN = "is_open = 1", "case_no IN (SELECT value FROM json_each(:cases))"


def overview(
    connection: sqlite3.Connection,
    *,
    everything: bool,
    days: tuple[str, str] | None = None,
    cases: Collection[str] | None = None,
    **wanted: str | None,
) -> Rows:
    """One line a case, newest last: the open ones, or all; of a span, of some cases, of one status, unit … if given."""
    wanted = {name: code for name, code in wanted.items() if code}
    scope = _OPEN if not everything else _CHOSEN if cases is not None else "case_no IS NOT NULL"
    sql = f"""
        SELECT * FROM ({_LINES.format(scope=scope)})
        WHERE {equal(wanted)} AND (:first IS NULL OR received_on BETWEEN :first AND :last)
            AND (:cases IS NULL OR {_CHOSEN})
        ORDER BY received_on, length(case_no), case_no
        """
    first, last = days or (None, None)
    return rows_of(connection, sql, first=first, last=last, cases=_array(cases), **wanted)


def lines(connection: sqlite3.Connection, cases: Collection[str]) -> Rows:
    """One line of each of some cases, the open ones first, and of those and of the others the newest."""
    order = "l.is_open DESC, l.received_at DESC, length(l.case_no) DESC, l.case_no DESC"
    return rows_of(connection, f"{_LINES.format(scope=_CHOSEN)} ORDER BY {order}", cases=_array(cases))


def texts(connection: sqlite3.Connection, word: str) -> Rows:
    """case_no, key and text of what is written of cases in which a word stands, unmasked."""
    sql = """
        SELECT case_no, key, text FROM case_text
        WHERE instr(lower(detail), lower(:quoted)) AND instr(lower(text), lower(:word))
        """
    # As it stands in the JSON of the entry, which is looked through first: a sign may be written otherwise there.
    return rows_of(connection, sql, word=word, quoted=json.dumps(word, ensure_ascii=False)[1:-1])


def personal_traits(connection: sqlite3.Connection) -> list[str]:
    """The codes of the kind found_by that are personal data."""
    return column_of(connection, "SELECT code FROM found_by_person")


def of_customers(connection: sqlite3.Connection, customers: Collection[int], looker: str | None) -> list[str]:
    """The cases of some customers; of reports of wrongdoing those whose reporter the looker may know (Art. 13)."""
    sql = """
        SELECT c.case_no
        FROM complaint c JOIN main.complaint m ON m.case_no = c.case_no
        WHERE c.complainant IN (SELECT value FROM json_each(:customers))
            AND (NOT m.restricted OR EXISTS (
                SELECT 1 FROM main.may_see_restricted WHERE case_no = c.case_no AND person = :looker))
        """
    return column_of(connection, sql, customers=_array(customers), looker=looker)


def _array(values: Collection[Any] | None) -> str | None:
    return None if values is None else json.dumps(list(values))


def todo(
    connection: sqlite3.Connection, unit: str | None, person: str | None, looker: str | None, *, today: bool = False
) -> Rows:
    """The open duties of one unit or person or all, the most urgent first; at the end those that can wait.

    With `today` those alone that are due by its end. target_reached: the reply's, of which the target has come. First
    of all what was approved in the name of the person, or of who looks at all, and he has not seen.
    """
    sql = """
        SELECT case_no, 'approval_seen' AS duty, 'Arts 6, 19' AS article, recorded_at AS due_at, NULL AS done_at,
            0 AS blocking, remedy, unit, person, 0 AS provisional, label_zh, label_en, 0 AS target_reached,
            '' AS urgency, seq AS position
        FROM unseen_approval
        WHERE person = coalesce(:person, :looker) AND :unit IS NULL
        UNION ALL SELECT case_no, duty, article, due_at, done_at, blocking, remedy, unit, person, provisional, label_zh,
            label_en, duty = 'reply' AND case_no IN (SELECT case_no FROM target_reached),
            CASE WHEN due_at IS NULL AND NOT blocking THEN '9999' ELSE coalesce(due_at, '') END, position
        FROM open_duty
        WHERE (:unit IS NULL OR unit = :unit) AND (:person IS NULL OR person = :person)
            AND (NOT :today OR substr(due_at, 1, 10) <= (SELECT day FROM today))
        ORDER BY urgency, case_no, position
        """
    return rows_of(connection, sql, unit=unit, person=person, looker=looker, today=today)


def unseen_approvals(connection: sqlite3.Connection, person: str, seq: int | None) -> Rows:
    """The approvals in a person's name that he has not seen, or one of them, by its event."""
    sql = "SELECT * FROM unseen_approval WHERE person = :person AND seq = coalesce(:seq, seq) ORDER BY seq"
    return rows_of(connection, sql, person=person, seq=seq)


def matters(connection: sqlite3.Connection, masking: Masking, cases: Iterable[str]) -> dict[str, str]:
    """The matter of each of some cases, as the one who looks may read it; empty for what is of no case."""
    sql = "SELECT summary FROM complaint WHERE case_no = :case_no"
    return {
        case_no: masking.of(case_no).text(text_of(connection, sql, case_no=case_no) or "") if case_no else ""
        for case_no in cases
    }
