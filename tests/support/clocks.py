"""The clocks of a case as `show` tells of them, and whether a month counts it as in time."""

from collections.abc import Mapping
from typing import Any

import conftest
from conftest import Desk

LAW = "law2020.simple"


def clocks(case: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The clocks of a case that was never reopened, by name."""
    return {clock["clock"]: clock for clock in case["clocks"]}


def deciding(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The clocks of a case that decide its due date: those that run until the reply (Art. 10)."""
    return [clock for clock in case["clocks"] if clock["stops_with"] == "reply"]


def finish(desk: Desk, case: str, replied_on: str, closed_on: str | None = None) -> None:
    """Bring a case that needs no slip to its end, replied to on one day and closed on another."""
    desk.do("brief", case, "--to", "sun", as_of=f"{replied_on}T14:00")
    conftest.finish(desk, case, replied_on, closed_on or replied_on)


def timeliness(desk: Desk, month: str) -> tuple[int, int]:
    """How many cases left the stock in a month: in time, and late."""
    total = desk.json("report", "--month", month, as_of="2026-12-31")[-1]
    return total["on_time"], total["late"]


PETITION = {"channel": "government", "source_agency": "云溪县信访局"}
CENTRAL_BANK = {"channel": "superior", "source_agency": "人民银行云溪县支行"}
REGULATOR = {"channel": "superior", "source_agency": "云溪金融监管支局"}
HOTLINE = {"channel": "government", "source_agency": "12345热线"}
COMPLEX = {"legal_complexity": "complex"}
