"""How many cases fall due on which day, by the rights of who asks."""

from conftest import Desk, picked_each


def test_a_month_shows_how_many_cases_fall_due_on_each_day_and_which(desk: Desk) -> None:
    for day in ("2026-02-09", "2026-02-09", "2026-02-13"):
        desk.register(as_of=f"{day}T10:00")
    page = desk("calendar", "due", "2026-02", as_of="2026-02-13T11:00")
    lines = page.splitlines()
    # Saturday the 14th is a make-up working day, on which the count of the third case begins.
    assert any("12(2)" in line and "*13" in line and "+14" in line and "[15]" in line for line in lines)
    assert any("[23]" in line and "25(1)" in line for line in lines)
    assert "Thursday 2026-02-12  TS-2026-0001 TS-2026-0002" in lines
    assert "Overdue: 2, listed by complaintctl overdue" in lines
    assert "Overdue" not in desk("calendar", "due", "2026-02", as_of="2026-02-12T11:00")


def test_programs_get_each_day_of_the_month(desk: Desk) -> None:
    desk.register(as_of="2026-12-31T10:00")
    rows = desk.json("calendar", "due", "2027-01", as_of="2026-12-31T11:00")
    assert len(rows) == 31
    assert picked_each([row for row in rows if row["falling_due"]], "day falling_due provisional case_nos") == [
        ("2027-01-06", 1, True, "TS-2026-0001")
    ]
    assert {row["day_type"] for row in rows} == {"working_day", "weekend", "holiday"}
    csv = desk("calendar", "due", "2027-01", "--csv", as_of="2026-12-31T11:00")
    assert csv.splitlines()[0] == "day,day_type,name,falling_due,provisional,case_nos"
    assert "6(1?)" in desk("calendar", "due", "2027-01", as_of="2026-12-31T11:00")


def test_a_due_date_past_the_calendar_is_said_and_counted_nowhere(desk: Desk) -> None:
    assert "The calendar has no 2040-01" in desk("calendar", "due", "2040-01", expect=4)


def test_nobody_is_shown_the_cases_that_are_kept_from_them(desk: Desk) -> None:
    desk.register(unit="chengguan", category="rule_violation", nature="wrongdoing_report", subject="zhang")
    desk.register(unit="hexi")
    assert sum(row["falling_due"] for row in desk.json("calendar", "due", "2026-12")) == 1
    seen = desk.json("--actor", "zhang", "calendar", "due", "2026-12")
    assert not any(row["falling_due"] for row in seen)
