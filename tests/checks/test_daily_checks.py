"""The daily checks: who makes them, which are missing, what they found (Arts 8(4), 9(2), 9(3))."""

import json
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each

LEADER, OFFICER, HEAD = "sun", "li", "zhang"
SITE, BOX = "government_website", ["branch_box", "--unit"]


def missing(desk: Desk, *options: str, as_of: str | None = None) -> list[str]:
    """The days of November 2026 on which a check is missing."""
    days = [row["day"] for row in missing_rows(desk, *options, as_of=as_of)]
    assert all(day.startswith("2026-11-") for day in days)
    return [day[8:] for day in days]


def missing_rows(desk: Desk, *options: str, as_of: str | None = None) -> list[dict[str, Any]]:
    """The days without a check, whoever is named; the exit status says if there are any, or nobody is named."""
    result = desk.run("check", "missing", "--json", *options, as_of=as_of, expect=None)
    found = json.loads(result.stdout)
    assert result.exit_code == (6 if found or "Nobody is named" in result.stderr else 0)
    return list(found)


def listed(desk: Desk, columns: str, *options: str) -> list[Any]:
    """Some columns of the checks made."""
    return picked_each(desk.json("check", "list", *options), columns)


def state(desk: Desk, check: str, unit: str | None = None) -> dict[str, Any]:
    """How one check stands."""
    return next(row for row in desk.json("check") if (row["check"], row["unit"]) == (check, unit))


def name(desk: Desk, *words: str, expect: int = 0) -> Any:
    """Name who makes a check: what is said of it, or why not."""
    return desk.run("check", "name", *words, expect=expect).stderr


def done(desk: Desk, *words: str, expect: int = 0) -> Any:
    """Enter a check, of the website unless another is named: what is said of it, or why not."""
    check = [] if words[:1] == ("branch_box",) else [SITE]
    return desk.run("check", "done", *check, *words, expect=expect).stderr


@made_once
def watched(desk: Desk) -> None:
    """The government website is li's to look at since Friday 2026-11-20, and nobody has; it is Monday."""
    name(desk, SITE, OFFICER, "--at", "2026-11-20")


# ---- Who is named ----


@pytest.mark.requirement("A8.4a", "A9.2a", "A9.3a")
def test_a_check_that_nobody_is_named_for_is_said_with_a_command_that_names_one(desk: Desk) -> None:
    said = desk.run("check").stderr
    assert "for government website (Art. 8(4)): complaintctl check name government_website STAFF" in said
    assert "complaintctl check name web_channel STAFF" in said
    assert "complaintctl check name branch_box --unit chengguan" in said  # its head, if nobody else
    assert "complaintctl check name branch_box STAFF --unit hexi" in said  # it has no head
    assert "retail" not in said  # a department has no suggestion box
    assert missing(desk) == []
    for row in desk.json("check"):
        desk(*row["remedy"].replace("STAFF", OFFICER).split()[1:])
    assert "Nobody" not in desk.run("check").stderr
    assert all(row["person"] and row["remedy"] is None for row in desk.json("check"))


@pytest.mark.requirement("A8.4a")
def test_the_state_shows_who_since_when_the_last_check_and_the_days_missing(watched: Desk) -> None:
    done(watched, "--day", "2026-11-21")
    row = state(watched, SITE)
    assert picked(row, "person first_day last_day missing_days") == (OFFICER, "2026-11-20", "2026-11-21", 2)
    assert "already" in name(watched, SITE, "李清明", expect=3)  # who is named is not named again


@pytest.mark.requirement("A9.2a")
def test_a_suggestion_box_is_the_heads_unless_another_is_named(desk: Desk) -> None:
    name(desk, "意见簿(箱)", "--unit", "chengguan", expect=4)
    name(desk, "营业机构意见簿(箱)", "--unit", "城关支行")
    assert state(desk, "branch_box", "chengguan")["person"] == HEAD
    assert "钱谷雨 is of 河西支行, not of 城关支行" in name(desk, "branch_box", "qian", "--unit", "chengguan")
    assert state(desk, "branch_box", "chengguan")["person"] == "qian"
    assert "河西支行 has no head" in name(desk, *BOX, "hexi", expect=2)


