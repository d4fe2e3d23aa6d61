"""A return drawn again as it was known on an earlier day, and what has changed of it since."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, enter, made_once

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.file import db
from complaintctl.month import rows as month_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

OCTOBER = ("report", "--month", "2026-10")
KNOWN = ("--known-on", "2026-11-01")


@made_once
def autumn(desk: Desk) -> None:
    """Three complaints of October 2026: one closed in time, one withdrawn, one open; it is 2026-12-01."""
    desk.register(as_of="2026-10-08T10:00", channel="media", unit="chengguan")
    desk.do("brief", "1", "--to", "sun", as_of="2026-10-08T11:00")
    desk.resolve("1", "2026-10-09T10:00", as_of="2026-10-09T11:00", compensation="80")
    desk.do("review", "1", "--accept", as_of="2026-10-10T09:00")
    desk.do("close", "1", as_of="2026-10-10T10:00")
    desk.register(as_of="2026-10-12T10:00", channel="media", unit="hexi")
    enter(desk, "2026-10-14T10:00", "TS-2026-0002", "withdrawn", text="自行撤诉")
    desk.register(as_of="2026-10-20T10:00", channel="media", unit="hexi", category="work_error")
    desk.as_of = "2026-12-01T10:00"


def answers(desk: Desk, *options: str) -> list[str]:
    """The return of October as it was known on 1 November, by all that can show a difference."""
    whole = [desk(*OCTOBER, *KNOWN, *options, "--by", "unit", *form) for form in (("--csv",), ("--json",), ())]
    dimensions = ("category", "unit", "area", "fault", "satisfaction")
    return whole + [desk(*OCTOBER, *KNOWN, *options, "--by", by, "--more", "--json") for by in dimensions]


LATER = {
    "a case entered late": lambda desk: desk.register(
        as_of="2026-11-05", received_at="2026-10-30T09:00", channel="media", unit="chengguan", reason="补登"),
    "a case classified again": lambda desk: desk(
        "classify", "3", "--category", "financial_crime", "--reason", "已移交", as_of="2026-11-05"),
    "a case closed, entered late": lambda desk: enter(
        desk, "2026-11-05T10:00", "TS-2026-0003", "closed", at="2026-10-30T10:00"),
    "a case reopened": lambda desk: desk(
        "reopen", "1", "--reason", "客户不接受", "--at", "2026-10-31T10:00", as_of="2026-11-05"),
    "a case reopened, and withdrawn in another month": lambda desk: (
        desk("reopen", "2", "--reason", "客户不接受", as_of="2026-11-05"),
        enter(desk, "2026-12-01T09:00", "TS-2026-0002", "withdrawn")),
    "a unit renamed": lambda desk: desk("unit", "set", "hexi", "--name", "河东支行", as_of="2026-11-05"),
    "a unit moved": lambda desk: desk("unit", "set", "hexi", "--area", "town", as_of="2026-11-05"),
    "a unit retired": lambda desk: desk("unit", "set", "retail", "--retired", "2026-10-01", as_of="2026-11-05"),
    "a unit added": lambda desk: desk("unit", "add", "beimen", "北门支行", as_of="2026-11-05"),
    "a limit changed": lambda desk: desk(
        "policy", "set", "seed.general", "1", "--from", "2026-10-01", "--yes", as_of="2026-11-05"),
    "a rule changed": lambda desk: desk(
        "policy", "set", "major_amount_fen", "100", "--from", "2026-10-01", "--yes", as_of="2026-11-05"),
    "a channel changed": lambda desk: desk(
        "code", "set", "channel", "media", "--referred", "--from", "2026-10-01", "--yes", as_of="2026-11-05"),
}  # fmt: skip


_before: list[str] = []  # the answers before, which are the same for all


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("later", LATER)
def test_what_is_entered_later_changes_no_byte_of_an_earlier_return(autumn: Desk, later: str) -> None:
    before = _before or answers(autumn)
    _before[:] = before
    LATER[later](autumn)
    assert answers(autumn) == before
    autumn.as_of = "2026-12-24T10:00"
    assert answers(autumn) == before


def test_today_is_the_day_it_was_known_on(autumn: Desk) -> None:
    assert autumn.json(*OCTOBER, "--known-on", "2026-10-21")[-1]["overdue_now"] == 0
    assert autumn.json(*OCTOBER, *KNOWN)[-1]["overdue_now"] == 1


def test_an_earlier_day_knows_less(autumn: Desk) -> None:
    known = [autumn.json(*OCTOBER, "--known-on", day)[-1] for day in ("2026-10-08", "2026-10-13", "2026-10-31")]
    figures = [[row[key] for key in ("received", "resolved", "withdrawn", "closing")] for row in known]
    assert figures == [[1, 0, 0, 1], [2, 1, 0, 1], [3, 1, 1, 1]]


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
    assert {(row["column"], row["kind"], row["changed"]) for row in changed} >= {
        ("late", "calendar_changed", "2026.csv")}  # fmt: skip


def test_a_calendar_changed_by_an_older_program_is_said(desk: Desk) -> None:
    with db.writing(desk.path) as connection:
        act = Act(connection, Clock(parse_moment("2026-11-23T09:00", "")), "li")
        ledger.append(act, [Fact(None, "calendar_changed", parse_moment("2026-11-23T09:00", ""), {"source": "x.json"})])
    said = desk.run("report", "--month", "2026-10", "--known-on", "2026-11-01").stderr
    assert "The calendar was changed on 2026-11-23" in said and "as they are now" in said


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-02", "2027-01-01", "x"])
@pytest.mark.parametrize("options", [(), ("--restate",), ("--explain", "total:late")])
def test_what_is_not_known_yet(autumn: Desk, day: str, options: tuple[str, ...]) -> None:
    """Nor is the day itself, before its end: more may still be entered on it."""
    said = autumn(*OCTOBER, *options, "--known-on", day, expect=2)
    assert "--known-on" in said and ("not a day that is over" in said or day == "x")


def test_the_first_day_after_a_period_must_be_over_as_well(autumn: Desk) -> None:
    assert "2026-11-01, is not over" in autumn(*OCTOBER, "--restate", as_of="2026-11-01T20:00", expect=2)
    assert autumn.json(*OCTOBER, "--restate", as_of="2026-11-02T08:00") == []
    assert "it begins on" in autumn(*OCTOBER, "--restate", "--known-on", "2026-09-30", expect=2)


def test_a_period_after_the_day_it_is_to_be_known_on(autumn: Desk) -> None:
    assert "in the future" in autumn("report", "--month", "2026-11", "--known-on", "2026-10-31", expect=2)


# ---- What has changed since ----


def changes(rows: list[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(row[key] for key in ("group", "column", "then", "now", "kind", "case_no")) for row in rows}


@pytest.mark.requirement("A22.1")
def test_nothing_has_changed(autumn: Desk) -> None:
    assert autumn.json(*OCTOBER, "--restate") == []
    assert autumn(*OCTOBER, "--restate").splitlines()[-1] == "Nothing of 2026-10 has changed since 2026-11-01."


@pytest.mark.requirement("A22.1")
def test_each_changed_figure_names_the_entries_that_changed_it(autumn: Desk) -> None:
    LATER["a case reopened"](autumn)
    LATER["a case entered late"](autumn)
    enter(autumn, "2026-11-06T10:00", "TS-2026-0001", "contacted", purpose="progress")  # which changes no figure
    rows = autumn.json(*OCTOBER, "--restate", "--by", "unit")
    reopened, late = ("reopened", "TS-2026-0001"), ("registered", "TS-2026-0004")
    figures = {("reopened", 0, 1, *reopened), ("received", 3, 4, *late), ("closing", 1, 3, *reopened),
               ("closing", 1, 3, *late)}  # fmt: skip
    assert changes(rows) == {("total", *figure) for figure in figures} | {
        ("chengguan", "reopened", 0, 1, *reopened), ("chengguan", "received", 1, 2, *late),
        ("chengguan", "closing", 0, 2, *reopened), ("chengguan", "closing", 0, 2, *late),
    }  # fmt: skip
    assert all(row["seq"] and row["recorded_at"].startswith("2026-11-05") for row in rows)
    text = autumn(*OCTOBER, "--restate", "--by", "unit")
    assert "TS-2026-0004" in text and "城关支行" in text


def test_what_a_changed_channel_moved_is_taken_back_and_named(autumn: Desk) -> None:
    before = autumn.json(*OCTOBER)
    autumn("code", "set", "channel", "media", "--referred", "--from", "2026-10-01", "--yes", as_of="2026-11-05")
    assert autumn.json(*OCTOBER) != before  # the body that sent it waits for an answer
    assert autumn.json(*OCTOBER, "--known-on", "2026-11-04") == before
    changed = autumn.json(*OCTOBER, "--restate", "--known-on", "2026-11-04")
    assert {(row["kind"], row["changed"]) for row in changed} == {("code_changed", "media")}


def test_a_case_classified_again_leaves_one_group_for_another(autumn: Desk) -> None:
    LATER["a case classified again"](autumn)
    rows = changes(autumn.json(*OCTOBER, "--restate"))
    assert rows == {
        ("work_error", "received", 1, 0, "classified", "TS-2026-0003"),
        ("work_error", "closing", 1, 0, "classified", "TS-2026-0003"),
        ("financial_crime", "received", 0, 1, "classified", "TS-2026-0003"),
        ("financial_crime", "closing", 0, 1, "classified", "TS-2026-0003"),
        # Overdue at the end of October under the classification of that day.
        ("work_error", "overdue_now", 1, 0, "classified", "TS-2026-0003"),
        ("financial_crime", "overdue_now", 0, 1, "classified", "TS-2026-0003"),
    }


def test_what_a_rule_changed_names_the_rule(autumn: Desk) -> None:
    autumn("unit", "set", "hexi", "--area", "town", as_of="2026-11-05")
    rows = autumn.json(*OCTOBER, "--restate", "--by", "area")
    assert {(row["group"], row["column"], row["then"], row["now"]) for row in rows} >= {
        ("country", "received", 2, 0), ("town", "received", 0, 2)}  # fmt: skip
    assert {(row["kind"], row["case_no"]) for row in rows} == {("unit_changed", None)}


def test_an_entry_is_named_where_it_moved_a_figure_and_nowhere_else(autumn: Desk) -> None:
    """Of all that was changed of units and rules, each figure names what it hangs on, by its unit or rule."""
    autumn.as_of = "2026-11-05T10:00"
    autumn("unit", "add", "beimen", "北门支行")
    autumn("unit", "set", "chengguan", "--email", "cg@example.com", "--area", "town")
    autumn("unit", "set", "hexi", "--email", "hx@example.com", "--name", "河东支行")
    autumn("policy", "set", "major_amount_fen", "100", "--from", "2026-10-01", "--yes")
    autumn("policy", "set", "media_report_hours", "4", "--from", "2026-10-01", "--yes")
    autumn("policy", "set", "seed.general", "1", "--from", "2026-10-01", "--yes")
    autumn("unit", "set", "hexi", "--area", "town")
    autumn.as_of = "2026-12-01T10:00"
    rows = autumn.json(*OCTOBER, "--restate", "--by", "area")
    named = {(row["group"], row["column"], row["kind"], row["changed"]) for row in rows}
    moved = {change for change in named if change[0] != "total"}
    assert {change[3] for change in moved} == {"chengguan", "hexi", "seed.general"}
    assert {change[0] for change in moved if change[3] == "chengguan"} == {"none", "town"}
    assert {change[0] for change in moved if change[3] == "hexi"} == {"country", "town"}
    assert {change[1:] for change in named if change[0] == "total"} == {
        (column, "policy_changed", "seed.general") for column in ("on_time", "late", "on_time_rate")}  # fmt: skip
    assert "seed.general" in autumn(*OCTOBER, "--restate", "--by", "area")


def test_a_changed_threshold_is_named_for_the_major_cases_alone(autumn: Desk) -> None:
    autumn.register(as_of="2026-10-22T10:00", channel="media", unit="retail", amount="900")
    autumn("unit", "set", "hexi", "--email", "hx@example.com", as_of="2026-11-05")
    LATER["a rule changed"](autumn)
    autumn("unit", "add", "beimen", "北门支行", as_of="2026-11-06")
    rows = autumn.json(*OCTOBER, "--restate", "--by", "unit")
    assert {(row["group"], row["column"], row["then"], row["now"], row["changed"]) for row in rows} == {
        (group, "major", 0, 1, "major_amount_fen") for group in ("retail", "total")}  # fmt: skip


def test_a_day_may_be_named(autumn: Desk) -> None:
    LATER["a case entered late"](autumn)
    assert autumn.json(*OCTOBER, "--restate", "--known-on", "2026-11-10") == []
    rows = autumn.json(*OCTOBER, "--restate", "--known-on", "2026-10-15")
    assert ("total", "received", 2, 4, "registered", "TS-2026-0003") in changes(rows)


def test_a_period_that_is_not_over_has_not_been_drawn(autumn: Desk) -> None:
    assert "was not drawn" in autumn("report", "--month", "2026-12", "--restate", expect=2)


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
    assert (found["findings"], found["proposals"], found["actor"]) == ("排队投诉减少", "增设窗口", "li")
    assert nothing is None
    assert "is empty" in autumn(*OCTOBER, "--note-findings", " ", expect=2)
    autumn("verify")
