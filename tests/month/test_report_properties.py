"""The return of any history: it balances, and every figure is what a plain count gives."""

import shutil
import statistics
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.long_runs import examples
from support.workdays import nth_working_day, official_days, rolled

from complaintctl.base.clock import Clock, Moment, parse_moment
from complaintctl.file import db
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

# ---- Any history ----

LAST_DAY = date(2025, 12, 31)  # nothing below happens later
WORKED = official_days()
# Days to the reply (None: none), from there to leaving the stock, how it leaves, and the days until it is reopened.
STRETCH = st.tuples(
    st.none() | st.integers(0, 20),
    st.integers(0, 15),
    st.sampled_from(["closed", "closed", "withdrawn", "voided"]),
    st.integers(0, 20),
)
HISTORY = st.fixed_dictionaries(
    {
        "received": st.integers(0, 190).map(lambda days: date(2025, 1, 1) + timedelta(days=days)),
        "category": st.sampled_from(["service_attitude", "service_product", "anonymous"]),
        "channel": st.sampled_from(["media", "web", "letter"]),
        "unit": st.sampled_from([None, "chengguan", "hexi"]),
        "cause": st.sampled_from([None, "pricing", "disclosure"]),
        "stretches": st.lists(STRETCH, max_size=3),
        "left": st.booleans(),  # or reopened once more, for good
    }
)
LIMITS = {"service_attitude": 3, "service_product": 10, "anonymous": 10}


