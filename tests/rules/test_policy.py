"""The bank's rules are changed by command, from a day on, and a case keeps the rule it was received under."""

from typing import Any

import pexpect
import pytest
from conftest import Desk, cases, picked, picked_each
from support.case_file import content, rows, unchanged
from support.terminal import Terminal, at_terminal

from complaintctl.file import db


def promises(desk: Desk, case: str, as_of: str | None = None) -> list[tuple[Any, ...]]:
    """The due dates entered on a case, each with the one before it and its reason."""
    events = desk.case(case, as_of=as_of)["events"]
    entered = [{"previous_due_on": None, **event} for event in events if event["kind"] == "deadline_set"]
    return picked_each(entered, "due_on previous_due_on reason")


def shown(desk: Desk, key: str) -> list[tuple[Any, ...]]:
    """A rule on every day: value, first and last day, whether it is on."""
    return picked_each(desk.json("policy", "show", key), "value in_force_from in_force_to enabled")


AT_ANY_TIME = ("show 1", "list", "overdue", "todo", "policy show", "report --month 2026-11", "code list channel")


# ---- As they are ----


def test_every_rule_is_shown_in_words_with_its_article(desk: Desk) -> None:
    rules = {row["key"]: row for row in desk.json("policy", "show")}
    assert rules["seed.complex"]["value_label"] == "10 working days, target 7"
    assert rules["first_response"]["value_label"] == "24 hours" and rules["first_response"]["enabled"] is False
    assert rules["source.own_date"]["value_label"] == "the date it names"
    assert rules["major_amount_fen"]["value_label"] == "50,000.00 yuan"
    assert rules["supervision_office"]["value_label"] == "supervision 监察室"
    assert rules["seed.general"]["citation"] == "Art. 10"
    sql = "SELECT key FROM policy WHERE key NOT LIKE 'right.%' UNION SELECT code FROM time_limit"
    stored = {key for (key,) in rows(desk, sql)}
    assert stored - rules.keys() == {"cbrc2012.limit"}  # no longer in force
    assert stored == {row["key"] for row in desk.json("policy", "show", "--all")}
    assert [row["key"] for row in desk.json("policy", "show", "一般投诉三个工作日")] == ["seed.general"]
    for language in ("zh", "en"):
        labels = {row["key"]: row["label"] for row in desk.json("--lang", language, "policy", "show")}
        assert not [key for key, label in labels.items() if label == key]
    former = {row["key"] for row in desk.json("policy", "show", as_of="2019-12-31")}
    assert "cbrc2012.limit" in former and "law2020.simple" not in former


# ---- As they were ----


@pytest.mark.requirement("A25", "A26")
def test_an_earlier_day_is_seen_by_the_rules_that_were_on_record_then(desk: Desk) -> None:
    """A limit, a threshold and a word, all entered a week later for cases received since the 20th."""
    desk.register(amount="60000", channel="phone")
    then = {command: desk.json(*command.split(), as_of="2026-11-28T09:00") for command in AT_ANY_TIME}
    assert then["show 1"]["due_on"] == "2026-11-26" and then["show 1"]["is_major"]
    later = "2026-11-30T09:00"
    desk("policy", "set", "seed.general", "9", "--from", "2026-11-20", "--yes", as_of=later)
    desk("policy", "set", "major_amount_fen", "10万元", "--from", "2026-11-20", "--yes", as_of=later)
    desk("code", "set", "channel", "phone", "--zh", "来电", "--from", "2026-11-20", "--yes", as_of=later)
    now = desk.json("show", "1", as_of="2026-11-30T10:00")
    assert (now["due_on"], now["is_major"]) == ("2026-12-04", False)
    (channel,) = (
        row["label_zh"] for row in desk.json("code", "list", "channel", as_of=later) if row["code"] == "phone"
    )
    assert channel == "来电"
    for command, answer in then.items():
        assert desk.json(*command.split(), as_of="2026-11-28T09:00") == answer, command
    # From the moment it was entered on it counts, to the minute.
    assert desk.case("1", as_of="2026-11-30T08:59")["due_on"] == "2026-11-26"
    assert desk.json("overdue", as_of="2026-11-30T08:59") and not desk.json("overdue", as_of="2026-11-30T09:00")
    assert [row["value"] for row in desk.json("policy", "show", "seed.general", as_of="2026-11-29")] == [3]


