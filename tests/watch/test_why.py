"""How a due date is explained, day by day."""

import pytest
from conftest import ROOT, Desk
from support.case_file import change


def page(name: str) -> str:
    """What `why` is to say, from tests/data/why."""
    return (ROOT / "tests" / "data" / "why" / f"{name}.txt").read_text("utf-8")


def test_why_over_national_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-30T10:00", category="service_product")
    assert desk("why", "1", as_of="2026-09-30T11:00") == page("national_day")


def test_why_of_a_calendar_day_limit_that_ends_on_a_rest_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-16T10:00", channel="media")
    desk.resolve("1", "2026-09-21", as_of="2026-09-21T16:00")
    assert desk("why", "1", as_of="2026-09-30") == page("rest_day")


@pytest.mark.requirement("G36")
def test_why_of_a_provisional_due_date(desk: Desk) -> None:
    desk.register(as_of="2026-12-29T10:00")
    assert page("provisional_zh") in desk("--lang", "zh", "why", "1", as_of="2026-12-29T11:00")


@pytest.mark.requirement("law2020.complex")
def test_why_of_a_clock_that_was_paused_and_extended(desk: Desk) -> None:
    desk.register(as_of="2026-09-21T10:00", legal_complexity="complex")
    told = ("--reason", "委托鉴定", "--customer-told")
    desk.do("pause", "1", *told, "2026-09-23T09:00", as_of="2026-09-23T10:00")
    desk.do("resume", "1", as_of="2026-09-26T10:00")
    days = ("--days", "2", "--approved-by", "sun")
    desk.do("extend", "1", *days, *told, "2026-09-28T09:00", as_of="2026-09-28T10:00")
    said = desk("why", "1", as_of="2026-09-28T11:00")
    assert page("paused") in said
    assert "  Saturday 2026-10-24: day 30, weekend\n  Sunday 2026-10-25: day 31, weekend\n" in said
    assert "  Monday 2026-10-26: day 32, working day\n  due Monday 2026-10-26\n" in said


@pytest.mark.requirement("source.own_date", "first_response")
def test_why_of_limits_that_count_no_days(desk: Desk) -> None:
    change(desk, "UPDATE time_limit SET enabled = 1 WHERE code = 'first_response'")
    desk.register(channel="superior", source_agency="县联社", source_due="2026-11-25")
    said = desk("why", "1")
    assert said.startswith(page("without_days"))
    assert "\n  due Tuesday 2026-11-24 10:00: 24 hours, no days are counted\n" in said
    assert said.endswith("\nDecides: Wednesday 2026-11-25 by the referring body's own date (Arts 9(7), 9(8)).\n")


def test_the_clocks_that_decide_come_first(desk: Desk) -> None:
    desk.register(channel="web", category="service_product")
    headings = [line.split(" (")[0] for line in desk("why", "1").splitlines()[2:] if line[:1].islower()]
    assert headings == [
        "complex complaint, 7 to 10 working days", "law: 15 calendar days", "acknowledged within 1 working day",
        "web complaint transferred within 2 working days",
    ]  # fmt: skip
