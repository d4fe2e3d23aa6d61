"""What the regulation still asks of a case, when it is due, who owes it, and when it counts as done."""

import pytest
from conftest import Desk
from support.case_file import unchanged
from support.results import report
from support.terminal import Terminal

MONDAY, TUESDAY, WEDNESDAY = ("2026-11-23T23:59:59+08:00", "2026-11-24T23:59:59+08:00", "2026-11-25T23:59:59+08:00")
REPORT = report(satisfaction="satisfied", reply=None, replied_at=None)


# ---- Reception (Art. 8) and the customer's knowing (Art. 5) ----
@pytest.mark.requirement("A8.1d", "A8.3a", "A11.1")
def test_an_answer_on_the_spot_needs_no_slip_and_no_report_before_it_is_sent_on_but_the_leader_is_told(
    desk: Desk,
) -> None:
    case = desk.register(answered="已当场更正")
    assert case["replied_at"] == case["received_at"]
    assert desk.owed() == {"brief"}
    assert desk.duty("acknowledge")["done_at"] == case["received_at"]
    assert "brief TS-2026-0001 --to sun" in desk("close", "1", expect=3)
    assert desk.duty("result_report") is None
    desk.do("transfer", "1", "--to", "chengguan")
    assert {row["duty"] for row in desk.json("todo", "--unit", "chengguan")} == {"result_report"}


@pytest.mark.requirement("A8.1d")
def test_after_a_reopening_the_answer_on_the_spot_no_longer_does(desk: Desk) -> None:
    desk.register(answered="已当场更正", then="brief; direct --by sun --text 同意,回访客户; close")
    desk.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-24T09:00")
    assert desk.owed(as_of="2026-11-24T09:00") == {"transfer", "reply", "result_report"}


@pytest.mark.requirement("A8.1e")
@pytest.mark.parametrize(
    ("received", "due"), [("2026-11-20", "2026-11-20"), ("2026-11-21", "2026-11-23"), ("2026-02-14", "2026-02-14")]
)
def test_leader_and_unit_are_told_the_same_working_day(desk: Desk, received: str, due: str) -> None:
    """On a Saturday the next working day, unless it is one that is worked."""
    desk.register(received_at=received)
    assert {desk.duty(name)["due_at"][:10] for name in ("brief", "transfer")} == {due}


@pytest.mark.requirement("A5.2", "A8.3a", "A9.7")
def test_the_customer_is_told_the_limit_within_one_working_day_and_a_sender_where_there_is_one(desk: Desk) -> None:
    desk.register()
    assert desk.duty("source_reply") is None
    assert "not sent by another body" in desk("contact", "1", "--purpose", "source_reply", "--text", "回报", expect=3)
    assert (desk.duty("acknowledge")["due_at"], desk.duty("acknowledge")["done_at"]) == (TUESDAY, None)
    desk.do("contact", "1", "--purpose", "progress", "--text", "正在核实")
    assert "acknowledge" in desk.owed()
    words = ["--purpose", "acknowledge", "--text", "三个工作日内答复,联系监察室李清明", "--method", "电话"]
    event = desk.json("contact", "1", *words)["events"][-1]
    assert (event["actor"], event["method"], event["text"]) == ("li", "电话", words[3])
    assert desk.duty("acknowledge")["done_at"] == "2026-11-23T10:00:00+08:00"


# ---- Channels (Art. 9) ----
@pytest.mark.requirement("A9.1a", "A9.2b", "A9.3b", "A9.4")
@pytest.mark.parametrize(
    ("channel", "due"),
    [("phone", MONDAY), ("walk_in", MONDAY), ("letter", MONDAY), ("superior", MONDAY), ("government", MONDAY),
     ("web", WEDNESDAY), ("suggestion_box", None), ("media", None)],
)  # fmt: skip
def test_which_channels_ask_for_a_slip_and_when(desk: Desk, channel: str, due: str | None) -> None:
    desk.register(channel=channel)
    transfer = desk.duty("transfer")
    assert (transfer and transfer["due_at"]) == due


@pytest.mark.requirement("A9.3b", "G7")
def test_a_web_complaint_has_two_working_days_from_being_found(desk: Desk) -> None:
    """Not from when it was posted; a slip sent back is followed by another one at once."""
    case = desk.register(channel="web", posted_at="2026-11-16T08:00", received_at="2026-11-20T09:00")
    assert desk.duty("transfer")["due_at"] == TUESDAY
    assert desk.duty("reply")["due_at"] == WEDNESDAY
    assert {clock["clock"]: clock["due_on"] for clock in case["clocks"]}["seed.web_dispatch"] == "2026-11-24"
    desk.acts(
        "1",
        "transfer --to chengguan --at 2026-11-20T10:00; return --by zhang --reason 不属本支行 --at 2026-11-20T11:00",
    )
    assert (desk.duty("transfer")["due_at"], desk.duty("transfer")["done_at"]) == ("2026-11-20T23:59:59+08:00", None)


