"""A unit that retired, and the one that took over its work and its cases (Arts 2, 9, 13, 22)."""

from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked, picked_each
from support.results import report

GONE = "2026-11-25"
MERGE = ["unit", "set", "hexi", "--retired", GONE, "--merged-into", "chengguan"]
AFTER = f"{GONE}T10:00"


@made_once
def merged(desk: Desk) -> None:
    """Two cases at a branch, a third assisted by it; the next day but one it is merged into another."""
    desk.register(channel="phone", unit="hexi", then="brief; transfer --to hexi --assist retail")
    desk.register(channel="phone", unit="hexi", then="brief; transfer --to hexi")
    desk.register(channel="phone", unit="chengguan", then="brief; transfer --to retail --assist hexi")
    desk(*MERGE)


def unit(desk: Desk, code: str) -> Any:
    return next(row for row in desk.json("unit", "list") if row["code"] == code)


# ---- The successor ----


@pytest.mark.requirement("A2.1")
def test_a_unit_has_a_successor(merged: Desk) -> None:
    assert picked(unit(merged, "hexi"), "retired_on merged_into") == (GONE, "chengguan")
    assert "sound" in merged("verify")
    # One that goes on after all has none.
    merged("unit", "set", "hexi", "--retired", "")
    assert picked(unit(merged, "hexi"), "retired_on merged_into") == (None, None)


@pytest.mark.requirement("A2.1")
@cases(
    "words status why",
    (["hexi", "--merged-into", "chengguan"], 2, "give the first day it is no more with --retired"),
    (["hexi", "--retired", "2026-12-01", "--merged-into", "hexi"], 2, "its own work"),
    (["hexi", "--retired", "2026-12-01", "--merged-into", "nowhere"], 4, "nowhere"),
    (["hexi", "--retired", "2026-12-01", "--merged-into", "dongcun"], 3, "retired on 2026-10-01"),
    (["hexi", "--retired", "2026-12-01", "--merged-into", "nancun"], 3, "retired on 2026-11-30"),
    (["hexi", "--retired", "2026-11-24", "--merged-into", "nancun"], 2, "itself goes over to 城关支行"),
)
def test_what_is_no_successor(desk: Desk, words: list[str], status: int, why: str) -> None:
    for code, name, *retired in (
        ("dongcun", "东村支行", "--retired", "2026-10-01"),
        ("nancun", "南村支行", "--retired", "2026-11-30", "--merged-into", "chengguan"),
    ):
        desk("unit", "add", code, name)
        desk("unit", "set", code, *retired)
    assert why in desk("unit", "set", *words, expect=status)
    assert picked(unit(desk, "hexi"), "retired_on merged_into") == (None, None)


@pytest.mark.requirement("A2.1", "A9.4")
def test_the_cases_that_lie_with_it_are_named_with_where_they_go(desk: Desk) -> None:
    for options in ({}, {"channel": "letter", "nature": "wrongdoing_report", "subject": "zhang"}):
        desk.register(unit="retail", then="brief; transfer --to hexi", **options)
    said = desk.run(*MERGE).stderr
    assert "complaintctl transfer TS-2026-0001 --to chengguan" in said
    assert "complaintctl transfer TS-2026-0002 --to UNIT" in said  # whom it reports is there


@pytest.mark.requirement("A2.1")
def test_what_a_unit_took_over_goes_on_with_it(merged: Desk) -> None:
    desk = merged
    said = desk.run("unit", "set", "chengguan", "--retired", "2026-11-28").stderr
    assert "河西支行 was merged into it" in said
    desk("unit", "set", "chengguan", "--merged-into", "retail")
    assert [unit(desk, code)["merged_into"] for code in ("hexi", "chengguan")] == ["retail", "retail"]
    assert "sound" in desk("verify")


@pytest.mark.requirement("A2.1")
def test_no_unit_is_called_as_a_line_of_the_return(desk: Desk) -> None:
    desk("unit", "add", "hexi+", "河西及并入支行", expect=2)


# ---- A new case, and what is proposed ----


