"""Rules with a last day, rules known at second hand, and a file of rules written and read."""

import re
import tomllib
from pathlib import Path

import pexpect
import pytest
from conftest import Desk, cases, picked_each
from support.case_file import change, content, rows, unchanged
from support.clocks import clocks
from support.terminal import at_terminal

from complaintctl.base.citations import in_chinese, proven


def shown(desk: Desk, key: str) -> list[tuple[object, ...]]:
    """A rule on every day: value, first and last day, whether it is on."""
    return picked_each(desk.json("policy", "show", key), "value in_force_from in_force_to enabled")


# ---- The last day ----


@pytest.mark.requirement("A25", "A26")
def test_after_the_last_day_of_a_value_the_former_one_holds_again(desk: Desk) -> None:
    said = desk("policy", "set", "seed.general", "5", "--from", "2026-12-01", "--until", "2026-12-31")
    assert "5 working days, from 2026-12-01 to 2026-12-31" in said
    assert shown(desk, "seed.general") == [
        (3, "2007-01-01", "2026-11-30", True), (5, "2026-12-01", "2026-12-31", True),
        (3, "2027-01-01", "9999-12-31", True),
    ]  # fmt: skip
    desk("policy", "set", "tracking_days", "5", "--until", "2026-11-30", "--from", "2026-11-23")
    assert [row[0] for row in shown(desk, "tracking_days")] == ["2", "5", "2"]
    desk("policy", "set", "tracking_days", "4", "--until", "2026-11-25", "--from", "2026-11-23")  # on the same day
    assert picked_each(desk.json("policy", "show", "tracking_days"), "value in_force_from") == [
        ("2", "2007-01-01"), ("4", "2026-11-23"), ("5", "2026-11-26"), ("2", "2026-12-01")]  # fmt: skip
    assert "sound" in desk("verify")


@pytest.mark.requirement("A25", "A26")
def test_a_limit_ends_on_its_last_day_and_cases_of_before_keep_it(desk: Desk) -> None:
    desk.register(category="financial_crime")
    assert "to 2026-12-31" in desk("policy", "set", "law2020.simple", "--until", "2026-12-31", "--reason", "新办法施行")
    assert shown(desk, "law2020.simple") == [(15, "2020-03-01", "2026-12-31", True)]
    late = desk.register(as_of="2027-01-04T10:00", category="financial_crime")
    assert "law2020.simple" not in clocks(late) and "law2020.simple" in clocks(desk.case("1"))
    assert desk.json("policy", "history", "law2020.simple")[0]["reason"] == "新办法施行"
    desk("policy", "set", "law2020.simple", "--until", "none")
    assert shown(desk, "law2020.simple") == [(15, "2020-03-01", "9999-12-31", True)]
    assert "sound" in desk("verify")


def test_a_last_day_that_another_value_follows_is_not_taken_off_but_set_anew(desk: Desk) -> None:
    desk("policy", "set", "delay_days", "3", "--until", "2026-12-31")
    assert desk.json("policy", "history", "delay_days")[0]["in_force_to"] == "2026-12-31"
    remedy = "policy set delay_days 3 --from 2027-01-01"
    assert f"complaintctl {remedy}" in desk("policy", "set", "delay_days", "--until", "none", expect=3)
    desk(*remedy.split())
    assert [value for value, *_ in shown(desk, "delay_days")] == ["5", "3", "3"]


def test_a_last_day_that_moves_cases_is_asked_about(desk: Desk) -> None:
    desk("policy", "set", "seed.general", "20")  # so that the law's limit decides
    desk.register()
    desk("policy", "set", "seed.general", "20", "--from", "2026-11-12", "--yes")
    desk.register(received_at="2026-11-12T10:00")
    ending = ("policy", "set", "law2020.simple", "--until", "2026-11-11")  # long past
    with unchanged(desk):
        said = desk(*ending, expect=3)
        assert "TS-2026-0001: 2026-12-08 → 2026-12-21" in said and "TS-2026-0002: 2026-11-27 → 2026-12-10" in said
    desk(*ending, "--yes")
    assert [desk.case(case)["due_on"] for case in "12"] == ["2026-12-21", "2026-12-10"]


