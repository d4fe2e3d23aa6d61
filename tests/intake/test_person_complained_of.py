"""The person complained of, in words until it is known who that is; the bar then holds from there (Arts 10, 13)."""

import pytest
from conftest import Desk
from support.terminal import Terminal

WORDS = "姓钱的信贷员"


def test_who_is_not_on_the_staff_list_stands_in_words_wherever_he_is_shown(desk: Desk) -> None:
    said = desk.run("register", "--channel", "phone", "--category", "work_error", "--summary", "多扣手续费", "--demand",
                    "退款", "--name", "赵小满", "--unit", "hexi", "--subject", "赵小满的表哥qien").stderr  # fmt: skip
    assert "“赵小满的表哥qien” is nobody on the staff list" in said
    case = desk.json("show", "1")
    assert (case["subject_employee"], case["subject_name"]) == (None, "赵**的表哥qien")
    assert "against      河西支行  “赵**的表哥qien”" in desk("show", "1")
    assert "赵**的表哥qien" in desk("ledger", "--csv") and "赵小满的表哥" not in desk("ledger", "--csv")
    desk("classify", "1", "--subject", "钱谷雨")
    assert "against      河西支行  钱谷雨  “赵**的表哥qien”" in desk("show", "1")
    assert desk.case("1")["subject_employee"] == "qian" and "钱谷雨" in desk("ledger", "--csv")
    assert "There is no member of staff '李四'" in desk("classify", "1", "--subject", "李四", expect=4)
    assert "sound" in desk("verify")


@pytest.mark.requirement("A10.6")
def test_what_the_person_did_before_he_was_known_is_said_once_he_is(desk: Desk) -> None:
    desk.register(unit="hexi", subject=WORDS)
    desk("transfer", "1", "--to", "hexi", "--handler", "qian")
    said = desk.run("classify", "1", "--subject", "qian").stderr
    assert "qian handles the case and is complained of" in said
    assert "not the party" in desk("transfer", "1", "--to", "chengguan", "--handler", "qian", expect=3)


@pytest.mark.requirement("A13.4", "A6.1")
def test_a_report_is_kept_from_where_he_worked_when_he_was_named_in_words(desk: Desk) -> None:
    desk("staff", "add", "ge", "葛芒种", "--unit", "hexi")
    desk.grant("look")
    desk.register(channel="letter", nature="wrongdoing_report", subject=WORDS)
    assert desk.json("show", "1")["subject_name"] == WORDS
    assert desk.json("--actor", "ge", "show", "1")["subject_name"] == "保密"
    desk("staff", "set", "qian", "--unit", "chengguan")  # moved before it was found that he is meant
    desk("classify", "1", "--subject", "qian")
    for unit in ("hexi", "chengguan"):
        assert "must not reach" in desk("transfer", "1", "--to", unit, expect=3)
    for person in ("ge", "qian", "zhang"):
        desk("--actor", person, "show", "1", expect=4)


@pytest.mark.requirement("A13.4")
def test_of_a_report_of_wrongdoing_the_staff_list_is_asked_first(desk: Desk) -> None:
    words = ["--channel", "phone", "--summary", "信贷员收受好处费", "--demand", "查处", "--name", "赵小满", "--phone",
             "13900000001"]  # fmt: skip
    terminal = Terminal(desk, "register", *words, "--unit", "hexi")
    for nothing in ([], ["6"]):
        terminal.answer("What is it about" if not nothing else "Nature", *(nothing or ["2"]))
    terminal.sees("Answer with a number from 1 to 5").answer("Nature", "wrongdoing")
    terminal.answer("Person complained of", WORDS).sees(f"“{WORDS}” is not on the staff list, which has there: 钱谷雨")
    terminal.enters("Person complained of", "Amount", "What makes").sees("is nobody on the staff list")
    terminal.answer("Is this right", "7").asks(f"Person complained of (optional, - leaves it empty): {WORDS}").clears(
        "钱谷雨", "enter"
    )
    terminal.enters("Is this right", "Print the").ends()
    Terminal(desk, "register", "--subject", WORDS).asks("How did it come in").leaves()
    assert desk.case("1")["subject_employee"] == "qian" and desk.case("1")["restricted"] is True


def test_a_complaint_that_sounds_like_none_is_not_asked_for_its_nature_and_can_be_given_one(desk: Desk) -> None:
    words = ["--channel", "phone", "--category", "staff conduct", "--demand", "道歉", "--name", "赵小满", "--phone",
             "13900000001", "--unit", "hexi", "--summary", "态度差"]  # fmt: skip
    terminal = Terminal(desk, "register", *words[:-2]).enters(("What happened", "态度差"), "Person complained of")
    terminal.enters("Amount", "What makes", ("Is this right", "Nature"), ("Nature", "5"))
    terminal.sees("thanks").enters("Is this right", "Print the").ends()
    assert desk.case("1")["nature"] == "thanks"


@pytest.mark.requirement("A13.4")
def test_a_name_with_a_blank_in_it_bars_whom_it_names(desk: Desk) -> None:
    desk.grant("look")
    desk.register(channel="letter", nature="wrongdoing_report", subject="钱　谷 雨")
    assert desk.case("1")["subject_employee"] == "qian"
    desk("--actor", "qian", "show", "1", expect=4)
