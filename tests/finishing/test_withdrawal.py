"""A customer who withdraws: asked for, verified, voluntary or under duress (Art. 18)."""

import shlex

import pytest
from conftest import Desk, picked
from support.clocks import clocks, deciding, timeliness
from support.results import BOX, blocking, last, owed, report

from complaintctl.base.clock import parse_moment
from complaintctl.file import db

PHONE: dict[str, str] = {"channel": "phone", "unit": "chengguan"}
ASK = ("withdraw", "1", "--reason", "已与支行达成谅解")
NEXT_DAY = "2026-11-24T10:00"


def briefed(desk: Desk, *then: str, **options: str | bool) -> None:
    """The first case, of which the leaders know, and what was then done on it."""
    desk.register(**options, then="; ".join(("brief", *then)))


# ---- Verified first ----
@pytest.mark.requirement("A18.1")
def test_nothing_is_withdrawn_before_it_is_verified(desk: Desk) -> None:
    briefed(desk)
    assert "--verified-by CODE" in desk(*ASK, "--voluntary", expect=3)
    desk(*ASK)
    case = desk.json("show", "1")
    assert (case["status"], case["is_open"]) == ("registered", True)
    assert (
        owed(desk)["verify_withdrawal"]["remedy"] == "complaintctl withdraw TS-2026-0001 --verified-by CODE --voluntary"
    )
    assert "waits for the withdrawal of 2026-11-23 to be verified" in desk(*ASK, expect=3)
    assert "--voluntary or --coerced" in desk("withdraw", "1", "--verified-by", "li", expect=2)
    desk.do("withdraw", "1", "--verified-by", "li", "--voluntary", "--method", "电话", as_of=NEXT_DAY)
    assert desk.case("1", as_of=NEXT_DAY)["status"] == "withdrawn"


@pytest.mark.requirement("A18.1")
def test_a_case_is_not_closed_while_a_withdrawal_waits_to_be_verified(desk: Desk) -> None:
    briefed(desk, answered="已当场更正")
    desk(*ASK)
    assert blocking(desk) == {"verify_withdrawal"}
    assert "verify the withdrawal" in desk("close", "1", expect=3)
    assert "cannot be waived" in desk("close", "1", "--waive", "verify_withdrawal", "--reason", "无须", expect=3)


@pytest.mark.requirement("A18.1", "G28")
@pytest.mark.parametrize(("options", "verifier", "accepted"), [
    ({"unit": "chengguan"}, "zhang", False),
    ({"unit": "hexi"}, "zhang", False),  # the case lies with his unit
    ({"unit": "hexi", "subject": "sun"}, "sun", False),
    ({"unit": "hexi"}, "qian", False),
    ({"unit": "chengguan"}, "qian", True),
    ({"unit": "chengguan"}, "li", True),
    ({"unit": "supervision"}, "li", False),
])  # fmt: skip
def test_whoever_verifies_is_outside_of_it(desk: Desk, options: dict[str, str], verifier: str, accepted: bool) -> None:
    desk.register(**options, then="brief --to zhou --absent; transfer")
    verify = (*ASK, "--verified-by", verifier, "--coerced")
    said = desk(*verify, expect=0 if accepted else 3)
    assert accepted or "someone outside it verifies" in said


# ---- Of his own will ----
@pytest.mark.requirement("A18.2")
def test_a_voluntary_withdrawal_ends_the_case_with_its_reason(desk: Desk) -> None:
    briefed(desk)
    desk(*ASK, "--at", "2026-11-23T10:00")
    verify = ("withdraw", "1", "--verified-by", "li", "--voluntary", "--method", "上门")
    desk(*verify, as_of=NEXT_DAY)
    ended = last(desk, "withdrawn", as_of=NEXT_DAY)
    assert (ended["text"], ended["verified_by"], ended["method"]) == ("已与支行达成谅解", "li", "上门")
    case = desk.json("show", "1", as_of=NEXT_DAY)
    assert (case["is_open"], case["left_at"]) == (False, "2026-11-24T10:00:00+08:00")
    assert list(owed(desk, as_of=NEXT_DAY)) == ["archive"]
    desk.do("archive", "1", as_of=NEXT_DAY)
    assert desk.case("1", as_of=NEXT_DAY)["status"] == "archived"
    assert desk.json("report", "--month", "2026-11", as_of=NEXT_DAY)[-1]["withdrawn"] == 1


