"""From whom a report of crime or other wrongdoing is kept, and how it is handled all the same (Art. 13)."""

import re
from contextlib import nullcontext
from typing import Any

import pytest
from conftest import Desk, cases, made_once
from support import results

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.errors import NotFound
from complaintctl.front.session import Session

RESULT = results.report(handler=None, satisfaction="satisfied", apology="已致歉")


@made_once
def bank(desk: Desk) -> None:
    """The furnished bank, with a second member of 监察室 and a colleague at the branch."""
    desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
    desk("staff", "add", "ge", "葛芒种", "--unit", "chengguan")
    desk.grant("handle", "respond", "decide", "look")


def report(bank: Desk, **options: str) -> None:
    bank.register(**{"channel": "letter", "category": "rule_violation", "nature": "wrongdoing_report", **options})


def crime(bank: Desk, **options: str) -> None:
    bank.register(**{"channel": "letter", "category": "financial_crime", **options})


def told_as_of_none(bank: Desk, case: str, *words: str, **how: str) -> None:
    """Try that a command says of a case what it says of a number that there is none of, and ends alike."""
    of_none = bank(*("9" if word == case else word for word in words), expect=4, **how)
    assert bank(*words, expect=4, **how) == of_none.replace("0009", f"{int(case):04}"), words


def proposed(bank: Desk) -> str:
    """Every command that todo proposes."""
    return "\n".join(row["remedy"] for row in bank.json("todo"))


# ---- Whoever it ever named ----
@pytest.mark.requirement("A13.4", "A8.2b")
@pytest.mark.parametrize(("registered", "case"), [
    ([{"subject": "sun", "then": "classify --subject qian --reason 查明另有其人"}], "1"),
    ([{"subject": "sun", "then": "brief --to zhou"}, {"nature": "", "repeat_of": "1"}], "2"),
    # The second names nobody, the third another one: he is kept from the first as well.
    *(([{"unit": "hexi"}, {"repeat_of": "1"}, {"repeat_of": "2", "subject": "sun"}], case) for case in "12"),
    ([{"unit": "hexi"}, {"repeat_of": "1", "subject": "sun", "nothing_new": True}], "1"),
])  # fmt: skip
def test_who_was_ever_named_is_told_nothing_and_decides_nothing(
    bank: Desk, registered: list[dict[str, Any]], case: str
) -> None:
    for options in registered:
        report(bank, **options)
    assert "--to sun" not in proposed(bank)
    assert f"brief TS-2026-000{case} --to zhou" in proposed(bank) or bank.duty("brief", case)["done_at"]
    for words in (
        ["brief", case, "--to", "sun"],
        ["direct", case, "--by", "sun", "--text", "不办"],
        ["investigate", case, "--findings", "无", "--by", "sun"],
        ["check", "done", "web_channel", "--found", "网帖", "--case", case, "--briefed", "sun"],
        ["check", "done", "web_channel", "--found", "网帖", "--case", case, "--by", "sun"],
        ["improvement", "add", "--text", "抽查", "--owner", "sun", "--due", "2026-12-31", "--case", case],
        ["withdraw", case, "--reason", "和解", "--verified-by", "sun", "--coerced"],
    ):
        assert "must not be shown to them" in bank(*words, expect=3), words
    for words in (
        ["show", case],
        ["show", case, "--json"],
        ["show", case, "--reveal", "--reason", "核对"],
        ["why", case],
        ["attachments", case],
        ["slip", case, "register"],
        ["return", case, "--reason", "误"],
        ["contact", case, "--purpose", "progress", "--text", "催办"],
        ["classify", case, "--nature", "complaint", "--reason", "无"],
    ):
        told_as_of_none(bank, case, "--actor", "sun", *words)
    bank.do("brief", case, "--to", "zhou")
    bank.do("direct", case, "--by", "zhou", "--text", "由监察室查清")


