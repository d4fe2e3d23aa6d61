"""Transfer slips: to whom, who signs, who sends them back, and how long a case lay with whom (Arts 3, 4, 9, 13)."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, made_once, picked, picked_each
from support.case_file import unchanged
from support.terminal import Terminal

from complaintctl.base.clock import parse_moment
from complaintctl.file import db
from complaintctl.month import rows as month_rows

BACK = ["return", "1", "--reason", "不属本支行", "--by"]


def dispatch(desk: Desk, *words: str, as_of: str | None = None) -> Any:
    """Transfer the first case; what is said to the officer has stderr."""
    return desk.run("transfer", "1", "--to", *words, as_of=as_of)


@made_once
def dispatched(desk: Desk) -> None:
    """A case that lies with chengguan."""
    desk.register()
    desk.do("transfer", "1", "--to", "chengguan")


# ---- The slip ----


@pytest.mark.requirement("A9.1a", "A9.5", "G22")
def test_a_slip_has_its_number_its_units_and_its_date(desk: Desk) -> None:
    desk.register(channel="phone", unit="hexi")
    words = ["--to", "chengguan", "--assist", "hexi", "--assist", "retail", "--via", "内网", "--note", "请当日联系客户"]
    case = desk.json("transfer", "1", *words)
    (slip,) = case["slips"]
    assert picked(slip, "slip_no kind to_unit") == ("转〔2026〕1号", "transfer", "chengguan")
    assert picked(slip, "issued_at due_on") == ("2026-11-23T10:00:00+08:00", "2026-11-26")
    event = next(event for event in case["events"] if event["kind"] == "dispatched")
    assert picked(event, "assisting_units via text") == (["hexi", "retail"], "内网", "请当日联系客户")
    desk.register(channel="phone")
    assert desk.json("transfer", "2", "--to", "hexi")["slips"][0]["slip_no"] == "转〔2026〕2号"


@pytest.mark.requirement("A4.1")
def test_the_unit_complained_of_is_not_the_one_that_handles_the_case(desk: Desk) -> None:
    desk.register(channel="phone", unit="hexi")
    case = desk.json("transfer", "1", "--to", "retail", "--assist", "hexi", "--handler", "qian")
    assert picked(case, "respondent_unit lead_unit handler") == ("hexi", "retail", "qian")
    assert "cannot assist itself" in desk("transfer", "1", "--to", "hexi", "--assist", "hexi", expect=2)
    assert "Slips\n  转〔2026〕1号, 零售业务部 and 河西支行, issued" in desk("show", "1")


@pytest.mark.requirement("A4.2")
def test_a_case_is_not_sent_to_the_same_unit_twice_nor_after_its_report(dispatched: Desk) -> None:
    desk = dispatched
    assert "already" in desk("transfer", "1", "--to", "chengguan", expect=3)
    desk.resolve("1", "2026-11-23T10:00")
    assert "review TS-2026-0001 --return" in desk("transfer", "1", "--to", "hexi", expect=3)
    assert "unit that has reported does not come back" in desk("return", "1", "--reason", "不属本支行", expect=3)


def test_nothing_goes_to_a_unit_or_person_that_is_no_more(desk: Desk) -> None:
    desk("unit", "set", "hexi", "--retired", "2026-11-23")
    desk("staff", "set", "qian", "--retired", "2026-11-23")
    desk.register(unit="hexi", received_at="2026-11-20T09:00")
    assert desk.duty("transfer")["remedy"].endswith("--to UNIT")
    for words in (["hexi"], ["chengguan", "--assist", "hexi"], ["chengguan", "--handler", "qian"]):
        assert "retired on 2026-11-23" in desk("transfer", "1", "--to", *words, expect=3)
    desk.do("transfer", "1", "--to", "hexi", "--handler", "qian", "--at", "2026-11-20T10:00")


@pytest.mark.requirement("G7", "A9.3b")
@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-25T18:00", ""),
        ("2026-11-26T09:00", "Less than one working day is left: the case is due on 2026-11-26"),
        ("2026-11-27T09:00", "The case is overdue: it was due on 2026-11-26"),
        ("2026-12-10T09:00", "The case is overdue: it was due on 2026-11-26"),
    ],
)
def test_a_unit_left_with_less_than_a_working_day_or_none_is_remarked_on(desk: Desk, at: str, said: str) -> None:
    desk.register(channel="web")
    noted = dispatch(desk, "chengguan", as_of=at).stderr
    remarks = [remark for remark in ("Less than one", "is overdue") if remark in noted]
    assert said in noted and len(remarks) == bool(said)


@pytest.mark.requirement("A9.5")
def test_who_signed_for_a_slip_and_when(desk: Desk) -> None:
    desk.register(channel="letter")
    assert "transfer TS-2026-0001 --to UNIT" in desk("sign", "1", expect=3)
    desk.do("transfer", "1", "--to", "chengguan", "--assist", "hexi")
    words = ["sign", "1", "--slip", "1", "--by"]
    assert "too early" in desk(*words, "zhang", "--at", "2026-11-23T09:59", expect=3)
    desk(*words, "qian", as_of="2026-11-23T11:00")  # of the assisting unit
    (slip,) = desk.case("1", as_of="2026-11-23T12:00")["slips"]
    assert slip["signed_at"] == "2026-11-23T11:00:00+08:00"
    assert "already" in desk(*words, "zhang", expect=3, as_of="2026-11-23T12:00")


@pytest.mark.requirement("A9.5", "A4.2")
def test_who_of_the_unit_did_it_is_named_before_anything_is_recorded(dispatched: Desk) -> None:
    desk = dispatched
    for words in (["sign", "1"], BACK[:-1]):
        with unchanged(desk):
            assert "name who of 城关支行 did it" in desk(*words, expect=2)
            assert "钱谷雨 is of 河西支行, not of 城关支行" in desk(*words, "--by", "qian", expect=3)
    desk("--actor", "zhang", "sign", "1")
    case = desk.json(*BACK, "zhang")
    done = [event for event in case["events"] if event["kind"] in ("signed", "slip_returned")]
    assert picked_each(done, "actor by") == [("zhang", "zhang"), ("li", "zhang")]


@pytest.mark.requirement("A9.5")
def test_at_a_terminal_who_of_the_unit_did_it_is_asked_for(dispatched: Desk) -> None:
    terminal = Terminal(dispatched, "sign", "1")
    terminal.asks("Who signs for the unit").sees("张立冬").press("1", "enter").enters("Is this right").ends()
    assert dispatched.case("1")["events"][-1]["by"] == "zhang"


@pytest.mark.requirement("A13.2a", "G22")
def test_the_managing_department_leads_and_the_branch_assists(desk: Desk) -> None:
    desk.register(category="service_product", unit="chengguan", received_at="2026-11-02")
    assert desk.duty("transfer")["remedy"].endswith("--to DEPARTMENT --assist chengguan")
    desk("policy", "set", "lead_unit.service_product", "retail", "--from", "2026-11-20", as_of="2026-11-18")
    assert desk.duty("transfer")["remedy"].endswith("--to DEPARTMENT --assist chengguan")  # Art. 26: as received
    desk.register(category="service_product", unit="chengguan")
    desk.register(category="service_channel", unit="chengguan")
    desk.register(category="work_error", unit="chengguan")
    ends = [desk.duty("transfer", case)["remedy"].split("--to ")[1] for case in "234"]
    assert ends == ["retail --assist chengguan", "DEPARTMENT --assist chengguan", "chengguan"]
    desk.do("transfer", "2", "--to", "chengguan")
    lead = desk.duty("lead_department", "2")
    assert (lead["done_at"], lead["blocking"], lead["remedy"].split("--to ")[1]) == (None, False, ends[0])
    desk.do("transfer", "2", "--to", "retail", "--assist", "chengguan")
    assert "lead_department" not in desk.owed("2")
    desk.do("transfer", "3", "--to", "chengguan")
    assert "lead_department" in desk.owed("3")
    desk.resolve("3", "2026-11-23T10:00")
    assert desk.duty("lead_department", "3") is None  # a case that has its report goes to nobody else
    desk.do("transfer", "4", "--to", "chengguan")
    assert desk.duty("lead_department", "4") is None


# ---- Back and on ----


@pytest.mark.requirement("A9.3b", "A4.2")
def test_a_returned_slip_asks_for_another_one_from_that_day(desk: Desk) -> None:
    desk.register()
    desk.do("transfer", "1", "--to", "chengguan")
    desk("return", "1", "--by", "zhang", "--reason", "", expect=2)
    case = desk.json("return", "1", "--by", "zhang", "--reason", "不属本支行", as_of="2026-11-25T09:00")
    assert picked(case, "status lead_unit respondent_unit") == ("registered", None, None)  # with the office again
    now = "2026-11-25T10:00"
    transfer = desk.duty("transfer", as_of=now)
    assert picked(transfer, "done_at due_at") == (None, "2026-11-25T23:59:59+08:00")
    assert transfer["remedy"].endswith("--to UNIT")  # not the unit that has just refused it
    assert "was returned" in desk("return", "1", "--reason", "再退", as_of=now, expect=3)
    desk.do("transfer", "1", "--to", "hexi", as_of=now)
    assert desk.case("1", as_of=now)["respondent_unit"] == "hexi"
    # Of one that nobody returned a later slip makes the first neither late nor in time.
    desk.register()
    desk.do("transfer", "2", "--to", "chengguan", as_of="2026-11-25T09:00")
    desk.do("transfer", "2", "--to", "hexi", as_of="2026-11-26T09:00")
    transfer = desk.duty("transfer", "2", as_of="2026-11-26T10:00")
    assert picked(transfer, "done_at due_at") == ("2026-11-25T09:00:00+08:00", "2026-11-23T23:59:59+08:00")


@pytest.mark.requirement("A3.3")
def test_a_slip_is_not_dated_before_the_one_it_follows(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:00")
    desk.do("transfer", "1", "--to", "chengguan", "--at", "2026-11-20T10:00")
    words = ["transfer", "1", "--to", "hexi", "--at"]
    assert "too early" in desk(*words, "2026-11-20T09:59", expect=3)
    desk.do("return", "1", "--by", "zhang", "--reason", "不属本支行", "--at", "2026-11-20T11:00")
    assert "too early" in desk(*words, "2026-11-20T10:59", expect=3)
    desk(*words, "2026-11-20T11:00")  # on the same second
    assert picked_each(desk.case("1")["legs"], "state working_days") == [("returned", 0), ("lying", 1)]


@pytest.mark.requirement("A4.2")
def test_a_slip_of_an_old_register_that_came_back_is_one_dispute(desk: Desk, tmp_path: Path) -> None:
    register = tmp_path / "旧登记簿.csv"
    slips = '"2026-11-19 09:00 城关支行\n2026-11-20 09:00 河西支行"'  # neither has a number
    head = "投诉日期,投诉渠道,类别,投诉内容,诉求,转办单号/转办单位/日期"
    register.write_text(f"{head}\n2026-11-19 08:00,电话,工作失误,多扣费,退费,{slips}\n", "utf-8")
    desk("import", str(register))
    assert "--ruling" not in desk.run("return", "1", "--by", "qian", "--reason", "不属本支行").stderr
    assert "--ruling" not in desk.duty("transfer")["remedy"]
    assert desk.json("transfer", "1", "--to", "retail")["lead_unit"] == "retail"


@pytest.mark.requirement("A3.3")
def test_from_the_second_passing_on_the_officer_is_warned(desk: Desk) -> None:
    desk.register()
    said = [dispatch(desk, unit).stderr for unit in ("chengguan", "hexi", "retail", "chengguan")]
    assert ["re-dispatch number" in text for text in said] == [False, False, True, True]
    assert "re-dispatch number 3" in said[3]
    assert "at 城关支行 no longer leads" in said[1]
    assert ["--ruling" in text for text in said] == [False, False, True, True]
    ruled = desk.run("transfer", "1", "--to", "hexi", "--ruling", "由河西支行负责").stderr
    assert "re-dispatch number 4" in ruled and "--ruling" not in ruled


@pytest.mark.requirement("A4.2")
def test_a_second_dispute_asks_for_a_ruling(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    assert "Art. 4" not in desk.run(*BACK, "zhang").stderr.split("Next:")[0]
    assert "--ruling" not in desk.duty("transfer")["remedy"]
    desk.do("transfer", "1", "--to", "hexi")
    said = desk.run(*BACK, "qian").stderr
    assert "--ruling" in said
    assert "disputes this case again" not in said
    assert desk.duty("transfer")["remedy"].endswith("--to UNIT --ruling TEXT")  # both have refused it
    refusal = desk("transfer", "1", "--to", "chengguan", expect=3)
    assert "returned 2 times, by 城关支行 and 河西支行" in refusal
    event = desk.json("transfer", "1", "--to", "chengguan", "--ruling", "由开户行负责")["events"][-1]
    assert (event["kind"], event["ruling"]) == ("dispatched", "由开户行负责")
    assert "城关支行 disputes this case again" in desk.run(*BACK, "zhang").stderr


# ---- Legs ----


@pytest.mark.requirement("A3.3", "A3.4")
def test_each_leg_counts_its_working_days_and_keeps_how_it_ended(desk: Desk) -> None:
    desk.register(received_at="2026-11-19T09:00")
    for words in (
        ["transfer", "1", "--to", "chengguan", "--at", "2026-11-19T10:00"],
        [*BACK, "zhang", "--at", "2026-11-23T09:00"],  # over a weekend
        ["transfer", "1", "--to", "hexi", "--at", "2026-11-23T10:00"],
        ["transfer", "1", "--to", "retail", "--at", "2026-11-24T10:00"],
    ):
        desk(*words, as_of="2026-11-25T10:00")
    rows = desk.case("1", as_of="2026-11-27T10:00")["legs"]
    assert picked_each(rows, "unit state working_days return_reason") == [
        ("chengguan", "returned", 2, "不属本支行"), ("hexi", "moved", 1, None), ("retail", "lying", 3, None),
    ]  # fmt: skip
    desk.resolve("1", "2026-11-26T10:00", as_of="2026-11-26T11:00")
    page = desk("show", "1", as_of="2026-11-27T10:00").split("Legs\n")[1]
    assert page.startswith("  城关支行, 转〔2026〕1号, 2 working days, returned, 2026-11-23 09:00, 不属本支行\n")
    assert "  河西支行, 转〔2026〕2号, 1 working day, moved" in page
    assert "  零售业务部, 转〔2026〕3号, 2 working days, answered" in page
    with db.reading(desk.path, parse_moment("2026-11-27", "now")) as connection:
        months = {row["unit"]: tuple(row) for row in month_rows.unit_legs(connection, "2026-11", "2026-11")}
    # legs, returned, answered, lying, working days, their mean, supervised
    assert months == {
        "chengguan": ("chengguan", 1, 1, 0, 0, 2, 2.0, 0), "hexi": ("hexi", 1, 0, 0, 0, 1, 1.0, 0),
        "retail": ("retail", 1, 0, 1, 0, 2, 2.0, 0),
    }  # fmt: skip


@pytest.mark.requirement("A3.4")
def test_a_leg_of_a_closed_case_has_ended(dispatched: Desk) -> None:
    desk = dispatched
    desk.do("brief", "1", "--to", "sun")
    desk.do("withdraw", "1", "--reason", "已和解")
    desk.do("withdraw", "1", "--verified-by", "li", "--voluntary")
    assert picked_each(desk.case("1", as_of="2026-12-10")["legs"], "state working_days") == [("ended", 0)]


@pytest.mark.requirement("A3.3", "A11.3")
def test_a_report_that_is_returned_leaves_the_leg_with_its_unit(dispatched: Desk) -> None:
    desk = dispatched
    desk.resolve("1", "2026-11-24T09:00", as_of="2026-11-24T10:00")
    legs = desk.case("1", as_of="2026-11-26T10:00")["legs"]
    assert picked_each(legs, "state working_days") == [("answered", 1)]
    desk.do("review", "1", "--return", "--reason", "未核实到人", as_of="2026-11-26T10:00")
    legs = desk.case("1", as_of="2026-11-30T10:00")["legs"]
    assert picked_each(legs, "state ended_at working_days") == [("lying", None, 3)]  # the two of the review left out
    early = ["transfer", "1", "--to", "hexi", "--at", "2026-11-26T09:59"]
    assert "too early" in desk(*early, as_of="2026-11-30T10:00", expect=3)
    desk.resolve("1", "2026-11-24T09:00", as_of="2026-12-01T10:00")
    (leg,) = desk.case("1", as_of="2026-12-04T10:00")["legs"]
    assert (leg["state"], leg["ended_at"][:10], leg["working_days"]) == ("answered", "2026-12-01", 4)


@pytest.mark.requirement("A3.4")
def test_a_slip_that_comes_back_after_the_case_went_on_was_returned(dispatched: Desk) -> None:
    desk = dispatched
    desk.do("transfer", "1", "--to", "hexi", as_of="2026-11-24T10:00")
    desk.do(*BACK, "zhang", "--slip", "1", as_of="2026-11-26T10:00")
    case = desk.json("show", "1", as_of="2026-11-26T11:00")
    assert picked(case, "status lead_unit") == ("dispatched", "hexi")
    assert picked_each(case["legs"], "state working_days") == [("returned", 1), ("lying", 2)]
    rows = desk.json("accountability", "list", "--kind", "slip_returned", as_of="2026-11-26T11:00")
    assert picked_each(rows, "unit text day") == [("chengguan", "不属本支行", "2026-11-26")]


@pytest.mark.requirement("A4.2")
def test_a_case_does_not_go_back_to_the_unit_it_had_gone_on_from(dispatched: Desk) -> None:
    """The unit before was told that its slip no longer leads: without another slip nobody would handle the case."""
    desk = dispatched
    desk.acts("1", "transfer --to hexi; return --by qian --reason 不属本支行", as_of="2026-11-24T10:00")
    assert picked(desk.case("1", as_of="2026-11-24T11:00"), "status lead_unit") == ("registered", None)
    assert "transfer" in desk.owed(as_of="2026-11-24T11:00")


@pytest.mark.requirement("A4.1", "A4.2")
def test_a_slip_of_before_a_reopening_is_not_returned(dispatched: Desk) -> None:
    desk = dispatched
    desk.through("1", "brief resolve review close")
    desk.do("reopen", "1", "--reason", "客户不满意")
    before = desk.json("show", "1")
    assert "before TS-2026-0001 was reopened" in desk("return", "1", "--reason", "不属本支行", expect=3)
    assert desk.json("show", "1") == before and before["respondent_unit"] == "chengguan"
