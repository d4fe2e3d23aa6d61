"""What was found to lead round a refusal, and no longer does (Arts 10, 13, 18)."""

import pytest
from conftest import Desk
from support.results import report

NOW = "2026-11-23T10:00"


def reported(desk: Desk) -> None:
    """A report of wrongdoing against the head of chengguan."""
    desk.register(channel="letter", category="rule_violation", nature="wrongdoing_report", unit="chengguan",
                  subject="zhang")  # fmt: skip


@pytest.mark.requirement("A13.4")
@pytest.mark.parametrize("again", [["--nature", "complaint"], ["--unit", "hexi", "--subject", "qian"]])
def test_classifying_again_does_not_open_a_report_to_whom_it_named(desk: Desk, again: list[str]) -> None:
    reported(desk)
    desk.do("classify", "1", *again, "--reason", "重新认定")
    assert "must not reach 城关支行" in desk("transfer", "1", "--to", "chengguan", expect=3)
    assert desk.case("1")["restricted"]
    desk("unit", "set", "hexi", "--head", "zhang")
    assert "must not reach 河西支行" in desk("transfer", "1", "--to", "hexi", expect=3)


@pytest.mark.requirement("A13.4")
def test_a_unit_found_to_be_reported_can_only_give_the_slip_back(desk: Desk) -> None:
    desk.register(channel="phone", unit="chengguan")
    desk.acts("1", "transfer; classify --nature wrongdoing_report --reason 查明系检举")
    assert "complaintctl recall" in desk("sign", "1", "--by", "zhang", expect=3)
    result = desk.run("resolve", "1", *report(handler="qian"), expect=3)
    assert "complaintctl recall" in result.stderr
    desk.do("recall", "1", "--reason", "收回")


@pytest.mark.requirement("A13.4")
@pytest.mark.parametrize("words", [
    ["investigate", "1", "--findings", "属实", "--by", "zhang"],
    ["investigate", "1", "--findings", "属实", "--violation-nature", "一", "--severity", "轻", "--opinion", "改",
     "--by-unit", "chengguan"],
    ["direct", "1", "--by", "sun", "--text", "查清", "--instructs", "chengguan"],
])  # fmt: skip
def test_the_unit_reported_takes_no_part(desk: Desk, words: list[str]) -> None:
    desk("staff", "add", "teller", "丁小雪", "--unit", "chengguan")
    desk.register(channel="letter", category="rule_violation", nature="wrongdoing_report", unit="chengguan",
                  subject="teller")  # fmt: skip
    desk.do("brief", "1", "--to", "sun")
    desk(*words, expect=3)


@pytest.mark.requirement("A10.6")
def test_a_report_by_who_turns_out_to_be_the_party_goes_no_further(desk: Desk) -> None:
    desk.register(channel="phone", unit="chengguan", then="brief; transfer")
    desk.resolve("1", NOW)
    desk.acts("1", "review; classify --subject zhang")
    assert "review TS-2026-0001 --return" in desk("close", "1", expect=3)
    desk.do("review", "1", "--return", "--reason", "经办人系当事人")
    desk("staff", "add", "teller", "丁小雪", "--unit", "chengguan")
    desk.acts(
        "1", ["resolve", *report(handler="teller", reply=None, replied_at=None, apology="已致歉")], "review; close"
    )


@pytest.mark.requirement("A18.1", "G28")
@pytest.mark.parametrize(("options", "then", "verifier"), [
    ({"subject": "teller"}, "brief", "zhang"),
    ({"subject": "teller"}, "brief", "colleague"),  # of the unit that the party is of, though it was never named
    ({"unit": "chengguan"}, "brief; classify --unit retail", "zhang"),  # of the unit that was once named
    ({}, "brief; transfer --to retail --assist chengguan", "colleague"),
    ({"unit": "hexi"}, "brief", "zhang"),  # heads it from another unit
])  # fmt: skip
def test_a_withdrawal_is_not_verified_from_inside_nor_by_a_colleague_or_a_head_from_elsewhere(
    desk: Desk, options: dict[str, str], then: str, verifier: str
) -> None:
    for code, name in (("teller", "丁小雪"), ("colleague", "葛芒种")):
        desk("staff", "add", code, name, "--unit", "chengguan")
    desk("unit", "set", "hexi", "--head", "zhang")
    desk.register(channel="phone", **options, then=then)
    words = ["withdraw", "1", "--reason", "和解", "--voluntary", "--verified-by"]
    assert "someone outside it verifies" in desk(*words, verifier, expect=3)
    desk(*words, "li")