@pytest.mark.requirement("A13.4", "A17.1")
def test_what_was_raised_again_before_it_was_known_is_named(bank: Desk) -> None:
    bank.register(channel="phone", unit="hexi")
    bank.register(channel="phone", unit="hexi", repeat_of="1")
    said = bank.run("classify", "1", "--nature", "wrongdoing_report", "--reason", "查明").stderr
    assert "complaintctl classify TS-2026-0002 --nature wrongdoing_report" in said
    said = bank.run("classify", "2", "--nature", "wrongdoing_report", "--reason", "查明").stderr
    assert "of the same series" not in said


@pytest.mark.requirement("A13.4")
def test_nor_does_he_look_back_to_a_day_when_it_was_not_known(bank: Desk) -> None:
    bank.register(channel="phone", unit="hexi")
    bank.do("classify", "1", "--nature", "wrongdoing_report", "--subject", "qian", "--reason", "查明",
         as_of="2026-11-25T10:00")  # fmt: skip
    told_as_of_none(bank, "1", "--actor", "qian", "show", "1", as_of="2026-11-24")
    bank("show", "1", as_of="2026-11-24")


@pytest.mark.requirement("A13.4", "A8.2a")
def test_what_he_was_told_before_does_not_count_for_a_briefing(bank: Desk) -> None:
    bank.register(channel="phone", unit="hexi", then="brief")
    assert "brief" not in bank.owed()
    bank.do("classify", "1", "--nature", "wrongdoing_report", "--subject", "sun", "--reason", "查明")
    assert "brief" in bank.owed()
    assert bank.duty("brief")["remedy"] == "complaintctl brief TS-2026-0001 --to zhou"
    assert "sun" not in proposed(bank)


@pytest.mark.requirement("A13.4")
def test_nor_does_he_decide_on_a_lead_of_it(bank: Desk) -> None:
    report(bank, subject="sun")
    said = bank("accountability", "add", "leak", "--text", "泄露", "--case", "1")
    (lead,) = re.findall(r"leak:\d+", said)
    words = ["accountability", "measure", lead, "--measure", "不处理", "--decided-by"]
    assert "must not be shown to them" in bank(*words, "sun", expect=3)
    bank(*words, "zhou")


# ---- The unit it reports ----
@pytest.mark.requirement("A13.4", "A11.3")
@pytest.mark.parametrize("person", ["zhang", "ge"])  # its head, its staff
@pytest.mark.parametrize("moved", [False, True])
def test_head_and_staff_of_a_unit_reported_act_in_no_part(bank: Desk, person: str, moved: bool) -> None:
    crime(bank, unit="chengguan")
    if moved:
        bank("unit", "set", "chengguan", "--head", "qian")
        bank("staff", "set", person, "--unit", "supervision", "--role", "officer")
    bank.do("brief", "1", "--to", "sun")
    bank("resolve", "1", *RESULT, "--handler", person, expect=3)
    bank.do("resolve", "1", *RESULT, "--handler", "ren")
    for words in (["review", "1", "--accept"], ["close", "1"], ["show", "1"], ["why", "1"],
                  ["show", "1", "--reveal", "--reason", "核对"],
                  ["escalate", "1", "--to", "union", "--reason", "无"]):  # fmt: skip
        told_as_of_none(bank, "1", "--actor", person, *words)
    bank.do("review", "1", "--accept")
    told_as_of_none(bank, "1", "--actor", person, "close", "1")
    bank.do("close", "1")


@pytest.mark.requirement("A13.4")
def test_so_does_who_headed_it_from_elsewhere_and_does_so_no_more(bank: Desk) -> None:
    bank("unit", "set", "hexi", "--head", "zhang")
    report(bank, unit="hexi")
    bank("unit", "set", "hexi", "--head", "ge")
    for person in ("zhang", "ge"):
        assert "must not" in bank("investigate", "1", "--findings", "无", "--by", person, expect=3)