@pytest.mark.requirement("A8.2a", "A18.2")
def test_the_leaders_are_told_even_of_a_case_that_is_withdrawn(desk: Desk) -> None:
    desk.register()
    verify = (*ASK, "--verified-by", "li", "--voluntary")
    said = desk(*verify, expect=3)
    assert "cannot be withdrawn yet" in said and "complaintctl brief TS-2026-0001 --to sun" in said
    assert "--waive" not in said and "transfer slip" not in said  # nothing else is asked of it
    desk.do("brief", "1", "--to", "sun")
    desk(*verify)


def test_a_case_is_not_withdrawn_before_the_last_thing_done_on_it(desk: Desk) -> None:
    desk.register()
    desk.do("brief", "1", "--to", "sun", as_of=NEXT_DAY)
    verify = (*ASK, "--verified-by", "li", "--voluntary", "--at", "2026-11-23T12:00")
    assert "too early" in desk(*verify, as_of=NEXT_DAY, expect=3)
    desk(*ASK, "--at", "2026-11-23T12:00", as_of=NEXT_DAY)  # but so it may have been asked for
    verify = ("withdraw", "1", "--verified-by", "li", "--coerced", "--at", "2026-11-23T11:00")
    assert "too early" in desk(*verify, as_of=NEXT_DAY, expect=3)  # and is verified after that


# ---- Under duress ----
@pytest.mark.requirement("A18.1", "A18.3", "A23.1", "G16")
def test_under_duress_the_case_stays_open_and_becomes_a_lead_until_it_is_withdrawn_freely(desk: Desk) -> None:
    """The office verifies what it handles itself, for the head of the branch is complained of."""
    briefed(desk, "transfer --to supervision", **BOX, subject="zhang")
    said = desk(*ASK, "--verified-by", "li", "--coerced")
    assert "the case stays open" in said
    case = desk.json("show", "1")
    assert (case["is_open"], case["status"]) == (True, "dispatched")
    assert {"reply", "result_report", "brief"} <= blocking(desk) and "verify_withdrawal" not in owed(desk)
    (lead,) = desk.json("accountability", "list", "--kind", "coerced")
    assert (lead["unit"], lead["person"], lead["case_no"]) == ("chengguan", "zhang", "TS-2026-0001")
    assert (lead["text"], lead["measures"]) == ("已与支行达成谅解", 0)
    desk(*ASK)
    assert "verify_withdrawal" in owed(desk)
    verify = ("withdraw", "1", "--verified-by", "li", "--voluntary")
    assert "brief TS-2026-0001 --to sun" in desk(*verify, expect=3)
    desk.do("brief", "1", "--to", "sun")
    desk.do(*verify)
    assert desk.case("1")["status"] == "withdrawn"
    assert len(desk.json("accountability", "list", "--kind", "coerced")) == 1


@pytest.mark.requirement("A18.3", "A23.1")
def test_the_lead_is_of_who_put_the_customer_under_pressure(desk: Desk) -> None:
    """The reason of the request is that of the withdrawal, if nothing else is said."""
    for case, presser, person, text in (
        ("1", "qian", "qian", "行长上门"),
        ("2", "行长亲戚", None, "行长亲戚：行长上门"),
    ):
        desk.register(**PHONE, subject="zhang", then="brief")
        desk("withdraw", case, "--reason", "行长上门")
        verify = ("withdraw", case, "--verified-by", "li", "--pressed-by", presser)
        assert "goes with --coerced" in desk(*verify, "--voluntary", expect=2)
        assert "confidential from now on" in desk(*verify, "--coerced")
        lead = desk.json("accountability", "list", "--kind", "coerced")[-1]
        assert picked(lead, "person text") == (person, text)


@pytest.mark.requirement("A18.3", "A8.2b")
def test_under_duress_the_leaders_hear_of_it_anew(desk: Desk) -> None:
    briefed(desk)
    assert "brief" not in owed(desk)
    late = "2026-11-28T10:00"  # a Saturday
    desk(*ASK, "--verified-by", "li", "--coerced", as_of=late)
    briefs = [row for row in desk.duties("1", as_of=late) if row["duty"] == "brief"]
    assert [(row["owed"], row["due_at"][:10]) for row in briefs] == [(False, "2026-11-23"), (True, "2026-11-30")]
    desk.do("brief", "1", "--to", "sun", "--absent", as_of=late)
    desk.do("brief", "1", "--to", "zhou", as_of=late)
    assert owed(desk, as_of=late)["brief"]["remedy"].endswith("--to wu")
    desk.do("brief", "1", "--to", "wu", as_of=late)
    assert "brief" not in owed(desk, as_of=late)