@cases(
    "words status finding",
    (("seed.general",), 2, "Say the new value"),
    (("seed.general", "5", "--until", "2026-11-22"), 2, "before the first day of seed.general, 2026-11-23"),
    (("seed.general", "5", "--until", "someday"), 2, "not a date"),
    (("tracking_days", "--until", "2026-12-31"), 3, "cannot end without a value to follow"),
    (("law2020.simple", "--until", "2020-02-01"), 2, "before the first day"),
    (("soon_days", "4", "--until", "2027-06-30"), 3, "has another value from 2027-01-01 on"),
    (("source.own_date", "--target", "3"), 2, "no target"),
)
def test_a_last_day_that_cannot_be_is_explained(desk: Desk, words: tuple[str, ...], status: int, finding: str) -> None:
    desk("policy", "set", "soon_days", "5", "--from", "2027-01-01")
    with unchanged(desk):
        assert finding in desk("policy", "set", *words, expect=status)


@pytest.mark.requirement("credit_objection")
def test_a_preset_that_is_switched_on_runs_on_its_cases_alone(desk: Desk) -> None:
    desk("policy", "set", "credit_objection", "on")
    assert clocks(desk.register(business_type="personal_information"))["credit_objection"]["due_on"] == "2026-12-14"
    assert "credit_objection" not in clocks(desk.register())
    desk("policy", "set", "credit_objection", "off", "--from", "2026-11-24")
    assert "sound" in desk("verify")


# ---- Known at second hand ----


@pytest.mark.requirement("A26")
def test_what_is_known_at_second_hand_is_marked(desk: Desk) -> None:
    rules = {row["key"]: row for row in desk.json("policy", "show")}
    doubts = {key: row["doubt"] for key, row in rules.items() if row["doubt"]}
    number, text = "article number second hand", "second hand"
    assert doubts == {
        "law2020.simple": number, "law2020.complex": number, "regulator.transferred": number,
        "law2020.review": text, "major_group_size": text,
    }  # fmt: skip
    assert [key for key, row in rules.items() if not row["is_verified"]] == ["law2020.review", "major_group_size"]
    assert "second hand" in desk("policy", "show", "law2020.review")
    said = desk("policy", "set", "law2020.review", "--verified", "--reason", "已查原文")
    assert "30 calendar days → 30 calendar days, verified, from" in said
    desk("policy", "set", "law2020.review", "20", "--from", "2027-01-01")
    labels = [change["new_label"] for change in desk.json("policy", "history", "law2020.review")]
    assert labels == ["30 calendar days, verified", "20 calendar days"]
    assert [row["is_verified"] for row in desk.json("policy", "show", "law2020.review")] == [False, True, True]
    assert "sound" in desk("verify")


def test_no_form_names_an_article_that_nobody_has_read(desk: Desk) -> None:
    desk("policy", "set", "seed.general", "20")
    desk.register()
    said = desk("slip", "1", "receipt")
    assert (
        "监管规定十五日（《银行业保险业消费投诉处理管理办法》；《民法典》第二百零一条、第二百零三条）" in said
        and "第十八条" not in said
    )
    desk("policy", "set", "law2020.simple", "--unverified", "--from", "2026-11-24")
    desk.register(as_of="2026-11-24T10:00")
    said = desk("slip", "2", "receipt", as_of="2026-11-24T10:00")
    assert "监管规定十五日" in said and "银保监会" not in said


@cases(
    "citation kept",
    ("Order 2020 No. 3, Art. 18; Civil Code 201, 203", "Order 2020 No. 3; Civil Code 201, 203"),
    ("Order 2020 No. 3, Arts 12, 14, 20", "Order 2020 No. 3, Arts 12, 14"),
    ("Order 2020 No. 3, Art. 15", "Order 2020 No. 3, Art. 15"),
    ("Petition Regulations 2022, Art. 34", "Petition Regulations 2022, Art. 34"),
    ("Art. 20", "Art. 20"),
)
def test_a_citation_loses_what_is_not_proven(citation: str, kept: str) -> None:
    assert proven(citation) == kept
    assert not in_chinese(kept).endswith("，")


def test_every_law_that_a_rule_cites_has_its_chinese_name(desk: Desk) -> None:
    cited = rows(desk, "SELECT citation FROM time_limit UNION SELECT citation FROM policy")
    assert not [text for (text,) in cited if re.search(r"Art|[A-Z]\w+ [A-Z]", in_chinese(text))]


def test_the_faults_of_a_file_read_as_the_language_spoken_does(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[limit]]\nkey = "seed.general"\ndays = 0\nfrom = 2027-01-01\n', encoding="utf-8")
    assert "limit seed.general：时限" in desk("--lang", "zh", "policy", "import", file, "--yes", expect=2)


