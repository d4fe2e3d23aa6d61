"""A return drawn again as it was known on an earlier day, and what has changed of it since."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, enter, made_once, picked, picked_each
from support.returns import total

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.periods import named_month
from complaintctl.file import db, earlier_state
from complaintctl.month import act as month_act
from complaintctl.month import rows as month_rows
from complaintctl.record import ledger
from complaintctl.record.figures import figures_of
from complaintctl.record.ledger import Act, Fact

OCTOBER = ("report", "--month", "2026-10")
KNOWN = ("--known-on", "2026-11-01")


@made_once
def autumn(desk: Desk) -> None:
    """Three complaints of October 2026: one closed in time, one withdrawn, one open; it is 2026-12-01."""
    desk.register(as_of="2026-10-08T10:00", channel="media", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-08T11:00")
    desk.resolve("1", "2026-10-09T10:00", as_of="2026-10-09T11:00", compensation="80")
    desk.through("1", "review close", as_of="2026-10-10T09:00")
    desk.register(as_of="2026-10-12T10:00", channel="media", unit="hexi")
    enter(desk, "2026-10-14T10:00", "TS-2026-0002", "withdrawn", text="自行撤诉")
    desk.register(as_of="2026-10-20T10:00", channel="media", unit="hexi", category="work_error")
    desk.as_of = "2026-12-01T10:00"


def answers(desk: Desk) -> list[Any]:
    """The return of October as it was known on 1 November, by all that can show a difference."""
    with db.reading(desk.path) as connection:
        assert earlier_state.look_back(connection, KNOWN[1]) == []
        month, figures = named_month("2026-10"), figures_of(connection)
        dimensions = ("category", "unit", "area", "fault", "satisfaction")
        rows = [month_act.of_period(connection, month, by, figures) for by in dimensions]
    return [rows, desk(*OCTOBER, *KNOWN, "--by", "unit", "--csv", "--more")]


def later(desk: Desk, *commands: str) -> None:
    for command in commands:
        desk(*command.split(), as_of="2026-11-05T10:00")


LATE = (
    "register --channel media --category service_attitude --summary 排队过长 --demand 道歉 --name 赵小满"
    " --phone 13900000001 --unit chengguan --received-at 2026-10-30T09:00 --reason 补登"
)
REOPENED = "reopen 1 --reason 客户不接受 --at 2026-10-31T10:00"
CLASSIFIED = "classify 3 --category financial_crime --reason 已移交"
THRESHOLD = "policy set major_amount_fen 100 --from 2026-10-01 --yes"
LIMIT = "policy set seed.general 20 --from 2026-10-01 --yes"
RENAMED = "unit set hexi --email hx@example.com --name 河东支行"
_before: list[Any] = []  # the answers before, which are the same for all


@pytest.mark.requirement("A22.1")
@cases(
    "command entered",
    *((command, ()) for command in (LATE, REOPENED, CLASSIFIED, THRESHOLD, LIMIT, RENAMED)),
    ("unit set hexi --area town", ()),
    ("unit set retail --retired 2026-10-01", ()),
    ("unit add beimen 北门支行", ()),
    ("code set channel media --referred --from 2026-10-01 --yes", ()),
    ("", ("2026-11-05T10:00", "TS-2026-0003", "closed", "2026-10-30T10:00")),
    ("reopen 2 --reason 客户不接受", ("2026-12-01T09:00", "TS-2026-0002", "withdrawn")),
)
def test_what_is_entered_later_changes_no_byte_of_an_earlier_return(autumn: Desk, command: str, entered: Any) -> None:
    before = _before or answers(autumn)
    _before[:] = before
    if command:
        later(autumn, command)
    if entered:
        enter(autumn, *entered)
    assert answers(autumn) == before
    autumn.as_of = "2026-12-24T10:00"
    assert answers(autumn) == before


def test_today_is_the_day_it_was_known_on_and_an_earlier_day_knows_less(autumn: Desk) -> None:
    days = ("2026-10-21", "2026-11-01")
    assert [total(autumn, *OCTOBER[1:], "--known-on", day)["overdue_now"] for day in days] == [0, 1]
    known = [total(autumn, *OCTOBER[1:], "--known-on", f"2026-10-{day}") for day in ("08", "13", "31")]
    assert picked_each(known, "received resolved withdrawn closing") == [(1, 0, 0, 1), (2, 1, 0, 1), (3, 1, 1, 1)]


def test_the_calendar_of_that_day_holds(desk: Desk, tmp_path: Path) -> None:
    """A schedule that makes rest days of working days, imported when the month is over."""
    desk.register(as_of="2026-11-02T10:00", channel="media", unit="hexi")
    enter(desk, "2026-11-06T10:00", "TS-2026-0001", "closed")
    november = ("report", "--month", "2026-11", "--known-on", "2026-11-20", "--json")
    before = desk(*november)
    assert json.loads(before)[-1]["late"] == 1  # due on the 5th, the third working day
    schedule = tmp_path / "2026.csv"
    schedule.write_text("day,is_working,name\n2026-11-03,0,调休\n2026-11-04,0,调休\n", "utf-8")
    desk("calendar", "import", str(schedule), "--force", as_of="2026-11-25")
    desk.as_of = "2026-11-26"
    assert desk.json("report", "--month", "2026-11")[-1]["late"] == 0
    assert desk(*november) == before
    changed = desk.json("report", "--month", "2026-11", "--restate", "--known-on", "2026-11-20")
    assert ("late", "calendar_changed", "2026.csv") in picked_each(changed, "column kind changed")


def test_a_calendar_changed_by_an_older_program_is_said(desk: Desk) -> None:
    moment = parse_moment("2026-11-23T09:00", "")
    with db.writing(desk.path) as connection:
        entry = Fact(None, "calendar_changed", moment, {"source": "x.json"})
        ledger.append(Act(connection, Clock(moment), "li"), [entry])
    said = desk.run("report", "--month", "2026-10", "--known-on", "2026-11-01").stderr
    assert "The calendar was changed on 2026-11-23" in said and "as they are now" in said


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-02", "2027-01-01", "x"])
@pytest.mark.parametrize("options", [(), ("--restate",), ("--explain", "total:late")])
def test_what_is_not_known_yet(autumn: Desk, day: str, options: tuple[str, ...]) -> None:
    """Nor is the day itself, before its end: more may still be entered on it."""
    said = autumn(*OCTOBER, *options, "--known-on", day, expect=2)
    assert "--known-on" in said and ("not a day that is over" in said or day == "x")


@cases(
    "options as_of said",
    ("--month 2026-10 --restate", "2026-11-01T20:00", "2026-11-01, is not over"),
    ("--month 2026-10 --restate --known-on 2026-09-30", None, "it begins on"),
    ("--month 2026-11 --known-on 2026-10-31", None, "in the future"),
    ("--month 2026-12 --restate", None, "was not drawn"),
)
def test_what_was_not_drawn_on_a_day(autumn: Desk, options: str, as_of: str | None, said: str) -> None:
    assert said in autumn("report", *options.split(), as_of=as_of, expect=2)


# ---- What has changed since ----


def changes(rows: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return set(picked_each(rows, "group column then now kind case_no"))


@pytest.mark.requirement("A22.1")
def test_nothing_has_changed(autumn: Desk) -> None:
    for as_of in (None, "2026-11-02T08:00"):
        assert autumn.json(*OCTOBER, "--restate", as_of=as_of) == []
    assert autumn(*OCTOBER, "--restate").splitlines()[-1] == "Nothing of 2026-10 has changed since 2026-11-01."


@pytest.mark.requirement("A22.1")
def test_each_changed_figure_names_the_entries_that_changed_it(autumn: Desk) -> None:
    later(autumn, REOPENED, LATE)
    enter(autumn, "2026-11-06T10:00", "TS-2026-0001", "contacted", purpose="progress")  # which changes no figure
    rows = autumn.json(*OCTOBER, "--restate", "--by", "unit")
    again, late = ("reopened", "TS-2026-0001"), ("registered", "TS-2026-0004")
    assert changes(rows) == {
        ("total", "reopened", 0, 1, *again), ("total", "received", 3, 4, *late),
        ("total", "closing", 1, 3, *again), ("total", "closing", 1, 3, *late),
        ("chengguan", "reopened", 0, 1, *again), ("chengguan", "received", 1, 2, *late),
        ("chengguan", "closing", 0, 2, *again), ("chengguan", "closing", 0, 2, *late),
    }  # fmt: skip
    assert all(row["seq"] and row["recorded_at"].startswith("2026-11-05") for row in rows)
    text = autumn(*OCTOBER, "--restate", "--by", "unit")
    assert "TS-2026-0004" in text and "城关支行" in text


def test_what_a_changed_channel_moved_is_taken_back_and_named(autumn: Desk) -> None:
    before = autumn.json(*OCTOBER)
    later(autumn, "code set channel media --referred --from 2026-10-01 --yes")
    assert autumn.json(*OCTOBER) != before  # the body that sent it waits for an answer
    assert autumn.json(*OCTOBER, "--known-on", "2026-11-04") == before
    changed = autumn.json(*OCTOBER, "--restate", "--known-on", "2026-11-04")
    assert set(picked_each(changed, "kind changed")) == {("code_changed", "media")}


def test_a_case_classified_again_leaves_one_group_for_another(autumn: Desk) -> None:
    later(autumn, CLASSIFIED)
    # Overdue at the end of October under the classification of that day.
    assert changes(autumn.json(*OCTOBER, "--restate")) == {
        (group, column, *values, "classified", "TS-2026-0003")
        for column in ("received", "closing", "overdue_now")
        for group, values in (("work_error", (1, 0)), ("financial_crime", (0, 1)))
    }


def test_an_entry_is_named_where_it_moved_a_figure_and_nowhere_else(autumn: Desk) -> None:
    """Of all that was changed of units and rules, each figure names what it hangs on, by its unit or rule."""
    later(autumn, "unit add beimen 北门支行", "unit set chengguan --email cg@example.com --area town", RENAMED)
    later(autumn, THRESHOLD, "policy set media_report_hours 4 --from 2026-10-01 --yes", LIMIT)
    later(autumn, "unit set hexi --area town")
    rows = autumn.json(*OCTOBER, "--restate", "--by", "area")
    assert ("country", "received", 2, 0, None) in picked_each(rows, "group column then now case_no")
    named = set(picked_each(rows, "group column kind changed"))
    moved = {change for change in named if change[0] != "total"}
    assert {change[3] for change in moved} == {"chengguan", "hexi", "seed.general"}
    assert {change[0] for change in moved if change[3] == "chengguan"} == {"none", "town"}
    assert {change[0] for change in moved if change[3] == "hexi"} == {"country", "town"}
    assert {change[1:] for change in named if change[0] == "total"} == {
        ("overdue_now", "policy_changed", "seed.general")}  # fmt: skip
    assert "seed.general" in autumn(*OCTOBER, "--restate", "--by", "area")


def test_a_changed_threshold_is_named_for_the_major_cases_alone(autumn: Desk) -> None:
    autumn.register(as_of="2026-10-22T10:00", channel="media", unit="retail", amount="900")
    later(autumn, "unit set hexi --email hx@example.com", THRESHOLD, "unit add beimen 北门支行")
    rows = autumn.json(*OCTOBER, "--restate", "--by", "unit")
    assert set(picked_each(rows, "group column then now changed")) == {
        (group, "major", 0, 1, "major_amount_fen") for group in ("retail", "total")}  # fmt: skip


def test_a_day_may_be_named(autumn: Desk) -> None:
    later(autumn, LATE)
    assert autumn.json(*OCTOBER, "--restate", "--known-on", "2026-11-10") == []
    rows = autumn.json(*OCTOBER, "--restate", "--known-on", "2026-10-15")
    assert ("total", "received", 2, 4, "registered", "TS-2026-0003") in changes(rows)


# ---- Notes on a period ----


@pytest.mark.requirement("A22.2")
def test_findings_and_proposals_are_kept_with_their_period(autumn: Desk) -> None:
    said = autumn(*OCTOBER, "--note-findings", "排队投诉增加", "--note-proposals", "增设窗口")
    assert said == "Noted on 2026-10.\n"
    autumn("report", "--month", "2026年10月", "--note-findings", "排队投诉减少")
    autumn("report", "--month", "2026-11", "--note-findings", "平稳")
    with db.reading(autumn.path) as connection:
        found = month_rows.note(connection, "2026-10")
        nothing = month_rows.note(connection, "2026-09")
    assert picked(found, "findings proposals actor") == ("排队投诉减少", "增设窗口", "li")
    assert nothing is None
    assert "is empty" in autumn(*OCTOBER, "--note-findings", " ", expect=2)
    autumn("verify")
