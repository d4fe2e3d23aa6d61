"""SELECTs of the calendar, and of the due dates that hang on it."""

import sqlite3
from collections.abc import Mapping

from complaintctl.record.queries import Row, Rows, column_of, one_row, row_of, rows_of, text_of


def undated(connection: sqlite3.Connection) -> list[str]:
    """The open cases whose due date is not known, because the calendar ends before it."""
    return column_of(connection, "SELECT case_no FROM awaited_case WHERE due_on IS NULL ORDER BY received_on, case_no")


def awaited(connection: sqlite3.Connection) -> Rows:
    """case_no, due_on and provisional of every open case whose reply is awaited, by due date and number."""
    sql = "SELECT case_no, due_on, provisional FROM awaited_case ORDER BY due_on, length(case_no), case_no"
    return rows_of(connection, sql)


def other_days(connection: sqlite3.Connection) -> Rows:
    """case_no, due_on and what else beside the answers is awaited of cases by a day: by day and number.

    What is owed by then, with its label; else `supervised`, the day of the last supervision slip, and `expected_on`,
    the day named in the last report of a delay (Art. 10).
    """
    sql = """
        SELECT * FROM (
            SELECT case_no, substr(due_at, 1, 10) AS due_on, duty AS what, label_zh, label_en, provisional
            FROM open_duty WHERE due_at IS NOT NULL AND duty NOT IN ('reply', 'result_report')
            UNION ALL SELECT c.case_no, s.due_on, 'supervised', NULL, NULL, 0
            FROM complaint c CROSS JOIN last_supervision l ON l.case_no = c.case_no
            CROSS JOIN slip s ON s.case_no = l.case_no AND s.slip_no IS l.slip_no
            WHERE c.is_open = 1 AND c.reported_at IS NULL AND l.is_open AND NOT l.is_past
            UNION ALL SELECT c.case_no, e.detail ->> 'expected_on', 'expected_on', NULL, NULL, 0
            FROM complaint c CROSS JOIN event e ON e.seq = (
                SELECT max(seq) FROM event WHERE case_no = c.case_no AND kind = 'delay_reported' AND seq > c.opened_seq)
            WHERE c.is_open = 1 AND c.replied_at IS NULL AND e.detail ->> 'expected_on' IS NOT NULL
        ) ORDER BY due_on, length(case_no), case_no
        """
    return rows_of(connection, sql)


def due_dates(connection: sqlite3.Connection) -> Mapping[str, Row]:
    """due_on, and whether it is provisional, of every open case with a clock running, by its number."""
    sql = """
        SELECT case_no, due_on, provisional, min(precedence)
        FROM case_clock WHERE is_open = 1 AND stopped_on IS NULL AND stops_with = 'reply'
        GROUP BY case_no ORDER BY case_no
        """
    return {row["case_no"]: row for row in rows_of(connection, sql)}


def exits_since(connection: sqlite3.Connection, day: str) -> Mapping[int, Row]:
    """The times that cases left on a day or later, by entry: case_no, day, and what the return counts of each."""
    sql = """
        SELECT seq, case_no, day, on_time, ever_late, working_days FROM case_exit
        WHERE day >= :day ORDER BY day, case_no
        """
    return {row["seq"]: row for row in rows_of(connection, sql, day=day)}


def calendar_days(connection: sqlite3.Connection, first: str, last: str) -> Rows:
    """The calendar from one day to another, both included."""
    sql = """
        SELECT d.*, c.source FROM calendar_day d JOIN calendar c USING (day)
        WHERE day BETWEEN :first AND :last ORDER BY day
        """
    return rows_of(connection, sql, first=first, last=last)


def calendar_span(connection: sqlite3.Connection) -> Row:
    """first and last day of the calendar, and known_to: the last day before the first that is not known."""
    sql = """
        SELECT first, last, coalesce(date((SELECT min(day) FROM calendar WHERE known = 0), '-1 day'), last) AS known_to
        FROM (SELECT (SELECT min(day) FROM calendar) AS first, (SELECT max(day) FROM calendar) AS last)
        """  # each found by its index; together they would read every day
    return one_row(connection, sql)


def calendar_sources(connection: sqlite3.Connection) -> Rows:
    """Year by year: how many working days, make-up days, whether known, and from where."""
    sql = """
        SELECT substr(day, 1, 4) AS year, sum(is_working) AS working_days,
            sum(is_working AND strftime('%w', day) IN ('0', '6')) AS make_up_days, min(known) AS known,
            group_concat(DISTINCT source) AS source
        FROM calendar GROUP BY substr(day, 1, 4) ORDER BY year
        """
    return rows_of(connection, sql)


def days_out_of_the_ordinary(connection: sqlite3.Connection) -> Rows:
    """The holidays and make-up working days of the last year whose schedule is known."""
    sql = """
        SELECT day, is_working, name FROM calendar_day
        WHERE substr(day, 1, 4) = (SELECT max(year) FROM (
                SELECT substr(day, 1, 4) AS year FROM calendar GROUP BY 1 HAVING min(known)))
            AND (name IS NOT NULL OR is_working <> (weekday BETWEEN 1 AND 5))
        ORDER BY day
        """
    return rows_of(connection, sql)


def working_day_after(connection: sqlite3.Connection, day: str, number: int) -> str | None:
    """The n-th working day after a day; None past the end of the calendar."""
    sql = """
        SELECT d.day FROM calendar s JOIN calendar d ON d.is_working = 1 AND d.working_no = s.working_no + :number
        WHERE s.day = :day
        """
    return text_of(connection, sql, day=day, number=number)


def working_days_between(connection: sqlite3.Connection, day: str, later: str) -> int | None:
    """Count the working days after a day up to a later one; None past the end of the calendar."""
    sql = "SELECT b.working_no - a.working_no FROM calendar a, calendar b WHERE a.day = :day AND b.day = :later"
    row = row_of(connection, sql, day=day, later=later)
    return row[0] if row else None
