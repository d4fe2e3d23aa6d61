"""The calendar of working days, held against the published schedules in tests/data/holiday-cn."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Desk, cases, finish, furnished_on, picked, picked_each
from support.case_file import change, content, rows, unchanged
from support.workdays import SCHEDULES, YEARS, official_days, schedule, without_holes

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.calendar import workdays
from complaintctl.calendar.workdays import Change
from complaintctl.front.session import Session


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a furnished practice file whose calendar begins with 2026."""
    return furnished_on("2026-01-01", tmp_path_factory.mktemp("furnished"))


def worked(desk: Desk) -> dict[date, bool]:
    """Whether each day of the file's calendar is worked."""
    return {date.fromisoformat(day): bool(flag) for day, flag in rows(desk, "SELECT day, is_working FROM calendar")}


def moves(output: str) -> list[list[str]]:
    """The cases listed in a table, each cut into words."""
    return [line.split() for line in output.splitlines() if line.startswith("TS-")]


def take(desk: Desk, *words: object, as_of: str | None = None) -> Any:
    """Import a schedule; the result of the command."""
    return desk.run("calendar", "import", *map(str, words), as_of=as_of)


def csv(folder: Path, *lines: str) -> Path:
    """A schedule as CSV."""
    file = folder / "schedule.csv"
    file.write_text("\n".join(["day,is_working,name", *lines]) + "\n", "utf-8-sig")
    return file


def known_after_2026(desk: Desk) -> list[str]:
    """The days after the last published year that are known."""
    return [day for (day,) in rows(desk, "SELECT day FROM calendar WHERE known AND day > '2026-12-31'")]


@pytest.fixture
def schedule_2027(tmp_path: Path) -> Path:
    """An invented schedule of 2027, whose New Year lasts to Monday the 4th."""
    return schedule(
        tmp_path / "2027.json",
        off="2027-01-01 2027-01-02 2027-01-03 2027-01-04 2027-02-05 2027-02-08 2027-02-09 2027-02-10 2027-02-11"
        " 2027-02-12 2027-04-05 2027-05-01 2027-05-03 2027-05-04 2027-06-09 2027-09-15 2027-10-01 2027-10-04"
        " 2027-10-05 2027-10-06 2027-10-07",
        make_up="2027-01-09 2027-02-20 2027-05-08 2027-10-09",
    )


# ---- As it is filled ----


MAKE_UP_DAYS = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
    2027: "",
}


@pytest.mark.requirement("G36")
def test_a_new_file_has_every_day_from_2007_to_three_years_ahead_as_published(desk: Desk, tmp_path: Path) -> None:
    later = Desk(tmp_path / "later.db", as_of="2028-02-29")
    later("init", "--practice")
    for file, last in ((desk, "2029-12-31"), (later, "2031-12-31")):
        assert rows(file, "SELECT min(day), max(day) FROM calendar") == [("2007-01-01", last)]
        assert without_holes(file)
    calendar = worked(desk)
    assert not {day for day, is_working in official_days().items() if calendar[day] != is_working}
    make_up_days = [day for (day,) in rows(desk, "SELECT day FROM calendar_day WHERE day_type = 'make_up_day'")]
    for year, days in MAKE_UP_DAYS.items():
        assert [day[5:] for day in make_up_days if day.startswith(str(year))] == days.split()
    years = rows(desk, "SELECT substr(day, 1, 4), min(known), max(known) FROM calendar GROUP BY 1")
    assert years == [(str(year), int(year < 2027), int(year < 2027)) for year in range(2007, 2030)]


def test_check_says_how_far_the_schedule_is_known_and_counts_each_year(desk: Desk) -> None:
    assert desk("calendar", "check").startswith(
        "The schedule is known to 2026-12-31; due dates after it are provisional.\n"
        "The calendar ends on 2029-12-31; due dates after it are not known.\n"
    )
    years = {row["year"]: row for row in desk.json("calendar", "check")}
    counted = [years[str(year)]["working_days"] for year in range(2010, 2027)]
    assert counted == [250, 250, 249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]
    assert (years["2026"]["make_up_days"], years["2026"]["known"]) == (6, True)
    assert (years["2027"]["make_up_days"], years["2027"]["known"]) == (0, False)
    assert years["2026"]["source"].startswith("holidays ")


# ---- As it is shown ----


