"""Supervision slips, which Art. 10 names and leaves open: when one is asked for, its number, its date."""

import pytest
from conftest import Desk, made_once, picked
from support.case_file import unchanged

from complaintctl.base.clock import parse_moment
from complaintctl.file import db
from complaintctl.month import rows as month_rows


def asked(desk: Desk, as_of: str) -> list[str]:
    """The reasons for which a supervision slip is owed on the first case."""
    rows = desk.duties("1", as_of=as_of)
    return [row["remedy"].split("--reason ")[1] for row in rows if row["duty"] == "supervise" and row["owed"]]


@made_once
def lying(desk: Desk) -> None:
    """A major case of Monday 2026-11-23, due on Thursday 26, that lies with chengguan."""
    desk.register(channel="phone", amount="80000", unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")


@made_once
def plain(desk: Desk) -> None:
    """One that is not major."""
    desk.register(channel="phone")
    desk.do("transfer", "1", "--to", "chengguan")


@pytest.mark.requirement("A10.10", "G9")
def test_a_slip_has_its_own_number_and_date_and_moves_nothing(lying: Desk) -> None:
    case = lying.json("supervise", "1", "--reason", "major", "--text", "当日联系客户")
    slip = case["slips"][-1]
    assert picked(slip, "slip_no kind to_unit reason") == ("督〔2026〕1号", "supervise", "chengguan", "major")
    assert picked(slip, "issued_at due_on") == ("2026-11-23T10:00:00+08:00", "2026-11-25")
    assert case["due_on"] == "2026-11-26"
    slip = lying.json("supervise", "1", "--reason", "领导批示督办", "--due", "2026-11-24")["slips"][-1]
    assert picked(slip, "slip_no due_on reason") == ("督〔2026〕2号", "2026-11-24", "directive")
    assert "before the slip itself" in lying("supervise", "1", "--reason", "major", "--due", "2026-11-22", expect=2)
    lying("supervise", "1", "--reason", "gossip", expect=4)
    lying.do("sign", "1", "--slip", "督〔2026〕2号", "--by", "zhang")
    assert [row["signed_at"] is None for row in lying.case("1")["slips"]] == [True, True, False]


@pytest.mark.requirement("A10.10")
def test_the_days_it_gives_are_the_banks(lying: Desk) -> None:
    lying("policy", "set", "supervision_days", "1", "--from", "2026-11-25", "--reason", "行内规定")
    now = "2026-11-25T10:00"
    lying.register(channel="phone", as_of=now)
    lying.do("transfer", "2", "--to", "hexi", as_of=now)
    due = [lying.json("supervise", case, "--reason", "major", as_of=now)["slips"][-1]["due_on"] for case in "12"]
    assert due == ["2026-11-27", "2026-11-26"]  # Art. 26: the rule in force on receipt


@pytest.mark.requirement("A10.10")
def test_what_is_major_and_one_working_day_from_its_limit(lying: Desk) -> None:
    assert asked(lying, "2026-11-24T10:00") == []
    assert asked(lying, "2026-11-25T10:00") == ["major"]
    lying.do("supervise", "1", "--reason", "major", as_of="2026-11-25T11:00")
    assert asked(lying, "2026-11-26T10:00") == []


@pytest.mark.requirement("A10.10")
def test_what_is_overdue_without_a_reason(plain: Desk) -> None:
    desk = plain
    desk.do("supervise", "1", "--reason", "major", "--due", "2026-11-26")  # an earlier slip is not the one asked for
    assert asked(desk, "2026-11-26T10:00") == []
    late = "2026-11-27T10:00"
    assert asked(desk, late) == ["overdue"]
    desk.do("supervise", "1", "--reason", "overdue", as_of=late)
    assert asked(desk, late) == []


@pytest.mark.requirement("A10.10")
def test_what_was_late_with_a_reason_is_asked_for_again_when_that_day_is_over(plain: Desk) -> None:
    plain.do("supervise", "1", "--reason", "overdue", as_of="2026-11-27T10:00")
    plain.do("delay", "1", "--reason", "等待上级行", "--expected", "2026-12-04", as_of="2026-11-30T10:00")
    assert asked(plain, "2026-12-04T10:00") == []
    assert asked(plain, "2026-12-05T10:00") == ["overdue"]
    plain.do("supervise", "1", "--reason", "overdue", as_of="2026-12-07T10:00")
    assert asked(plain, "2026-12-09T10:00") == []


@pytest.mark.requirement("A10.10")
def test_a_slip_whose_day_has_passed_asks_for_another_each_time(plain: Desk) -> None:
    plain.do("supervise", "1", "--reason", "major")  # gives until 2026-11-25, a day before the case is due
    assert asked(plain, "2026-11-25T10:00") == []
    assert asked(plain, "2026-11-26T10:00") == ["no_answer"]
    plain.do("supervise", "1", "--reason", "no_answer", "--due", "2026-11-27", as_of="2026-11-26T10:00")
    assert asked(plain, "2026-11-26T10:00") == []
    assert asked(plain, "2026-11-27T10:00") == ["overdue"]  # one slip is asked for, not two
    plain.do("supervise", "1", "--reason", "overdue", "--due", "2026-11-30", as_of="2026-11-27T10:00")
    assert asked(plain, "2026-12-01T10:00") == ["no_answer"]
    plain.do("delay", "1", "--reason", "等待上级行", "--expected", "2026-12-02", as_of="2026-12-01T10:00")
    assert asked(plain, "2026-12-02T10:00") == []
    plain.resolve("1", "2026-12-02T11:00", as_of="2026-12-02T11:00")
    assert asked(plain, "2026-12-10T10:00") == []


@pytest.mark.requirement("A10.10")
def test_a_slip_whose_day_passed_asks_for_another_though_the_case_went_on(plain: Desk) -> None:
    plain.do("supervise", "1", "--reason", "major")  # gives until 2026-11-25
    plain.do("transfer", "1", "--to", "hexi", as_of="2026-11-24T10:00")
    assert asked(plain, "2026-11-25T10:00") == []
    late = "2026-11-26T10:00"
    assert asked(plain, late) == ["no_answer"]
    said = plain.run("supervise", "1", "--reason", "no_answer", as_of=late).stderr
    assert "is past its day" not in said and "already" not in said
    assert plain.case("1", as_of=late)["slips"][-1]["to_unit"] == "hexi"
    assert asked(plain, late) == []


@pytest.mark.requirement("A10.10")
def test_a_slip_of_before_a_reopening_is_not_waited_for(plain: Desk) -> None:
    desk = plain
    desk.do("supervise", "1", "--reason", "major")
    desk.through("1", "brief resolve review close")
    desk.do("reopen", "1", "--reason", "客户不认可", as_of="2026-12-10T10:00")
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-12-10T10:00")
    assert asked(desk, "2026-12-10T11:00") == []


@pytest.mark.requirement("A10.10")
def test_a_slip_not_answered_is_followed_by_one_to_the_unit_that_has_the_case_since(plain: Desk) -> None:
    desk, late = plain, "2026-11-27T10:00"
    desk.do("supervise", "1", "--reason", "overdue", as_of=late)
    desk.acts("1", "return --by zhang --reason 不属本支行; transfer --to hexi", as_of=late)
    assert asked(desk, late) == []
    assert asked(desk, "2026-12-02T10:00") == ["no_answer"]


@pytest.mark.requirement("A10.10")
@pytest.mark.parametrize("act", ["delay", "resolve"])
def test_what_is_late_with_a_reason_or_answered_needs_none(plain: Desk, act: str) -> None:
    late = "2026-11-27T10:00"
    if act == "resolve":
        plain.resolve("1", late, as_of=late)
    else:
        plain.do("delay", "1", "--reason", "等待上级行", as_of=late)
    assert asked(plain, late) == []


@pytest.mark.requirement("A10.10")
def test_what_a_directive_orders(lying: Desk) -> None:
    now = "2026-11-23T10:00"
    lying.do("brief", "1", "--to", "sun")
    lying.do("direct", "1", "--by", "sun", "--text", "限期答复")
    assert asked(lying, now) == []
    lying.do("direct", "1", "--by", "sun", "--text", "由监察室督办", "--supervise")
    assert asked(lying, now) == ["directive"]
    lying.do("supervise", "1", "--reason", "directive")
    assert asked(lying, now) == []
    lying.do("direct", "1", "--by", "sun", "--text", "再次督办", "--supervise")  # on the same second
    assert asked(lying, now) == ["directive"]


@pytest.mark.requirement("A10.10")
def test_what_was_reported_on_insufficiently(lying: Desk) -> None:
    now = "2026-11-23T10:00"
    lying.resolve("1", now)
    assert asked(lying, now) == []
    for _ in range(2):
        lying.do("review", "1", "--return", "--reason", "未说明整改")
        assert asked(lying, now) == ["report_returned"]
        lying.do("supervise", "1", "--reason", "report_returned")
        assert asked(lying, now) == []
        lying.resolve("1", now)


@pytest.mark.requirement("A10.10")
def test_only_a_unit_that_has_the_case_is_supervised(desk: Desk) -> None:
    desk.register(channel="phone")
    assert asked(desk, "2026-12-10T10:00") == []
    assert "transfer TS-2026-0001 --to UNIT" in desk("supervise", "1", "--reason", "overdue", expect=3)
    desk.do("transfer", "1", "--to", "chengguan")
    assert "too early" in desk("supervise", "1", "--reason", "major", "--at", "2026-11-23T09:59", expect=3)


@pytest.mark.requirement("A10.10")
def test_they_are_counted_by_unit_in_the_month_of_the_slip(lying: Desk) -> None:
    for as_of in ("2026-11-25T10:00", "2026-11-27T10:00", "2026-12-01T10:00"):
        lying.do("supervise", "1", "--reason", "major", as_of=as_of)
    with db.reading(lying.path, parse_moment("2026-12-02", "now")) as connection:
        months = [month_rows.unit_legs(connection, month, month) for month in ("2026-11", "2026-12")]
    assert [[(row["unit"], row["legs"], row["supervised"]) for row in rows] for rows in months] == [
        [("chengguan", 1, 2)], [("chengguan", 0, 1)]]  # fmt: skip


@pytest.mark.requirement("A10.10")
def test_what_is_not_overdue_is_not_supervised_as_overdue(plain: Desk) -> None:
    overdue, late = ("supervise", "1", "--reason", "overdue"), "2026-11-27T10:00"
    with unchanged(plain):
        said = plain(*overdue, as_of="2026-11-26T10:00", expect=3)  # on its last day
        assert "TS-2026-0001 is not overdue on 2026-11-26: it is due on 2026-11-26" in said and "--reason major" in said
        assert "not overdue on 2026-11-26" in plain(*overdue, "--at", "2026-11-26T17:00", as_of=late, expect=3)
    plain.do("supervise", "1", "--reason", "超期未说明原因", as_of=late)


def test_a_slip_that_the_record_does_not_bear_out_is_noted(plain: Desk) -> None:
    desk = plain
    said = desk.run("supervise", "1", "--reason", "directive").stderr
    assert "No directive on TS-2026-0001 orders a supervision slip." in said
    assert "TS-2026-0001 was sent back" in desk.run("supervise", "1", "--reason", "report_returned").stderr
    said = desk.run("supervise", "1", "--reason", "major").stderr
    assert "TS-2026-0001 is not major" in said and "督〔2026〕2号 is with 城关支行 already" in said
    desk.as_of = "2026-11-30T10:00"
    desk.do("delay", "1", "--reason", "等待上级行")
    assert "is on record: it is supervised nonetheless" in desk.run("supervise", "1", "--reason", "overdue").stderr
    said = desk.run("supervise", "1", "--reason", "no_answer").stderr
    assert "No supervision slip of TS-2026-0001 is past its day." in said and "already" not in said
    desk.as_of = "2026-12-03T10:00"
    assert "is past its day" not in desk.run("supervise", "1", "--reason", "督办单逾期未复").stderr


@pytest.mark.requirement("A10.10")
def test_an_answer_that_came_late_is_overdue_no_more_and_the_slip_counts_up_to_it(desk: Desk) -> None:
    desk.register(as_of="2026-11-09T09:00", then="brief; transfer")  # due on the 12th
    desk.resolve("1", "2026-11-16T10:00", as_of="2026-11-16T11:00")
    said = desk("supervise", "1", "--reason", "overdue", expect=3)
    assert "overdue no more: its limits stopped on 2026-11-16" in said
    desk.acts("1", "review --return --reason 过简", "supervise --reason report_returned")
    assert "已超期2个工作日" in desk("slip", "1", "supervise")