@pytest.mark.requirement("A2.1", "A9.4")
def test_a_new_case_against_it_says_so_and_goes_to_its_successor(merged: Desk) -> None:
    register = ["register", "--channel", "phone", "--category", "work_error", "--summary", "多扣费", "--demand", "退款",
                "--name", "钱处暑", "--unit", "hexi"]  # fmt: skip
    assert "took over" not in merged.run(*register).stderr  # it is there yet
    said = merged.run(*register, as_of=AFTER).stderr
    assert f"河西支行 is no more since {GONE}: 城关支行 took over its work" in said
    assert "complaintctl transfer TS-2026-0005 --to chengguan" in said
    said = merged.run("classify", "3", "--unit", "hexi", as_of=AFTER).stderr
    assert "城关支行 took over its work" in said
    merged("unit", "set", "hexi", "--merged-into", "")
    assert "unit set hexi --merged-into UNIT" in merged.run(*register, as_of=AFTER).stderr


@pytest.mark.requirement("A9.4")
def test_the_slip_of_a_case_that_lies_there_is_owed_to_its_successor(merged: Desk) -> None:
    assert not merged.duty("transfer")["owed"]
    assert merged.duty("transfer", as_of=AFTER)["remedy"].endswith("--to chengguan")
    doctor = merged.run("doctor", as_of=AFTER, expect=None).stdout
    assert " transfer TS-2026-0001 --to chengguan\n" in doctor
    # But not to one whose head is the party (Art. 10), nor of a report of wrongdoing (Art. 13).
    merged("classify", "1", "--subject", "zhang")
    merged("classify", "2", "--nature", "wrongdoing_report", "--reason", "系检举")
    assert merged.duty("transfer", as_of=AFTER)["remedy"].endswith("--to supervision")
    assert merged.duty("transfer", "2", as_of=AFTER)["remedy"].endswith("--to UNIT")


# ---- What it answered before ----


@pytest.mark.requirement("A11.1", "A9.1e")
def test_its_reply_of_the_day_before_is_taken(merged: Desk) -> None:
    desk = merged
    late = f"{GONE}T09:00"
    refusal = "lies with 河西支行, which is no more since 2026-11-25"
    outcome = ["--findings", "属实", "--fault", "customer", "--responsible", "无",
               "--lessons", "无", "--corrective", "无", "--explanation", "已解释", "--handler", "qian",
               "--phone", "0000-1234567"]  # fmt: skip
    told = [*outcome, "--satisfaction", "satisfied", "--reply", "已答复", "--replied-at"]
    said = desk("resolve", "1", *told, late, as_of=AFTER, expect=3)
    assert refusal in said and "complaintctl transfer TS-2026-0001 --to chengguan" in said
    desk("resolve", "1", *told, "2026-11-24T16:00", as_of=AFTER)
    case = desk.json("show", "1", as_of=AFTER)
    assert picked(case, "status replied_at") == ("resolved", "2026-11-24T16:00:00+08:00")
    assert not desk.duty("transfer", as_of=AFTER)["owed"]
    # Of one that nobody could be told the day of the report counts.
    silent = [*outcome, "--satisfaction", "unreachable"]
    assert refusal.replace("0001", "0002") in desk("resolve", "2", *silent, as_of=AFTER, expect=3)
    desk("resolve", "2", *silent, "--at", "2026-11-24T16:00", as_of=AFTER)
    # A report that is sent back is the successor's to make again.
    desk.do("review", "1", "--return", "--reason", "情况不清", as_of=AFTER)
    assert desk.duty("transfer", as_of=AFTER)["remedy"].endswith("--to chengguan")