def test_a_month_as_a_page(desk: Desk) -> None:
    """A Chinese character is two columns wide."""
    for language, today in (("en", "2026-10-09"), ("zh", "2026-11-23")):
        page = (ROOT / "tests" / "data" / "calendar" / f"2026-10.{language}.txt").read_text("utf-8")
        assert desk("--lang", language, "calendar", "show", "2026-10", as_of=today) == page
    assert desk("calendar", "show") == desk("calendar", "show", "2026-11")
    assert "*23" in desk("calendar", "show")
    # Days of an unpublished year are marked.
    weeks = [line.split() for line in desk("calendar", "show", "2027-01").splitlines() if line.strip().startswith("?")]
    assert [len(week) for week in weeks] == [3, 7, 7, 7, 7]
    assert weeks[0] == ["?[1]", "?[2]", "?[3]"]
    assert all(mark.startswith("?") for week in weeks for mark in week)


# ---- A new schedule ----


@pytest.mark.requirement("G36")
def test_a_new_schedule_moves_due_dates_and_says_from_when_to_when(desk: Desk, schedule_2027: Path) -> None:
    moved = desk.register(as_of="2026-12-29T10:00")
    assert (moved["due_on"], moved["provisional"]) == ("2027-01-04", True)
    desk.register(as_of="2026-12-22T10:00")  # due on 2026-12-25
    desk.register(as_of="2026-12-29T10:00", channel="media")
    desk.resolve("3", "2026-12-29T16:00", as_of="2026-12-29T17:00")  # its clocks have stopped

    before, calendar = content(desk), worked(desk)
    rehearsed = take(desk, schedule_2027, "--dry-run", as_of="2026-12-30T09:00")
    assert content(desk) == before

    result = take(desk, schedule_2027, as_of="2026-12-30T09:00")

    assert rehearsed.stdout == result.stdout
    assert rehearsed.stderr == result.stderr.replace("Changed", "Would change")
    assert moves(result.stdout) == [["TS-2026-0001", "2027-01-04", "2027-01-05"]]
    assert result.stderr == "Changed 365 days, 2027 now known; the schedule is known to 2027-12-31.\n"
    case = desk.json("show", "1", as_of="2026-12-30T10:00")
    assert (case["due_on"], case["provisional"]) == ("2027-01-05", False)
    assert picked(case["events"][-1], "kind previous_due_on due_on reason") == (
        "deadline_set", "2027-01-04", "2027-01-05", "calendar_changed")  # fmt: skip
    events = desk.case("2", as_of="2026-12-30T10:00")["events"]
    assert picked_each(events, "kind") == [("registered",), ("deadline_set",)]
    # It sets every day of its year.
    days = json.loads(schedule_2027.read_text("utf-8"))["days"]
    listed = {date.fromisoformat(day["date"]): not day["isOffDay"] for day in days}
    expected = {day: listed.get(day, day.weekday() < 5) for day in calendar if day.year == 2027}
    assert worked(desk) == calendar | expected
    assert rows(desk, "SELECT DISTINCT substr(day, 1, 4) FROM calendar WHERE known = 0") == [("2028",), ("2029",)]
    assert without_holes(desk)
    assert {row["year"]: row["source"] for row in desk.json("calendar", "check")}["2027"] == "2027.json"
    assert "sound" in desk("verify")


def test_a_schedule_that_contradicts_a_known_year_is_refused_and_taken_by_force(desk: Desk, tmp_path: Path) -> None:
    desk.register(as_of="2026-09-30T10:00")
    revised = schedule(tmp_path / "2026.json", off="2026-10-10", make_up="2026-10-11")
    with unchanged(desk):
        assert "2026-10-10, 2026-10-11" in desk("calendar", "import", str(revised), as_of="2026-10-01", expect=3)
    result = take(desk, revised, "--force", as_of="2026-10-01")
    assert moves(result.stdout) == [["TS-2026-0001", "2026-10-10", "2026-10-11"]]
    assert result.stderr == "Changed 2 days; the schedule is known to 2026-12-31.\n"
    assert worked(desk) == worked(desk) | {date(2026, 10, 10): False, date(2026, 10, 11): True}
    assert without_holes(desk)
    entry = rows(desk, "SELECT detail ->> 'source', detail ->> 'days', detail ->> 'forced' FROM event"
                       " WHERE kind = 'calendar_changed'")  # fmt: skip
    assert entry == [("2026.json", 2, 1)]


