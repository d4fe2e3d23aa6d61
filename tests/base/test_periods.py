"""Periods as people write them, and those to compare them with."""

import pytest
from conftest import Desk, cases

from complaintctl.base.errors import UsageProblem
from complaintctl.base.periods import chosen_period, named_month, period_before, year_before

TODAY = "2026-11-23"


@pytest.mark.requirement("A22.3")
@cases(
    "asked period",
    ({}, ("2026-11", "2026-11-01", "2026-11-30")),
    *(
        ({"month": text}, ("2026-02", "2026-02-01", "2026-02-28"))
        for text in ("2026-02", "2026-2", "2026/02", "202602", "2026年2月", "2026年02月份", "２０２６年２月")
    ),
    *(({"month": text}, ("2026-10", "2026-10-01", "2026-10-31")) for text in ("上月", "上个月", "10月", "１０月份")),
    ({"month": "12月"}, ("2025-12", "2025-12-01", "2025-12-31")),
    *(
        ({"quarter": text}, ("2026-Q3", "2026-07-01", "2026-09-30"))
        for text in ("2026-Q3", "2026q3", "2026-3", "2026年第3季度", "2026年第三季度", "2026年三季度")
    ),
    *(({"half": text}, ("2026-H2", "2026-07-01", "2026-12-31")) for text in ("2026-H2", "2026h2", "2026年下半年")),
    *(({"year": text}, ("2024", "2024-01-01", "2024-12-31")) for text in ("2024", "2024年", "2024年度")),
    ({"first": "2025-12-31", "last": "2026年1月1日"}, ("2025-12-31/2026-01-01", "2025-12-31", "2026-01-01")),
    ({"year": "2026"}, ("2026", "2026-01-01", "2026-12-31")),  # it has begun
)
def test_periods_as_people_write_them(asked: dict[str, str], period: tuple[str, str, str]) -> None:
    assert chosen_period(TODAY, **asked) == period


@cases("text name", ("11月", "2026-11"), ("1月", "2027-01"), ("7月", "2026-07"), ("下个月", "2026-12"))
def test_a_month_without_its_year_may_be_to_come(text: str, name: str) -> None:
    assert named_month(text, TODAY).name == name


@cases(
    "asked",
    *({"month": text} for text in ("2026-12", "2026-13", "2026", "2026-Q1", "13月", "0月", "下月")),
    *({"quarter": text} for text in ("2026-Q5", "2027-Q1", "2026-10")),
    *({"half": text} for text in ("2026-H3", "2026")),
    *({"year": text} for text in ("26", "2027")),
    {"first": "2026-11-24", "last": "2026-12-01"},
    {"month": "2026-10", "year": "2026"},
    {"quarter": "2026-Q1", "first": "2026-01-01", "last": "2026-02-01"},
)
def test_periods_that_cannot_be_had(asked: dict[str, str]) -> None:
    with pytest.raises(UsageProblem):
        chosen_period(TODAY, **asked)


@cases(
    "asked before year_ago",
    ({"month": "2026-01"}, "2025-12", "2025-01"),
    ({"quarter": "2026-Q1"}, "2025-Q4", "2025-Q1"),
    ({"half": "2026-H1"}, "2025-H2", "2025-H1"),
    ({"year": "2026"}, "2025", "2025"),
    ({"first": "2026-03-01", "last": "2026-03-10"}, "2026-02-19/2026-02-28", "2025-03-01/2025-03-10"),
    ({"first": "2024-02-29", "last": "2024-02-29"}, "2024-02-28/2024-02-28", "2023-02-28/2023-02-28"),
)
def test_what_a_period_is_compared_with(asked: dict[str, str], before: str, year_ago: str) -> None:
    period = chosen_period(TODAY, **asked)
    assert (period_before(period).name, year_before(period).name) == (before, year_ago)
    assert period_before(period).last_day < period.first_day


def test_a_period_in_the_future_is_refused_with_a_sentence(spring: Desk) -> None:
    said = spring("report", "--month", "2025-07", expect=2)
    assert "2025-07 lies in the future" in said and "2025-06-30" in said
    spring("report", "--month", "2025-06")
    assert "2025年" not in spring("--lang", "zh", "report", "--quarter", "2025-Q3", expect=2)


@pytest.mark.requirement("A22.1")
def test_a_quarter_is_the_sum_of_its_months(spring: Desk) -> None:
    quarter = spring.json("report", "--quarter", "2025-Q2")
    months = [spring.json("report", "--month", f"2025-0{number}") for number in (4, 5, 6)]
    for column in ("received", "reopened", "resolved", "withdrawn", "on_time", "late"):
        sums = [sum(row[column] for row in rows) for rows in zip(*months, strict=True)]
        assert [row[column] for row in quarter] == sums
    assert [row["opening"] for row in quarter] == [row["opening"] for row in months[0]]
    assert [row["closing"] for row in quarter] == [row["closing"] for row in months[2]]
