"""Returns: their columns, and events entered as the ledger keeps them."""

from collections.abc import Mapping
from typing import Any

from conftest import Desk

COLUMNS = (
    "period group label opening received reopened resolved withdrawn closing on_time late on_time_rate"
    " mean_working_days median_working_days overdue_now major repeat anonymous upheld satisfied compensation_yuan"
    " voided"
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