@cases("days known", ("", "2026-12-31"), ("2027-01-01 2027-05-01 2027-05-03", "2027-01-01"))
def test_neither_an_empty_schedule_nor_a_part_of_one_makes_its_year_known(
    desk: Desk, tmp_path: Path, days: str, known: str
) -> None:
    with nullcontext() if days else unchanged(desk):
        result = take(desk, schedule(tmp_path / "2027.json", off=days))
    assert result.stderr == f"Changed {len(days.split())} days; the schedule is known to {known}.\n"
    assert known_after_2026(desk) == days.split()


def take_the_published(desk: Desk) -> list[Change]:
    """Import every published schedule, the latest first: some late days of a year stand in the next one's alone."""
    files = [SCHEDULES / f"{year}.json" for year in reversed(YEARS)]
    with Session(desk.path, None, Clock(parse_moment(str(desk.as_of), ""))).writing(extends_calendar=False) as act:
        return [workdays.import_schedule(act, file, force=False) for file in files]


def test_the_published_schedules_change_nothing(desk: Desk) -> None:
    with unchanged(desk):
        assert take_the_published(desk) == [Change(0, [], [])] * len(YEARS)
        last = SCHEDULES / f"{YEARS[-1]}.json"
        assert take(desk, last).stderr == "Changed 0 days; the schedule is known to 2026-12-31.\n"


def test_the_published_schedules_alone_make_the_calendar(desk: Desk) -> None:
    change(desk, "UPDATE calendar SET known = 0, is_working = strftime('%w', day) BETWEEN '1' AND '5',"
                 " working_no = julianday(day) - 0.5")  # fmt: skip
    take_the_published(desk)
    calendar = worked(desk)
    assert {day: calendar[day] for day in official_days()} == official_days()
    assert rows(desk, "SELECT count(*) FROM calendar WHERE known <> (day < '2027-01-01')") == [(0,)]
    assert without_holes(desk)


def test_what_the_program_knows_by_itself_can_be_imported_again(desk: Desk, schedule_2027: Path) -> None:
    with unchanged(desk):
        assert "Changed 0 days" in take(desk).stderr
    take(desk, schedule_2027)
    with unchanged(desk):
        assert "Changed 0 days" in take(desk).stderr  # a guess does not replace a schedule
    before = worked(desk)
    result = take(desk, as_of="2028-01-02")  # adds 2030 and 2031
    assert result.stderr == "Changed 730 days; the schedule is known to 2027-12-31.\n"
    assert rows(desk, "SELECT max(day) FROM calendar") == [("2031-12-31",)]
    assert worked(desk) == worked(desk) | before
    assert without_holes(desk)


def test_a_schedule_as_csv(desk: Desk, schedule_2027: Path, tmp_path: Path) -> None:
    days = json.loads(schedule_2027.read_text("utf-8"))["days"]
    file = csv(tmp_path, *(f"{day['date']},{int(not day['isOffDay'])},{day['name']}" for day in days))
    before = desk.content()
    assert "365 days, 2027 now known" in take(desk, file).stderr
    by_csv = rows(desk, "SELECT day, is_working, working_no, known, name FROM calendar")
    desk.put(before)
    take(desk, schedule_2027)
    assert rows(desk, "SELECT day, is_working, working_no, known, name FROM calendar") == by_csv


def test_a_single_day_by_csv(desk: Desk, tmp_path: Path) -> None:
    desk.register()  # due on Thursday 2026-11-26
    file = csv(tmp_path, "2026-11-25,0,雪灾停业")
    assert "2026-11-25" in desk("calendar", "import", str(file), expect=3)
    result = take(desk, file, "--force")
    assert moves(result.stdout) == [["TS-2026-0001", "2026-11-26", "2026-11-27"]]
    assert result.stderr == "Changed 1 day; the schedule is known to 2026-12-31.\n"
    assert "2026-11-25 holiday (雪灾停业)" in desk("calendar", "show")
    # The holidays package leaves an imported day as it is.
    assert take(desk).stderr.startswith("Changed 0 days")
    assert rows(desk, "SELECT is_working FROM calendar WHERE day = '2026-11-25'") == [(0,)]


# ---- A table that a bank keeps ----


