"""The daily checks: who makes them, which are missing, what they found (Arts 8(4), 9(2), 9(3))."""

from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each

LEADER, OFFICER, HEAD = "sun", "li", "zhang"


def missing(desk: Desk, *options: str, as_of: str | None = None) -> list[str]:
    """The days on which a check is missing."""
    return [row["day"] for row in desk.json("check", "missing", *options, as_of=as_of)]


def state(desk: Desk, check: str, unit: str | None = None, as_of: str | None = None) -> dict[str, Any]:
    """How one check stands."""
    return next(row for row in desk.json("check", as_of=as_of) if (row["check"], row["unit"]) == (check, unit))


@made_once
def watched(desk: Desk) -> None:
    """The government website is li's to look at since Friday 2026-11-20, and nobody has; it is Monday."""
    desk("check", "name", "government_website", OFFICER, "--at", "2026-11-20")


# ---- Who is named ----


@pytest.mark.requirement("A8.4a", "A9.2a", "A9.3a")
def test_a_check_that_nobody_is_named_for_is_said_with_the_command_that_names_one(desk: Desk) -> None:
    said = desk.run("check").stderr
    assert "for government website (Art. 8(4)): complaintctl check name government_website STAFF" in said
    assert "complaintctl check name web_channel STAFF" in said
    assert "complaintctl check name branch_box --unit chengguan" in said  # its head, if nobody else
    assert "complaintctl check name branch_box STAFF --unit hexi" in said  # it has no head
    assert "retail" not in said  # a department has no suggestion box
    assert missing(desk) == []


@pytest.mark.requirement("A8.4a")
def test_the_remedy_is_a_command_that_works(desk: Desk) -> None:
    for row in desk.json("check"):
        desk(*row["remedy"].replace("STAFF", OFFICER).split()[1:])
    assert "Nobody" not in desk.run("check").stderr
    assert all(row["person"] and row["remedy"] is None for row in desk.json("check"))


@pytest.mark.requirement("A8.4a")
def test_the_state_shows_who_since_when_the_last_check_and_the_days_missing(watched: Desk) -> None:
    watched("check", "done", "government_website", "--day", "2026-11-21")
    row = state(watched, "government_website")
    assert picked(row, "person first_day last_day missing_days") == (OFFICER, "2026-11-20", "2026-11-21", 2)


@pytest.mark.requirement("A9.2a")
def test_a_suggestion_box_is_the_heads_unless_another_is_named(desk: Desk) -> None:
    desk("check", "name", "意见簿(箱)", "--unit", "chengguan", expect=4)
    desk("check", "name", "营业机构意见簿(箱)", "--unit", "城关支行")
    assert state(desk, "branch_box", "chengguan")["person"] == HEAD
    said = desk.run("check", "name", "branch_box", "qian", "--unit", "chengguan").stderr
    assert "qian is of hexi, not of chengguan" in said
    assert state(desk, "branch_box", "chengguan")["person"] == "qian"
    assert "hexi has no head" in desk("check", "name", "branch_box", "--unit", "hexi", expect=2)


def test_who_makes_a_check_is_asked_of_the_one_named_then(watched: Desk) -> None:
    watched("check", "name", "government_website", LEADER, "--at", "2026-11-22")
    rows = watched.json("check", "missing")
    assert picked_each(rows, "day person") == [("2026-11-20", OFFICER), ("2026-11-21", OFFICER), ("2026-11-22", LEADER)]


def test_of_two_named_on_one_day_the_last_counts(watched: Desk) -> None:
    watched("check", "name", "government_website", LEADER, "--at", "2026-11-20")
    assert {row["person"] for row in watched.json("check", "missing")} == {LEADER}


def test_a_naming_entered_late_does_not_undo_a_later_one(watched: Desk) -> None:
    watched("check", "name", "government_website", LEADER, "--at", "2026-11-18")
    assert state(watched, "government_website")["person"] == OFFICER
    assert missing(watched)[:2] == ["2026-11-18", "2026-11-19"]


def test_who_is_named_already_is_not_named_again(watched: Desk) -> None:
    assert "already" in watched("check", "name", "government_website", "李清明", expect=3)


