"""At a real terminal the program asks for what is missing; leaving in the middle leaves nothing."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest
from conftest import Desk, cases, picked
from rich.cells import cell_len
from support.results import report
from support.terminal import Terminal, at_terminal

from complaintctl.asking.question import Question
from complaintctl.base.values import check_characters
from complaintctl.papers import document

REGISTER = {
    "--channel": "walk_in", "--category": "service_attitude", "--summary": "柜员语气生硬", "--demand": "道歉",
    "--name": "赵小满", "--phone": "13900000001", "--unit": "chengguan",
}  # fmt: skip
# Every question of a plain registration: the option it stands for, how it begins, what is typed.
COUNTER = [
    ("--channel", "How did it come in", []), ("--category", "What is it about", ["2"]),
    ("--summary", "What happened", ["柜员语气生硬"]), ("--demand", "What is asked for", ["道歉"]),
    ("--unit", "Unit complained of", ["城关"]), ("--subject", "Person complained of", []),
    ("--name", "Customer's name", ["赵小满"]), ("--phone", "Phone", ["13900000001"]),
    ("--amount", "Amount in dispute", []), ("", "What makes it grave", []), ("", "Who received it first", []),
    ("", "Is this right", []), ("", "Print the receipt", []),
]  # fmt: skip
RESULT = [
    ("What was found", "属实"), ("Whose fault is it", "1"), ("What of those responsible", "批评教育"),
    ("What is to be learned", "服务意识"), ("What is put right", "培训"),
    ("Customer's loss", "100"), ("What was paid", "80"), "The apology made", ("The explanation given", "已说明流程"),
    ("When was the customer replied to", "今天"), ("What was the customer told", "已致歉"), "How was it told",
    ("How is it taken", "1"), "Who handled it", ("That person's phone", "0000-1234567"), "When was it reported",
]  # fmt: skip


def given(*left_out: str) -> list[str]:
    """The options of a registration but for some."""
    return [word for option, value in REGISTER.items() if option not in left_out for word in (option, value)]


def registering(desk: Desk, *left_out: str, until: str = "", **more: Any) -> Terminal:
    """A registration that lacks some options, its questions answered until one that begins so; by default all."""
    terminal = Terminal(desk, "register", *given(*left_out), **more)
    for option, question, typed in COUNTER:
        if question == until:
            return terminal.asks(until)
        if option in left_out or option not in REGISTER:
            terminal.answer(question, *typed)
    return terminal


def come_in_by(desk: Desk, channel: str) -> Terminal:
    """A registration by a channel, its questions answered until those that the channel asks for."""
    terminal = Terminal(desk, "register", *given("--channel", "--demand"), "--channel", channel)
    return terminal.enters(("What is asked for", "道歉"), "Person complained of", "Amount", "What makes")


def to_the_end(terminal: Terminal) -> str:
    """Answer the last questions of a registration with what is proposed."""
    terminal.enters("Amount in dispute", "What makes it grave", "Who received it first")
    return terminal.enters("Is this right", "Print the receipt").ends()


def customer(desk: Desk) -> Any:
    """Who complained, in full."""
    return desk.json("show", "1", "--reveal", "--reason", "核对")["complainant"]


# ---- A registration ----


@pytest.mark.requirement("A8.1a", "A3.1")
def test_a_registration_is_typed_in_under_a_minute(desk: Desk) -> None:
    said = registering(desk, *REGISTER).ends()
    assert "TS-2026-0001 registered, due Thursday 26 November, working day 3" in said
    assert "complaintctl brief TS-2026-0001 --to sun" in said
    case = picked(desk.case("1"), "channel category summary respondent_unit first_receiver")
    assert case == ("walk_in", "service_attitude", "柜员语气生硬", "chengguan", "li")
    # The keys of a visit, the command's own and each Enter included; what the customer says is typed apart.
    words = ("--summary", "--demand", "--name", "--phone")
    keys = sum(1 if option in words else len("".join(typed)) + 1 for option, _question, typed in COUNTER)
    assert len("complaintctl register") + 1 + keys <= 45


def test_the_due_date_in_words_in_chinese(desk: Desk) -> None:
    terminal = Terminal(desk, "--lang", "zh", "register", *given("--demand"), as_of="2026-02-11T10:00")
    terminal.enters(("客户诉求", "道歉"), "被投诉人", ("涉及金额", "六万元"), "有无重大情形", "首问接待人")
    terminal.sees("将登记以下内容：", "服务态度，期限周六 2月14日，第3个工作日", "60,000.00元，超过5万元：重大")
    terminal.sees("2026-02-11 周三 10:00", "李清明（监察室）").enters("是否正确", "打印给客户的受理回执")
    assert "TS-2026-0001已登记，期限周六 2月14日，第3个工作日：" in terminal.ends().replace("\n", "")


def test_a_choice_is_made_by_number_arrow_label_or_code(desk: Desk) -> None:
    terminal = Terminal(desk, "register", *given("--category", "--unit"))
    ways = (["2"], ["２"], ["down"], ["up"] * 8, ["staff"], ["conduct"], ["service_attitude"])
    for number, typed in enumerate(ways, 1):
        terminal.answer("What is it about", *typed).asks("Unit complained of")
        terminal.sees("What is it about: staff conduct", times=number)
        terminal.press("escape").asks("What is it about").answer("What is it about", "1").asks("Unit complained of")
        terminal.press("escape")
    for wrong in (["10"], ["0"], ["service"], ["柜面"]):
        terminal.answer("What is it about", *wrong).sees(f"What is it about: {wrong[0]}", "Answer with a number from 1")
        terminal.asks("What is it about")
    terminal.leaves()


def test_few_units_are_numbered_and_many_found_by_a_part_of_the_name(desk: Desk) -> None:
    terminal = registering(desk, "--unit", "--demand", until="Unit complained of")
    for number, typed in enumerate(("1", "che", "关支", "城关支行", "chengguan"), 1):
        terminal.answer("Unit complained of", typed).asks("Person complained of")
        terminal.sees("Unit complained of: 城关支行", times=number).press("escape")
    terminal.clears("99", "enter").sees("Answer with a number from 1 to 4").leaves()
    for number in range(17):
        desk("unit", "add", f"branch{number}", f"第{number}支行")
    terminal = registering(desk, "--unit", "--demand", until="Unit complained of").sees("a part or Tab").press("城")
    terminal.sees("chengguan  城关支行").press("tab", "enter").sees("Unit complained of: chengguan 城关支行").leaves()


def test_what_will_not_do_is_said_at_the_field(desk: Desk) -> None:
    terminal = registering(desk, "--unit", "--summary", "--demand", until="What happened").press("……", "enter")
    terminal.sees("The summary '……' says nothing").asks("What happened").clears("enter").sees("An answer is needed.")
    terminal.enters(("What happened", "排队"), ("What is asked for", "道歉"), ("Unit complained of", "nowhere"))
    terminal.sees("There is no unit 'nowhere'.").asks("Unit complained of").clears("hexi", "enter")
    terminal.enters("Person complained of", ("Amount in dispute", "5x"))
    terminal.sees("is not an amount in yuan").asks("Amount in dispute").leaves()


def test_a_doubtful_number_is_a_note_at_the_field_and_on_the_page_and_kept(desk: Desk) -> None:
    terminal = registering(desk, "--phone", "--demand", until="Phone").press("139", "enter")
    terminal.sees("Note: The phone number does not look like one: look at it again.").enters("Amount", "What makes")
    terminal.answer("Who received").sees("Note: The phone number does not look like one", times=2)
    for typed, note in (
        ("6", "The identity number has 1 characters, and not 18"),
        ("610000199001010000", "The check digit of the identity number does not fit"),
    ):
        terminal.answer("Is this right", "Identity number").asks("Identity number").clears(typed, "enter").sees(note)
    terminal.enters(("Is this right", "11"), ("Address", "云溪县城关镇"), "Is this right", "Print the receipt").ends()
    assert picked(customer(desk), "phone id_no address") == ("139", "610000199001010000", "云溪县城关镇")


def test_what_was_given_is_looked_at_before_more_is_asked(desk: Desk) -> None:
    for words, status in (("--unit", "nowhere"), 4), (("--received-at", "2099-01-01"), 2), (("--amount", "x"), 2):
        Terminal(desk, "register", *given("--demand", words[0]), *words).ends(status)
    Terminal(desk, "--actor", "nobody", "register").ends(4)


# ---- The way back ----


def test_the_way_back_keeps_what_was_answered(desk: Desk) -> None:
    terminal = registering(desk, "--name", "--phone", "--demand", until="Amount in dispute")
    for back in (["<", "enter"], ["《", "enter"], ["escape"]):
        terminal.asks("Amount").press(*back).asks("Phone (optional, - leaves it empty): 13900000001").press(*back)
        terminal.asks("Customer's name, or “anonymous” (optional, - leaves it empty): 赵小满")
        if back != ["escape"]:
            terminal.enters("Customer's name", "Phone")
    to_the_end(terminal.clears("钱多多", "enter").enters("Phone"))
    assert picked(customer(desk), "name phone") == ("钱多多", "13900000001")


@pytest.mark.requirement("A9.5")
def test_a_number_edits_its_line_and_esc_goes_back_to_the_last_question(desk: Desk) -> None:
    terminal = registering(desk, "--demand", until="Is this right")
    terminal.sees("To be registered:", "城关支行", "13900000001", "A number edits its line.")
    terminal.sees("Monday 2026-11-23 10:00", "李清明 (监察室)").press("99", "enter")
    terminal.sees("a number from 1 to 16 edits its line").asks("Is this right").clears("13", "enter")
    terminal.enters(("What makes it grave", "3"), ("Why is it grave", "多人关注"), ("Is this right", "12"))
    terminal.enters(("Amount in dispute", "500"), ("Is this right", "12"))
    amount = "Amount in dispute, yuan (optional, - leaves it empty): 500.00 yuan"  # written anew
    terminal.enters((amount, "60,000.00元"), ("Is this right", "15"))
    terminal.answer("When was it received: Monday 2026-11-23 10:00", "11-20")
    terminal.sees("a sensitive topic", "60,000.00 yuan, over 50,000 yuan: major", "Friday 2026-11-20")
    terminal.asks("Is this right").press("escape").answer("Why is it grave").answer("Is this right", "1")
    terminal.answer("How did it come in", "letter").enters("Date of the letter", ("Date of the postmark", "11-19"))
    terminal.sees("Thursday 2026-11-19").enters("Is this right", "Print the").ends()
    case = desk.case("1")
    assert case["major_reasons"] == ["hot_topic", "large_amount"] and case["received_at"][:10] == "2026-11-20"
    assert picked(case["events"][0], "channel postmarked_on") == ("letter", "2026-11-19")


def test_a_line_edited_on_the_page_stays_while_one_goes_back_to_the_first_question(desk: Desk) -> None:
    terminal = registering(desk, "--category", "--demand", until="Is this right").press("Nature", "enter")
    terminal.answer("Nature", "2").sees("suggestion").asks("Is this right")
    way = ["What is it about", "What is asked for", "Person complained of", "Amount in dispute", "What makes it grave",
           "Who received it first"]  # fmt: skip
    for question in reversed(way):
        terminal.press("escape").asks(question)
    terminal.enters(*way, "Is this right", "Print the receipt").ends()
    assert picked(desk.case("1"), "nature category demand") == ("suggestion", "service_attitude", "道歉")


def test_a_name_not_given_is_asked_about_plainly(desk: Desk) -> None:
    terminal = registering(desk, "--name", "--phone", "--demand", until="Customer's name").press("enter")
    terminal.answer("Does the customer stay anonymous").asks("Amount").press("escape")
    terminal.answer("Does the customer stay anonymous", "2").asks("Phone").press("escape")
    terminal.answer("Does the customer stay anonymous", "1")
    to_the_end(terminal)
    assert desk.case("1")["anonymous"] is True


def test_whose_address_is_given_is_not_asked_whether_he_stays_anonymous(desk: Desk) -> None:
    words = [*given("--name", "--phone", "--demand"), "--address", "云溪县城关镇"]
    terminal = Terminal(desk, "register", *words).enters(("What is asked for", "道歉"), "Person complained of")
    terminal.answer("Customer's name").asks("Phone").leaves()


@pytest.mark.parametrize("channel", ["web", "government"])
def test_who_sent_it_and_when_it_was_posted_is_asked_where_the_channel_makes_it_matter(
    desk: Desk, channel: str
) -> None:
    terminal = come_in_by(desk, channel).answer("When was it received")
    if channel == "web":
        terminal.answer("When was it put", "2026-12-01").sees("The date of posting 2026-12-01 is after receipt")
        terminal.asks("When was it put on the web").clears("2026-11-20", "enter")
    else:
        terminal.enters(("Which body sent it", "县信访局"), "That body's reference")
        terminal.answer("That body's own date", "周八").sees("That body's own date '周八' is not a date")
        terminal.asks("That body's own date").clears("11-20", "enter")
        terminal.sees("2026-11-20, is before receipt, 2026-11-23.")
        terminal.asks("When did that body accept it").press("escape")
        terminal.asks("That body's own date").clears("11月25日", "enter")
        terminal.answer("When did that body accept it", "11-24").sees(
            "The day of acceptance 2026-11-24 is in the future"
        )
        terminal.asks("When did that body accept it").clears("11-19", "enter")
        terminal.enters("Secrecy and urgency", ("Leader who endorsed it", "副县长王某"))
        terminal.enters(("Date of the endorsement", "11-18"), ("What that leader wrote", "请依法处理"))
    terminal.enters("Is this right", "Print the").ends()
    registered = desk.case("1")["events"][0]
    told = {
        "web": {"posted_at": "2026-11-20T00:00:00+08:00"},
        "government": {"source_due_on": "2026-11-25", "source_accepted_on": "2026-11-19"},
    }[channel]
    if channel == "government":
        assert picked(registered, "endorsed_by endorsed_on endorsement") == ("副县长王某", "2026-11-18", "请依法处理")
    days = ("posted_at", "source_due_on", "source_accepted_on")
    assert {day: registered[day] for day in days if registered.get(day)} == told


@pytest.mark.requirement("petition2022.handle")
def test_the_day_of_acceptance_is_asked_of_a_petition_office_alone(desk: Desk) -> None:
    for sender, more, question in (
        ("县人民政府", (), "Secrecy and urgency"),
        ("县妇联", ("--source-kind", "信访部门"), "When did that body accept it"),
        ("县信访局", ("--accepted-on", "2026-11-19"), "Secrecy and urgency"),
        ("县信访局", ("--source-kind", "other_body"), "Secrecy and urgency"),
    ):
        words = [*given("--channel", "--demand"), "--channel", "phone", "--source-agency", sender, *more]
        terminal = Terminal(desk, "register", *words).enters(("What is asked for", "道歉"), "Person complained of")
        terminal.enters("Amount", "What makes", "When was it received", "That body's reference", "That body's own")
        terminal.asks(question).leaves()


@pytest.mark.requirement("A10.6")
def test_who_is_complained_of_is_asked_after_the_unit_among_its_staff(desk: Desk) -> None:
    terminal = registering(desk, "--unit", "--demand", until="Person complained of").press("an").sees("zhang  张立冬")
    assert "qian  钱谷雨" not in terminal.text()  # of another unit
    terminal.press("g", "enter").asks("Amount").sees("Person complained of: zhang 张立冬").leaves()
    terminal = Terminal(desk, "register", *given("--unit", "--demand"), "--unit", "城关支行")
    to_the_end(terminal.enters(("What is asked for", "道歉"), ("Person complained of", "张立冬")))
    assert desk.case("1")["subject_employee"] == "zhang"


@pytest.mark.requirement("A8.1b", "A3.1")
def test_who_brought_a_visitor_is_asked_where_another_unit_received_him(desk: Desk) -> None:
    terminal = registering(desk, "--demand", until="Who received it first").press("张立冬", "enter")
    terminal.asks("Who brought the visitor").sees("张立冬 (城关支行)").press("escape").asks("Who received it first")
    terminal.press("enter").answer("Who brought the visitor", "qian").enters("Is this right", "Print the").ends()
    received = desk.json("show", "1")["events"][0]
    assert picked(received, "first_receiver escorted_by") == ("zhang", "qian")


@pytest.mark.requirement("A15.4")
def test_of_the_media_their_level_their_stage_and_their_name_are_asked(desk: Desk) -> None:
    terminal = Terminal(desk, "register", *given("--channel", "--demand", "--name", "--phone"), "--channel", "媒体")
    terminal.enters(("What is asked for", "道歉"), "Person complained of", ("Newspaper, station", "云溪日报"))
    terminal.enters("Is there a customer who complains", "Amount", "What makes", "When was it received")
    terminal.answer("Level of the media", "city").asks("Stage of the media").press("escape")
    terminal.enters("Level of the media", "Stage of the media")
    assert "Print the" not in terminal.sees("city media").answer("Is this right").ends()  # a letter to nobody
    case = desk.json("show", "1")
    assert (*picked(case, "media_level media_stage"), case["events"][0]["outlet"]) == ("city", None, "云溪日报")


@cases(
    "default more draft",
    ("多扣手续费", {}, "多扣手续费"), ("改", {}, "改"), ("Room 4", {}, "Room 4"),
    ("", {}, ""), ("500", {}, ""), ("60,000.00", {}, ""), ("2026-11-24 23:50", {}, ""), ("13900000001", {}, ""),
    ("11010519491231002X", {}, ""), ("五万元", {"understood": str}, ""), ("上周五", {"full": str}, ""),
    ("walk_in", {"choices": [("walk_in", "上门")]}, ""), ("hexi", {"offered": [("hexi", "河西支行")]}, ""),
)  # fmt: skip
def test_a_text_stands_there_to_be_edited_and_anything_else_is_written_anew(
    default: str, more: dict[str, Any], draft: str
) -> None:
    assert Question("", "", default=default, **more).draft == draft


# ---- Leaving ----


@cases("keys places", (["ctrl-c"], len(COUNTER) - 1), (["ctrl-d"], 1), (["退出", "enter"], 3))
def test_leaving_at_any_question_leaves_nothing_and_no_lock(desk: Desk, keys: list[str], places: int) -> None:
    before = desk.content()
    for place, (_option, question, _typed) in enumerate(COUNTER[:places]):
        terminal = registering(desk, "--demand", *(option for option, *_rest in COUNTER[place:]), until=question)
        if question == "Is this right":
            desk("unit", "set", "hexi", "--line", "零售")  # nobody waits for an officer to answer
        # The first one asks, and the question stands as before.
        terminal.press(*keys).sees("Leave? Nothing was recorded").asks(question)
        assert "nothing was recorded" in terminal.press(*keys).ends(130)
        if question != "Is this right":
            assert desk.content() == before and not (desk.path.parent / "bank.db-wal").exists()
    assert desk.json("list", "--all") == []
    assert "sound" in desk("verify")


# Two questions, and between them what presses Ctrl-C, itself and in a finalizer, from which nothing can be raised.
PRESSED = """
import os, signal, sys
from complaintctl.asking.interview import interview
from complaintctl.asking.question import Question