@pytest.mark.requirement("A25")
def test_a_rule_entered_later_is_not_seen_where_nothing_else_came_later(desk: Desk) -> None:
    """Only the rule changed: no case has an event of after that day, and each is projected anew all the same."""
    desk.register(amount="60000")
    desk("policy", "set", "major_amount_fen", "10万元", "--from", "2026-11-20", "--yes", as_of="2026-11-30T09:00")
    assert [row["is_major"] for row in desk.json("list", as_of="2026-11-24")] == [True]
    assert desk.case("1", as_of="2026-11-24")["major_reasons"] == ["large_amount"]


# ---- From a day on ----


@pytest.mark.requirement("A25", "A26")
def test_a_case_received_before_keeps_its_rule_and_one_received_after_has_the_new(desk: Desk) -> None:
    desk.register()
    desk("policy", "set", "seed.general", "5", "--from", "2026-11-24")
    assert desk.register(as_of="2026-11-24T09:00")["due_on"] == "2026-12-01"
    assert desk.case("1", as_of="2026-11-24T09:00")["due_on"] == "2026-11-26"
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-11-24T09:00")
    assert promises(desk, "1", "2026-11-24T09:00") == [("2026-11-26", None, "registered")]
    assert shown(desk, "seed.general") == [(3, "2007-01-01", "2026-11-23", True), (5, "2026-11-24", "9999-12-31", True)]
    # Received before, entered after: the rule of the day of receipt.
    assert desk.register(as_of="2026-11-24T10:00", received_at="2026-11-23T09:00")["due_on"] == "2026-11-26"


@pytest.mark.requirement("A25")
def test_who_changed_what_when_and_why_stays_on_record(desk: Desk) -> None:
    desk("policy", "set", "seed.complex", "8", "--target", "5", "--reason", "办法修订", "--at", "2026-11-20T15:00")
    desk("policy", "set", "seed.complex", "off")
    first, second = desk.json("policy", "history", "seed.complex")
    assert picked(first, "at recorded_at") == ("2026-11-20T15:00:00+08:00", "2026-11-23T10:00:00+08:00")
    assert picked(first, "actor actor_name reason") == ("li", "李清明", "办法修订")
    assert picked(first, "previous new in_force_from") == (10, 8, "2026-11-23")
    assert picked(first, "previous_label new_label") == ("10 working days, target 7", "8 working days, target 5")
    assert picked(second, "previous_label new_label") == (first["new_label"], f"{first['new_label']}, off")
    # The second replaces the first, which began the same day; the ledger keeps both.
    assert shown(desk, "seed.complex")[1:] == [(8, "2026-11-23", "9999-12-31", False)]
    assert "never changed" in desk("policy", "history", "seed.general")


def test_a_rule_in_between_ends_where_the_next_one_begins(desk: Desk) -> None:
    desk("policy", "set", "tracking_days", "5", "--from", "2027-01-01")
    assert "to 2026-12-31" in desk("policy", "set", "tracking_days", "3", "--from", "2026-12-01")
    desk("policy", "set", "tracking_days", "4", "--from", "2026-12-01")
    assert shown(desk, "tracking_days") == [
        ("2", "2007-01-01", "2026-11-30", True),
        ("4", "2026-12-01", "2026-12-31", True),
        ("5", "2027-01-01", "9999-12-31", True),
    ]
    assert "sound" in desk("verify")


def test_a_changed_limit_is_not_called_by_its_old_number(desk: Desk) -> None:
    desk("policy", "set", "seed.complex", "8", "--target", "5")
    desk.register(category="service_product")
    assert rows(desk, "SELECT label_zh, label_en FROM case_clock WHERE clock = 'seed.complex'") == [
        ("复杂投诉五至八个工作日", "complex complaint, 5 to 8 working days")
    ]
    desk("policy", "set", "seed.complex", "10", "--target", "7", "--from", "2027-01-01")
    labels = rows(desk, "SELECT label_zh FROM limit_label WHERE code = 'seed.complex' ORDER BY in_force_from")
    assert labels[2] == labels[0]


