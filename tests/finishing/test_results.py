"""The unit's result report: its parts, its review, and what a finding of fault brings with it (Arts 11, 13, 14)."""

from typing import Any

import pytest
from conftest import Desk, cases
from support.case_commands import acting, opened
from support.results import BOX, REPORT, blocking, finish, last, owed, report

from complaintctl.base.clock import parse_moment
from complaintctl.base.errors import Refused
from complaintctl.finishing import act as finishing_act


# ---- The report ----
@pytest.mark.requirement("A11.1", "A11.3")
def test_the_report_is_due_with_the_case_and_keeps_when_it_was_made(desk: Desk) -> None:
    desk.register(**BOX)
    for day in (None, "2026-12-15"):  # late, it still owes its report with the date it was due
        assert owed(desk, as_of=day)["result_report"]["due_at"] == "2026-11-26T23:59:59+08:00"
    now = "2026-11-25T10:00"
    said = desk("resolve", "1", *report(at="2026-11-24T15:00", replied_at="2026-11-24T14:00"), as_of=now)
    assert "报〔2026〕1号" in said
    reported = last(desk, "result_reported", as_of=now)
    times = (reported["at"], reported["recorded_at"])
    assert times == ("2026-11-24T15:00:00+08:00", "2026-11-25T10:00:00+08:00")
    assert "result_report" not in owed(desk, as_of=now)
    assert "too early" in desk("review", "1", "--accept", "--at", "2026-11-24T14:59", as_of=now, expect=3)


@pytest.mark.requirement("A11.2", "O10")
def test_the_report_keeps_its_parts_and_the_reply_its_time(desk: Desk) -> None:
    desk.register(**BOX)
    desk.do("resolve", "1", *report(reply_method="电话"))
    kept = last(desk, "result_reported")
    parts = ("text", "fault", "responsible", "lessons", "corrective", "satisfaction", "handler", "phone")
    assert [kept[part] for part in parts] == [REPORT[name] for name in list(REPORT)[:8]]
    replied = last(desk, "replied")
    assert (replied["at"], replied["text"]) == ("2026-11-23T10:00:00+08:00", "已电话说明")
    assert replied["reply_method"] == "电话" and "回复方式 电话" in desk("--lang", "zh", "show", "1")


@pytest.mark.parametrize(("method", "said"), [(" — ", "--reply-method '—' says nothing"), ("电话", "Missing --reply")])
def test_how_the_customer_was_told_goes_with_what_he_was_told(desk: Desk, method: str, said: str) -> None:
    desk.register(**BOX)
    told = {} if method == " — " else {"reply": None, "replied_at": None}
    assert said in desk("resolve", "1", *report(reply_method=method, **told), expect=2)


@pytest.mark.requirement("A11.2")
def test_a_report_without_a_part_or_with_one_that_says_nothing_or_is_none_of_its_words_is_refused(desk: Desk) -> None:
    desk.register(**BOX)
    for part in REPORT:
        assert part in desk("resolve", "1", *report(**{part.strip("-").replace("-", "_"): None}), expect=2)
    for part in ("findings", "responsible", "lessons", "corrective", "phone", "reply"):
        assert f"--{part} '—' says nothing" in desk("resolve", "1", *report(**{part: " — "}), expect=2)
        assert f"--{part} is empty" in desk("resolve", "1", *report(**{part: " "}), expect=2)
    assert desk.case("1")["status"] == "registered"
    said = desk("resolve", "1", *report(satisfaction="9"), expect=4)
    answers = ("satisfied", "basically_satisfied", "dissatisfied", "declined", "unreachable")
    assert all(answer in said for answer in answers)
    desk.do("resolve", "1", *report(satisfaction="不满意"))
    assert desk.case("1")["satisfaction"] == "dissatisfied"