def press(*_answers):
    os.kill(os.getpid(), signal.SIGINT)

class Last:
    __del__ = press

questions = [
    Question("one", "The first", then=press),
    Question("two", "The second", then=lambda answers: Last() and None),
    Question("three", "The third"),
]
try:
    interview(questions, {}, "All", lambda answers: press())
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_ctrl_c_between_two_questions_is_asked_about_too_and_never_lost(desk: Desk, tmp_path: Path, term: str) -> None:
    (tmp_path / "pressed.py").write_text(PRESSED)
    terminal = Terminal(desk, script=tmp_path / "pressed.py", environment={"TERM": term})
    terminal.answer("The first", "1").sees("Leave? Nothing was recorded").answer("The second", "2")
    terminal.sees("Leave? Nothing was recorded", times=2).answer("The third", "3").sees("All")
    terminal.sees("Leave? Nothing was recorded", times=3).asks("Is this right").press("enter")
    assert "ignored" not in terminal.ends(130)


# ---- A customer who comes again ----


@pytest.mark.requirement("A17.1", "O8")
def test_earlier_cases_are_shown_as_soon_as_the_phone_is_typed(desk: Desk) -> None:
    desk.register()
    terminal = registering(desk, "--name", "--phone", "--demand", until="Phone").press("13900000001", "enter")
    terminal.sees("Earlier cases of this customer:", "TS-2026-0001  2026-11-23  staff conduct")
    for typed in (["3"], []):  # Enter takes nothing here
        terminal.answer("Is it the same matter", *typed).sees("Answer with a number from 1 to 2, or with words of one.")
    terminal.enters(("Is it the same matter", "1"), ("Is there anything new", "1"))
    to_the_end(terminal)
    assert desk.case("2")["repeat_of"] == "TS-2026-0001"