@pytest.mark.requirement("A8.4a")
@cases(
    "at persons",
    ("2026-11-22", [OFFICER, OFFICER, LEADER]),
    ("2026-11-20", [LEADER] * 3),  # of two named on one day the last counts
    ("2026-11-18", [LEADER] * 2 + [OFFICER] * 3),  # a naming entered late does not undo a later one
)
def test_who_makes_a_check_is_asked_of_the_one_named_then(watched: Desk, at: str, persons: list[str]) -> None:
    name(watched, SITE, LEADER, "--at", at)
    rows = missing_rows(watched)
    assert [row["person"] for row in rows] == persons
    assert [row["day"] for row in rows] == [f"2026-11-{day}" for day in range(23 - len(persons), 23)]
    assert state(watched, SITE)["person"] == persons[-1]


def test_who_has_left_is_neither_named_nor_blamed(desk: Desk) -> None:
    name(desk, *BOX, "chengguan", "--at", "2026-11-19")
    desk("staff", "set", HEAD, "--retired", "2026-11-21")
    rows = picked_each(missing_rows(desk), "day person")
    assert rows == [("2026-11-19", HEAD), ("2026-11-20", HEAD), ("2026-11-21", None), ("2026-11-22", None)]
    row = state(desk, "branch_box", "chengguan")
    assert row["person"] is None and row["missing_days"] == 4
    assert row["remedy"] == "complaintctl check name branch_box STAFF --unit chengguan"
    assert "retired on 2026-11-21" in name(desk, "branch_box", HEAD, "--unit", "chengguan", expect=3)


# ---- Several at once ----


@pytest.mark.requirement("A8.4a", "A9.2a")
def test_all_are_entered_at_once_each_by_whom_it_is_named_to(watched: Desk) -> None:
    name(watched, *BOX, "chengguan")
    name(watched, "branch_box", "qian", "--unit", "hexi")
    done(watched)
    said = watched("check", "done", "--all")
    assert said.count("checked: 2026-11-23.") == 2 and "at 城关支行" in said and "at 河西支行" in said
    rows = watched.json("check", "list")
    assert picked_each(rows, "check unit by") == [
        ("branch_box", "chengguan", HEAD), ("branch_box", "hexi", "qian"), (SITE, None, OFFICER),
    ]  # fmt: skip
    assert "No check is left to enter" in watched("check", "done", "--all", expect=3)
    assert "leave out --unit" in watched("check", "done", "--all", "--unit", "hexi", expect=2)


def test_several_boxes_are_entered_in_one_act_or_none_of_them(watched: Desk) -> None:
    for words in (("chengguan",), ("hexi",)):
        watched("check", "name", "branch_box", "qian", "--unit", *words)
    both = ("check", "done", "branch_box", "--unit", "chengguan", "--unit", "hexi")
    assert "that one by itself" in watched(*both, "--found", "脏", expect=2)
    watched("check", "done", "branch_box", "--unit", "hexi")
    assert "at 河西支行 on 2026-11-23 is on record" in watched(*both, expect=3)
    assert len(watched.json("check", "list")) == 1
    assert len(watched("check", "done", "--all", "--by", "li").splitlines()) == 2


def test_who_is_of_a_branch_enters_of_all_their_own_alone(watched: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    name(watched, *BOX, "chengguan")
    name(watched, "branch_box", "qian", "--unit", "hexi")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "qian")
    watched("check", "done", "--all")
    assert [row["unit"] for row in watched.json("check", "list")] == ["hexi"]


# ---- Which are missing ----


@pytest.mark.requirement("A8.4a", "A9.2a", "A9.3a")
def test_a_day_without_a_check_is_missing_and_today_is_not_yet(watched: Desk) -> None:
    assert missing(watched, as_of="2026-11-20T23:00") == []
    assert missing(watched) == ["20", "21", "22"]
    assert missing(watched, as_of="2026-11-24T08:00")[-1] == "23"
    done(watched)
    assert missing(watched, as_of="2026-11-24T08:00")[-1] == "22"


@pytest.mark.requirement("G15")
@cases("since days", ("2026-11-01", ["20"]), ("2026-11-22", ["20", "21"]))
def test_weekends_count_unless_the_policy_in_force_says_working_days(
    watched: Desk, since: str, days: list[str]
) -> None:
    assert "22" in missing(watched)  # a Sunday
    watched("policy", "set", "daily_check_days", "working", "--from", since)
    assert missing(watched) == days


