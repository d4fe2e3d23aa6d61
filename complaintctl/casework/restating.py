"""What has changed of a past return since it was drawn, and by which entries of the ledger (Arts 6, 22)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from complaintctl import views
from complaintctl.casework import known
from complaintctl.casework import returns as figures
from complaintctl.casework.returns import Record
from complaintctl.errors import UsageProblem
from complaintctl.figures import Figure, Figures
from complaintctl.language import _
from complaintctl.periods import Period
from complaintctl.queries import Row, returns

_OF_ENTRY = ("seq", "recorded_at", "at", "kind", "case_no", "changed", "actor")
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
    known = {code: figure for code, figure in returns.known_figures(now).items() if not figure.is_more}
    nothing = figures.nothing(known)
    causes = _causes(now, then, dimension, known_on, _parts(known))
    # In a period that was still running what was overdue was so on that day, and no entry made the difference.
    compared = [column for column in known if column != "overdue_now" or known_on >= period.last_day]
    gone = [row for group, row in old.items() if group not in {row["group"] for row in new}]
    records = []
    for row in [*gone, *new]:
        before = old.get(row["group"], {})
        after = {} if row in gone else row
        for column in compared:
            was, is_now = (side.get(column, nothing[column]) for side in (before, after))
            if was != is_now:
                change = {"period": period.name, "group": row["group"], "label": row["label"], "column": column}
                change |= {"then": was, "now": is_now}
                records += [{**change, **entry} for entry in _entries(causes, row, known[column])]
    return records


def _parts(known: Figures) -> list[str]:
    """The columns of period_move that the figures are made of."""
    return list(dict.fromkeys(part for figure in known.values() for part in (figure.of_move, *figure.among) if part))


def _entries(causes: Mapping[Place, Mapping[int, Row]], row: Record, figure: Figure) -> list[Record]:
    found: dict[int, Row] = {}
    for part in _parts({figure.code: figure}):
        found |= causes.get((row["group"], part), {})
    # A change that no entry made, of a file edited by hand, is shown all the same.
    return [dict(found[seq]) for seq in sorted(found)] or [dict.fromkeys(_OF_ENTRY)]


def _causes(
    now: sqlite3.Connection, then: sqlite3.Connection, dimension: str, known_on: str, parts: Sequence[str]
) -> Mapping[Place, Mapping[int, Row]]:
    """For each group and column the entries that changed it, by their number."""
    causes: dict[Place, dict[int, Row]] = defaultdict(dict)
    before, after = (_shares(side, dimension, parts) for side in (then, now))
    left: dict[str, Share | None] = {}  # the cases that their own events do not bring to what they add now
    for case_no in sorted(before.keys() | after.keys()):
        share: Share | None = before.get(case_no)
        final = after.get(case_no)
        if share == final:
            continue
        # Let in what was entered later, one entry after the other, and see after which of them the figures differ.
        for event in returns.later_events(now, case_no, f"{known_on}T23:59:59+08:00"):
            views.let_in(then, case_no, event["seq"])
            share = _noted(causes, event, share, _shares(then, dimension, parts, case_no).get(case_no))
        if share != final:
            left[case_no] = share
    # And then the same with the units, the rules and the calendar.
    for entry in known.let_in_rules(then, now, known_on) if left else ():
        for case_no in left:
            views.project_again(then, case_no)
            share = _shares(then, dimension, parts, case_no).get(case_no)
            left[case_no] = _noted(causes, entry, left[case_no], share)
    return causes


def _shares(
    connection: sqlite3.Connection, dimension: str, parts: Sequence[str], case_no: str | None = None
) -> dict[str, Share]:
    """Count what each case, or one, adds to each of the columns, and its group; working_days None: it did not leave."""
    shares: dict[str, dict[str, Any]] = {}
    for move in returns.moves(connection, dimension, case_no=case_no):
        if any(move[part] for part in parts):
            share = shares.setdefault(move["case_no"], {"group": move["case_group"], **dict.fromkeys(parts)})
            share |= {part: (share[part] or 0) + move[part] for part in parts if move[part] is not None}
    return shares  # type: ignore[return-value]


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
    for column in (column for column in one or other or () if column != "group"):
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