# ---- Handing on, and the result ----


@pytest.mark.requirement("A9.1a")
def test_transfer_proposes_the_unit_that_the_regulation_names(desk: Desk) -> None:
    desk.register(unit="hexi")
    desk.register(unit="chengguan", category="rule_violation", nature="wrongdoing_report")
    terminal = Terminal(desk, "transfer").answer("Which case", "7").sees("There is no case TS-2026-0007")
    terminal.answer("Which case", "转66").sees("No slip is numbered 转66")
    terminal.asks("Which case").clears("2", "enter").sees("TS-2026-0002 due").asks("Which unit is to handle it")
    terminal.press("chengguan", "enter").sees("must not reach 城关支行").asks("Which unit").press("escape")
    terminal.asks("Which case").clears("1", "enter").answer("Which unit is to handle it")
    terminal.enters(("What is the unit asked to do", "请核实"), "Is this right", "Print the slip")
    assert "transferred to 河西支行 by slip 转〔2026〕1号, due Thursday 26 November, working day 3." in terminal.ends()


@pytest.mark.requirement("A6.1")
def test_the_list_of_open_cases_shows_no_number_that_a_summary_holds(desk: Desk) -> None:
    desk.register(unit="hexi", summary="客户13912345678称卡6222020202020202020被吞")
    terminal = Terminal(desk, "transfer").asks("Which case").press("1").sees("客户139****5678称卡")
    assert "13912345678" not in terminal.text() and "6222020202020202020" not in terminal.text()
    terminal.leaves()