@pytest.mark.requirement("A13.4")
def test_leaders_do_not_belong_to_whom_it_reports_for_sharing_his_office(bank: Desk) -> None:
    """Else nobody could be told of a report against one of them; but who heads that office does."""
    bank("unit", "add", "board", "总行领导", "--kind", "office")
    for person in ("sun", "zhou"):
        bank("staff", "set", person, "--unit", "board")
    report(bank, subject="zhou", then="brief")
    bank("unit", "set", "board", "--head", "sun")
    assert "must not be shown to them" in bank("direct", "1", "--by", "sun", "--text", "查清", expect=3)


@pytest.mark.requirement("A13.4", "A11.1")
@pytest.mark.parametrize("handler", ["zhang", "qian"])  # its head; somebody of another branch, for it
def test_a_report_by_the_unit_that_proved_to_be_reported_does_not_stand(bank: Desk, handler: str) -> None:
    """What todo proposes leads back to 监察室, which looks into it anew."""
    bank.register(channel="phone", unit="chengguan", then="brief")
    bank.acts("1", ["transfer", "--to", "chengguan", "--handler", handler], ["resolve", *RESULT, "--handler", handler])
    bank.acts("1", "review; classify --category financial_crime --reason 查明系犯罪")
    assert "review TS-2026-0001 --return" in bank("close", "1", expect=3)
    bank.do("review", "1", "--return", "--reason", "被举报单位不得自查")
    assert bank.duty("result_report")["remedy"] == "complaintctl recall TS-2026-0001 --reason TEXT"
    assert bank.json("todo", "--unit", "chengguan") == bank.json("list", "--unit", "chengguan") == []
    bank.acts("1", "recall --reason 收回", ["resolve", *RESULT, "--handler", "ren"], "review; close")


@pytest.mark.requirement("A13.4", "A4.1")
def test_the_unit_itself_gives_the_slip_back_and_is_shown_nothing_more(bank: Desk) -> None:
    bank.register(channel="phone", unit="chengguan")
    bank.acts("1", "transfer; classify --category financial_crime --reason 查明系犯罪")
    assert bank.json("--actor", "zhang", "return", "1", "--reason", "收回") == {"case_no": "TS-2026-0001"}
    assert bank.case("1")["lead_unit"] is None
    told_as_of_none(bank, "1", "--actor", "zhang", "return", "1", "--reason", "收回")  # it lies with them no more


# Who was once or never sent it as the lead, and what ends that it lies with them.
@pytest.mark.requirement("A13.4", "A4.1")
@cases(
    "named acts",
    ("zhang", ["transfer; recall --reason 误转"]),
    ("ren", ["transfer --to supervision; recall --reason 误转; transfer"]),
    ("ge", ["transfer --to hexi --assist chengguan"]),
    ("zhang", ["transfer", ["resolve", *RESULT, "--handler", "zhang"]]),
)
def test_whom_it_lies_with_no_more_is_told_nothing_by_return(bank: Desk, named: str, acts: Any) -> None:
    bank.register(channel="phone", unit="chengguan")
    bank.acts("1", *acts)
    bank.do("classify", "1", "--nature", "wrongdoing_report", "--subject", named, "--reason", "查明")
    told_as_of_none(bank, "1", "--actor", named, "return", "1", "--reason", "误")


@pytest.mark.requirement("A13.4")
@cases("command is_told", ("return", True), ("resolve", False), ("delay", False), ("slip", False), ("show", False))
def test_the_number_of_its_slip_finds_it_for_who_sends_it_back_alone(bank: Desk, command: str, is_told: bool) -> None:
    bank.register(channel="phone", unit="chengguan", then="transfer; classify --nature wrongdoing_report --reason 查明")
    session = Session(bank.path, "zhang", Clock(parse_moment(str(bank.as_of), "")))
    session.command = command
    with nullcontext() if is_told else pytest.raises(NotFound, match="No slip is numbered 转1"):
        assert session.case_number("转1") == "TS-2026-0001"


