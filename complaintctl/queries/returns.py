"""SELECTs of the return, for the periods set with views.set_periods (Art. 22)."""

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from complaintctl.queries import Row, Rows, row_of, rows_of

# What the contract promises of every row, in its order.
COLUMNS = (
    "period",
    "group",
    "label",
    "opening",
    "received",
    "reopened",
    "resolved",
    "withdrawn",
    "closing",
    "on_time",
    "late",
    "on_time_rate",
    "mean_working_days",
    "median_working_days",
    "overdue_now",
    "major",
    "repeat",
    "anonymous",
    "upheld",
    "satisfied",
    "compensation_yuan",
)
# What period_report_more adds; of these the last have come later, and stand last in a file.
MORE = (
    "said_satisfied",
    "said_basically_satisfied",
    "said_dissatisfied",
    "said_declined",
    "said_unreachable",
    "satisfied_rate",
    "slips",
    "slips_returned",
    "supervised",
    "hand_offs",
    "mean_hand_offs",
)
MORE_SINCE = ("ever_late", "undated")
# What a case adds to them, in the columns of period_move.
CASE_COLUMNS = (
    *(
        "opening",
        "received",
        "reopened",
        "resolved",
        "withdrawn",
        "closing",
        "on_time",
        "late",
        "working_days",
        "overdue_now",
        "major",
    ),
    *("repeat", "anonymous", "upheld", "satisfied", "compensation_fen"),
)


class Source(NamedTuple):
    """Where the cases behind a figure stand: a view, and the column of it that the figure is made of."""

    view: str
    column: str


_OF_MOVES = (
    *("opening", "received", "reopened", "resolved", "withdrawn", "closing", "on_time", "late", "major", "repeat"),
    *("anonymous", "upheld", "satisfied", "said_satisfied", "said_basically_satisfied", "said_dissatisfied"),
    *("said_declined", "said_unreachable", "hand_offs", "overdue_now", "ever_late", "undated"),
)
# The figures that are sums over cases, and those that are a mean, a median or a rate of them.
SOURCES: Mapping[str, Source] = {
    **{name: Source("period_move", name) for name in _OF_MOVES},
    "on_time_rate": Source("period_move", "on_time"),
    "mean_working_days": Source("period_move", "working_days"),
    "median_working_days": Source("period_move", "working_days"),
    "share": Source("period_move", "received"),
    "satisfied_rate": Source("period_move", "satisfied"),
    "mean_hand_offs": Source("period_move", "hand_offs"),
    "compensation_yuan": Source("period_move", "compensation_fen"),
    **{name: Source("period_slip", name) for name in ("slips", "slips_returned", "supervised")},
}


def dimensions(connection: sqlite3.Connection) -> Rows:
    """code and label_zh of what the return can be broken down by."""
    return rows_of(connection, "SELECT code, label_zh FROM main.report_dimension WHERE code <> 'total'")


def undated_cases(connection: sqlite3.Connection) -> list[str]:
    """The cases of the periods of which it is not known whether they are, or were answered, in time."""
    rows = rows_of(
        connection,
        """
        SELECT a.case_no FROM awaited_case a JOIN period p ON a.received_on <= p.last_day
        WHERE a.due_on IS NULL
        UNION
        SELECT x.case_no FROM period p JOIN case_exit x ON x.day BETWEEN p.first_day AND p.last_day
        WHERE x.day > (SELECT max(day) FROM calendar) AND x.on_time IS NULL
        ORDER BY 1
        """,
    )
    return [row["case_no"] for row in rows]


def figures(connection: sqlite3.Connection, dimension: str) -> Rows:
    """The return by one dimension, period by period, the total last."""
    return rows_of(
        connection,
        """
        SELECT * FROM period_report WHERE dimension IN (:dimension, 'total')
        ORDER BY period, dimension = 'total', position, "group"
        """,
        dimension=dimension,
    )


def further_figures(connection: sqlite3.Connection, dimension: str) -> Rows:
    """What the customers said, slips and hand-offs, of the groups that have any."""
    sql = "SELECT * FROM period_report_more WHERE dimension IN (:dimension, 'total')"
    return rows_of(connection, sql, dimension=dimension)


