"""The events of a case as the ledger keeps them, and the days they are counted in."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from support.workdays import nth_working_day, official_days, rolled

WORKED = official_days()


class Entry(NamedTuple):
    """One event: what happened, when it did, when that was entered, and what it says."""

    seq: int
    kind: str
    at: str
    recorded_at: str
    said: Mapping[str, Any]

    @property
    def day(self) -> date:
        return day_of(self.at)


def cases_of(connection: sqlite3.Connection) -> dict[str, list[Entry]]:
    """The events of every case, in the order in which they were entered."""
    cases: dict[str, list[Entry]] = {}
    sql = "SELECT case_no, seq, kind, at, recorded_at, detail FROM event WHERE case_no IS NOT NULL ORDER BY seq"
    for case_no, seq, kind, at, recorded_at, detail in connection.execute(sql):
        cases.setdefault(case_no, []).append(Entry(seq, kind, at, recorded_at, json.loads(detail)))
    return cases


def of_kind(entries: Iterable[Entry], *kinds: str, **said: Any) -> list[Entry]:
    """The events of some kinds that say so, the earliest first."""
    chosen = [one for one in entries if one.kind in kinds and all(one.said.get(key) == said[key] for key in said)]
    return sorted(chosen, key=lambda one: (one.at, one.seq))


def first_at(entries: Iterable[Entry]) -> str | None:
    """When the earliest of some events happened."""
    return min((one.at for one in entries), default=None)


def such(entries: Iterable[Entry], test: Callable[[Entry], Any]) -> list[Entry]:
    return [one for one in entries if test(one)]


# ---- Days: the one of the event is not counted (Civil Code, Art. 201) ----


def day_of(at: str) -> date:
    return date.fromisoformat(at[:10])


def working(start: date, number: int) -> date:
    """The so many-th working day after a day."""
    return nth_working_day(start, number, WORKED)


def same_working_day(at: str) -> date:
    """The day of an event, or the next working day (Art. 8: at the first moment)."""
    return rolled(day_of(at), WORKED)


def calendar(start: date, number: int) -> date:
    """So many days after a day; a last day that is a rest day moves to the next working day (Civil Code, Art. 203)."""
    return rolled(start + timedelta(days=number), WORKED)


def worked_between(start: date, end: date) -> int:
    """The working days after one day up to another."""
    return sum(WORKED[start + timedelta(days=number)] for number in range(1, (end - start).days + 1))


def end_of(day: date) -> str:
    return f"{day}T23:59:59+08:00"


def hours_after(at: str, hours: int) -> str:
    return (datetime.fromisoformat(at) + timedelta(hours=hours)).isoformat()
