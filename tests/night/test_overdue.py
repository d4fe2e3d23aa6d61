"""Major cases, overdue cases, and the numbers of cases."""

import json

import pytest
from conftest import Desk, cases, made_once, picked_each
from support.case_file import change
from support.clocks import LAW, finish
from support.terminal import Terminal

# ---- Major ----


@pytest.mark.requirement("A9.1c", "G3")
def test_an_amount_above_fifty_thousand_is_major(desk: Desk) -> None:
    for amount in ("49999.99", "50000", "50000.00", "5万", "50000.01", "5.000001万", None):
        case = desk.register(amount=amount)
        reasons = ["large_amount"] if amount in ("50000.01", "5.000001万") else []
        assert (case["is_major"], case["major_reasons"]) == (bool(reasons), reasons), amount


@pytest.mark.requirement("A9.1c", "G2")
@pytest.mark.parametrize("channel", ["phone", "web"])
def test_each_judgement_alone_makes_a_case_major_on_any_channel(desk: Desk, channel: str) -> None:
    for flag in ("public_figure", "hot_topic", "reputation"):
        case = desk.register(channel=channel, **{flag: True})
        assert (case["is_major"], case["major_reasons"]) == (True, [flag])


@pytest.mark.requirement("A26")
def test_the_amount_that_is_major_is_a_row_that_holds_from_a_day(desk: Desk) -> None:
    change(desk, "UPDATE policy SET in_force_to = '2026-05-31' WHERE key = 'major_amount_fen'")
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


@pytest.mark.requirement("G35")
@cases(
    "received late",
    # Due on a Thursday; on a Friday, with a rest day right after it; on a Friday before a make-up Saturday.
    ("2026-11-23", {"11-25": [], "11-26": [], "11-27": [1], "11-28": [1], "11-30": [2], "12-01": [3]}),
    ("2026-11-24", {"11-27": [], "11-28": [0], "11-29": [0], "11-30": [1]}),
    ("2026-02-10", {"02-13": [], "02-14": [1], "02-15": [1], "02-23": [1], "02-24": [2]}),
)
def test_overdue_counts_the_working_days_after_the_due_date(
    desk: Desk, received: str, late: dict[str, list[int]]
) -> None:
    desk.register(as_of=f"{received}T10:00")
    assert {day: overdue_days(desk, f"2026-{day}") for day in late} == late


def test_the_longest_overdue_stands_first(desk: Desk) -> None:
    desk.register(as_of="2026-11-10T10:00")  # due on 2026-11-13
    desk.register(as_of="2026-11-10T11:00", hot_topic=True)
    desk.register(as_of="2026-11-10T12:00")
    desk.register(as_of="2026-11-03T10:00")  # due on 2026-11-06
    desk.register(as_of="2026-11-23T10:00")  # not due yet
    listed = [(row["case_no"][-1], row["working_days_overdue"]) for row in desk.json("overdue")]
    assert listed == [("4", 11), ("2", 6), ("1", 6), ("3", 6)]


def test_overdue_as_json_and_its_exit_status_for_scripts(desk: Desk) -> None:
    desk.register(unit="hexi", amount="60000")
    assert "No case is overdue on 2026-11-26.\n" in desk("overdue", "--exit-code", as_of="2026-11-26")
    assert "TS-2026-0001" in desk("overdue", as_of="2026-11-27")
    result = desk.run("overdue", "--exit-code", "--json", as_of="2026-11-27", expect=6)
    assert result.stderr == "complaintctl: 1 case is overdue on 2026-11-27.\n"
    assert json.loads(result.stdout) == [{
        "case_no": "TS-2026-0001", "category": "service_attitude", "category_label": "staff conduct", "unit": "hexi",
        "unit_name": "河西支行", "received_on": "2026-11-23", "due_on": "2026-11-26", "due_rule": "seed.general",
        "due_rule_label": "general complaint, 3 working days", "working_days_overdue": 1, "reason_reported": False,
        "customer_told": False, "is_major": True, "provisional": False,
    }]  # fmt: skip