def test_who_has_left_is_neither_named_nor_blamed(desk: Desk) -> None:
    desk("check", "name", "branch_box", "--unit", "chengguan", "--at", "2026-11-19")
    desk("staff", "set", HEAD, "--retired", "2026-11-21")
    rows = desk.json("check", "missing")
    assert [(row["day"], row["person"]) for row in rows] == [
        ("2026-11-19", HEAD),
        ("2026-11-20", HEAD),
        ("2026-11-21", None),
        ("2026-11-22", None),
    ]
    row = state(desk, "branch_box", "chengguan")
    assert row["person"] is None and row["missing_days"] == 4
    assert row["remedy"] == "complaintctl check name branch_box STAFF --unit chengguan"
    assert "retired on 2026-11-21" in desk("check", "name", "branch_box", HEAD, "--unit", "chengguan", expect=3)


# ---- Which are missing ----


@pytest.mark.requirement("A8.4a", "A9.2a", "A9.3a")
def test_a_day_without_a_check_is_missing_and_today_is_not_yet(watched: Desk) -> None:
    assert missing(watched, as_of="2026-11-20T23:00") == []
    assert missing(watched) == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert missing(watched, as_of="2026-11-24T08:00")[-1] == "2026-11-23"
    watched("check", "done", "government_website")
    assert missing(watched, as_of="2026-11-24T08:00")[-1] == "2026-11-22"


@pytest.mark.requirement("G15")
def test_weekends_count_unless_the_policy_says_working_days(watched: Desk) -> None:
    assert "2026-11-22" in missing(watched)  # a Sunday
    watched("policy", "set", "daily_check_days", "working", "--from", "2026-11-01")
    assert missing(watched) == ["2026-11-20"]


@pytest.mark.requirement("G15")
def test_the_policy_holds_for_the_days_it_is_in_force(watched: Desk) -> None:
    watched("policy", "set", "daily_check_days", "working", "--from", "2026-11-22")
    assert missing(watched) == ["2026-11-20", "2026-11-21"]


@pytest.mark.requirement("A9.2a")
def test_each_box_is_missed_by_its_own_branch(desk: Desk) -> None:
    for unit, person in (("chengguan", HEAD), ("hexi", "qian")):
        desk("check", "name", "branch_box", person, "--unit", unit, "--at", "2026-11-21")
    desk("check", "done", "branch_box", "--unit", "hexi", "--day", "2026-11-21")
    rows = desk.json("check", "missing")
    assert [(row["day"], row["unit"], row["unit_name"]) for row in rows] == [
        ("2026-11-21", "chengguan", "城关支行"),
        ("2026-11-22", "chengguan", "城关支行"),
        ("2026-11-22", "hexi", "河西支行"),
    ]
    assert state(desk, "branch_box", "hexi")["missing_days"] == 1


@pytest.mark.requirement("A9.2a")
def test_a_retired_units_box_is_not_missing(desk: Desk) -> None:
    desk("check", "name", "branch_box", "qian", "--unit", "hexi", "--at", "2026-11-19")
    desk("unit", "set", "hexi", "--retired", "2026-11-21")
    assert missing(desk) == ["2026-11-19", "2026-11-20"]
    assert "hexi" not in {row["unit"] for row in desk.json("check")}
    assert "retired on 2026-11-21" in desk("check", "done", "branch_box", "--unit", "hexi", expect=3)
    words = ["check", "done", "branch_box", "--unit", "hexi", "--day", "2026-11-20"]
    desk(*words, "--day", "2026-11-21", expect=3)
    desk(*words)
    assert missing(desk) == ["2026-11-19"]


def test_missing_days_are_chosen_by_day_kind_and_unit(watched: Desk) -> None:
    watched("check", "name", "branch_box", "--unit", "chengguan", "--at", "2026-11-22")
    assert missing(watched, "--from", "2026-11-21", "--to", "2026-11-21") == ["2026-11-21"]
    assert missing(watched, "--kind", "营业机构意见簿(箱)") == ["2026-11-22"]
    assert missing(watched, "--unit", "chengguan") == ["2026-11-22"]
    assert missing(watched, "--kind", "web_channel") == []
    assert "No check is missing" in watched("check", "missing", "--kind", "web_channel")
    assert "before --from" in watched("check", "missing", "--from", "2026-11-22", "--to", "2026-11-21", expect=2)


# ---- Recording one ----


