"""Closing, what stands in its way, how a case ends, and the archive (Arts 6, 8, 10, 12, 16)."""

from pathlib import Path

import pytest
from conftest import Desk, picked_each
from support.results import BOX, blocking, finish, last, owed, report

LATER = "2026-11-24T10:00"


def answered(desk: Desk, **options: str | bool) -> None:
    """The next case, answered on the spot: only the leaders are still to be told."""
    desk.register(answered="已当场答复", **options)


def closed(desk: Desk) -> None:
    """The first case, closed."""
    answered(desk, then="brief; close")


# ---- What is owed first ----
@pytest.mark.requirement("G31", "A9.1e", "A9.2b")
def test_a_case_is_closed_once_nothing_that_blocks_is_owed(desk: Desk) -> None:
    desk.register(channel="superior", unit="chengguan")
    steps = {
        "brief": ["brief", "1", "--to", "sun"],
        "transfer": ["transfer", "1", "--to", "chengguan"],
        "source_reply": ["contact", "1", "--purpose", "source_reply", "--text", "已书面回复"],
        "result_report": ["resolve", "1", *report()],
        "apology": ["contact", "1", "--purpose", "apology", "--text", "已致歉"],
        "result_review": ["review", "1", "--accept"],
    }
    for duty, words in steps.items():
        said = desk("close", "1", expect=3)
        assert duty in blocking(desk)
        assert "TS-2026-0001 cannot be closed yet. Still owed:" in said and owed(desk)[duty]["remedy"] in said
        desk(*words)
    assert not blocking(desk)
    desk.do("close", "1")
    case = desk.json("show", "1")
    assert (case["status"], case["is_open"], case["left_at"]) == ("closed", False, "2026-11-23T10:00:00+08:00")


@pytest.mark.requirement("G31")
def test_closing_says_what_was_left_undone_and_keeps_it(desk: Desk) -> None:
    desk.register(**BOX, amount="80000", then="brief")
    desk.acts("1", ["resolve", *report(apology="已致歉")], "review")
    said = desk.run("close", "1").stderr
    assert last(desk, "closed")["left_open"] == ["direct", "report_union", "report_regulator"]
    assert "Note: Left undone: the leader's directive (Art. 8(2)).\n" in said
    assert "Note: Left undone: report the major case to the regulator" in said
    assert set(owed(desk)) == {"final_union", "final_regulator", "archive"}


# ---- Waivers ----
@pytest.mark.requirement("A8.2a")
def test_nothing_is_closed_before_the_leaders_know_or_it_is_said_why_not(desk: Desk) -> None:
    answered(desk)
    said = desk("close", "1", expect=3)
    assert "complaintctl brief TS-2026-0001 --to sun" in said and "--waive brief --reason TEXT" in said
    assert "--reason" in desk("close", "1", "--waive", "brief", expect=2)
    assert "'…' says nothing" in desk("close", "1", "--waive", "brief", "--reason", "…", expect=2)
    assert "is empty" in desk("close", "1", "--waive", "brief", "--reason", " ", expect=2)
    desk.do("close", "1", "--waive", "brief", "--reason", "领导班子换届,无人分管")
    waived = last(desk, "duty_waived")
    assert (waived["duty"], waived["text"], waived["actor"]) == ("brief", "领导班子换届,无人分管", "li")
    assert last(desk, "closed")["seq"] == waived["seq"] + 1
    desk.do("reopen", "1", "--reason", "客户不认可", as_of=LATER)
    assert "brief" in owed(desk, as_of=LATER)  # what was waived is owed again


@pytest.mark.requirement("A8.2a")
def test_only_what_is_owed_and_may_be_waived_is(desk: Desk) -> None:
    desk.register(**BOX, then="brief")
    for duty in ("brief", "apology"):
        assert "nothing to waive" in desk("close", "1", "--waive", duty, "--reason", "无须", expect=2)
    assert "cannot be waived" in desk("close", "1", "--waive", "result_report", "--reason", "无须", expect=3)
    assert "no duty" in desk("close", "1", "--waive", "kindness", "--reason", "无须", expect=4)
    assert "Still owed:" in desk("close", "1", "--waive", "reply", "--reason", "无法联系", expect=3)
    assert [event["kind"] for event in desk.case("1")["events"]].count("duty_waived") == 0


@pytest.mark.requirement("A16.1")
def test_waiving_the_leader_brings_up_counsel(desk: Desk) -> None:
    answered(desk, legal_dispute=True)
    waive = ("--waive", "brief", "--reason", "无人分管")
    assert "complaintctl escalate TS-2026-0001 --to counsel" in desk("close", "1", *waive, expect=3)
    desk.acts("1", "escalate --to counsel --reason 涉及担保合同效力", ["close", *waive])


# ---- Endings ----
@pytest.mark.requirement("A12.1", "A16.3", "A17.4")
@pytest.mark.parametrize(("ending", "label", "needs_note"), [
    ("answered", "答复办结", False),
    ("explained_not_accepted", "已解释,客户不接受", True),
    ("judicial", "转司法程序", True),
    ("out_of_scope", "不属受理范围,已告知去向", True),
    ("filed", "备案留存", False),
])  # fmt: skip
def test_how_a_case_ends(desk: Desk, ending: str, label: str, needs_note: bool) -> None:
    answered(desk, then="brief")
    if needs_note:
        assert "--note" in desk("close", "1", "--ending", ending, expect=2)
    desk.do("close", "1", "--ending", label, "--note", "已说明情况")
    assert (last(desk, "closed")["ending"], last(desk, "closed")["text"]) == (ending, "已说明情况")


