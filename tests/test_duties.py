"""What the regulation still asks of a case, and when it counts as done."""

from typing import Any

from conftest import Desk

REPORT = ["--findings", "属实", "--fault", "bank", "--responsible", "无", "--lessons", "无", "--corrective", "每周抽查",
          "--satisfaction", "satisfied", "--handler", "zhang", "--phone", "0000-1234567"]  # fmt: skip


def duty(desk: Desk, name: str, as_of: str | None = None) -> dict[str, Any] | None:
    """A duty of the first case; None if the regulation does not ask it."""
    return next((row for row in desk.json("show", "1", as_of=as_of)["duties"] if row["duty"] == name), None)


def owed(desk: Desk, as_of: str | None = None) -> set[str]:
    """The duties of the first case not done yet."""
    return {row["duty"] for row in desk.json("show", "1", as_of=as_of)["duties"] if not row["done_at"]}


def test_an_answer_on_the_spot_needs_no_slip_and_no_report(desk: Desk) -> None:
    desk.register(answered="已当场更正")
    assert owed(desk) == {"brief"}


def test_after_a_reopening_the_answer_on_the_spot_no_longer_does(desk: Desk) -> None:
    desk.register(answered="已当场更正")
    desk("brief", "1", "--to", "sun")
    desk("close", "1")
    desk("reopen", "1", "--reason", "客户不认可", as_of="2026-11-24T09:00")
    assert owed(desk, "2026-11-24T09:00") == {"transfer", "reply", "result_report"}


def test_channels_without_a_slip(desk: Desk) -> None:
    desk.register(channel="suggestion_box")
    assert duty(desk, "transfer") is None
    desk.resolve("1", "2026-11-23T10:00")


def test_financial_crime_is_looked_into_by_the_office_itself(desk: Desk) -> None:
    desk.register(category="financial_crime")
    assert duty(desk, "transfer") is None


def test_a_later_slip_makes_the_first_neither_late_nor_in_time(desk: Desk) -> None:
    desk.register()
    desk("transfer", "1", "--to", "chengguan", as_of="2026-11-25T09:00")
    desk("transfer", "1", "--to", "hexi", as_of="2026-11-26T09:00")
    transfer = duty(desk, "transfer", "2026-11-26T10:00")
    assert transfer and transfer["done_at"] == "2026-11-25T09:00:00+08:00"
    assert transfer["due_at"] == "2026-11-23T23:59:59+08:00"


def test_a_returned_slip_asks_for_another_one_from_that_day(desk: Desk) -> None:
    desk.register()
    desk("transfer", "1", "--to", "chengguan")
    desk("return", "1", "--reason", "不属本支行", as_of="2026-11-25T09:00")
    transfer = duty(desk, "transfer", "2026-11-25T09:00")
    assert transfer and (transfer["done_at"], transfer["due_at"]) == (None, "2026-11-25T23:59:59+08:00")
    assert transfer["remedy"].endswith("--to UNIT")  # not the unit that has just refused it
    desk("transfer", "1", "--to", "hexi", as_of="2026-11-25T10:00")
    assert desk.json("show", "1", as_of="2026-11-25T10:00")["respondent_unit"] == "hexi"


def test_a_case_is_not_sent_to_the_same_unit_twice_nor_after_its_report(desk: Desk) -> None:
    desk.register()
    desk("transfer", "1", "--to", "chengguan")
    assert "already" in desk("transfer", "1", "--to", "chengguan", expect=3)
    desk.resolve("1", "2026-11-23T10:00")
    assert "review TS-2026-0001 --return" in desk("transfer", "1", "--to", "hexi", expect=3)


def test_the_report_follows_the_slip_and_the_reply(desk: Desk) -> None:
    desk.register(received_at="2026-11-19")
    desk("transfer", "1", "--to", "chengguan", "--at", "2026-11-20T10:00")
    words = [*REPORT, "--reply", "已致歉"]
    at = ["--replied-at", "2026-11-21T10:00", "--at", "2026-11-20T09:00"]
    assert "too early" in desk("resolve", "1", *words, *at, expect=3)
    at = ["--replied-at", "2026-11-22T10:00", "--at", "2026-11-21T10:00"]
    assert "is after --at" in desk("resolve", "1", *words, *at, expect=2)


def test_a_returned_report_on_an_anonymous_complaint_stops_no_clock(desk: Desk) -> None:
    desk.register(channel="letter", name="", phone="", anonymous=True)
    desk("transfer", "1", "--to", "chengguan")
    desk("resolve", "1", *REPORT)
    assert all(clock["stopped_on"] for clock in desk.json("show", "1")["clocks"])
    desk("review", "1", "--return", "--reason", "调查不充分")
    assert not any(clock["stopped_on"] for clock in desk.json("show", "1")["clocks"])
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-12-01")] == ["TS-2026-0001"]
    desk("resolve", "1", *REPORT, as_of="2026-12-01T10:00")
    assert {clock["stopped_on"] for clock in desk.json("show", "1", as_of="2026-12-02")["clocks"]} == {"2026-12-01"}


def test_a_corrected_report_needs_no_second_reply(desk: Desk) -> None:
    desk.register()
    desk("transfer", "1", "--to", "chengguan")
    desk.resolve("1", "2026-11-23T10:00")
    desk("review", "1", "--return", "--reason", "整改措施不具体")
    desk("resolve", "1", *REPORT)
    assert [event["kind"] for event in desk.json("show", "1")["events"]].count("replied") == 1


def test_overdue_cases_of_no_unit_have_a_row_in_the_return_by_unit(desk: Desk) -> None:
    desk.register(received_at="2026-11-02")
    rows = desk.json("report", "--by", "unit", "--month", "2026-10")
    assert {row["group"]: row["overdue_now"] for row in rows if row["overdue_now"]} == {"none": 1, "total": 1}