@pytest.mark.requirement("G15")
def test_days_past_can_be_entered_late_and_are_marked(watched: Desk) -> None:
    watched("check", "done", "government_website", "--day", "2026-11-22", "--day", "2026-11-20", "--day", "2026-11-22")
    watched("check", "done", "government_website")
    rows = watched.json("check", "list")
    assert picked_each(rows, "day late_entry") == [("2026-11-20", True), ("2026-11-22", True), ("2026-11-23", False)]
    assert rows[0]["recorded_at"] == "2026-11-23T10:00:00+08:00"
    assert missing(watched) == ["2026-11-21"]


def test_looking_back_a_late_entry_happened_on_its_day(watched: Desk) -> None:
    watched("check", "done", "government_website", "--day", "2026-11-20")
    assert missing(watched, as_of="2026-11-22T10:00") == ["2026-11-21"]
    watched("check", "done", "government_website", "--day", "2026-11-21", "--at", "2026-11-23T08:00")
    assert missing(watched, as_of="2026-11-22T10:00") == ["2026-11-21"]
    assert missing(watched) == ["2026-11-22"]


def test_several_days_are_entered_whole_or_not_at_all(watched: Desk) -> None:
    watched("check", "done", "government_website", "--day", "2026-11-21")
    watched("check", "done", "government_website", "--day", "2026-11-20", "--day", "2026-11-21", expect=3)
    assert missing(watched) == ["2026-11-20", "2026-11-22"]


def test_a_day_to_come_is_not_checked(watched: Desk) -> None:
    assert "in the future" in watched("check", "done", "government_website", "--day", "2026-11-24", expect=2)
    assert "in the future" in watched("check", "done", "government_website", "--at", "2026-11-23T11:00", expect=2)
    words = ["--day", "2026-11-22", "--at", "2026-11-21T09:00"]
    assert "not made before its day" in watched("check", "done", "government_website", *words, expect=2)


def test_a_day_is_checked_twice_only_where_something_is_found(watched: Desk) -> None:
    watched("check", "done", "government_website")
    assert "on record" in watched("check", "done", "government_website", expect=3)
    watched("check", "done", "government_website", "--found", "论坛有帖文", "--briefed", LEADER)
    assert len(watched.json("check", "list")) == 2


@pytest.mark.requirement("A8.4a")
def test_another_may_stand_in_and_it_is_said(watched: Desk) -> None:
    assert watched.run("check", "done", "government_website").stderr == ""
    said = watched.run("check", "done", "government_website", "--by", LEADER, "--day", "2026-11-22").stderr
    assert "li is named for this check; sun made it" in said
    assert {row["by"] for row in watched.json("check", "list")} == {OFFICER, LEADER}


def test_a_check_nobody_was_named_for_is_recorded_and_said(desk: Desk) -> None:
    said = desk.run("check", "done", "branch_box", "--unit", "hexi").stderr
    assert "Nobody was named" in said and "complaintctl check name branch_box STAFF --unit hexi" in said
    assert state(desk, "branch_box", "hexi")["last_day"] == "2026-11-23"


# ---- What was found ----


@pytest.mark.requirement("A8.4b")
def test_a_complaint_found_names_its_case(watched: Desk) -> None:
    desk = watched
    desk.register(channel="web")
    said = desk.run("check", "done", "government_website", "--found", "留言板投诉", "--case", "1").stderr
    assert said == ""
    (row,) = desk.json("check", "list")
    assert (row["found"], row["case_no"], row["unreported"]) == ("留言板投诉", "TS-2026-0001", False)
    desk("check", "done", "government_website", "--case", "9", expect=4)


@pytest.mark.requirement("A8.4b")
def test_what_harms_the_banks_image_is_told_to_a_leader(watched: Desk) -> None:
    watched("check", "done", "government_website", "--found", "论坛有不实帖文", "--briefed", "孙惊蛰")
    (row,) = watched.json("check", "list")
    assert (row["briefed"], row["briefed_label"], row["unreported"]) == (LEADER, "孙惊蛰", False)
    wrong = ["check", "done", "government_website", "--found", "论坛有不实帖文", "--briefed", "qian"]
    assert "no leader" in watched(*wrong, expect=3)
    assert "--found" in watched("check", "done", "government_website", "--briefed", LEADER, expect=2)


