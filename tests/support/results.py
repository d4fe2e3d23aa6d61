"""A result report, and what is still owed on a case, for tests of how cases end."""

from typing import Any

from conftest import Desk

BOX: dict[str, str] = {"channel": "suggestion_box", "unit": "chengguan"}  # asks for no slip
REPORT = {
    "--findings": "经核实情况属实", "--fault": "bank", "--responsible": "批评教育", "--lessons": "服务意识不足",
    "--corrective": "开展培训", "--satisfaction": "declined", "--handler": "zhang", "--phone": "0000-1234567",
    "--replied-at": "2026-11-23T10:00", "--reply": "已电话说明",
}  # fmt: skip


def report(**changed: str | None) -> list[str]:
    """The words of a result report; None leaves an option out."""
    chosen = REPORT | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [word for name, value in chosen.items() if value is not None for word in (name, value)]


def owed(desk: Desk, case: str = "1", as_of: str | None = None) -> dict[str, dict[str, Any]]:
    """The duties still owed on a case, by name."""
    return {row["duty"]: row for row in desk.duties(case, as_of=as_of) if row["owed"]}


def blocking(desk: Desk, case: str = "1") -> set[str]:
    """The duties still owed that stand in the way of closing."""
    return {name for name, row in owed(desk, case).items() if row["blocking"]}


def last(desk: Desk, kind: str, case: str = "1", as_of: str | None = None) -> dict[str, Any]:
    """The last event of a kind on a case."""
    found = [event for event in desk.case(case, as_of=as_of)["events"] if event["kind"] == kind]
    return dict(found[-1])


def finish(desk: Desk, case: str = "1", *words: str, as_of: str | None = None, expect: int = 0) -> str:
    """Accept the result report and close the case."""
    if owed(desk, case, as_of).get("result_review"):
        desk.do("review", case, "--accept", as_of=as_of)
    return desk("close", case, *words, as_of=as_of, expect=expect)
