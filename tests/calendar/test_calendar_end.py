"""The end of the calendar: kept ahead of what is entered, and loud wherever a due date is not known all the same."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import Desk, cases, finish, made_once, picked_each
from support.case_file import VERSIONS, change, rows, unpacked
from support.workdays import schedule, without_holes

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.file import db
from complaintctl.record import calendar_days, ledger
from complaintctl.record.ledger import Act, Fact

# The furnished file was begun in 2025: its calendar ends with 2028.
EDGES = [f"{year}-{day}" for year in range(2026, 2037) for day in ("01-01", "12-31")]


def last_day(desk: Desk) -> str:
    return str(rows(desk, "SELECT max(day) FROM calendar")[0][0])


def extensions(desk: Desk) -> list[tuple[str, int]]:
    """Of each event by which the calendar was extended, the first day that it sets, and how many it sets."""
    return rows(desk, "SELECT detail ->> '$.calendar.first', length(detail ->> '$.calendar.days') FROM event"
                      " WHERE kind = 'calendar_extended' ORDER BY seq")  # fmt: skip


def end_with_2026(desk: Desk) -> None:
    """Let the calendar end, as a program did that did not keep it ahead."""
    change(desk, "DELETE FROM calendar WHERE day > '2026-12-31'")


# ---- It is kept ahead ----


@pytest.mark.requirement("G36")
@pytest.mark.parametrize("day", EDGES)
def test_a_due_date_is_known_on_the_first_and_last_day_of_each_year(desk: Desk, day: str) -> None:
    case = desk.register(as_of=f"{day}T10:00", amount="60000")
    assert case["due_on"] and date.fromisoformat(case["due_on"]) > date.fromisoformat(day)
    assert all(clock["due_on"] for clock in case["clocks"])
    assert case["provisional"] is (case["due_on"] > "2026-12-31")
    assert last_day(desk) >= f"{int(day[:4]) + 2}-12-31"
    assert without_holes(desk)
    assert "sound" in desk("verify", as_of=f"{day}T11:00")


def test_a_file_used_from_year_to_year_is_extended_every_second_year(desk: Desk) -> None:
    for day in EDGES:
        desk.register(as_of=f"{day}T10:00")
    years = {"2029": 730, "2031": 731, "2033": 730, "2035": 731, "2037": 730}
    assert extensions(desk) == [(f"{year}-01-01", days) for year, days in years.items()]
    assert (last_day(desk), without_holes(desk)) == ("2038-12-31", True)
    assert desk.json("overdue", as_of="2036-12-31T12:00")[0]["case_no"] == "TS-2026-0001"
    assert "sound" in desk("verify", as_of="2036-12-31T12:00")
    for day in ("2096-06-01", "2099-12-30"):  # where the moon is computed no further it ends
        desk.register(as_of=f"{day}T10:00")
        assert last_day(desk) == "2099-12-31"
    found = [row["case_no"] for row in desk.json("overdue", as_of="2099-12-31T10:00")]
    assert (found[0], found[-1]) == ("TS-2099-0001", "TS-2096-0001")


def test_what_is_added_is_what_a_file_begun_then_would_have(desk: Desk, tmp_path: Path) -> None:
    later = Desk(tmp_path / "later.db", as_of="2030-06-03T09:00")
    later("init", "--practice")
    desk.register(as_of="2030-06-03T09:00")
    sql = "SELECT * FROM calendar WHERE day > '2028-12-31'"
    assert rows(desk, sql) == rows(later, sql)
    assert rows(desk, "SELECT DISTINCT known FROM calendar WHERE day > '2028-12-31'") == [(0,)]
    spring = "SELECT count(*) FROM calendar WHERE name LIKE '%春节%' AND day BETWEEN '2033-01-01' AND '2033-12-31'"
    assert rows(desk, spring)[0][0] >= 3


@pytest.mark.parametrize("version", VERSIONS[:4], ids=lambda file: file.name)
def test_a_file_of_an_older_program_is_extended_by_the_first_writing_command(tmp_path: Path, version: Path) -> None:
    old = unpacked(version, tmp_path)
    old.as_of = "2031-01-02T10:00"
    before = rows(old, "SELECT day, is_working, known FROM calendar")
    assert before[-1][0] == "2029-12-31"
    assert old.register(amount="60000")["due_on"]
    assert last_day(old) == "2034-12-31"
    assert rows(old, "SELECT day, is_working, known FROM calendar")[: len(before)] == before
    assert "sound" in old("verify")


def test_an_open_case_without_a_due_date_gets_one_on_record(desk: Desk) -> None:
    desk.register(as_of="2026-12-31T10:00")
    end_with_2026(desk)
    at = parse_moment("2026-12-31T11:00", "")
    (detail,) = rows(desk, "SELECT detail FROM event WHERE kind = 'registered' AND case_no = 'TS-2026-0001'")[0]
    with db.writing(desk.path) as connection:  # a case taken in by a program that let its calendar end
        act = Act(connection, Clock(at), "li")
        case_no = ledger.next_number(act, "register", 2026)
        ledger.append(act, [Fact(case_no, "registered", at, json.loads(detail))])
        ledger.settle(act, case_no, at, "registered")
    desk.do("brief", "2026-1", "--to", "sun", as_of="2027-02-01T10:00")
    desk.as_of = "2027-02-01T11:00"
    promise = [event for event in desk.case("2026-2")["events"] if event["kind"] == "deadline_set"]
    assert picked_each(promise, "due_on reason provisional") == [("2027-01-06", "calendar_extended", True)]
    assert [row["due_on"] for row in desk.json("overdue")] == ["2027-01-06", "2027-01-06"]


def test_a_command_that_is_refused_leaves_the_calendar_as_it_is(desk: Desk) -> None:
    before = desk.content()
    desk("brief", "2031-7", "--to", "sun", as_of="2031-05-06T10:00", expect=4)
    assert (last_day(desk), extensions(desk)) == ("2028-12-31", [])
    desk("calendar", "import", "--dry-run", as_of="2031-05-06T10:00")
    desk("list", as_of="2031-05-06T10:00")
    assert desk.content() == before


def test_the_holidays_package_is_loaded_only_to_extend(desk: Desk) -> None:
    script = (
        "import sys; from complaintctl.cli import app\n"
        "try: app(sys.argv[1:])\n"
        "except SystemExit: print('holidays' in sys.modules, 'complaintctl.calendar.workdays' in sys.modules)"
    )

    def loaded(as_of: str) -> str:
        words = ["--db", str(desk.path), "--actor", "li", "--as-of", as_of, "register", "--channel", "walk_in",
                 "--category", "service_attitude", "--summary", "排队", "--demand", "增开窗口", "--name", "钱谷雨",
                 "--json"]  # fmt: skip
        done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, timeout=120)
        return done.stdout.splitlines()[-1]

    assert loaded("2026-11-23T10:00") == "False False"
    assert loaded("2027-11-23T10:00") == "True True"
    assert loaded("2027-11-24T10:00") == "False False"


# ---- Days near the end of a year ----


@cases(
    "received category due",
    ("2026-12-29", "service_attitude", "2027-01-04"),  # three working days over a guessed New Year
    ("2026-12-30", "rule_violation", "2027-01-14"),  # ten working days; the law's fifteen days end that day
    ("2028-02-28", "service_attitude", "2028-03-02"),  # over a leap day
    ("2028-02-29", "service_attitude", "2028-03-03"),
    ("2028-12-31", "service_attitude", "2029-01-04"),  # the last day of the calendar as it was laid out
    ("2032-02-29", "service_attitude", "2032-03-03"),
)
def test_limits_run_over_the_end_of_a_year_and_leap_days(desk: Desk, received: str, category: str, due: str) -> None:
    assert desk.register(as_of=f"{received}T10:00", category=category)["due_on"] == due


def test_the_senders_own_date_is_known_however_far_it_lies(desk: Desk) -> None:
    case = desk.register(channel="government", source_agency="县信访局", source_ref="信1", source_due="2035-06-01")
    own = next(clock for clock in case["clocks"] if clock["due_on"] == "2035-06-01")
    assert own["provisional"] is False
    assert case["due_on"] < "2027"
    assert desk.json("report", "--month", "2026-11")[-1]["received"] == 1


def test_a_month_past_the_end_is_not_shown_and_the_end_is_named(desk: Desk) -> None:
    assert "from 2007-01-01 to 2028-12-31" in desk("calendar", "show", "2031-03", expect=4)
    assert "not a month" in desk("calendar", "show", "October", expect=2)
    desk.register(as_of="2029-01-02T10:00")
    assert "?[12]" in desk("calendar", "show", "2031-01") and "2031-01-23" in desk("calendar", "show", "2031-01")
    assert "ends on 2032-12-31" in desk("calendar", "check")


def test_a_late_schedule_is_taken_in_over_guessed_years(desk: Desk, tmp_path: Path) -> None:
    late = schedule(tmp_path / "2035.json", off="2035-01-01 2035-05-01 2035-10-01", make_up="2035-10-13")
    desk("calendar", "import", str(late))
    assert (last_day(desk), without_holes(desk)) == ("2035-12-31", True)
    years = rows(desk, "SELECT substr(day, 1, 4), max(known) FROM calendar WHERE day > '2028' GROUP BY 1")
    assert [year for year, known in years if known] == ["2035"]
    assert extensions(desk) == [("2029-01-01", 365 * 7 + 1)]
    assert rows(desk, "SELECT count(*) FROM calendar WHERE name LIKE '%春节%' AND day GLOB '2032-*'")[0][0] >= 3
    assert "sound" in desk("verify")


# ---- The ledger carries the days ----


def test_the_calendar_can_be_made_of_the_ledger_alone(desk: Desk, tmp_path: Path) -> None:
    late = schedule(tmp_path / "2027.json", off="2027-01-01 2027-05-01 2027-10-01", make_up="2027-10-09")
    desk("calendar", "import", str(late))
    desk.register(as_of="2030-01-02T10:00")
    days = {}
    for kind, text in rows(desk, "SELECT kind, detail ->> 'calendar' FROM event ORDER BY seq"):
        if text:
            assert kind in ("file_created", "calendar_changed", "calendar_extended")
            days |= calendar_days.set_by(text)
    numbers = calendar_days.numbered({day: value.is_working for day, value in days.items()})
    made = [(day, value.is_working, numbers[day], *value[1:]) for day, value in sorted(days.items())]
    assert rows(desk, "SELECT day, is_working, working_no, known, name, source FROM calendar") == made


# Days laid out, imported, added later, of another source, taken out, put in, and miscounted; what is said of them.
EDITS = {
    "UPDATE calendar SET is_working = 1 - is_working WHERE day = '2010-03-03'": "2010-03-03",
    "UPDATE calendar SET known = 0 WHERE day = '2027-10-09'": "2027-10-09",
    "UPDATE calendar SET name = '假日' WHERE day = '2031-03-03'": "2031-03-03",
    "UPDATE calendar SET source = '2026.json' WHERE day = '2026-03-03'": "2026-03-03",
    "DELETE FROM calendar WHERE day = '2032-12-31'": "2032-12-31",
    "INSERT INTO calendar SELECT '2033-01-01', 0, working_no, 0, NULL, source FROM calendar WHERE day = '2032-12-31'":
        "2033-01-01",
    "UPDATE calendar SET working_no = working_no + 1 WHERE day > '2030-06-01' AND is_working = 0": "2030-06-02",
    "DELETE FROM calendar WHERE day > '2027-06-30'": "2027-07-01 to 2032-12-31",
}  # fmt: skip


@pytest.mark.requirement("A6.3")
def test_days_edited_by_hand_are_one_finding(desk: Desk, tmp_path: Path) -> None:
    late = schedule(tmp_path / "2027.json", off="2027-01-01 2027-05-01 2027-10-01", make_up="2027-10-09")
    desk("calendar", "import", str(late))
    desk.register(as_of="2029-01-02T10:00")
    desk.as_of = "2029-01-02T11:00"
    assert "sound" in desk("verify")
    before = desk.content()
    for edit, days in EDITS.items():
        desk.put(before)
        change(desk, edit)
        found = desk.run("verify", expect=6).stdout
        assert "calendar" in found and days in found and len(found.splitlines()) <= 2, edit


def test_days_that_an_older_program_added_leave_no_hole_in_an_earlier_return(desk: Desk) -> None:
    desk.register(as_of="2026-12-29T10:00", channel="media", unit="hexi")  # due on 2027-01-04
    with db.writing(desk.path) as connection:
        at = parse_moment("2027-02-01T09:00", "")
        former = {"first": "2027-01-01", "days": "-" * 365}
        fact = Fact(None, "calendar_changed", at, {"source": "2027.json", "former": former})
        ledger.append(Act(connection, Clock(at), "li"), [fact])
    desk.as_of = "2027-02-02T10:00"
    assert desk.json("report", "--month", "2027-01", "--known-on", "2027-01-10")[-1]["overdue_now"] == 1


# ---- Loud where it is not known ----


@made_once
def ended(desk: Desk) -> None:
    """A file whose calendar ended with 2026, eleven months later: three cases late, of two nobody knows how late."""
    desk.register(as_of="2026-11-23T10:00", unit="hexi")
    desk.register(as_of="2026-12-31T10:00", unit="chengguan", amount="60000")
    desk.register(as_of="2026-12-31T11:00", unit="hexi")
    end_with_2026(desk)
    desk.as_of = "2027-11-30T10:00"


@pytest.mark.requirement("G36")
def test_overdue_lists_what_is_not_known_with_what_is(ended: Desk) -> None:
    found = ended.run("overdue", "--exit-code", expect=6)
    lines = [line for line in found.stdout.splitlines() if line.startswith("TS-")]
    assert ["due not known" in line for line in lines] == [True, True, False]
    assert "1 case is overdue on 2027-11-30." in found.stderr
    assert "The due dates of 2 open cases (TS-2026-0002 first) are not known" in found.stderr
    assert "the calendar ends on 2026-12-31" in found.stderr and "calendar import" in found.stderr
    assert "due dates of 2 open cases" in ended.run("overdue", "--soon", "3").stderr
    # Where nothing is overdue but what is not known, that is found as well.
    said = ended.run("overdue", "--unit", "chengguan", "--exit-code", expect=6)
    assert "due not known" in said.stdout and "overdue on" not in said.stderr
    assert "期限未确定" in ended.run("--lang", "zh", "overdue", "--unit", "chengguan").stdout
    assert picked_each(ended.json("overdue"), "case_no due_on working_days_overdue provisional") == [
        ("TS-2026-0002", None, None, True), ("TS-2026-0003", None, None, True),
        ("TS-2026-0001", "2026-11-26", None, False),
    ]  # fmt: skip
    assert "TS-2026-0002" in ended("overdue", "--csv")


def test_the_mail_names_them_in_subject_and_text(ended: Desk) -> None:
    ended("unit", "set", "hexi", "--email", "hexi@bank.example", as_of="2026-11-24T10:00")
    ended("unit", "set", "supervision", "--email", "office@bank.example", as_of="2026-11-24T10:00")
    end_with_2026(ended)  # which the commands extended
    said = ended("overdue", "--mail", "--dry-run")
    subjects = [line for line in said.splitlines() if line.startswith("Subject:")]
    assert ["超期 1 件" in line for line in subjects] == [True, True]
    assert sorted(line.split("期限未确定 ")[1][:3] for line in subjects) == ["1 件", "2 件"]
    assert "工作日历止于2026-12-31" in said and said.count("期限未确定") >= 6
    assert "None" not in said


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("form", [("--json",), ("--csv",), ("--by", "unit"), ("--more",), ("--explain", "total:late")])
def test_a_return_with_them_is_refused(ended: Desk, form: tuple[str, ...]) -> None:
    said = ended("report", "--month", "2026-12", *form, expect=3)
    assert "2 cases (TS-2026-0002 first) are not known, because the calendar ends on 2026-12-31" in said
    assert "complaintctl calendar import" in said


def test_a_return_is_drawn_once_the_calendar_reaches_far_enough(ended: Desk) -> None:
    assert ended.json("report", "--month", "2026-11")[-1]["received"] == 1  # they came later
    ended("calendar", "import")
    assert ended.json("report", "--year", "2026")[-1]["overdue_now"] == 1  # at its end
    assert [row["due_on"] is None for row in ended.json("overdue")] == [False] * 3


@cases("received replied on_time", ("2026-12-31", "2027-11-01", None), ("2026-12-30", "2026-12-31", 1))
def test_a_case_answered_after_the_end_counts_neither_as_on_time_nor_as_late(
    desk: Desk, received: str, replied: str, on_time: int | None
) -> None:
    desk.register(as_of=f"{received}T10:00", channel="media", unit="chengguan")
    desk.do("brief", "2026-1", "--to", "sun", as_of=f"{received}T11:00")
    finish(desk, "2026-1", replied, replied)
    month = ("report", "--month", replied[:7], "--json")
    desk.as_of = "2027-11-30T10:00"
    assert json.loads(desk(*month))[-1]["late"] == int(on_time is None)
    end_with_2026(desk)
    if on_time is None:
        assert "TS-2026-0001" in desk(*month, expect=3)
    else:
        assert json.loads(desk(*month))[-1]["on_time"] == on_time
    assert rows(desk, "SELECT on_time FROM case_exit") == [(on_time,)]


def test_the_night_the_doctor_and_each_page_of_a_case_tell(ended: Desk) -> None:
    doctor = next(row for row in ended.run("doctor", expect=6).stdout.splitlines() if "calendar" in row)
    assert doctor.startswith("wrong") and "known until 2026-12-31, ends on 2026-12-31" in doctor
    assert "2 cases" in doctor
    assert "due not known" in ended("list", "--all")
    assert "The due dates of 2 open cases" in ended.run("todo").stderr
    for page in ("show", "why"):
        assert "not known: past the end of the calendar" in ended(page, "2026-2")
    assert ended.case("2026-2")["provisional"] is True
    night = ended.run("nightly", "--no-escalate", expect=None)
    assert "The due dates of 2 open cases" in night.stderr and "due not known 2" in night.stdout


def test_the_doctor_names_the_last_published_day_and_the_last_of_all(desk: Desk) -> None:
    def calendar(status: int | None, as_of: str | None = None) -> str:
        page = desk.run("doctor", expect=status, as_of=as_of).stdout
        return next(str(row) for row in page.splitlines() if " calendar " in row)

    assert "known until 2026-12-31" in calendar(None) and "guessed until 2028-12-31" in calendar(None)
    assert calendar(6, "2029-03-01").startswith("wrong") and "ended on 2028-12-31" in calendar(6, "2029-03-01")


def test_a_look_far_ahead_counts_no_working_days_past_the_end(ended: Desk) -> None:
    """The due dates are known, but not how many working days ago they were."""
    ended("calendar", "import", as_of="2027-11-30T11:00")
    assert last_day(ended) == "2030-12-31"
    found = ended.json("overdue", as_of="2045-05-05")
    assert [row["working_days_overdue"] for row in found] == [None] * 3
    assert [row["due_on"] for row in found] == sorted(row["due_on"] for row in found)
    assert "not known" in ended("overdue", as_of="2045-05-05")
