"""Who is told of a case, and who says what is to be done (Arts 8(2), 15, 19)."""

import re
from zipfile import ZipFile

import pytest
from conftest import Desk, picked

from complaintctl.base.clock import parse_moment
from complaintctl.file import db


def remedy(desk: Desk, as_of: str | None = None) -> str:
    """Whom the program names next for the briefing; empty when it is done."""
    brief = desk.duty("brief", as_of=as_of)
    return "" if brief["done_at"] else brief["remedy"].split("--to ")[1]


@pytest.mark.requirement("A8.2a", "G14")
@pytest.mark.parametrize("channel", ["phone", "suggestion_box", "media", "web"])
def test_every_case_is_owed_to_the_leader_and_not_closed_without(desk: Desk, channel: str) -> None:
    """A transfer does not stand in for it, nor an answer on the spot."""
    desk.register(channel=channel, unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    assert remedy(desk) == "sun"
    desk.through("1", "resolve review")
    refusal = desk("close", "1", expect=3)
    assert "brief TS-2026-0001 --to sun" in refusal
    assert "--waive brief --reason TEXT" in refusal
    desk.do("close", "1", "--waive", "brief", "--reason", "领导出差,已电话报告办公室")


@pytest.mark.requirement("A8.2a", "A15.1", "G25")
def test_when_the_leader_is_to_be_told(desk: Desk) -> None:
    """The same working day; what concerns the media within two hours, past midnight too."""

    def due(**options: str) -> str:
        duties = desk.register(**options)["duties"]
        return next(row["due_at"] for row in duties if row["duty"] == "brief")

    assert due(channel="phone") == due(channel="phone", received_at="2026-11-21") == "2026-11-23T23:59:59+08:00"
    assert due(channel="media") == "2026-11-23T12:00:00+08:00"
    assert due(media_level="county", received_at="2026-11-21T23:30") == "2026-11-22T01:30:00+08:00"
    desk("policy", "set", "media_report_hours", "1", "--reason", "行内规定", as_of="2026-11-24")
    assert due(channel="media", as_of="2026-11-25T09:00") == "2026-11-25T10:00:00+08:00"


@pytest.mark.requirement("A8.2a", "G12")
def test_the_chief_supervisor_is_in_charge_too(desk: Desk) -> None:
    desk("staff", "add", "he", "何霜降", "--unit", "supervision", "--role", "chief_supervisor")
    desk.register()
    assert remedy(desk) == "sun"  # whom the bank has named for petitions comes first
    desk.do("brief", "1", "--to", "he")
    assert remedy(desk) == ""


@pytest.mark.requirement("A8.2a", "A8.2b")
def test_others_are_no_leaders(desk: Desk) -> None:
    """Nor is who has retired; what he was told before may be entered late."""
    desk.register(received_at="2026-11-20T09:00")
    desk("staff", "set", "wu", "--retired", "2026-11-21")
    assert "retired on 2026-11-21" in desk("brief", "1", "--to", "wu", expect=3)
    desk.do("brief", "1", "--to", "wu", "--at", "2026-11-20T16:00")
    assert "张立冬 is head of a unit, no leader" in desk("brief", "1", "--to", "zhang", expect=3)
    desk.do("brief", "1", "--to", "zhou")  # a leader, but not the one in charge
    assert remedy(desk) == "sun"


@pytest.mark.requirement("A8.2b", "G13")
def test_in_his_absence_both_deputies_are_told(desk: Desk) -> None:
    desk.register()
    desk.do("brief", "1", "--to", "sun", "--absent")
    assert remedy(desk) == "zhou"
    desk.do("brief", "1", "--to", "zhou", "--at", "2026-11-23T11:00", as_of="2026-11-23T11:00")
    assert remedy(desk, "2026-11-23T11:00") == "wu"  # one of two is not enough
    desk.do("brief", "1", "--to", "wu", "--absent", as_of="2026-11-23T11:00")
    assert remedy(desk, "2026-11-23T11:00") == "wu"
    desk.do("brief", "1", "--to", "wu", as_of="2026-11-23T12:00")
    assert desk.duty("brief", as_of="2026-11-23T12:00")["done_at"] == "2026-11-23T12:00:00+08:00"


@pytest.mark.requirement("A8.2b")
@pytest.mark.parametrize("subject", ["", "sun"])  # also of a plain complaint about himself
def test_the_deputies_alone_do_not_do_while_he_is_there(desk: Desk, subject: str) -> None:
    desk.register(subject=subject)
    desk.do("brief", "1", "--to", "wu")
    desk.do("brief", "1", "--to", "zhou")
    assert remedy(desk) == "sun"
    desk.do("brief", "1", "--to", "sun", "--absent")
    assert remedy(desk) == ""


@pytest.mark.requirement("A8.2b")
def test_the_line_leader_is_the_one_of_the_units_line(desk: Desk) -> None:
    desk("unit", "set", "hexi", "--line", "零售")
    desk("staff", "set", "wu", "--line", "公司")
    desk("staff", "add", "zheng", "郑雨水", "--unit", "supervision", "--role", "line_leader", "--line", "零售")
    desk.register(unit="hexi")
    for words in (("sun", "--absent"), ("zhou",), ("wu",)):
        desk.do("brief", "1", "--to", *words)
    assert remedy(desk) == "zheng"
    desk.do("brief", "1", "--to", "zheng")
    assert remedy(desk) == ""
    desk("staff", "set", "zheng", "--line", "公司")  # what he led then stays on record
    assert remedy(desk) == ""


@pytest.mark.requirement("A8.2b", "A13.4")
def test_a_leader_is_never_told_of_a_report_of_his_own_wrongdoing(desk: Desk) -> None:
    """Where nobody else is in charge, the deputies are told in his place."""
    desk.register(nature="wrongdoing_report", channel="letter", subject="sun")
    assert "must not be shown to them" in desk("brief", "1", "--to", "sun", expect=3)
    assert remedy(desk) == "zhou"
    desk.do("brief", "1", "--to", "zhou")
    desk.do("brief", "1", "--to", "wu")
    desk("staff", "add", "he", "何霜降", "--unit", "supervision", "--role", "chief_supervisor")
    assert remedy(desk) == ""
    desk.register(nature="wrongdoing_report", channel="letter", subject="sun")
    assert desk.duty("brief", "2")["remedy"] == "complaintctl brief TS-2026-0002 --to he"


# ---- Directives ----


@pytest.mark.requirement("A8.2b", "A8.2c")
def test_a_directive_is_owed_one_working_day_after_the_briefing(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T09:00")
    assert desk.duty("direct") is None
    desk.do("brief", "1", "--to", "sun", "--absent", "--at", "2026-11-20T09:30")
    assert desk.duty("direct") is None
    desk.do("brief", "1", "--to", "zhou", "--at", "2026-11-20T16:00")
    direct = desk.duty("direct")
    assert (direct["due_at"], direct["done_at"]) == ("2026-11-23T23:59:59+08:00", None)
    assert direct["remedy"] == "complaintctl direct TS-2026-0001 --by zhou --text TEXT"
    words = ["--instructs", "chengguan", "--due", "2026-11-24"]
    event = desk.json("direct", "1", "--by", "zhou", "--text", "当面道歉", *words)["events"][-1]
    assert picked(event, "by text instructs_unit due_on") == ("zhou", "当面道歉", "chengguan", "2026-11-24")
    assert desk.duty("direct")["done_at"] == "2026-11-23T10:00:00+08:00"


@pytest.mark.requirement("A8.2c")
def test_only_who_took_the_report_by_then_writes_a_directive(desk: Desk) -> None:
    desk.register(received_at="2026-11-23T08:00")
    words = ["direct", "1", "--by", "sun", "--text", "速办"]
    assert "brief TS-2026-0001 --to sun" in desk(*words, expect=3)
    desk.do("brief", "1", "--to", "sun", "--absent", "--at", "2026-11-23T08:30")
    desk(*words, expect=3)
    desk.do("brief", "1", "--to", "zhou", "--at", "2026-11-23T08:30")
    desk(*words, expect=3)
    desk.do("brief", "1", "--to", "sun", "--at", "2026-11-23T09:00")
    desk(*words, "--at", "2026-11-23T08:59", expect=3)
    desk(*words, "--at", "2026-11-23T09:00")  # on the same second
    desk(*words, "--at", "2026-11-23")  # a bare day: after the briefing
    assert desk.duty("direct")["done_at"] == "2026-11-23T09:00:00+08:00"


@pytest.mark.requirement("A8.2c")
@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("已阅", True),
        ("阅。", True),
        ("已阅处", True),
        ("知悉", True),
        ("圈阅。", True),
        ("同意", True),
        ("拟同意。", True),
        ("已阅,请城关支行当面道歉", False),
        ("同意,由零售部核实", False),
    ],
)
def test_a_directive_that_says_no_more_than_read_is_remarked_on(desk: Desk, text: str, noted: bool) -> None:
    desk.register()
    desk.do("brief", "1", "--to", "sun")
    result = desk.run("direct", "1", "--by", "sun", "--text", text)
    assert ("no more than that it was read" in result.stderr) == noted
    desk("direct", "1", "--by", "sun", "--text", " ", expect=2)