def test_a_case_ends_once_as_answered_unless_said_otherwise(desk: Desk) -> None:
    closed(desk)
    assert "complaintctl reopen TS-2026-0001 --reason TEXT" in desk("close", "1", expect=3)
    assert last(desk, "closed")["ending"] == "answered"
    answered(desk)
    desk.do("brief", "2", "--to", "sun")
    assert "no ending" in desk("close", "2", "--ending", "forgotten", expect=4)


@pytest.mark.requirement("A12.1")
def test_what_is_out_of_scope_is_registered_and_ends_with_where_the_customer_was_sent(desk: Desk) -> None:
    answered(desk, nature="enquiry", then="brief; close --ending out_of_scope --note 社保卡业务,已引导至县人社局窗口")
    assert last(desk, "closed")["text"] == "社保卡业务,已引导至县人社局窗口"
    assert desk.case("1")["nature"] == "enquiry"
    assert desk.json("report", "--month", "2026-11")[-1]["resolved"] == 1


@pytest.mark.requirement("A16.2", "A16.3")
def test_a_case_that_goes_to_court_says_so_and_the_customer_is_told(desk: Desk) -> None:
    desk.register(**BOX, legal_dispute=True)
    due = desk.case("1")["due_on"]
    desk.do("brief", "1", "--to", "sun")
    advice = ("--reason", "法律顾问意见:保证期间已过,建议应诉", "--ref", "云法顾〔2026〕7号")
    desk.do("escalate", "1", "--to", "counsel", *advice)
    ending = ("--ending", "judicial", "--note", "客户已向云溪县法院起诉")
    assert "reply to the customer" in desk("close", "1", *ending, expect=3)
    assert desk.case("1", as_of="2026-12-31")["due_on"] == due  # going to court stops no clock
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-12-31")] == ["TS-2026-0001"]
    desk.do("resolve", "1", *report(fault="undetermined"))
    assert "--note" in finish(desk, "1", "--ending", "judicial", expect=2)
    desk.do("close", "1", *ending)
    consulted = last(desk, "escalated")
    assert (consulted["text"], consulted["ref"]) == (advice[1], advice[3])
    assert (last(desk, "closed")["ending"], last(desk, "closed")["text"]) == (ending[1], ending[3])


# ---- The archive ----
@pytest.mark.requirement("A6.3", "G31")
def test_a_closed_case_is_owed_to_the_archive_until_it_has_its_number(desk: Desk) -> None:
    answered(desk)
    assert "complaintctl close TS-2026-0001 comes first" in desk("archive", "1", expect=3)
    desk.through("1", "brief close")
    assert picked_each(desk.json("todo"), "duty remedy") == [("archive", "complaintctl archive TS-2026-0001")]
    assert "too early" in desk("archive", "1", "--at", "2026-11-22", as_of=LATER, expect=3)
    assert "档〔2026〕1号" in desk("archive", "1", "--note", "三楼档案室第七柜", as_of=LATER)
    kept = last(desk, "archived", as_of=LATER)
    assert (kept["archive_no"], kept["text"]) == ("档〔2026〕1号", "三楼档案室第七柜")
    case = desk.json("show", "1", as_of=LATER)
    assert (case["status"], case["archived_at"]) == ("archived", "2026-11-24T10:00:00+08:00")
    assert desk.json("todo", as_of=LATER) == []
    assert "archived on 2026-11-24 already" in desk("archive", "1", as_of=LATER, expect=3)


@pytest.mark.requirement("A6.3", "law2020.review")
def test_a_case_is_not_archived_while_a_review_waits_for_its_answer(desk: Desk) -> None:
    closed(desk)
    desk.do("contact", "1", "--purpose", "review_request", "--text", "不服答复")
    refusal = desk("archive", "1", expect=3)
    assert "cannot be archived yet" in refusal
    assert "complaintctl contact TS-2026-0001 --purpose review_answer --text TEXT" in refusal
    desk.do("contact", "1", "--purpose", "review_answer", "--text", "维持原答复")
    desk.do("archive", "1")


@pytest.mark.requirement("A6.3")
def test_a_case_reopened_is_archived_again_under_the_next_number(desk: Desk) -> None:
    closed(desk)
    desk.acts("1", "archive; reopen --reason 发现新证据")
    case = desk.json("show", "1")
    assert (case["is_open"], case["archived_at"]) == (True, None)
    desk.acts("1", "transfer", ["resolve", *report(apology="已致歉")])
    finish(desk)
    assert "archive" in owed(desk)
    assert "档〔2026〕2号" in desk("archive", "1")
    desk("verify")


@pytest.mark.requirement("A6.3")
def test_a_case_of_an_old_register_lies_in_the_old_archive(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "投诉日期,投诉渠道,类别,投诉人,被投诉单位,投诉内容,回复客户日期,处理结果,责任认定,满意程度,办结日期\n"
        "2026-1-5,电话,工作失误,赵小满,城关支行,转账录入错误,2026-1-7,已更正,本行责任,满意,2026-1-8\n",
        encoding="utf-8",
    )
    desk("import", str(file))
    assert (desk.case("1")["status"], desk.json("todo")) == ("closed", [])
