"""The effects of a renewal of the rules: due dates of open cases, and figures of months that are over."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.language import _
from complaintctl.file import file_rows
from complaintctl.record.figures import Figures as KnownFigures
from complaintctl.record.queries import rows_of

# What every figure of the return is a sum, a mean or a rate of; period_slip was its own before version 6 of the tables.
# Files of before version 4 have their sums alone.
COUNTED, _SUMS = ("period_move", "period_slip"), ("period_report",)
_OF_NO_FIGURE = {
    *("period", "case_no", "seq", "day", "kind", "unit", "slip_unit"),
    *("dimension", "group", "label", "label_en", "position"),
}

Figures = dict[tuple[str, str, str, str], Any]


class Move(NamedTuple):
    """An open case's due date, or a figure of a month that is over, before and after a renewal."""

    what: str
    before: str
    after: str
    case_no: str = ""


def due_dates(connection: sqlite3.Connection) -> dict[str, str | None]:
    """The due date of every open case; None where no clock runs."""
    sql = """
    SELECT case_no, (SELECT due_on FROM case_deadline WHERE case_no = c.case_no) AS due_on
    FROM complaint c WHERE is_open = 1 ORDER BY case_no
    """
    return {row["case_no"]: row["due_on"] for row in rows_of(connection, sql)}


def counted_in(connection: sqlite3.Connection) -> Sequence[str]:
    """The views of a file in which the figures of its return are counted."""
    there = {row["name"] for row in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'view'")}
    return COUNTED if "period_move" in there else _SUMS


def closed_figures(connection: sqlite3.Connection, views: Sequence[str] = COUNTED) -> Figures:
    """The figures of the months that are over, of the bank and by its category, channel and unit."""
    figures: Figures = {}
    for view in views:
        columns = [row["name"] for row in connection.execute(f"PRAGMA table_info({view})")]
        if not columns:
            continue
        counted = [column for column in columns if column not in _OF_NO_FIGURE]
        sums = ", ".join(f"sum({column}) AS {column}" for column in counted)
        groups = "JOIN case_group g USING (case_no)" if view in COUNTED else ""
        sql = f"""
        WITH counted AS MATERIALIZED (
            SELECT * FROM {view} WHERE period < (SELECT substr(day, 1, 7) FROM today)
        )
        SELECT period, dimension, "group", {sums}
        FROM counted {groups}
        WHERE dimension IN ('total', 'category', 'channel', 'unit')
        GROUP BY period, dimension, "group"
        """
        for row in rows_of(connection, sql):
            place = (row["period"], row["dimension"], row["group"])
            figures |= {(*place, figure): row[figure] for figure in counted}
    return figures


def moves_since(
    connection: sqlite3.Connection, due: Mapping[str, str | None], figures: Figures, views: Sequence[str] = COUNTED
) -> list[Move]:
    """Compare the present with the due dates and the figures of before, if there are any."""
    moves = list(_moved(due, due_dates(connection))) if due else []
    if figures:
        names = file_rows.known_figures(connection)
        moves += _recounted(figures, closed_figures(connection, views), names)
    return moves


def _moved(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Iterator[Move]:
    """The open cases whose due date is another."""
    for case_no, due_on in after.items():
        if due_on != before.get(case_no):
            yield Move(case_no, before.get(case_no) or _("none"), due_on or _("none"), case_no)


def _recounted(before: Figures, after: Figures, names: KnownFigures) -> Iterator[Move]:
    """The figures of both that differ: not one that only one of the programs knows, nor a group that has none."""
    known = {figure for *_place, figure in before}
    for period, dimension, group, figure in sorted(after):
        was, now = (figures.get((period, dimension, group, figure)) for figures in (before, after))
        if figure in known and was != now and (was or now):
            name = names[figure].name if figure in names else figure
            what = _("{period}, {group}: {figure}", period=period, group=group, figure=name)
            yield Move(what, str(was or 0), str(now or 0))
