"""The changes of a past return since it was drawn, and the entries of the ledger that made them (Arts 6, 22)."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from complaintctl.base.periods import Period
from complaintctl.file import earlier_state
from complaintctl.month import act as month_act
from complaintctl.month import rows as month_rows
from complaintctl.month.act import Record
from complaintctl.record import views
from complaintctl.record.figures import Figures
from complaintctl.record.queries import Row

_OF_ENTRY = ("seq", "recorded_at", "at", "kind", "case_no", "changed", "actor")
Place = tuple[str, str]  # a group, and a figure
Share = dict[Place, list[Any]]  # what the moves of a case add there


def restated(
    now: sqlite3.Connection, then: sqlite3.Connection, period: Period, dimension: str, known: Figures, known_on: str
) -> list[Record]:
    """Return each figure that is not what it was, with each entry that changed it: one row for every such pair.

    `then` is the file as earlier_state.look_back made it for `known_on`; it is changed on the way. A row has group,
    label, column, then, now; and seq, recorded_at, at, kind, case_no and actor of the entry, and what it `changed` of
    the units, the rules or the calendar.
    """
    old, new = (
        {
            row["group"]: row
            for row in month_act.of_period(side, period, dimension, known)
            if not month_act.is_joint(row)
        }
        for side in (then, now)
    )
    figures = {code: figure for code, figure in known.items() if not figure.is_more}
    nothing, causes = month_act.nothing(figures), _causes(now, then, dimension, figures, known_on)
    gone = {group: row for group, row in old.items() if group not in new}
    records = []
    for group, row in (gone | new).items():
        for column in figures:
            # In a period that was still running what was overdue was so on that day, and no entry made the difference.
            if column == "overdue_now" and known_on < period.last_day:
                continue
            was, is_now = (side.get(group, nothing)[column] for side in (old, new))
            if was != is_now:
                change = {"period": period.name, "group": group, "label": row["label"], "column": column}
                change |= {"then": was, "now": is_now}
                found = causes[group, column]
                # A change that no entry made, of a file edited by hand, is shown all the same.
                entries = [dict(found[seq]) for seq in sorted(found)] or [dict.fromkeys(_OF_ENTRY)]
                records += [change | entry for entry in entries]
    return records


def _causes(
    now: sqlite3.Connection, then: sqlite3.Connection, dimension: str, figures: Figures, known_on: str
) -> Mapping[Place, Mapping[int, Row]]:
    """For each group and figure, return the entries that changed it, by their numbers.

    What was entered later is let in, one entry after the other, to see after which of them a case adds something else:
    first its own events, then, where it does not add what it adds now, the units, the rules and the calendar.
    """
    causes: dict[Place, dict[int, Row]] = defaultdict(dict)
    before, after = (_shares(side, dimension, figures) for side in (then, now))

    def differing() -> list[str]:
        return [case_no for case_no in sorted(before.keys() | after.keys()) if before[case_no] != after[case_no]]

    def let_in(entry: Row, cases: Iterable[str]) -> None:
        for case_no in cases:
            views.project_again(then, case_no)
            was, share = before[case_no], _shares(then, dimension, figures, case_no)[case_no]
            for place in was.keys() | share.keys():
                if was.get(place) != share.get(place):
                    causes[place][entry["seq"]] = entry
            before[case_no] = share

    for event in month_rows.later_events(now, differing(), earlier_state.end_of(known_on)):
        views.let_in(then, event["case_no"], event["seq"])
        let_in(event, [event["case_no"]])
    cases = differing()
    for entry in earlier_state.let_in_rules(then, now, known_on) if cases else ():
        let_in(entry, cases)
    return causes


def _shares(
    connection: sqlite3.Connection, dimension: str, figures: Figures, case_no: str | None = None
) -> dict[str, Share]:
    """Return what each case, or one, adds to each figure of its group and of the total; of others nothing."""
    shares: dict[str, Share] = defaultdict(dict)
    for move in month_rows.moves(connection, dimension, case_no=case_no):
        for figure in figures.values():
            if figure.is_made_of(move):
                for group in ("total", move["group"]):
                    shares[move["case_no"]].setdefault((group, figure.code), []).append(figure.amount(move))
    return shares
