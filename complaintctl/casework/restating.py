"""What has changed of a past return since it was drawn, and by which entries of the ledger (Arts 6, 22)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from complaintctl import views
from complaintctl.casework import known
from complaintctl.casework import returns as figures
from complaintctl.casework.returns import Record
from complaintctl.errors import UsageProblem
from complaintctl.language import _
from complaintctl.periods import Period
from complaintctl.queries import Row, returns

_FIGURES = returns.COLUMNS[3:]
# What the figures that are no sums hang on.
_MADE_OF: Mapping[str, tuple[str, ...]] = {
    "on_time_rate": ("on_time", "late"),
    "mean_working_days": ("working_days",),
    "median_working_days": ("working_days",),
    "compensation_yuan": ("compensation_fen",),
}
_OF_ENTRY = ("seq", "recorded_at", "at", "kind", "case_no", "changed", "actor")
# The figures of a group that had no row.
_NOTHING = {
    column: "0.00" if column == "compensation_yuan" else None if column in _MADE_OF else 0 for column in _FIGURES
}

Share = Mapping[str, Any]  # what a case adds to the figures of its group, and the group
Place = tuple[str, str]  # a group, and a column of what a case adds


def first_known(period: Period, known_on: str | None, today: str) -> str:
    """The day a return was drawn on: as given, else the first after the period.

    Raises:
        UsageProblem: that day is not over, or lies before the period.
    """
    day = known_on or (date.fromisoformat(period.last_day) + timedelta(days=1)).isoformat()
    if day >= today:
        raise UsageProblem(
            _(
                "{period} was not drawn yet: the first day after it, {day}, is not over. If it was drawn before, name"
                " the day with --known-on.",
                period=period.name,
                day=day,
            )
        )
    if day < period.first_day:
        raise UsageProblem(
            _(
                "{period} was not drawn on {day}: it begins on {first}. Name a later day with --known-on.",
                period=period.name,
                day=day,
                first=period.first_day,
            )
        )
    return day


def restated(
    now: sqlite3.Connection, then: sqlite3.Connection, period: Period, dimension: str, known_on: str
) -> list[Record]:
    """Each figure that is not what it was, with each entry that changed it: one row for every such pair.

    `then` is the file as casework.known.look_back made it for `known_on`; it is changed on the way. A row has group,
    label, column, then, now; and seq, recorded_at, at, kind, case_no and actor of the entry, and what it `changed` of
    the units, the rules or the calendar.
    """
    old = {row["group"]: row for row in figures.of_period(then, period, dimension)}
    new = figures.of_period(now, period, dimension)
    causes = _causes(now, then, dimension, known_on)
    # In a period that was still running what was overdue was so on that day, and no entry made the difference.
    compared = [column for column in _FIGURES if column != "overdue_now" or known_on >= period.last_day]
    gone = [row for group, row in old.items() if group not in {row["group"] for row in new}]
    records = []
    for row in [*gone, *new]:
        before = old.get(row["group"], {})
        after = {} if row in gone else row
        for column in compared:
            was, is_now = (side.get(column, _NOTHING[column]) for side in (before, after))
            if was != is_now:
                change = {"period": period.name, "group": row["group"], "label": row["label"], "column": column}
                records += [{**change, "then": was, "now": is_now, **entry} for entry in _entries(causes, row, column)]
    return records


def _entries(causes: Mapping[Place, Mapping[int, Row]], row: Record, column: str) -> list[Record]:
    found: dict[int, Row] = {}
    for part in _MADE_OF.get(column, (column,)):
        found |= causes.get((row["group"], part), {})
    # A change that no entry made, of a file edited by hand, is shown all the same.
    return [dict(found[seq]) for seq in sorted(found)] or [dict.fromkeys(_OF_ENTRY)]


def _causes(
    now: sqlite3.Connection, then: sqlite3.Connection, dimension: str, known_on: str
) -> Mapping[Place, Mapping[int, Row]]:
    """For each group and column the entries that changed it, by their number."""
    causes: dict[Place, dict[int, Row]] = defaultdict(dict)
    before, after = (
        {row["case_no"]: dict(row) for row in returns.case_figures(side, dimension)} for side in (then, now)
    )
    left: dict[str, Share | None] = {}  # the cases that their own events do not bring to what they add now
    for case_no in sorted(before.keys() | after.keys()):
        share: Share | None = before.get(case_no)
        final = after.get(case_no)
        if share == final:
            continue
        # Let in what was entered later, one entry after the other, and see after which of them the figures differ.
        for event in returns.later_events(now, case_no, f"{known_on}T23:59:59+08:00"):
            views.let_in(then, case_no, event["seq"])
            share = _noted(causes, event, share, _share(then, dimension, case_no))
        if share != final:
            left[case_no] = share
    # And then the same with the units, the rules and the calendar.
    for entry in known.let_in_rules(then, now, known_on) if left else ():
        for case_no in left:
            views.project_again(then, case_no)
            left[case_no] = _noted(causes, entry, left[case_no], _share(then, dimension, case_no))
    return causes


def _share(connection: sqlite3.Connection, dimension: str, case_no: str) -> Share | None:
    return next(map(dict, returns.case_figures(connection, dimension, case_no)), None)


def _noted(
    causes: Mapping[Place, dict[int, Row]], entry: Row, before: Share | None, after: Share | None
) -> Share | None:
    """What a case adds after an entry; where that is another than before, the entry is put down as a cause."""
    for place in _differences(before, after):
        causes[place][entry["seq"]] = entry
    return after


def _differences(one: Share | None, other: Share | None) -> Iterator[Place]:
    """Where a case counts otherwise than before: in the total, and in the groups it has left, come to or stayed in."""
    groups = [side["group"] if side else None for side in (one, other)]
    for column in returns.CASE_COLUMNS:
        values = [_value(side, column) for side in (one, other)]
        if values[0] != values[1]:
            yield "total", column
        if values[0] != values[1] or groups[0] != groups[1]:
            yield from (
                (group, column) for group, value in zip(groups, values, strict=True) if group and value is not None
            )


def _value(share: Share | None, column: str) -> int | None:
    """What a case adds; None for nothing. (A reply on the day it was received took 0 working days.)"""
    value = share[column] if share else None
    return value if column == "working_days" else value or None
