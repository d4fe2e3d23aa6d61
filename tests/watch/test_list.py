"""The list of cases: their matter, the hour of receipt, the unit complained of; by day, unit and text."""

import csv

import pytest
from conftest import Desk, cases, made_once
from support.terminal import Terminal

LONG = "客户称赵小满在城关支行柜台办理存款时被要求另外购买保险，事后多次交涉未果"


@made_once
def listed(desk: Desk) -> None:
    desk.register(
        received_at="2026-11-20T15:20", summary=LONG, unit="chengguan", then="brief --to sun; transfer --to hexi"
    )
    desk.register(received_at="2026-11-23T09:05", summary="叫号机坏了", unit="hexi", name="钱大暑", phone="")


@pytest.mark.requirement("A6.2")
def test_it_shows_the_matter_the_hour_and_both_units(listed: Desk) -> None:
    _head, _line, first, second = listed("list").splitlines()[1:]
    assert first.split()[:4] == ["TS-2026-0001", "11-20", "15:20", "客户称赵**在城关支行柜台办理存…"]
    assert "河西支行  城关支行" in first.replace("    ", "  ") and "叫号机坏了 " in second


def test_programs_get_the_whole_matter_masked_behind_the_columns_of_before(listed: Desk) -> None:
    first, _second = listed.json("list")
    assert first["summary"] == LONG.replace("赵小满", "赵**") and first["received_at"] == "2026-11-20T15:20:00+08:00"
    assert (first["unit"], first["respondent_unit"], first["respondent_unit_label"]) == (
        "hexi",
        "chengguan",
        "城关支行",
    )
    heads = next(csv.reader(listed("list", "--csv").splitlines()))
    assert heads[:2] == ["case_no", "received_on"] and heads[-4:] == [
        "received_at", "summary", "respondent_unit", "respondent_unit_label",
    ]  # fmt: skip


@cases(
    "words found",
    ("--from 2026-11-21", "2"),
    ("--to 2026-11-20", "1"),
    ("--from 2026-11-20 --to 2026-11-23", "1 2"),
    ("--respondent chengguan", "1"),
    ("--respondent 河西支行", "2"),
    ("--unit hexi", "1 2"),
    ("--text 保险", "1"),
    ("--text 叫号机 --from 2026-11-23", "2"),
    ("--text 赵小满", ""),  # what is masked is found by `find` alone, which is on record
    ("--text 道歉", "1 2"),
)
def test_it_is_narrowed(listed: Desk, words: str, found: str) -> None:
    rows = listed.json("list", *words.split())
    assert [row["case_no"][-1] for row in rows] == found.split()


def test_a_status_finds_cases_that_are_past(listed: Desk) -> None:
    listed("void", "2", "--reason", "误登", "--approved-by", "sun")
    assert [row["case_no"][-1] for row in listed.json("list", "--status", "已作废")] == ["2"]


@cases(
    "words status",
    ("--from 2026-11-24", 2),
    ("--from 2026-11-21 --to 2026-11-20", 2),
    ("--respondent nobody", 4),
)
def test_what_cannot_be_meant_is_refused(listed: Desk, words: str, status: int) -> None:
    listed("list", *words.split(), expect=status)


def test_in_a_terminal_the_matter_stays(listed: Desk) -> None:
    shown = Terminal(listed, "--lang", "zh", "list", width=100).sees("事由", "TS-2026-0002")
    shown.sees("被投诉单位", "叫号机坏了").ends()


@cases("words width", ("list", 80), ("find 赵小满", 80), ("find 赵小满", 120))
def test_of_a_long_matter_a_terminal_shows_one_line(desk: Desk, words: str, width: int) -> None:
    desk.register(unit="hexi", summary="理财产品收益与宣传不符，客户称购买时柜员口头承诺保本保收益，到期后本金亏损")
    lines = Terminal(desk, "--lang", "zh", *words.split(), width=width).ends().splitlines()
    (at,) = [number for number, line in enumerate(lines) if "TS-2026-0001" in line]
    assert "理财产品" in lines[at] and "…" in lines[at] and not "".join(lines[at + 1 : at + 2]).strip()


def test_what_is_to_be_done_names_the_leader_who_owes_it(desk: Desk) -> None:
    desk.register(then="brief --to sun")
    owed = next(line for line in desk("todo").splitlines() if "complaintctl direct" in line)
    assert "孙惊蛰" in owed.split("complaintctl")[0]
    assert "sun" in [row["person"] for row in desk.json("todo")]
