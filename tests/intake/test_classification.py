"""Stating the facts of a case anew: what is carried on, what asks for a reason, what follows."""

from typing import Any

import pexpect
import pytest
from conftest import Desk, cases
from support.case_file import unchanged
from support.terminal import at_terminal


def classified(case: dict[str, Any]) -> dict[str, Any]:
    """The last classification of a case."""
    event: dict[str, Any] = [event for event in case["events"] if event["kind"] == "classified"][-1]
    return event


@pytest.mark.requirement("O2")
def test_the_page_says_from_which_category_to_which(desk: Desk) -> None:
    desk.register()
    desk("classify", "1", "--category", "内部管理", "--reason", "核实后更正")
    assert "category staff conduct → internal management" in desk("show", "1")
    assert "类别 服务态度 → 内部管理" in desk("--lang", "zh", "show", "1")


@pytest.mark.requirement("A13.0", "O2", "A12.1", "A16.1", "A15.5")
def test_every_fact_can_be_stated_anew(desk: Desk) -> None:
    desk.register(unit="hexi", subject="qian")
    case = desk.json(
        "classify", "1", "--secondary", "内部管理", "--unit", "城关支行", "--subject", "zhang", "--group-size", "3",
        "--nature", "意见建议", "--validity", "有效投诉", "--media-level", "省级媒体", "--media-stage", "已刊播",
        "--outlet", "云溪日报", "--service-channel", "网银", "--business-type", "贷款", "--cause", "信息披露",
        "--legal-dispute", "--amount", "1万", "--reason", "客户来电更正",
    )  # fmt: skip
    assert (case["respondent_unit"], case["subject_employee"]) == ("chengguan", "zhang")
    assert (case["secondary_category"], case["group_size"]) == ("internal_management", 3)
    assert (case["nature"], case["validity"]) == ("suggestion", "valid")
    assert (case["media_level"], case["media_stage"]) == ("province", "published")
    assert case["service_channel_class"] == "online_bank" and case["legal_dispute"] is True
    assert (case["business_type"], case["cause"], case["amount_yuan"]) == ("loan", "disclosure", "10000.00")
    assert (classified(case)["outlet"], classified(case)["previous_category"]) == ("云溪日报", "service_attitude")
    assert {"report_media"} <= {duty["duty"] for duty in case["duties"]}
    assert "sound" in desk("verify")


def test_what_is_not_given_stays(desk: Desk) -> None:
    desk.register(
        unit="chengguan", secondary="service_product", media_level="county", outlet="云溪晚报", cause="pricing",
        group_size="4", amount="80000", legal_dispute=True, nature="suggestion",
    )  # fmt: skip
    before = desk.json("show", "1")
    case = desk.json("classify", "1", "--category", "work_error")
    assert classified(case)["outlet"] == "云溪晚报"
    changing = ("category", "category_label", "events", "duties", "clocks")
    assert {key: case[key] for key in case if key not in changing} == {
        key: before[key] for key in before if key not in changing
    }


def test_the_unit_that_a_slip_went_to_is_not_taken_for_a_stated_one(desk: Desk) -> None:
    desk.register(then="transfer; classify --amount 100; return --by zhang --reason 不属本支行")
    assert desk.case("1")["respondent_unit"] is None


def test_an_optional_fact_is_taken_back(desk: Desk) -> None:
    desk.register(secondary="service_product", media_level="city", outlet="云溪晚报", cause="pricing")
    words = ["--secondary", "none", "--media-level", "无", "--cause", "none", "--outlet", "none"]
    case = desk.json("classify", "1", *words)
    assert (case["secondary_category"], case["media_level"], case["cause"]) == (None, None, None)
    assert "outlet" not in classified(case)
    assert "report_media" not in {duty["duty"] for duty in case["duties"] if duty["owed"]}
    desk("classify", "1", "--category", "none", expect=4)


def test_nothing_new_is_no_classification(desk: Desk) -> None:
    desk.register(amount="100", outlet="云溪晚报", unit="hexi")
    for words in ((), ("--category", "服务态度"), ("--amount", "100.00"), ("--nature", "complaint"),
                  ("--outlet", "云溪晚报"), ("--no-hot-topic",), ("--legal-complexity", "simple")):  # fmt: skip
        assert "classified so already" in desk("classify", "1", *words, expect=2)
    assert "is the category itself" in desk("classify", "1", "--secondary", "service_attitude", expect=2)


# ---- What asks for a reason ----
@pytest.mark.requirement("A10.5")
@pytest.mark.parametrize("change", [("--category", "service_product"), ("--legal-complexity", "complex")])
def test_a_longer_limit_asks_for_a_reason(desk: Desk, change: tuple[str, str]) -> None:
    desk.register(received_at="2026-11-20")
    with unchanged(desk):
        assert "--reason" in desk("classify", "1", *change, expect=3)
    desk.do("classify", "1", *change, "--reason", "查明情况复杂")


@pytest.mark.requirement("A10.5")
def test_both_due_dates_stay_on_record_and_count_from_receipt(desk: Desk) -> None:
    desk.register(received_at="2026-11-20")
    refusal = desk("classify", "1", "--category", "service_product", expect=3)
    assert "from 2026-11-25 out to 2026-12-04" in refusal
    case = desk.json("classify", "1", "--category", "service_product", "--reason", "系产品问题")
    assert case["due_on"] == "2026-12-04"
    promises = [(event.get("previous_due_on"), event["due_on"]) for event in case["events"]
                if event["kind"] == "deadline_set"]  # fmt: skip
    assert promises == [(None, "2026-11-25"), ("2026-11-25", "2026-12-04")]
    assert {clock["started_on"] for clock in case["clocks"]} == {"2026-11-20"}
    assert "rom 2026-12-04" not in desk("classify", "1", "--category", "work_error")  # shorter: no reason asked


