"""A slip that 监察室 takes back: no return by the unit, no lead against it (Arts 4, 13)."""

import pytest
from conftest import Desk, cases, made_once, picked

RECALL = ["recall", "1", "--reason", "误转,应由河西支行办理"]


@made_once
def dispatched(desk: Desk) -> None:
    desk.register(channel="phone", unit="chengguan", then="brief; transfer")


@pytest.mark.requirement("A4.2", "A3.4")
def test_a_recall_is_an_act_of_its_own(dispatched: Desk) -> None:
    desk = dispatched
    case = desk.json(*RECALL, as_of="2026-11-23T15:00")
    event = case["events"][-1]
    assert picked(event, "kind actor text slip_no") == ("slip_recalled", "li", "误转,应由河西支行办理", "转〔2026〕1号")
    assert picked(case, "status lead_unit respondent_unit") == ("registered", None, "chengguan")
    assert (case["legs"][0]["state"], case["slips"][0]["recalled"]) == ("recalled", True)
    page = desk("show", "1", as_of="2026-11-23T15:00")
    assert "taken back 2026-11-23 15:00" in page and "recalled, 2026-11-23 15:00" in page
    # It counts as no dispute, no return and no lead.
    assert desk.json("accountability", "list", as_of="2026-11-24") == []
    rows = desk.json("report", "--by", "unit", "--more", as_of="2026-11-24")
    assert next(row["slips_returned"] for row in rows if row["group"] == "chengguan") == 0
    for _round in range(2):
        desk.acts("1", "transfer --to chengguan; recall --reason 误转", as_of="2026-11-24T10:00")
    assert "--ruling" not in desk.duty("transfer", as_of="2026-11-24T11:00")["remedy"]


@pytest.mark.requirement("A9.3b", "A4.2")
@cases("act", "return --by zhang --reason 不属本支行", "recall --reason 误转")
def test_another_slip_is_owed_from_that_day_and_to_another_unit(dispatched: Desk, act: str) -> None:
    desk = dispatched
    desk.acts("1", act, as_of="2026-11-25T09:00")
    duty = desk.duty("transfer", as_of="2026-11-25T10:00")
    assert picked(duty, "owed due_at") == (True, "2026-11-25T23:59:59+08:00")
    assert duty["remedy"].endswith("--to UNIT")  # the unit complained of is named by people alone


@pytest.mark.requirement("A13.2a", "A4.2")
def test_nor_is_a_department_proposed_again_that_sent_its_slip_back(desk: Desk) -> None:
    desk("policy", "set", "lead_unit.service_product", "retail", "--from", "2026-01-01")
    desk("staff", "add", "he", "何寒露", "--unit", "retail")
    desk.register(channel="phone", category="service_product", unit="chengguan")
    assert desk.duty("transfer")["remedy"].endswith("--to retail --assist chengguan")
    desk.acts("1", "transfer --to retail --assist chengguan; return --by he --reason 非本部门产品")
    assert desk.duty("transfer")["remedy"].endswith("--to DEPARTMENT --assist chengguan")
    desk.do("transfer", "1", "--to", "retail")  # somebody may name it


@pytest.mark.requirement("A4.2")
def test_only_the_office_takes_a_slip_back(dispatched: Desk) -> None:
    desk = dispatched
    desk("staff", "set", "zhang", "--login", "zhang")
    assert "that is for supervision office" in desk("--actor", "zhang", *RECALL, expect=3)


@pytest.mark.requirement("A13.4")
def test_the_slip_of_a_report_of_wrongdoing_is_taken_back_from_whom_it_reports(dispatched: Desk) -> None:
    desk = dispatched
    desk.do("classify", "1", "--category", "financial_crime", "--reason", "涉嫌挪用")
    assert "complaintctl recall TS-2026-0001" in desk("sign", "1", "--by", "zhang", expect=3)
    assert desk.duty("result_report")["remedy"] == "complaintctl recall TS-2026-0001 --reason TEXT"
    desk(*RECALL)
    assert desk.case("1")["lead_unit"] is None
    assert desk.duty("result_report")["remedy"].startswith("complaintctl resolve")


@pytest.mark.requirement("A13.4")
def test_a_member_of_the_office_who_is_named_takes_nothing_back(desk: Desk) -> None:
    desk("staff", "add", "he", "何寒露", "--unit", "supervision", "--role", "supervision")
    desk.register(channel="phone", unit="chengguan", then="transfer")
    desk.do("classify", "1", "--nature", "wrongdoing_report", "--subject", "he", "--reason", "涉嫌泄密")
    assert "There is no case" in desk("--actor", "he", *RECALL, expect=4)  # as of a number that is none


@pytest.mark.requirement("A4.2")
def test_a_slip_is_taken_back_once_and_not_after_the_answer(dispatched: Desk) -> None:
    desk = dispatched
    desk("recall", "1", "--reason", "", expect=2)
    assert "in the future" in desk(*RECALL, "--at", "2026-11-24", expect=2)
    assert "too early" in desk(*RECALL, "--at", "2026-11-23T09:00", expect=3)
    assert "no transfer slip 转〔2026〕9号" in desk(*RECALL, "--slip", "转〔2026〕9号", expect=3)
    desk(*RECALL)
    assert "was taken back on 2026-11-23" in desk(*RECALL, expect=3)
    assert "was taken back on 2026-11-23" in desk("return", "1", "--reason", "再退", expect=3)
    desk.do("transfer", "1", "--to", "hexi")
    desk.resolve("1", "2026-11-23T10:00", handler="qian")
    assert "does not come back" in desk(*RECALL, expect=3)
    desk.acts("1", "review; close")
    assert "cannot be taken back any more" in desk(*RECALL, expect=3)
    desk.do("reopen", "1", "--reason", "客户不认可")
    assert "before TS-2026-0001 was reopened" in desk(*RECALL, expect=3)


@pytest.mark.requirement("A6.3")
def test_the_printed_pages_say_that_it_was_taken_back(dispatched: Desk, tmp_path: object) -> None:
    desk = dispatched
    desk(*RECALL)
    rows = desk.json("ledger")
    assert any("误转,应由河西支行办理" in str(value) for value in rows[0].values())