@pytest.mark.requirement("A8.2d")
def test_one_directive_is_enough_and_who_has_written_none_is_named(desk: Desk) -> None:
    desk.register()
    for words in (("zhou",), ("wu",), ("sun", "--absent")):
        desk.do("brief", "1", "--to", *words)
    result = desk.run("direct", "1", "--by", "wu", "--text", "请城关支行核实")
    assert "Briefed as well, and without a directive so far: 周立夏." in result.stderr
    assert "direct" not in desk.owed()
    assert "without a directive" not in desk.run("direct", "1", "--by", "zhou", "--text", "同意").stderr


@pytest.mark.requirement("A8.2c")
def test_who_has_left_directs_no_more_and_his_successor_does(desk: Desk) -> None:
    desk.register(unit="chengguan")
    desk.do("brief", "1", "--to", "sun")
    desk("staff", "set", "sun", "--retired", "2026-11-24")
    later = "2026-11-25T10:00"
    assert "retired" in desk("direct", "1", "--by", "sun", "--text", "查清", as_of=later, expect=3)
    assert desk.duty("direct", as_of=later)["remedy"] == "complaintctl brief TS-2026-0001 --to CODE"
    desk.do("brief", "1", "--to", "zhou", as_of=later)
    assert "--by zhou" in desk.duty("direct", as_of=later)["remedy"]
    # What he gave while he served may be entered late.
    desk.do("direct", "1", "--by", "sun", "--text", "查清", "--at", "2026-11-23T12:00", as_of=later)
    assert desk.duty("direct", as_of=later)["done_at"]