@pytest.mark.requirement("A9.2b", "A9.4")
def test_what_it_looked_after_without_a_slip_goes_to_its_successor_or_was_answered_before(merged: Desk) -> None:
    desk = merged
    for _ in "456":
        desk.register(channel="suggestion_box", unit="hexi", then="brief")
    desk.register(channel="media", unit="hexi")  # which 监察室 looks into itself
    assert "transfer" not in desk.owed("4")
    assert ["transfer" in desk.owed(case, as_of=AFTER) for case in "4567"] == [True, True, True, False]
    duty = desk.duty("transfer", "4", as_of=AFTER)
    assert duty["due_at"][:10] == GONE and duty["remedy"].endswith("--to chengguan")
    for moment, status in ((f"{GONE}T09:00", 3), ("2026-11-24T16:00", 0)):
        desk("resolve", "4", *report(replied_at=moment, apology="已致歉"), as_of=AFTER, expect=status)
    said = desk("transfer", "--all-of", "hexi", as_of=AFTER)
    assert [line[:12] for line in said.splitlines() if " transferred to 城关支行" in line] == [
        f"TS-2026-000{case}" for case in "1256"
    ]
    # One that is reopened is owed its slip from then on.
    desk.through("4", "review close", as_of=AFTER)
    desk.do("reopen", "4", "--reason", "客户不认可", as_of="2026-11-26T10:00")
    assert desk.duty("transfer", "4", as_of="2026-11-26T11:00")["due_at"][:10] == "2026-11-26"


# ---- All of its cases ----


@pytest.mark.requirement("A9.4", "A3.3")
def test_its_cases_go_over_by_one_command_with_a_slip_each(merged: Desk) -> None:
    desk = merged
    result = desk.run("transfer", "--all-of", "河西支行", as_of=AFTER)
    assert result.stdout.splitlines() == [
        "TS-2026-0001 transferred to 城关支行 by slip 转〔2026〕4号, due 2026-11-26.",
        "TS-2026-0002 transferred to 城关支行 by slip 转〔2026〕5号, due 2026-11-26.",
    ]
    assert "Note: TS-2026-0001: Slip 转〔2026〕1号 at 河西支行 no longer leads" in result.stderr
    leads = [desk.case(str(number), as_of=AFTER)["lead_unit"] for number in (1, 2, 3)]
    assert leads == ["chengguan", "chengguan", "retail"]
    events = desk.case("1", as_of=AFTER)["events"]
    assert events[-1]["assisting_units"] == ["retail"]  # as before
    assert "No open case that waits" in desk("transfer", "--all-of", "hexi", as_of=AFTER, expect=3)


@pytest.mark.requirement("A13.4", "A9.4")
def test_a_case_that_must_not_go_there_is_named_and_left_out(merged: Desk) -> None:
    desk = merged
    desk("classify", "1", "--nature", "wrongdoing_report", "--unit", "chengguan", "--reason", "反映城关支行")
    result = desk.run("transfer", "--all-of", "hexi", "--json", as_of=AFTER)
    assert '"TS-2026-0002"' in result.stdout and "TS-2026-0001" not in result.stdout
    assert (
        "TS-2026-0001 is left out: TS-2026-0001 is a report of wrongdoing: it must not reach 城关支行" in result.stderr
    )
    assert desk.case("1", as_of=AFTER)["lead_unit"] == "hexi"
    # Where none may go, nothing is done.
    assert "TS-2026-0001 is left out" in desk("transfer", "--all-of", "hexi", as_of=AFTER, expect=3)


@pytest.mark.requirement("A13.4")
def test_a_report_against_it_is_kept_from_its_successor_as_well(merged: Desk) -> None:
    """Its people work there now, whoever else does."""
    merged.register(channel="letter", unit="hexi", nature="wrongdoing_report", then="brief", as_of=AFTER)
    assert "must not reach 城关支行" in merged("transfer", "4", "--to", "chengguan", as_of=AFTER, expect=3)
    assert "There is no case TS-2026-0004" in merged("--actor", "zhang", "show", "4", as_of=AFTER, expect=4)
    merged("transfer", "4", "--to", "retail", as_of=AFTER)


@pytest.mark.requirement("A9.4")
def test_to_another_unit_or_of_one_that_goes_on(merged: Desk) -> None:
    desk = merged
    assert "Nobody took over the work of 零售业务部" in desk("transfer", "--all-of", "retail", expect=2)
    assert "leave out 1" in desk("transfer", "1", "--all-of", "hexi", expect=2)
    desk("transfer", "--all-of", "nowhere", expect=4)
    assert "retired on" in desk("transfer", "--all-of", "retail", "--to", "hexi", as_of=AFTER, expect=3)
    taken = desk.json("transfer", "--all-of", "hexi", "--to", "retail", "--note", "并入零售业务部")
    assert picked_each(taken, "case_no lead_unit") == [("TS-2026-0001", "retail"), ("TS-2026-0002", "retail")]
    assert taken[0]["events"][-1]["text"] == "并入零售业务部"