@pytest.mark.requirement("A11.3")
def test_a_report_is_accepted_or_returned_and_then_owed_again(desk: Desk) -> None:
    desk.register(**BOX)
    assert "no result report" in desk("review", "1", "--accept", expect=3)
    desk.do("resolve", "1", *report(apology="已致歉"))
    assert blocking(desk) == {"brief", "result_review"}
    assert "Missing option --reason" in desk("review", "1", "--return", expect=2)
    assert "--reason is empty" in desk("review", "1", "--return", "--reason", " ", expect=2)
    case = desk.json("review", "1", "--return", "--reason", "未说明整改措施")
    assert (case["status"], case["fault"]) == ("replied", None)
    assert blocking(desk) == {"brief", "result_report"}
    assert owed(desk)["result_report"]["remedy"].startswith("complaintctl resolve TS-2026-0001 --findings")
    assert last(desk, "result_returned")["text"] == "未说明整改措施"
    again = report(apology="已致歉", corrective="每周抽查", fault="shared", reply=None, replied_at=None)
    assert desk.json("resolve", "1", *again)["fault"] == "shared"
    assert desk.json("review", "1", "--accept")["status"] == "resolved"
    assert blocking(desk) == {"brief"}
    assert "accepted on 2026-11-23 already" in desk("review", "1", "--accept", expect=3)
    assert [event["kind"] for event in desk.case("1")["events"]].count("replied") == 1


@pytest.mark.requirement("A11.3", "A10.1")
@cases(
    "changed entered replied_on told",
    ({"reply": "已电话说明", "replied_at": "2026-11-24T09:00"}, 1, "2026-11-24", "已电话说明"),
    ({"reply": "已致歉", "replied_at": None}, 2, "2026-11-24", "已致歉"),
    ({"reply": None, "replied_at": None, "reply_method": "电话"}, 2, "2026-11-24", "已电话说明"),
    ({"replied_at": "2026-11-25"}, 2, "2026-11-24", "已电话说明"),  # told again: the first day stands
)
def test_a_reply_told_better_is_another_entry_and_its_day_stays(
    desk: Desk, changed: dict[str, Any], entered: int, replied_on: str, told: str
) -> None:
    desk.register(**BOX)
    day = "2026-11-26T09:00"
    desk.do("resolve", "1", *report(replied_at="2026-11-24T09:00"), as_of=day)
    desk.do("review", "1", "--return", "--reason", "答复内容重复", as_of=day)
    desk.do("resolve", "1", *report(**changed), as_of=day)
    replies = [event for event in desk.case("1", as_of=day)["events"] if event["kind"] == "replied"]
    assert (len(replies), replies[-1]["text"]) == (entered, told)
    assert desk.json("show", "1", as_of=day)["replied_at"][:10] == replied_on


@pytest.mark.requirement("A10.1", "A11.3")
def test_the_day_of_a_reply_moves_only_where_it_is_said_to_be_wrong_and_never_out_of_lateness(desk: Desk) -> None:
    desk.register(**BOX)  # due on 2026-11-26
    now = "2026-11-30T09:00"
    desk.do("resolve", "1", *report(replied_at="2026-11-24"), as_of=now)
    desk.do("review", "1", "--return", "--reason", "答复时间有误", as_of=now)
    assert "--day-corrected" in desk("resolve", "1", *report(replied_at="2026-11-23"), as_of=now, expect=3)
    desk.do("resolve", "1", *report(replied_at="2026-11-27"), "--day-corrected", as_of=now)
    assert last(desk, "replied", as_of=now)["corrects"]
    case = desk.json("show", "1", as_of=now)
    assert {case["replied_at"][:10], *(row["stopped_on"] for row in case["clocks"])} >= {"2026-11-27"}
    desk.do("review", "1", "--return", "--reason", "答复时间有误", as_of=now)
    earlier = (*report(replied_at="2026-11-24"), "--day-corrected")
    assert "what was late stays so" in desk("resolve", "1", *earlier, as_of=now, expect=3)


@pytest.mark.requirement("A9.1e")
def test_a_customer_out_of_reach_is_replied_to_later_or_that_is_waived(desk: Desk) -> None:
    desk.register(**BOX, then="brief")
    unreached = report(satisfaction="unreachable", fault="undetermined", reply=None, replied_at=None)
    desk.do("resolve", "1", *unreached)
    assert owed(desk)["reply"]["remedy"] == "complaintctl review TS-2026-0001 --return --reason TEXT"
    assert "--waive reply --reason TEXT" in finish(desk, expect=3)
    desk.acts("1", "review --return --reason 已联系上客户,请答复", ["resolve", *report(fault="undetermined")])
    assert "reply" not in owed(desk)
    desk.register(**BOX, then="brief")
    desk.do("resolve", "2", *unreached)
    finish(desk, "2", "--waive", "reply", "--reason", "三次去电无人接听,已寄挂号信")
    assert last(desk, "duty_waived", "2")["duty"] == "reply"


