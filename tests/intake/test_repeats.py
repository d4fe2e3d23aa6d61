"""A customer who comes again: found, linked to the first case of the series, or noted on the one still open."""

import json

import pytest
from conftest import Desk, cases
from support.case_file import unchanged
from support.terminal import Terminal

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.file import db
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact

WORDS = "--channel phone --category service_attitude --summary 再次反映柜员语气生硬 --demand 当面道歉".split()
CUSTOMER = ["--name", "赵小满", "--phone", "13900000001"]
LATER = "2026-12-21T10:00"


def history(desk: Desk, *options: str, as_of: str | None = None) -> list[str]:
    """The numbers of the earlier cases that are shown when a complaint is registered."""
    said = desk.run("register", *WORDS, *options, as_of=as_of).stderr
    assert "139" not in said and "小满" not in said
    return [word for line in said.splitlines() if line.startswith("  TS-") for word in line.split()[:1]]


def ended(desk: Desk, case: str = "1") -> None:
    """See a case to its end."""
    desk.through(case, "brief transfer")
    desk.resolve(case, "2026-11-23T10:00", compensation="120", loss="120")
    desk.through(case, "review close")


# ---- Who counts as the same customer ----
@pytest.mark.requirement("A17.1", "G27")
@cases(
    "options found",
    (["--phone", "13900000001"], True),
    (["--phone", "139-0000-0001"], True),
    (["--phone", "+86 13900000001"], True),
    (["--name", "另一人", "--phone", "13900000001"], True),  # the family's number
    (["--id-no", "11010519491231002x"], True),
    (["--name", "赵小满", "--unit", "城关支行"], True),
    (["--name", "赵小满", "--phone", "13900000002", "--unit", "chengguan"], True),
    (["--name", "赵小满", "--unit", "hexi"], False),
    (["--name", "赵小满"], False),
    (["--name", "赵小满", "--unit", "chengguan", "--id-no", "440524188001010014"], False),  # a namesake
    (["--phone", "13900000002"], False),
    (["--anonymous"], False),
)
def test_the_same_customer(desk: Desk, options: list[str], found: bool) -> None:
    desk.register(unit="chengguan", id_no="11010519491231002X")
    assert history(desk, *options) == (["TS-2026-0001"] if found else [])


@pytest.mark.parametrize(("phone", "said"), [("13900000002", True), ("13900000001", False)])
def test_a_namesake_is_said_to_be_one(desk: Desk, phone: str, said: bool) -> None:
    desk.register(unit="chengguan")
    words = ["register", *WORDS, "--name", "赵小满", "--phone", phone, "--unit", "chengguan"]
    assert ("the same name only" in desk.run(*words).stderr) is said


@pytest.mark.requirement("A17.1")
@pytest.mark.parametrize(
    ("written", "typed"),
    [("139 0000 0001", "13900000001"), ("0915-7654321", "0915-7654321"), ("+8613900000001", "139-0000-0001")],
)
def test_a_number_is_the_same_however_it_is_written(desk: Desk, written: str, typed: str) -> None:
    desk.register(phone=written, name="")
    said = desk.run("register", *WORDS, "--phone", typed).stderr
    assert "TS-2026-0001" in said


@pytest.mark.requirement("A17.1", "G27")
def test_how_far_back(desk: Desk) -> None:
    desk.register(received_at="2026-08-25", answered="已当场更正")  # 90 days before
    desk.register(received_at="2026-08-24", answered="已当场更正")
    desk.register(received_at="2026-08-24")
    for case in ("1", "2"):
        desk.through(case, "brief close")
    assert history(desk, *CUSTOMER) == ["TS-2026-0001", "TS-2026-0003"]
    assert history(desk, *CUSTOMER, "--received-at", "2026-08-20") == []  # later ones are no earlier ones


@pytest.mark.requirement("O8", "A6.1")
def test_outcome_and_compensation_are_shown_and_nothing_unmasked(desk: Desk) -> None:
    desk.register(unit="chengguan", summary="柜员对赵小满解释手续费时语气生硬，客户当场要求道歉")
    ended(desk)
    said = desk.run("--lang", "zh", "register", *WORDS, *CUSTOMER).stderr
    (line,) = [line for line in said.splitlines() if line.startswith("  TS-")]
    assert line.split() == [
        "TS-2026-0001", "2026-11-23", "服务态度", "已办结", "本行责任", "满意", "赔偿120.00元",
        "事由：柜员对赵**解释手续费时语气生硬，客户当场要求道…", "结果：已电话致歉",
    ]  # fmt: skip
    assert "小满" not in said and "13900000001" not in said