@pytest.mark.requirement("A9.2b")
def test_a_branch_handles_its_own_box_without_a_slip(desk: Desk) -> None:
    desk.register(channel="suggestion_box", unit="chengguan")
    assert desk.owed() == {"brief", "acknowledge", "reply", "result_report"}
    desk.through("1", "resolve review")
    assert "brief TS-2026-0001 --to sun" in desk("close", "1", expect=3)
    desk.through("1", "brief close")
    assert desk.owed() == {"archive"}


@pytest.mark.requirement("A9.1d")
def test_a_major_case_is_tracked_every_two_working_days_until_the_unit_reports(desk: Desk) -> None:
    desk.register(channel="phone", amount="80000")
    assert desk.duty("track") is None  # nobody has it yet
    desk.do("transfer", "1", "--to", "chengguan")
    assert desk.duty("track")["due_at"] == WEDNESDAY
    desk.do("contact", "1", "--purpose", "track", "--text", "已约谈柜员", as_of="2026-11-25T09:00")
    assert desk.duty("track", as_of="2026-11-27T10:00")["done_at"] == "2026-11-25T09:00:00+08:00"
    late = desk.duty("track", as_of="2026-11-28T10:00")
    assert (late["due_at"], late["done_at"]) == ("2026-11-27T23:59:59+08:00", None)
    desk.resolve("1", "2026-11-28T10:00", as_of="2026-11-28T11:00")
    assert "track" not in desk.owed(as_of="2026-12-10T10:00")
    desk.register(channel="phone", then="transfer")
    assert desk.duty("track", case="2") is None


@pytest.mark.requirement("A9.1d")
def test_a_look_before_the_slip_does_not_make_the_next_one_late(desk: Desk) -> None:
    desk.register(channel="phone", amount="80000", then="contact --purpose track --text 已问支行")
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-11-26T10:00")
    assert "track" not in desk.owed(as_of="2026-11-30T10:00")
    assert "track" in desk.owed(as_of="2026-12-01T10:00")


@pytest.mark.requirement("A9.7", "A9.8")
@pytest.mark.parametrize(("channel", "agency"), [("superior", "县联社"), ("government", "县信访局")])
def test_the_body_that_sent_a_case_is_answered_before_it_is_closed(desk: Desk, channel: str, agency: str) -> None:
    case = desk.register(channel=channel, source_agency=agency, source_ref="转〔2026〕9号", source_due="2026-11-25")
    assert (case["source_agency"], case["source_ref"]) == (agency, "转〔2026〕9号")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-25", "source.own_date")
    assert desk.duty("source_reply")["due_at"] == WEDNESDAY
    desk.through("1", "brief transfer resolve review")
    assert "--purpose source_reply" in desk("close", "1", expect=3)
    desk.acts("1", "contact --purpose source_reply --text 已书面回报; close")


@pytest.mark.requirement("A5.2")
def test_nobody_can_tell_an_anonymous_customer_and_a_returned_report_on_his_complaint_stops_no_clock(
    desk: Desk,
) -> None:
    desk.register(channel="letter", name="", phone="", anonymous=True, then="transfer")
    assert (desk.duty("acknowledge"), desk.duty("reply")) == (None, None)
    desk.do("resolve", "1", *REPORT)
    assert stopped(desk, "2026-11-23T10:00") == {"2026-11-23"}
    desk.do("review", "1", "--return", "--reason", "调查不充分")
    assert stopped(desk, "2026-11-23T10:00") == {None}
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-12-01")] == ["TS-2026-0001"]
    desk.do("resolve", "1", *REPORT, as_of="2026-12-01T10:00")
    assert stopped(desk, "2026-12-02") == {"2026-12-01"}


def stopped(desk: Desk, as_of: str) -> set[str | None]:
    """When the clocks that the reply stops were stopped."""
    return {row["stopped_on"] for row in desk.case("1", as_of=as_of)["clocks"] if row["stops_with"] == "reply"}


def test_overdue_cases_of_no_unit_have_a_row_in_the_return_by_unit(desk: Desk) -> None:
    desk.register(received_at="2026-11-02")
    rows = desk.json("report", "--by", "unit", "--month", "2026-11")
    assert {row["group"]: row["overdue_now"] for row in rows if row["overdue_now"]} == {"none": 1, "total": 1}


# ---- The list of what is owed ----
@pytest.mark.requirement("A9.3b", "A8.1e")
def test_todo_lists_the_duties_of_every_case_the_most_urgent_first(desk: Desk) -> None:
    desk.register(channel="web", legal_dispute=True, as_of="2026-11-20T09:00")
    desk.do("brief", "1", "--to", "sun")
    desk.register(channel="media", media_level="city", media_stage="sign", as_of="2026-11-23T09:00")
    rows = desk.json("todo")
    dates = [row["due_at"] or "" for row in rows]
    assert dates == sorted(dates)
    first = [(row["case_no"][-1], row["duty"]) for row in rows[:4]]
    assert first == [("1", "counsel"), ("2", "brief"), ("2", "report_media"), ("1", "acknowledge")]  # counsel at once
    assert {row["done_at"] for row in rows} == {None}