# ---- What a finding of fault brings ----
@pytest.mark.requirement("A13.1b")
@pytest.mark.parametrize("fault", ["bank", "shared"])
def test_without_an_apology_the_case_is_not_closed(desk: Desk, fault: str) -> None:
    desk.register(**BOX, then="brief")
    desk.do("resolve", "1", *report(fault=fault))
    said = finish(desk, expect=3)
    assert "apologise to the customer" in said and "--waive apology --reason TEXT" in said
    desk.do("contact", "1", "--purpose", "apology", "--text", "支行与当事人登门致歉,客户谅解")
    finish(desk)
    assert desk.case("1")["status"] == "closed"


@pytest.mark.requirement("A13.1b")
def test_an_apology_is_waived_for_a_reason_on_record(desk: Desk) -> None:
    desk.register(**BOX, then="brief")
    desk.do("resolve", "1", *report())
    assert "--reason" in finish(desk, "1", "--waive", "apology", expect=2)
    finish(desk, "1", "--waive", "道歉", "--reason", "客户拒绝再联系")
    waived = last(desk, "duty_waived")
    assert (waived["duty"], waived["text"], waived["actor"]) == ("apology", "客户拒绝再联系", "li")
    (duty,) = [row for row in desk.duties("1") if row["duty"] == "apology"]
    assert (duty["done_at"], duty["waived_at"]) == (None, "2026-11-23T10:00:00+08:00")


@pytest.mark.requirement("A13.1b", "A13.1d")
@cases(
    "options fault asked",
    ({}, "bank", {"apology", "compensation"}),
    ({"category": "work_error"}, "bank", {"apology", "compensation"}),
    ({"category": "internal_management"}, "bank", {"apology", "compensation"}),
    ({"category": "internal_management"}, "shared", {"apology", "compensation"}),
    ({"category": "service_product"}, "bank", set()),
    ({"category": "rule_violation"}, "bank", set()),
    ({"name": "", "phone": "", "anonymous": True}, "bank", {"compensation"}),
    *(({"category": category}, fault, set()) for category in ("service_attitude", "work_error")
      for fault in ("customer", "third_party", "undetermined")),
)  # fmt: skip
def test_from_whom_an_apology_and_compensation_are_asked(
    desk: Desk, options: dict[str, Any], fault: str, asked: set[str]
) -> None:
    desk.register(**BOX, **options)
    desk.do("resolve", "1", *report(fault=fault, loss="300"))
    assert {"apology", "compensation"} & set(owed(desk)) == asked


@pytest.mark.requirement("A13.1c")
def test_what_was_done_about_the_staff_is_kept_with_who_decided_it(desk: Desk) -> None:
    desk.register(**BOX, received_at="2026-11-09")
    desk.do("resolve", "1", *report(responsible="批评教育,扣减当月绩效"))
    assert last(desk, "result_reported")["responsible"] == "批评教育,扣减当月绩效"
    (late,) = desk.json("accountability", "list", "--kind", "late")
    decided = ("--measure", "全行通报批评", "--decided-by", "zhou", "--at", "2026-11-23T09:00")
    desk("accountability", "measure", late["lead"], *decided)
    (late,) = desk.json("accountability", "list", "--kind", "late")
    assert (late["measure"], late["decided_by"], late["measured_on"]) == ("全行通报批评", "zhou", "2026-11-23")


@pytest.mark.requirement("A13.1b", "A13.1d")
def test_a_loss_is_made_good_or_it_is_said_why_not_and_what_was_paid_is_added_up(desk: Desk) -> None:
    lost = ["--loss", "300"]
    for case, money in zip(
        "1234", ([*lost], [*lost, "--compensation", "280.50"], [], [*lost, "--compensation", "19.60"]), strict=True
    ):
        desk.register(**BOX, then="brief")
        desk.do("resolve", case, *report(apology="已致歉"), *money)
        assert "apology" not in owed(desk, case) and last(desk, "result_reported", case)["apology"] == "已致歉"
    assert [("compensation" in owed(desk, case)) for case in "1234"] == [True, False, False, False]
    desk.do("contact", "1", "--purpose", "compensation", "--text", "损失系第三方造成,已协助追偿")
    assert "compensation" not in owed(desk)
    assert last(desk, "result_reported", "2")["loss_fen"] == 30000
    assert desk.case("2")["compensation_yuan"] == "280.50"
    for case in "24":
        finish(desk, case)
    assert desk.json("report", "--month", "2026-11")[-1]["compensation_yuan"] == "300.10"


