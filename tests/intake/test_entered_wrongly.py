"""What was entered wrongly as a crime or a report of wrongdoing, and a leader who takes that off (Art. 13)."""

import pytest
from conftest import Desk, cases

LIFT = ["classify", "1", "--lift-restriction", "--approved-by", "sun", "--reason", "登记有误,系柜员差错"]


def reported(desk: Desk, **options: str) -> None:
    desk.register(**{"channel": "phone", "category": "financial_crime", "unit": "hexi", "subject": "qian", **options})


@pytest.mark.requirement("A13.4")
@cases(
    "options change",
    ({}, ["--category", "work_error"]),
    ({"category": "work_error", "nature": "wrongdoing_report"}, ["--nature", "complaint"]),
    ({"nature": "wrongdoing_report"}, ["--category", "work_error", "--nature", "complaint"]),
)
def test_a_leader_lifts_what_was_entered_wrongly_and_it_is_on_record(
    desk: Desk, options: dict[str, str], change: list[str]
) -> None:
    reported(desk, **options)
    said = desk.run(*LIFT, *change).stderr
    assert "钱谷雨 was named in TS-2026-0001 and stays its party" in said
    case = desk.json("show", "1")
    assert case["restricted"] is False and case["complainant"]["name"]
    event = next(event for event in case["events"] if event["kind"] == "classified")
    assert (event["lifts_restriction"], event["approved_by"], event["text"]) == (True, "sun", "登记有误,系柜员差错")
    assert "lifts restriction" in desk("show", "1") and "sound" in desk("verify")
    desk.do("transfer", "1", "--to", "hexi")  # as with any complaint


@pytest.mark.requirement("A13.4")
def test_it_is_lifted_of_a_case_that_was_classified_otherwise_before(desk: Desk) -> None:
    """Classifying again does not open it: what says that it was wrong needs to change nothing else."""
    reported(desk)
    desk.do("classify", "1", "--category", "work_error", "--reason", "重新认定")
    assert desk.case("1")["restricted"]
    desk(*LIFT)
    assert not desk.case("1")["restricted"]


@pytest.mark.requirement("A13.4", "A10.6")
def test_who_was_named_stays_a_party(desk: Desk) -> None:
    reported(desk)
    desk(*LIFT, "--category", "work_error", "--subject", "zhang")
    for person, name in (("qian", "钱谷雨"), ("zhang", "张立冬")):
        refusal = desk("transfer", "1", "--to", "hexi", "--handler", person, expect=3)
        assert f"{name} is complained of" in refusal
    desk("unit", "set", "hexi", "--head", "qian")
    assert desk.duty("transfer")["remedy"].endswith("--to supervision")


@pytest.mark.requirement("A13.4")
def test_one_named_when_it_was_raised_again_is_a_party_too(desk: Desk) -> None:
    reported(desk)
    desk.register(channel="phone", category="financial_crime", unit="chengguan", subject="zhang", repeat_of="1",
                  nothing_new=True)  # fmt: skip
    desk(*LIFT, "--category", "work_error")
    assert "张立冬 is complained of" in desk("transfer", "1", "--to", "chengguan", "--handler", "zhang", expect=3)


@pytest.mark.requirement("A13.4")
@cases(
    "words status why",
    (["--category", "work_error"], 2, "--lift-restriction needs --approved-by"),
    (["--category", "work_error", "--approved-by", "sun"], 2, "--reason"),
    (["--approved-by", "sun", "--reason", "登记有误"], 2, "would still be a report of wrongdoing"),
    (["--category", "work_error", "--nature", "wrongdoing_report", "--approved-by", "sun", "--reason", "误登"], 2,
     "would still be a report of wrongdoing"),
    (["--category", "work_error", "--approved-by", "li", "--reason", "登记有误"], 3, "李清明 is no leader"),
    (["--category", "work_error", "--approved-by", "nobody", "--reason", "登记有误"], 4, "nobody"),
)  # fmt: skip
def test_it_is_not_lifted(desk: Desk, words: list[str], status: int, why: str) -> None:
    reported(desk)
    assert why in desk("classify", "1", "--lift-restriction", *words, expect=status)
    assert desk.case("1")["restricted"]


@pytest.mark.requirement("A13.4")
def test_no_leader_who_is_named_or_heads_the_unit_lifts_it(desk: Desk) -> None:
    reported(desk, subject="sun")
    assert "孙惊蛰" in desk(*LIFT, "--category", "work_error", expect=3)
    desk("unit", "set", "hexi", "--head", "zhou")
    other = ["zhou" if word == "sun" else word for word in LIFT]
    assert "周立夏" in desk(*other, "--category", "work_error", expect=3)
    assert desk.case("1")["restricted"]


@pytest.mark.requirement("A13.4")
def test_nor_one_who_has_left(desk: Desk) -> None:
    reported(desk)
    desk("staff", "set", "sun", "--retired", "2026-11-23")
    assert "retired on 2026-11-23" in desk(*LIFT, "--category", "work_error", expect=3)


@pytest.mark.requirement("A13.4")
def test_who_is_reported_lifts_nothing(desk: Desk) -> None:
    reported(desk)
    desk.grant("handle")
    assert "There is no case" in desk("--actor", "qian", *LIFT, "--category", "work_error", expect=4)


@pytest.mark.requirement("A18.3")
def test_a_withdrawal_under_duress_is_never_lifted(desk: Desk) -> None:
    desk.register(unit="hexi", then="brief; withdraw --reason 支行上门劝说 --verified-by li --coerced")
    assert "under duress to withdraw TS-2026-0001" in desk(*LIFT, "--category", "work_error", expect=3)
    assert desk.case("1")["restricted"]


@pytest.mark.requirement("A13.4")
def test_where_nothing_is_kept_there_is_nothing_to_lift(desk: Desk) -> None:
    desk.register(unit="hexi")
    assert "nothing to lift" in desk(*LIFT, "--category", "work_error", expect=3)
    refusal = desk("classify", "1", "--category", "work_error", "--approved-by", "sun", expect=2)
    assert "--approved-by is of --lift-restriction" in refusal


@pytest.mark.requirement("A13.4")
def test_reported_anew_it_is_kept_again(desk: Desk) -> None:
    reported(desk)
    desk(*LIFT, "--category", "work_error")
    desk.do("classify", "1", "--category", "financial_crime", "--reason", "新证据")
    assert desk.case("1")["restricted"]
    assert "must not reach 河西支行" in desk("transfer", "1", "--to", "hexi", expect=3)
