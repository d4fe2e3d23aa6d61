"""Due dates: the count, the clocks that run beside each other, what stops them, and what is overdue."""

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Desk
from test_calendar import days_between, official_days, rows

from complaintctl import db, ledger
from complaintctl.clock import Clock, Moment, parse_moment
from complaintctl.ledger import Act, Fact

LAW = "law2020.simple"
LAW_IN_FORCE = date(2020, 3, 1)


def clocks(case: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The clocks of a case that was never reopened, by name."""
    return {clock["clock"]: clock for clock in case["clocks"]}


def change(desk: Desk, sql: str) -> None:
    """Change a row of the regulation, as a bank may do."""
    connection = sqlite3.connect(desk.path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def finish(desk: Desk, case: str, replied_on: str, closed_on: str | None = None) -> None:
    """Bring a case that needs no slip to its end, replied to on one day and closed on another."""
    desk("brief", case, "--to", "sun", as_of=f"{replied_on}T14:00")
    desk.resolve(case, f"{replied_on}T15:00", as_of=f"{replied_on}T16:00")
    desk("review", case, "--accept", as_of=f"{closed_on or replied_on}T17:00")
    desk("close", case, as_of=f"{closed_on or replied_on}T17:30")


def timeliness(desk: Desk, month: str) -> tuple[int, int]:
    """How many cases left the stock in a month: in time, and late."""
    total = desk.json("report", "--month", month, as_of="2026-12-31")[-1]
    return total["on_time"], total["late"]


# ---- The count ----


@pytest.mark.parametrize(
    ("received", "working_days", "due"),
    [
        ("2026-11-23", 3, "2026-11-26"),  # nothing in the way
        ("2026-02-11", 3, "2026-02-14"),  # a make-up Saturday is the third day
        ("2026-02-13", 3, "2026-02-25"),  # that Saturday is the first, then nine days off
        ("2026-02-14", 3, "2026-02-26"),  # received on it
        ("2026-02-15", 3, "2026-02-26"),  # received on the first day off
        ("2026-02-13", 7, "2026-03-02"),  # 2026-02-28 is a working Saturday
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-09-18", 3, "2026-09-22"),  # a working Sunday between
        ("2026-09-30", 3, "2026-10-10"),  # National Day
        ("2026-09-30", 10, "2026-10-20"),
        ("2026-10-01", 3, "2026-10-10"),
        ("2025-12-31", 3, "2026-01-06"),  # over the New Year
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-01-24", 10, "2025-02-13"),
        ("2024-02-08", 3, "2024-02-19"),  # New Year's Eve was a working day in 2024
        ("2020-01-22", 3, "2020-02-04"),  # the schedule as it was revised for the epidemic
        ("2020-01-22", 10, "2020-02-13"),
        ("2019-04-30", 3, "2019-05-07"),  # revised in March
        ("2015-09-02", 3, "2015-09-08"),  # the parade of 2015
    ],
)
def test_working_days(desk: Desk, received: str, working_days: int, due: str) -> None:
    category, clock, column = {
        3: ("service_attitude", "seed.general", "due_on"),
        7: ("service_product", "seed.complex", "target_on"),
        10: ("service_product", "seed.complex", "due_on"),
    }[working_days]
    found = clocks(desk.register(as_of=f"{received}T10:00", category=category))[clock]
    assert (found[column], found["provisional"]) == (due, False)


@pytest.mark.parametrize(
    ("received", "last_day", "due"),
    [
        ("2026-09-16", "2026-10-01", "2026-10-08"),
        ("2026-02-01", "2026-02-16", "2026-02-24"),
        ("2026-01-31", "2026-02-15", "2026-02-24"),
        ("2026-11-23", "2026-12-08", "2026-12-08"),
    ],
)
def test_calendar_days_end_on_the_next_working_day(desk: Desk, received: str, last_day: str, due: str) -> None:
    found = clocks(desk.register(as_of=f"{received}T10:00"))[LAW]
    assert (found["raw_due_on"], found["due_on"]) == (last_day, due)


def test_a_limit_is_a_row(desk: Desk) -> None:
    change(
        desk,
        """
        INSERT INTO time_limit
            (code, in_force_from, limit_days, day_kind, label_zh, label_en, citation, position) VALUES
            ('local.dispatch', '2026-01-01', 2, 'working', '两个工作日', '2 working days', 'Art. 9(3)', 3),
            ('local.long', '2026-01-01', 60, 'calendar', '六十日', '60 calendar days', 'local', 3)
        """,
    )
    case = desk.register(as_of="2026-09-24T10:00", category="service_product")
    assert clocks(case)["local.dispatch"]["due_on"] == "2026-09-29"
    assert (case["due_on"], case["due_rule"]) == ("2026-09-29", "local.dispatch")
    late = clocks(desk.register(as_of="2026-11-23T10:00"))["local.long"]
    assert (late["due_on"], late["provisional"]) == ("2027-01-22", True)


def test_a_changed_limit_does_not_move_an_earlier_case(desk: Desk) -> None:
    earlier = desk.register(as_of="2026-05-29T10:00")
    assert earlier["due_on"] == "2026-06-03"
    change(desk, "UPDATE time_limit SET in_force_to = '2026-05-31' WHERE code = 'seed.general'")
    change(
        desk,
        """
        INSERT INTO time_limit
            (code, in_force_from, complexity, limit_days, day_kind, label_zh, label_en, citation, position) VALUES
            ('seed.general', '2026-06-01', 'general', 5, 'working', '五个工作日', '5 working days', 'Art. 10', 1)
        """,
    )
    assert desk.json("show", "1", as_of="2026-06-01")["due_on"] == "2026-06-03"
    assert desk.register(as_of="2026-06-01T10:00")["due_on"] == "2026-06-08"


@pytest.mark.parametrize("category", ["work_error", "service_attitude", "internal_management"])
def test_general_complaints_have_three_working_days(desk: Desk, category: str) -> None:
    case = desk.register(category=category)
    assert (case["due_on"], case["due_rule"]) == ("2026-11-26", "seed.general")


@pytest.mark.parametrize("category", ["service_product", "service_channel", "rule_violation"])
def test_complex_complaints_aim_at_seven_and_have_ten_working_days(desk: Desk, category: str) -> None:
    clock = clocks(desk.register(category=category))["seed.complex"]
    assert (clock["target_on"], clock["due_on"]) == ("2026-12-02", "2026-12-07")


@pytest.mark.parametrize("category", ["financial_crime", "anonymous"])
def test_where_the_regulation_is_silent_the_default_is_ten_working_days(desk: Desk, category: str) -> None:
    clock = clocks(desk.register(category=category))["seed.unspecified"]
    assert (clock["target_on"], clock["due_on"]) == (None, "2026-12-07")
    assert "default" in clock["citation"]


# ---- Every day of twenty years ----


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


@pytest.fixture(scope="module")
def worked() -> dict[date, bool]:
    """Each day of 2007 to 2026 by the published schedules, and January 2027 with New Year's Day off."""
    january = days_between("2027-01-01", "2027-01-31")
    return official_days() | {day: day.weekday() < 5 and day != date(2027, 1, 1) for day in january}


@pytest.fixture(scope="module")
def every_day(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Desk:
    """A file with a general and a complex complaint received on every day from 2007 to 2026."""
    desk = Desk(tmp_path_factory.mktemp("every") / "bank.db", as_of="2026-12-31T12:00")
    desk.path.write_bytes(furnished)
    with db.writing(desk.path) as connection:
        act = Act(connection, Clock(parse_moment("2026-12-31T12:00", "")), "li")
        last, _ = ledger.head(connection)
        facts = []
        for day in days_between("2007-01-01", "2026-12-31"):
            for category in ("service_attitude", "service_product"):
                detail = {"channel": "media", "category": category, "summary": "报道", "first_receiver": "li"}
                number = ledger.next_number(act, "register", day.year)
                facts.append(Fact(number, "registered", Moment(f"{day}T10:00:00+08:00"), detail))
        ledger.append(act, facts)
        ledger.project_new(act, last)
    return desk


def by_day(desk: Desk, column: str, clock: str, category: str = "service_product") -> dict[date, Any]:
    """A column of the clock of the case received on each day."""
    found = rows(
        desk,
        f"SELECT started_on, {column} FROM case_clock JOIN complaint USING (case_no)"
        f" WHERE clock = '{clock}' AND category = '{category}'",
    )
    return {date.fromisoformat(day): value for day, value in found}


def test_three_working_days_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    found = by_day(every_day, "due_on", "seed.general", "service_attitude")
    assert found == {day: nth_working_day(day, 3, worked).isoformat() for day in official_days()}


def test_seven_and_ten_working_days_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    for column, number in (("target_on", 7), ("due_on", 10)):
        found = by_day(every_day, column, "seed.complex")
        assert found == {day: nth_working_day(day, number, worked).isoformat() for day in official_days()}


def test_fifteen_calendar_days_from_every_day_since_the_law(every_day: Desk, worked: Mapping[date, bool]) -> None:
    last_days = {day: day + timedelta(days=15) for day in official_days() if day >= LAW_IN_FORCE}
    for category in ("service_attitude", "service_product"):
        found = by_day(every_day, "raw_due_on", LAW, category)
        assert found == {day: last.isoformat() for day, last in last_days.items()}
        found = by_day(every_day, "due_on", LAW, category)
        assert found == {day: rolled(last, worked).isoformat() for day, last in last_days.items()}


def test_a_count_is_provisional_exactly_if_it_touches_2027(every_day: Desk) -> None:
    for clock in ("seed.complex", LAW):
        due = by_day(every_day, "due_on", clock)
        assert by_day(every_day, "provisional", clock) == {day: int(due[day] > "2026-12-31") for day in due}
        assert {day for day in due if due[day] > "2026-12-31"}


def test_the_earliest_clock_decides_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    found = rows(
        every_day,
        "SELECT received_on, due_on, due_rule FROM case_deadline JOIN complaint USING (case_no)"
        " WHERE category = 'service_product'",
    )
    expected = set()
    for day in official_days():
        due, rule = nth_working_day(day, 10, worked), "seed.complex"
        if day >= LAW_IN_FORCE and rolled(day + timedelta(days=15), worked) < due:
            due, rule = rolled(day + timedelta(days=15), worked), LAW
        expected.add((day.isoformat(), due.isoformat(), rule))
    assert set(found) == expected
    assert len({rule for _, _, rule in expected}) == 2


# ---- Which clock decides ----


def test_the_earliest_running_clock_decides_and_is_named(desk: Desk) -> None:
    case = desk.register(as_of="2026-02-13T10:00", category="service_product")
    assert {name: clock["due_on"] for name, clock in clocks(case).items()} == {
        "seed.complex": "2026-03-05", LAW: "2026-02-28"}  # fmt: skip
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", LAW)
    assert "Saturday 2026-02-28, law: 15 calendar days\n" in desk("show", "1", as_of="2026-02-13T11:00")


def test_of_two_limits_that_end_on_one_day_the_regulation_is_named(desk: Desk) -> None:
    # Received on a Saturday with fifteen days to a Sunday: both end on the Monday.
    case = desk.register(as_of="2026-06-06T10:00", category="service_product")
    assert {clock["due_on"] for clock in case["clocks"]} == {"2026-06-22"}
    assert case["due_rule"] == "seed.complex"


def test_the_law_holds_for_cases_received_since_it_came_into_force(desk: Desk) -> None:
    assert list(clocks(desk.register(as_of="2020-02-29T10:00"))) == ["seed.general"]
    assert sorted(clocks(desk.register(as_of="2020-03-01T10:00"))) == [LAW, "seed.general"]


@pytest.mark.parametrize(("received", "category", "due"), [
    ("2026-12-29", "service_attitude", "2027-01-04"),
    ("2026-12-30", "service_product", "2027-01-14"),
])  # fmt: skip
def test_a_due_date_in_an_unpublished_year_is_provisional(desk: Desk, received: str, category: str, due: str) -> None:
    case = desk.register(as_of=f"{received}T10:00", category=category)
    assert (case["due_on"], case["provisional"]) == (due, True)
    assert "(暂定 provisional)" in desk("show", "1", as_of=f"{received}T11:00")


def test_a_due_date_that_is_itself_unpublished_is_provisional(desk: Desk) -> None:
    change(desk, "UPDATE calendar SET known = 1 WHERE day < '2027-01-04'")
    case = desk.register(as_of="2026-12-29T10:00")
    assert (case["due_on"], case["provisional"]) == ("2027-01-04", True)


def test_a_due_date_on_the_last_known_day_is_certain(desk: Desk) -> None:
    case = desk.register(as_of="2026-12-28T10:00")
    assert (case["due_on"], case["provisional"]) == ("2026-12-31", False)


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


# ---- Major ----


@pytest.mark.parametrize(("amount", "is_major"), [
    ("49999.99", False), ("50000", False), ("50000.00", False), ("5万", False),
    ("50000.01", True), ("5.000001万", True),
])  # fmt: skip
def test_an_amount_above_fifty_thousand_is_major(desk: Desk, amount: str, is_major: bool) -> None:
    case = desk.register(amount=amount)
    assert case["is_major"] is is_major
    assert case["major_reasons"] == (["large_amount"] if is_major else [])


@pytest.mark.parametrize("flag", ["public_figure", "hot_topic", "reputation"])
@pytest.mark.parametrize("channel", ["phone", "web"])
def test_each_judgement_alone_makes_a_case_major_on_any_channel(desk: Desk, flag: str, channel: str) -> None:
    case = desk.register(channel=channel, **{flag: True})
    assert (case["is_major"], case["major_reasons"]) == (True, [flag])


def test_a_plain_case_is_not_major(desk: Desk) -> None:
    case = desk.register()
    assert (case["is_major"], case["major_reasons"]) == (False, [])


def test_the_amount_that_is_major_is_a_row_that_holds_from_a_day(desk: Desk) -> None:
    change(
        desk,
        "INSERT INTO policy (key, in_force_from, value, citation)"
        " VALUES ('major_amount_fen', '2026-06-01', '10000000', 'Art. 25')",
    )
    assert desk.register(as_of="2026-05-31T10:00", amount="60000")["is_major"] is True
    assert desk.register(as_of="2026-06-01T10:00", amount="60000")["is_major"] is False
    assert desk.register(as_of="2026-06-01T10:00", amount="100000.01")["is_major"] is True


# ---- Overdue ----


def overdue_days(desk: Desk, day: str) -> list[int]:
    """By how many working days each overdue case is late on a day."""
    return [row["working_days_overdue"] for row in desk.json("overdue", as_of=day)]


def test_overdue_counts_the_working_days_after_the_due_date(desk: Desk) -> None:
    desk.register()  # due on Thursday 2026-11-26
    days = ("2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01")
    assert [overdue_days(desk, day) for day in days] == [[], [], [1], [1], [2], [3]]


def test_on_a_rest_day_right_after_the_due_date_no_working_day_has_passed(desk: Desk) -> None:
    desk.register(as_of="2026-11-24T10:00")  # due on Friday 2026-11-27
    days = ("2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30")
    assert [overdue_days(desk, day) for day in days] == [[], [0], [0], [1]]


def test_a_make_up_saturday_is_a_working_day_overdue(desk: Desk) -> None:
    desk.register(as_of="2026-02-10T10:00")  # due on Friday 2026-02-13
    days = ("2026-02-13", "2026-02-14", "2026-02-15", "2026-02-23", "2026-02-24")
    assert [overdue_days(desk, day) for day in days] == [[], [1], [1], [1], [2]]


def test_the_longest_overdue_stands_first(desk: Desk) -> None:
    desk.register(as_of="2026-11-10T10:00")  # due on 2026-11-13
    desk.register(as_of="2026-11-10T11:00", hot_topic=True)
    desk.register(as_of="2026-11-10T12:00")
    desk.register(as_of="2026-11-03T10:00")  # due on 2026-11-06
    desk.register(as_of="2026-11-23T10:00")  # not due yet
    listed = [(row["case_no"][-1], row["working_days_overdue"]) for row in desk.json("overdue")]
    assert listed == [("4", 11), ("2", 6), ("1", 6), ("3", 6)]


def test_overdue_as_json(desk: Desk) -> None:
    desk.register(unit="hexi", amount="60000")
    assert desk.json("overdue", as_of="2026-11-27") == [
        {
            "case_no": "TS-2026-0001",
            "category": "service_attitude",
            "category_label": "staff conduct",
            "unit": "hexi",
            "unit_name": "河西支行",
            "received_on": "2026-11-23",
            "due_on": "2026-11-26",
            "due_rule": "seed.general",
            "due_rule_label": "general complaint, 3 working days",
            "working_days_overdue": 1,
            "reason_reported": False,
            "customer_told": False,
            "is_major": True,
            "provisional": False,
        }
    ]


def test_a_case_is_overdue_where_it_lies_now(desk: Desk) -> None:
    desk.register(unit="hexi")
    desk("transfer", "1", "--to", "chengguan", as_of="2026-11-23T11:00")
    assert [row["unit"] for row in desk.json("overdue", as_of="2026-11-27")] == ["chengguan"]
    assert desk.json("overdue", "--unit", "hexi", as_of="2026-11-27") == []
    assert len(desk.json("overdue", "--unit", "城关支行", as_of="2026-11-27")) == 1


def test_a_customer_told_of_the_delay(desk: Desk) -> None:
    desk.register()
    desk("contact", "1", "--purpose", "progress", "--text", "办理中", as_of="2026-11-27T09:00")
    assert [row["customer_told"] for row in desk.json("overdue", as_of="2026-11-27")] == [False]
    desk("contact", "1", "--purpose", "explain_delay", "--text", "须调取录像", as_of="2026-11-27T10:00")
    (row,) = desk.json("overdue", as_of="2026-11-27")
    assert (row["customer_told"], row["reason_reported"]) == (True, False)


def test_the_law_alone_can_make_a_case_overdue(desk: Desk) -> None:
    desk.register(as_of="2026-02-13T10:00", category="service_product")
    (row,) = desk.json("overdue", as_of="2026-03-02")
    assert (row["due_on"], row["due_rule"], row["working_days_overdue"]) == ("2026-02-28", LAW, 1)


def test_overdue_has_an_exit_status_for_scripts(desk: Desk) -> None:
    desk.register()
    assert "No case is overdue on 2026-11-26.\n" in desk("overdue", "--exit-code", as_of="2026-11-26")
    assert desk.run("overdue", as_of="2026-11-27").exit_code == 0
    result = desk.run("overdue", "--exit-code", "--json", as_of="2026-11-27", expect=6)
    assert result.stderr == "complaintctl: 1 case is overdue on 2026-11-27.\n"
    assert '"TS-2026-0001"' in result.stdout


def test_an_overdue_case_that_is_reopened_counts_from_there(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-20")
    assert desk.json("overdue", as_of="2026-11-02T08:00") == []
    desk("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    assert overdue_days(desk, "2026-11-05") == []
    assert overdue_days(desk, "2026-11-06") == [1]


# ---- Numbers ----


def test_case_numbers_are_consecutive_within_the_year_of_receipt(desk: Desk) -> None:
    received = ("2025-12-30T10:00", "2026-01-04T10:00", "2025-12-31T23:59:59", "2026-01-05T00:00")
    numbers = [desk.register(as_of="2026-01-06T10:00", received_at=at)["case_no"] for at in received]
    assert numbers == ["TS-2025-0001", "TS-2026-0001", "TS-2025-0002", "TS-2026-0002"]


def test_a_refused_registration_takes_no_number(desk: Desk) -> None:
    words = ("--channel", "web", "--summary", "排队", "--demand", "增开窗口", "--name", "赵小满", "--category")
    desk("register", *words, "no_such_category", expect=4)
    desk("register", *words, "service_attitude", "--received-at", "2026-11-24", expect=2)
    desk("register", *words, "service_attitude", "--amount", "-5", expect=2)
    assert desk.register()["case_no"] == "TS-2026-0001"


@pytest.mark.parametrize("given", ["1", "0001", "2026-1", "2026-0001", "TS-2026-0001", "ts-2026-1", " 1 "])
def test_short_forms_of_a_case_number(desk: Desk, given: str) -> None:
    desk.register()
    assert desk.json("show", given)["case_no"] == "TS-2026-0001"


def test_a_bare_number_is_of_the_current_year(desk: Desk) -> None:
    desk.register()
    assert "TS-2027-0001" in desk("show", "1", as_of="2027-01-04", expect=4)
    assert desk.json("show", "2026-1", as_of="2027-01-04")["case_no"] == "TS-2026-0001"


@pytest.mark.parametrize("given", ["0", "-1", "TS-26-1", "2026-", "one", "", "1.0"])
def test_what_is_no_case_number(desk: Desk, given: str) -> None:
    desk.register()
    assert "is not a case number" in desk("show", "--", given, expect=2)


def test_a_year_may_have_more_than_9999_cases(desk: Desk) -> None:
    desk.register()
    change(desk, "UPDATE number_series SET last = 9999")
    assert desk.register()["case_no"] == "TS-2026-10000"
    assert desk.json("show", "10000")["case_no"] == "TS-2026-10000"
    assert [row["case_no"] for row in desk.json("list")] == ["TS-2026-0001", "TS-2026-10000"]
