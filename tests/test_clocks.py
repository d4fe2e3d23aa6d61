"""What stops a clock, what reopening starts, what is in time and what late, and how a date is explained."""

import pytest
from conftest import Desk
from test_due_dates import finish, timeliness

# ---- What stops a clock ----


def test_a_clock_stops_with_the_reply(desk: Desk) -> None:
    desk.register(channel="media")
    desk.resolve("1", "2026-11-25T09:00", as_of="2026-11-26T16:00")
    case = desk.json("show", "1", as_of="2026-11-26T17:00")
    assert {clock["stopped_on"] for clock in case["clocks"]} == {"2026-11-25"}
    assert case["due_on"] == "2026-11-26"  # what it was, though nothing runs any more
    assert desk.json("overdue", as_of="2026-12-31") == []


def test_a_clock_stops_with_an_answer_on_the_spot(desk: Desk) -> None:
    case = desk.register(answered="当场道歉")
    assert {clock["stopped_on"] for clock in case["clocks"]} == {"2026-11-23"}


@pytest.mark.parametrize("source", [
    {"channel": "government", "source_agency": "县信访局"},
    {"channel": "superior"},
    {"channel": "letter", "source_agency": "县信访局"},
])  # fmt: skip
@pytest.mark.parametrize("customer_first", [True, False])
def test_a_referred_case_stops_with_the_later_of_both_replies(
    desk: Desk, source: dict[str, str], customer_first: bool
) -> None:
    desk.register(**source)
    desk("transfer", "1", "--to", "chengguan")
    days = ("2026-11-24", "2026-11-26") if customer_first else ("2026-11-26", "2026-11-24")
    reply_source = ("contact", "1", "--purpose", "source_reply", "--text", "已书面回复")
    if customer_first:
        desk.resolve("1", days[0], as_of="2026-11-24T16:00")
    else:
        desk(*reply_source, as_of="2026-11-24T16:00")
    assert {clock["stopped_on"] for clock in desk.json("show", "1", as_of="2026-11-25")["clocks"]} == {None}
    if customer_first:
        desk(*reply_source, as_of="2026-11-26T16:00")
    else:
        desk.resolve("1", days[0], as_of="2026-11-26T16:00")
    assert {clock["stopped_on"] for clock in desk.json("show", "1", as_of="2026-11-27")["clocks"]} == {"2026-11-26"}


def test_a_referred_case_is_overdue_until_its_source_has_its_reply(desk: Desk) -> None:
    desk.register(channel="superior")
    desk("transfer", "1", "--to", "chengguan")
    desk.resolve("1", "2026-11-24", as_of="2026-11-24T16:00")
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-11-27")] == ["TS-2026-0001"]
    desk("contact", "1", "--purpose", "source_reply", "--text", "已书面回复", as_of="2026-11-27T16:00")
    assert desk.json("overdue", as_of="2026-11-27T17:00") == []


def test_an_anonymous_case_stops_with_its_result_report(desk: Desk) -> None:
    desk.register(channel="media", category="anonymous", name=False, phone=False)
    desk("resolve", "1", "--findings", "查无实据", "--fault", "undetermined", "--responsible", "无", "--lessons", "无",
         "--corrective", "加强巡查", "--satisfaction", "unreachable", "--handler", "li", "--phone", "0000-1234567",
         as_of="2026-11-30T16:00")  # fmt: skip
    case = desk.json("show", "1", as_of="2026-11-30T17:00")
    assert {clock["stopped_on"] for clock in case["clocks"]} == {"2026-11-30"}


def test_a_returned_report_does_not_start_the_clock_again(desk: Desk) -> None:
    desk.register(channel="media")
    desk.resolve("1", "2026-11-25", as_of="2026-11-25T16:00")
    desk("review", "1", "--return", "--reason", "未说明整改", as_of="2026-11-25T17:00")
    case = desk.json("show", "1", as_of="2026-12-10")
    assert {clock["stopped_on"] for clock in case["clocks"]} == {"2026-11-25"}


# ---- In time, late, reopened ----


def test_a_reply_on_the_due_date_is_in_time_whenever_the_case_is_closed(desk: Desk) -> None:
    desk.register(channel="media")
    finish(desk, "1", "2026-11-26", closed_on="2026-11-30")
    assert timeliness(desk, "2026-11") == (1, 0)