@pytest.mark.requirement("A8.4b")
def test_a_finding_reported_to_nobody_is_remarked_on_until_it_is(watched: Desk) -> None:
    words = ["check", "done", "government_website", "--found", "论坛有帖文"]
    assert "--briefed LEADER or --case CASE" in watched.run(*words).stderr
    assert [row["unreported"] for row in watched.json("check", "list")] == [True]
    watched(*words, "--briefed", LEADER)
    assert [row["unreported"] for row in watched.json("check", "list")] == [False, False]


@pytest.mark.requirement("A8.4b")
def test_a_later_finding_is_not_covered_by_an_earlier_report(watched: Desk) -> None:
    watched("check", "done", "government_website", "--found", "甲帖", "--briefed", LEADER)
    watched("check", "done", "government_website", "--found", "乙帖")
    assert [row["unreported"] for row in watched.json("check", "list")] == [False, True]


def test_a_report_of_wrongdoing_is_not_told_to_whom_it_reports(watched: Desk) -> None:
    watched.register(channel="web", category="financial_crime", subject=LEADER)
    words = ["--found", "举报", "--case", "1", "--briefed"]
    assert "must not be shown" in watched("check", "done", "government_website", *words, LEADER, expect=3)
    watched("check", "done", "government_website", *words, "zhou")


def test_a_finding_is_of_one_day(watched: Desk) -> None:
    words = ["--day", "2026-11-21", "--day", "2026-11-22", "--found", "帖文"]
    assert "by itself" in watched("check", "done", "government_website", *words, expect=2)
    assert "is empty" in watched("check", "done", "government_website", "--found", " ", expect=2)


# ---- Bad input, and looking ----


@cases(
    "words status sentence",
    (["name", "branch_box", "zhang"], 2, "--unit"),
    (["done", "branch_box"], 2, "--unit"),
    (["name", "web_channel", "li", "--unit", "hexi"], 2, "leave out --unit"),
    (["done", "web_channel", "--unit", "hexi"], 2, "leave out --unit"),
    (["name", "branch_box", "li", "--unit", "retail"], 2, "no branch"),
    (["name", "web_channel"], 2, "STAFF"),
    (["name", "web_chanel", "li"], 4, "web_channel"),
    (["name", "web_channel", "lu"], 4, "There is no member of staff"),
    (["name", "branch_box", "li", "--unit", "hexy"], 4, "hexi"),
    (["name", "web_channel", "li", "--at", "2026-11-24"], 2, "future"),
    (["done", "web_channel", "--day", "11月3日"], 2, "not a date"),
    (["done", "web_channel", "--by", "nobody"], 4, "nobody"),
    (["missing", "--kind", "box"], 4, "There is no check kind"),
    (["missing", "--unit", "none"], 4, "There is no unit"),
    (["list", "--from", "yesterday"], 2, "not a date"),
)
def test_bad_input(desk: Desk, words: list[str], status: int, sentence: str) -> None:
    assert sentence in desk("check", *words, expect=status)
    assert desk.json("check", "list") == [] and not any(row["person"] for row in desk.json("check"))


def test_the_list_is_this_months_unless_said_otherwise(watched: Desk) -> None:
    watched("check", "done", "web_channel", "--day", "2026-10-31")
    watched("check", "done", "web_channel", "--day", "2026-11-01")
    assert [row["day"] for row in watched.json("check", "list")] == ["2026-11-01"]
    assert [row["day"] for row in watched.json("check", "list", "--to", "2026-10-31")] == ["2026-10-31"]
    assert len(watched.json("check", "list", "--from", "2026-10-01")) == 2
    assert watched.json("check", "list", "--kind", "government_website") == []


def test_the_listings_as_tables(watched: Desk) -> None:
    watched("check", "done", "government_website", "--day", "2026-11-21")
    assert "政府信息网站" in watched.run("--lang", "zh", "check").stdout
    assert "缺失天数" in watched.run("--lang", "zh", "check").stdout
    assert "2026-11-22" in watched("check", "missing")
    assert "补录" in watched("--lang", "zh", "check", "list")
    header = watched("check", "missing", "--csv").splitlines()[0]
    assert header == "day,check,check_label,unit,unit_name,person,person_label,citation"