@pytest.mark.requirement("G36")
@cases("encoding", "utf-8", "utf-8-sig", "gb18030")
def test_a_schedule_as_a_bank_keeps_it_in_chinese(
    desk: Desk, schedule_2027: Path, tmp_path: Path, encoding: str
) -> None:
    days = json.loads(schedule_2027.read_text("utf-8"))["days"]
    words = {True: ("否", "休息", "放假", "0", "FALSE", "０"), False: ("是", "上班", "补班", "1", "TRUE", "工作日")}
    lines = ["名称,日期,备注,是否上班"]  # in whatever order, with a column more
    for number, day in enumerate(days):
        year, month, date_of = day["date"].split("-")
        written = (day["date"], f"{year}/{int(month)}/{int(date_of)}", f"{year}年{int(month)}月{int(date_of)}日")
        lines.append(f"{day['name']},{written[number % 3]},,{words[day['isOffDay']][number % 6]}")
    file = tmp_path / "放假安排.csv"
    file.write_text("\r\n".join([*lines, ",,,", ""]), encoding)
    before = desk.content()
    assert "365 days, 2027 now known" in take(desk, file).stderr
    taken = rows(desk, "SELECT day, is_working, working_no, known, name FROM calendar")
    desk.put(before)
    take(desk, schedule_2027)
    assert rows(desk, "SELECT day, is_working, working_no, known, name FROM calendar") == taken


