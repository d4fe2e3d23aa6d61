"""A breach stays where and when it happened: no later entry takes it away, and none is counted twice (Arts 10, 23)."""

from typing import Any

import pytest
from conftest import Desk, cases, finish, made_once
from support.case_file import rows

OCTOBER, NOVEMBER = "2026-10", "2026-11"


@made_once
def late(desk: Desk) -> None:
    """A general complaint of 2026-10-12, due on the 15th, answered on the 20th; its reason was not reported."""
    desk.register(as_of="2026-10-12T10:00", channel="media", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-12T11:00")
    desk.resolve("1", "2026-10-20T15:00", as_of="2026-10-20T16:00")


def close(desk: Desk, day: str) -> None:
    desk.do("review", "1", "--accept", as_of=f"{day}T17:00")
    desk.do("close", "1", as_of=f"{day}T17:30")


def figures(desk: Desk, month: str, *columns: str, options: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """Figures of the total of a month, as of the end of November."""
    total = desk.json("report", "--month", month, *options, as_of="2026-11-30T09:00")[-1]
    return tuple(total[column] for column in columns)


def leads(desk: Desk) -> list[tuple[str, str]]:
    """The cases that call for accountability as late, and the day from which."""
    rows = desk.json("accountability", "list", as_of="2026-11-30T09:00")
    return sorted((row["case_no"], row["day"]) for row in rows if row["kind"] == "late")


def is_owed_a_reason(desk: Desk, as_of: str) -> bool:
    duties = {row["duty"]: row for row in desk.duties("1", as_of=as_of)}
    return all(duty in duties and not duties[duty]["done_at"] for duty in ("delay_reason", "delay_told"))


# ---- What is entered after the answer ----
@pytest.mark.requirement("A10.9")
@cases(
    "change",
    ("--category", "service_product"),
    ("--category", "financial_crime"),
    ("--category", "service_product", "--legal-complexity", "complex"),
    # The day it speaks of is one on which nothing was late yet.
    ("--category", "service_product", "--at", "2026-10-13"),
)
def test_an_answered_stretch_is_judged_by_the_classification_it_was_answered_under(
    late: Desk, change: tuple[str, ...]
) -> None:
    late.do("classify", "1", *change, "--reason", "重新认定", as_of="2026-10-21T09:00")
    case = late.json("show", "1", as_of="2026-10-21T10:00")
    assert (case["due_on"], case["due_rule"]) == ("2026-10-15", "seed.general")
    assert is_owed_a_reason(late, "2026-10-21T10:00")
    assert leads(late) == [("TS-2026-0001", "2026-10-15")]
    assert "sound" in late("verify")


@pytest.mark.requirement("A22.1", "A10.9")
def test_a_classification_of_the_second_round_rewrites_no_month_that_was_closed(late: Desk) -> None:
    close(late, "2026-10-21")
    before = figures(late, OCTOBER, "on_time", "late", "on_time_rate", "mean_working_days")
    assert before == (0, 1, 0.0, 6.0)
    late.do("reopen", "1", "--reason", "客户不接受", as_of="2026-11-02T09:00")
    late.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of="2026-11-03T09:00")
    assert figures(late, OCTOBER, "on_time", "late", "on_time_rate", "mean_working_days") == before
    assert late.case("1", as_of="2026-11-03T10:00")["due_on"] == "2026-11-16"  # ten working days
    assert leads(late) == [("TS-2026-0001", "2026-10-15"), ("TS-2026-0001", "2026-11-16")]  # the second is not answered


def test_an_answer_in_time_is_not_made_late_by_a_stricter_classification(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media", category="service_product", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-12T11:00")
    desk.resolve("1", "2026-10-20T15:00", as_of="2026-10-20T16:00")
    desk.do("classify", "1", "--category", "service_attitude", as_of="2026-10-21T09:00")
    close(desk, "2026-10-21")
    assert figures(desk, OCTOBER, "on_time", "late") == (1, 0)
    assert leads(desk) == []


# ---- What is entered before it ----
@pytest.mark.requirement("A10.9")
@cases(
    "moved at replied entered broken",
    # Due on the 15th; found to be a product, due on the 26th; answered on the 23rd.
    ("2026-10-16T09:00", (), "2026-10-23", "2026-10-23", True),
    ("2026-10-16T09:00", ("--at", "2026-10-13T09:00"), "2026-10-23", "2026-10-23", True),
    ("2026-10-15T23:00", (), "2026-10-23", "2026-10-23", False),  # on the due date itself it is in time still
    ("2026-10-20T09:00", (), "2026-10-14", "2026-10-20", False),  # answered in time, and entered late
)
def test_a_limit_that_had_passed_when_it_was_moved_stays_broken_and_no_other_was(
    desk: Desk, moved: str, at: tuple[str, ...], replied: str, entered: str, broken: bool
) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-12T11:00")
    desk.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", *at, as_of=moved)
    if broken:
        assert desk.case("1", as_of="2026-10-16T10:00")["due_on"] == "2026-10-26"
        assert is_owed_a_reason(desk, "2026-10-16T10:00")
    desk.resolve("1", f"{replied}T15:00", as_of=f"{entered}T16:00")
    assert broken or not is_owed_a_reason(desk, f"{entered}T16:30")
    close(desk, entered)
    assert figures(desk, OCTOBER, "on_time", "late") == ((0, 1) if broken else (1, 0))
    assert leads(desk) == ([("TS-2026-0001", "2026-10-15")] if broken else [])


# The law's fifteen days from 2026-09-30 end on 2026-10-15, before the ten working days of a product do, on the 20th.
def register_by_the_law(desk: Desk, **options: str) -> None:
    desk.register(as_of="2026-09-30T10:00", channel="media", category="service_product", unit="chengguan", **options)
    desk.do("brief", "1", "--to", "sun", as_of="2026-09-30T11:00")
    case = desk.json("show", "1", as_of="2026-09-30T12:00")
    assert (case["due_on"], case["due_rule"]) == ("2026-10-15", "law2020.simple")


@pytest.mark.requirement("A10.9")
@cases(
    "act",
    ("classify", "1", "--legal-complexity", "complex", "--reason", "情况复杂"),
    ("contact", "1", "--purpose", "new_facts", "--text", "补交流水"),
    ("contact", "1", "--purpose", "new_facts", "--text", "补交流水", "--at", "2026-10-14T09:00"),
)
def test_neither_a_longer_limit_of_the_law_nor_new_facts_take_a_breach_of_it_away(
    desk: Desk, act: tuple[str, ...]
) -> None:
    register_by_the_law(desk)
    desk.do(*act, as_of="2026-10-19T09:00")
    if act[0] == "classify":
        assert desk.case("1", as_of="2026-10-19T10:00")["due_on"] == "2026-10-20"
    desk.resolve("1", "2026-10-20T15:00", as_of="2026-10-20T16:00")
    close(desk, "2026-10-20")
    assert figures(desk, OCTOBER, "on_time", "late") == (0, 1)
    assert leads(desk) == [("TS-2026-0001", "2026-10-15")]


@pytest.mark.requirement("A10.9", "law2020.complex", "law2020.simple")
def test_no_pause_and_no_extension_reaches_back_over_a_limit_that_has_passed(desk: Desk) -> None:
    register_by_the_law(desk)
    told = ("--reason", "外部鉴定", "--customer-told", "2026-10-14T10:00", "--at", "2026-10-14T10:00")
    assert "2026-10-16" in desk("pause", "1", *told, as_of="2026-10-16T09:00", expect=3)
    desk.do("pause", "1", *told, as_of="2026-10-15T09:00")  # on its last day it may
    desk.register(
        as_of="2026-09-30T10:00", channel="media", category="financial_crime", legal_complexity="complex"
    )  # fmt: skip
    extend = ("extend", "2", "--days", "5", "--approved-by", "zhou", *told[:4], "--at", "2026-10-29T10:00")
    assert "ended on 2026-10-30" in desk(*extend, as_of="2026-11-02T09:00", expect=3)
    desk(*extend, as_of="2026-10-30T09:00")


# ---- Counted once, in its month ----
@pytest.mark.requirement("A22.1")
def test_each_exit_is_judged_by_its_own_stretch_and_more_says_if_a_limit_was_ever_broken(late: Desk) -> None:
    close(late, "2026-10-21")
    late.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-09T09:00")
    finish(late, "1", "2026-11-10", "2026-11-10")
    own = ("on_time", "late", "on_time_rate", "mean_working_days")
    assert figures(late, OCTOBER, *own) == (0, 1, 0.0, 6.0)
    assert figures(late, NOVEMBER, *own) == (1, 0, 1.0, 1.0)
    both = late.json("report", "--from", "2026-10-01", "--to", "2026-11-30", as_of="2026-11-30T09:00")[-1]
    assert (both["on_time"], both["late"]) == (1, 1)
    assert figures(late, NOVEMBER, "late", "ever_late", options=("--more",)) == (0, 1)
    assert figures(late, OCTOBER, "late", "ever_late", options=("--more",)) == (1, 1)
    rows = late.json("report", "--month", NOVEMBER, "--explain", "total:ever_late", as_of="2026-11-30T09:00")
    assert [(row["case_no"], row["day"], row["amount"]) for row in rows] == [("TS-2026-0001", "2026-11-10", 1)]
    header = late("report", "--month", NOVEMBER, "--more", "--csv").splitlines()[0]
    published = (
        "closed_rate,untrue,agreed,agreed_rate,answered_band_1,answered_band_2,answered_band_3,answered_band_4"
        ",first_response_rate,progress_rate,per_100_staff,per_outlet,per_10000_customers"
    )
    assert header.endswith(f",share,no_complaint,ever_late,undated,{published}")  # what came later stands last


# ---- Overdue at the end of a period ----
@made_once
def waiting(desk: Desk) -> None:
    """One complaint of 2026-09-01, one of 2026-10-09; neither is handled."""
    desk.register(as_of="2026-09-01T10:00", unit="chengguan")
    desk.register(as_of="2026-10-09T10:00", unit="hexi")


def overdue(desk: Desk, month: str, as_of: str, *options: str) -> int:
    total = desk.json("report", "--month", month, "--by", "unit", *options, as_of=as_of)[-1]
    assert total["overdue_now"] <= total["closing"]
    return int(total["overdue_now"])


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("drawn", ["2026-09-30T23:59", "2026-10-01T08:00", "2026-11-02T09:00", "2026-12-30T09:00"])
def test_what_was_overdue_at_the_end_of_a_month_is_so_whenever_it_is_drawn(waiting: Desk, drawn: str) -> None:
    assert (overdue(waiting, "2026-09", drawn), overdue(waiting, "2026-08", drawn)) == (1, 0)


def test_what_is_overdue_in_a_period_that_runs_is_so_now(waiting: Desk) -> None:
    """The second is due on the 13th, three working days after the 9th, a make-up Saturday among them."""
    assert [overdue(waiting, OCTOBER, f"2026-10-{day}T09:00") for day in ("12", "13", "14")] == [1, 1, 2]
    assert overdue(waiting, OCTOBER, "2026-11-02T09:00") == 2
    assert overdue(waiting, OCTOBER, "2026-11-02T09:00", "--known-on", "2026-10-12") == 1
    found = rows(waiting, "SELECT period, sum(overdue_now) FROM unit_month WHERE period < '2026-11' GROUP BY 1")
    assert found == [("2026-09", 1), ("2026-10", 2)]  # all months at once say the same


def test_an_answer_that_came_after_the_period_leaves_its_figure_as_it_was(waiting: Desk) -> None:
    waiting.through("1", "transfer brief", as_of="2026-10-12T09:00")
    finish(waiting, "1", "2026-10-12", "2026-10-13")
    assert (overdue(waiting, "2026-09", "2026-11-02T09:00"), overdue(waiting, OCTOBER, "2026-11-02T09:00")) == (1, 1)
    rows = waiting.json("report", "--month", "2026-09", "--explain", "total:overdue_now", as_of="2026-11-02T09:00")
    assert [(row["case_no"], row["amount"]) for row in rows] == [("TS-2026-0001", 1)]


def test_it_is_overdue_by_the_limit_of_that_day(waiting: Desk) -> None:
    """Found to be a product in October, it was overdue in September all the same."""
    waiting.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of="2026-10-12T09:00")
    waiting.do("classify", "2", "--category", "service_product", "--reason", "系产品问题", as_of="2026-11-02T09:00")
    assert (overdue(waiting, "2026-09", "2026-11-02T10:00"), overdue(waiting, OCTOBER, "2026-11-02T10:00")) == (1, 2)
