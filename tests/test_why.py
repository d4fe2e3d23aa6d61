"""How a due date is explained, day by day."""

import pytest
from case_file import change
from conftest import Desk

WHY_NATIONAL_DAY = """\
TS-2026-0001: received Wednesday 2026-09-30  PRACTICE

law2020.simple: law: 15 calendar days (Order 2020 No. 3, Art. 18; Civil Code 201, 203)
  Wednesday 2026-09-30: the day it starts is not counted (Civil Code 201)
  Thursday 2026-10-01: day 1, holiday (国庆节)
  Friday 2026-10-02: day 2, holiday (国庆节)
  Saturday 2026-10-03: day 3, holiday (国庆节)
  Sunday 2026-10-04: day 4, weekend
  Monday 2026-10-05: day 5, holiday (国庆节)
  Tuesday 2026-10-06: day 6, holiday (国庆节)
  Wednesday 2026-10-07: day 7, holiday (国庆节)
  Thursday 2026-10-08: day 8, working day
  Friday 2026-10-09: day 9, working day
  Saturday 2026-10-10: day 10, make-up working day (国庆节)
  Sunday 2026-10-11: day 11, weekend
  Monday 2026-10-12: day 12, working day
  Tuesday 2026-10-13: day 13, working day
  Wednesday 2026-10-14: day 14, working day
  Thursday 2026-10-15: day 15, working day
  due Thursday 2026-10-15

seed.complex: complex complaint, 7 to 10 working days (Art. 10)
  Wednesday 2026-09-30: the day it starts is not counted (Civil Code 201)
  Thursday 2026-10-01: not counted, holiday (国庆节)
  Friday 2026-10-02: not counted, holiday (国庆节)
  Saturday 2026-10-03: not counted, holiday (国庆节)
  Sunday 2026-10-04: not counted, weekend
  Monday 2026-10-05: not counted, holiday (国庆节)
  Tuesday 2026-10-06: not counted, holiday (国庆节)
  Wednesday 2026-10-07: not counted, holiday (国庆节)
  Thursday 2026-10-08: day 1, working day
  Friday 2026-10-09: day 2, working day
  Saturday 2026-10-10: day 3, make-up working day (国庆节)
  Sunday 2026-10-11: not counted, weekend
  Monday 2026-10-12: day 4, working day
  Tuesday 2026-10-13: day 5, working day
  Wednesday 2026-10-14: day 6, working day
  Thursday 2026-10-15: day 7, working day; target
  Friday 2026-10-16: day 8, working day
  Saturday 2026-10-17: not counted, weekend
  Sunday 2026-10-18: not counted, weekend
  Monday 2026-10-19: day 9, working day
  Tuesday 2026-10-20: day 10, working day
  due Tuesday 2026-10-20

seed.acknowledge: acknowledged within 1 working day (default; Art. 5; 银监发〔2012〕13号)
  Wednesday 2026-09-30: the day it starts is not counted (Civil Code 201)
  Thursday 2026-10-01: not counted, holiday (国庆节)
  Friday 2026-10-02: not counted, holiday (国庆节)
  Saturday 2026-10-03: not counted, holiday (国庆节)
  Sunday 2026-10-04: not counted, weekend
  Monday 2026-10-05: not counted, holiday (国庆节)
  Tuesday 2026-10-06: not counted, holiday (国庆节)
  Wednesday 2026-10-07: not counted, holiday (国庆节)
  Thursday 2026-10-08: day 1, working day
  due Thursday 2026-10-08
Decides: Thursday 2026-10-15 by law2020.simple (Order 2020 No. 3, Art. 18; Civil Code 201, 203).
"""

WHY_ROLLED = """\
TS-2026-0001: received Wednesday 2026-09-16  PRACTICE

seed.general: general complaint, 3 working days (Art. 10)
  Wednesday 2026-09-16: the day it starts is not counted (Civil Code 201)
  Thursday 2026-09-17: day 1, working day
  Friday 2026-09-18: day 2, working day
  Saturday 2026-09-19: not counted, weekend
  Sunday 2026-09-20: day 3, make-up working day (国庆节)
  due Sunday 2026-09-20, stopped 2026-09-21

law2020.simple: law: 15 calendar days (Order 2020 No. 3, Art. 18; Civil Code 201, 203)
  Wednesday 2026-09-16: the day it starts is not counted (Civil Code 201)
  Thursday 2026-09-17: day 1, working day
  Friday 2026-09-18: day 2, working day
  Saturday 2026-09-19: day 3, weekend
  Sunday 2026-09-20: day 4, make-up working day (国庆节)
  Monday 2026-09-21: day 5, working day
  Tuesday 2026-09-22: day 6, working day
  Wednesday 2026-09-23: day 7, working day
  Thursday 2026-09-24: day 8, working day
  Friday 2026-09-25: day 9, holiday (中秋节)
  Saturday 2026-09-26: day 10, weekend
  Sunday 2026-09-27: day 11, weekend
  Monday 2026-09-28: day 12, working day
  Tuesday 2026-09-29: day 13, working day
  Wednesday 2026-09-30: day 14, working day
  Thursday 2026-10-01: day 15, holiday (国庆节); last day, a rest day: moves to the next working day (Civil Code 203)
  Friday 2026-10-02: not counted, holiday (国庆节)
  Saturday 2026-10-03: not counted, holiday (国庆节)
  Sunday 2026-10-04: not counted, weekend
  Monday 2026-10-05: not counted, holiday (国庆节)
  Tuesday 2026-10-06: not counted, holiday (国庆节)
  Wednesday 2026-10-07: not counted, holiday (国庆节)
  Thursday 2026-10-08: the next working day
  due Thursday 2026-10-08, stopped 2026-09-21

seed.acknowledge: acknowledged within 1 working day (default; Art. 5; 银监发〔2012〕13号)
  Wednesday 2026-09-16: the day it starts is not counted (Civil Code 201)
  Thursday 2026-09-17: day 1, working day
  due Thursday 2026-09-17, stopped 2026-09-21
Decided: Sunday 2026-09-20 by seed.general (Art. 10).
"""