@pytest.mark.requirement("A9.2a")
def test_each_box_is_missed_by_its_own_branch(desk: Desk) -> None:
    for unit, person in (("chengguan", HEAD), ("hexi", "qian")):
        name(desk, "branch_box", person, "--unit", unit, "--at", "2026-11-21")
    done(desk, *BOX, "hexi", "--day", "2026-11-21")
    assert picked_each(missing_rows(desk), "day unit unit_name") == [
        ("2026-11-21", "chengguan", "城关支行"),
        ("2026-11-22", "chengguan", "城关支行"),
        ("2026-11-22", "hexi", "河西支行"),
    ]
    assert state(desk, "branch_box", "hexi")["missing_days"] == 1
    assert missing(desk, "--from", "2026-11-21", "--to", "2026-11-21") == ["21"]
    assert missing(desk, "--kind", "营业机构意见簿(箱)", "--unit", "hexi") == ["22"]
    assert missing(desk, "--kind", "web_channel") == []
    name(desk, "web_channel", OFFICER)
    assert desk.run("check", "missing", "--kind", "web_channel").stdout.endswith(
        "No check is missing up to 2026-11-23.\n"
    )


@pytest.mark.requirement("A8.4a", "A8.4b", "A9.2a")
def test_a_check_that_nobody_is_named_for_is_missing_as_a_day_is(watched: Desk) -> None:
    for day in ("20", "21", "22"):
        done(watched, "--day", f"2026-11-{day}")
    assert watched("check", "missing", "--kind", SITE) and missing(watched) == []  # the others: nobody is named
    found = watched.run("check", "missing", "--kind", "web_channel", expect=6)
    assert found.stdout == "PRACTICE\nNo check that somebody is named for is missing up to 2026-11-23.\n"
    assert found.stderr == (
        "complaintctl: Nobody is named for web complaints (Art. 9(3)): complaintctl check name web_channel STAFF\n"
    )
    assert watched.run("check", "missing", "--unit", "hexi", expect=6).stderr.count("Nobody") == 1
    for words in (("web_channel", OFFICER), ("branch_box", "qian", "--unit", "hexi"), (*BOX, "chengguan")):
        name(watched, *words)
    assert "No check is missing" in watched("check", "missing")
    watched("staff", "set", "qian", "--retired", "2026-11-23")  # who left names nobody
    assert "branch_box STAFF --unit hexi" in watched("check", "missing", expect=6)
    # And a day missing is told with the same status, the first day after.
    assert "2 daily checks are missing.\n" in watched("check", "missing", "--kind", SITE, as_of="2026-11-25", expect=6)


@pytest.mark.requirement("A9.2a")
def test_a_retired_units_box_is_not_missing(desk: Desk) -> None:
    name(desk, "branch_box", "qian", "--unit", "hexi", "--at", "2026-11-19")
    desk("unit", "set", "hexi", "--retired", "2026-11-21")
    assert missing(desk) == ["19", "20"]
    assert "hexi" not in {row["unit"] for row in desk.json("check")}
    assert "retired on 2026-11-21" in done(desk, *BOX, "hexi", expect=3)
    done(desk, *BOX, "hexi", "--day", "2026-11-20", "--day", "2026-11-21", expect=3)
    done(desk, *BOX, "hexi", "--day", "2026-11-20")
    assert missing(desk) == ["19"]


# ---- Recording one ----


@pytest.mark.requirement("G15")
def test_days_past_can_be_entered_late_and_are_marked(watched: Desk) -> None:
    done(watched, "--day", "2026-11-22", "--day", "2026-11-20", "--day", "2026-11-22")
    done(watched)
    rows = watched.json("check", "list")
    assert picked_each(rows, "day late_entry") == [("2026-11-20", True), ("2026-11-22", True), ("2026-11-23", False)]
    assert rows[0]["recorded_at"] == "2026-11-23T10:00:00+08:00"
    assert missing(watched) == ["21"]


@pytest.mark.requirement("G15")
def test_looking_back_a_late_entry_happened_on_its_day(watched: Desk) -> None:
    done(watched, "--day", "2026-11-20")
    assert missing(watched, as_of="2026-11-22T10:00") == ["21"]
    done(watched, "--day", "2026-11-21", "--at", "2026-11-23T08:00")
    assert missing(watched, as_of="2026-11-22T10:00") == ["21"]
    assert missing(watched) == ["22"]


def test_a_day_is_checked_twice_only_where_something_is_found(watched: Desk) -> None:
    done(watched, "--day", "2026-11-21")
    assert "on record" in done(watched, "--day", "2026-11-20", "--day", "2026-11-21", expect=3)
    assert missing(watched) == ["20", "22"]  # several days are entered whole or not at all
    done(watched, "--day", "2026-11-21", "--found", "论坛有帖文", "--briefed", LEADER)
    assert len(listed(watched, "day")) == 2


