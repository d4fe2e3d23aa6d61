"""Returns: their columns, and events entered as the ledger keeps them."""

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "period group label opening received reopened resolved withdrawn closing on_time late on_time_rate"
    " mean_working_days median_working_days overdue_now major repeat anonymous upheld satisfied compensation_yuan"
).split()


def figures(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows without their period and label."""
    return [{key: row[key] for key in ("group", *COLUMNS[3:])} for row in rows]


YEARS = [("--year", "2025"), ("--year", "2026"), ("--from", "2026-01-01", "--to", "2026-12-31"),
         ("--from", "2025-12-01", "--to", "2026-11-30")]  # fmt: skip
