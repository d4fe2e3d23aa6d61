"""What is not finished in time: two facts to record (Art. 10), and what may be done to the clocks of the law."""

import json
from typing import Any

import pytest
from conftest import Desk, picked
from support.case_file import rows
from support.clocks import clocks

DUE, LATE = "2026-11-26T23:59:59+08:00", "2026-11-27T10:00"
# Received before the spring festival, so that fifteen days end on 2026-02-28, before ten working days do.
FEBRUARY, COMPLEX = "2026-02-13T10:00", {"category": "service_product", "legal_complexity": "complex"}
CENTRAL_BANK = {"channel": "superior", "source_agency": "人民银行县支行", **COMPLEX}
TOLD = ["--customer-told", "2026-02-24T09:00"]
EXTEND = ["extend", "1", "--reason", "需外部核查"]


def late(desk: Desk) -> tuple[bool, ...]:
    """Whether the list of late cases says of the only one that its reason is known, and that the customer was told."""
    (row,) = desk.json("overdue", as_of=LATE)
    return picked(row, "reason_reported customer_told")


def promises(case: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Every due date that was promised, what it was before, and why it moved."""
    rows = [event for event in case["events"] if event["kind"] == "deadline_set"]
    return [(row["due_on"], row.get("previous_due_on", ""), row["reason"]) for row in rows]


# ---- Delay (Art. 10) ----


@pytest.mark.requirement("A10.7", "A10.8")
def test_the_reason_and_the_customers_being_told_are_two_duties(desk: Desk) -> None:
    desk.register()
    assert not {"delay_reason", "delay_told"} & desk.owed(as_of="2026-11-26T10:00")  # it is still in time
    assert {"delay_reason", "delay_told"} <= desk.owed(as_of=LATE)
    assert [desk.duty(name, as_of=LATE)["due_at"] for name in ("delay_reason", "delay_told")] == [DUE, DUE]
    assert late(desk) == (False, False)
    event = desk.json("delay", "1", "--reason", "等待上级行", "--expected", "2026-12-01", as_of=LATE)["events"][-1]
    assert (event["text"], event["expected_on"], event.get("customer_told_at")) == ("等待上级行", "2026-12-01", None)
    assert late(desk) == (True, False)
    assert {"delay_reason", "delay_told"} & desk.owed(as_of=LATE) == {"delay_told"}
    desk(*desk.duty("delay_told", as_of=LATE)["remedy"].split()[1:-1], "尚在核实", as_of=LATE)
    assert late(desk) == (True, True)
    assert not {"delay_reason", "delay_told"} & desk.owed(as_of=LATE)


@pytest.mark.requirement("A10.8")
def test_a_reason_is_said_to_hold_as_long_as_one_of_before_does(desk: Desk) -> None:
    desk.register()
    assert "until 2026-12-15" in desk("delay", "1", "--reason", "等待上级行", "--expected", "2026-12-15", as_of=LATE)
    assert "until 2026-12-15" in desk("delay", "1", "--reason", "等待鉴定", as_of=LATE)


@pytest.mark.requirement("A10.7", "A10.8")
def test_both_in_one_entry(desk: Desk) -> None:
    desk.register()
    desk("delay", "1", "--reason", " ", as_of=LATE, expect=2)
    words = ["delay", "1", "--reason", "等待上级行", "--customer-told"]
    assert "in the future" in desk(*words, "2026-11-28", as_of=LATE, expect=2)
    assert "too early" in desk(*words, "2026-11-22", as_of=LATE, expect=3)
    desk(*words, "2026-11-26T09:00", as_of=LATE)
    assert late(desk) == (True, True)
    assert "customer told at 2026-11-26 09:00" in desk("show", "1", as_of=LATE)
    assert desk.duty("delay_told", as_of=LATE)["done_at"] == "2026-11-26T09:00:00+08:00"  # not when it was reported


@pytest.mark.requirement("A10.8")
def test_of_an_anonymous_complaint_nobody_can_be_told(desk: Desk) -> None:
    desk.register(channel="letter", name="", phone="", anonymous=True)
    assert {"delay_reason", "delay_told"} & desk.owed(as_of="2026-12-10") == {"delay_reason"}


@pytest.mark.requirement("A10.7")
def test_a_late_reply_still_owes_its_reason(desk: Desk) -> None:
    """Also where the case is reopened: what was reported of the first stretch says nothing of the second."""
    desk.register(channel="suggestion_box")
    desk.do("brief", "1", "--to", "sun")
    desk.resolve("1", "2026-11-26T18:00", as_of="2026-11-26T18:00")
    assert "delay_reason" not in desk.owed(as_of="2026-12-10")
    desk.through("1", "review close", as_of="2026-11-27T09:00")
    desk.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-27T10:00")
    desk.resolve("1", "2026-12-04T10:00", as_of="2026-12-04T10:00")
    assert "delay_reason" in desk.owed(as_of="2026-12-04T11:00")
    desk.do("delay", "1", "--reason", "等待上级行", as_of="2026-12-04T11:00")
    assert "delay_reason" not in desk.owed(as_of="2026-12-04T11:00")


@pytest.mark.requirement("A10.9", "G8")
def test_a_reason_reported_moves_no_date(desk: Desk) -> None:
    desk.register()
    desk.do("delay", "1", "--reason", "等待上级行", "--expected", "2026-12-04", as_of="2026-11-25T10:00")
    case = desk.json("show", "1", as_of=LATE)
    assert (case["due_on"], promises(case)) == ("2026-11-26", [("2026-11-26", "", "registered")])
    assert [row["working_days_overdue"] for row in desk.json("overdue", as_of=LATE)] == [1]
    desk("overdue", "--exit-code", as_of=LATE, expect=6)


@pytest.mark.requirement("A16.3", "G26")
def test_the_clock_runs_on_in_a_legal_dispute(desk: Desk) -> None:
    before = desk.register()["clocks"]
    desk.do("brief", "1", "--to", "sun")
    desk.do("escalate", "1", "--to", "counsel", "--reason", "客户起诉", as_of="2026-11-23T11:00")
    after = desk.json("classify", "1", "--legal-dispute", as_of="2026-11-23T11:00")["clocks"]
    assert after == before
    told = ("--customer-told", "2026-11-23T10:00")
    desk.do("pause", "1", "--reason", "法院立案", *told, as_of="2026-11-24T10:00")
    assert [row["due_on"] for row in desk.json("overdue", as_of=LATE)] == ["2026-11-26"]


@pytest.mark.requirement("A10.7", "A10.8")
def test_a_reason_holds_until_the_day_it_names_and_is_asked_for_again_each_time(desk: Desk) -> None:
    desk.register(received_at="2026-11-20T10:00")  # due on Wednesday 2026-11-25
    both = {"delay_reason", "delay_told"}

    def asked(day: str) -> tuple[set[str], tuple[bool, ...], set[str]]:
        """Of a day: which of both are owed, what the list says of them, and the day from which they are asked for."""
        duties = [desk.duty(name, as_of=day) for name in sorted(both)]
        (row,) = desk.json("overdue", as_of=day)
        due = {duty["due_at"][:10] for duty in duties if duty["owed"]}
        return desk.owed(as_of=day) & both, picked(row, "reason_reported customer_told"), due

    told = ("--customer-told", "2026-11-26T09:00")
    desk.do("delay", "1", "--reason", "等待上级行", *told, "--expected", "2026-12-01", as_of="2026-11-26T10:00")
    assert asked("2026-12-01T23:00") == (set(), (True, True), set())
    assert asked("2026-12-02T09:00") == (both, (False, False), {"2026-12-01"})
    # One that names no day holds five working days: a Wednesday's until the next.
    desk.do("delay", "1", "--reason", "仍在等待", "--customer-told", "2026-12-02T09:00", as_of="2026-12-02T10:00")
    assert asked("2026-12-09T10:00") == (set(), (True, True), set())
    assert asked("2026-12-10T10:00") == (both, (False, False), {"2026-12-09"})
    # A word to the customer alone holds as long, and the reason is asked for all the same.
    desk.do("contact", "1", "--purpose", "explain_delay", "--text", "仍在核实", as_of="2026-12-10T11:00")
    assert asked("2026-12-17T10:00")[:2] == ({"delay_reason"}, (False, True))
    assert asked("2026-12-18T10:00")[0] == both
    # A word after a reason that names a later day holds until then.
    desk.do("delay", "1", "--reason", "等待鉴定", "--expected", "2026-12-30", as_of="2026-12-18T11:00")
    desk.do("contact", "1", "--purpose", "explain_delay", "--text", "等待鉴定", as_of="2026-12-18T12:00")
    assert asked("2026-12-30T10:00")[0] == set()
    assert asked("2026-12-31T10:00")[0] == both


@pytest.mark.requirement("A10.7")
def test_it_is_said_until_when_a_reason_holds_and_where_that_is_no_use(desk: Desk) -> None:
    for words, day, useless in (([], "2026-11-30", False), (["--expected", "2026-11-26"], "2026-11-26", True)):
        case = desk.register()["case_no"]  # due on 2026-11-26
        result = desk.run("delay", case, "--reason", "等待上级行", *words)
        assert f"recorded; it holds until {day}." in result.stdout
        assert ("not beyond the due date, 2026-11-26" in result.stderr) == useless


@pytest.mark.requirement("A10.7")
def test_how_long_a_reason_holds_is_the_banks(desk: Desk) -> None:
    desk("policy", "set", "delay_days", "1", "--from", "2026-11-24", "--reason", "行内规定")
    for received in ("2026-11-23T10:00", "2026-11-24T10:00"):  # due on 26 and 27
        desk.register(as_of=received)
    for case in "12":
        desk.do("delay", case, "--reason", "等待上级行", as_of="2026-11-30T10:00")
    owed = [{"delay_reason"} & desk.owed(case, "2026-12-02T10:00") for case in "12"]
    assert owed == [set(), {"delay_reason"}]  # Art. 26: the rule in force on receipt


@pytest.mark.requirement("A10.7", "A23.1")
def test_each_time_that_a_reason_holds_no_more_is_a_lead_of_its_own(desk: Desk) -> None:
    desk.register()

    def leads(day: str) -> list[tuple[str, str]]:
        rows = desk.json("accountability", "list", "--kind", "late", as_of=day)
        return [(row["lead"].split(":", 2)[2], row["day"]) for row in rows]

    assert [day for _, day in leads(LATE)] == ["2026-11-26"]
    expected = ("--expected", "2026-12-01")
    seq = desk.json("delay", "1", "--reason", "等待上级行", *expected, as_of=LATE)["events"][-1]["seq"]
    assert [day for _, day in leads("2026-12-01T10:00")] == ["2026-11-26"]  # entered once it was late
    _first, (lead, day) = leads("2026-12-02T10:00")
    assert (lead.split(":")[1], day) == (str(seq), "2026-12-01")


@pytest.mark.requirement("A10.7")
def test_a_limit_moved_since_asks_for_no_reason_of_the_days_after(desk: Desk) -> None:
    """The reason has to hold for the last day on which the case was late, not for when it is in time again."""
    desk.register()
    desk.do("delay", "1", "--reason", "等待上级行", "--expected", "2026-11-27", as_of=LATE)
    later = ("--category", "service_product", "--reason", "涉及产品")
    desk.do("classify", "1", *later, as_of="2026-11-27T11:00")  # ten working days: due on 2026-12-07
    assert "delay_reason" not in desk.owed(as_of="2026-12-04T10:00")
    (lead,) = desk.json("accountability", "list", "--kind", "late", as_of="2026-12-04T10:00")
    assert lead["day"] == "2026-11-26"
    assert "delay_reason" in desk.owed(as_of="2026-12-08T10:00")


# ---- Extension (Order 2020 No. 3, Art. 18) ----


@pytest.mark.requirement("law2020.complex", "A10.9")
def test_an_extension_is_approved_by_a_leader_and_told_to_the_customer(desk: Desk) -> None:
    desk.register(as_of=FEBRUARY, **COMPLEX)
    now = "2026-02-24T10:00"
    refused = {
        "no leader": [*TOLD, "--days", "15", "--approved-by", "zhang"],
        "has to be told first": ["--days", "15", "--approved-by", "sun"],
        "30 more days at most": [*TOLD, "--days", "31", "--approved-by", "sun"],
        "law: 15 calendar days can be extended": [
            *TOLD,
            "--days",
            "5",
            "--approved-by",
            "sun",
            "--clock",
            "监管规定十五日",
        ],
        "complex complaint, 7 to 10 working days can be extended": [
            *TOLD,
            "--days",
            "5",
            "--approved-by",
            "sun",
            "--clock",
            "seed.complex",
        ],
    }
    for said, words in refused.items():
        assert said in desk(*EXTEND, *words, as_of=now, expect=3)
    desk(*EXTEND, *TOLD, "--days", "0", "--approved-by", "sun", as_of=now, expect=2)
    case = desk.json(*EXTEND, *TOLD, "--days", "15", "--approved-by", "sun", as_of=now)
    event = case["events"][-1]
    assert picked(event, "clock days approved_by previous_due_on") == ("law2020.complex", 15, "sun", "2026-03-16")
    assert event["customer_told_at"] == "2026-02-24T09:00:00+08:00"
    assert (clocks(case)["law2020.complex"]["due_on"], case["due_on"]) == ("2026-03-30", "2026-03-05")
    desk("staff", "set", "sun", "--retired", "2026-02-25", as_of="2026-02-25")
    words = [*EXTEND, *TOLD, "--days", "5", "--approved-by", "sun"]
    assert "retired" in desk(*words, as_of="2026-02-25T10:00", expect=3)


@pytest.mark.requirement("law2020.complex")
def test_an_extension_of_an_anonymous_case_tells_nobody(desk: Desk) -> None:
    desk.register(as_of=FEBRUARY, name="", phone="", anonymous=True, **COMPLEX)
    desk.do(*EXTEND, "--days", "5", "--approved-by", "sun", as_of="2026-02-24T10:00")


@pytest.mark.requirement("pbc2020.transferred")
def test_the_due_date_moves_with_the_clock_that_decides_and_the_old_one_stays_on_record(desk: Desk) -> None:
    case = desk.register(as_of=FEBRUARY, **CENTRAL_BANK)
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", "pbc2020.transferred")
    words = [*TOLD, "--days", "2", "--approved-by", "sun", "--clock", "pbc2020.transferred"]
    case = desk.json(*EXTEND, *words, as_of="2026-02-24T10:00")
    assert case["due_on"] == "2026-03-02"
    assert promises(case) == [("2026-02-28", "", "registered"), ("2026-03-02", "2026-02-28", "extended")]
    assert desk.duty("reply", as_of="2026-02-24T10:00")["due_at"] == "2026-03-02T23:59:59+08:00"
    assert desk.json("overdue", as_of="2026-03-02") == []


@pytest.mark.requirement("law2020.complex", "G8")
def test_an_extension_entered_after_the_limit_is_none_but_as_a_late_entry_a_leader_approves(desk: Desk) -> None:
    desk.register(as_of=FEBRUARY, **COMPLEX)  # the law's thirty days end on 2026-03-16
    now = "2026-03-17T10:00"
    words = [*EXTEND, *TOLD, "--days", "15", "--approved-by", "sun"]
    before = desk.json("show", "1", as_of=now)
    for given in ([], ["--at", "2026-03-10"]):
        assert "ended on 2026-03-16" in desk(*words, *given, as_of=now, expect=3)
    assert "granted by then" in desk(*words, "--late-entry", as_of=now, expect=3)
    assert "granted by then" in desk(*words, "--late-entry", "--at", "2026-03-17T09:00", as_of=now, expect=3)
    nobody = [*EXTEND, *TOLD, "--days", "15", "--approved-by", "zhang", "--late-entry", "--at", "2026-03-10"]
    assert "no leader" in desk(*nobody, as_of=now, expect=3)
    assert "leave --late-entry out" in desk(*words, "--late-entry", as_of="2026-03-16T10:00", expect=2)
    assert desk.json("show", "1", as_of=now) == before
    result = desk.run(*words, "--late-entry", "--at", "2026-03-16", "--json", as_of=now)
    assert "Entered late (补录): what was overdue stays so." in result.stderr
    case = json.loads(result.stdout)
    assert clocks(case)["law2020.complex"]["due_on"] == "2026-03-30"
    event = case["events"][-1]
    assert picked(event, "at approved_by late_entry previous_due_on") == (
        "2026-03-16T00:00:00+08:00", "sun", True, "2026-03-16")  # fmt: skip
    assert "补录" in desk("--lang", "zh", "show", "1", as_of=now)
    (lead,) = desk.json("accountability", "list", "--kind", "late_entry", as_of=now)
    assert picked(lead, "unit person case_no day text") == (
        "supervision", "li", "TS-2026-0001", "2026-03-17", "需外部核查")  # fmt: skip
    assert ("law2020.complex", "2026-03-16") in rows(desk, "SELECT clock, due_on FROM case_breach")


@pytest.mark.requirement("law2020.complex")
def test_an_extension_entered_in_time_is_no_late_entry(desk: Desk) -> None:
    desk.register(as_of=FEBRUARY, **COMPLEX)
    words = [*EXTEND, *TOLD, "--days", "15", "--approved-by", "sun", "--at", "2026-02-25"]
    case = desk.json(*words, as_of="2026-03-16T23:00")
    assert clocks(case)["law2020.complex"]["due_on"] == "2026-03-30"
    assert desk.json("accountability", "list", "--kind", "late_entry", as_of="2026-03-17") == []


# ---- Pause (Order 2020 No. 3, Art. 18) ----


@pytest.mark.requirement("law2020.simple")
def test_a_pause_moves_the_due_date_when_it_ends(desk: Desk) -> None:
    case = desk.register(as_of=FEBRUARY, category="service_product")
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", "law2020.simple")
    words = ["pause", "1", "--reason", "委托鉴定"]
    assert "has to be told first" in desk(*words, as_of="2026-02-24T10:00", expect=3)
    desk(*words, *TOLD, as_of="2026-02-24T10:00")
    assert "resume TS-2026-0001" in desk(*words, *TOLD, as_of="2026-02-25T10:00", expect=3)
    assert "too early" in desk("resume", "1", "--at", "2026-02-24T09:59", as_of="2026-02-26T10:00", expect=3)
    case = desk.json("resume", "1", as_of="2026-02-26T10:00")
    assert promises(case) == [("2026-02-28", "", "registered"), ("2026-03-02", "2026-02-28", "clock_resumed")]
    assert "nothing to resume" in desk("resume", "1", as_of="2026-02-26T10:00", expect=3)


@pytest.mark.requirement("law2020.simple")
def test_no_day_is_left_out_twice(desk: Desk) -> None:
    desk.register()
    words = ["pause", "1", "--reason", "委托鉴定", "--customer-told", "2026-11-24T09:00"]
    desk(*words, as_of="2026-11-24T10:00")
    desk.do("resume", "1", as_of="2026-11-26T10:00")
    assert "too early" in desk(*words, "--at", "2026-11-25T10:00", as_of="2026-11-30T10:00", expect=3)
    desk(*words, as_of="2026-11-30T10:00")
    desk.do("resume", "1", as_of="2026-12-01T10:00")
    assert clocks(desk.case("1", as_of="2026-12-01T11:00"))["law2020.simple"]["paused_days"] == 3


@pytest.mark.requirement("law2020.simple")
def test_the_reply_ends_a_pause(desk: Desk) -> None:
    desk.register(channel="suggestion_box")
    desk.do("pause", "1", "--reason", "委托鉴定", "--customer-told", "2026-11-24T09:00", as_of="2026-11-24T10:00")
    desk.resolve("1", "2026-11-26T09:00", as_of="2026-11-26T10:00")
    assert clocks(desk.case("1", as_of="2026-12-10"))["law2020.simple"]["paused_days"] == 2
    desk("resume", "1", as_of="2026-11-26T11:00", expect=3)
    words = ["pause", "1", "--reason", "再次鉴定", "--customer-told", "2026-11-24T09:00"]
    assert "may be paused" in desk(*words, as_of="2026-11-26T11:00", expect=3)


@pytest.mark.requirement("law2020.simple", "G8")
def test_a_pause_entered_after_the_limit_is_none_but_as_a_late_entry_a_leader_approves(desk: Desk) -> None:
    desk.register(as_of=FEBRUARY, category="service_product")  # the law's fifteen days end on 2026-02-28
    now = "2026-03-02T10:00"
    words = ["pause", "1", "--reason", "委托鉴定", *TOLD]
    approved = ["--late-entry", "--approved-by", "sun"]
    for given in ([], ["--at", "2026-02-25"], ["--at", "2026-02-25", "--approved-by", "sun"]):
        assert "ended on 2026-02-28" in desk(*words, *given, as_of=now, expect=3)
    assert "granted by then" in desk(*words, *approved, as_of=now, expect=3)
    assert "--approved-by CODE" in desk(*words, "--late-entry", "--at", "2026-02-25", as_of=now, expect=2)
    nobody = [*words, "--late-entry", "--at", "2026-02-25", "--approved-by", "zhang"]
    assert "no leader" in desk(*nobody, as_of=now, expect=3)
    assert "leave --late-entry out" in desk(*words, *approved, as_of="2026-02-28T10:00", expect=2)
    event = desk.json(*words, "--at", "2026-02-25", *approved, as_of=now)["events"][-2]
    assert picked(event, "kind at approved_by late_entry") == (
        "clock_paused", "2026-02-25T00:00:00+08:00", "sun", True)  # fmt: skip
    assert [row["kind"] for row in desk.json("accountability", "list", as_of=now)] == ["late", "late_entry"]
    desk.do("resume", "1", as_of=now)
    case = desk.json("show", "1", as_of=now)
    assert case["due_on"] == "2026-03-05"  # the bank's own ten working days come first now
    assert ("law2020.simple", "2026-02-28") in rows(desk, "SELECT clock, due_on FROM case_breach")