WHY_PROVISIONAL_ZH = """\
  2026-12-30 周三：第1日，工作日
  2026-12-31 周四：第2日，工作日
  2027-01-01 周五：不计，节假日（元旦）；放假安排未公布：暂定
  2027-01-02 周六：不计，周末；放假安排未公布：暂定
  2027-01-03 周日：不计，周末；放假安排未公布：暂定
  2027-01-04 周一：第3日，工作日；放假安排未公布：暂定
  期限2027-01-04 周一（暂定）
"""


def test_why_over_national_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-30T10:00", category="service_product")
    assert desk("why", "1", as_of="2026-09-30T11:00") == WHY_NATIONAL_DAY


def test_why_of_a_calendar_day_limit_that_ends_on_a_rest_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-16T10:00", channel="media")
    desk.resolve("1", "2026-09-21", as_of="2026-09-21T16:00")
    assert desk("why", "1", as_of="2026-09-30") == WHY_ROLLED


@pytest.mark.requirement("G36")
def test_why_of_a_provisional_due_date(desk: Desk) -> None:
    desk.register(as_of="2026-12-29T10:00")
    assert WHY_PROVISIONAL_ZH in desk("--lang", "zh", "why", "1", as_of="2026-12-29T11:00")


WHY_PAUSED = """\
law2020.complex: law: 30 calendar days, a complex case (Order 2020 No. 3, Art. 18; Civil Code 201, 203), \
extended by 2 days, paused for 3 days
  Monday 2026-09-21: the day it starts is not counted (Civil Code 201)
  Tuesday 2026-09-22: day 1, working day
  Wednesday 2026-09-23: day 2, working day
  Thursday 2026-09-24: not counted, the clock was paused
  Friday 2026-09-25: not counted, the clock was paused (中秋节)
  Saturday 2026-09-26: not counted, the clock was paused
  Sunday 2026-09-27: day 3, weekend
  Monday 2026-09-28: day 4, working day
"""


@pytest.mark.requirement("law2020.complex")
def test_why_of_a_clock_that_was_paused_and_extended(desk: Desk) -> None:
    desk.register(as_of="2026-09-21T10:00", legal_complexity="complex")
    told = ("--reason", "委托鉴定", "--customer-told")
    desk.do("pause", "1", *told, "2026-09-23T09:00", as_of="2026-09-23T10:00")
    desk.do("resume", "1", as_of="2026-09-26T10:00")
    days = ("--days", "2", "--approved-by", "sun")
    desk.do("extend", "1", *days, *told, "2026-09-28T09:00", as_of="2026-09-28T10:00")
    said = desk("why", "1", as_of="2026-09-28T11:00")
    assert WHY_PAUSED in said
    assert "  Saturday 2026-10-24: day 30, weekend\n  Sunday 2026-10-25: day 31, weekend\n" in said
    assert "  Monday 2026-10-26: day 32, working day\n  due Monday 2026-10-26\n" in said


WHY_WITHOUT_DAYS = """\
TS-2026-0001: received Monday 2026-11-23  PRACTICE

source.own_date: the referring body's own date (Arts 9(7), 9(8))
  due Wednesday 2026-11-25: no days are counted

"""


@pytest.mark.requirement("source.own_date", "first_response")
def test_why_of_limits_that_count_no_days(desk: Desk) -> None:
    change(desk, "UPDATE time_limit SET enabled = 1 WHERE code = 'first_response'")
    desk.register(channel="superior", source_agency="县联社", source_due="2026-11-25")
    said = desk("why", "1")
    assert said.startswith(WHY_WITHOUT_DAYS)
    assert "\n  due Tuesday 2026-11-24 10:00: 24 hours, no days are counted\n" in said
    assert said.endswith("\nDecides: Wednesday 2026-11-25 by source.own_date (Arts 9(7), 9(8)).\n")


def test_the_clocks_that_decide_come_first(desk: Desk) -> None:
    desk.register(channel="web", category="service_product")
    headings = [line.split(":")[0] for line in desk("why", "1").splitlines() if line and line[0] in "ls"]
    assert headings == ["seed.complex", "law2020.simple", "seed.acknowledge", "seed.web_dispatch"]