def test_transfer_asks_who_assists_where_a_department_leads(desk: Desk) -> None:
    desk("policy", "set", "lead_unit.service_product", "retail", "--from", "2026-01-01", "--yes")
    desk.register(unit="hexi", category="service_product")
    terminal = Terminal(desk, "transfer", "1").answer("Which unit is to handle it")
    terminal.answer("Which unit assists (optional, - leaves it empty)")
    terminal.enters("What is the unit asked", "Is this right", "Print the").ends()
    assert desk.case("1")["events"][-1]["assisting_units"] == ["hexi"]


@pytest.mark.requirement("A11.2")
@pytest.mark.parametrize(("category", "fault", "loss_matters"), [("service_attitude", "1", True),
    ("service_attitude", "2", False), ("service_product", "1", False)])  # fmt: skip
def test_resolve_asks_for_what_was_made_good_as_the_paper_has_it(
    desk: Desk, category: str, fault: str, loss_matters: bool
) -> None:
    desk.register(unit="chengguan", category=category)
    desk.through("1", "transfer")
    terminal = Terminal(desk, "resolve", "1").enters(
        RESULT[0], ("Whose fault is it", fault), *RESULT[2:5], *(RESULT[5:] if loss_matters else RESULT[6:])
    )
    terminal.asks("Is this right")
    assert ("Customer's loss" in terminal.text()) == loss_matters
    assert "TS-2026-0001  柜员解释时语气生硬  城关支行" in terminal.text()  # the page says of which case it is
    terminal.press("enter").ends()
    case = desk.json("show", "1")
    assert picked(case["events"][-1], "handler phone explanation") == ("zhang", "0000-1234567", "已说明流程")
    assert case["compensation_yuan"] == "80.00"