@cases(
    "rule value key entered",
    ("银行名称", "云溪农商银行", "bank_name", "云溪农商银行"),
    ("按登录名认人", "是", "actor_by_login", "on"),
    *(("重大投诉金额（超过）", yuan, "major_amount_fen", "6000000") for yuan in ("6万", "60000", "60,000.00")),
    ("检查人员：查看客户信息", "无", "right.auditor.reveal", "none"),
)
def test_a_rule_and_its_value_are_typed_and_said_by_their_chinese_names(
    desk: Desk, rule: str, value: str, key: str, entered: str
) -> None:
    said = desk("--lang", "zh", "policy", "set", rule, value)
    assert said.startswith(f"{rule}：") and key not in said
    assert desk.json("policy", "history", key)[-1]["new"] == entered
    assert rule in desk("--lang", "zh", "policy", "history")


@pytest.mark.requirement("A26")
@cases(
    "language former later",
    ("zh", "一般投诉三个工作日", "一般投诉五个工作日"),
    ("en", "general complaint, 3 working days", "general complaint, 5 working days"),
)
def test_every_case_is_called_by_the_rule_it_is_under(desk: Desk, language: str, former: str, later: str) -> None:
    desk.register(received_at="2026-11-16")
    desk("policy", "set", "seed.general", "5", "--from", "2026-11-17")
    desk.register(received_at="2026-11-17")
    spoken = ("--lang", language)
    assert former in desk(*spoken, "show", "1") and later in desk(*spoken, "show", "2")
    assert former in desk(*spoken, "why", "1") and later in desk(*spoken, "why", "2")
    for case, label in (("1", former), ("2", later)):
        assert desk.json(*spoken, "show", case)["due_rule_label"] == label
        assert desk.json(*spoken, "classify", case, "--hot-topic")["due_rule_label"] == label
    for listing in ("list", "overdue"):
        listed = desk.json(*spoken, listing, as_of="2026-11-26T09:00")
        assert {row["case_no"]: row["due_rule_label"] for row in listed} == {
            "TS-2026-0001": former, "TS-2026-0002": later}  # fmt: skip
    assert [row["label"] for row in desk.json(*spoken, "policy", "show", "seed.general")] == [former, later]
    assert {row["key"] for label in (former, later) for row in desk.json("policy", "show", label)} == {"seed.general"}


def test_what_was_extended_is_named_by_the_rule_of_its_case(desk: Desk) -> None:
    desk.register(legal_complexity="complex", category="financial_crime")
    desk("policy", "set", "law2020.complex", "20", "--from", "2026-11-24")
    why = ("--approved-by", "zhou", "--reason", "待鉴定", "--customer-told", "2026-11-23T11:00")
    desk.do("extend", "1", "--days", "5", *why, "--clock", "监管规定三十日", as_of="2026-11-24T09:00")
    said = desk("--lang", "zh", "show", "1", as_of="2026-11-24T10:00")
    assert "监管规定三十日" in said and "二十日" not in said


@cases(
    "days label_zh label_en",
    ("1", "一般投诉一个工作日", "general complaint, 1 working day"),
    ("2", "一般投诉两个工作日", "general complaint, 2 working days"),
    ("10", "一般投诉十个工作日", "general complaint, 10 working days"),
    ("12", "一般投诉十二个工作日", "general complaint, 12 working days"),
    ("20", "一般投诉二十个工作日", "general complaint, 20 working days"),
    ("45", "一般投诉四十五个工作日", "general complaint, 45 working days"),
    ("99", "一般投诉九十九个工作日", "general complaint, 99 working days"),
    ("100", "一般投诉100个工作日", "general complaint, 100 working days"),
)
def test_a_label_is_made_of_its_number_of_days(desk: Desk, days: str, label_zh: str, label_en: str) -> None:
    desk("policy", "set", "seed.general", days, "--from", "2026-12-01")
    for language, label in (("zh", label_zh), ("en", label_en)):
        assert desk.json("--lang", language, "policy", "show", "seed.general")[-1]["label"] == label


def test_a_label_of_the_banks_own_names_what_it_was_changed_to(desk: Desk) -> None:
    with db.writing(desk.path) as connection:
        connection.execute("UPDATE time_limit SET label_zh = '普通事项3天' WHERE code = 'seed.general'")
    desk("policy", "set", "seed.general", "5", "--from", "2026-12-01")
    labels = [row["label"] for row in desk.json("--lang", "zh", "policy", "show", "seed.general")]
    assert labels == ["普通事项3天", "普通事项3天,改为五个工作日"]


