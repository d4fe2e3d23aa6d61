"""Leads for accountability, found by the views or entered by hand, and the measures taken on them (Arts 23, 24)."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each


def leads(desk: Desk, kind: str, *options: str, as_of: str | None = None) -> list[dict[str, Any]]:
    """The leads of one kind."""
    return list(desk.json("accountability", "list", "--kind", kind, *options, as_of=as_of))


def names(desk: Desk, kind: str, *options: str, as_of: str | None = None) -> list[str]:
    """Their names."""
    return [row["lead"] for row in leads(desk, kind, *options, as_of=as_of)]


def lead(desk: Desk, kind: str, columns: str, as_of: str | None = None) -> tuple[Any, ...]:
    """Some columns of the one lead of a kind."""
    (row,) = leads(desk, kind, as_of=as_of)
    return picked(row, columns)


def measure(desk: Desk, name: str, text: str = "批评教育", *options: str, **more: Any) -> str:
    """Record a measure that sun decided on: what is said of it, or why not."""
    words = ["accountability", "measure", name, "--measure", text, "--decided-by", "sun", *options]
    return str(desk.run(*words, **more).stderr)


@made_once
def case(desk: Desk) -> None:
    """A complaint of Monday 2026-11-23 that lies with chengguan and zhang, due on Thursday the 26th."""
    desk.register()
    desk.do("brief", "1", "--to", "sun")
    desk.do("transfer", "1", "--to", "chengguan", "--handler", "zhang")


# ---- Late, and the reason not reported ----


@pytest.mark.requirement("A23.1")
def test_a_late_case_is_a_lead_whenever_its_reason_is_reported_afterwards(case: Desk) -> None:
    assert leads(case, "late", as_of="2026-11-26T23:00") == []
    found = lead(case, "late", "unit person case_no day", as_of="2026-11-27T09:00")
    assert found == ("chengguan", "zhang", "TS-2026-0001", "2026-11-26")
    case.do("delay", "1", "--reason", "等待上级行回复", as_of="2026-11-27T10:00")
    assert lead(case, "late", "day text measures", as_of="2026-11-27T11:00") == (
        "2026-11-26",
        "the reason was reported on 2026-11-27",
        0,
    )
    assert lead(case, "late", "text", as_of="2026-11-27T09:00") == (None,)


@pytest.mark.requirement("A23.1")
def test_a_reason_reported_by_the_due_date_leaves_no_lead_while_it_holds(case: Desk) -> None:
    case.do("delay", "1", "--reason", "等待上级行回复", "--expected", "2026-12-01", as_of="2026-11-26T10:00")
    assert leads(case, "late", as_of="2026-12-01T23:00") == []
    assert lead(case, "late", "day text", as_of="2026-12-02T09:00") == ("2026-12-01", None)


@pytest.mark.requirement("A23.1")
@cases("replied number", ("2026-11-30T09:00", 1), ("2026-11-26T16:00", 0))
def test_a_late_reply_stays_a_lead_and_one_in_time_is_none(case: Desk, replied: str, number: int) -> None:
    case.resolve("1", replied, as_of=f"{replied[:10]}T17:00")
    assert len(leads(case, "late", as_of="2026-12-20")) == number


def test_each_stretch_of_a_case_needs_its_own_reason(case: Desk) -> None:
    case.do("delay", "1", "--reason", "等待上级行回复", as_of="2026-11-26T10:00")
    case.resolve("1", "2026-11-27T11:00", as_of="2026-11-27T12:00")
    case.do("review", "1", "--accept", as_of="2026-11-27T13:00")
    case.do("close", "1", as_of="2026-11-27T14:00")
    case.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-30T09:00")
    assert leads(case, "late", as_of="2026-12-03T10:00") == []
    # It did not send it on again.
    assert lead(case, "late", "unit day", as_of="2026-12-04T10:00") == ("supervision", "2026-12-03")


@cases("channel unit", ("walk_in", "supervision"), ("suggestion_box", "chengguan"))
def test_what_was_never_sent_on_is_late_with_the_office_or_the_branch_of_the_box(
    desk: Desk, channel: str, unit: str
) -> None:
    desk.register(channel=channel, unit="chengguan")
    assert lead(desk, "late", "unit", as_of="2026-12-01") == (unit,)


# ---- The other kinds that are found ----


@pytest.mark.requirement("A23.1")
def test_missing_checks_are_a_lead_by_month_and_person_until_they_are_entered(desk: Desk) -> None:
    words = ["check", "name", "branch_box", "--unit", "chengguan", "--at", "2026-10-31"]
    desk(*words, as_of="2026-11-03T09:00")
    rows = leads(desk, "missing_checks", as_of="2026-11-03T10:00")
    assert picked_each(rows, "lead text unit person") == [
        ("missing_checks:branch_box:chengguan:2026-10:zhang", "1 day", "chengguan", "zhang"),
        ("missing_checks:branch_box:chengguan:2026-11:zhang", "2 days", "chengguan", "zhang"),
    ]
    assert "2天" in desk("--lang", "zh", "accountability", "list", as_of="2026-11-03T10:00")
    days = ["--day", "2026-11-01", "--day", "2026-11-02"]
    desk("check", "done", "branch_box", "--unit", "chengguan", *days, as_of="2026-11-03T11:00")
    assert names(desk, "missing_checks", as_of="2026-11-03T12:00") == [rows[0]["lead"]]
    # They are the lead of who was named then.
    for person, day in (("li", "20"), ("sun", "22")):
        desk("check", "name", "web_channel", person, "--at", f"2026-11-{day}")
    found = [name for name in names(desk, "missing_checks") if "web_channel" in name]
    assert found == ["missing_checks:web_channel:2026-11:li", "missing_checks:web_channel:2026-11:sun"]


@pytest.mark.requirement("A3.4", "A23.1")
def test_a_returned_slip_is_a_lead_with_unit_person_and_reason(case: Desk) -> None:
    assert leads(case, "slip_returned") == []
    case.do("return", "1", "--by", "zhang", "--reason", "不属本支行", as_of="2026-11-24T09:00")
    found = lead(case, "slip_returned", "unit person text day", as_of="2026-11-25")
    assert found == ("chengguan", "zhang", "不属本支行", "2026-11-24")
    # The unit that sent it back is not late.
    assert lead(case, "late", "unit person", as_of="2026-12-01") == ("supervision", None)


@pytest.mark.requirement("A23.1")
def test_who_comes_again_twice_is_a_lead_to_the_unit_that_answered_before(case: Desk) -> None:
    case.resolve("1", "2026-11-24T09:00", as_of="2026-11-24T10:00")
    case.register(repeat_of="1", unit="hexi", as_of="2026-11-25T09:00")
    assert leads(case, "repeat", as_of="2026-11-25T10:00") == []
    case.register(repeat_of="1", unit="hexi", as_of="2026-11-26T09:00")
    found = lead(case, "repeat", "case_no text unit person", as_of="2026-11-26T10:00")
    assert found == ("TS-2026-0003", "TS-2026-0001", "chengguan", "zhang")


@pytest.mark.requirement("A23.1")
def test_coming_again_with_nothing_new_counts_as_well(case: Desk) -> None:
    for day in ("2026-11-24", "2026-11-25"):
        assert leads(case, "repeat", as_of=f"{day}T08:00") == []
        case.register(repeat_of="1", nothing_new=True, as_of=f"{day}T09:00")
    found = lead(case, "repeat", "case_no unit day", as_of="2026-11-25T10:00")
    assert found == ("TS-2026-0001", "chengguan", "2026-11-25")
    case.register(repeat_of="1", as_of="2026-11-26T09:00")
    assert [row["case_no"] for row in leads(case, "repeat", as_of="2026-11-26T10:00")] == [
        "TS-2026-0001",
        "TS-2026-0002",
    ]


@pytest.mark.requirement("A23.1")
@cases("how found", ("--coerced", [("chengguan", "TS-2026-0001", "客户称受到压力")]), ("--voluntary", []))
def test_a_withdrawal_is_a_lead_if_it_was_under_duress(case: Desk, how: str, found: list[Any]) -> None:
    case.do("withdraw", "1", "--reason", "客户称受到压力", "--verified-by", "li", how, as_of="2026-11-24T09:00")
    assert picked_each(leads(case, "coerced", as_of="2026-11-24T10:00"), "unit case_no text") == found


@pytest.mark.requirement("A24.1")
def test_a_first_finding_proved_untrue_is_a_lead_to_who_made_it(case: Desk) -> None:
    case.resolve("1", "2026-11-24T09:00", as_of="2026-11-24T10:00")
    case.register(repeat_of="1", as_of="2026-11-25T09:00")
    case.do("transfer", "2", "--to", "hexi", as_of="2026-11-25T09:30")
    case.do("investigate", "2", "--findings", "原结论属实", "--by", "li", as_of="2026-11-25T10:00")
    assert leads(case, "untrue_finding", as_of="2026-11-26T10:00") == []
    words = ["--findings", "首次调查未调阅监控", "--by", "li", "--first-finding-untrue"]
    case.do("investigate", "2", *words, as_of="2026-11-26T09:00")
    found = lead(case, "untrue_finding", "case_no person unit text", as_of="2026-11-26T10:00")
    assert found == ("TS-2026-0002", "zhang", "chengguan", "首次调查未调阅监控")


# ---- By hand ----


@pytest.mark.requirement("A8.3b")
def test_what_no_view_can_find_is_entered_by_hand(case: Desk) -> None:
    words = ["--text", "首问人员言语刺激客户", "--person", "张立冬", "--case", "1"]
    said = case("accountability", "add", "致使事态扩大", *words)
    name, *found = lead(case, "aggravated", "lead unit person case_no text")
    assert said == f"Lead {name} entered.\n"
    assert found == ["chengguan", "zhang", "TS-2026-0001", "首问人员言语刺激客户"]


SAID, FOUND = ["--text", "某事", "--unit", "hexi"], "late missing_checks slip_returned repeat coerced untrue_finding"


@cases(
    "words status sentence",
    *(([kind, *SAID], 2, "found by themselves. Those entered by hand: refusal refusal") for kind in FOUND.split()),
    (["refusal", "--text", "让客户改日再来"], 2, "--unit, --person or --case"),
    (["refusal", "--unit", "hexi"], 2, "--text"),
    (["refusal", "--unit", "hexi", "--text", " "], 2, "is empty"),
    (["laziness", "--unit", "hexi", "--text", "某事"], 4, "There is no lead kind"),
    (["refusal", "--unit", "none", "--text", "某事"], 4, "There is no unit"),
    (["refusal", "--person", "none", "--text", "某事"], 4, "There is no member of staff"),
    (["refusal", "--case", "9", "--text", "某事"], 4, "There is no case"),
    (["refusal", "--unit", "hexi", "--text", "某事", "--at", "2026-11-24"], 2, "future"),
    (["refusal", "--case", "1", "--text", "某事", "--at", "2026-11-22"], 3, "too early"),
)
def test_bad_leads(case: Desk, words: list[str], status: int, sentence: str) -> None:
    assert sentence in case("accountability", "add", *words, expect=status)
    assert case.json("accountability", "list") == []


# ---- Measures ----


@pytest.mark.requirement("A13.1c", "A23.1")
def test_a_lead_may_have_several_measures_and_then_is_open_no_more(case: Desk) -> None:
    case("accountability", "add", "leak", "--text", "泄露投诉人电话", "--unit", "hexi")
    (name,) = names(case, "leak", "--open")
    assert lead(case, "leak", "measures") == (0,)
    measure(case, name, "批评教育")
    measure(case, name, "扣罚绩效", "--at", "2026-11-23T09:30")
    found = lead(case, "leak", "measures measure decided_by measured_on")
    assert found == (2, "扣罚绩效", "sun", "2026-11-23")
    assert leads(case, "leak", "--open") == []


@pytest.mark.requirement("A23.1")
def test_a_measure_outlives_the_cause_of_its_lead(desk: Desk) -> None:
    desk("check", "name", "branch_box", "--unit", "chengguan", "--at", "2026-11-01", as_of="2026-11-03T09:00")
    (name,) = names(desk, "missing_checks", as_of="2026-11-03T09:00")
    for minute, text in ((30, "批评教育"), (40, "通报")):
        measure(desk, name, text, as_of=f"2026-11-03T09:{minute}")
    before = leads(desk, "missing_checks", as_of="2026-11-03T09:50")
    days = ["--day", "2026-11-01", "--day", "2026-11-02"]
    desk("check", "done", "branch_box", "--unit", "chengguan", *days, as_of="2026-11-03T10:00")
    assert leads(desk, "missing_checks", as_of="2026-11-03T11:00") == before
    assert before[0]["measures"] == 2 and before[0]["person"] == "zhang"


def test_a_lead_is_named_by_its_number_in_the_list_or_its_case(case: Desk) -> None:
    case("accountability", "add", "leak", "--text", "泄露", "--unit", "hexi", "--at", "2026-11-20")
    late = "2026-11-27T09:00"
    numbered = {row["number"]: row["lead"] for row in case.json("accountability", "list", as_of=late)}
    assert numbered[2].startswith("late:TS-2026-0001:")
    for given, count in (("ts-2026-0001", 1), ("2", 2)):
        measure(case, given, as_of=late)
        assert leads(case, "late", as_of=late)[0]["measures"] == count
    case("accountability", "add", "refusal", "--text", "推诿", "--case", "1", as_of=late)
    case("accountability", "add", "leak", "--text", "泄露", "--case", "1", as_of=late)
    assert "has several leads: name leak:" in measure(case, "TS-2026-0001", as_of=late, expect=2)


@cases(
    "off text options status sentence",
    (1, "批评教育", (), 4, "complaintctl accountability list"),
    (0, "通报", ("--at", "2026-11-25"), 3, "too early"),
    (0, "通报", ("--at", "2026-11-28"), 2, "future"),
    (0, " ", (), 2, "is empty"),
)
def test_bad_measures(case: Desk, off: int, text: str, options: Any, status: int, sentence: str) -> None:
    (name,) = names(case, "late", as_of="2026-11-27T09:00")
    typed = name[: len(name) - off]
    said = measure(case, typed, text, *options, as_of="2026-11-27T09:30", expect=status)
    assert sentence in said and (typed == name or f"Did you mean {name}?" in said)


def test_who_decides_on_himself_is_remarked_on(case: Desk) -> None:
    case("accountability", "add", "other_fact", "--text", "某事", "--person", "zhang")
    (name,) = names(case, "other_fact")
    words = ["accountability", "measure", name, "--measure", "无需处理"]
    assert "names them" in case.run(*words, "--decided-by", "zhang").stderr
    assert measure(case, name) == ""
    assert "--decided-by" in case(*words, expect=2)


# ---- Looking ----


@pytest.mark.requirement("A23.1")
def test_the_list_speaks_of_leads_and_never_of_guilt(case: Desk) -> None:
    table = case.run("--lang", "zh", "accountability", "list", as_of="2026-11-27T09:00")
    assert "线索" in table.stdout.splitlines()[1] and "线索" in table.stderr
    assert "lead" in case("accountability", "list", as_of="2026-11-27T09:00").splitlines()[1]
    assert "线索" in case("accountability", "--help") and "never findings of guilt" in case("accountability", "--help")
    assert "No lead from" in case("accountability", "list")


def test_the_list_is_this_years_unless_said_otherwise_and_takes_none_of_an_old_register(
    desk: Desk, tmp_path: Path
) -> None:
    for at in ("2025-12-31", "2026-01-01"):
        desk("accountability", "add", "leak", "--text", at, "--unit", "hexi", "--at", at)
    desk("accountability", "add", "refusal", "--text", "某事", "--unit", "chengguan")
    assert [row["text"] for row in leads(desk, "泄露投诉信息")] == ["2026-01-01"]
    assert [row["text"] for row in leads(desk, "leak", "--to", "2025-12-31")] == ["2025-12-31"]
    assert [row["text"] for row in leads(desk, "leak", "--from", "2025-01-01")] == ["2025-12-31", "2026-01-01"]
    assert picked_each(desk.json("accountability", "list", "--unit", "城关支行"), "unit") == [("chengguan",)]
    assert "is before --from" in desk("accountability", "list", "--to", "2025-12-31", "--from", "2026-01-01", expect=2)
    old = tmp_path / "old.csv"
    old.write_text(
        "编号,投诉日期,渠道,类别,投诉内容,办结日期\n1,2026-03-02,电话,服务态度,态度生硬,2026-04-20\n", "utf-8"
    )
    desk("import", str(old))
    assert desk.json("list", "--all") and leads(desk, "late") == []