def test_a_returned_report_begins_with_the_earlier_answers_and_keeps_what_is_left(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.acts("1", "transfer", ["resolve", *report(reply="已致歉已致歉,请赵小满放心", loss="100")])
    desk.do("review", "1", "--return", "--reason", "答复内容重复,赵小满")
    asked = [question if isinstance(question, str) else question[0] for question in RESULT]
    terminal = Terminal(desk, "resolve", "1").asks("What was found").sees("returned on 2026-11-23: 答复内容重复,赵**")
    terminal.enters(*asked[:10]).asks("What was the customer told").sees("已致歉已致歉,请赵**放心")
    terminal.press("再", "enter").sees("Part of the earlier text is hidden here").asks("What was the customer told")
    terminal.clears("已致歉", "enter").enters(*asked[11:], "Is this right").ends()
    replied, reported = desk.case("1")["events"][-2:]
    assert picked(replied, "kind text at") == ("replied", "已致歉", "2026-11-23T10:00:00+08:00")
    assert picked(reported, "kind text loss_fen") == ("result_reported", "经核实情况属实", 10000)


def test_a_report_is_shown_before_it_is_judged_and_what_is_left_undone_before_the_case_is_closed(desk: Desk) -> None:
    desk.register(unit="chengguan", amount="80000", then="brief; transfer; resolve")
    desk.do("contact", "1", "--purpose", "apology", "--text", "已致歉")
    desk("review", "1", "--return", "--reason", "客户赵小满未签字")
    desk.do("resolve", "1", *report(findings="赵小满反映属实", reply=None, replied_at=None))
    terminal = Terminal(desk, "review", "1").asks("Accept the report").sees("赵**反映属实", "0000-1234567")
    terminal.press("1", "enter").enters("Is this right").ends()
    terminal = Terminal(desk, "close", "1").asks("Is this left undone").sees("Left undone: report the major")
    terminal.press("no", "enter").ends(3)
    assert desk.case("1")["status"] == "resolved"
    Terminal(desk, "close", "1").answer("Is this left undone", "yes").ends()
    assert desk.case("1")["status"] == "closed"


def test_duress_is_asked_about_by_who_put_the_customer_under_it(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief")
    desk("withdraw", "1", "--reason", "行长上门要求撤诉")
    terminal = Terminal(desk, "withdraw", "1").answer("Who verified it with the customer, not of the unit", "li")
    terminal.answer("Is it of the customer's own will", "no")
    terminal.enters(("Who put the customer under pressure", "张立冬"), "Is this right").ends()
    coerced = desk.case("1")["events"][-1]
    assert picked(coerced, "kind text pressed_by") == ("withdrawal_coerced", "行长上门要求撤诉", "zhang")


def test_what_is_wrong_with_a_result_is_said_of_the_question_not_of_an_option(desk: Desk) -> None:
    desk.register(unit="chengguan", received_at="2026-11-19")
    desk.through("1", "transfer")
    terminal = Terminal(desk, "resolve", "1").enters(*RESULT[:9])
    for typed, sentence in (
        ("昨夜", "The time of the reply '昨夜' is not a date"),
        ("12月1日", "The time of the reply 2026-12-01 is in the future"),
        ("11-18", "The time of the reply 2026-11-18T00:00 is too early"),
    ):
        terminal.asks("When was the customer replied to").clears(typed, "enter").sees(sentence)
    terminal.asks("When was the customer replied to").clears("上周五", "enter")
    terminal.sees("When was the customer replied to: Friday 2026-11-20")
    terminal.answer("What was the customer told", "……").sees("The reply '……' says nothing")
    terminal.asks("What was the customer told")
    assert "--rep" not in terminal.text()
    terminal.leaves()


def test_resolve_says_at_once_what_forbids_it(desk: Desk) -> None:
    desk.register(unit="chengguan")
    assert "has not been transferred by a slip yet" in Terminal(desk, "resolve", "1").ends(3)


def test_a_form_filled_in_by_hand_is_typed_onto_its_own_case(desk: Desk, tmp_path: Path) -> None:
    desk.register(unit="chengguan")
    desk.through("1", "transfer")
    desk("slip", "1", "result", "--blank", "-o", str(tmp_path / "blank.docx"))
    terminal = Terminal(desk, "resolve", "1").answer("Check characters on the form", "00")
    terminal.sees("are not those of TS-2026-0001").asks("Check").clears("enter")
    terminal.answer("Was it reported on the printed form")
    terminal.sees("Answer with a number").answer("Was it reported on the printed form", "1")
    terminal.sees("check characters are needed").asks("Was it reported").press("escape")
    terminal.answer("Check characters on the form", check_characters("TS-2026-0001")).asks("What was found")
    terminal.leaves()
    terminal = Terminal(desk, "resolve", "1").answer("Check characters on the form")
    terminal.answer("Was it reported on the printed form", "no").asks("What was found")
    terminal.enters(*RESULT, "Is this right").ends()
    assert desk.case("1")["status"] == "resolved"


# ---- The paper, once the case is on record ----


def test_the_receipt_is_printed_on_request_and_names_the_customer(desk: Desk, tmp_path: Path) -> None:
    terminal = registering(desk, "--demand", until="Print the receipt", folder=tmp_path).press("2", "enter")
    paper = tmp_path / "受理回执-TS-2026-0001.docx"
    terminal.sees(f"receipt written to {paper}.").ends()
    assert "赵小满 先生/女士" in document.as_text(paper.read_bytes())
    printed = desk.case("1")["events"][-1]
    assert (printed["kind"], printed["shown"], printed.get("revealed")) == ("printed", ["name"], None)


@pytest.mark.requirement("A6.2", "A13.4")
def test_the_units_slip_shows_the_customers_telephone_and_no_informant(desk: Desk, tmp_path: Path) -> None:
    desk.register(unit="hexi", id_no="11010519491231002X")
    desk.register(unit="hexi", nature="wrongdoing_report")
    for case, to in ("1", []), ("2", ["supervision"]):
        terminal = Terminal(desk, "transfer", case, folder=tmp_path).answer("Which unit is to handle it", *to)
        terminal.enters("What is the unit asked to do", "Is this right", ("Print the slip", "yes"))
        terminal.sees(f"转办单-TS-2026-000{case}.docx").ends()
    first, second = (
        document.as_text((tmp_path / f"转办单-TS-2026-000{case}.docx").read_bytes()) for case in ("1", "2")
    )
    assert "赵**" in first and "13900000001" in first and "11010519491231002X" not in first
    assert "赵" not in second and "139" not in second


@pytest.mark.parametrize(
    ("keys", "said"), [(["ctrl-c"], "TS-2026-0001 is on record"), (["escape"], ""), (["enter"], "")]
)
def test_whoever_leaves_at_the_paper_has_his_case_on_record(desk: Desk, keys: list[str], said: str) -> None:
    ended = registering(desk, "--demand", until="Print the receipt").press(*keys).ends()
    assert said in ended and "nothing was recorded" not in ended
    assert desk.case("1")["status"] == "registered"


def test_a_receipt_that_cannot_be_written_is_said_and_the_case_stands(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "受理回执-TS-2026-0001.docx").mkdir()
    terminal = registering(desk, "--demand", until="Print the receipt", folder=tmp_path).press("yes", "enter")
    terminal.sees("cannot be written").ends()
    assert desk.case("1")["events"][-1]["kind"] != "printed"


# ---- Nobody to ask, nothing to ask ----


def test_with_everything_given_nothing_is_asked(desk: Desk) -> None:
    desk.register(unit="chengguan")
    said = Terminal(desk, "register", *given()).ends()
    assert "TS-2026-0002 registered" in said and "--repeat-of CASE" in said
    Terminal(desk, "transfer", "1", "--to", "chengguan").ends()
    Terminal(desk, "resolve", "1", *report(fault="customer")).ends()


def test_without_a_terminal_a_missing_case_is_named(desk: Desk) -> None:
    for command in ("transfer", "resolve"):
        assert "Missing argument 'CASE'." in desk(command, expect=2)


def test_a_registration_with_all_its_options_loads_no_prompts(desk: Desk) -> None:
    script = "import sys; sys.argv[1:] = sys.argv[2:]\nfrom complaintctl.cli import main\ntry: main()\nfinally:"
    script += " print('prompt_toolkit' in sys.modules, 'complaintctl.asking.interview' in sys.modules)"
    words = ["--db", str(desk.path), "--as-of", "2026-11-23T10:00", "register", *given()]
    done = subprocess.run([sys.executable, "-c", script, "", *words], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False False\n")


# ---- Poor terminals ----


@pytest.mark.parametrize(("language", "last_word"), [("en", "Ctrl-C leaves"), ("zh", "Ctrl-C退出")])
def test_a_narrow_terminal_shows_every_question_whole(desk: Desk, language: str, last_word: str) -> None:
    terminal = Terminal(desk, "--lang", language, "register", width=60).sees(last_word)
    for _option, _question, typed in COUNTER[:-1]:
        terminal.press(*typed, "enter").asks_another().sees(last_word)
    assert "TS-2026-0001" in terminal.press("enter").ends()


def test_a_terminal_without_a_cursor_is_asked_line_by_line(desk: Desk) -> None:
    terminal = Terminal(desk, "register", *given("--category", "--unit", "--demand"), environment={"TERM": "dumb"})
    terminal.sees("  2 staff conduct").enters(("What is it about (number or words):", "2"), ("What is asked for:", "<"))
    terminal.enters(
        "What is it about (number or words) [staff conduct]:",
        ("What is asked for:", "道歉"),
        ("Unit complained of (optional) (number", "城关"),
    )
    terminal.enters("Person complained of (optional):", ("Amount in dispute", "5x")).sees("is not an amount in yuan")
    terminal.enters(("Amount in dispute", "5"), "What makes it grave (number or words) [nothing]:")
    terminal.answer("Who received it first (optional, - leaves it empty) [李").asks("Is this right").press("ctrl-c")
    terminal.sees("Leave?").enters("Is this right", "Print the receipt for the customer (number or words) [no]:")
    assert "TS-2026-0001 registered" in terminal.ends()
    assert b"\x1b" not in terminal.raw


def test_no_color_paints_nothing(desk: Desk) -> None:
    colours = re.compile(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])[0-9;]*m")
    terminal = registering(desk, *REGISTER, environment={"NO_COLOR": "1"})
    terminal.ends()
    assert not colours.search(terminal.raw), colours.search(terminal.raw)


# ---- Tables ----


def test_tables_are_painted_in_a_terminal_and_plain_in_a_pipe(desk: Desk) -> None:
    desk.register()
    terminal = at_terminal(desk, "list")
    terminal.expect("\x1b\\[1m")
    terminal.expect("TS-2026-0001")
    terminal.expect(pexpect.EOF)
    assert "\x1b" not in desk("list")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_table_breaks_no_number_and_names_the_columns_left_out(desk: Desk, width: int) -> None:
    desk.register(amount="50000.01", unit="chengguan", received_at="2026-11-02")
    for command in (("list",), ("overdue",), ("report", "--month", "2026-11")):
        terminal = at_terminal(desk, *command, width=width)
        shown = re.sub("\x1b\\[[0-9;]*m", "", terminal.read())
        table, _, left_out = shown.partition("Not shown at this width: ")
        assert all(cell_len(line) <= width for line in table.splitlines())
        wanted = {"list": ("due", "major"), "overdue": ("days", "major"), "report": ("received", "closing")}[command[0]]
        assert all(word in table and word not in left_out for word in wanted)
        if command[0] != "report":
            assert "2026-11-05" in table and "TS-2026-0001" in table and "yes" in table


def test_a_case_breaks_between_words_and_goes_on_further_to_the_right(desk: Desk) -> None:
    desk.register(summary="六月以来网银转账被重复扣款" * 4, amount="60000")
    shown = at_terminal(desk, "show", "1", width=60).read().splitlines()
    assert all(cell_len(line) <= 60 for line in shown)
    assert [line for line in shown if line.startswith("    ") and "网银" in line]  # what was registered, in Events
    assert max(map(cell_len, desk("show", "1").splitlines())) > 60  # as it is in a pipe


# ---- A delay (Art. 10) ----


@pytest.mark.requirement("A10.7", "A10.8")
def test_a_delay_asks_when_the_customer_was_told_and_by_when_it_will_be_finished(desk: Desk) -> None:
    desk.register()
    terminal = Terminal(desk, "delay", "1", as_of="2026-11-27T10:00")
    terminal.enters(("Why is it not finished in time", "等待上级行"), ("When was the customer told", "11-28"))
    terminal.sees("is in the future").asks("When was the customer told").clears("11-27 09:00", "enter")
    terminal.answer("When will it be finished", "soon").sees("is not a date").asks("When will it be finished")
    terminal.clears("11-26", "enter")
    terminal.sees("is before the report itself, 2026-11-27").asks("When will it be finished").clears("12-2", "enter")
    terminal.sees("To be reported:").enters("Is this right").ends()
    event = desk.case("1", as_of="2026-11-27T10:00")["events"][-1]
    assert picked(event, "kind text customer_told_at expected_on") == (
        "delay_reported", "等待上级行", "2026-11-27T09:00:00+08:00", "2026-12-02")  # fmt: skip


@pytest.mark.requirement("A10.7", "A10.8")
def test_neither_is_required_and_of_nobody_nobody_is_told(desk: Desk) -> None:
    desk.register(channel="letter", name="", phone="", anonymous=True)
    now = "2026-12-14T10:00"
    terminal = Terminal(desk, "delay", "1", "--reason", "等待上级行", as_of=now)
    terminal.enters("When will it be finished", "Is this right").ends()
    event = desk.case("1", as_of=now)["events"][-1]
    assert (event.get("customer_told_at"), event.get("expected_on")) == (None, None)
    everything = ("--reason", "等待", "--customer-told", "2026-12-14", "--expected", "2026-12-15")
    Terminal(desk, "delay", "1", *everything, as_of=now).ends()  # with both given nothing is asked