@pytest.mark.requirement("A9.4")
def test_a_fault_in_the_middle_leaves_every_case_where_it_was(merged: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from complaintctl.handling import transfer_slip

    deed, done = transfer_slip.transfer, []

    def failing(*given: Any, **options: Any) -> Any:
        if done:
            raise KeyboardInterrupt
        done.append(given)
        return deed(*given, **options)

    monkeypatch.setattr(transfer_slip, "transfer", failing)
    merged.run("transfer", "--all-of", "hexi", as_of=AFTER, expect=None)
    assert done and [merged.case(case, as_of=AFTER)["lead_unit"] for case in "12"] == ["hexi", "hexi"]


# ---- The return ----


def by_unit(desk: Desk, *words: str, as_of: str) -> dict[str, Any]:
    return {row["group"]: row for row in desk.json("report", *words, "--by", "unit", "--more", as_of=as_of)}


@pytest.mark.requirement("A22.1")
def test_the_years_return_has_the_two_and_a_line_of_both_counted_once(merged: Desk) -> None:
    desk = merged
    desk("transfer", "--all-of", "hexi", as_of=AFTER)
    rows = by_unit(desk, "--year", "2026", as_of="2026-12-31")
    counts = {group: picked(row, "received closing slips") for group, row in rows.items()}
    assert (counts["hexi"], counts["chengguan"], counts["chengguan+"]) == ((2, 2, 2), (1, 1, 2), (3, 3, 4))
    assert counts["total"] == (3, 3, 5)
    assert rows["chengguan+"]["label"] == "城关支行 with 河西支行"
    shown = desk("report", "--year", "2026", "--by", "unit", "--explain", "chengguan+:received", as_of="2026-12-31")
    assert [f"TS-2026-000{number}" in shown for number in (1, 2, 3)] == [True] * 3


@pytest.mark.requirement("A22.1")
def test_the_line_stands_in_the_periods_in_which_the_former_unit_counts(merged: Desk) -> None:
    desk = merged
    months = {month: set(by_unit(desk, "--month", month, as_of="2027-02-10")) for month in ("2026-10", "2026-12")}
    assert "chengguan+" not in months["2026-10"] and "hexi" in months["2026-10"]
    assert {"hexi", "chengguan+"} <= months["2026-12"]  # its cases are open still
    for case in ("2026-1", "2026-2"):
        desk.acts(case, "classify --unit chengguan", as_of="2027-01-05")
    assert not {"hexi", "chengguan+"} & set(by_unit(desk, "--month", "2027-01", as_of="2027-02-10"))


@pytest.mark.requirement("A22.1")
def test_compared_with_a_time_before_it_is_held_against_both(merged: Desk) -> None:
    desk = merged
    rows = desk.json("report", "--month", "2026-12", "--by", "unit", "--compare", as_of="2027-01-05")
    both = next(row for row in rows if row["group"] == "chengguan+")
    assert (both["received"], both["received_before"]) == (0, 3)


@pytest.mark.requirement("A22.1")
def test_the_analysis_and_the_restatement_are_drawn_with_it(merged: Desk, tmp_path: Any) -> None:
    year = ["report", "--year", "2026", "--by", "unit"]
    for name in ("return.html", "return.xlsx"):
        merged(*year, "-o", str(tmp_path / name), as_of="2026-12-31")
    assert "城关支行(含并入的河西支行)" in (tmp_path / "return.html").read_text("utf-8").replace("（", "(").replace(
        "）", ")"
    )
    merged.register(channel="phone", unit="hexi", received_at="2026-11-23T12:00", as_of=AFTER)
    moved = merged.json(*year, "--restate", "--known-on", "2026-11-24", as_of="2026-12-31")
    assert {row["group"] for row in moved if row["column"] == "received"} == {"hexi", "total"}