def test_a_case_is_overdue_where_it_lies_now(desk: Desk) -> None:
    desk.register(unit="hexi")
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-11-23T11:00")
    assert [row["unit"] for row in desk.json("overdue", as_of="2026-11-27")] == ["chengguan"]
    assert desk.json("overdue", "--unit", "hexi", as_of="2026-11-27") == []
    assert len(desk.json("overdue", "--unit", "城关支行", as_of="2026-11-27")) == 1


@pytest.mark.requirement("A10.8")
def test_a_customer_told_of_the_delay(desk: Desk) -> None:
    desk.register()
    desk.do("contact", "1", "--purpose", "progress", "--text", "办理中", as_of="2026-11-27T09:00")
    assert [row["customer_told"] for row in desk.json("overdue", as_of="2026-11-27")] == [False]
    desk.do("contact", "1", "--purpose", "explain_delay", "--text", "须调取录像", as_of="2026-11-27T10:00")
    (row,) = desk.json("overdue", as_of="2026-11-27")
    assert (row["customer_told"], row["reason_reported"]) == (True, False)


def test_the_law_alone_can_make_a_case_overdue(desk: Desk) -> None:
    desk.register(as_of="2026-02-13T10:00", category="service_product")
    (row,) = desk.json("overdue", as_of="2026-03-02")
    assert (row["due_on"], row["due_rule"], row["working_days_overdue"]) == ("2026-02-28", LAW, 1)


def test_an_overdue_case_that_is_reopened_counts_from_there(desk: Desk) -> None:
    desk.register(as_of="2026-10-12T10:00", channel="media")
    finish(desk, "1", "2026-10-20")
    assert desk.json("overdue", as_of="2026-11-02T08:00") == []
    desk.do("reopen", "1", "--reason", "客户再次投诉", as_of="2026-11-02T09:00")
    assert overdue_days(desk, "2026-11-05") == []
    assert overdue_days(desk, "2026-11-06") == [1]


# ---- What is late and is no reply ----


def late_duties(desk: Desk, *options: str, as_of: str) -> list[tuple[object, ...]]:
    """Case, matter, unit, person, due date and days late of each."""
    rows = desk.json("overdue", "--duties", *options, as_of=as_of)
    return picked_each(rows, "case_no code unit person due_on days")


@made_once
def neglected(desk: Desk) -> None:
    """A case of which nobody was briefed and no slip issued, a website nobody looks at, an action nobody takes."""
    desk.register(unit="chengguan")
    desk("check", "name", "government_website", "li")
    desk("improvement", "add", "--text", "修订手册", "--owner", "qian", "--due", "2026-11-24", "--case", "1")


@pytest.mark.requirement("A8.2a", "A8.4a", "A7.1")
def test_what_is_late_and_is_no_reply_is_listed_by_unit_and_person(neglected: Desk) -> None:
    case = "TS-2026-0001"
    assert late_duties(neglected, as_of="2026-11-23T23:00") == []
    assert late_duties(neglected, as_of="2026-11-26T08:00") == [
        (None, "改〔2026〕1号", "hexi", "qian", "2026-11-24", 2),
        (None, "government_website", "supervision", "li", "2026-11-23", 3),  # days without a check
        (case, "brief", "supervision", None, "2026-11-23", 3),
        (case, "transfer", "supervision", None, "2026-11-23", 3),
        (case, "acknowledge", "supervision", None, "2026-11-24", 2),
    ]
    assert [row[1] for row in late_duties(neglected, "--unit", "hexi", as_of="2026-11-26T08:00")] == ["改〔2026〕1号"]
    rows = {row["code"]: row for row in neglected.json("overdue", "--duties", as_of="2026-11-26T08:00")}
    assert rows["brief"]["remedy"] == "complaintctl brief TS-2026-0001 --to sun"
    neglected.as_of = "2026-11-26T08:00"
    for code in ("government_website", "改〔2026〕1号"):  # each remedy runs as it stands, its blanks filled in
        words = [word.replace("TEXT", "手册已发") for word in rows[code]["remedy"].split()[1:]]
        neglected(*words)
    left = late_duties(neglected, as_of="2026-11-26T08:00")
    assert ("government_website", 2) in [(row[1], row[5]) for row in left] and len(left) == 4


