"""Whatever was done to cases, the views say of each what the regulation says, counted a second time."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from hypothesis import Phase, given
from hypothesis import strategies as st
from support.case_commands import opened
from support.case_file import change
from support.long_runs import LONG, examples

from complaintctl.base.clock import moment_of
from complaintctl.base.periods import named_month
from complaintctl.cases import case_rows
from complaintctl.file import db
from complaintctl.month import act as month_act
from complaintctl.record.figures import figures_of
from model import figures, rules
from model.case import Case, in_series
from model.duties import open_duties
from model.histories import FIRST, STEPS, Step, live_through
from model.ledger import cases_of

Disagreement = tuple[Any, ...]  # what it is of, what the view says, what the model says


def differing(of: tuple[Any, ...], shown: Any, counted: Any) -> Iterator[Disagreement]:
    if shown != counted:
        yield (*of, shown, counted)


def case_disagreements(connection: sqlite3.Connection, case: Case) -> Iterator[Disagreement]:
    """Where a view says another status, due date, rule or duty than the model."""
    number = case.case_no
    row = case_rows.case(connection, number)
    yield from differing((number, "status"), row["status"], case.status)
    yield from differing((number, "major"), bool(row["is_major"]), case.is_major)
    deadline = case_rows.deadline(connection, number)
    shown = (deadline["due_on"], deadline["due_rule"]) if deadline and deadline["running"] else None
    counted = (case.deadline[0].isoformat(), case.deadline[1]) if case.deadline else None
    yield from differing((number, "deadline"), shown, counted)
    owed = {duty["duty"]: duty["due_at"] for duty in case_rows.open_duties(connection, number)}
    expected = open_duties(case)
    for duty in sorted(owed.keys() | expected.keys()):
        yield from differing((number, duty), owed.get(duty, "not owed"), expected.get(duty, "not owed"))


def overdue_disagreements(connection: sqlite3.Connection, cases: Sequence[Case]) -> Iterator[Disagreement]:
    """Where the list of overdue cases is another one."""
    sql = "SELECT case_no, due_on, working_days_overdue, reason_reported, customer_told FROM overdue_case"
    shown = {row["case_no"]: tuple(row)[1:] for row in connection.execute(sql)}
    counted = {
        case.case_no: (
            case.deadline[0].isoformat(), case.days_overdue, case.has_reason, case.has_word
        )
        for case in cases if case.deadline and case.is_overdue
    }  # fmt: skip
    for number in shown.keys() | counted.keys():
        yield from differing((number, "overdue"), shown.get(number), counted.get(number))


def return_disagreements(
    connection: sqlite3.Connection, cases: Sequence[Case], month: str, now: str
) -> Iterator[Disagreement]:
    """Where a figure of a month's return is another number."""
    total = month_act.of_period(connection, named_month(month), "category", figures_of(connection))[-1]
    total["compensation_fen"] = round(100 * float(total["compensation_yuan"]))
    for name, counted in figures.of_month(cases, month, now).items():
        wanted = counted if counted is None or isinstance(counted, int) else pytest.approx(counted, abs=0.00501)
        yield from differing((month, name), total[name], wanted)


def disagreements(path: Path, at: datetime) -> list[Disagreement]:
    """Everything in which the views and the model differ at a time."""
    with db.reading(path, moment_of(at)) as connection:
        events = cases_of(connection)
        cases = in_series([Case(case_no, entries, at.date()) for case_no, entries in events.items()])
        found = [one for case in cases for one in case_disagreements(connection, case)]
        found += overdue_disagreements(connection, cases)
        months = sorted({f"2026-{month:02}" for month in range(1, at.month + 1)})
        for month in months:
            found += return_disagreements(connection, cases, month, moment_of(at).text)
    return found


@pytest.fixture(scope="session")
def counted_file(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A furnished file of a bank that promises a first response, and says what it is counted by."""
    path = tmp_path_factory.mktemp("counted") / "bank.db"
    path.write_bytes(furnished)
    desk = Desk(path, as_of="2025-01-02")
    change(desk, "UPDATE time_limit SET enabled = 1 WHERE code = 'first_response'")
    sizes = {"staff_number": rules.STAFF_NUMBER, "outlets": rules.OUTLETS, "customers": rules.CUSTOMERS}
    for key, size in sizes.items():
        desk("policy", "set", key, str(size), "--from", "2025-02-01")
    return path


@pytest.mark.requirement("A10.1", "A10.2", "A10.3", "A10.4", "A10.5", "A10.7", "A10.8", "A10.9", "A22.1", "G31")
@examples(300, shortened=20, phases=tuple(Phase) if LONG else (Phase.generate,))
@given(first=FIRST, steps=STEPS, later=st.sampled_from([0, 0, 1, 6, 20]))
def test_the_views_say_what_the_regulation_says(
    tmp_path_factory: pytest.TempPathFactory, counted_file: Path, first: dict[str, Any], steps: list[Step], later: int
) -> None:
    path = Path(shutil.copy(counted_file, tmp_path_factory.mktemp("model")))
    with opened(path) as connection:
        end = live_through(connection, first, steps)
    assert disagreements(path, min(end + timedelta(days=later), datetime(2026, 11, 20, tzinfo=end.tzinfo))) == []
