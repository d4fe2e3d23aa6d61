"""Working days, counted anew from the published schedules in tests/data/holiday-cn."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from conftest import ROOT, Desk
from support.case_file import rows

SCHEDULES = ROOT / "tests" / "data" / "holiday-cn"
YEARS = range(2007, 2027)  # those whose schedule is published


def days_between(first: str, last: str) -> list[date]:
    """Every day from one to another, both included."""
    start = date.fromisoformat(first)
    return [start + timedelta(days=number) for number in range((date.fromisoformat(last) - start).days + 1)]


def official_days() -> dict[date, bool]:
    """Whether each day of 2007 to 2026 is worked: as any schedule lists it, else by its weekday."""
    listed = {}
    for year in YEARS:
        for day in json.loads((SCHEDULES / f"{year}.json").read_text("utf-8"))["days"]:
            listed[date.fromisoformat(day["date"])] = not day["isOffDay"]
    return {day: listed.get(day, day.weekday() < 5) for day in days_between("2007-01-01", "2026-12-31")}


def without_holes(desk: Desk) -> bool:
    """Whether the calendar has every day once, and numbers the working days one by one."""
    days, worked, numbers = zip(
        *rows(desk, "SELECT day, is_working, working_no FROM calendar ORDER BY day"), strict=True
    )
    every_day = [day.isoformat() for day in days_between(days[0], days[-1])]
    return list(days) == every_day and list(numbers) == list(accumulate(worked))


def schedule(path: Path, *, off: str = "", make_up: str = "") -> Path:
    """Write a schedule in the form of holiday-cn: days off and make-up working days, separated by spaces."""
    days = [{"name": "假日", "date": day, "isOffDay": True} for day in off.split()]
    days += [{"name": "假日", "date": day, "isOffDay": False} for day in make_up.split()]
    path.write_text(json.dumps({"year": int(path.stem), "papers": [], "days": days}, ensure_ascii=False), "utf-8")
    return path


def nth_working_day(start: date, number: int, worked: Mapping[date, bool]) -> date:
    """Walk from a day, which is not counted, to the n-th working day after it."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= worked[day]
    return day


def rolled(day: date, worked: Mapping[date, bool]) -> date:
    """A day, or the first working day after it."""
    while not worked[day]:
        day += timedelta(days=1)
    return day