@pytest.mark.requirement("A8.2a")
def test_it_is_in_no_figure_of_the_overdue_cases(neglected: Desk) -> None:
    assert neglected.json("overdue", as_of="2026-11-26T08:00") == []
    neglected("overdue", "--exit-code", as_of="2026-11-26T08:00")
    total = neglected.json("report", "--month", "2026-11", as_of="2026-11-26T08:00")[-1]
    assert total["overdue_now"] == 0
    said = neglected.run("overdue", "--duties", "--exit-code", as_of="2026-11-26T08:00", expect=6).stderr
    assert said == "complaintctl: 5 matters are late on 2026-11-26.\n"
    assert "Nothing else than answers is late on 2026-11-23." in neglected("overdue", "--duties", "--exit-code")


def test_people_read_it_under_the_name_of_its_unit_and_programs_as_csv(neglected: Desk) -> None:
    text = neglected("--lang", "zh", "overdue", "--duties", as_of="2026-11-26T08:00")
    order = [text.index(word) for word in ("河西支行", "钱谷雨", "整改措施", "监察室", "李清明", "报告领导")]
    assert order == sorted(order)
    assert max(map(len, text.splitlines())) < 200  # a long command stands without its blanks
    lines = neglected("overdue", "--duties", "--csv", as_of="2026-11-26T08:00").splitlines()
    assert lines[0] == "case_no,kind,code,label,unit,unit_name,person,person_label,due_on,days,citation,remedy"
    assert lines[3].startswith(
        "TS-2026-0001,duty,brief,brief the leader in charge of petitions,supervision,监察室,,,2026-11-23,3,"
    )
    for words in ("--mail", "--soon 2", "--dry-run", "--resend"):
        assert "--duties goes with" in neglected("overdue", "--duties", *words.split(), expect=2)
    assert "There is no unit" in neglected("overdue", "--duties", "--unit", "none", expect=4)


@pytest.mark.requirement("law2020.review")
def test_a_review_that_was_not_answered_in_thirty_days_is_late_though_the_case_is_closed(desk: Desk) -> None:
    desk.register(as_of="2026-09-01T10:00", channel="media", unit="chengguan")
    finish(desk, "1", "2026-09-03")
    desk.do("contact", "1", "--purpose", "review_request", "--text", "客户申请核查", as_of="2026-09-10T10:00")
    found = [row for row in late_duties(desk, as_of="2026-10-13T08:00") if row[1] == "review_answer"]
    assert found == [("TS-2026-0001", "review_answer", "supervision", None, "2026-10-10", 2)]
    assert not [row for row in late_duties(desk, as_of="2026-10-10T20:00") if row[1] == "review_answer"]


@pytest.mark.requirement("A13.4")
def test_who_must_not_know_of_a_report_sees_neither_its_duties_nor_how_many(desk: Desk) -> None:
    desk.register(channel="letter", nature="wrongdoing_report", unit="chengguan", subject="sun")
    assert late_duties(desk, as_of="2026-12-01T08:00")
    seen = desk.run("--actor", "sun", "overdue", "--duties", "--exit-code", as_of="2026-12-01T08:00")
    assert "TS-2026-0001" not in seen.output and "监察室" not in seen.output


# ---- Day seven of seven to ten is amber ----


@pytest.mark.requirement("A10.3")
@cases(
    "received category reached",
    # Target on the seventh working day, due on the tenth; past it, late.
    ("2026-11-23", "service_product", {"12-01": False, "12-02": True, "12-07": True, "12-08": False}),
    ("2026-11-23", "service_attitude", {"11-26": False, "11-27": False}),  # one day is no range
    # The law's fifteen days end first, after the target though: 2026-05-11, of 2026-05-13.
    ("2026-04-28", "rule_violation", {"05-09": False, "05-11": True, "05-13": True, "05-14": False}),
)
def test_a_case_is_amber_from_its_target_to_its_due_date(
    desk: Desk, received: str, category: str, reached: dict[str, bool]
) -> None:
    desk.register(as_of=f"{received}T10:00", category=category)
    for day, amber in reached.items():
        as_of = f"2026-{day}T08:00"
        assert [row["target_reached"] for row in desk.json("list", as_of=as_of)] == [amber], day
        duties = {row["duty"]: row["target_reached"] for row in desk.json("todo", as_of=as_of)}
        assert duties.pop("reply") is amber and not any(duties.values()), day
        soon = {row["case_no"]: row["target_reached"] for row in desk.json("overdue", "--soon", "10", as_of=as_of)}
        assert soon == {"TS-2026-0001": amber}, day
        for command in ("list", "todo"):
            assert ("target reached" in desk(command, as_of=as_of)) is amber, (command, day)