@pytest.mark.requirement("A8.2c")
def test_the_day_that_a_leader_sets_is_a_duty_of_its_own(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief; transfer --to chengguan --handler zhang")
    desk.do("direct", "1", "--by", "sun", "--text", "请核实")
    assert desk.duty("directive_day") is None
    assert "before the directive itself" in desk(
        "direct", "1", "--by", "sun", "--text", "限期", "--due", "2026-11-22", expect=2
    )
    desk.do("direct", "1", "--by", "sun", "--text", "限周三报结果", "--due", "2026-11-25")
    assert picked(desk.duty("directive_day"), "owed due_at") == (True, "2026-11-25T23:59:59+08:00")
    (row,) = [row for row in desk.json("todo") if row["duty"] == "directive_day"]
    assert picked(row, "unit person due_at") == ("chengguan", "zhang", "2026-11-25T23:59:59+08:00")
    for day, expected in (("2026-11-25T23:00", []), ("2026-11-27T09:00", [("chengguan", "2026-11-25", 2)])):
        with db.reading(desk.path, parse_moment(day, "")) as connection:
            sql = "SELECT unit, due_on, days FROM overdue_duty WHERE code = 'directive_day'"
            assert list(map(tuple, connection.execute(sql))) == expected
    desk.do("direct", "1", "--by", "sun", "--text", "宽限到周五", "--due", "2026-11-27", as_of="2026-11-25T12:00")
    assert desk.duty("directive_day", as_of="2026-11-25T12:00")["due_at"][:10] == "2026-11-27"  # the last one counts
    desk.resolve("1", "2026-11-26T10:00", as_of="2026-11-26T10:00")
    assert "directive_day" not in desk.owed(as_of="2026-11-28T10:00")
    desk.do("review", "1", "--return", "--reason", "未说明整改", as_of="2026-11-28T10:00")
    assert "directive_day" in desk.owed(as_of="2026-11-28T10:00")  # a report sent back is none


@pytest.mark.requirement("A8.2c")
def test_the_day_of_a_directive_after_the_report_is_met_by_another_or_by_closing(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan", then="brief; resolve")
    desk.do("direct", "1", "--by", "sun", "--text", "补报整改情况", "--due", "2026-11-25")
    remedy = desk.duty("directive_day")["remedy"]
    assert remedy == "complaintctl review TS-2026-0001 --return --reason TEXT"
    desk.do("review", "1", "--accept")
    desk.do("close", "1", as_of="2026-11-24T10:00")
    assert desk.duty("directive_day", as_of="2026-11-24T10:00")["done_at"] == "2026-11-24T10:00:00+08:00"
    desk.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-24T11:00")
    assert desk.duty("directive_day", as_of="2026-11-24T11:00") is None  # what was set before the reopening is over


@pytest.mark.requirement("A8.2c")
def test_the_leaders_day_stands_on_the_slip(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief")
    desk.do("direct", "1", "--by", "sun", "--text", "请核实", "--due", "2026-11-25")
    desk.do("transfer", "1", "--to", "chengguan")
    paper = desk.path.with_suffix(".docx")
    desk("slip", "1", "transfer", "-o", paper)
    text = re.sub("<[^>]+>", "", ZipFile(paper).read("word/document.xml").decode())
    assert "请核实（限2026年11月25日） —— 孙惊蛰" in text