@pytest.mark.requirement("A13.2b")
def test_what_is_beyond_authority_is_explained_and_reported_upward(desk: Desk) -> None:
    desk.register(**BOX, category="service_product")
    desk.do("resolve", "1", *report(fault="undetermined"), "--beyond-authority")
    assert {"explanation", "report_beyond_authority"} <= set(owed(desk)) and "explanation" in blocking(desk)
    desk.acts(
        "1", "contact --purpose explanation --text 利率由总行统一规定; escalate --to leader --reason 客户要求下调利率"
    )
    assert not {"explanation", "report_beyond_authority"} & set(owed(desk))


@pytest.mark.requirement("A14.1")
def test_a_customer_at_fault_has_rule_and_process_explained_to_him(desk: Desk) -> None:
    desk.register(**BOX, then="brief")
    desk.do("resolve", "1", *report(fault="customer"))
    assert "explain rule and process" in finish(desk, expect=3)
    assert "cannot be waived" in desk("close", "1", "--waive", "explanation", "--reason", "嫌麻烦", expect=3)
    desk.do("contact", "1", "--purpose", "explanation", "--text", "逐条说明挂失规定与流程", "--method", "面谈")
    finish(desk)
    desk.register(**BOX)
    desk.do("resolve", "2", *report(fault="customer", explanation="逐条说明挂失规定与流程"))
    assert "explanation" not in owed(desk, "2")


@pytest.mark.requirement("A13.5a", "A9.1e")
def test_an_anonymous_complaint_is_verified_and_filed_without_a_reply(desk: Desk) -> None:
    desk.register(**BOX, name="", phone="", anonymous=True, then="brief")
    desk.do("resolve", "1", *report(fault="customer", reply=None, replied_at=None))
    assert not {"reply", "explanation", "apology", "acknowledge"} & set(owed(desk))
    finish(desk)
    assert (last(desk, "closed")["ending"], desk.case("1")["replied_at"]) == ("filed", None)


# ---- Whose task it is (Arts 10, 11) ----


@pytest.mark.requirement("A11.3")
def test_a_unit_does_not_accept_its_own_report(desk: Desk) -> None:
    desk.register(then="brief; transfer; resolve")
    now = parse_moment("2026-11-23T12:00", "")
    with opened(desk.path) as connection:
        with (
            pytest.raises(Refused, match="张立冬 is of 城关支行, which reported"),
            acting(connection, now, "zhang") as act,
        ):
            finishing_act.review(act, "1", accept=True)
        with acting(connection, now, "qian") as act:  # of another unit
            finishing_act.review(act, "1", accept=True)


@pytest.mark.requirement("A11.3")
def test_the_office_reviews_what_it_handled_itself_but_nobody_his_own_report(desk: Desk) -> None:
    desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
    desk.register(then="brief; transfer --to supervision")
    desk.resolve("1", str(desk.as_of), handler="li")
    assert "李清明 reported the result" in desk("review", "1", "--accept", expect=3)
    desk("--actor", "ren", "review", "1", "--accept")
    assert "result_review" not in desk.owed()
    assert "李清明 reported the result" in desk("close", "1", expect=3)
    desk("--actor", "ren", "close", "1")


@pytest.mark.requirement("A10.6")
@pytest.mark.parametrize(("handler", "noted"), [("zhang", False), ("qian", True)])
def test_a_handler_of_another_unit_is_remarked_on(desk: Desk, handler: str, noted: bool) -> None:
    desk.register(then="transfer")
    result = desk.run("resolve", "1", *report(satisfaction="satisfied", handler=handler))
    assert ("钱谷雨 is of 河西支行, not of 城关支行" in result.stderr) == noted