def test_of_many_the_newest_ten_are_shown(desk: Desk) -> None:
    for _ in range(11):
        desk.register()
    said = desk.run("register", *WORDS, *CUSTOMER).stderr
    assert said.count("\n  TS-2026-") == 10 and "TS-2026-0011" in said and "1 older" in said


@pytest.mark.requirement("A13.4", "A6.1")
def test_nobody_else_learns_who_made_a_report_of_wrongdoing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register(nature="wrongdoing_report")
    desk.register()
    assert history(desk, *CUSTOMER) == ["TS-2026-0002", "TS-2026-0001"]
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhang")
    assert history(desk, *CUSTOMER) == ["TS-2026-0003", "TS-2026-0002"]


@pytest.mark.requirement("A13.4", "A6.1")
def test_nor_by_raising_it_again_under_a_name(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register(nature="wrongdoing_report")
    desk.grant("intake")
    words = ["register", *WORDS, "--repeat-of", "1", "--nothing-new"]
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhang")
    said = [desk.run(*words, *customer).stderr for customer in (CUSTOMER, ["--name", "钱多多"])]
    assert said[0] == said[1] and "was not stored" in said[0]


# ---- Without anybody to ask ----
@pytest.mark.requirement("A17.1")
def test_without_a_terminal_a_note_says_how_to_link(desk: Desk) -> None:
    assert "--repeat-of" not in desk.run("register", *WORDS, *CUSTOMER).stderr
    said = desk.run("register", *WORDS, *CUSTOMER).stderr
    assert "--repeat-of CASE" in said and "--nothing-new" in said
    assert desk.case("2")["is_repeat"] is False
    said = desk.run("register", *WORDS, *CUSTOMER, "--repeat-of", "1").stderr
    assert "--repeat-of" not in said and "Earlier cases of this customer" in said


@pytest.mark.requirement("A17.1")
def test_a_repeat_of_a_repeat_counts_on_in_the_series(desk: Desk) -> None:
    desk.register()
    assert (desk.case("1")["repeat_no"], desk.case("1")["repeat_of"]) == (None, None)
    numbers = []
    for earlier in ("1", "2", "1", "2026-3"):
        case = desk.register(repeat_of=earlier)
        numbers.append(case["repeat_no"])
        assert case["events"][0]["repeat_root"] == "TS-2026-0001"
    assert numbers == [1, 2, 3, 4]
    assert desk.case("5")["repeat_of"] == "TS-2026-0003"
    assert desk.register(repeat_of=desk.register()["case_no"])["repeat_no"] == 1  # another series


@pytest.mark.requirement("A17.1")
def test_a_series_begun_before_its_numbers_were_kept_counts_on(desk: Desk) -> None:
    desk.register()
    with db.writing(desk.path) as connection:
        act = Act(connection, Clock(parse_moment("2026-11-23T10:00", "now")), "li")
        for number in (2, 3):
            facts = {"channel": "phone", "category": "work_error", "summary": "多扣费用", "first_receiver": "li",
                     "anonymous": True, "repeat_of": f"TS-2026-000{number - 1}"}  # fmt: skip
            case_no, received = ledger.next_number(act, "register", 2026), act.clock.now()
            ledger.append(act, [Fact(case_no, "registered", received, facts)])
            ledger.settle(act, case_no, received, "registered")
    case = desk.register(repeat_of="3")
    assert (case["repeat_no"], case["events"][0]["repeat_root"]) == (3, "TS-2026-0001")


def test_a_repeat_names_an_earlier_case(desk: Desk) -> None:
    desk.register()
    words = ["register", *WORDS, *CUSTOMER]
    assert "was received later" in desk(*words, "--repeat-of", "1", "--received-at", "2026-11-20", expect=2)
    desk(*words, "--repeat-of", "9", expect=4)
    desk(*words, "--repeat-of", "first", expect=2)
    assert "--nothing-new needs --repeat-of" in desk(*words, "--nothing-new", expect=2)
    early = ("--nothing-new", "--repeat-of", "1", "--received-at", "2026-11-22")
    assert "too early" in desk(*words, *early, expect=3)


@pytest.mark.requirement("A17.5")
def test_nothing_new_on_an_open_case_is_noted_there(desk: Desk) -> None:
    first = desk.register()
    options = [*WORDS, *CUSTOMER, "--repeat-of", "1", "--nothing-new", "--first-receiver", "zhang"]
    merged = desk.json("register", *options, as_of="2026-11-25T09:00")
    assert merged["case_no"] == "TS-2026-0001" and len(desk.json("list", "--all", as_of="2026-11-25T09:00")) == 1
    assert (merged["due_on"], merged["clocks"]) == (first["due_on"], first["clocks"])  # no new clock
    event = merged["events"][-1]
    assert (event["kind"], event["at"], event["text"]) == ("repeated", "2026-11-25T09:00:00+08:00", WORDS[5])
    assert (event["demand"], event["channel"], event["first_receiver"]) == ("当面道歉", "phone", "zhang")
    assert "139" not in json.dumps(event)
    said = desk("register", *options, as_of="2026-11-25T10:00")
    assert said.startswith("TS-2026-0001: the customer raised it again with nothing new")
    assert desk.register(as_of="2026-11-25T11:00")["case_no"] == "TS-2026-0002"  # no number was lost
    assert "sound" in desk("verify")


@pytest.mark.requirement("A17.5")
def test_a_closed_case_takes_nothing_in(desk: Desk) -> None:
    desk.register(answered="已当场更正", then="brief; close")
    with unchanged(desk):
        said = desk("register", *WORDS, *CUSTOMER, "--repeat-of", "1", "--nothing-new", expect=3)
        assert "was closed on 2026-11-23" in said and "--repeat-of TS-2026-0001" in said
    case = desk.json("register", *WORDS, *CUSTOMER, "--repeat-of", "1")
    assert (case["case_no"], case["repeat_no"], case["due_on"]) == ("TS-2026-0002", 1, "2026-11-26")


def test_what_is_not_stored_with_a_merged_complaint_is_said(desk: Desk) -> None:
    desk.register()
    words = ["register", *WORDS, "--repeat-of", "1", "--nothing-new"]
    assert "Note" not in desk.run(*words, *CUSTOMER).stderr
    assert "not what TS-2026-0001 holds" in desk.run(*words, "--phone", "13900000002").stderr
    said = desk.run(*words, *CUSTOMER, "--answered", "已告知正在核实").stderr
    assert "What the customer was told was noted" in said
    case = desk.json("show", "1")
    assert case["replied_at"] is None and case["events"][-1]["answered"] == "已告知正在核实"


@pytest.mark.requirement("A17.5", "A9.7")
def test_what_another_body_sends_is_not_merged_unless_it_is_answered_there(desk: Desk) -> None:
    desk.register()
    words = ["register", *WORDS[2:], *CUSTOMER, "--nothing-new", "--channel", "superior", "--source-agency", "省联社"]
    with unchanged(desk):
        assert "has to be replied to" in desk(*words, "--repeat-of", "1", expect=3)
    desk("register", *WORDS[2:], "--channel", "superior", "--source-agency", "省联社", "--source-due", "2026-12-01")
    assert "noted there" in desk(*words, "--repeat-of", "2")
    assert "noted there" in desk(*words, "--repeat-of", "2", "--source-due", "2026-12-01")
    assert "its own time" in desk(*words, "--repeat-of", "2", "--source-due", "2026-11-27", expect=3)
    assert "has to be replied to" in desk(*words[:-1], "金融监管分局", "--repeat-of", "2", expect=3)


@pytest.mark.requirement("A17.5", "A13.4")
@pytest.mark.parametrize(
    "words", [["--category", "financial_crime"], ["--category", "work_error", "--nature", "wrongdoing_report"]]
)
def test_a_report_of_wrongdoing_is_not_merged_into_a_case_that_is_none(desk: Desk, words: list[str]) -> None:
    desk.register(unit="chengguan", then="transfer")
    given = ["register", "--channel", "phone", "--summary", "举报收受好处", "--demand", "查处", *words, *CUSTOMER]
    assert "must not reach" in desk(*given, "--repeat-of", "1", "--nothing-new", expect=3)
    assert "举报" not in desk("show", "1")
    desk(*given)
    assert "noted there" in desk(*given, "--repeat-of", "2", "--nothing-new")


@pytest.mark.requirement("A17.5")
def test_what_a_merged_complaint_says_beyond_the_case_is_pointed_out(desk: Desk) -> None:
    desk.register(unit="chengguan", amount="900")
    words = ["register", *WORDS, *CUSTOMER, "--repeat-of", "1", "--nothing-new"]
    assert "says more" not in desk.run(*words, "--unit", "chengguan", "--amount", "900").stderr
    said = desk.run(*words, "--amount", "90000", "--public-figure").stderr
    assert "This says more than TS-2026-0001 holds, of public figure, amount: " in said
    chinese = desk.run("--lang", "zh", *words, "--amount", "90000", "--public-figure").stderr
    assert "的内容（社会知名人士、涉及金额）" in chinese


@pytest.mark.requirement("A13.4", "A17.1")
def test_what_repeats_a_report_of_wrongdoing_is_one(desk: Desk) -> None:
    desk.register(channel="letter", category="rule_violation", nature="wrongdoing_report", unit="chengguan")
    said = desk.run("register", *WORDS, *CUSTOMER, "--repeat-of", "1").stderr
    assert "TS-2026-0001 is a report of wrongdoing, and so is what repeats it" in said
    desk("register", *WORDS, *CUSTOMER, "--unit", "hexi", "--nature", "complaint", "--repeat-of", "2")
    for case in ("2", "3"):
        assert desk.case(case)["restricted"]
        assert "must not reach 城关支行" in desk("transfer", case, "--to", "chengguan", expect=3)
    assert "must not reach 河西支行" in desk("transfer", "3", "--to", "hexi", expect=3)
    assert "sound" in desk("verify")


# ---- At a terminal ----
def answering(desk: Desk, *answers: tuple[str, str]) -> str:
    """Register at a terminal, giving each answer to its question; what was said."""
    terminal = Terminal(desk, "register", *WORDS[:-2], *CUSTOMER, "--unit", "hexi")
    terminal.answer("What is asked for", "当面道歉").answer("Person complained of")
    for question, answer in answers:
        terminal.answer(question, answer)
    terminal.enters("Amount in dispute", "What makes it grave", "Is this right")
    if ("Is there anything new", "no") not in answers:
        terminal.answer("Print the receipt")
    return terminal.ends()


@pytest.mark.requirement("A17.1", "O8")
def test_the_officer_is_asked_whether_it_is_the_same_matter(desk: Desk) -> None:
    desk.register(received_at="2026-11-19")
    desk.register(phone="13900000009", name="钱多多")  # another customer's, and no choice
    same = "Is it the same matter"
    said = answering(desk, (same, "TS-2026-0002"), (same, "yes"), (same, "no"))
    assert said.count("Answer with a number from 1 to 2,") == 2
    assert "TS-2026-0003 registered" in said and "--repeat-of" not in said
    assert desk.case("3")["repeat_of"] is None


@pytest.mark.requirement("A17.5")
def test_something_new_makes_a_case_linked_to_the_open_one(desk: Desk) -> None:
    desk.register()
    said = answering(desk, ("Is it the same matter", "1"), ("Is there anything new", "yes"))
    assert "TS-2026-0002 registered" in said
    case = desk.json("show", "2")
    assert (case["repeat_of"], case["repeat_no"]) == ("TS-2026-0001", 1)


@pytest.mark.requirement("A17.5")
def test_nothing_new_is_noted_on_the_open_one(desk: Desk) -> None:
    desk.register()
    new = "Is there anything new"
    said = answering(desk, ("Is it the same matter", "TS-2026-0001"), (new, "maybe"), (new, "no"))
    assert "TS-2026-0001: the customer raised it again" in said
    assert len(desk.json("list", "--all")) == 1


@pytest.mark.requirement("A17.5")
def test_of_a_closed_case_only_the_matter_is_asked(desk: Desk) -> None:
    desk.register(answered="已当场更正", then="brief; close")
    said = answering(desk, ("Is it the same matter", "1"))
    assert "TS-2026-0002 registered" in said and "anything new" not in said
    assert desk.case("2")["repeat_no"] == 1


def test_an_option_given_is_not_asked_for(desk: Desk) -> None:
    desk.register()
    assert "TS-2026-0002 registered" in Terminal(desk, "register", *WORDS, *CUSTOMER, "--repeat-of", "1").ends()
