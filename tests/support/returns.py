"""Returns: their columns, and events entered as the ledger keeps them."""

from collections.abc import Mapping
from typing import Any

from conftest import Desk

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.file import db
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

COLUMNS = (
    "period group label opening received reopened resolved withdrawn closing on_time late on_time_rate"
    " mean_working_days median_working_days overdue_now major repeat anonymous upheld satisfied compensation_yuan"
).split()


def figures(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows without their period and label."""
    return [{key: row[key] for key in ("group", *COLUMNS[3:])} for row in rows]


def total(desk: Desk, *options: str, as_of: str | None = None) -> Any:
    """The total of a return."""
    return desk.json("report", *options, as_of=as_of)[-1]


def by_group(desk: Desk, column: str, *options: str) -> dict[str, Any]:
    """A column of a return, by group, without those that have nothing in it."""
    return {row["group"]: row[column] for row in desk.json("report", *options) if row[column]}


APRIL = ("--month", "2025-04")
YEARS = [("--year", "2025"), ("--year", "2026"), ("--from", "2026-01-01", "--to", "2026-12-31"),
         ("--from", "2025-12-01", "--to", "2026-11-30")]  # fmt: skip


def enter(desk: Desk, recorded_at: str, case_no: str, kind: str, at: str | None = None, **detail: Any) -> None:
    """Enter an event of a case under a clock, as the ledger keeps it."""
    clock = Clock(parse_moment(recorded_at, ""))
    with db.writing(desk.path) as connection:
        act = Act(connection, clock, "li")
        moment = parse_moment(at or recorded_at, "")
        ledger.append(act, [Fact(case_no, kind, moment, detail)])
        ledger.settle(act, case_no, moment, kind)
