"""How many cases fall due on which day, by the rights of who asks."""

from conftest import Desk, picked_each


def test_a_month_shows_how_many_cases_fall_due_on_each_day_and_which(desk: Desk) -> None:
    for day in ("2026-02-09", "2026-02-09", "2026-02-13"):
        desk.register(as_of=f"{day}T10:00")
    page = desk("calendar", "due", "2026-02", as_of="2026-02-13T11:00")
    lines = page.splitlines()
    # Saturday the 14th is a make-up working day, on which the count of the third case begins.
    assert any("12(2+4)" in line and "*13" in line and "+14" in line and "[15]" in line for line in lines)
    assert any("[23]" in line and "25(1)" in line for line in lines)
    assert "Thursday 2026-02-12  TS-2026-0001 TS-2026-0002" in lines
    assert "Overdue: 2, listed by complaintctl overdue" in lines
    assert "Overdue" not in desk("calendar", "due", "2026-02", as_of="2026-02-12T11:00")


def test_what_else_is_due_of_a_case_stands_beside_its_limit(desk: Desk) -> None:
    desk.register(
        then="brief; transfer; direct --by sun --text 核实 --due 2026-11-27; supervise --reason major --due 2026-11-24"
    )
    desk.do("contact", "1", "--purpose", "progress", "--text", "已约定回电", "--promise", "2026-11-25")
    desk.do("delay", "1", "--reason", "等待回单", "--expected", "2026-11-30")
    lines = desk("calendar", "due", "2026-11").splitlines()
    for said in (
        "Tuesday 2026-11-24  also due:  TS-2026-0001 tell the customer the limit and a contact,"
        " TS-2026-0001 day of the supervision slip",
        "Wednesday 2026-11-25  also due:  TS-2026-0001 call the customer back as promised",
        "Thursday 2026-11-26  TS-2026-0001",
        "Friday 2026-11-27  also due:  TS-2026-0001 report by the day of the directive",
        "Monday 2026-11-30  also due:  TS-2026-0001 expected to be finished",
    ):
        assert said in lines, "\n".join(lines)
    assert any("24(0+2)" in line and "26(1)" in line for line in lines)
    row = desk.json("calendar", "due", "2026-11")[23]
    assert (row["falling_due"], row["other_due"], row["other_case_nos"]) == (0, 2, "TS-2026-0001")


def test_programs_get_each_day_of_the_month(desk: Desk) -> None:
    desk.register(as_of="2026-12-31T10:00")
    rows = desk.json("calendar", "due", "2027-01", as_of="2026-12-31T11:00")
    assert len(rows) == 31
    assert picked_each([row for row in rows if row["falling_due"]], "day falling_due provisional case_nos") == [
        ("2027-01-06", 1, True, "TS-2026-0001")
    ]
    assert {row["day_type"] for row in rows} == {"working_day", "weekend", "holiday"}
    csv = desk("calendar", "due", "2027-01", "--csv", as_of="2026-12-31T11:00")
    assert csv.splitlines()[0] == "day,day_type,name,falling_due,provisional,case_nos,other_due,other_case_nos"
    assert "6(1?)" in desk("calendar", "due", "2027-01", as_of="2026-12-31T11:00")


def test_a_due_date_past_the_calendar_is_said_and_counted_nowhere(desk: Desk) -> None:
    assert "The calendar has no 2040-01" in desk("calendar", "due", "2040-01", expect=4)


def test_nobody_is_shown_the_cases_that_are_kept_from_them(desk: Desk) -> None:
    desk.register(unit="chengguan", category="rule_violation", nature="wrongdoing_report", subject="zhang")
    desk.register(unit="hexi")
    assert sum(row["falling_due"] for row in desk.json("calendar", "due", "2026-12")) == 1
    seen = desk.json("--actor", "zhang", "calendar", "due", "2026-12")
    assert not any(row["falling_due"] for row in seen)