@pytest.mark.requirement("A13.4")
def test_nothing_names_it_where_another_case_tells_of_it(bank: Desk) -> None:
    """The double of it that was voided, an improvement learned from it, a text that gives its number."""
    report(bank, unit="chengguan")
    bank.register(channel="phone", unit="hexi", then="contact --purpose progress --text 同TS-2026-0001")
    bank.register(channel="phone", unit="chengguan", then="void --instead 1 --reason 重复 --approved-by sun")
    for learned in (["1"], ["1", "--case", "2"]):
        bank("improvement", "add", "--text", "抽查", "--owner", "qian", "--due", "2026-12-31", "--case", *learned)
    explained = ["report", "--month", "2026-11", "--explain", "total:received"]
    for words, expect in (
        (["contact", "3", "--purpose", "progress", "--text", "催办"], 3),
        (["show", "3"], 0), (["show", "3", "--json"], 0), (["show", "3", "--reveal", "--reason", "核对"], 0),
        (["show", "2"], 0), (["ledger"], 0), (["improvement", "list"], 0), (["improvement", "list", "--json"], 0),
        (explained, 0),
    ):  # fmt: skip
        assert "TS-2026-0001" in bank.run(*words, expect=expect).output, words
        assert "TS-2026-0001" not in bank.run("--actor", "zhang", *words, expect=expect).output, words
    assert [row["action_no"] for row in bank.json("--actor", "zhang", "improvement", "list")] == ["改〔2026〕2号"]
    left_out = "Cases that are not shown to you are counted"
    assert left_out in bank.run("--actor", "zhang", *explained).stderr
    assert left_out not in bank.run(*explained).stderr


@pytest.mark.requirement("A13.4", "A6.1")
@pytest.mark.parametrize("taken_back", [False, True])
def test_a_slip_of_before_is_not_printed_again_for_the_unit_reported(bank: Desk, taken_back: bool) -> None:
    bank.register(channel="phone", unit="chengguan")
    bank.acts("1", "transfer --to chengguan --assist hexi; supervise --reason directive")
    bank("slip", "1", "transfer")
    bank.do("classify", "1", "--category", "financial_crime", "--reason", "查明系犯罪")
    if taken_back:
        bank.do("return", "1", "--by", "zhang", "--reason", "收回")
    for words in (["transfer"], ["supervise"], *([] if taken_back else [["result", "--blank"]])):
        assert "must not reach 城关支行" in bank("slip", "1", *words, expect=3)
    bank("slip", "1", "register")


@pytest.mark.requirement("A13.4")
def test_nor_for_one_that_assists(bank: Desk) -> None:
    bank.register(channel="phone", unit="retail", then="transfer --to retail --assist chengguan")
    bank.do("classify", "1", "--nature", "wrongdoing_report", "--unit", "chengguan", "--reason", "查明")
    assert "must not reach" in bank("slip", "1", "transfer", expect=3)


@pytest.mark.requirement("A13.4", "A9.1c")
def test_the_unit_reported_is_not_asked_how_far_it_is(bank: Desk) -> None:
    bank.register(channel="phone", unit="chengguan", amount="80000", then="transfer")
    later = "2026-11-26T10:00"
    assert "track" in bank.owed(as_of=later)
    bank.do("classify", "1", "--nature", "wrongdoing_report", "--reason", "查明", as_of=later)
    assert "track" not in bank.owed(as_of=later)
    assert "must not reach" in bank("contact", "1", "--purpose", "track", "--text", "催办", as_of=later, expect=3)


@pytest.mark.requirement("A13.4", "A9.1b")
def test_a_crime_reported_on_and_then_found_to_be_none_is_closed_without_a_slip(bank: Desk) -> None:
    crime(bank, unit="chengguan", then="brief")
    bank.acts(
        "1", ["resolve", *RESULT, "--handler", "ren"], "classify --category service_attitude --reason 查明不构成犯罪"
    )
    assert "transfer" not in bank.owed()
    bank.through("1", "review close")