@pytest.mark.requirement("A18.3", "A13.4")
def test_under_duress_it_is_kept_from_those_concerned(desk: Desk) -> None:
    desk.register(**PHONE, then="brief; transfer")
    desk.json("--actor", "zhang", "show", "1")
    desk(*ASK, "--verified-by", "li", "--coerced")
    assert "There is no case TS-2026-0001" in desk("--actor", "zhang", "show", "1", expect=4)
    assert [row["complainant"] for row in desk.json("list")] == ["保密"]
    resolve = owed(desk)["reply"]["remedy"]
    assert resolve == "complaintctl recall TS-2026-0001 --reason TEXT"  # the slip is taken back from the branch
    desk(*resolve.split()[1:-1], "撤诉受胁迫")
    assert "must not reach 城关支行" in desk("transfer", "1", "--to", "chengguan", expect=3)
    desk.do("transfer", "1", "--to", "hexi")


# ---- The clocks ----
@pytest.mark.requirement("A18.1", "A18.3", "law2020.simple")
def test_the_laws_clock_stops_when_it_is_asked_for_and_the_banks_runs_on(desk: Desk) -> None:
    case = desk.register(as_of="2026-02-13T10:00", category="service_product")
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", "law2020.simple")
    case = desk.json(*ASK, as_of="2026-02-24T10:00")
    stopped = {row["clock"]: row["stopped_on"] for row in deciding(case)}
    assert stopped == {"law2020.simple": "2026-02-24", "seed.complex": None}
    assert (case["due_on"], case["due_rule"]) == ("2026-03-05", "seed.complex")
    promised = case["events"][-1]
    assert picked(promised, "kind due_on reason") == ("deadline_set", "2026-03-05", "withdrawal_requested")
    assert desk.json("overdue", as_of="2026-03-02") == []
    verify = ("withdraw", "1", "--verified-by", "li", "--coerced")
    assert "--pressed-by" in desk(*verify, expect=3, as_of="2026-03-02T10:00")
    case = desk.json(*verify, "--reason", "行长上门劝说", as_of="2026-03-02T10:00")
    assert desk.json("accountability", "list", "--kind", "coerced")[0]["text"] == "行长上门劝说"
    assert (case["due_on"], case["due_rule"]) == ("2026-02-28", "law2020.simple")
    assert {row["stopped_on"] for row in deciding(case)} == {None}
    assert [row["case_no"] for row in desk.json("overdue", as_of="2026-03-02T11:00")] == ["TS-2026-0001"]


def test_duress_after_a_reopening_leaves_the_first_withdrawal_where_it_was(desk: Desk) -> None:
    briefed(desk)
    desk(*ASK)
    desk.do("withdraw", "1", "--verified-by", "li", "--voluntary", as_of="2026-11-25T10:00")
    desk.do("reopen", "1", "--reason", "客户反悔", as_of="2026-11-26T10:00")
    desk(*ASK, "--verified-by", "li", "--coerced", as_of="2026-11-27T10:00")
    law = [row for row in desk.case("1", as_of="2026-11-27T11:00")["clocks"] if row["clock"] == "law2020.simple"]
    assert [row["stopped_on"] for row in law] == [None, "2026-11-23"]


def test_new_facts_after_it_was_asked_for_start_no_count(desk: Desk) -> None:
    desk.register()
    new_facts = ("contact", "1", "--purpose", "new_facts", "--text", "补交录音")
    desk(*new_facts, as_of="2026-11-24T09:00")
    desk(*ASK, as_of=NEXT_DAY)
    desk(*new_facts, as_of="2026-11-26T10:00")
    law = clocks(desk.case("1", as_of="2026-11-26T11:00"))["law2020.simple"]
    assert (law["started_on"], law["stopped_on"]) == ("2026-11-24", "2026-11-24")
    desk.do("withdraw", "1", "--verified-by", "li", "--coerced", "--reason", "行长上门", as_of="2026-11-27T10:00")
    law = clocks(desk.case("1", as_of="2026-11-27T11:00"))["law2020.simple"]
    assert (law["started_on"], law["stopped_on"]) == ("2026-11-26", None)