@pytest.mark.requirement("A13.4")
def test_a_leader_complained_of_neither_directs_nor_authorises(desk: Desk) -> None:
    desk.register(channel="media", then="brief; classify --subject sun")
    desk("direct", "1", "--by", "sun", "--text", "不办", expect=3)
    desk("contact", "1", "--purpose", "media_response", "--text", "已说明", "--authorised-by", "sun", "--authorised-at",
         NOW, expect=3)  # fmt: skip


@pytest.mark.requirement("G36")
def test_past_the_calendar_the_count_says_that_nothing_is_known(desk: Desk) -> None:
    desk.register(as_of="2099-12-30T10:00")
    assert "not known" in desk("why", "1", as_of="2099-12-30T10:00")


@pytest.mark.requirement("A13.4")
def test_moving_the_person_reported_does_not_open_the_unit_he_was_reported_in(desk: Desk) -> None:
    desk("staff", "set", "qian", "--unit", "retail")
    desk.register(channel="letter", category="rule_violation", nature="wrongdoing_report", subject="qian")
    desk("staff", "set", "qian", "--unit", "chengguan")
    for unit, name in (("retail", "零售业务部"), ("chengguan", "城关支行")):
        assert f"must not reach {name}" in desk("transfer", "1", "--to", unit, expect=3)
    desk.do("transfer", "1", "--to", "hexi")  # where he worked before there was a report


@pytest.mark.requirement("A13.4")
def test_who_looks_into_a_report_that_names_no_unit_is_not_taken_for_whom_it_reports(desk: Desk) -> None:
    desk("staff", "add", "he", "何寒露", "--unit", "retail")
    desk.register(channel="letter", category="rule_violation", nature="wrongdoing_report", then="transfer --to retail")
    assert desk.case("1")["respondent_unit"] is None
    desk.acts("1", "sign --by he; supervise --reason directive")
    desk.resolve("1", NOW)


@pytest.mark.requirement("A18.1")
def test_who_has_left_verifies_no_withdrawal(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief")
    desk("staff", "set", "qian", "--retired", "2026-11-23")
    words = ["withdraw", "1", "--reason", "已和解", "--verified-by", "qian", "--voluntary"]
    assert "retired" in desk(*words, expect=3)
    assert desk.case("1")["status"] == "registered"


@pytest.mark.requirement("A3.1")
def test_who_had_left_by_then_is_no_first_receiver(desk: Desk) -> None:
    desk("staff", "set", "qian", "--retired", "2026-11-23")
    words = ["register", "--channel", "walk_in", "--category", "work_error", "--summary", "利息算错",
             "--demand", "更正", "--name", "赵小满", "--phone", "13900000001", "--first-receiver", "qian"]  # fmt: skip
    assert "retired" in desk(*words, expect=3)
    desk(*words, "--received-at", "2026-11-20T09:00")


@pytest.mark.parametrize("words", [
    ["direct", "1", "--by", "sun", "--text", "查清", "--due", "2026-11-22"],
    ["delay", "1", "--reason", "等待回单", "--expected", "2026-11-22"],
])  # fmt: skip
def test_nothing_is_set_for_a_day_that_is_over(desk: Desk, words: list[str]) -> None:
    desk.register(then="brief")
    assert "2026-11-22 is before" in desk(*words, expect=2)
    desk(*words[:-1], "2026-11-23")