@pytest.mark.requirement("A10.9")
def test_the_written_reply_names_the_days_for_a_review_as_the_bank_has_them(desk: Desk) -> None:
    desk.register(unit="chengguan", answered="已说明收费标准")
    assert "自收到之日起30日内向云溪农村商业银行总行书面申请核查" in desk("slip", "1", "reply")
    desk("policy", "set", "review_request_days", "--unverified", "--from", "2026-11-24")
    desk.register(unit="chengguan", answered="已说明收费标准", as_of="2026-11-24T10:00")
    assert "您可以向云溪农村商业银行总行书面申请核查" in desk("slip", "2", "reply", as_of="2026-11-24T10:00")


# ---- A file of rules ----


def rules_file(desk: Desk, text: str) -> Path:
    path = desk.path.with_name("rules.toml")
    path.write_text(text, "utf-8")
    return path


@pytest.mark.requirement("A25")
def test_a_file_written_is_read_and_changes_nothing(desk: Desk) -> None:
    desk("policy", "set", "seed.general", "5", "--from", "2026-12-01", "--until", "2026-12-31")
    desk("policy", "set", "law2020.review", "--until", "2027-12-31")
    path = desk.path.with_name("rules.toml")
    for more in ((), ("--all",)):
        desk("policy", "show", "--toml", *more, "-o", str(path), "--force")
        with unchanged(desk):
            assert "says nothing new" in desk("policy", "import", str(path))
    written = tomllib.loads(path.read_text("utf-8"))
    general = [rule for rule in written["limit"] if rule["key"] == "seed.general"]
    assert [(rule["days"], str(rule["from"])) for rule in general] == [
        (3, "2007-01-01"), (5, "2026-12-01"), (3, "2027-01-01")]  # fmt: skip
    (review,) = (rule for rule in written["limit"] if rule["key"] == "law2020.review")
    assert (str(review["until"]), review["verified"]) == ("2027-12-31", False)
    assert {"bank_name", "soon_days"} <= {rule["key"] for rule in written["value"]}
    assert "practice" not in {rule["key"] for rule in written["value"]}
    assert desk("policy", "show", "--toml", "--all") == path.read_text("utf-8")
    assert desk("policy", "show", "--format", "toml", "--all") == path.read_text("utf-8")


@pytest.mark.requirement("A25", "A26")
def test_a_file_puts_in_force_what_differs(desk: Desk) -> None:
    desk.register()
    path = rules_file(desk, """
[[limit]]
key = "seed.complex"
days = 8
target = 5
from = 2027-01-01
[[limit]]
key = "law2020.simple"
days = 10
from = "2027年3月1日"
verified = false
[[limit]]
key = "first_response"
on = true
from = 2027-01-01
until = 2027-12-31
[[value]]
key = "soon_days"
value = 5
from = 2027-01-01
[[value]]
key = "本行没有的"
value = "无"
""")  # fmt: skip
    assert "line 21, value" in desk("policy", "import", str(path), expect=2)
    path.write_text(path.read_text("utf-8").rsplit("[[value]]", 1)[0], "utf-8")
    said = desk("policy", "import", str(path), "--reason", "总行下发")
    assert "seed.complex: 10 working days, target 7 → 8 working days, target 5, from 2027-01-01." in said
    assert shown(desk, "law2020.simple")[1:] == [(10, "2027-03-01", "9999-12-31", True)]
    assert [row[3] for row in shown(desk, "first_response")] == [False, True, False]
    later = {row["key"]: row for row in desk.json("policy", "show", as_of="2027-03-01")}
    assert later["law2020.simple"]["is_verified"] is False and later["soon_days"]["value"] == "5"
    assert {row["reason"] for row in desk.json("policy", "history")} == {"总行下发"}
    assert desk.case("1")["due_on"] == "2026-11-26"
    with unchanged(desk):
        assert "says nothing new" in desk("policy", "import", str(path))
    assert "sound" in desk("verify")