@pytest.mark.requirement("A13.4", "A9.1b", "A11.3")
def test_one_whose_report_is_returned_asks_for_a_slip_again(bank: Desk) -> None:
    crime(bank, unit="chengguan")
    bank.do("resolve", "1", *RESULT, "--handler", "ren")
    bank.acts("1", "classify --category service_attitude --reason 查明不构成犯罪; review --return --reason 重办")
    assert bank.duty("transfer")["remedy"] == "complaintctl transfer TS-2026-0001 --to UNIT"
    assert "must not reach 城关支行" in bank("transfer", "1", "--to", "chengguan", expect=3)
    bank.do("transfer", "1", "--to", "hexi")


@pytest.mark.requirement("G16", "A9.2b")
def test_what_a_branch_reported_on_is_returned_before_it_is_sent_from_its_head(bank: Desk) -> None:
    bank.register(channel="suggestion_box", unit="chengguan")
    bank.acts("1", ["resolve", *RESULT, "--handler", "ge"], "classify --subject zhang")
    assert bank.duty("transfer")["remedy"] == "complaintctl review TS-2026-0001 --return --reason TEXT"
    bank.do("review", "1", "--return", "--reason", "由监察室办理")
    assert bank.duty("transfer")["remedy"] == "complaintctl transfer TS-2026-0001 --to supervision"


# ---- 监察室 ----
@pytest.mark.requirement("A13.4", "A6.1", "A17.1")
def test_a_member_of_the_office_who_is_named_reads_no_informant(bank: Desk) -> None:
    report(bank, subject="ren", name="钱某某", phone="13900000077")
    reveal = ["slip", "1", "register", "--reveal", "--reason", "核对"]
    told_as_of_none(bank, "1", "--actor", "ren", *reveal)
    again = ["--channel", "phone", "--category", "work_error", "--summary", "又来", "--demand", "更正",
             "--name", "钱某某", "--phone", "13900000077"]  # fmt: skip
    assert "TS-2026-0001" not in bank.run("--actor", "ren", "register", *again).output
    assert "TS-2026-0001" in bank.run("register", *again).output
    assert "13900000077" in bank("show", "1", "--reveal", "--reason", "核对")
    assert "13900000077" in bank(*reveal)


@pytest.mark.requirement("A13.4")
def test_the_office_handles_a_report_against_itself_once_a_leader_approves(bank: Desk) -> None:
    crime(bank, unit="supervision")
    to_brief, to_direct = (f"complaintctl {words}" for words in (
        "brief TS-2026-0001 --to sun", "direct TS-2026-0001 --by sun --text TEXT"))  # fmt: skip
    for words in (["resolve", "1", *RESULT, "--handler", "ren"], ["investigate", "1", "--findings", "无"],
                  ["close", "1"], ["show", "1", "--reveal", "--reason", "核对"], ["slip", "1", "receipt"],
                  ["withdraw", "1", "--reason", "和解"]):  # fmt: skip
        refusal = bank(*words, expect=3)
        assert to_brief in refusal and "approved" in refusal, words
    assert bank.duty("approval")["remedy"] == to_brief
    bank.do("brief", "1", "--to", "sun")
    assert bank.duty("approval")["remedy"] == to_direct
    assert to_direct in bank("investigate", "1", "--findings", "无", expect=3)
    bank.do("direct", "1", "--by", "sun", "--text", "同意由监察室任小寒查办")
    assert "approval" not in bank.owed()
    bank("--actor", "ren", "investigate", "1", "--findings", "属实")
    bank.acts("1", ["resolve", *RESULT, "--handler", "ren"], "review; close")


