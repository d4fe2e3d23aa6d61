"""Due dates: the count, the clocks that run beside each other, what stops them, and what is overdue."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Desk, cases
from support.case_file import change, rows
from support.clocks import LAW, clocks, deciding
from support.long_runs import LONG
from support.workdays import days_between, nth_working_day, official_days, rolled

from complaintctl.base.clock import Clock, Moment, parse_moment
from complaintctl.file import db
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

LAW_IN_FORCE = date(2020, 3, 1)
# Every day of twenty years; in `make test`, of those since the year before the law.
DAYS = [day for day in official_days() if LONG or day.year >= 2019]


# ---- The count ----
@pytest.mark.requirement("A10.2", "A10.3", "G4")
@cases(
    "received working_days due",
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
)
def test_working_days(desk: Desk, received: str, working_days: int, due: str) -> None:
    category, clock, column = {
        3: ("service_attitude", "seed.general", "due_on"),
        7: ("service_product", "seed.complex", "target_on"),
        10: ("service_product", "seed.complex", "due_on"),
    }[working_days]
    found = clocks(desk.register(as_of=f"{received}T10:00", category=category))[clock]
    assert (found[column], found["provisional"]) == (due, False)


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


@pytest.mark.requirement("A26")
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
    assert desk.case("1", as_of="2026-06-01")["due_on"] == "2026-06-03"
    assert desk.register(as_of="2026-06-01T10:00")["due_on"] == "2026-06-08"


@pytest.mark.requirement("A10.2", "A10.3", "A10.4", "A10.5", "G5", "G6")
@cases(
    "category clock target due",
    *((name, "seed.general", None, "2026-11-26") for name in ("work_error", "service_attitude", "internal_management")),
    *((name, "seed.complex", "2026-12-02", "2026-12-07") for name in ("service_product", "service_channel",
                                                                     "rule_violation")),
    *((name, "seed.unspecified", None, "2026-12-07") for name in ("financial_crime", "anonymous")),
    ("undecided", "seed.undecided", None, "2026-11-26"),
)  # fmt: skip
def test_each_category_has_its_limit_and_its_target(
    desk: Desk, category: str, clock: str, target: str | None, due: str
) -> None:
    case = desk.register(category=category)
    found = clocks(case)[clock]
    assert (case["due_on"], case["due_rule"], found["target_on"], found["due_on"]) == (due, clock, target, due)
    silent = clock in ("seed.unspecified", "seed.undecided")
    assert ("default" in found["citation"]) == silent


# ---- Every day of twenty years ----
@pytest.fixture(scope="module")
def worked() -> dict[date, bool]:
    """Each day of 2007 to 2026 by the published schedules, and January 2027 with New Year's Day off."""
    january = days_between("2027-01-01", "2027-01-31")
    return official_days() | {day: day.weekday() < 5 and day != date(2027, 1, 1) for day in january}


@pytest.fixture(scope="module")
def every_day(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Desk:
    """A file with a general and a complex complaint received on each of the days."""
    desk = Desk(tmp_path_factory.mktemp("every") / "bank.db", as_of="2026-12-31T12:00")
    desk.path.write_bytes(furnished)
    with db.writing(desk.path) as connection:
        act = Act(connection, Clock(parse_moment("2026-12-31T12:00", "")), "li")
        last, _ = ledger.head(connection)
        facts = []
        for day in DAYS:
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


@pytest.mark.long
@pytest.mark.requirement("A10.2", "G4")
def test_three_working_days_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    found = by_day(every_day, "due_on", "seed.general", "service_attitude")
    assert found == {day: nth_working_day(day, 3, worked).isoformat() for day in DAYS}


@pytest.mark.long
@pytest.mark.requirement("A10.3")
def test_seven_and_ten_working_days_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    for column, number in (("target_on", 7), ("due_on", 10)):
        found = by_day(every_day, column, "seed.complex")
        assert found == {day: nth_working_day(day, number, worked).isoformat() for day in DAYS}


@pytest.mark.long
@pytest.mark.requirement("law2020.simple")
def test_fifteen_calendar_days_from_every_day_since_the_law(every_day: Desk, worked: Mapping[date, bool]) -> None:
    last_days = {day: day + timedelta(days=15) for day in DAYS if day >= LAW_IN_FORCE}
    for category in ("service_attitude", "service_product"):
        found = by_day(every_day, "raw_due_on", LAW, category)
        assert found == {day: last.isoformat() for day, last in last_days.items()}
        found = by_day(every_day, "due_on", LAW, category)
        assert found == {day: rolled(last, worked).isoformat() for day, last in last_days.items()}


@pytest.mark.long
@pytest.mark.requirement("G36")
def test_a_count_is_provisional_exactly_if_it_touches_2027(every_day: Desk) -> None:
    for clock in ("seed.complex", LAW):
        due = by_day(every_day, "due_on", clock)
        assert by_day(every_day, "provisional", clock) == {day: int(due[day] > "2026-12-31") for day in due}
        assert {day for day in due if due[day] > "2026-12-31"}


@pytest.mark.long
@pytest.mark.requirement("law2020.simple")
def test_the_earliest_clock_decides_from_every_day(every_day: Desk, worked: Mapping[date, bool]) -> None:
    found = rows(
        every_day,
        "SELECT received_on, due_on, due_rule FROM case_deadline JOIN complaint USING (case_no)"
        " WHERE category = 'service_product'",
    )
    expected = set()
    for day in DAYS:
        due, rule = nth_working_day(day, 10, worked), "seed.complex"
        if day >= LAW_IN_FORCE and rolled(day + timedelta(days=15), worked) < due:
            due, rule = rolled(day + timedelta(days=15), worked), LAW
        expected.add((day.isoformat(), due.isoformat(), rule))
    assert set(found) == expected
    assert len({rule for _, _, rule in expected}) == 2


# ---- Which clock decides ----
def test_the_earliest_running_clock_decides_and_is_named(desk: Desk) -> None:
    case = desk.register(as_of="2026-02-13T10:00", category="service_product")
    assert {clock["clock"]: clock["due_on"] for clock in deciding(case)} == {
        "seed.complex": "2026-03-05", LAW: "2026-02-28"}  # fmt: skip
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", LAW)
    assert "Saturday 2026-02-28, law: 15 calendar days\n" in desk("show", "1", as_of="2026-02-13T11:00")
    # Of two that end on one day the regulation's: received on a Saturday with fifteen days to a Sunday.
    case = desk.register(as_of="2026-06-06T10:00", category="service_product")
    assert [clock["due_on"] for clock in deciding(case)] == ["2026-06-22", "2026-06-22"]
    assert case["due_rule"] == "seed.complex"


@pytest.mark.requirement("G36")
@cases(
    "received category known_before due provisional",
    ("2026-12-28", "service_attitude", "2027-01-01", "2026-12-31", False),  # on the last day known
    ("2026-12-29", "service_attitude", "2027-01-01", "2027-01-04", True),
    ("2026-12-29", "service_attitude", "2027-01-04", "2027-01-04", True),  # of all days itself alone
    ("2026-12-30", "service_product", "2027-01-01", "2027-01-14", True),
)
def test_a_due_date_in_an_unpublished_year_is_provisional(
    desk: Desk, received: str, category: str, known_before: str, due: str, provisional: bool
) -> None:
    change(desk, f"UPDATE calendar SET known = 1 WHERE day < '{known_before}'")
    case = desk.register(as_of=f"{received}T10:00", category=category)
    assert (case["due_on"], case["provisional"]) == (due, provisional)
    assert not provisional or "(provisional)" in desk("show", "1", as_of=f"{received}T11:00")