def test_a_reply_on_the_day_after_is_late(desk: Desk) -> None:
    desk.register(channel="media")
    finish(desk, "1", "2026-11-27")
    assert timeliness(desk, "2026-11") == (0, 1)


def test_a_target_missed_is_not_late(desk: Desk) -> None:
    desk.register(as_of="2026-11-02T10:00", channel="media", category="service_product")
    finish(desk, "1", "2026-11-16")  # the tenth working day; the target was 2026-11-11
    assert timeliness(desk, "2026-11") == (1, 0)


def test_reopening_starts_a_new_stretch(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-14")
    desk("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    case = desk.json("show", "1", as_of="2026-11-02T10:00")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-05", "seed.general")
    general = [clock for clock in case["clocks"] if clock["clock"] == "seed.general"]
    assert [(clock["started_on"], clock["due_on"], clock["stopped_on"]) for clock in general] == [
        ("2026-11-02", "2026-11-05", None), ("2026-10-12", "2026-10-15", "2026-10-14")]  # fmt: skip
    promise = case["events"][-1]
    assert (promise["kind"], promise["previous_due_on"], promise["due_on"], promise["reason"]) == (
        "deadline_set", "2026-10-15", "2026-11-05", "reopened")  # fmt: skip
    finish(desk, "1", "2026-11-05")
    assert desk.json("show", "1", as_of="2026-11-06")["due_on"] == "2026-11-05"  # that of the last stretch
    assert (timeliness(desk, "2026-10"), timeliness(desk, "2026-11")) == ((1, 0), (1, 0))


def test_what_was_late_stays_late_after_reopening(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-20")
    desk("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    finish(desk, "1", "2026-11-03")
    assert (timeliness(desk, "2026-10"), timeliness(desk, "2026-11")) == ((0, 1), (0, 1))


def test_a_late_second_stretch_does_not_make_the_first_late(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-14")
    desk("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    finish(desk, "1", "2026-11-20")
    assert (timeliness(desk, "2026-10"), timeliness(desk, "2026-11")) == ((1, 0), (0, 1))


def test_a_reply_after_reopening_is_not_dated_before_it(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-14")
    desk("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    desk("resolve", "1", "--findings", "属实", "--fault", "bank", "--responsible", "无", "--lessons", "无",
         "--corrective", "无", "--satisfaction", "satisfied", "--handler", "li", "--phone", "0000-1234567",
         "--reply", "致歉", "--replied-at", "2026-10-14T15:00", as_of="2026-11-20T10:00", expect=3)  # fmt: skip


# ---- Why ----

WHY_NATIONAL_DAY = """\
TS-2026-0001: received Wednesday 2026-09-30  练习 PRACTICE

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
Decides: Thursday 2026-10-15 by law2020.simple (Order 2020 No. 3, Art. 18; Civil Code 201, 203).
"""

WHY_ROLLED = """\
TS-2026-0001: received Wednesday 2026-09-16  练习 PRACTICE

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
Decided: Sunday 2026-09-20 by seed.general (Art. 10).
"""

WHY_PROVISIONAL_ZH = """\
  2026-12-30 周三: day 1, 工作日
  2026-12-31 周四: day 2, 工作日
  2027-01-01 周五: not counted, 节假日 (元旦); schedule not published: 暂定
  2027-01-02 周六: not counted, 周末; schedule not published: 暂定
  2027-01-03 周日: not counted, 周末; schedule not published: 暂定
  2027-01-04 周一: day 3, 工作日; schedule not published: 暂定
  due 2027-01-04 周一 (暂定 provisional)
"""


def test_why_over_national_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-30T10:00", category="service_product")
    assert desk("why", "1", as_of="2026-09-30T11:00") == WHY_NATIONAL_DAY


def test_why_of_a_calendar_day_limit_that_ends_on_a_rest_day(desk: Desk) -> None:
    desk.register(as_of="2026-09-16T10:00", channel="media")
    desk.resolve("1", "2026-09-21", as_of="2026-09-21T16:00")
    assert desk("why", "1", as_of="2026-09-30") == WHY_ROLLED


def test_why_of_a_provisional_due_date(desk: Desk) -> None:
    desk.register(as_of="2026-12-29T10:00")
    assert WHY_PROVISIONAL_ZH in desk("--lang", "zh", "why", "1", as_of="2026-12-29T11:00")