def cases_behind(connection: sqlite3.Connection, dimension: str, group: str, figure: str) -> Rows:
    """case_no, day, kind of move and amount: what a figure of SOURCES is a sum, a mean, a median or a rate of.

    Of a rate or a mean all cases that it is of are there, with 0 or 1, their working days or their hand-offs; of a
    share those received.
    """
    source = SOURCES[figure]
    if source.view == "period_slip":
        moves = (
            f"SELECT case_no, day, kind, {source.column} AS amount, seq, unit FROM period_slip WHERE {source.column}"
        )
    else:
        counted = {
            "on_time_rate": "on_time + late",
            "mean_working_days": "working_days IS NOT NULL",
            "median_working_days": "working_days IS NOT NULL",
            "satisfied_rate": "said_satisfied + said_basically_satisfied + said_dissatisfied",
            "mean_hand_offs": "resolved + withdrawn",
        }.get(figure, source.column)
        moves = (
            f"SELECT case_no, day, kind, {source.column} AS amount, seq, NULL AS unit FROM period_move WHERE {counted}"
        )
    return rows_of(
        connection,
        f"""
        SELECT m.case_no, m.day, m.kind, m.amount
        FROM ({moves}) m
        JOIN case_group g ON g.case_no = m.case_no AND g.dimension = :dimension
        WHERE CASE WHEN :dimension = 'unit' AND m.unit IS NOT NULL THEN m.unit ELSE g."group" END = :group
        ORDER BY m.day, length(m.case_no), m.case_no, m.seq
        """,
        dimension=dimension,
        group=group,
    )


def case_figures(connection: sqlite3.Connection, dimension: str, case_no: str | None = None) -> Rows:
    """What each case, or one, adds to the figures of its group; working_days NULL: it did not leave."""
    sums = ", ".join(f"sum(m.{column}) AS {column}" for column in CASE_COLUMNS)
    return rows_of(
        connection,
        f"""
        SELECT m.case_no, g."group", {sums}
        FROM period_move m
        JOIN case_group g ON g.case_no = m.case_no AND g.dimension = :dimension
        {"WHERE m.case_no = :case_no" if case_no else ""}
        GROUP BY m.case_no
        """,
        dimension=dimension,
        case_no=case_no,
    )


def later_events(connection: sqlite3.Connection, case_no: str, after: str) -> Rows:
    """The events of a case from the first on that was entered after a time."""
    return rows_of(
        connection,
        """
        SELECT seq, recorded_at, at, kind, case_no, NULL AS changed, actor FROM event
        WHERE case_no = :case_no
            AND seq >= (SELECT min(seq) FROM event WHERE case_no = :case_no AND recorded_at > :after)
        ORDER BY seq
        """,
        case_no=case_no,
        after=after,
    )


def later_rules(connection: sqlite3.Connection, after: str) -> Rows:
    """What was entered after a time of units, rules and calendar, by which figures can change as well.

    changed: the code of the unit, the key of the rule, or where the calendar was read from.
    """
    return rows_of(
        connection,
        """
        SELECT seq, recorded_at, at, kind, case_no,
            coalesce(detail ->> 'unit', detail ->> 'key', detail ->> 'source') AS changed, actor
        FROM event
        WHERE case_no IS NULL AND recorded_at > :after
            AND kind IN ('unit_added', 'unit_changed', 'policy_changed', 'calendar_changed')
        ORDER BY seq
        """,
        after=after,
    )


# ---- What the officer has to say on a period ----


def note(connection: sqlite3.Connection, period: str) -> Row | None:
    """The last findings and the last proposals on a period, by its name; at and actor: of the last entry of either."""
    return row_of(
        connection,
        """
        WITH noted AS (
            SELECT * FROM event WHERE case_no IS NULL AND kind = 'report_noted' AND detail ->> 'period' = :period
        )
        SELECT
            (SELECT detail ->> 'findings' FROM noted WHERE detail ->> 'findings' IS NOT NULL
             ORDER BY seq DESC LIMIT 1) AS findings,
            (SELECT detail ->> 'proposals' FROM noted WHERE detail ->> 'proposals' IS NOT NULL
             ORDER BY seq DESC LIMIT 1) AS proposals,
            at, actor
        FROM noted ORDER BY seq DESC LIMIT 1
        """,
        period=period,
    )
