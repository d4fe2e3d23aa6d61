"""What the second count found wrong in the views, each in the shortest history that shows it."""

from typing import Any

import pytest
from conftest import Desk, picked
from support.case_file import change

RECEIVED, LATE = "2026-11-23T10:00", "2026-11-27T10:00"  # due on 2026-11-26


def total(desk: Desk) -> Any:
    """Every figure of the month."""
    return desk.json("report", "--month", "2026-11", "--more", as_of="2026-11-30T09:00")[-1]


@pytest.mark.requirement("A10.1", "A22.1")
def test_a_case_that_left_late_stays_late_though_it_is_reopened_the_same_day(desk: Desk) -> None:
    """The due date that the reopening promises is of the new stretch."""
    desk.register(as_of=RECEIVED, then="brief")
    desk.do("withdraw", "1", "--reason", "已和解", "--verified-by", "li", "--voluntary", as_of=LATE)
    desk.do("reopen", "1", "--reason", "客户反悔", as_of=LATE)
    assert picked(total(desk), "withdrawn on_time late ever_late") == (1, 0, 1, 1)


@pytest.mark.requirement("A9.6")
def test_the_media_hear_again_of_a_case_that_was_reopened(desk: Desk) -> None:
    desk.register(channel="media", as_of=RECEIVED, then="brief")
    consent = ("--authorised-by", "sun", "--authorised-at", RECEIVED)
    speak = ("contact", "1", "--purpose", "media_response", "--text", "已说明", *consent)
    desk.do(*speak, as_of=RECEIVED)
    desk.do("withdraw", "1", "--reason", "已和解", "--verified-by", "li", "--voluntary", as_of="2026-11-24T10:00")
    desk.do("reopen", "1", "--reason", "记者再次来访", as_of=LATE)
    assert "media_response" in desk.owed(as_of=LATE)
    consent = ("--authorised-by", "sun", "--authorised-at", LATE)
    desk.do(*speak[:-4], *consent, as_of=LATE)
    assert "media_response" not in desk.owed(as_of=LATE)


@pytest.mark.requirement("first_response", "O4")
def test_a_word_with_the_unit_is_no_first_response_to_the_customer(desk: Desk) -> None:
    change(desk, "UPDATE time_limit SET enabled = 1 WHERE code = 'first_response'")
    desk.register(as_of=RECEIVED, then="brief; transfer --to chengguan")
    desk.do("contact", "1", "--purpose", "track", "--text", "支行正在核实", as_of=RECEIVED)
    assert total(desk)["first_response_rate"] == 0
    desk.do("contact", "1", "--purpose", "progress", "--text", "正在核实", as_of="2026-11-24T09:00")
    assert total(desk)["first_response_rate"] == 1


@pytest.mark.requirement("A22.1", "O5")
def test_who_left_unanswered_before_the_day_he_was_told_counts_in_no_share_of_the_days_kept(desk: Desk) -> None:
    desk.register(as_of=RECEIVED, then="brief")
    told = ("--expected", "2026-11-30", "--customer-told", RECEIVED)
    desk.do("delay", "1", "--reason", "等待上级行", *told, as_of=RECEIVED)
    desk.do("withdraw", "1", "--reason", "已和解", "--verified-by", "li", "--voluntary", as_of=LATE)
    assert total(desk)["progress_rate"] is None


@pytest.mark.requirement("A13.4")
def test_what_a_leader_directed_before_the_office_was_named_does_not_approve_that_it_looks_into_itself(
    desk: Desk,
) -> None:
    desk.register(category="financial_crime", as_of=RECEIVED, then="brief; direct --by sun --text 请查清")
    desk.do("classify", "1", "--unit", "supervision", "--reason", "客户补充", as_of=RECEIVED)
    assert "approval" in desk.owed(as_of=RECEIVED)
    desk.do("direct", "1", "--by", "sun", "--text", "由未涉及人员办理", as_of=RECEIVED)
    assert "approval" not in desk.owed(as_of=RECEIVED)


@pytest.mark.requirement("A13.4")
def test_the_office_that_was_first_asked_is_not_reported(desk: Desk) -> None:
    """Of another unit that names the one complained of, where nobody did (Art. 4)."""
    desk.register(as_of=RECEIVED, then="transfer --to supervision")
    desk.do("classify", "1", "--nature", "wrongdoing_report", "--reason", "客户补充", as_of=RECEIVED)
    assert desk.duty("approval", as_of=RECEIVED) is None


@pytest.mark.requirement("A6.3")
def test_a_review_asked_for_is_not_owed_of_a_registration_that_was_voided(desk: Desk) -> None:
    desk.register(channel="suggestion_box", as_of=RECEIVED)
    desk.resolve("1", RECEIVED, as_of=RECEIVED)
    desk.do("contact", "1", "--purpose", "review_request", "--text", "不服", as_of=RECEIVED)
    desk.do("void", "1", "--reason", "重复登记", "--approved-by", "sun", as_of=RECEIVED)
    assert desk.owed(as_of=LATE) == set()


@pytest.mark.requirement("A20.1")
def test_what_is_owed_upward_runs_from_the_receipt_as_it_was_corrected(desk: Desk) -> None:
    desk.register(as_of=RECEIVED, hot_topic=True, media_level="province")
    desk.do("correct", "1", "--received-at", "2026-11-20T09:00", "--reason", "登记有误", as_of=RECEIVED)
    dues = [desk.duty(name, as_of=RECEIVED)["due_at"] for name in ("report_union", "report_media")]
    assert dues == ["2026-11-20T23:59:59+08:00", "2026-11-20T11:00:00+08:00"]