def test_a_target_can_go_and_a_limit_can_be_switched_on(desk: Desk) -> None:
    desk("policy", "set", "seed.complex", "5", "--target", "none")
    assert desk.register(category="service_product")["due_on"] == "2026-11-30"
    desk("policy", "set", "first_response", "启用", "--from", "2026-11-24")
    clocks = desk.register(as_of="2026-11-24T10:00")["clocks"]
    assert [row["due_on"] for row in clocks if row["clock"] == "first_response"] == ["2026-11-25"]


# ---- Cases received since ----


@pytest.mark.requirement("A25", "A26")
def test_an_earlier_day_moves_cases_only_once_somebody_agreed(desk: Desk) -> None:
    desk.register(as_of="2026-11-20T10:00")
    desk.register()
    with unchanged(desk):
        said = desk("policy", "set", "seed.general", "5", "--from", "2026-11-21", expect=3)
        assert "TS-2026-0002: 2026-11-26 → 2026-11-30" in said and "TS-2026-0001" not in said and "--yes" in said
    said = desk("policy", "set", "seed.general", "5", "--from", "2026-11-21", "--yes")
    assert ["TS-2026-0002", "2026-11-26", "2026-11-30"] in [line.split() for line in said.splitlines()]
    assert promises(desk, "2") == [("2026-11-26", None, "registered"), ("2026-11-30", "2026-11-26", "policy_changed")]
    assert promises(desk, "1") == [("2026-11-25", None, "registered")]
    assert "sound" in desk("verify")


def test_today_counts_and_a_later_day_asks_nothing(desk: Desk) -> None:
    desk.register()
    assert "TS-2026-0001" in desk("policy", "set", "seed.general", "5", expect=3)
    desk("policy", "set", "seed.general", "5", "--from", "2026-11-24")
    desk("policy", "set", "seed.complex", "9", "--from", "2026-11-01")  # moves no case


def test_a_closed_case_is_not_judged_anew_unless_agreed(desk: Desk) -> None:
    desk.register(as_of="2026-11-02T10:00", answered="已当场更正")
    desk.do("brief", "1", "--to", "sun", as_of="2026-11-02T10:00")
    desk.do("close", "1", as_of="2026-11-02T11:00")
    said = desk("policy", "set", "seed.general", "1", "--from", "2026-11-01", expect=3)
    assert "TS-2026-0001: 2026-11-05 → 2026-11-03" in said
    desk("policy", "set", "seed.general", "1", "--from", "2026-11-01", "--yes")
    assert "sound" in desk("verify")


def test_at_its_question_an_amount_is_yuan_and_the_present_one_is_shown(desk: Desk) -> None:
    terminal = Terminal(desk, "--lang", "zh", "policy", "set").answer("规则", "重大投诉金额（超过）")
    asked = "重大投诉金额（超过）的新值（元，现为 50,000.00元）"
    terminal.answer(asked, "多些").sees("不是").answer(asked, "60,000.00").enters("是否正确").ends()
    assert desk.json("policy", "history", "major_amount_fen")[-1]["new"] == "6000000"


@pytest.mark.parametrize(("answer", "due_on"), [("yes", "2026-11-30"), ("否", "2026-11-26")])
def test_at_a_terminal_it_shows_the_cases_and_asks(desk: Desk, answer: str, due_on: str) -> None:
    desk.register()
    before = content(desk)
    terminal = at_terminal(desk, "policy", "set", "seed.general", "5")
    terminal.expect("TS-2026-0001")
    terminal.expect("Change these cases")
    assert content(desk) == before
    terminal.sendline(answer)
    terminal.expect("3 working days → 5 working days" if answer == "yes" else "nothing was recorded")
    terminal.expect(pexpect.EOF)
    assert desk.case("1")["due_on"] == due_on
    if answer != "yes":
        assert content(desk) == before


def test_no_case_is_left_without_a_due_date(desk: Desk) -> None:
    desk.register(category="financial_crime", as_of="2026-11-20T10:00")
    desk("policy", "set", "seed.unspecified", "off", "--from", "2026-11-01", "--yes")
    assert desk.case("1")["due_rule"] == "law2020.simple"
    said = desk("policy", "set", "law2020.simple", "off", "--from", "2026-11-01", "--yes", expect=3)
    assert "TS-2026-0001 would have no due date" in said