@pytest.mark.requirement("A25", "A26")
def test_a_file_that_moves_open_cases_names_them_first(desk: Desk) -> None:
    desk.register()
    desk.register(category="service_product", amount="60000")
    path = rules_file(desk, """
limit = [{key = "seed.general", days = 5, from = 2026-11-20}, {key = "seed.complex", days = 9, from = 2026-11-20}]
value = [{key = "major_amount_fen", value = 7000000, from = 2026-11-20}]
""")  # fmt: skip
    with unchanged(desk):
        said = desk("policy", "import", str(path), expect=3)
        for part in (
            "TS-2026-0001: 2026-11-26 → 2026-11-30",
            "TS-2026-0002: 2026-12-07 → 2026-12-04",
            "major → not major",
        ):
            assert part in said, part
    before = content(desk)
    terminal = at_terminal(desk, "policy", "import", str(path))
    terminal.expect("TS-2026-0002")
    terminal.expect("Change these cases")
    assert content(desk) == before
    terminal.sendline("no")
    terminal.expect("nothing was recorded")
    terminal.expect(pexpect.EOF)
    assert content(desk) == before
    desk("policy", "import", str(path), "--yes")
    assert [desk.case(case)["due_on"] for case in "12"] == ["2026-11-30", "2026-12-04"]
    assert rows(desk, "SELECT is_major FROM complaint ORDER BY case_no") == [(0,), (0,)]
    assert "sound" in desk("verify")


FAULTY = """
# 草案
[[limit]]
key = "seed.generel"
days = 5
[[limit]]
key = "seed.complex"
days = "eight"
colour = "red"
[[limit]]
days = 5
[[limit]]
key = "seed.web_dispatch"
days = 0
[[limit]]
key = "law2020.simple"
days = 10
from = 2019-01-01
[[value]]
key = "soon_days"
[[value]]
key = "practice"
value = "0x"
[[value]]
key = "law2020.simple"
value = 3
[[limit]]
key = "soon_days"
days = 3
[[limit]]
key = "seed.general"
days = 3
from = "bald"
[rule]
key = "x"
"""


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(desk: Desk) -> None:
    path = rules_file(desk, FAULTY)
    with unchanged(desk):
        said = desk("policy", "import", str(path), "--yes", expect=2)
    for part in (
        "rules.toml has 12 faults, and nothing was changed",
        "line 3, limit seed.generel: There is no rule 'seed.generel'. Did you mean seed.general",
        'line 6, limit seed.complex: days = "eight" is not a whole number.',
        "line 6, limit seed.complex: there is no colour here, but key, days, target, on, from, until, verified.",
        "line 10, limit 3: key is missing",
        "line 12, limit seed.web_dispatch: The limit seed.web_dispatch '0' is not a whole number",
        "line 15, limit law2020.simple: law2020.simple is not in force on 2019-01-01",
        "line 19, value soon_days: value is missing.",
        "line 21, value practice: A file is made a practice file or a real one once",
        "line 24, value law2020.simple: law2020.simple is a time limit: write [[limit]].",
        "line 27, limit soon_days: soon_days is no time limit: write [[value]].",
        "line 30, limit seed.general: from 'bald' is not a date",
        "rule is no table of rules: write each as [[limit]] or [[value]].",
    ):
        assert part in said, part


@cases(
    "text finding",
    ("[[limit]\n", "not TOML in UTF-8"),
    ("", "It holds no rule"),
    ("limit = 3\n", "limit is no table of rules"),
    ("[[limit]]\nkey = 5\n", "key = 5 is not text in quotes"),
    ("[[limit]]\nkey = 'seed.general'\ndays = true\n", "days = true is not a whole number"),
    ("[[limit]]\nkey = 'seed.general'\non = 1\n", "on = 1 is not true or false"),
    ("[[limit]]\nkey = 'source.own_date'\ndays = 3\n", "has no number"),
    ("[[value]]\nkey = 'supervision_office'\nvalue = 'nowhere'\n", "There is no unit"),
)
def test_a_file_that_cannot_be_used_changes_nothing(desk: Desk, text: str, finding: str) -> None:
    with unchanged(desk):
        assert finding in desk("policy", "import", str(rules_file(desk, text)), "--yes", expect=2)


def test_a_file_that_is_not_there_or_no_text_is_named(desk: Desk, tmp_path: Path) -> None:
    assert "cannot be read" in desk("policy", "import", str(tmp_path / "none.toml"), expect=2)
    binary = tmp_path / "rules.toml"
    binary.write_bytes(b"\xff\xfe\x00key")
    assert "is not UTF-8 text" in desk("policy", "import", str(binary), expect=2)
    change(desk, "SELECT 1")
    assert "exists already" in desk("policy", "show", "--toml", "-o", str(binary), expect=2)
    assert "Choose one form" in desk("policy", "show", "--toml", "--json", expect=2)