class History:
    """One case, lived through in Python: what is entered of it, and every move and exit that the return must show."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.plan = plan
        self.facts: list[tuple[str, date]] = [("registered", plan["received"])]
        self.moves: list[tuple[str, date]] = [("received", plan["received"])]
        # The day, whether in time, the working days it took, whether it was ever late, and whether it was answered.
        self.exits: list[tuple[date, bool, int, bool, bool]] = []
        self.was_late = False
        self.stretches: list[tuple[date, date | None]] = []  # the day each began, and that of its answer
        start = plan["received"]
        for number, (to_reply, to_leave, kind, to_reopen) in enumerate(plan["stretches"]):
            reply = None if to_reply is None else start + timedelta(days=to_reply)
            leave = (reply or start) + timedelta(days=to_leave)
            stop = reply or leave
            self.stretches.append((start, stop))
            if reply:
                self.facts.append(("replied", reply))
            self.facts.append((kind, leave))
            self.moves.append((kind if kind != "closed" else "resolved", leave))
            if kind == "voided":  # for good, and judged neither in time nor late
                break
            on_time = stop <= self.due(start)
            self.was_late |= not on_time
            days = sum(WORKED[day] for day in days_after(start, stop))
            self.exits.append((leave, on_time, days, self.was_late, reply is not None))
            if plan["left"] and number == len(plan["stretches"]) - 1:
                break
            start = leave + timedelta(days=to_reopen)
            self.facts.append(("reopened", start))
            self.moves.append(("reopened", start))
        else:
            self.stretches.append((start, None))

    def due(self, start: date) -> date:
        working = nth_working_day(start, LIMITS[self.plan["category"]], WORKED)
        return min(working, rolled(start + timedelta(days=15), WORKED))

    def overdue_on(self, day: date) -> bool:
        """Whether an answer was awaited at the end of a day, its limit past."""
        return any(self.due(start) < day and (stop is None or stop > day) for start, stop in self.stretches)

    def group(self, dimension: str) -> str:
        # Nothing below has a result report, which alone tells of fault and satisfaction.
        always = {"total": "total", "nature": "complaint", "source": "direct"}
        if dimension == "area":
            return {"hexi": "country"}.get(self.plan["unit"], "none")
        return always.get(dimension) or self.plan.get(dimension) or "none"


def days_after(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]


def figures_of(histories: list[History], first: date, last: date) -> dict[str, Any]:
    """The return of some cases for a period, counted one by one."""
    moves = [move for history in histories for move in history.moves]
    inside = [kind for kind, day in moves if first <= day <= last]
    exits = [rest for history in histories for day, *rest in history.exits if first <= day <= last]
    before = [1 if kind in ("received", "reopened") else -1 for kind, day in moves if day < first]
    counts = {kind: inside.count(kind) for kind in ("received", "reopened", "resolved", "withdrawn", "voided")}
    gone = counts["resolved"] + counts["withdrawn"]
    stock = sum(before) + counts["received"] + counts["reopened"] - counts["voided"]
    in_time, all_days = [on_time for on_time, *_ in exits], [days for _, days, *_ in exits]
    # Who went without an answer stands in no band of answers.
    bands = [sum(days > band for band in (1, 3, 10)) for _, days, _, answered in exits if answered]
    return {
        "opening": sum(before),
        **counts,
        "closing": stock - gone,
        "on_time": in_time.count(True),
        "late": in_time.count(False),
        "on_time_rate": near(in_time.count(True), len(exits)),
        "mean_working_days": pytest.approx(statistics.mean(all_days), abs=0.00501) if exits else None,
        "median_working_days": statistics.median(all_days) if exits else None,
        "overdue_now": sum(history.overdue_on(last) for history in histories),
        "ever_late": sum(was_late for _, _, was_late, _ in exits),
        "closed_rate": near(gone, stock),
        "agreed_rate": near(counts["withdrawn"], gone),
        **{f"answered_band_{band + 1}": near(bands.count(band), len(bands)) for band in range(4)},
    }


def near(part: int, whole: int) -> Any:
    """A rate as the return has it, to four digits; None of nothing."""
    return pytest.approx(part / whole, abs=0.0000501) if whole else None


def enter(path: Path, histories: list[History]) -> None:
    """Enter the histories, case by case, as a bulk import does."""
    with db.writing(path) as connection:
        act = Act(connection, Clock(parse_moment("2025-12-31", "")), "li")
        seq, _ = ledger.head(connection)
        facts = []
        for history in histories:
            plan = history.plan
            case_no = ledger.next_number(act, "register", plan["received"].year)
            detail = {"channel": plan["channel"], "category": plan["category"], "respondent_unit": plan["unit"],
                      "cause": plan["cause"], "summary": "排队", "first_receiver": "li"}  # fmt: skip
            for kind, day in history.facts:
                at = Moment(f"{day}T10:00:00+08:00")
                facts.append(Fact(case_no, kind, at, detail if kind == "registered" else {"text": "略"}))
        ledger.append(act, facts)
        ledger.project_new(act, seq)


@pytest.mark.requirement("A22.1")
@examples(40)
@given(plans=st.lists(HISTORY, min_size=1, max_size=8))
def test_the_return_of_any_history(
    tmp_path_factory: pytest.TempPathFactory, furnished_file: Path, plans: list[Mapping[str, Any]]
) -> None:
    histories = [History(plan) for plan in plans]
    path = Path(shutil.copy(furnished_file, tmp_path_factory.mktemp("history")))
    enter(path, histories)
    with db.reading(path, parse_moment(LAST_DAY.isoformat(), "")) as connection:
        rows = connection.execute(
            "SELECT r.*, p.first_day, p.last_day FROM period_report r JOIN period p USING (period)"
        ).fetchall()

    totals = {row["period"]: row for row in rows if row["dimension"] == "total"}
    first_month = min(plan["received"] for plan in plans).month
    assert sorted(totals) == [f"2025-{month:02}" for month in range(first_month, 13)]
    for row in rows:
        first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
        members = [history for history in histories if history.group(row["dimension"]) == row["group"]]
        counted = figures_of(members, first, last)
        assert {key: row[key] for key in counted} == counted, (row["period"], row["dimension"], row["group"])
        came, went = row["received"] + row["reopened"], row["resolved"] + row["withdrawn"] + row["voided"]
        assert row["opening"] + came - went == row["closing"] >= 0
    for dimension in ("category", "channel", "unit", "cause", "fault", "satisfaction"):
        for period, total in totals.items():
            groups = [row for row in rows if row["dimension"] == dimension and row["period"] == period]
            moves = ("opening", "received", "reopened", "resolved", "withdrawn", "voided", "closing")
            for key in (*moves, "on_time", "late", "ever_late"):
                assert sum(row[key] for row in groups) == total[key], (dimension, period, key)
    for one, next_one in zip(sorted(totals), sorted(totals)[1:], strict=False):
        assert totals[one]["closing"] == totals[next_one]["opening"]