@pytest.mark.requirement("A13.4")
def test_a_directive_of_before_it_was_known_is_no_approval(bank: Desk) -> None:
    bank.register(channel="suggestion_box", unit="supervision")
    bank.acts("1", "brief; direct --by sun --text 请核实; classify --nature wrongdoing_report --reason 查明")
    assert "--by sun" in bank.duty("approval")["remedy"]
    bank("investigate", "1", "--findings", "无", expect=3)


@pytest.mark.requirement("A13.4")
def test_nor_is_one_of_who_is_named_or_heads_the_office(bank: Desk) -> None:
    bank("unit", "set", "supervision", "--head", "zhou")
    crime(bank, unit="supervision", subject="sun")
    assert bank.duty("approval")["remedy"] == "complaintctl brief TS-2026-0001 --to wu"
    bank.acts("1", "brief --to zhou; direct --by zhou --text 不办")
    assert "approval" in bank.owed()
    bank.acts("1", "brief --to wu; direct --by wu --text 同意")
    assert "approval" not in bank.owed()


@pytest.mark.requirement("A13.4")
def test_where_no_leader_is_left_it_is_escalated_out_of_the_bank(bank: Desk) -> None:
    for person in ("zhou", "wu"):
        bank("staff", "set", person, "--retired", "2026-11-01", as_of="2026-11-01T10:00")
    crime(bank, unit="supervision", subject="sun")
    out = "complaintctl escalate TS-2026-0001 --to union --reason TEXT"
    assert bank.duty("approval")["remedy"] == out
    assert out in proposed(bank)
    assert out in bank("investigate", "1", "--findings", "无", expect=3)
    bank.do("escalate", "1", "--to", "leader", "--reason", "报告")
    assert "approval" in bank.owed()
    bank.acts("1", "escalate --to union --reason 监察室被举报,请派员; investigate --findings 属实")


@pytest.mark.requirement("A13.4")
def test_of_a_report_against_one_member_the_others_need_no_approval(bank: Desk) -> None:
    report(bank, subject="ren", then="investigate --findings 属实")
    assert bank.duty("approval") is None
    bank("unit", "set", "supervision", "--head", "ren")  # as of his head they do
    assert "approval" in bank.owed()


# ---- The party to a plain complaint (Art. 10) ----
@pytest.mark.requirement("A10.6", "A8.2c")
def test_who_is_complained_of_is_not_proposed_for_the_directive(bank: Desk) -> None:
    bank.register(subject="sun", then="brief")
    assert "sun" not in bank.duty("direct")["remedy"]
    bank.do("brief", "1", "--to", "zhou")
    assert bank.duty("direct")["remedy"] == "complaintctl direct TS-2026-0001 --by zhou --text TEXT"


def test_no_listing_tells_of_a_case_to_whom_it_is_kept_from(desk: Desk) -> None:
    desk.register(channel="suggestion_box")
    desk.register(channel="suggestion_box", nature="wrongdoing_report", unit="hexi", subject="qian")
    desk.grant("look")
    desk.as_of = "2026-12-20T10:00"
    listings = (("list", "--all"), ("todo",), ("overdue",), ("ledger",), ("accountability", "list"),
                ("report", "--month", "2026-11", "--explain", "total:received"))  # fmt: skip
    for words in listings:
        for form in ("--json", "--csv"):
            assert "TS-2026-0002" in desk(*words, form), words
            assert "TS-2026-0002" not in desk("--actor", "qian", *words, form), words
            assert "TS-2026-0001" in desk("--actor", "qian", *words, form), words
    assert "TS-2026-0002" not in desk("--actor", "qian", "overdue")


@pytest.mark.requirement("A13.4")
def test_what_was_ever_a_report_is_told_as_one_and_not_as_withdrawn_under_duress(bank: Desk) -> None:
    crime(bank, unit="chengguan", then="brief --to sun; classify --category service_attitude --reason 查明不构成犯罪")
    said = bank("investigate", "1", "--findings", "无", "--by", "zhang", expect=3)
    assert "is a report of wrongdoing" in said and "duress" not in said