@pytest.mark.requirement("A18.1", "law2020.simple")
def test_a_withdrawal_asked_for_takes_no_overdue_case_off_the_list(desk: Desk) -> None:
    """It is measured on the day it was asked for, and so is what was said of it by then."""
    desk.register(as_of="2026-02-13T10:00", category="service_product", then="brief")  # due on Saturday 2026-02-28
    desk.do("delay", "1", "--reason", "等待上级行", "--expected", "2026-03-03", as_of="2026-03-02T09:00")
    desk(*ASK, as_of="2026-03-03T10:00")
    names = "case_no due_on due_rule working_days_overdue reason_reported customer_told"
    expected = ("TS-2026-0001", "2026-02-28", "law2020.simple", 2, True, False)
    assert [picked(row, names) for row in desk.json("overdue", as_of="2026-03-04")] == [expected]
    assert [picked(row, names) for row in desk.json("overdue", as_of="2026-03-05")] == [expected]
    desk("overdue", "--exit-code", as_of="2026-03-05", expect=6)
    desk.do("withdraw", "1", "--verified-by", "li", "--voluntary", as_of="2026-03-05T10:00")
    assert desk.json("overdue", as_of="2026-03-05") == []


@pytest.mark.requirement("A18.1", "law2020.simple")
def test_one_entered_after_the_limit_was_not_asked_for_before_it(desk: Desk) -> None:
    desk.register(as_of="2026-02-13T10:00", category="service_product", then="brief")  # due on 2026-02-28
    now = "2026-03-02T10:00"
    for words in (ASK, (*ASK, "--verified-by", "li", "--voluntary")):
        assert "ended on 2026-02-28" in desk(*words, "--at", "2026-02-28T09:00", as_of=now, expect=3)
    desk(*ASK, "--verified-by", "li", "--coerced", "--at", "2026-02-25", as_of=now)  # which stops nothing
    desk(*ASK, as_of=now)
    assert [row["working_days_overdue"] for row in desk.json("overdue", as_of="2026-03-05")] == [1]


@pytest.mark.requirement("A18.1")
def test_a_withdrawal_is_verified_within_two_working_days(desk: Desk) -> None:
    friday = "2026-11-27T16:00"
    desk.register(as_of=friday, then="brief")
    desk(*ASK, as_of=friday)
    assert owed(desk, as_of=friday)["verify_withdrawal"]["due_at"] == "2026-12-01T23:59:59+08:00"
    with db.reading(desk.path, parse_moment("2026-12-02", "")) as connection:
        assert ("verify_withdrawal",) in map(tuple, connection.execute("SELECT code FROM overdue_duty"))
    set_on = "2026-11-30T09:00"
    desk("policy", "set", "withdrawal_days", "1", "--from", "2026-11-30", "--reason", "行内规定", as_of=set_on)
    desk.register(as_of="2026-11-30T10:00")
    desk("withdraw", "2", "--reason", "已和解", as_of="2026-11-30T10:00")
    due = [desk.duty("verify_withdrawal", case, "2026-11-30T11:00")["due_at"][:10] for case in "12"]
    assert due == ["2026-12-01", "2026-12-01"]  # Art. 26: the rule in force on receipt


@pytest.mark.requirement("A18.2")
@pytest.mark.parametrize(("asked", "expected"), [("2026-11-26T10:00", (1, 0)), ("2026-11-27T10:00", (0, 1))])
def test_what_was_late_when_it_was_withdrawn_stays_late(desk: Desk, asked: str, expected: tuple[int, int]) -> None:
    briefed(desk)  # due on 2026-11-26
    desk(*ASK, "--verified-by", "li", "--voluntary", as_of=asked)
    assert timeliness(desk, "2026-11") == expected
    assert desk.json("overdue", as_of="2026-12-31") == []


@pytest.mark.requirement("A18.2")
def test_a_case_withdrawn_after_its_report_is_withdrawn_all_the_same_and_once(desk: Desk) -> None:
    briefed(desk, shlex.join(["resolve", *report()]), **BOX)
    assert "Missing option --reason" in desk("withdraw", "1", expect=2)
    desk(*ASK, "--verified-by", "li", "--voluntary")
    assert desk.case("1")["status"] == "withdrawn"
    assert "cannot be withdrawn any more" in desk(*ASK, expect=3)