@pytest.mark.requirement("A9.1c", "G2", "G3")
@cases(
    "options change",
    ({"amount": "50000.01"}, ["--amount", "50000"]),
    ({"hot_topic": True}, ["--no-hot-topic"]),
    ({"group_size": "20"}, ["--group-size", "19"]),
)
def test_making_a_case_less_than_major_asks_for_a_reason(
    desk: Desk, options: dict[str, str | bool], change: list[str]
) -> None:
    assert desk.register(**options)["is_major"] is True
    assert "no longer be major" in desk("classify", "1", *change, expect=3)
    case = desk.json("classify", "1", *change, "--reason", "金额核实有误")
    assert case["is_major"] is False and classified(case)["text"] == "金额核实有误"
    assert desk.json("classify", "1", "--group-size", "25")["is_major"] is True  # which asks for none


# ---- Judgements of people ----
@pytest.mark.requirement("A13.5a", "A13.5b", "G23")
def test_the_intent_of_an_anonymous_complaint_is_judged_with_its_basis(desk: Desk) -> None:
    desk.register(anonymous=True, name="", phone="")
    assert "--basis" in desk("classify", "1", "--anonymous-intent", "善意", expect=2)
    assert "is judged, is empty" in desk("classify", "1", "--anonymous-intent", "善意", "--basis", " ", expect=2)
    case = desk.json("classify", "1", "--anonymous-intent", "善意", "--basis", "所述细节与监控一致")
    assert case["anonymous_intent"] == "benign" and classified(case)["basis"] == "所述细节与监控一致"
    worse = ["classify", "1", "--anonymous-intent", "恶意", "--basis", "所述人员当日不在岗"]
    assert "--reason" in desk(*worse, expect=2)
    assert "is handled, is empty" in desk(*worse, "--reason", " ", expect=2)
    case = desk.json(*worse, "--reason", "留存备查,有理有节回应")
    assert (case["anonymous_intent"], classified(case)["text"]) == ("malicious", "留存备查,有理有节回应")
    desk.register(category="anonymous")  # by name: of him nothing is judged
    said = desk("classify", "2", "--anonymous-intent", "benign", "--basis", "属实", expect=3)
    assert "is not anonymous" in said


@pytest.mark.requirement("G23")
def test_a_judgement_made_elsewhere_is_to_be_confirmed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register(anonymous=True, name="", phone="")
    desk.grant("handle")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhang")
    words = ["classify", "1", "--anonymous-intent", "undetermined", "--basis", "线索不足"]
    assert "for 监察室 to judge" in desk.run(*words).stderr
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    assert "to judge" not in desk.run("classify", "1", "--anonymous-intent", "benign", "--basis", "属实").stderr


@pytest.mark.requirement("A13.5b")
def test_at_a_terminal_the_basis_of_a_judgement_is_asked_for(desk: Desk) -> None:
    desk.register(anonymous=True, name="", phone="")
    terminal = at_terminal(desk, "classify", "1", "--anonymous-intent", "恶意")
    for question, answer in (
        ("is the intent judged", "所述人员当日不在岗"),
        ("Why is it classified so", "留存备查"),
        ("Is this right", ""),
    ):
        terminal.expect_exact(question)
        terminal.sendline(answer)
    terminal.expect("TS-2026-0001 classified")
    terminal.expect(pexpect.EOF)
    event = classified(desk.json("show", "1"))
    assert (event["anonymous_intent"], event["basis"]) == ("malicious", "所述人员当日不在岗")
    assert event["text"] == "留存备查"


@pytest.mark.requirement("O1")
def test_a_wish_to_be_heard_that_became_a_claim_is_on_record(desk: Desk) -> None:
    desk.register(validity="沟通性投诉:发泄")
    case = desk.json("classify", "1", "--validity", "valid")
    assert (classified(case)["previous_validity"], case["validity"]) == ("venting", "valid")
    case = desk.json("classify", "1", "--amount", "100")
    assert "previous_validity" not in classified(case) and case["validity"] == "valid"


# ---- What follows ----
@pytest.mark.requirement("A13.4")
@cases(
    "options slip change lies_with",
    ({}, "transfer", ("--category", "financial_crime"), "chengguan"),
    ({}, "transfer", ("--nature", "wrongdoing_report"), "chengguan"),
    ({"category": "service_product"}, "transfer --to retail --assist chengguan", ("--nature", "检举控告"), "chengguan"),
    ({}, "transfer --to hexi", ("--nature", "wrongdoing_report"), None),
)
def test_a_report_of_wrongdoing_is_to_be_taken_back_from_whom_it_reports_though_he_only_assists(
    desk: Desk, options: dict[str, str], slip: str, change: tuple[str, str], lies_with: str | None
) -> None:
    desk.register(unit="chengguan", **options, then=slip)
    said = desk.run("classify", "1", *change, "--reason", "涉嫌挪用资金").stderr
    if lies_with is None:
        assert "Note" not in said
        return
    assert f"its slip lies with {lies_with}, whom" in said
    assert "complaintctl recall TS-2026-0001 --reason TEXT" in said
    desk.do("recall", "1", "--reason", "改由监察室核查")
    assert "lies with" not in desk.run("classify", "1", "--amount", "200").stderr


@pytest.mark.requirement("A10.6")
def test_a_handler_who_turns_out_to_be_the_party_is_remarked_on(desk: Desk) -> None:
    desk.register(unit="chengguan", then="transfer --to chengguan --handler zhang")
    said = desk.run("classify", "1", "--subject", "zhang").stderr
    assert "zhang handles the case and is complained of" in said
    assert "Note" not in desk.run("classify", "1", "--subject", "qian").stderr