@pytest.mark.requirement("A10.3")
def test_a_case_that_was_answered_is_amber_no_more(desk: Desk) -> None:
    desk.register(category="service_product", channel="media")
    desk.resolve("1", "2026-12-02T09:00", as_of="2026-12-02T10:00")
    assert [row["target_reached"] for row in desk.json("list", as_of="2026-12-03T08:00")] == [False]


@pytest.mark.requirement("A10.3")
def test_amber_is_painted_in_a_terminal(desk: Desk) -> None:
    desk.register(category="service_product")
    for day, painted in (("2026-12-02", True), ("2026-12-01", False)):
        terminal = Terminal(desk, "list", as_of=f"{day}T08:00")
        assert "TS-2026-0001" in terminal.ends()
        assert (b"\x1b[33m" in terminal.raw) is painted


# ---- Numbers ----


@pytest.mark.requirement("G32")
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


def test_short_forms_of_a_case_number(desk: Desk) -> None:
    desk.register()
    for given in ("1", "0001", "2026-1", "2026-0001", "TS-2026-0001", "ts-2026-1", " 1 "):
        assert desk.case(given)["case_no"] == "TS-2026-0001"
    for given in ("0", "-1", "TS-26-1", "2026-", "one", "", "1.0"):
        assert "is not a case number" in desk("show", "--", given, expect=2)
    # A bare number is of the current year.
    assert "TS-2027-0001" in desk("show", "1", as_of="2027-01-04", expect=4)
    assert desk.case("2026-1", as_of="2027-01-04")["case_no"] == "TS-2026-0001"


def test_a_year_may_have_more_than_9999_cases(desk: Desk) -> None:
    desk.register()
    change(desk, "UPDATE number_series SET last = 9999")
    assert desk.register()["case_no"] == "TS-2026-10000"
    assert desk.case("10000")["case_no"] == "TS-2026-10000"
    assert [row["case_no"] for row in desk.json("list")] == ["TS-2026-0001", "TS-2026-10000"]


@pytest.mark.requirement("A10.7", "A10.8")
def test_a_paused_case_owes_no_reason_for_a_delay_before_it_is_late(desk: Desk) -> None:
    """The law's 15 days end first, before a long holiday; the pause moves them past the ten working days."""
    desk.register(channel="phone", category="service_product", unit="chengguan", as_of="2026-02-13T10:00")
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-02-13T10:00")
    assert desk.case("1", as_of="2026-02-13T11:00")["due_on"] == "2026-02-28"
    asked = {"delay_reason", "delay_told", "supervise"}
    assert asked <= desk.owed(as_of="2026-03-03T10:00")
    desk.do("pause", "1", "--reason", "送司法鉴定", "--customer-told", "2026-02-14", as_of="2026-02-14T10:00")
    assert not desk.json("overdue", as_of="2026-03-03T10:00")
    assert not asked & desk.owed(as_of="2026-03-03T10:00")
    assert desk.json("overdue", as_of="2026-03-06T10:00")
    assert asked <= desk.owed(as_of="2026-03-06T10:00")


def test_a_name_of_a_unit_is_shown_as_text_and_obeyed_by_nothing(desk: Desk) -> None:
    desk("unit", "set", "hexi", "--name", "[/u]河西[bold]\x1b[31m支行")
    desk.register(unit="hexi", channel="suggestion_box")
    desk.as_of = "2026-12-01T10:00"
    assert "[/u]河西[bold]\\x1b[31m支行" in desk("overdue")
    shown = Terminal(desk, "overdue", as_of="2026-12-01T10:00").ends()
    assert "[/u]河西[bold]\\x1b[31m支行" in shown and "TS-2026-0001" in shown