# ---- What makes a case major ----


@pytest.mark.requirement("A9.1c", "A25")
def test_the_amount_that_makes_a_case_major_holds_from_its_day(desk: Desk) -> None:
    desk.register(amount="30000.01")
    desk.register(amount="30000.01", hot_topic=True, reason="热点")
    said = desk("policy", "set", "major_amount_fen", "3万元", expect=3)
    assert "TS-2026-0001: not major → major" in said and "TS-2026-0002" not in said
    desk("policy", "set", "major_amount_fen", "3万元", "--from", "2026-11-24")
    assert desk.case("1", as_of="2026-11-24")["is_major"] is False
    assert desk.register(as_of="2026-11-24T10:00", amount="30000.01")["is_major"] is True
    desk("policy", "set", "major_amount_fen", "3000000", "--yes")
    case = desk.json("show", "1")
    assert case["is_major"] is True
    assert {"report_union", "report_regulator"} <= {row["duty"] for row in case["duties"]}
    assert rows(desk, "SELECT large_amount FROM complaint ORDER BY case_no") == [(1,), (1,), (1,)]
    assert "sound" in desk("verify")


# ---- Bad input ----


@cases(
    "words status finding",
    (("seed.generel", "5"), 4, "Did you mean seed.general"),
    (("seed.general", "five"), 2, "whole number"),
    (("seed.general", "0"), 2, "whole number"),
    (("seed.general", "2.5"), 2, "whole number"),
    (("seed.general", "５²"), 2, "whole number"),
    (("seed.general", "99999"), 2, "whole number"),
    (("seed.general", ""), 2, "whole number"),
    (("seed.complex", "5"), 2, "above its limit"),
    (("seed.complex", "10", "--target", "11"), 2, "above its limit"),
    (("seed.complex", "10", "--target", "0"), 2, "whole number"),
    (("law2020.simple", "15", "--target", "7"), 2, "working days"),
    (("source.own_date", "5"), 2, "on or off"),
    (("seed.general", "3"), 3, "already"),
    (("seed.web_dispatch", "on"), 3, "already"),
    (("law2020.simple", "10", "--from", "2020-02-29"), 3, "2020-03-01 to 9999-12-31"),
    (("cbrc2012.limit", "on"), 3, "2012-03-01 to 2020-02-29"),
    (("seed.general", "5", "--from", "soon"), 2, "not a date"),
    (("seed.general", "5", "--at", "2026-11-24"), 2, "in the future"),
    (("major_amount_fen", "0"), 2, "whole number"),
    (("major_amount_fen", "0元"), 2, "whole number"),
    (("major_amount_fen", "lots"), 2, "whole number"),
    (("tracking_days", "2", "--target", "1"), 2, "no time limit"),
    (("tracking_days", "two"), 2, "whole number"),
    (("daily_check_days", "weekends"), 2, "all, working"),
    (("supervision_office", "nowhere"), 4, "no unit"),
    (("supervision_office", ""), 4, "no unit"),
    (("lead_unit.service_product", "chengguan"), 3, "Art. 13"),
    (("bank_name", " "), 2, "empty"),
    (("practice", "0"), 3, "init"),
)
def test_bad_input_is_explained_and_changes_nothing(
    desk: Desk, words: tuple[str, ...], status: int, finding: str
) -> None:
    with unchanged(desk):
        assert finding in desk("policy", "set", *words, expect=status)


def test_names_and_departments(desk: Desk) -> None:
    desk("policy", "set", "union_name", "省联社新址办事处", "--from", "2026-12-01")
    desk("policy", "set", "lead_unit.service_product", "零售业务部")
    desk.register(category="service_product", unit="chengguan")
    (transfer,) = [row for row in desk.duties("1") if row["duty"] == "transfer"]
    assert transfer["remedy"] == "complaintctl transfer TS-2026-0001 --to retail --assist chengguan"
    desk("policy", "set", "lead_unit.service_product", "", "--from", "2026-11-24")
    assert "not named" in desk("policy", "show", "lead_unit.service_product")
    desk("unit", "set", "retail", "--retired", "2026-12-01")
    assert "retired" in desk("policy", "set", "lead_unit.service_channel", "retail", "--from", "2026-12-01", expect=3)
    assert "sound" in desk("verify")