@cases(
    "heading lines said",
    ("日期,是否上班,名称", ("2027-01-01,否,元旦", "2027-01-02,不详,元旦"), "line 3: '不详' says neither"),
    ("日期,是否上班,名称", ("2027-01-01,否,元旦", "", "2027-01-09,,元旦"), "line 4: '' says neither"),
    ("日期,是否上班,名称", ("2027-01-01,否,元旦", "2027-02-30,否,元旦"), "line 3: '2027-02-30'"),
    ("日期,是否上班,名称", ("2027-01-01,否,元旦", ",否,元旦"), "line 3: ''"),
    ("日期,是否上班,名称", ("2027-01-01,否,元旦", "2027-01-01,是,元旦"), "line 3: 2027-01-01 is both"),
    ("日期,是否上班,名称", ("9999-12-31,否,元旦",), "line 2: '9999-12-31' does not lie"),
    ("day,is_working,name", ('2027-01-01,0,"元旦', "2027-01-02,0,元旦"), "line 2"),
    ("日期,上班,名称", ("2027-01-01,否,元旦",), "lacks is_working"),
    ("时间,名称", ("2027-01-01,元旦",), "lacks day, is_working"),
)
def test_a_fault_of_such_a_table_is_named_with_its_line(
    desk: Desk, tmp_path: Path, heading: str, lines: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "s.csv"
    for encoding in ("utf-8", "gb18030"):
        file.write_text("\n".join([heading, *lines]) + "\n", encoding)
        with unchanged(desk):
            assert said in desk("calendar", "import", str(file), "--force", expect=2)
    if said.startswith("lacks"):  # in the words of the table
        assert "是否上班" in desk("--lang", "zh", "calendar", "import", str(file), expect=2)


def test_a_table_in_another_encoding_is_refused_with_its_line(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes("日期,是否上班,名称\n2027-01-01,否,元旦\n".encode() + b"2027-01-02,\xff,\n")
    assert "line 3" in desk("calendar", "import", str(file), expect=2)


@cases("words head", (("--lang", "zh"), "日期,是否上班,名称"), ((), "day,is_working,name"))
def test_a_sample_can_be_read_as_it_is_and_filled_in(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], head: str
) -> None:
    printed = desk.run(*words, "calendar", "sample")
    assert printed.stdout.splitlines()[0] == head and "2026" in printed.stderr
    off = [day for day in printed.stdout.splitlines() if day.startswith("2026-10-01")]
    assert off == ["2026-10-01,否,国庆节" if "zh" in words else "2026-10-01,0,国庆节"]
    for encoding in ("utf-8", "gb18030"):
        file = tmp_path / f"{encoding}.csv"
        desk(*words, "calendar", "sample", "-o", str(file), "--encoding", encoding)
        assert file.read_text("utf-8-sig" if encoding == "utf-8" else encoding).splitlines()[0] == head
        with unchanged(desk):
            assert take(desk, file).stderr == "Changed 0 days; the schedule is known to 2026-12-31.\n"
        desk("calendar", "sample", "-o", str(file), expect=2)  # there is one
        # The next year's in its place make that known: every day of it is listed that is not as the week has it.
        text = file.read_text("utf-8-sig" if encoding == "utf-8" else encoding).replace("2026-", "2027-")
        file.write_text(text, "utf-8")
        assert "2027 now known" in take(desk, file, "--dry-run").stderr


# ---- What was promised, and what was counted ----


def answered(desk: Desk, replied_on: str, closed_on: str, **options: str) -> None:
    """A complaint of Tuesday 2026-12-29, promised for 2027-01-04 while nobody knows how long New Year lasts."""
    case = desk.register(as_of="2026-12-29T10:00", channel="media", unit="chengguan", **options)
    assert (case["due_on"], case["provisional"]) == ("2027-01-04", True)
    desk.do("brief", "1", "--to", "sun", as_of="2026-12-29T11:00")
    finish(desk, "2026-1", replied_on, closed_on)


def judged(desk: Desk, as_of: str) -> tuple[object, ...]:
    """What the return of the exit, the list and the leads say of the case."""
    total = desk.json("report", "--from", "2026-12-01", "--to", "2027-01-31", as_of=as_of)[-1]
    leads = [row["kind"] for row in desk.json("accountability", "list", "--from", "2026-12-01", as_of=as_of)]
    return total["on_time"], total["late"], "late" in leads


@pytest.fixture
def shorter_2027(tmp_path: Path) -> Path:
    """An invented schedule by which Saturday 2027-01-02 is worked: the third working day is a day sooner."""
    return schedule(tmp_path / "2027.json", off="2027-01-01 2027-01-03 2027-05-01 2027-10-01", make_up="2027-01-02")


@pytest.mark.requirement("A10.2", "G36")
@cases("published", "2026-12-30T09:00", "2027-01-04T08:00", "2027-01-04T20:00", "2027-01-05T09:00", "2027-02-01T09:00")
def test_who_was_answered_on_the_day_of_his_receipt_is_not_late_whenever_a_schedule_is_published(
    desk: Desk, shorter_2027: Path, published: str
) -> None:
    """By the schedule the case was due on Saturday 2027-01-02; his receipt said Monday the 4th."""
    steps: list[tuple[str, Callable[[], object]]] = [
        (published, lambda: take(desk, shorter_2027, as_of=published)),
        ("2027-01-04T16:00", lambda: finish(desk, "2026-1", "2027-01-04", "2027-01-04")),
    ]
    case = desk.register(as_of="2026-12-29T10:00", channel="media", unit="chengguan")
    assert (case["due_on"], case["provisional"]) == ("2027-01-04", True)
    desk.do("brief", "1", "--to", "sun", as_of="2026-12-29T11:00")
    for _when, step in sorted(steps, key=lambda step: step[0]):
        step()
    assert judged(desk, "2027-02-02T09:00") == (1, 0, False)
    assert "sound" in desk("verify", as_of="2027-02-02T09:00")


@pytest.mark.requirement("A10.2", "G36")
def test_a_day_later_than_promised_is_late_all_the_same(desk: Desk, shorter_2027: Path) -> None:
    answered(desk, "2027-01-05", "2027-01-05")
    take(desk, shorter_2027, as_of="2027-01-06T09:00")
    assert judged(desk, "2027-02-02T09:00") == (0, 1, True)


@pytest.mark.requirement("A10.2", "A10.9")
def test_an_act_on_the_case_that_shortens_its_limit_does_take_the_promise_back(desk: Desk) -> None:
    """Of ten working days three are left; what was promised for ten is promised no more."""
    desk.register(as_of="2026-11-02T10:00", channel="media", category="service_product", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-11-02T11:00")
    desk.do("classify", "1", "--category", "service_attitude", "--reason", "系态度问题", as_of="2026-11-03T09:00")
    finish(desk, "1", "2026-11-10", "2026-11-10")
    total = desk.json("report", "--month", "2026-11", as_of="2026-11-30T09:00")[-1]
    assert (total["on_time"], total["late"]) == (0, 1)


@pytest.mark.requirement("G36", "A22.1")
def test_an_import_names_the_closed_cases_that_the_return_counts_otherwise(desk: Desk, schedule_2027: Path) -> None:
    """By the schedule the 4th is no working day: what was late by a day was in time, and took a day less."""
    answered(desk, "2027-01-05", "2027-01-06")
    desk.register(as_of="2026-12-21T10:00", channel="media", unit="hexi")
    desk.do("brief", "2", "--to", "sun", as_of="2026-12-21T11:00")
    finish(desk, "2", "2026-12-23", "2026-12-23")  # before any day that changes
    rehearsed = take(desk, schedule_2027, "--dry-run", as_of="2027-01-07T09:00")
    result = take(desk, schedule_2027, as_of="2027-01-07T09:00")
    assert rehearsed.stdout == result.stdout
    assert "Of these closed cases the return counts otherwise now:" in result.stderr
    named = [line.split() for line in result.stdout.splitlines() if line.startswith("TS-")]
    assert "mean days" in result.stdout
    assert [(words[0], words[1], words[-2:]) for words in named] == [
        ("TS-2026-0001", "2027-01-06", ["0", "1"]),
        ("TS-2026-0001", "2027-01-06", ["1", "0"]),
        ("TS-2026-0001", "2027-01-06", ["4", "3"]),
    ]


def test_a_schedule_beyond_the_end_leaves_no_hole(desk: Desk, tmp_path: Path) -> None:
    far = schedule(tmp_path / "2031.json", off="2031-01-01 2031-05-01 2031-10-01", make_up="2031-10-11")
    result = take(desk, far)
    assert result.stderr == "Changed 730 days, 2031 now known; the schedule is known to 2026-12-31.\n"
    assert rows(desk, "SELECT max(day) FROM calendar") == [("2031-12-31",)]
    assert without_holes(desk)
    known = rows(desk, "SELECT substr(day, 1, 4), min(known), max(known) FROM calendar WHERE day > '2029' GROUP BY 1")
    assert known == [("2029", 0, 0), ("2030", 0, 0), ("2031", 1, 1)]
    # 2030-12-30, a Monday: Tuesday, Thursday (New Year's Day is off), Friday.
    assert desk.register(as_of="2030-12-30T10:00")["due_on"] == "2031-01-03"


@pytest.mark.requirement("G36")
def test_a_due_date_past_the_end_of_the_calendar_is_found_by_importing(desk: Desk) -> None:
    desk.register(as_of="2026-12-31T10:00")
    change(desk, "DELETE FROM calendar WHERE day > '2026-12-31'")
    found = desk("calendar", "import", as_of="2026-12-31T11:00")
    assert moves(found) == [["TS-2026-0001", "2027-01-06", "yes"]]


# ---- Files that are no schedule ----

DAY = '"name": "元旦", "date": "2027-01-01"'
BAD_FILES = [
    ("json", text) for text in (
        "2027-01-01 off", "", "[]", '{"year": 2027}', '{"days": null}', '{"days": ["2027-01-01"]}',
        '{"days": [{"name": "元旦", "isOffDay": true}]}', f'{{"days": [{{{DAY}}}]}}',
        f'{{"days": [{{{DAY}, "isOffDay": "maybe"}}]}}',
        f'{{"days": [{{{DAY}, "isOffDay": true}}, {{{DAY}, "isOffDay": false}}]}}',
        '{"days": [{"date": "2027-02-30", "isOffDay": true}]}', '{"days": [{"date": "New Year", "isOffDay": true}]}',
        '{"days": [{"date": "9999-12-31", "isOffDay": true}]}',
    )
] + [
    ("csv", text) for text in (
        "day,name\n2027-01-01,元旦\n", "day,is_working,name\n2027-01-01,off,元旦\n",
        "day,is_working,name\n2027-01-01\n", "day,is_working,name\n2027-01-01,0,元旦\n2027-01-01,1,元旦\n",
        "day,is_working,name\n2027-13-01,0,元旦\n", "", "2027-01-01,0,元旦\n",
    )
]  # fmt: skip


def test_a_file_that_is_no_schedule_is_refused(desk: Desk, tmp_path: Path) -> None:
    with unchanged(desk):
        for kind, text in BAD_FILES:
            file = tmp_path / f"bad.{kind}"
            file.write_text(text, "utf-8")
            assert desk("calendar", "import", str(file), "--force", expect=2).startswith("complaintctl: "), text


def test_a_file_that_cannot_be_read_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "gb.json"
    file.write_bytes('{"days": [{"name": "元旦"}]}'.encode("gb18030"))
    assert "not UTF-8" in desk("calendar", "import", str(file), expect=2)
    assert "cannot be read" in desk("calendar", "import", str(tmp_path / "absent.json"), expect=2)
    assert "cannot be read" in desk("calendar", "import", str(tmp_path), expect=2)
    # A day listed twice with one answer is taken.
    assert "Changed 0 days" in take(desk, schedule(tmp_path / "2026.json", off="2026-10-01 2026-10-01")).stderr