@pytest.mark.requirement("A8.4a")
def test_another_may_stand_in_and_it_is_said(watched: Desk) -> None:
    assert done(watched) == ""
    assert "李清明 is named for this check; 孙惊蛰 made it" in done(watched, "--by", LEADER, "--day", "2026-11-22")
    assert {by for (by,) in listed(watched, "by")} == {OFFICER, LEADER}
    # Where nobody was named, it is recorded and said.
    said = done(watched, *BOX, "hexi")
    assert "Nobody was named" in said and "complaintctl check name branch_box STAFF --unit hexi" in said
    assert state(watched, "branch_box", "hexi")["last_day"] == "2026-11-23"


# ---- What was found ----


@pytest.mark.requirement("A8.4b")
def test_a_complaint_found_names_its_case(watched: Desk) -> None:
    watched.register(channel="web")
    assert done(watched, "--found", "留言板投诉", "--case", "1") == ""
    assert listed(watched, "found case_no unreported") == [("留言板投诉", "TS-2026-0001", False)]
    done(watched, "--case", "9", expect=4)


@pytest.mark.requirement("A8.4b")
def test_what_harms_the_banks_image_is_told_to_a_leader(watched: Desk) -> None:
    done(watched, "--found", "论坛有不实帖文", "--briefed", "孙惊蛰")
    assert listed(watched, "briefed briefed_label unreported") == [(LEADER, "孙惊蛰", False)]
    assert "no leader" in done(watched, "--found", "论坛有不实帖文", "--briefed", "qian", expect=3)
    assert "--found" in done(watched, "--briefed", LEADER, expect=2)


@pytest.mark.requirement("A8.4b")
def test_a_finding_reported_to_nobody_is_remarked_on_until_it_is(watched: Desk) -> None:
    assert "--briefed LEADER or --case CASE" in done(watched, "--found", "论坛有帖文")
    assert listed(watched, "unreported") == [(True,)]
    done(watched, "--found", "论坛有帖文", "--briefed", LEADER)
    assert listed(watched, "unreported") == [(False,)] * 2
    done(watched, "--found", "乙帖")  # a later finding is not covered by an earlier report
    assert listed(watched, "unreported") == [(False,), (False,), (True,)]


@pytest.mark.requirement("A8.4b")
def test_a_report_of_wrongdoing_is_not_told_to_whom_it_reports(watched: Desk) -> None:
    watched.register(channel="web", category="financial_crime", subject=LEADER)
    words = ["--found", "举报", "--case", "1", "--briefed"]
    assert "must not be shown" in done(watched, *words, LEADER, expect=3)
    done(watched, *words, "zhou")


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
    (["done", "web_channel", "--day", "2026-11-24"], 2, "in the future"),
    (["done", "web_channel", "--at", "2026-11-23T11:00"], 2, "in the future"),
    (["done", "web_channel", "--day", "2026-11-22", "--at", "2026-11-21T09:00"], 2, "not made before its day"),
    (["done", "web_channel", "--day", "2026-11-21", "--day", "2026-11-22", "--found", "帖文"], 2, "by itself"),
    (["done", "web_channel", "--found", " "], 2, "is empty"),
    (["done", "web_channel", "--day", "周八"], 2, "not a date"),
    (["done", "web_channel", "--by", "nobody"], 4, "nobody"),
    (["missing", "--kind", "box"], 4, "There is no check kind"),
    (["missing", "--unit", "none"], 4, "There is no unit"),
    (["missing", "--from", "2026-11-22", "--to", "2026-11-21"], 2, "before --from"),
    (["list", "--from", "noon"], 2, "not a date"),
)
def test_bad_input(desk: Desk, words: list[str], status: int, sentence: str) -> None:
    assert sentence in desk("check", *words, expect=status)
    assert desk.json("check", "list") == [] and not any(row["person"] for row in desk.json("check"))


def test_the_listings(watched: Desk) -> None:
    for day in ("2026-10-31", "2026-11-01"):
        watched("check", "done", "web_channel", "--day", day)
    assert listed(watched, "day") == [("2026-11-01",)]  # this month's, unless said otherwise
    assert listed(watched, "day", "--to", "2026-10-31") == [("2026-10-31",)]
    assert len(listed(watched, "day", "--from", "2026-10-01")) == 2
    assert listed(watched, "day", "--kind", SITE) == []
    table = watched("--lang", "zh", "check")
    assert "政府信息网站" in table and "漏查天数" in table
    assert "2026-11-22" in watched.run("check", "missing", expect=6).stdout
    assert "补录" in watched("--lang", "zh", "check", "list")
    header = watched.run("check", "missing", "--csv", expect=6).stdout.splitlines()[0]
    assert header == "day,check,check_label,unit,unit_name,person,person_label,citation"