@pytest.mark.requirement("A9.3b")
def test_the_fields_of_todo(desk: Desk) -> None:
    desk.register(channel="web", unit="chengguan")
    row = next(row for row in desk.json("todo") if row["duty"] == "transfer")
    assert row == {
        "case_no": "TS-2026-0001", "duty": "transfer", "label": "issue the transfer slip", "article": "Art. 9",
        "due_at": WEDNESDAY, "done_at": None, "blocking": True,
        "remedy": "complaintctl transfer TS-2026-0001 --to chengguan", "unit": "supervision", "unit_name": "监察室",
        "person": None, "provisional": False, "target_reached": False,
    }  # fmt: skip
    shown = desk.duty("transfer")
    assert {key: shown[key] for key in ("duty", "article", "due_at", "done_at", "blocking", "remedy")} == {
        key: row[key] for key in ("duty", "article", "due_at", "done_at", "blocking", "remedy")}  # fmt: skip


@pytest.mark.requirement("A2.1", "A8.2c", "A9.1a")
def test_todo_of_a_unit_and_of_a_person(desk: Desk) -> None:
    desk.register(channel="phone", then="brief; transfer --to chengguan --handler zhang")
    units = {unit: {row["duty"] for row in desk.json("todo", "--unit", unit)} for unit in ("城关支行", "supervision")}
    assert units == {"城关支行": {"reply", "result_report"}, "supervision": {"direct", "acknowledge"}}
    assert {row["duty"] for row in desk.json("todo", "--person", "zhang")} == {"reply", "result_report"}
    assert {row["duty"] for row in desk.json("todo", "--person", "孙惊蛰")} == {"direct"}
    assert desk.json("todo", "--unit", "hexi") == []
    desk("todo", "--unit", "nobody", expect=4)


@pytest.mark.requirement("G11")
def test_a_duty_due_on_a_day_whose_schedule_is_not_published_is_provisional(desk: Desk) -> None:
    now = "2026-12-31T10:00"
    desk.register(channel="phone", as_of=now)
    rows = desk.json("todo", as_of=now)
    assert {row["duty"] for row in rows if row["provisional"]} == {"acknowledge", "reply", "result_report"}
    table = desk("todo", as_of=now)
    provisional = [" provisional" in line for line in table.splitlines() if "TS-2026" in line]
    assert provisional == [False, False, True, True, True]


# ---- When it happened ----
WRITING = [
    ["brief", "1", "--to", "sun"], ["transfer", "1", "--to", "chengguan"], ["delay", "1", "--reason", "等待回复"],
    ["contact", "1", "--purpose", "progress", "--text", "正在核实"],
    ["escalate", "1", "--to", "union", "--reason", "重大"],
    ["pause", "1", "--reason", "司法鉴定", "--customer-told", "2026-11-23T10:00"],
]  # fmt: skip


@pytest.mark.requirement("A3.2")
@pytest.mark.parametrize("words", WRITING, ids=[words[0] for words in WRITING])
def test_an_act_is_neither_in_the_future_nor_before_receipt(desk: Desk, words: list[str]) -> None:
    desk.register(received_at="2026-11-20T09:00")
    with unchanged(desk):
        assert "in the future" in desk(*words, "--at", "2026-11-23T10:01", expect=2)
        assert "is too early" in desk(*words, "--at", "2026-11-20T08:59", expect=3)
    before = len(desk.case("1")["events"])
    event = desk.json(*words, "--at", "2026-11-20")["events"][before]  # a bare day: after receipt
    assert (event["at"], event["recorded_at"]) == ("2026-11-20T09:00:00+08:00", "2026-11-23T10:00:00+08:00")


@pytest.mark.requirement("A8.2a")
def test_a_late_entry_counts_when_it_happened(desk: Desk) -> None:
    desk.register(received_at="2026-11-19T09:00")
    desk.acts("1", "brief --to sun --at 2026-11-20T08:00; brief --to sun --at 2026-11-19T16:00")
    assert desk.duty("brief")["done_at"] == "2026-11-19T16:00:00+08:00"
    assert desk.duty("brief", as_of="2026-11-19T15:00")["done_at"] is None


@pytest.mark.parametrize("width", [60, 80])
def test_on_a_screen_what_is_owed_stands_by_case_the_most_urgent_last(desk: Desk, width: int) -> None:
    desk.register(unit="chengguan", summary="柜员态度生硬，赵小满不满", received_at="2026-11-20")
    desk.register(unit="hexi", summary="排队时间长")
    seen = Terminal(desk, "todo", width=width).ends().splitlines()
    place = {line: number for number, line in enumerate(seen)}
    first, second = place["TS-2026-0002  排队时间长"], place["TS-2026-0001  柜员态度生硬，赵**不满"]
    assert first < place["    complaintctl brief TS-2026-0002 --to sun"] < second
    assert second < place["    complaintctl brief TS-2026-0001 --to sun"]
    assert [line for line in seen[second:] if line.startswith("  2026-11-20  brief the leader in charge")]
    # Two are done by one command, which stands below each.
    assert sum(line.startswith("    complaintctl resolve ") for line in seen[second:]) == 2
